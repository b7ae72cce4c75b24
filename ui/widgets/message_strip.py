"""A sentence to the user: what happened, what was kept, what to do."""

from collections.abc import Callable
from functools import cached_property

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from ntm_desktop.errors import UserError
from ui import colours, icons
from ui.widgets.buttons import button, icon_button
from ui.widgets.labels import label, set_role
from ui.words import ABSENT, FAILED, PRESENT, WAITING, State

_MARKS: dict[str, State] = {
    "error": FAILED,
    "warning": ABSENT,
    "done": PRESENT,
    "note": WAITING,
}

_ACTION = "Việc có thể làm"
_MOST_LINES = 6
_LINES_HEIGHT = 150


class MessageStrip(QFrame):
    """Stays hidden until there is something to say; never steals the keyboard."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("message")
        self._then: Callable[[], None] | None = None
        self._mark = QLabel()
        self.words = label("", wrap=True)
        self.words.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.words.setAccessibleName("Thông báo")
        self.kept = label("", "secondary", wrap=True)
        self.action: QPushButton = button("", role="link")
        self.action.setAccessibleName(_ACTION)
        self.action.clicked.connect(self._act)
        self.dismiss = icon_button("close", "Đóng thông báo")
        self.dismiss.clicked.connect(self.hide)
        self._texts = QVBoxLayout()
        self._texts.setSpacing(2)
        self._texts.addWidget(self.words)
        self._texts.addWidget(self.kept)
        self._texts.addWidget(self.action, 0, Qt.AlignmentFlag.AlignLeft)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 8, 8, 8)
        layout.setSpacing(10)
        layout.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignTop)
        layout.addLayout(self._texts, 1)
        layout.addWidget(self.dismiss, 0, Qt.AlignmentFlag.AlignTop)
        self.hide()

    def say(
        self,
        text: str,
        *,
        tone: str = "note",
        kept: str = "",
        action: str = "",
        then: Callable[[], None] | None = None,
    ) -> None:
        """Show a sentence; `tone` is error, warning, done or note, `then` answers the action."""
        set_role(self, tone, "tone")
        ink = _MARKS[tone].ink(colours.now())
        self._mark.setPixmap(icons.pixmap(f"states/{_MARKS[tone].icon}", ink.ink, ink.ground, 20))
        self._word(text)
        self.kept.setText(kept)
        self.kept.setVisible(bool(kept))
        self.action.setText(action)
        self.action.setAccessibleName(action or _ACTION)
        self.action.setVisible(bool(action))
        self._then = then
        self.show()
        from PySide6.QtGui import QAccessible, QAccessibleEvent  # many enums: not for a start

        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    @cached_property
    def lines(self) -> QPlainTextEdit:
        """The lines of a long list, to be scrolled and copied; made when there is a first one."""
        made = QPlainTextEdit()
        made.setObjectName("message-lines")
        made.setAccessibleName("Từng chỗ một")
        made.setReadOnly(True)
        made.setTabChangesFocus(True)
        made.setFixedHeight(_LINES_HEIGHT)
        self._texts.insertWidget(1, made)
        return made

    def _word(self, text: str) -> None:
        """Show a text; a list longer than a page has room for stands below its first line."""
        first, *rest = text.splitlines() or [""]
        is_long = len(rest) > _MOST_LINES
        self.words.setText(first if is_long else text)
        self.words.setAccessibleName(text)
        if is_long:
            self.lines.setPlainText("\n".join(rest))
        if is_long or "lines" in self.__dict__:
            self.lines.setVisible(is_long)

    def fail(self, error: UserError, kept: str = "") -> None:
        """Show what went wrong, and what was kept."""
        self.say(str(error), tone="error", kept=kept)

    def minimumSizeHint(self) -> QSize:
        """Let long sentences wrap in narrow windows, as Qt asks."""
        return QSize(160, super().minimumSizeHint().height())

    def _act(self) -> None:
        then, self._then = self._then, None
        self.hide()
        if then:
            then()
