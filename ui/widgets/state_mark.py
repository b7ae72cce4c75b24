"""A state as icon, word and colour together."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui import colours, icons
from ui.words import INCOMPLETE, State

_ICON = 16
_GAP = 6
_PAD = 9


class StateMark(QWidget):
    """A small coloured plate saying how something stands."""

    def __init__(self, state: State = INCOMPLETE, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state = state
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(state.word)

    @property
    def text(self) -> str:
        """The word that is shown."""
        return self._state.word

    @property
    def state(self) -> State:
        """What is shown."""
        return self._state

    def show_state(self, state: State) -> None:
        """Show another state."""
        if state is not self._state:
            self._state = state
            self.setAccessibleName(state.word)
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        """Be as wide as the word, as Qt asks."""
        metrics = QFontMetrics(self._font())
        width = _PAD + _ICON + _GAP + metrics.horizontalAdvance(self._state.word) + _PAD + 2
        return QSize(width, max(26, metrics.height() + 8))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the plate, as Qt asks."""
        shown = self._state.ink(colours.now())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(shown.ground))
        painter.drawRoundedRect(self.rect(), self.height() / 2, self.height() / 2)
        mark = icons.pixmap(f"states/{self._state.icon}", shown.ink, shown.ground, _ICON)
        painter.drawPixmap(_PAD, (self.height() - _ICON) // 2, mark)
        painter.setFont(self._font())
        painter.setPen(QColor(shown.ink))
        where = QRect(_PAD + _ICON + _GAP, 0, self.width(), self.height())
        painter.drawText(where, Qt.AlignmentFlag.AlignVCenter, self._state.word)
        painter.end()

    def _font(self) -> QFont:
        font = QFont(self.font())
        font.setWeight(QFont.Weight.DemiBold)
        return font
