"""Visits a window's screens and pictures them."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QDeadlineTimer, QSize
from PySide6.QtGui import QCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from ntm_desktop import app
from ntm_desktop.services.workplace import Workplace
from ui import colours
from ui.main_window import MainWindow
from ui.theme import Theme

SIZES = (QSize(1366, 768), QSize(1024, 600), QSize(1920, 1080))
PATIENCE_MS = 60_000
LAID_OUT_MS = 200
"""Until the X server has told of a size, and long lists are measured again, part by part."""


class NotSettledError(Exception):
    """The program was still at work after all patience."""


class Camera:
    """Writes pictures into one folder per size."""

    def __init__(self, folder: Path, theme: Theme) -> None:
        self._folder = folder
        self._theme = theme
        self.taken: list[Path] = []
        QCursor.setPos(0, 0)  # where it lights up nothing

    def picture(self, widget: QWidget, name: str) -> None:
        """Picture a widget at each size it takes, and once in the dark."""
        for size in SIZES:
            self._resize(widget, size)
            self._take(widget, f"{size.width()}x{size.height()}", name)
        self._resize(widget, SIZES[0])
        self._theme.wear(colours.DARK)
        QTest.qWait(LAID_OUT_MS)
        self._take(widget, "dark", name)
        self._theme.wear(colours.LIGHT)

    def picture_dialog(self, dialog: QWidget, name: str) -> None:
        """Picture a dialog at the size it gives itself."""
        QTest.qWait(LAID_OUT_MS)
        self._take(dialog, "dialogs", name)

    def picture_screens(self, window: MainWindow, role: str) -> None:
        """Click through the navigation."""
        for number, button in enumerate(navigation(window), 1):
            button.click()
            settle(window)
            self.picture(window, f"{role}-{number}-{window.current.help_topic}")

    def picture_places(self, window: MainWindow, role: str, places: Iterable[str]) -> None:
        """Go to further places, such as "criteria:3.1"."""
        for place in places:
            window.go_to(place)
            settle(window)
            self.picture(window, f"{role}-{place.replace(':', '-')}")

    def _resize(self, widget: QWidget, size: QSize) -> None:
        widget.resize(size)
        QTest.qWait(LAID_OUT_MS)

    def _take(self, widget: QWidget, group: str, name: str) -> None:
        QApplication.processEvents()
        path = self._folder / group / f"{name}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        widget.grab().save(str(path))
        self.taken.append(path)


def navigation(window: MainWindow) -> Iterator[QPushButton]:
    """Give the buttons that lead to the screens, from the top."""
    for button in window.side.navigation.findChildren(QPushButton):
        if button.property("role") == "navigation":
            yield button


@contextmanager
def shown(application: QApplication, workplace: Workplace) -> Iterator[MainWindow]:
    """Lend the window of an office."""
    window = app.build(application, workplace)
    window.show()
    try:
        yield window
    finally:
        window.close()
        window.tasks.close()


def settle(window: MainWindow) -> None:
    """Wait until all that was asked for has been done and shown."""
    tasks = window.tasks
    wait_until(lambda: tasks.is_idle and not tasks.jobs)
    QTest.qWait(100)  # what is asked for once the figures are painted
    wait_until(lambda: tasks.is_idle and not tasks.jobs)


def wait_until(done: Callable[[], bool]) -> None:
    """Let the program go on until something is so; raises NotSettledError."""
    patience = QDeadlineTimer(PATIENCE_MS)
    while not done():
        if patience.hasExpired():
            raise NotSettledError
        QTest.qWait(10)
    QApplication.processEvents()
