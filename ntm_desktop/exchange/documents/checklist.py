"""The checklist (phiếu kiểm tra): one criterion a sheet, blank or filled, with a code to scan."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from io import BytesIO
from pathlib import Path
from shutil import copyfileobj

from ntm_desktop.domain.checklist import Checklist, ChecklistItem, ChecklistSection, SheetMark
from ntm_desktop.domain.progress import Progress
from ntm_desktop.exchange.documents.boxes import Boxed, boxed_table
from ntm_desktop.exchange.documents.codes import Code
from ntm_desktop.exchange.documents.fonts import Face, width
from ntm_desktop.exchange.documents.letter import CENTRED
from ntm_desktop.exchange.documents.output import temporary, write_synced
from ntm_desktop.exchange.documents.pages import (
    Marks,
    Page,
    Section,
    draw,
    mark,
    paginate,
    practice,
)
from ntm_desktop.exchange.documents.pen import MM, Paper, Pen
from ntm_desktop.exchange.documents.pieces import Gap, Piece, Style, paragraph
from ntm_desktop.exchange.documents.plain import verify_pages
from ntm_desktop.exchange.documents.printing import new_canvas
from ntm_desktop.exchange.documents.sign_off import LINE, sign_off
from ntm_desktop.exchange.documents.tables import Column

SHEET = Paper(210 * MM, 297 * MM, top=30 * MM, bottom=18 * MM, left=20 * MM, right=12 * MM)
_BOLD = replace(CENTRED, face=Face.BOLD, keep=True)
_COLUMNS = (
    Column("Chỉ tiêu", 54 * MM),
    Column("Yêu cầu", 26 * MM),
    Column("Giấy tờ cần có", 46 * MM),
    Column("Hiện trạng", 30 * MM),
    Column("Đánh giá", 22 * MM),
)


def write_checklist(checklist: Checklist, dest: Path, progress: Progress) -> int:
    """Write the checklist to `dest` and read it back; give the number of pages.

    Raises MissingGlyphError, DiskFullError, DestinationError and UnverifiedError.
    """
    with temporary(dest) as draft:
        count, data = _printed(checklist, progress)
        write_synced(draft, partial(copyfileobj, data))
        verify_pages(draft, count)
    return count


def _printed(checklist: Checklist, progress: Progress) -> tuple[int, BytesIO]:
    data, count = BytesIO(), 0
    canvas = new_canvas(data)
    canvas.setTitle(f"Phiếu kiểm tra {checklist.set_name} {checklist.year}")
    canvas.setAuthor(checklist.office.committee)
    pen = Pen(canvas)
    for done, section in enumerate(checklist.sections):
        progress.step("In phiếu kiểm tra", done, len(checklist.sections))
        pages = paginate([Section(tuple(_content(checklist, section)), SHEET)])
        for page in pages:
            _draw(pen, page, _Sheet(checklist, section, page.number, len(pages)))
        count += len(pages)
    canvas.save()
    data.seek(0)
    return count, data


@dataclass(frozen=True, slots=True)
class _Sheet:
    checklist: Checklist
    section: ChecklistSection
    page: int
    pages: int

    @property
    def code(self) -> Code:
        given = self.checklist
        subject = SheetMark(given.set_id, given.subject, given.year, self.section.order, self.page)
        return Code(subject)


def _draw(pen: Pen, page: Page, sheet: _Sheet) -> None:
    """Draw a page; its head, with the code, stands on every one."""
    checklist, paper = sheet.checklist, page.paper
    pen.start(paper)
    draw(replace(page, number=1), pen, Marks())
    top = paper.height - 9 * MM
    pen.text(paper.left, top, checklist.office.committee.upper(), Face.BOLD, 11)
    subject = f"{checklist.subject_name}, năm {checklist.year}"
    pen.text(paper.left, top - 15, subject, Face.REGULAR, 11)
    pen.text(paper.left, top - 30, f"Tiêu chí {sheet.section.order}", Face.BOLD, 11)
    pen.text(paper.left + 70, top - 30, f"Trang {sheet.page}/{sheet.pages}", Face.REGULAR, 11)
    right = paper.width - paper.right
    sheet.code.draw(pen, right - Code.side, paper.height - 4 * MM - Code.side)
    if checklist.practice:
        practice(pen, right - Code.side - 6, top)
    mark(pen, paper, Marks(notice=checklist.notice))
    pen.finish()


def _content(checklist: Checklist, section: ChecklistSection) -> Iterator[Piece]:
    room = SHEET.room
    where = f"tiêu chí {section.order}"
    title = f"Tiêu chí {section.order}. {section.name}"
    yield from paragraph("PHIẾU KIỂM TRA", replace(_BOLD, size=15), room)
    yield from paragraph(title, replace(_BOLD, before=2), room, where)
    yield from paragraph(checklist.set_name, replace(CENTRED, size=12, keep=True), room)
    yield Gap(8)
    rows = [
        (f"chỉ tiêu {item.code}", _row(item, filled=checklist.filled)) for item in section.items
    ]
    yield from boxed_table(_COLUMNS, rows, 11.5)
    yield from _signing(room)


def _row(item: ChecklistItem, *, filled: bool) -> tuple[tuple[Boxed, ...], ...]:
    papers = tuple(Boxed(one.name, ticked=filled and one.present) for one in item.papers)
    met = item.met if filled else None
    return (
        (Boxed(f"{item.code}. {item.name}"),),
        (Boxed(item.requirement),),
        tuple(replace(paper, box=True) for paper in papers) or (Boxed(""),),
        (Boxed(item.result if filled else ""),),
        (
            Boxed("Đạt", box=True, ticked=met is True),
            Boxed("Chưa đạt", box=True, ticked=met is False),
        ),
    )


def _signing(room: float) -> Iterator[Piece]:
    """Leave lines for remarks, and the date, names and signatures of both sides."""
    yield Gap(8)
    yield from _dotted("Ý kiến, kiến nghị: ", replace(LINE, keep=True), room)
    yield from _dotted("", replace(LINE, keep=True), room)
    yield from sign_off("ĐẠI DIỆN NƠI ĐƯỢC KIỂM TRA", "NGƯỜI KIỂM TRA", room)


def _dotted(text: str, style: Style, room: float) -> list[Piece]:
    """Set a line to write on, as far as the margin."""
    dot, used = width(".", style.face, style.size), width(text, style.face, style.size)
    return paragraph(text + "." * int((room - used) / dot), style, room)
