"""The office's keys, unlocked once by passphrase and held until the program closes."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QDialog, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from ntm_desktop.errors import UserError
from ntm_desktop.exchange.keys import OfficeKeys
from ui.tasks import TaskRunner
from ui.widgets.buttons import button
from ui.widgets.labels import label
from ui.widgets.message_strip import MessageStrip
from ui.widgets.passphrase import PassphraseField

Unlock = Callable[[str], OfficeKeys]
"""Opens the keys with a passphrase; raises UserError. Called off the window's thread."""


class SessionKeys(QObject):
    """Holds the unlocked keys for every screen; nothing of them is written anywhere."""

    changed = Signal()
    """The keys were unlocked, replaced or forgotten."""

    def __init__(self, unlock: Unlock, tasks: TaskRunner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._unlock, self._tasks = unlock, tasks
        self._keys: OfficeKeys | None = None

    @property
    def keys(self) -> OfficeKeys | None:
        """The keys if they are unlocked already; asks nobody."""
        return self._keys

    def ask(self, parent: QWidget, why: str = "") -> OfficeKeys | None:
        """Give the keys, asking for the passphrase where nobody typed it yet; None if declined.

        `why` says what they are needed for. Call from the window's thread; the keys are unlocked
        on the data lane while the window stays alive.
        """
        if self._keys is None:
            dialog = PassphraseDialog(self._unlock, self._tasks, why, parent)
            if dialog.exec() and dialog.keys is not None:
                self.keep(dialog.keys)
            dialog.deleteLater()
        return self._keys

    def keep(self, keys: OfficeKeys) -> None:
        """Hold keys that were unlocked elsewhere, or made anew."""
        self._keys = keys
        self.changed.emit()

    @Slot()
    def forget(self) -> None:
        """Hold no keys any more: the next use asks again."""
        self._keys = None
        self.changed.emit()


class PassphraseDialog(QDialog):
    """Asks for the passphrase until it opens the keys or the person gives up."""

    def __init__(
        self, unlock: Unlock, tasks: TaskRunner, why: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._unlock, self._tasks = unlock, tasks
        self.keys: OfficeKeys | None = None
        self.setWindowTitle("Mật khẩu khóa của cơ quan")
        self.message = MessageStrip()
        self.passphrase = PassphraseField()
        self.passphrase.changed.connect(self._allow)
        self.passphrase.entered.connect(self._try)
        self.busy = QProgressBar()
        self.busy.setRange(0, 0)
        self.busy.setTextVisible(False)
        self.busy.setAccessibleName("Đang mở khóa")
        self.busy.hide()
        self.open_keys = button("Mở khóa", icon="key", role="main")
        self.open_keys.clicked.connect(self._try)
        self.decline = button("Để sau")
        self.decline.clicked.connect(self.reject)
        self._lay_out(why)
        self._allow()
        self.passphrase.setFocus()

    def _lay_out(self, why: str) -> None:
        row = QHBoxLayout()
        row.addWidget(self.busy, 1)
        row.addStretch(1)
        row.addWidget(self.decline)
        row.addWidget(self.open_keys)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 18, 20, 16)
        layout.setSpacing(12)
        layout.addWidget(label("Mật khẩu khóa của cơ quan", "heading"))
        words = "Chỉ hỏi một lần; chương trình nhớ đến khi đóng cửa sổ, không ghi vào máy."
        layout.addWidget(label(f"{why} {words}".strip(), wrap=True))
        layout.addWidget(self.message)
        layout.addWidget(self.passphrase)
        layout.addLayout(row)
        self.setMinimumWidth(460)

    @Slot()
    def _allow(self) -> None:
        self.open_keys.setEnabled(bool(self.passphrase.text) and self.busy.isHidden())

    @Slot()
    def _try(self) -> None:
        if not self.open_keys.isEnabled():
            return
        typed = self.passphrase.text
        self._set_busy(busy=True)
        self._tasks.run(self, lambda: self._unlock(typed), done=self._opened, failed=self._refuse)

    def _opened(self, keys: OfficeKeys) -> None:
        self.passphrase.forget()
        if self.isVisible():  # else the person gave up meanwhile
            self.keys = keys
            self.accept()

    def _refuse(self, error: UserError) -> None:
        self._set_busy(busy=False)
        self.message.fail(error)
        self.passphrase.field.selectAll()
        self.passphrase.setFocus()

    def _set_busy(self, *, busy: bool) -> None:
        self.busy.setVisible(busy)
        self.passphrase.setEnabled(not busy)
        if busy:
            self.message.hide()
        self._allow()
