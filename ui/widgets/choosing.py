"""The system's own dialogs for files and folders, and opening them with the system's programs."""

from pathlib import Path

from PySide6.QtCore import QStandardPaths, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget


def files(parent: QWidget, heading: str, kinds: str) -> tuple[Path, ...]:
    """Ask for files; `kinds` as Qt writes filters. None chosen is an empty tuple."""
    names, _ = QFileDialog.getOpenFileNames(parent, heading, "", kinds)
    return tuple(Path(name) for name in names)


def file(parent: QWidget, heading: str, kinds: str) -> Path | None:
    """Ask for one file."""
    name, _ = QFileDialog.getOpenFileName(parent, heading, "", kinds)
    return Path(name) if name else None


def folder(parent: QWidget, heading: str, start: Path | None = None) -> Path | None:
    """Ask for a folder."""
    name = QFileDialog.getExistingDirectory(parent, heading, str(start or ""))
    return Path(name) if name else None


def new_file(parent: QWidget, heading: str, suggested: str, kinds: str) -> Path | None:
    """Ask where to write; the system's dialog asks before a file is replaced."""
    start = documents_folder() / suggested
    name, _ = QFileDialog.getSaveFileName(parent, heading, str(start), kinds)
    return Path(name) if name else None


def documents_folder() -> Path:
    """Give the folder where this user keeps documents."""
    place = QStandardPaths.StandardLocation.DocumentsLocation
    found = Path(QStandardPaths.writableLocation(place))
    return found if found.is_dir() else Path.home()


def open_with_system(path: Path) -> bool:
    """Open a file, or show a folder, with the program the system has for it."""
    return QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
