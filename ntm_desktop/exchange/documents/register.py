"""The register of packages (sổ gửi, nhận hồ sơ) on paper: A4 landscape."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from ntm_desktop.domain.progress import Progress
from ntm_desktop.domain.register import Register, RegisterFile, RegisterLine
from ntm_desktop.exchange.documents.fonts import Face
from ntm_desktop.exchange.documents.letter import CENTRED
from ntm_desktop.exchange.documents.pages import Section
from ntm_desktop.exchange.documents.pen import MM, Align
from ntm_desktop.exchange.documents.pieces import Gap, Piece, paragraph
from ntm_desktop.exchange.documents.plain import Plain, write_plain
from ntm_desktop.exchange.documents.sheet import SHEET, SIZE, heading
from ntm_desktop.exchange.documents.tables import Column, Group, table

PRINTING = "In sổ gửi, nhận hồ sơ"
_COLUMNS = (
    Column("STT", 11 * MM, Align.CENTRE),
    Column("Ngày, giờ", 23 * MM),
    Column("Gửi, nhận", 17 * MM),
    Column("Đơn vị", 42 * MM),
    Column("Gói số", 14 * MM, Align.CENTRE),
    Column("Tệp, mã kiểm tra (SHA-256)", 94 * MM),
    Column("Kết quả", 64 * MM),
)
_DIGITS = 8


def write_register(register: Register, dest: Path, progress: Progress) -> int:
    """Write the register to `dest` and read it back; give the number of pages.

    Raises MissingGlyphError, DiskFullError, DestinationError and UnverifiedError.
    """
    return write_plain(
        Plain(
            title="Sổ gửi, nhận hồ sơ",
            author=register.name,
            footer=f"Sổ gửi, nhận hồ sơ, {register.name}",
            sections=[Section(tuple(_content(register)), SHEET)],
            practice=register.practice,
        ),
        dest,
        progress,
        PRINTING,
    )


def _content(register: Register) -> Iterator[Piece]:
    room = SHEET.room
    yield from heading(register.name, "Sổ gửi, nhận hồ sơ")
    made = f"Lập lúc {register.made_at:%H:%M} ngày {register.made_at:%d/%m/%Y}, mới nhất ở trên"
    yield from paragraph(made, replace(CENTRED, face=Face.ITALIC, size=12, keep=True), room)
    yield Gap(8)
    if not register.lines:
        yield from paragraph("Chưa gửi, nhận gói hồ sơ nào.", replace(CENTRED, size=12), room)
        return
    rows = [_row(len(register.lines) - place, line) for place, line in enumerate(register.lines)]
    yield from table(_COLUMNS, rows, SIZE)


def _row(number: int, line: RegisterLine) -> Group:
    cells = (
        str(number),
        f"{line.at:%d/%m/%Y}\n{line.at:%H:%M}",
        "Gửi" if line.fate.is_outgoing else "Nhận",
        line.counterpart,
        "" if line.number is None else str(line.number),
        "\n".join(_file(file) for file in line.files),
        "\n".join(_result(line)),
    )
    return Group((cells,), where=f"dòng {number} của sổ gửi, nhận hồ sơ")


def _file(file: RegisterFile) -> str:
    digits = file.sha256 or ""
    groups = [digits[at : at + _DIGITS] for at in range(0, len(digits), _DIGITS)]
    return "\n".join((file.name, " ".join(groups) or "(chưa ghi mã kiểm tra)"))


def _result(line: RegisterLine) -> Iterator[str]:
    yield line.outcome
    if line.parts > 1:
        have = ", ".join(str(file.part) for file in line.files)
        yield f"Phần {have} trong {line.parts} phần"
    if line.revisions is not None:
        yield f"{line.revisions} lượt ghi, {line.objects or 0} tệp minh chứng"
