"""The list of evidence (danh mục minh chứng): every document and where it stands."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from ntm_desktop.domain.dossier import Dossier, short_date
from ntm_desktop.exchange.documents import proposal
from ntm_desktop.exchange.documents.fonts import Face
from ntm_desktop.exchange.documents.letter import CENTRED, referred
from ntm_desktop.exchange.documents.pages import Section
from ntm_desktop.exchange.documents.parts import Entry, Numbers, run_text
from ntm_desktop.exchange.documents.pen import LANDSCAPE, MM, Align
from ntm_desktop.exchange.documents.pieces import Gap, Piece, Style, paragraph
from ntm_desktop.exchange.documents.sources import Source
from ntm_desktop.exchange.documents.tables import Column, Group, table

BOLD = replace(CENTRED, face=Face.BOLD, keep=True)
ITALIC = replace(CENTRED, face=Face.ITALIC, size=13, keep=True)
_DIGITS = 10
_LIST = (
    Column("TT", 11 * MM, Align.CENTRE),
    Column("Chỉ tiêu", 18 * MM),
    Column("Số, ký hiệu", 36 * MM),
    Column("Ngày", 22 * MM, Align.CENTRE),
    Column("Cơ quan ban hành", 38 * MM),
    Column("Trích yếu", 64 * MM),
    Column("Số trang/ tệp", 19 * MM, Align.CENTRE),
    Column("Trang trong hồ sơ", 19 * MM, Align.CENTRE),
    Column("Mã SHA-256 rút gọn", 25 * MM),
)


def evidence_list(dossier: Dossier, listed: Sequence[Entry], numbers: Numbers) -> list[Section]:
    """Set the list: every document, where it stands, and what could not be appended."""
    room = LANDSCAPE.room
    enclosed = referred("Tờ trình", proposal.SIGN, dossier.proposal, dossier.year)
    pieces = [
        *paragraph("DANH MỤC MINH CHỨNG", BOLD, room),
        *paragraph(whose(dossier), BOLD, room),
        *paragraph(f"(Kèm theo {enclosed} của {dossier.office.committee})", ITALIC, room),
        Gap(8),
        *table(_LIST, [_line(entry, numbers) for entry in listed]),
        *_remarks(listed, room),
    ]
    return [Section(tuple(pieces), LANDSCAPE)]


def whose(dossier: Dossier) -> str:
    """Say whose dossier it is."""
    return f"Hồ sơ nông thôn mới năm {dossier.year} của {dossier.office.in_sentence}"


def _line(entry: Entry, numbers: Numbers) -> Group:
    evidence = entry.evidence
    digests = "\n".join(source.file.sha256[:_DIGITS] for source in entry.sources)
    cells = (
        str(entry.number),
        ", ".join(evidence.indicators),
        evidence.number,
        short_date(evidence.issued_on),
        evidence.issuer,
        "\n".join(summary(entry)),
        f"{entry.pages}/{len(entry.sources)}" if entry.sources else "",
        run_text(numbers.of(entry)),
        digests,
    )
    return Group((cells,), where=where(entry))


def where(entry: Entry) -> str:
    """Name an entry in an error."""
    number = entry.evidence.number
    return f"minh chứng số {entry.number}" + (f" ({number})" if number else "")


def summary(entry: Entry) -> Iterator[str]:
    """Describe an entry, and what of it is not in the dossier."""
    if entry.evidence.summary:
        yield entry.evidence.summary
    if not entry.sources:
        yield "(không lưu tệp)"
    for source in entry.left_out:
        yield f"Không in kèm được: {source.file.name} ({source.refused}){_sent(source)}."
    if any(source.signed for source in entry.sources):
        yield "(Bản gốc có chữ ký số gửi kèm trong gói.)"


def _sent(source: Source) -> str:
    """Say where a file that is not printed is found."""
    return ", gửi kèm trong gói" if source.file.here else ""


def _remarks(listed: Sequence[Entry], room: float) -> list[Piece]:
    small = Style(face=Face.ITALIC, size=11, before=4)
    out = sum(len(entry.left_out) for entry in listed)
    text = (
        f"Cộng: {len(listed)} tài liệu, {sum(len(entry.own) for entry in listed)} tệp in kèm, "
        f"{out} tệp không in kèm được. Mã SHA-256 rút gọn là {_DIGITS} ký tự đầu của mã tính từ "
        "tệp gốc; tệp in kèm giữ nguyên nội dung tệp gốc."
    )
    return [Gap(4), *paragraph(text, small, room)]
