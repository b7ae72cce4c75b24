"""Rows whose cells hold texts with a box to tick before each."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate

from ntm_desktop.exchange.documents.fonts import Face, wrap
from ntm_desktop.exchange.documents.pen import Pen
from ntm_desktop.exchange.documents.pieces import Piece, Spot
from ntm_desktop.exchange.documents.tables import Column, table

_PAD = 3
_LEADING = 1.2
_LEAST = 4  # lines, so that a hand can write into the row
_MOST = 40  # lines that one page can hold beside its head


@dataclass(frozen=True, slots=True)
class Boxed:
    """A text, with a box before it if there is something to tick."""

    text: str
    box: bool = False
    ticked: bool = False


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    indent: float = 0
    box: bool = False
    ticked: bool = False


@dataclass(frozen=True, slots=True)
class BoxedRow:
    """One row of such cells, already broken into lines."""

    edges: tuple[float, ...]
    cells: tuple[tuple[_Line, ...], ...]
    size: float
    repeat: "Piece | None" = field(default=None, repr=False)
    keep: bool = False

    @property
    def height(self) -> float:
        """Give the height of its lines, at least what handwriting needs."""
        lines = max(_LEAST, *map(len, self.cells))
        return lines * self.size * _LEADING + 2 * _PAD

    def draw(self, pen: Pen, x: float, top: float, _spot: Spot) -> None:
        """Draw cells, boxes and the lines around them."""
        size = self.size
        for left, lines in zip(self.edges, self.cells, strict=False):
            y = top - _PAD + size * 0.27
            for line in lines:
                y -= size * _LEADING
                if line.box:
                    pen.box(x + left + _PAD, y - 1, size * 0.8, ticked=line.ticked)
                pen.text(x + left + _PAD + line.indent, y, line.text, Face.REGULAR, size)
        bottom, edges = top - self.height, self.edges
        rules = [(x + edge, top, x + edge, bottom) for edge in edges]
        rules += [(x, y, x + edges[-1], y) for y in (top, bottom)]
        pen.rules(rules)


Row = Sequence[Sequence[Boxed]]


def boxed_table(
    columns: Sequence[Column], rows: Sequence[tuple[str, Row]], size: float
) -> Iterator[Piece]:
    """Set a table of such rows, each with its place for errors; the heading comes again.

    The last row stays with what follows, so that nobody signs an empty sheet.
    """
    heading = table(columns, (), size)[0]
    yield heading
    edges = tuple(accumulate((column.width for column in columns), initial=0.0))
    for where, row in rows:
        cells = [
            tuple(_lines(cell, size, column.width - 2 * _PAD, where))
            for column, cell in zip(columns, row, strict=True)
        ]
        for start in range(0, max(map(len, cells)), _MOST):
            part = tuple(lines[start : start + _MOST] for lines in cells)
            yield BoxedRow(edges, part, size, heading, keep=row is rows[-1][1])


def _lines(cell: Sequence[Boxed], size: float, room: float, where: str) -> Iterator[_Line]:
    for boxed in cell:
        indent = size * 1.2 if boxed.box else 0
        for number, text in enumerate(wrap(boxed.text, Face.REGULAR, size, room - indent, where)):
            yield _Line(text, indent, boxed.box and number == 0, boxed.ticked)
