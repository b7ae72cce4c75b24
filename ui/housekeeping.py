"""What the window's frame asks of services: search, the lines below, the copy on closing."""

from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Slot

from ntm_desktop.domain.topics import EVERYTHING, Topic
from ntm_desktop.errors import UserError
from ntm_desktop.services.workplace import Workplace
from ui.main_window import MainWindow
from ui.tasks import Job
from ui.widgets.search_box import Found
from ui.widgets.top_bar import SetChoice
from ui.words import short_name

if TYPE_CHECKING:
    from ntm_desktop.services.backups import BackupMade
    from ntm_desktop.services.correspondence import SentLine
    from ntm_desktop.services.search import Hit

WATCH_MS = 2000
SOON_MS = 300
_JUST_MADE = 60.0
"""Seconds: a copy as young as this may have been made to look at since the start."""
_MAY_CONFLICT = frozenset(
    {Topic.ASSESSMENTS, Topic.EVIDENCE, Topic.THRESHOLDS, Topic.UNITS, Topic.KEYS}
)


class Housekeeping(QObject):
    """Keeps the frame of the window supplied; lives as long as it."""

    def __init__(self, window: MainWindow, workplace: Workplace) -> None:
        super().__init__(window)
        self._window, self._workplace = window, workplace
        self._watch = workplace.watch
        window.top.search.asked.connect(self._search)
        window.top.search.taken.connect(window.go_to)
        window.changes.announced.connect(self._reread)
        window.before_leaving(self._back_up)
        window.update_asked.connect(self._update)
        self._watching = QTimer(self)
        self._watching.setInterval(WATCH_MS)
        self._watching.timeout.connect(self.look_for_changes)
        self._watching.start()
        window.closing.connect(self._watching.stop)
        self._look()  # what others write from now on is news
        window.tasks.once_idle(self._begin)

    @Slot()
    def _begin(self) -> None:
        """Ask for what can wait, now that the first screen has its figures."""
        QTimer.singleShot(WATCH_MS, self, self._ask_for_sent)
        QTimer.singleShot(WATCH_MS, self, self.look_around)
        QTimer.singleShot(WATCH_MS, self, self._tidy_up)
        QTimer.singleShot(SOON_MS, self, self.look_at_backups)
        QTimer.singleShot(SOON_MS, self, self.count_conflicts)

    @Slot()
    def look_around(self) -> None:
        """Warn if the data folder lies where data are in danger, was copied, or lacks a set."""
        workplace = self._workplace

        def work() -> str | None:
            from ntm_desktop.services import clones, surroundings

            copied = clones.news(workplace.data, workplace.office.identity.origin)
            concern = surroundings.concern(workplace.folder.root)
            return copied or concern or workplace.office_sets.absent()

        self._window.tasks.run(self, work, done=self._warn, failed=self._ignore)

    def _warn(self, words: str | None) -> None:
        if words:
            self._window.notice.say(words, tone="warning")

    @Slot()
    def count_conflicts(self) -> None:
        """Say in the navigation how much is in dispute."""
        workplace = self._workplace
        self._window.tasks.run(
            self,
            lambda: workplace.conflicts.count(),
            done=lambda count: self._window.side.navigation.show_count("conflicts", count),
            failed=self._ignore,
        )

    @Slot()
    def look_for_changes(self) -> None:
        """Have every screen read again if another program wrote to the data folder."""
        if self._window.tasks.is_idle:
            self._look()

    def _look(self) -> None:
        self._window.tasks.run(self, self._watch.changed, done=self._tell, failed=self._ignore)

    def _tell(self, changed: object) -> None:
        if changed:
            self._window.changes.announce(EVERYTHING)

    @Slot()
    def look_at_backups(self) -> None:
        """Say below when the data were last copied."""
        workplace = self._workplace
        self._window.tasks.run(
            self,
            lambda: workplace.backups.latest(),
            done=self._show_backup,
            failed=self._ignore,
        )

    def _back_up(self, job: Job) -> object:
        return self._workplace.backups.on_closing(job)

    def _show_backup(self, made: "BackupMade | None") -> None:
        at = made.at.astimezone() if made else None
        self._window.status.say_backed_up(at, datetime.now().astimezone())

    def _show_sent(self, packages: "list[SentLine]") -> None:
        if packages:
            last = packages[0]
            self._window.status.say_sent(f"Gửi lần cuối {last.at:%d/%m/%Y}, gói số {last.number}")

    @Slot(object)
    def _update(self, file: Path | None) -> None:
        """Show the way to update; once an installer is ready, it starts when all is closed."""
        from ui.widgets.update_dialog import UpdateDialog

        window = self._window
        dialog = UpdateDialog(
            lambda: self._workplace.updates, window.tasks, window.changes, window
        )
        dialog.ready.connect(self._install)
        dialog.open()
        if file is not None:
            dialog.look_at(file)

    @Slot(object)
    def _install(self, setup: Path) -> None:
        from ntm_desktop.services.updates import launch

        self._window.after_closing = partial(launch, setup)
        self._window.close()

    def _tidy_up(self) -> None:
        """Remove what an update left, once it can no longer be running, and what a crash did."""
        workplace = self._workplace

        def work() -> None:
            workplace.clear_copies(_JUST_MADE)
            workplace.updates.tidy_up()

        self._window.tasks.run(self, work, done=lambda _: None, failed=self._ignore)

    def _ignore(self, _error: UserError) -> None:
        """Leave the line empty: a screen in front says what is wrong with the folder."""

    @Slot(object)
    def _reread(self, topics: frozenset[Topic]) -> None:
        if Topic.BACKUPS in topics:
            self.look_at_backups()
        if Topic.SETS in topics:
            self._offer_sets()
        if topics & _MAY_CONFLICT:
            self.count_conflicts()
        if Topic.PACKAGES in topics:
            self._ask_for_sent()
            self.look_around()

    def _offer_sets(self) -> None:
        """Have the top of the window offer the sets the office works with now."""
        workplace = self._workplace

        def work() -> list[SetChoice]:
            found = [workplace.catalogue.criteria_set(id_) for id_ in workplace.sets]
            return [SetChoice.of(one, short_name(one.name)) for one in found]

        self._window.tasks.run(self, work, done=self._window.offer_sets, failed=self._ignore)

    @Slot()
    def _ask_for_sent(self) -> None:
        """Ask late: what sends packages takes a while to load."""

        def work() -> "list[SentLine]":
            from ntm_desktop.services.correspondence import Correspondence

            return Correspondence(self._workplace).sent()

        self._window.tasks.run(self, work, done=self._show_sent, failed=self._ignore)

    @Slot(str)
    def _search(self, words: str) -> None:
        sheet = self._window.sheet

        def work() -> "tuple[str, list[Hit]]":
            return words, self._workplace.search.find(sheet, words)

        self._window.tasks.run(self, work, done=self._show_found, failed=self._ignore)

    def _show_found(self, answer: "tuple[str, list[Hit]]") -> None:
        words, hits = answer
        found = [Found(hit.place, f"{hit.title}\n{hit.detail}") for hit in hits]
        self._window.top.search.show_found(words, found)
