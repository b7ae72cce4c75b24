"""A column of cards in a scrolling page."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QVBoxLayout, QWidget


class Column(QWidget):
    """Stands off the scroll bar, and is as high as its words need at the width there is."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(0, 0, 8, 0)
        self.body.setSpacing(12)

    def minimumSizeHint(self) -> QSize:
        """Leave the height to the width, as Qt asks: broken lines ask for too much otherwise."""
        return QSize(super().minimumSizeHint().width(), 0)
