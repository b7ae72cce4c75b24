"""Puts the window together: the one place that knows every layer."""

import gc
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from ntm_desktop.domain.ownership import Role
from ntm_desktop.errors import UserError
from ntm_desktop.paths import DataFolder
from ntm_desktop.services.office import NotSetUpError, Office
from ntm_desktop.services.workplace import Workplace, open_workplace
from ui import entries as screens
from ui import windows_shell
from ui.changes import Changes
from ui.housekeeping import Housekeeping
from ui.icons import program_icon
from ui.language import speak_vietnamese
from ui.main_window import Heading, MainWindow
from ui.single_instance import SingleInstance
from ui.tasks import TaskRunner
from ui.theme import Theme, load_fonts
from ui.widgets.top_bar import SetChoice
from ui.words import short_name

_SETTLED_MS = 400
PLACES: Mapping[Role, Callable[[Office], str]] = {
    Role.COMMUNE: lambda office: f"Gửi hồ sơ về {office.authority.name}",
    Role.AUTHORITY: lambda _: "Cấp nhận hồ sơ",
    Role.AGENCY: lambda office: f"Cơ quan phụ trách tiêu chí · {office.authority.name}",
}
"""What stands below the office's name."""


def run(root: Path, files: Sequence[Path] = ()) -> int:
    """Show the window on a data folder until it is closed, and give the exit status."""
    root, files = root.absolute(), [file.absolute() for file in files]
    windows_shell.leave_starting_folder()
    announced = windows_shell.announce()
    application = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(application, QApplication)  # noqa: S101 - made above
    application.setApplicationName("ntm-desktop")
    speak_vietnamese(application)
    Theme(application)
    status = Desk(application, root).open(tuple(files))
    del announced  # kept until here
    return status


class Desk:
    """The program from start to end: which folder, which window."""

    def __init__(self, application: QApplication, root: Path) -> None:
        self._application = application
        self._root = root
        self._instance: SingleInstance | None = None
        self.window: MainWindow | None = None

    def open(self, files: tuple[Path, ...]) -> int:
        """Open the folder's window, or hand the files to the one that is open."""
        try:
            if not self._claim(files):
                return 0
            self._watch_for_defects()
            workplace = self._workplace()
        except UserError as error:
            _show_failure(error)
            return error.exit_status
        if workplace is None:
            return 0
        self.window = build(self._application, workplace)
        self.window.appear()
        self._application.commitDataRequest.connect(self.window.save_now)
        if files:
            self.window.take_files(files)
        self.window.tasks.once_idle(lambda: QTimer.singleShot(_SETTLED_MS, self._settle))
        return self._until_closed(workplace)

    def _until_closed(self, workplace: Workplace) -> int:
        status = self._application.exec()
        if self.window:
            self.window.tasks.close()
        workplace.clear_copies()
        workplace.close()
        if self._instance:
            self._instance.release()
        if self.window and self.window.after_closing:
            self.window.after_closing()
        return status

    def _claim(self, files: tuple[Path, ...]) -> bool:
        self._instance = SingleInstance(self._root, self._application)
        if self._instance.claim():
            return True
        self._instance.hand_over(files)
        return False

    def _watch_for_defects(self) -> None:
        from ntm_desktop import logs
        from ui.crash import CrashHandler

        folder = DataFolder(self._root).logs
        log_file = logs.start(folder)
        self._crash_file = logs.watch_crashes(folder)
        CrashHandler(log_file, parent=self._application).install()

    def _workplace(self) -> Workplace | None:
        """Open the folder; ask who works here if it is new. None if the user gives up."""
        try:
            return open_workplace(self._root)
        except NotSetUpError:
            from ui.screens.first_start.screen import FirstStart

            first = FirstStart(self._root, make_practice)
            if not first.exec():
                return None
            return self._move_to(first.chosen)

    def _move_to(self, root: Path) -> Workplace | None:
        """Go on in the folder that was just set up, which may be the one for practice."""
        if root != self._root and self._instance:
            self._instance.release()
            self._root = root
            if not self._claim(()):
                return None
        return open_workplace(root)

    def _settle(self) -> None:
        """Do what could wait until the window stands."""
        from ui.garbage import GarbageWatch

        gc.freeze()  # what stands by now stays to the end
        GarbageWatch(self._application)
        load_fonts()
        self._application.setWindowIcon(program_icon())
        if self._instance and self.window:
            self._instance.handed_over.connect(self.window.take_files)
            self._instance.listen()


def build(application: QApplication, workplace: Workplace) -> MainWindow:
    """Build the main window of an office on its services."""
    tasks = TaskRunner(application)
    changes = Changes(application)
    office = workplace.office
    criteria = [workplace.catalogue.criteria_set(id_) for id_ in workplace.sets]
    window = MainWindow(
        heading=Heading(
            unit=office.unit.name, place=PLACES[office.role](office), practice=office.practice
        ),
        entries=screens.entries(workplace, tasks, changes),
        sets=[SetChoice.of(one, short_name(one.name)) for one in criteria],
        sheet=workplace.sheet(),
        tasks=tasks,
        changes=changes,
    )
    Housekeeping(window, workplace)
    return window


def make_practice(root: Path) -> None:
    """Set the folder for practice up, once, with sample data."""
    from ntm_desktop.services.practice import make_office
    from ntm_desktop.services.setup import AlreadySetUpError

    with suppress(AlreadySetUpError):
        make_office(root)


def _show_failure(error: UserError) -> None:
    from ui.widgets.question import tell

    tell("Chưa mở được chương trình", str(error))
