"""What the window's frame asks of services: search, the back-up line, the copy on closing."""

from datetime import datetime

from PySide6.QtCore import QObject, Slot

from ntm_desktop.domain.topics import Topic
from ntm_desktop.errors import UserError
from ntm_desktop.services.backups import BackupMade, Backups
from ntm_desktop.services.catalogue import Catalogue
from ui.main_window import MainWindow
from ui.search import find_indicators
from ui.tasks import Job
from ui.widgets.search_box import Found


class Housekeeping(QObject):
    """Keeps the frame of the window supplied; lives as long as it."""

    def __init__(self, window: MainWindow, *, backups: Backups, catalogue: Catalogue) -> None:
        super().__init__(window)
        self._window, self._backups, self._catalogue = window, backups, catalogue
        window.top.search.asked.connect(self._search)
        window.top.search.taken.connect(window.go_to)
        window.changes.announced.connect(self._reread)
        window.before_leaving(self._back_up)
        self._ask_for_backup()

    def _back_up(self, job: Job) -> object:
        return self._backups.on_closing(job)

    def _ask_for_backup(self) -> None:
        self._window.tasks.run(
            self, self._backups.latest, done=self._show_backup, failed=self._ignore
        )

    def _show_backup(self, made: BackupMade | None) -> None:
        at = made.at.astimezone() if made else None
        self._window.status.say_backed_up(at, datetime.now().astimezone())

    def _ignore(self, _error: UserError) -> None:
        """Leave the line empty: a screen in front says what is wrong with the folder."""

    @Slot(object)
    def _reread(self, topics: frozenset[Topic]) -> None:
        if Topic.BACKUPS in topics:
            self._ask_for_backup()

    @Slot(str)
    def _search(self, words: str) -> None:
        set_id = self._window.sheet.criteria_set

        def work() -> tuple[str, list[Found]]:
            criteria = self._catalogue.criteria_set(set_id)
            return words, find_indicators(criteria, words)

        self._window.tasks.run(self, work, done=self._show_found, failed=self._ignore)

    def _show_found(self, answer: tuple[str, list[Found]]) -> None:
        self._window.top.search.show_found(*answer)
