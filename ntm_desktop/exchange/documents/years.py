"""Two years side by side (bảng so sánh), with what may be lost: A4 landscape."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from ntm_desktop.domain.comparison import LineComparison, result_words
from ntm_desktop.domain.outlook import YearsPaper
from ntm_desktop.domain.progress import Progress
from ntm_desktop.domain.standing import VERDICT_WORDS
from ntm_desktop.domain.text import date_for_people
from ntm_desktop.exchange.documents.fonts import Face
from ntm_desktop.exchange.documents.pages import Section
from ntm_desktop.exchange.documents.pen import MM, Align
from ntm_desktop.exchange.documents.pieces import Gap, Piece, Style, bullet, paragraph
from ntm_desktop.exchange.documents.plain import Plain, write_plain
from ntm_desktop.exchange.documents.sheet import BODY, BOLD, SHEET, heading, signed_table
from ntm_desktop.exchange.documents.tables import Column, Group

PRINTING = "In bảng so sánh năm"
_TITLE = "Bảng so sánh kết quả thực hiện"
_HEADING = Style(size=12, face=Face.BOLD, before=6, keep=True)


def write_years(paper: YearsPaper, dest: Path, progress: Progress) -> int:
    """Write the comparison to `dest` and read it back; give the number of pages.

    Raises MissingGlyphError, DiskFullError, DestinationError and UnverifiedError.
    """
    return write_plain(
        Plain(
            title=_TITLE,
            author=paper.unit_name,
            footer=f"{_TITLE}, {paper.subject_name}",
            sections=[Section(tuple(_content(paper)), SHEET)],
            practice=paper.practice,
            notice=paper.notice,
        ),
        dest,
        progress,
        PRINTING,
    )


def _content(paper: YearsPaper) -> Iterator[Piece]:
    room, found = SHEET.room, paper.comparison
    years = f"Năm {found.now.sheet.year} so với năm {found.before.sheet.year}"
    yield from heading(paper.unit_name, _TITLE, paper.subject_name)
    yield from paragraph(years, replace(BOLD, size=13), room)
    yield Gap(6)
    yield from paragraph(f"{found.now.criteria_set.name}.", BODY, room)
    yield from paragraph(f"{found.words}.", BODY, room)
    yield from _outlook(paper, room)
    yield from signed_table(_columns(paper), [_row(line) for line in found.lines])


def _outlook(paper: YearsPaper, room: float) -> Iterator[Piece]:
    """Name what may be lost; nothing is said where nothing is."""
    found = paper.outlook
    if found.risks:
        until = f"minh chứng xét đến ngày {date_for_people(found.until)}"
        yield from paragraph(f"Có nguy cơ không còn đạt ({until}):", _HEADING, room)
    for risk in found.risks:
        yield from bullet(f"{risk.indicator} {risk.name}: {risk.words}.", BODY, room)
    if found.withdrawal:
        yield from paragraph(found.withdrawal.words, BODY, room)


def _columns(paper: YearsPaper) -> tuple[Column, ...]:
    before, now = paper.comparison.before.sheet.year, paper.comparison.now.sheet.year
    return (
        Column("Chỉ tiêu", 16 * MM),
        Column("Nội dung", 97 * MM),
        Column(f"Năm {before}", 30 * MM),
        Column("Đánh giá", 27 * MM),
        Column(f"Năm {now}", 30 * MM),
        Column("Đánh giá", 27 * MM),
        Column("Tăng, giảm", 16 * MM, Align.RIGHT),
        Column("Diễn biến", 22 * MM),
    )


def _row(line: LineComparison) -> Group:
    cells = (
        line.now.indicator.code,
        line.now.indicator.name,
        result_words(line.before),
        VERDICT_WORDS[line.before.verdict].capitalize(),
        result_words(line.now),
        VERDICT_WORDS[line.now.verdict].capitalize(),
        line.difference_words,
        line.course_words,
    )
    return Group((cells,), where=f"chỉ tiêu {cells[0]} của bảng so sánh năm")
