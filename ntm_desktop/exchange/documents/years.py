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
from ntm_desktop.exchange.documents.letter import CENTRED
from ntm_desktop.exchange.documents.pages import Section
from ntm_desktop.exchange.documents.pen import MM, Align
from ntm_desktop.exchange.documents.pieces import Gap, Piece, Style, bullet, paragraph
from ntm_desktop.exchange.documents.plain import Plain, write_plain
from ntm_desktop.exchange.documents.register import SHEET
from ntm_desktop.exchange.documents.sign_off import sign_off
from ntm_desktop.exchange.documents.tables import Column, Group, RowPiece, table

PRINTING = "In bảng so sánh năm"
_TITLE = "Bảng so sánh kết quả thực hiện"
_BOLD = replace(CENTRED, face=Face.BOLD, keep=True)
_BODY = Style(size=12, before=2)
_HEADING = Style(size=12, face=Face.BOLD, before=6, keep=True)
_SIZE = 10


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
    yield from paragraph(paper.unit_name.upper(), Style(face=Face.BOLD, size=12, keep=True), room)
    yield from paragraph(_TITLE.upper(), replace(_BOLD, size=15, before=4), room)
    if paper.subject_name != paper.unit_name:
        yield from paragraph(paper.subject_name, replace(_BOLD, size=13), room)
    yield from paragraph(years, replace(_BOLD, size=13), room)
    yield Gap(6)
    yield from paragraph(f"{found.now.criteria_set.name}.", _BODY, room)
    yield from paragraph(f"{found.words}.", _BODY, room)
    yield from _outlook(paper, room)
    yield Gap(8)
    *rows, last = table(_columns(paper), [_row(line) for line in found.lines], _SIZE)
    yield from rows
    yield replace(last, keep=True) if isinstance(last, RowPiece) else last
    yield Gap(8)
    yield from sign_off("NGƯỜI LẬP BẢNG", "LÃNH ĐẠO ĐƠN VỊ", room)


def _outlook(paper: YearsPaper, room: float) -> Iterator[Piece]:
    """Name what may be lost; nothing is said where nothing is."""
    found = paper.outlook
    if found.risks:
        until = f"minh chứng xét đến ngày {date_for_people(found.until)}"
        yield from paragraph(f"Có nguy cơ không còn đạt ({until}):", _HEADING, room)
    for risk in found.risks:
        yield from bullet(f"{risk.indicator} {risk.name}: {risk.words}.", _BODY, room)
    if found.withdrawal:
        yield from paragraph(found.withdrawal.words, _BODY, room)


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
