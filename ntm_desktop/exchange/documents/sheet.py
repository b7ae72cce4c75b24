"""What sheets of one table (bảng) have in common, A4 landscape: heading, table, signatures."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from ntm_desktop.exchange.documents.fonts import Face
from ntm_desktop.exchange.documents.letter import CENTRED
from ntm_desktop.exchange.documents.pen import MM, Paper
from ntm_desktop.exchange.documents.pieces import Gap, Piece, Style, paragraph
from ntm_desktop.exchange.documents.sign_off import sign_off
from ntm_desktop.exchange.documents.tables import Column, Group, RowPiece, table

SHEET: Final = Paper(297 * MM, 210 * MM, top=20 * MM, bottom=17 * MM, left=20 * MM, right=12 * MM)
BOLD: Final = replace(CENTRED, face=Face.BOLD, keep=True)
BODY: Final = Style(size=12, before=2)
SIZE: Final = 10
"""Of the words in a table."""


def heading(unit: str, title: str, subject: str = "") -> Iterator[Piece]:
    """Name the unit, what the sheet is, and the subject if it is not the unit itself."""
    room = SHEET.room
    yield from paragraph(unit.upper(), Style(face=Face.BOLD, size=12, keep=True), room)
    yield from paragraph(title.upper(), replace(BOLD, size=15, before=4), room)
    if subject and subject != unit:
        yield from paragraph(subject, replace(BOLD, size=13), room)


def signed_table(columns: Sequence[Column], rows: Sequence[Group]) -> Iterator[Piece]:
    """Set a table with the signatures below it, which never stand alone on a page."""
    yield Gap(8)
    *before, last = table(columns, rows, SIZE)
    yield from before
    yield replace(last, keep=True) if isinstance(last, RowPiece) else last
    yield Gap(8)
    yield from sign_off("NGƯỜI LẬP BẢNG", "LÃNH ĐẠO ĐƠN VỊ", SHEET.room)
