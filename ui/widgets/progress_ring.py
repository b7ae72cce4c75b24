"""How many of how many, as a ring."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui import colours

_SIZE = 92
_THICK = 11


class ProgressRing(QWidget):
    """A ring filled by what is met, with the count inside."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._met = self._total = 0
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.show_count(0, 0)

    @property
    def text(self) -> str:
        """The count inside."""
        return f"{self._met}/{self._total}"

    def show_count(self, met: int, total: int) -> None:
        """Show a count."""
        self._met, self._total = met, total
        self.setAccessibleName(f"{met} trên {total} tiêu chí đạt")
        self.update()

    def sizeHint(self) -> QSize:
        """Be as large as the drawing, as Qt asks."""
        return QSize(_SIZE, _SIZE)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the ring, as Qt asks."""
        shown = colours.now()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        inside = QRectF(self.rect()).adjusted(_THICK, _THICK, -_THICK, -_THICK)
        inside = inside.adjusted(-_THICK / 2, -_THICK / 2, _THICK / 2, _THICK / 2)
        pen = QPen(QColor(shown.track), _THICK)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        painter.setPen(pen)
        painter.drawEllipse(inside)
        if self._total:
            pen.setColor(QColor(shown.accent))
            painter.setPen(pen)
            painter.drawArc(inside, 90 * 16, round(-360 * 16 * self._met / self._total))
        font = QFont(self.font())
        font.setPointSizeF(14)
        font.setWeight(QFont.Weight.Bold)
        painter.setFont(font)
        painter.setPen(QColor(shown.ink))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.text)
        painter.end()
