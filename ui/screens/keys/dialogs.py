"""Questions about the office's own key: another passphrase, a forgotten one."""

from collections.abc import Callable

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QDialog, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from ntm_desktop.errors import UserError
from ntm_desktop.services.keys import Keys
from ntm_desktop.services.recovery import Recovery, keys_in_image
from ui.screen import scrolling
from ui.tasks import TaskRunner
from ui.widgets.buttons import button
from ui.widgets.labels import label
from ui.widgets.message_strip import MessageStrip
from ui.widgets.new_passphrase import NewPassphrase
from ui.widgets.passphrase import PassphraseField
from ui.widgets.recovery_form import RecoveryForm

Work = Callable[[], object]


class KeyDialog(QDialog):
    """Does its work off the window's thread and closes when it is done; `outcome` is its result.

    A subclass fills `body` and says when it is ready and what to do.
    """

    def __init__(
        self, heading: str, words: str, *, go: str, tasks: TaskRunner, parent: QWidget | None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(heading)
        self._tasks = tasks
        self.outcome: object = None
        self.message = MessageStrip()
        self.busy = QProgressBar()
        self.busy.setRange(0, 0)
        self.busy.setTextVisible(False)
        self.busy.setAccessibleName("Đang làm")
        self.busy.hide()
        self.go = button(go, role="main")
        self.go.clicked.connect(self._start)
        self.no = button("Bỏ qua")
        self.no.clicked.connect(self.reject)
        self.content = QWidget()
        self.body = QVBoxLayout(self.content)
        self.body.setContentsMargins(0, 0, 4, 0)
        self.body.setSpacing(8)
        self._lay(heading, words)

    def _lay(self, heading: str, words: str) -> None:
        row = QHBoxLayout()
        row.addWidget(self.busy, 1)
        row.addStretch(1)
        row.addWidget(self.no)
        row.addWidget(self.go)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 18, 20, 16)
        layout.setSpacing(10)
        layout.addWidget(label(heading, "heading", wrap=True))
        layout.addWidget(label(words, "caption", wrap=True))
        layout.addWidget(self.message)
        layout.addWidget(scrolling(self.content), 1)
        layout.addLayout(row)

    def ready(self) -> bool:
        """Tell whether all is typed and chosen."""
        raise NotImplementedError

    def work(self) -> Work:
        """Give what to do with what was typed, to be called off the window's thread."""
        raise NotImplementedError

    @Slot()
    def allow(self) -> None:
        """Let it go on once all is there."""
        self.go.setEnabled(self.ready() and self.busy.isHidden())

    @Slot()
    def _start(self) -> None:
        work = self.work()
        self._set_busy(busy=True)
        self._tasks.run(self, work, done=self._done, failed=self._fail)

    def _done(self, outcome: object) -> None:
        self.outcome = outcome
        self.accept()

    def _fail(self, error: UserError) -> None:
        self._set_busy(busy=False)
        self.message.fail(error, kept="Khóa không thay đổi.")

    def _set_busy(self, *, busy: bool) -> None:
        self.busy.setVisible(busy)
        self.content.setEnabled(not busy)
        self.no.setEnabled(not busy)
        if busy:
            self.message.hide()
        self.allow()

    def reject(self) -> None:
        """Stay until the work in hand is done, as Qt asks."""
        if self.busy.isHidden():
            super().reject()


class ChangeDialog(KeyDialog):
    """Another passphrase for the same key."""

    def __init__(self, keys: Keys, tasks: TaskRunner, parent: QWidget | None = None) -> None:
        super().__init__(
            "Đổi mật khẩu khóa",
            "Khóa vẫn như cũ, nơi nhận không cần biết. Bản sao lưu khóa trước đây vẫn mở bằng mật "
            "khẩu cũ: hãy sao lưu lại. Máy khác của cơ quan giữ mật khẩu riêng của máy đó.",
            go="Đổi mật khẩu",
            tasks=tasks,
            parent=parent,
        )
        self._keys = keys
        self.old = PassphraseField()
        self.new = NewPassphrase("Mật khẩu mới")
        self.old.changed.connect(self.allow)
        self.new.changed.connect(self.allow)
        self.body.addWidget(label("Mật khẩu đang dùng", "strong"))
        self.body.addWidget(self.old)
        self.body.addWidget(label("Mật khẩu mới", "strong"))
        self.body.addWidget(self.new)
        self.body.addStretch(1)
        self.resize(480, 400)
        self.allow()
        self.old.setFocus()

    def ready(self) -> bool:
        """Tell whether all is typed."""
        return bool(self.old.text) and self.new.text is not None

    def work(self) -> Work:
        """Change it."""
        old, new = self.old.text, self.new.text or ""
        return lambda: self._keys.change_passphrase(old, new)


class ForgottenDialog(KeyDialog):
    """A new passphrase by the recovery sheet; `outcome` tells whether it was the present key's."""

    def __init__(
        self, recovery: Recovery, tasks: TaskRunner, parent: QWidget | None = None
    ) -> None:
        super().__init__(
            "Quên mật khẩu: dùng giấy khôi phục",
            "Mở phong bì trong két, lấy giấy khôi phục khóa. Khóa vẫn như cũ; xong việc bỏ giấy "
            "vào phong bì mới, dán kín, xóa ảnh đã chụp.",
            go="Đặt mật khẩu mới",
            tasks=tasks,
            parent=parent,
        )
        self._recovery = recovery
        self.form = RecoveryForm(keys_in_image, tasks)
        self.new = NewPassphrase("Mật khẩu mới")
        self.form.changed.connect(self.allow)
        self.new.changed.connect(self.allow)
        for part in (self.form, label("Mật khẩu mới", "strong"), self.new):
            self.body.addWidget(part)
        self.body.addStretch(1)
        self.resize(620, 590)
        self.allow()
        self.form.image.setFocus()

    def ready(self) -> bool:
        """Tell whether all rows are right and a passphrase is chosen."""
        return self.form.keys is not None and self.new.text is not None

    def work(self) -> Work:
        """Keep the keys under the new passphrase."""
        keys, new = self.form.keys, self.new.text or ""
        assert keys is not None  # noqa: S101 - else it is not ready
        return lambda: self._recovery.restore(keys, new)
