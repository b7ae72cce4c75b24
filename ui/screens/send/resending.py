"""Parts of a package once more: asked for, signed, written."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from ntm_desktop.errors import UserError
from ui.screens.send import package_words
from ui.screens.send.resend_dialog import ResendDialog
from ui.screens.send.services import SendServices
from ui.stoppable import stoppable
from ui.tasks import Job, TaskRunner
from ui.widgets.job_bar import JobBar
from ui.widgets.message_strip import MessageStrip

if TYPE_CHECKING:
    from ntm_desktop.services.correspondence import SentLine
    from ntm_desktop.services.sending import ExportReceipt, PartLine


class Resending(QObject):
    """Takes a line of the history to a file on its target; says in a strip what came of it."""

    written = Signal()

    def __init__(
        self,
        *,
        services: SendServices,
        tasks: TaskRunner,
        page: QWidget,
        message: MessageStrip,
        job_bar: JobBar,
        target: Callable[[], Path | None],
    ) -> None:
        super().__init__(page)
        self._workplace, self._session = services.workplace, services.session
        self._tasks = tasks
        self._page, self._message, self._job_bar, self._target = page, message, job_bar, target
        self._line: SentLine | None = None
        self.dialog: ResendDialog | None = None

    @Slot(object)
    def begin(self, line: "SentLine") -> None:
        """Ask which parts."""
        self._line = line
        self._tasks.run(
            self,
            lambda: self._workplace.sending.parts(line.package),
            done=self._ask,
            failed=self._fail,
        )

    def _ask(self, parts: Sequence["PartLine"]) -> None:
        if self._line is None:
            return
        self.dialog = ResendDialog(self._line.number, parts, self._target(), self._page)
        self.dialog.accepted.connect(self._write)
        self.dialog.open()

    @Slot()
    def _write(self) -> None:
        dialog, line = self.dialog, self._line
        if dialog is None or line is None or dialog.folder is None:
            return
        keys = self._session.ask(self._page, package_words.WHY_KEYS)
        if keys is None:
            self._message.say(package_words.DECLINED)
            return
        parts, folder = dialog.parts, dialog.folder

        def work(job: Job) -> "ExportReceipt":
            folder.mkdir(parents=True, exist_ok=True)
            return self._workplace.sending.resend(
                line.package, parts, folder, keys=keys, progress=job
            )

        self._message.hide()
        job = self._tasks.start(self, stoppable(work), done=self._done, failed=self._fail)
        self._job_bar.follow(job, "Đang ghi lại phần của gói hồ sơ")

    def _done(self, receipt: "ExportReceipt | None") -> None:
        if receipt is None:
            self._message.say("Đã dừng. Không có tệp nào được ghi.")
            return
        self._message.say(
            "Đã ghi lại xong, đã đọc lại và kiểm tra.",
            tone="done",
            kept=package_words.files([receipt]),
        )
        self.written.emit()

    def _fail(self, error: UserError) -> None:
        self._message.fail(error, kept="Chưa ghi gì.")
