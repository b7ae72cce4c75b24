"""Updating from a stick: what the file brings first, then one button."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QDialog, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from ntm_desktop import __version__
from ntm_desktop.domain.text import date_for_people
from ntm_desktop.errors import UserError
from ui.changes import Changes
from ui.tasks import TaskRunner
from ui.widgets import choosing
from ui.widgets.buttons import button
from ui.widgets.labels import label
from ui.widgets.message_strip import MessageStrip

if TYPE_CHECKING:
    from collections.abc import Callable

    from ntm_desktop.domain.topics import Topic
    from ntm_desktop.services.updates import Offer, Updates

_KINDS = "Tệp cập nhật (*.ntm-update)"
_PROGRAM_STEPS = (
    "Khi bấm Cập nhật: chương trình kiểm tra tệp, sao lưu dữ liệu, tự đóng rồi mở bộ cài đặt. "
    "Dữ liệu và minh chứng được giữ nguyên."
)
_CRITERIA_STEPS = (
    "Khi bấm Cập nhật: bộ tiêu chí mới được kiểm tra rồi dùng ngay. Số liệu đã nhập được giữ "
    "nguyên."
)


class UpdateDialog(QDialog):
    """Shows what an update file would do; `ready` gives the installer to start after closing."""

    ready = Signal(object)

    def __init__(
        self,
        updates: "Callable[[], Updates]",
        tasks: TaskRunner,
        changes: Changes,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._updates, self._tasks, self._changes = updates, tasks, changes
        self._file: Path | None = None
        self._offer: Offer | None = None
        self.setWindowTitle("Cập nhật từ tệp")
        self.message = MessageStrip()
        self.what = label("", "heading", wrap=True)
        self.notes = label("", wrap=True)
        self.steps = label("", "secondary", wrap=True)
        self.progress = QProgressBar()
        self.progress.setRange(0, 0)
        self.progress.setTextVisible(False)
        self.progress.setAccessibleName("Đang kiểm tra và sao lưu")
        self.progress.hide()
        self.choose = button("Chọn tệp…", icon="folder")
        self.update_now = button("Cập nhật", role="main")
        self.close_it = button("Đóng")
        self.update_now.setEnabled(False)
        self.choose.clicked.connect(self._choose)
        self.update_now.clicked.connect(self._go)
        self.close_it.clicked.connect(self.reject)
        self._lay_out()

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.addWidget(self.choose)
        row.addStretch(1)
        row.addWidget(self.close_it)
        row.addWidget(self.update_now)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 18, 20, 16)
        layout.setSpacing(12)
        layout.addWidget(label(f"Đang dùng bản {__version__}", "heading"))
        layout.addWidget(
            label(
                "Chọn tệp .ntm-update nhận trên USB hoặc qua thư điện tử.", "secondary", wrap=True
            )
        )
        for part in (self.message, self.what, self.notes, self.steps, self.progress):
            layout.addWidget(part)
        layout.addStretch(1)
        layout.addLayout(row)
        self.setMinimumWidth(560)

    def look_at(self, file: Path) -> None:
        """Show what a file would bring."""
        self._file, self._offer = file, None
        self.update_now.setEnabled(False)
        self.message.hide()
        for part in (self.what, self.notes, self.steps):
            part.clear()
        self._tasks.run(
            self, lambda: self._updates().inspect(file), done=self._show, failed=self._fail
        )

    @Slot()
    def _choose(self) -> None:
        file = choosing.file(self, "Chọn tệp cập nhật", _KINDS)
        if file is not None:
            self.look_at(file)

    def _show(self, offer: "Offer") -> None:
        update = offer.update
        self._offer = offer
        day = date_for_people(update.released_on)
        self.what.setText(f"{offer.title}: bản {update.version}, phát hành ngày {day}")
        self.notes.setText(update.notes)
        self.notes.setVisible(bool(update.notes))
        self.steps.setText(_CRITERIA_STEPS if update.subject else _PROGRAM_STEPS)
        self.update_now.setEnabled(True)
        self.update_now.setFocus()

    @Slot()
    def _go(self) -> None:
        file, offer = self._file, self._offer
        if file is None or offer is None:
            return
        self._set_busy(busy=True)
        if offer.update.subject:
            self._tasks.start(
                self,
                lambda job: self._updates().apply_criteria(file, job),
                done=self._applied,
                failed=self._fail,
            )
        else:
            self._tasks.start(
                self,
                lambda job: self._updates().prepare(file, job),
                done=self._prepared,
                failed=self._fail,
            )

    def _applied(self, topics: "frozenset[Topic]") -> None:
        self._set_busy(busy=False)
        self.update_now.setEnabled(False)
        self.message.say("Đã cập nhật bộ tiêu chí.", tone="done")
        self._changes.announce(topics)

    def _prepared(self, setup: Path) -> None:
        self.accept()
        self.ready.emit(setup)

    def _fail(self, error: UserError) -> None:
        self._set_busy(busy=False)
        self.update_now.setEnabled(False)
        self.message.fail(error)

    def _set_busy(self, *, busy: bool) -> None:
        self.progress.setVisible(busy)
        for each in (self.choose, self.update_now, self.close_it):
            each.setEnabled(not busy)
