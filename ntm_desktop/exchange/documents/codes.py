"""The QR of a checklist's page, drawn as one black shape."""

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
        import segno

        code = segno.make(self.mark.text(), error="m", micro=False, boost_error=False)
        return [list(row) for row in code.matrix]

    def draw(self, pen: Pen, x: float, y: float) -> None:
        """Draw it; x, y is the lower left corner."""
        rows = self.modules()
        module = self.side / (len(rows) + 2 * _QUIET)
        corners = (
            (x + (column + _QUIET) * module, y + (len(rows) - 1 - line + _QUIET) * module)
            for line, row in enumerate(rows)
            for column, dark in enumerate(row)
            if dark
        )
        pen.squares(corners, module)
