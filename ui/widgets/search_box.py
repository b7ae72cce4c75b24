"""The search box at the top (Ctrl+K), with what it finds below it."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from ui import colours, icons

_PAUSE_MS = 120
_MOST = 30
_MOST_SEEN = 9
_PANEL_WIDTH = 560


@dataclass(frozen=True, slots=True)
class Found:
    """One thing found: where a click leads, and how it reads."""

    target: str
    text: str
    icon: str = "criteria"


class SearchBox(QLineEdit):
    """Asks while the user types, shows answers, and says which one was taken."""

    asked = Signal(str)
    """The words typed, after a short pause."""
    taken = Signal(str)
    """The target of what was chosen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setPlaceholderText("Tìm chỉ tiêu, minh chứng…  Ctrl+K")
        self.setAccessibleName("Tìm kiếm")
        self.setToolTip("Tìm không cần gõ dấu, ví dụ “nuoc sach” (Ctrl+K)")
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._ask)
        self.textEdited.connect(lambda: self._pause.start())
        QShortcut(QKeySequence("Ctrl+K"), self.window(), self._focus)
        self.installEventFilter(self)

    @cached_property
    def list(self) -> QListWidget:
        """What was found; made with the first answer."""
        made = QListWidget()
        made.setAccessibleName("Kết quả tìm kiếm")
        made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        made.setTextElideMode(Qt.TextElideMode.ElideRight)
        made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        made.itemActivated.connect(self._take)
        made.itemClicked.connect(self._take)
        return made

    @cached_property
    def _panel(self) -> QFrame:
        panel = QFrame(self.window(), Qt.WindowType.ToolTip)
        panel.setObjectName("card")
        layout = QVBoxLayout(panel)
        layout.setContentsMargins(2, 2, 2, 2)
        layout.addWidget(self.list)
        return panel

    def show_found(self, words: str, found: Sequence[Found]) -> None:
        """Show the answer to a question, unless the words have changed since."""
        if words != self.text().strip() or not words:
            return
        self.list.clear()
        secondary = colours.now().secondary
        for line in found[:_MOST]:
            item = QListWidgetItem(icons.icon(line.icon, secondary), line.text, self.list)
            item.setData(Qt.ItemDataRole.UserRole, line.target)
            item.setToolTip(line.text)
            rows = line.text.count("\n") + 1
            item.setSizeHint(
                QSize(_PANEL_WIDTH - 40, rows * self.fontMetrics().lineSpacing() + 12)
            )
        if not found:
            item = QListWidgetItem("Không tìm thấy. Hãy thử từ khác.", self.list)
            item.setFlags(Qt.ItemFlag.NoItemFlags)
        self.list.setCurrentRow(0 if found else -1)
        rows = max(1, min(len(found), _MOST_SEEN))
        height = sum(self.list.sizeHintForRow(row) for row in range(rows)) + 20
        width = max(self.width(), _PANEL_WIDTH)
        self._panel.resize(width, height)
        right = self.mapToGlobal(QPoint(self.width(), self.height() + 4))
        self._panel.move(right.x() - width, right.y())
        self._panel.show()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let arrows walk the list and Escape close it, as Qt asks."""
        if event.type() is QEvent.Type.FocusOut:
            self._panel.hide()
        if event.type() is QEvent.Type.FocusIn:
            self.setClearButtonEnabled(True)  # its drawing is not needed to start
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            return self._pressed(event.key())
        return super().eventFilter(watched, event)

    def _pressed(self, key: int) -> bool:
        if key == Qt.Key.Key_Escape:
            self._panel.hide()
            self.clear()
            return True
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up) and self.list.count():
            step = 1 if key == Qt.Key.Key_Down else -1
            self.list.setCurrentRow((self.list.currentRow() + step) % self.list.count())
            return True
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self._panel.isVisible() and self.list.currentRow() >= 0:
                self._take(self.list.currentItem())
            else:
                self._ask()
            return True
        return False

    def _focus(self) -> None:
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.selectAll()

    def _ask(self) -> None:
        words = self.text().strip()
        if words:
            self.asked.emit(words)
        else:
            self._panel.hide()

    def _take(self, item: QListWidgetItem) -> None:
        target = item.data(Qt.ItemDataRole.UserRole)
        if target:
            self._panel.hide()
            self.clear()
            self.taken.emit(target)
