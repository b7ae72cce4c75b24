"""The page being drawn: text, rules and boxes on a reportlab canvas, in points."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from ntm_desktop.exchange.documents.fonts import Face, font, width

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas
    from reportlab.pdfgen.textobject import PDFTextObject

MM = 72 / 25.4
_A4 = (210 * MM, 297 * MM)
Segment = tuple[float, float, float, float]


class Align(Enum):
    """Where a line stands in its room."""

    LEFT = 0.0
    CENTRE = 0.5
    RIGHT = 1.0


@dataclass(frozen=True, slots=True)
class Paper:
    """A sheet with its margins in points (Decree 30/2020, annex I: 20, 20, 30, 15 mm)."""

    width: float
    height: float
    top: float = 20 * MM
    bottom: float = 20 * MM
    left: float = 30 * MM
    right: float = 15 * MM

    @property
    def room(self) -> float:
        """Give the width between the margins."""
        return self.width - self.left - self.right

    @property
    def depth(self) -> float:
        """Give the height between the margins."""
        return self.height - self.top - self.bottom


PORTRAIT = Paper(*_A4)
LANDSCAPE = Paper(*reversed(_A4))


class Pen:
    """Draws one page at a time; text is gathered into one text object a page."""

    def __init__(self, canvas: "Canvas") -> None:
        self._canvas = canvas
        self._text: PDFTextObject = canvas.beginText()
        self._font: tuple[Face, float] | None = None
        self._spread = 0.0

    def start(self, paper: Paper) -> None:
        """Begin a page of this size."""
        self._canvas.setPageSize((paper.width, paper.height))
        self._text = self._canvas.beginText()
        self._font, self._spread = None, 0.0

    def finish(self) -> None:
        """End the page."""
        self._canvas.drawText(self._text)
        self._canvas.showPage()

    def taken(self) -> bytes:
        """Give what was drawn since `start`, as a content stream, instead of ending the page."""
        self._canvas.drawText(self._text)
        content = self._canvas.getCurrentPageContent()
        self._canvas._code = []  # type: ignore[attr-defined]  # noqa: SLF001 - has no other way
        return content.encode("latin-1")

    def text(self, x: float, y: float, text: str, face: Face, size: float) -> None:
        """Write a line whose baseline starts at x, y."""
        self._say(x, y, text, (face, size), 0.0)

    def justified(self, x: float, y: float, text: str, kind: tuple[Face, float, float]) -> None:
        """Write a line with every blank widened; `kind` is face, size and extra width."""
        face, size, spread = kind
        self._say(x, y, text, (face, size), spread)

    def aligned(self, x: float, y: float, text: str, kind: tuple[Face, float, Align]) -> None:
        """Write a line that starts, is centred or ends at x."""
        face, size, align = kind
        if align is not Align.LEFT:
            x -= width(text, face, size) * align.value
        self._say(x, y, text, (face, size), 0.0)

    def rules(self, segments: Sequence[Segment], thickness: float = 0.5) -> None:
        """Draw straight lines."""
        self._canvas.setLineWidth(thickness)
        self._canvas.lines(segments)

    def box(self, x: float, y: float, side: float, *, ticked: bool = False) -> None:
        """Draw a square to be ticked; x, y is its lower left corner."""
        self._canvas.setLineWidth(0.8)
        self._canvas.rect(x, y, side, side)
        if ticked:
            low = (x + side * 0.42, y + side * 0.2)
            self.rules(
                [
                    (x + side * 0.15, y + side * 0.5, *low),
                    (*low, x + side * 0.9, y + side * 0.95),
                ],
                1.4,
            )

    def frame(self, x: float, y: float, room: float, height: float) -> None:
        """Draw a frame, white inside so that it can be read on a dark page too."""
        self._canvas.setLineWidth(0.8)
        self._canvas.setFillGray(1)
        self._canvas.rect(x, y, room, height, fill=1)
        self._canvas.setFillGray(0)

    def squares(self, corners: Iterable[tuple[float, float]], side: float) -> None:
        """Fill black squares given by their lower left corners, as one shape."""
        path = self._canvas.beginPath()
        for x, y in corners:
            path.rect(x, y, side, side)
        self._canvas.drawPath(path, stroke=0, fill=1)

    def target(self, key: str) -> None:
        """Name this page so that others can lead to it."""
        self._canvas.bookmarkPage(key)

    def link(self, key: str, box: Segment) -> None:
        """Make a place on the page lead to a named page."""
        self._canvas.linkRect("", key, box, thickness=0)

    def _say(
        self, x: float, y: float, text: str, style: tuple[Face, float], spread: float
    ) -> None:
        out = self._text
        if style != self._font:
            font(style[0])
            out.setFont(style[0].value, style[1])
            self._font = style
        if spread != self._spread:
            out.setWordSpace(spread)
            self._spread = spread
        out.setTextOrigin(x, y)
        out.textOut(text)
