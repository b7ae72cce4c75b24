"""Codes (QR), each drawn as one black shape."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from ntm_desktop.domain.checklist import SheetMark
from ntm_desktop.exchange.documents.pen import MM, Pen

_QUIET = 4  # modules of empty space that readers expect (ISO/IEC 18004)


@dataclass(frozen=True, slots=True)
class Code:
    """The code of one page; `side` includes its quiet zone."""

    side: ClassVar[float] = 24 * MM

    mark: SheetMark

    def modules(self) -> list[list[int]]:
        """Give its rows of dark (1) and light modules; a quarter may be soiled (level M)."""
        return modules(self.mark.text(), "m")

    def draw(self, pen: Pen, x: float, y: float) -> None:
        """Draw it; x, y is the lower left corner."""
        draw_modules(pen, self.modules(), (x, y), self.side)


def modules(text: str, level: str) -> list[list[int]]:
    """Give the rows of dark (1) and light modules of a text; `level` is l, m, q or h."""
    import segno

    code = segno.make(text, error=level, micro=False, boost_error=False)
    return [list(row) for row in code.matrix]


def draw_modules(
    pen: Pen, rows: Sequence[Sequence[int]], corner: tuple[float, float], side: float
) -> None:
    """Draw modules; `corner` is the lower left one, `side` includes the quiet zone."""
    module = side / (len(rows) + 2 * _QUIET)
    x, y = corner
    corners = (
        (x + (column + _QUIET) * module, y + (len(rows) - 1 - line + _QUIET) * module)
        for line, row in enumerate(rows)
        for column, dark in enumerate(row)
        if dark
    )
    pen.squares(corners, module)
