"""The sheets that lead through the dossier: table of contents and one before each criterion."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from ntm_desktop.domain.dossier import Dossier, short_date
from ntm_desktop.exchange.documents.evidence_list import BOLD, ITALIC, summary, where, whose
from ntm_desktop.exchange.documents.fonts import width
from ntm_desktop.exchange.documents.letter import CENTRED, ROOM
from ntm_desktop.exchange.documents.pages import Section
from ntm_desktop.exchange.documents.parts import Chapter, Entry, Numbers, run_text
from ntm_desktop.exchange.documents.pen import MM, Align, Pen
from ntm_desktop.exchange.documents.pieces import Gap, Piece, Spot, Style, paragraph
from ntm_desktop.exchange.documents.tables import Column, Group, table

_SHEET = (
    Column("TT", 12 * MM, Align.CENTRE),
    Column("Chỉ tiêu", 20 * MM),
    Column("Số, ký hiệu; trích yếu", 103 * MM),
    Column("Trang trong hồ sơ", 30 * MM, Align.CENTRE),
)


def contents(dossier: Dossier, found: Sequence[Chapter], numbers: Numbers) -> list[Section]:
    """Set the first sheet: what the dossier is, and the table of contents."""
    lines = [
        ("parts:proposal", "Tờ trình", numbers.parts.get("proposal", (0, 0))),
        ("parts:report", "Báo cáo và bảng tự đánh giá", numbers.parts.get("report", (0, 0))),
        ("parts:list", "Danh mục minh chứng", numbers.parts.get("list", (0, 0))),
    ]
    lines += [
        (f"chapters:{one.order}", one.title, numbers.chapters.get(one.order, (0, 0)))
        for one in found
    ]
    pieces: list[Piece] = [
        *paragraph("HỒ SƠ", replace(BOLD, size=18, before=10), ROOM),
        *paragraph(_purpose(dossier).upper(), replace(BOLD, size=16, before=4), ROOM),
        *paragraph(f"NĂM {dossier.year}", BOLD, ROOM),
        *paragraph(dossier.office.name.upper(), replace(BOLD, size=16, before=8), ROOM),
        *paragraph(f"Nơi nhận hồ sơ: {dossier.authority.name}", ITALIC, ROOM),
        *paragraph("MỤC LỤC", replace(BOLD, before=18), ROOM),
        Gap(6),
    ]
    for key, text, (first, _) in lines:
        pieces += _content_line(key, text, first)
    return [Section(tuple(pieces))]


def _purpose(dossier: Dossier) -> str:
    """Say what the dossier asks for, as its proposal does."""
    if dossier.complete:
        return f"đề nghị công nhận {dossier.aim}"
    return f"đề nghị {dossier.authority.level.appraisal} các tiêu chí nông thôn mới"


@dataclass(frozen=True, slots=True)
class Leader:
    """A line of the table of contents: dots up to the page number, the whole a link."""

    text: str
    key: str
    page: int
    style: Style
    keep: bool = False
    repeat: ClassVar[Piece | None] = None

    @property
    def height(self) -> float:
        """Give the distance to the next line."""
        return self.style.line

    def draw(self, pen: Pen, x: float, top: float, _spot: Spot) -> None:
        """Write text, dots and number."""
        face, size = self.style.face, self.style.size
        y = top - self.height + size * 0.24
        pen.text(x, y, self.text, face, size)
        pen.aligned(x + ROOM, y, str(self.page), (face, size, Align.RIGHT))
        end = ROOM - width(str(self.page), face, size) - 4
        start = width(self.text, face, size) + 4
        dots = "." * int((end - start) / width(".", face, size))
        pen.aligned(x + end, y, dots, (face, size, Align.RIGHT))
        pen.link(self.key, (x, top - self.height, x + ROOM, top))


def _content_line(key: str, text: str, page: int) -> list[Piece]:
    style = Style(size=13, leading=1.35)
    *above, last = paragraph(text, style, ROOM - 25 * MM)
    leader = Leader(getattr(last, "text", text), key, page, style)
    return [*above, leader]


def chapter_sheet(dossier: Dossier, chapter: Chapter, numbers: Numbers) -> list[Section]:
    """Set the sheet before the evidence of a criterion; it says which pages follow."""
    verdict = f"Tự đánh giá: {chapter.criterion.verdict}" if chapter.criterion else ""
    pieces: list[Piece] = [
        *paragraph("MINH CHỨNG", replace(BOLD, size=16, before=30), ROOM),
        *paragraph(chapter.title.upper(), replace(BOLD, size=16, before=6), ROOM),
        *paragraph(f"{whose(dossier)}", replace(CENTRED, before=6), ROOM),
        *paragraph(verdict, replace(CENTRED, before=2), ROOM),
        *paragraph(_follows(chapter, numbers), replace(BOLD, before=14), ROOM),
        Gap(10),
    ]
    rows = [_sheet_line(entry, numbers, here=True) for entry in chapter.own]
    rows += [_sheet_line(entry, numbers, here=False) for entry in chapter.elsewhere]
    return [Section((*pieces, *(table(_SHEET, rows, 12) if rows else ())))]


def _follows(chapter: Chapter, numbers: Numbers) -> str:
    runs = [numbers.files[s.file.sha256] for e in chapter.own for s in e.own if numbers.files]
    if not any(entry.own for entry in chapter.own):
        return "Không có trang minh chứng nào in kèm sau tờ này."
    first, last = (runs[0][0], runs[-1][1]) if runs else (0, 0)
    if first == last:
        return f"Theo sau tờ này là trang {first} của hồ sơ."
    return f"Theo sau tờ này là các trang từ {first} đến {last} của hồ sơ."


def _sheet_line(entry: Entry, numbers: Numbers, *, here: bool) -> Group:
    evidence = entry.evidence
    number = f"{evidence.number} " if evidence.number else ""
    dated = f"ngày {short_date(evidence.issued_on)} " if evidence.issued_on else ""
    text = [f"{number}{dated}".strip(), *summary(entry)]
    if not here:
        text.append(f"(Xem minh chứng của tiêu chí {entry.home}.)")
    pages = run_text(numbers.of(entry)) or "không in kèm"
    codes = ", ".join(evidence.indicators)
    cells = (str(entry.number), codes, "\n".join(line for line in text if line), pages)
    return Group((cells,), where=where(entry))
