"""What the window expects of a screen."""

from typing import ClassVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QScrollArea, QWidget

from ntm_desktop.domain.assessment import Sheet


class Screen(QWidget):
    """One page of the window; it knows no other and asks for them by name."""

    help_topic: ClassVar[str] = "tong-quan"
    asked_for = Signal(str)
    """Another place, such as "criteria:3.1" or "send"."""

    sheet_asked = Signal(object, str)
    """Another subject (a SubjectChoice), and the place to open for it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._is_stale = False

    def show_sheet(self, sheet: Sheet) -> None:
        """Turn to another subject, set or year."""

    def refresh(self) -> None:
        """Read again what is shown."""

    def refresh_when_seen(self) -> None:
        """Read again now if the page is in front, else when it next is: saves come first."""
        if self.isVisible():
            self.refresh()
        else:
            self._is_stale = True

    def showEvent(self, event: QShowEvent) -> None:
        """Read again what changed behind the user's back, as Qt asks."""
        if self._is_stale:
            self._is_stale = False
            self.refresh()
        super().showEvent(event)

    def flush(self) -> None:
        """Save at once whatever was typed and is not saved yet."""

    def unsaved(self) -> str:
        """Name what was typed and could not be saved; nothing if all is well."""
        return ""

    def open_place(self, place: str) -> None:
        """Go to a place of this screen, such as an indicator's code."""

    def take_files(self, files: object) -> None:
        """Take files that came from outside (a tuple of paths)."""


def scrolling(content: QWidget) -> QScrollArea:
    """Let a column scroll down when the window is low; never sideways."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QScrollArea.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setAccessibleName("Phần cuộn")
    content.setObjectName("scrolled")
    area.setWidget(content)
    return area
