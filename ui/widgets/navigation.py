"""The list of screens on the left: an icon and a word each."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from ui import icons
from ui.widgets.labels import label

_MOST = 99


class NavigationList(QWidget):
    """Buttons of which one is down; arrow keys move along them."""

    chosen = Signal(str)
    """The id of the screen asked for."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Các phần của chương trình")
        self._group = QButtonGroup(self)
        self._buttons: dict[str, QPushButton] = {}
        self._counts: dict[str, QLabel] = {}
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(3)

    def add(self, id_: str, word: str, icon: str, shortcut: str = "", *, name: str = "") -> None:
        """Add an entry at the end; `name` is its word in full where that is longer."""
        entry = QPushButton(word, self)
        entry.setProperty("role", "navigation")
        entry.setCheckable(True)
        entry.setCursor(Qt.CursorShape.PointingHandCursor)
        entry.setAccessibleName(name or word)
        entry.setProperty("ntmName", name or word)
        if shortcut:
            entry.setShortcut(shortcut)
            entry.setToolTip(f"{name or word} ({shortcut})")
        icons.put_on(entry, icon, "ink")
        entry.clicked.connect(lambda: self.chosen.emit(id_))
        self._group.addButton(entry)
        self._buttons[id_] = entry
        self._layout.addWidget(entry)

    def show_count(self, id_: str, count: int) -> None:
        """Say on an entry how many things wait there; nothing for none."""
        if id_ not in self._buttons:
            return
        entry = self._buttons[id_]
        if id_ not in self._counts:
            self._counts[id_] = _badge(entry)
        badge = self._counts[id_]
        badge.setText(str(count) if count <= _MOST else f"{_MOST}+")
        badge.setVisible(count > 0)
        name = str(entry.property("ntmName"))
        entry.setAccessibleName(f"{name}, {count} mục" if count else name)

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


def _badge(entry: QPushButton) -> QLabel:
    badge = label("")
    badge.setObjectName("badge")
    badge.setAlignment(Qt.AlignmentFlag.AlignCenter)
    badge.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    row = QHBoxLayout(entry)
    row.setContentsMargins(0, 0, 4, 0)
    row.addStretch(1)
    row.addWidget(badge)
    return badge
