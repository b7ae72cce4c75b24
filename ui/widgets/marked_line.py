"""One sentence with a state mark before it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from ui import colours, icons
from ui.widgets.labels import label
from ui.words import State

_MARK = 18


class MarkedLine(QWidget):
    """The mark shows the kind of thing, the words say it."""

    def __init__(self, state: State, words: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        shown = colours.now()
        ink = state.ink(shown).ink
        mark = QLabel()
        mark.setPixmap(icons.pixmap(f"states/{state.icon}", ink, shown.card, _MARK))
        self.words = label(words, wrap=True)
        self.setAccessibleName(words)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(self.words, 1)
