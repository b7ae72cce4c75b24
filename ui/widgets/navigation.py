"""The list of screens on the left: an icon and a word each."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QPushButton, QVBoxLayout, QWidget

from ui import icons


class NavigationList(QWidget):
    """Buttons of which one is down; arrow keys move along them."""

    chosen = Signal(str)
    """The id of the screen asked for."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Các phần của chương trình")
        self._group = QButtonGroup(self)
        self._buttons: dict[str, QPushButton] = {}
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(3)

    def add(self, id_: str, word: str, icon: str, shortcut: str = "") -> None:
        """Add an entry at the end."""
        entry = QPushButton(word, self)
        entry.setProperty("role", "navigation")
        entry.setCheckable(True)
        entry.setCursor(Qt.CursorShape.PointingHandCursor)
        entry.setAccessibleName(word)
        if shortcut:
            entry.setShortcut(shortcut)
            entry.setToolTip(f"{word} ({shortcut})")
        icons.put_on(entry, icon, "ink")
        entry.clicked.connect(lambda: self.chosen.emit(id_))
        self._group.addButton(entry)
        self._buttons[id_] = entry
        self._layout.addWidget(entry)

    def button(self, id_: str) -> QPushButton:
        """Give one entry."""
        return self._buttons[id_]

    def mark(self, id_: str) -> None:
        """Show which screen is open."""
        for other, entry in self._buttons.items():
            icons.put_on(
                entry, str(entry.property("ntmIcon")), "accent_ink" if other == id_ else "ink"
            )
            entry.setChecked(other == id_)
