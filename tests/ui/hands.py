"""What officers do at the window: Vietnamese comes from an input method, not from keys."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot


def type_text(field: QWidget, text: str) -> None:
    """Commit a text the way an input method does."""
    event = QInputMethodEvent()
    event.setCommitString(text)
    QApplication.sendEvent(field, event)


def click(qtbot: QtBot, button: QWidget) -> None:
    """Click with the left button, as far as the button is there to be clicked."""
    assert button.isVisible()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
