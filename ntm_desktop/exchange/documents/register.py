"""The register of packages (sổ gửi, nhận hồ sơ) on paper: A4 landscape."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from io import BytesIO
from pathlib import Path
from shutil import copyfileobj

from ntm_desktop.domain.progress import Progress
from ntm_desktop.domain.register import Register, RegisterFile, RegisterLine
from ntm_desktop.exchange.documents.failures import UnverifiedError
from ntm_desktop.exchange.documents.fonts import Face
from ntm_desktop.exchange.documents.letter import CENTRED
from ntm_desktop.exchange.documents.output import temporary, write_synced
from ntm_desktop.exchange.documents.pages import Marks, Section, draw, paginate
from ntm_desktop.exchange.documents.pen import MM, Align, Paper, Pen
from ntm_desktop.exchange.documents.pieces import Gap, Piece, Style, paragraph
from ntm_desktop.exchange.documents.printing import new_canvas
from ntm_desktop.exchange.documents.tables import Column, Group, table

PRINTING = "In sổ gửi, nhận hồ sơ"
SHEET = Paper(297 * MM, 210 * MM, top=20 * MM, bottom=17 * MM, left=20 * MM, right=12 * MM)
_BOLD = replace(CENTRED, face=Face.BOLD, keep=True)
_SIZE = 10
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
    progress.step(PRINTING, 0, 1)
    with temporary(dest) as draft:
        count, data = _printed(register)
        write_synced(draft, partial(copyfileobj, data))
        _verify(draft, count)
    progress.step(PRINTING, 1, 1)
    return count


def _printed(register: Register) -> tuple[int, BytesIO]:
    data = BytesIO()
    canvas = new_canvas(data)
    canvas.setTitle("Sổ gửi, nhận hồ sơ")
    canvas.setAuthor(register.name)
    pen = Pen(canvas)
    pages = paginate([Section(tuple(_content(register)), SHEET)])
    for page in pages:
        pen.start(page.paper)
        footer = f"Sổ gửi, nhận hồ sơ, {register.name}, trang {page.number}/{len(pages)}"
        draw(page, pen, Marks(practice=register.practice, footer=footer))
        pen.finish()
    canvas.save()
    data.seek(0)
    return len(pages), data


def _verify(draft: Path, count: int) -> None:
    import pikepdf

    try:
        with pikepdf.open(draft, attempt_recovery=False) as pdf:
            if len(pdf.pages) != count:
                raise UnverifiedError(draft, f"{len(pdf.pages)}/{count} trang")
    except pikepdf.PdfError as fault:
        raise UnverifiedError(draft, "cấu trúc tệp") from fault


def _content(register: Register) -> Iterator[Piece]:
    room = SHEET.room
    yield from paragraph(register.name.upper(), Style(face=Face.BOLD, size=12, keep=True), room)
    yield from paragraph("SỔ GỬI, NHẬN HỒ SƠ", replace(_BOLD, size=15, before=4), room)
    made = f"Lập lúc {register.made_at:%H:%M} ngày {register.made_at:%d/%m/%Y}, mới nhất ở trên"
    yield from paragraph(made, replace(CENTRED, face=Face.ITALIC, size=12, keep=True), room)
    yield Gap(8)
    if not register.lines:
        yield from paragraph("Chưa gửi, nhận gói hồ sơ nào.", replace(CENTRED, size=12), room)
        return
    rows = [_row(len(register.lines) - place, line) for place, line in enumerate(register.lines)]
    yield from table(_COLUMNS, rows, _SIZE)


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
