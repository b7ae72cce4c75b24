"""Exchanges through the shared folder by itself, as long as the office's keys are unlocked."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from ntm_desktop.errors import UserError
from ntm_desktop.exchange.keys import OfficeKeys
from ui.changes import Changes
from ui.session_keys import SessionKeys
from ui.stoppable import stoppable
from ui.tasks import Job, TaskRunner

if TYPE_CHECKING:
    from ntm_desktop.services.folder_exchange import Exchanged
    from ntm_desktop.services.shared_folder import SharedFolder

EVERY_MS: Final = 180_000
"""Between two exchanges; never less than two minutes, for the sake of slow shares."""


class FolderRounds(QObject):
    """Exchanges once the keys are there and then every few minutes, and when it is asked to.

    Nothing happens while no folder is chosen. An exchange of its own waits for no one: while
    other long work is under way it is left out.
    """

    began = Signal(object)
    """An exchange began: the Job."""
    ended = Signal(object)
    """It is through: Exchanged, or None if it was stopped."""
    failed = Signal(object)
    """It could not be done at all: a UserError."""

    def __init__(
        self,
        session: SessionKeys,
        folder: Callable[[], "SharedFolder"],
        tasks: TaskRunner,
        changes: Changes,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._session, self._folder = session, folder
        self._tasks, self._changes = tasks, changes
        self._busy = False
        self.timer = QTimer(self)
        self.timer.setInterval(EVERY_MS)
        self.timer.timeout.connect(self.round)
        self.timer.start()
        session.changed.connect(self.round)

    @Slot()
    def round(self) -> None:
        """Exchange if the keys are unlocked, a folder is chosen, and nothing else is being done.

        The data lane says whether a folder is chosen.
        """
        if self._session.keys is None or self._tasks.is_closed:
            return
        self._tasks.run(
            self, lambda: self._folder().path, done=self._go_on, failed=self.failed.emit
        )

    def exchange(self, keys: OfficeKeys) -> None:
        """Exchange now, as somebody asked for it; once at a time."""
        if self._busy or self._tasks.is_closed:
            return
        self._busy = True

        def work(job: Job) -> "Exchanged":
            return self._folder().exchange(keys, job)

        job = self._tasks.start(self, stoppable(work), done=self._through, failed=self._fail)
        job.ended.connect(self._rest)
        self.began.emit(job)

    def _go_on(self, path: object) -> None:
        keys = self._session.keys
        if path is not None and keys is not None and not self._tasks.jobs:
            self.exchange(keys)

    @Slot()
    def _rest(self) -> None:
        self._busy = False

    def _through(self, done: "Exchanged | None") -> None:
        if done is not None and done.changed:
            self._changes.announce(done.changed)
        self.ended.emit(done)

    def _fail(self, error: UserError) -> None:
        self.failed.emit(error)
