"""Tables that run over many pages: wrapped once, cut into row pieces, headings repeated."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate

from ntm_desktop.exchange.documents.fonts import Face, wrap
from ntm_desktop.exchange.documents.pen import Align, Pen, Segment
from ntm_desktop.exchange.documents.pieces import Piece, Spot

_PAD = 2.5
_LEADING = 1.15
_DESCENT = 0.26
_TALLEST = 24  # lines; a taller row may be cut by a page


@dataclass(frozen=True, slots=True)
class Column:
    """One column: heading, width in points, how its cells stand."""

    title: str
    width: float
    align: Align = Align.LEFT


@dataclass(frozen=True, slots=True)
class Group:
    """Rows that share their first cells, which stand once and run down beside them."""

    rows: tuple[tuple[str, ...], ...]
    lead: tuple[str, ...] = ()
    where: str = "bảng"
    face: Face = Face.REGULAR


@dataclass(frozen=True, slots=True)
class Grid:
    """What all rows of one table share: edges of the columns, size and how cells stand."""

    edges: tuple[float, ...]
    aligns: tuple[Align, ...]
    size: float

    @property
    def line(self) -> float:
        """Give the distance from line to line."""
        return self.size * _LEADING

    def rooms(self) -> Iterator[float]:
        """Give the width of text in each column."""
        for left, right in zip(self.edges, self.edges[1:], strict=False):
            yield right - left - 2 * _PAD


@dataclass(frozen=True, slots=True)
class RowPiece:
    """A row, or the slice of a tall one; `again` is said instead of empty first cells on top."""

    grid: Grid
    cells: tuple[Sequence[str], ...]
    depth: int
    faces: tuple[Face, ...]
    top_from: int = 0
    again: tuple[Sequence[str], ...] = ()
    ends: bool = True
    keep: bool = False
    repeat: "Piece | None" = field(default=None, repr=False)

    @property
    def height(self) -> float:
        """Give the height of its lines and the padding."""
        return self.depth * self.grid.line + 2 * _PAD

    def draw(self, pen: Pen, x: float, top: float, spot: Spot) -> None:
        """Draw the cells and the lines around them."""
        cells = self.cells
        if spot.opens and self.again:
            cells = (*self.again, *cells[len(self.again) :])
        for number, lines in enumerate(cells):
            self._write(pen, x, top, (number, lines))
        pen.rules(self._rules(x, top, spot))

    def _write(self, pen: Pen, x: float, top: float, cell: tuple[int, Sequence[str]]) -> None:
        number, lines = cell
        grid = self.grid
        align, size, face = grid.aligns[number], grid.size, self.faces[number]
        left, right = grid.edges[number] + _PAD, grid.edges[number + 1] - _PAD
        x += left + (right - left) * align.value
        y, step = top - _PAD + size * _DESCENT, grid.line
        for line in lines[: self.depth]:
            y -= step
            if align is Align.LEFT:
                pen.text(x, y, line, face, size)
            else:
                pen.aligned(x, y, line, (face, size, align))

    def _rules(self, x: float, top: float, spot: Spot) -> list[Segment]:
        edges, bottom = self.grid.edges, top - self.height
        rules = [(x + edge, top, x + edge, bottom) for edge in edges]
        first = 0 if spot.opens else self.top_from
        if first < len(edges) - 1:
            rules.append((x + edges[first], top, x + edges[-1], top))
        if self.ends or spot.closes:
            rules.append((x, bottom, x + edges[-1], bottom))
        return rules


def table(columns: Sequence[Column], groups: Sequence[Group], size: float = 11) -> list[Piece]:
    """Set a table; its heading comes again on every page."""
    edges = tuple(accumulate((column.width for column in columns), initial=0.0))
    grid = Grid(edges, tuple(column.align for column in columns), size)
    heading = _heading(columns, grid)
    pieces: list[Piece] = [heading]
    for group in groups:
        pieces += _group(group, grid, heading)
    return pieces


def _heading(columns: Sequence[Column], grid: Grid) -> RowPiece:
    centred = Grid(grid.edges, (Align.CENTRE,) * len(columns), grid.size)
    titles = zip(columns, grid.rooms(), strict=True)
    cells = tuple(wrap(column.title, Face.BOLD, grid.size, room) for column, room in titles)
    faces = (Face.BOLD,) * len(columns)
    return RowPiece(centred, cells, max(map(len, cells)), faces, keep=True)


def _group(group: Group, grid: Grid, heading: RowPiece) -> Iterator[RowPiece]:
    """Fill the rows; lines of the first cells that a row has no room for go on in the next."""
    rooms, count = list(grid.rooms()), len(group.lead)
    lead = [
        _wrapped(group, text, grid.size, room)
        for text, room in zip(group.lead, rooms, strict=False)
    ]
    faces = (Face.BOLD,) * count + (group.face,) * (len(rooms) - count)
    again = tuple(lead)
    for number, row in enumerate(group.rows):
        cells = [
            wrap(text, group.face, grid.size, room, group.where)
            for text, room in zip(row, rooms[count:], strict=True)
        ]
        depth = max(map(len, cells))
        if number == len(group.rows) - 1:
            depth = max([depth, *map(len, lead)])
        full = (*lead, *cells)
        lead = [lines[depth:] for lines in lead]
        piece = RowPiece(
            grid,
            full,
            depth,
            faces,
            count if number else 0,
            again if number else (),
            ends=number == len(group.rows) - 1,
            keep=any(lead),
            repeat=heading,
        )
        yield from _slices(piece)


def _wrapped(group: Group, text: str, size: float, room: float) -> list[str]:
    return wrap(text, Face.BOLD, size, room, group.where)


def _slices(row: RowPiece) -> Iterator[RowPiece]:
    """Cut a row too tall to be kept whole; slices have no line between them."""
    if row.depth <= _TALLEST:
        yield row
        return
    for start in range(0, row.depth, _TALLEST):
        depth = min(_TALLEST, row.depth - start)
        cells = tuple(lines[start : start + depth] for lines in row.cells)
        yield RowPiece(
            row.grid,
            cells,
            depth,
            row.faces,
            top_from=row.top_from if start == 0 else len(row.cells),
            again=row.again if start == 0 else (),
            ends=row.ends and start + depth == row.depth,
            keep=row.keep,
            repeat=row.repeat,
        )
