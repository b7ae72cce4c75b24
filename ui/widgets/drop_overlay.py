"""What a whole window says while files are dragged over it."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui import colours
from ui.widgets.card import Card
from ui.widgets.labels import label

_EDGE, _CARD = 14, 460


class DropOverlay(QWidget):
    """Covers its window with a dashed frame and says what letting go would do."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)  # else it is the target
        self.heading = label("", "title")
        self.words = label("", wrap=True)
        for words in (self.heading, self.words):
            words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        card = Card()
        card.body.setContentsMargins(36, 24, 36, 26)
        card.body.addWidget(self.heading)
        card.body.addWidget(self.words)
        card.setFixedWidth(_CARD)
        QVBoxLayout(self).addWidget(card, 0, Qt.AlignmentFlag.AlignCenter)
        self.hide()

    def say(self, heading: str, words: str) -> None:
        """Cover the window with these words."""
        self.heading.setText(heading)
        self.words.setText(words)
        self.setAccessibleName(f"{heading}. {words}")
        self.setGeometry(self._window.rect())
        self.raise_()
        self.show()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint ground and frame, as Qt asks."""
        shown = colours.now()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground = QColor(shown.card)
        ground.setAlphaF(0.8)
        painter.fillRect(self.rect(), ground)
        painter.setPen(QPen(QColor(shown.accent), 2, Qt.PenStyle.DashLine))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(_EDGE, _EDGE, -_EDGE, -_EDGE), 9, 9)
