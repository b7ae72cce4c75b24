"""Keeps the register on screen up to date, prints it, and undoes imports from it."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from ntm_desktop.domain.register import Register, RegisterLine
from ntm_desktop.domain.topics import Topic
from ui.screens.receive import register_columns
from ui.screens.receive.register_view import RegisterView
from ui.screens.receive.undo_dialog import UndoDialog, about
from ui.stoppable import stoppable
from ui.tasks import Job, TaskRunner
from ui.widgets import choosing

if TYPE_CHECKING:
    from pathlib import Path

    from ntm_desktop.services.undoing import WouldUndo
    from ui.screens.receive.services import ReceiveServices


class Registry(QObject):
    """Asks the services for what the register shows."""

    said = Signal(str)
    """A sentence to the user."""
    failed = Signal(object)
    """A UserError."""
    began = Signal(object, str)
    """A job began, and what it does."""
    changed = Signal(object)
    """Topics that an undo changed."""

    def __init__(self, services: "ReceiveServices", tasks: TaskRunner, parent: QWidget) -> None:
        super().__init__(parent)
        self._services, self._tasks = services, tasks
        self.view = RegisterView()
        self.view.undo_asked.connect(self._look)
        self.view.print_asked.connect(self._print)

    def refresh(self) -> None:
        """Read the register again."""
        self._tasks.run(
            self.view,
            lambda: self._services.correspondence().register(),
            done=self.view.show_register,
            failed=self.failed.emit,
        )

    @Slot(object)
    def _look(self, line: RegisterLine) -> None:
        """See what an undo would do; on the long lane, for it may take a second or two."""
        job = self._tasks.start(
            self.view,
            lambda _: self._services.undoing().would(line.import_id or ""),
            done=partial(self._ask, line),
            failed=self.failed.emit,
        )
        self.began.emit(job, "Đang xem hoàn tác sẽ thay đổi gì")

    def _ask(self, line: RegisterLine, would: "WouldUndo") -> None:
        dialog = UndoDialog(line, would, self.view)
        if dialog.exec():
            self._undo(line)
        dialog.deleteLater()

    def _undo(self, line: RegisterLine) -> None:
        def work(job: Job) -> frozenset[Topic]:
            return self._services.undoing().undo(line.import_id or "", job)

        job = self._tasks.start(
            self.view, stoppable(work), done=partial(self._undone, line), failed=self.failed.emit
        )
        self.began.emit(job, "Đang hoàn tác")

    def _undone(self, line: RegisterLine, changed: frozenset[Topic] | None) -> None:
        if changed:
            self.said.emit(f"Đã hoàn tác: {about(line)}.")
            self.changed.emit(changed)

    @Slot(object)
    def _print(self, found: Register) -> None:
        dest = choosing.new_file(
            self.view, "In sổ gửi, nhận", register_columns.FILE_NAME, register_columns.PDF_FILES
        )
        if dest is None:
            return

        def work(job: Job) -> "Path":
            self._services.correspondence().print_register(found, dest, job)
            return dest

        job = self._tasks.start(
            self.view, stoppable(work), done=self._printed, failed=self.failed.emit
        )
        self.began.emit(job, "Đang in sổ gửi, nhận hồ sơ")

    def _printed(self, dest: "Path | None") -> None:
        if dest:
            self.said.emit(f"Đã in ra {dest}.")
            choosing.open_with_system(dest)
