"""Pieces become pages: breaks, repeated headings, page numbers and the marks on every page."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ntm_desktop.exchange.documents.fonts import Face, width, wrap
from ntm_desktop.exchange.documents.pen import MM, PORTRAIT, Align, Paper, Pen
from ntm_desktop.exchange.documents.pieces import Gap, Piece, Spot

PRACTICE = "SỐ LIỆU LUYỆN TẬP"
_NUMBER_SIZE = 13
_SMALL = 9
_ROUNDING = 0.01


@dataclass(frozen=True, slots=True)
class Section:
    """Pieces that run over pages of one kind."""

    pieces: tuple[Piece, ...]
    paper: Paper = PORTRAIT


@dataclass(frozen=True, slots=True)
class Page:
    """One page with its pieces from the top; `number` within its document."""

    paper: Paper
    pieces: tuple[Piece, ...]
    number: int


@dataclass(frozen=True, slots=True)
class Marks:
    """What every page of a document says besides its content."""

    practice: bool = False
    notice: str = ""
    footer: str = ""


def paginate(sections: Sequence[Section]) -> list[Page]:
    """Break a document into pages, numbered from 1 through all its sections."""
    pages: list[Page] = []
    for section in sections:
        for pieces in _break(section.pieces, section.paper.depth):
            pages.append(Page(section.paper, tuple(pieces), len(pages) + 1))
    return pages


def _break(pieces: Sequence[Piece], depth: float) -> Iterator[list[Piece]]:
    """Fill page after page; what wants to stay together does, if one page can hold it."""
    page: list[Piece] = []
    left = depth
    for run in _runs(pieces):
        whole = sum(piece.height for piece in run)
        for piece in run:
            needed = whole if piece is run[0] and whole <= depth else piece.height
            if page and needed > left + _ROUNDING:
                yield page
                page, left = [], depth
            added = [piece] if page else _opened(piece)
            page += added
            left -= sum(one.height for one in added)
    if page:
        yield page


def _opened(piece: Piece) -> list[Piece]:
    """Begin a page with a piece: below what it repeats, and never with empty space."""
    if isinstance(piece, Gap):
        return []
    return [piece.repeat, piece] if piece.repeat else [piece]


def _runs(pieces: Sequence[Piece]) -> Iterator[list[Piece]]:
    """Give the pieces in runs that want to stay on one page."""
    run: list[Piece] = []
    for piece in pieces:
        run.append(piece)
        if not piece.keep:
            yield run
            run = []
    if run:
        yield run


def draw(page: Page, pen: Pen, marks: Marks) -> None:
    """Draw a page as Decree 30/2020 wants it: number centred in the top margin from page 2 on."""
    paper = page.paper
    if page.number > 1:
        centre = paper.left + paper.room / 2
        at = paper.height - 13 * MM
        pen.aligned(centre, at, str(page.number), (Face.REGULAR, _NUMBER_SIZE, Align.CENTRE))
    mark(pen, paper, marks)
    y, pieces = paper.height - paper.top, page.pieces
    below_heading = 1 if pieces and len(pieces) > 1 and pieces[1].repeat is pieces[0] else 0
    for place, piece in enumerate(pieces):
        spot = Spot(opens=place == below_heading, closes=place == len(pieces) - 1)
        piece.draw(pen, paper.left, y, spot)
        y -= piece.height


def mark(pen: Pen, paper: Paper, marks: Marks) -> None:
    """Say at the edges that data is for practice, what the set is, and the running number."""
    right = paper.width - paper.right
    if marks.practice:
        practice(pen, right, paper.height - 12.5 * MM)
    if marks.footer:
        pen.aligned(right, 10 * MM, marks.footer, (Face.REGULAR, _SMALL, Align.RIGHT))
    for number, line in enumerate(wrap(marks.notice, Face.ITALIC, _SMALL, paper.room - 150)):
        pen.text(paper.left, 10 * MM - number * _SMALL * 1.1, line, Face.ITALIC, _SMALL)


def practice(pen: Pen, right: float, y: float) -> None:
    """Say in a frame that the data is for practice only."""
    wide = width(PRACTICE, Face.BOLD, 11)
    pen.frame(right - wide - 8, y - 5, wide + 8, 17)
    pen.aligned(right - 4, y, PRACTICE, (Face.BOLD, 11, Align.RIGHT))
