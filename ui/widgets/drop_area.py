"""Where files may be dropped."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QMimeData, QObject, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import (
    QFrame,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)

from ui.widgets.buttons import button
from ui.widgets.labels import label, set_role


def local_files(data: QMimeData) -> tuple[Path, ...]:
    """Give the files on this PC among what is dragged."""
    return tuple(Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile())


def leave_files_to_the_page(page: QWidget) -> None:
    """Let no field of a page take a file's address as text."""
    fields = (*page.findChildren(QLineEdit), *page.findChildren(QPlainTextEdit))
    for part in (*fields, *page.findChildren(QTextEdit)):
        part.setAcceptDrops(False)


class DropArea(QFrame):
    """A dashed field for files, with a button for those who do not drag."""

    dropped = Signal(object)
    """A tuple of paths."""
    asked = Signal()
    """The button was pressed: choose files in a dialog."""

    def __init__(self, text: str, choose: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("drop")
        self.setAcceptDrops(True)
        self.setAccessibleName(text)
        self.choose = button(choose, icon="folder")
        self.choose.clicked.connect(self.asked)
        words = label(text, "caption", wrap=True)
        words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 14, 14, 14)
        layout.addWidget(words)
        layout.addWidget(self.choose, 0, Qt.AlignmentFlag.AlignHCenter)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Welcome files, as Qt asks."""
        if local_files(event.mimeData()):
            set_role(self, "true", "over")
            event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Look as before, as Qt asks."""
        set_role(self, "false", "over")

    def dropEvent(self, event: QDropEvent) -> None:
        """Take the files, as Qt asks."""
        set_role(self, "false", "over")
        event.acceptProposedAction()
        self.dropped.emit(local_files(event.mimeData()))


def _all(_files: tuple[Path, ...]) -> bool:
    return True


class DropAnywhere(QObject):
    """Lets a whole page take files dropped on any part of it, fields for text included.

    What `takes` says no to is left to the window.
    """

    dropped = Signal(object)
    """A tuple of paths."""

    def __init__(self, page: QWidget, takes: Callable[[tuple[Path, ...]], bool] = _all) -> None:
        super().__init__(page)
        self._takes = takes
        for part in page.findChildren(QWidget):
            part.setAcceptDrops(False)  # a field would take the file's address as text
        page.setAcceptDrops(True)
        page.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: object) -> bool:
        """Take what is dropped on the page, as Qt asks."""
        if isinstance(event, QDropEvent) and not isinstance(event, QDragEnterEvent):
            files = local_files(event.mimeData())
            if self._wants(files) and event.type() is QDropEvent.Type.Drop:
                event.acceptProposedAction()
                self.dropped.emit(files)
                return True
        if isinstance(event, QDragEnterEvent) and self._wants(local_files(event.mimeData())):
            event.acceptProposedAction()
            return True
        return False

    def _wants(self, files: tuple[Path, ...]) -> bool:
        return bool(files) and self._takes(files)
