"""Fields that say when what was typed is worth saving: after a pause, and on leaving."""

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QInputMethodEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from ui.widgets.labels import set_role

PAUSE_MS = 700


class _Watch(QObject):
    """Knows whether a field holds something unsaved, and is not composing a letter just now."""

    settled = Signal()

    def __init__(self, field: QWidget) -> None:
        super().__init__(field)
        self.is_dirty = self.is_composing = False
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self._try)
        field.installEventFilter(self)

    def touch(self) -> None:
        """Take note that something was typed."""
        self.is_dirty = True
        self._pause.start()

    def settle(self) -> None:
        """Say at once that what was typed is worth saving, if anything was."""
        self._pause.stop()
        if self.is_dirty:
            self.is_dirty = False
            self.settled.emit()

    def _try(self) -> None:
        if self.is_composing:
            self._pause.start()
        else:
            self.settle()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Notice composing and leaving, as Qt asks."""
        if isinstance(event, QInputMethodEvent):
            self.is_composing = bool(event.preeditString())
        elif (
            isinstance(event, QFocusEvent)
            and event.type() is QEvent.Type.FocusOut
            and event.reason() is not Qt.FocusReason.PopupFocusReason
        ):
            self.settle()
        return False


def _is_undo(event: QEvent) -> bool:
    return (
        event.type() is QEvent.Type.ShortcutOverride
        and isinstance(event, QKeyEvent)
        and event.matches(QKeySequence.StandardKey.Undo)
    )


class SavingLine(QLineEdit):
    """One line that saves itself; text from outside never replaces what is being typed."""

    settled = Signal(str)
    """What was typed is worth saving."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setAcceptDrops(False)  # a file is for the page, not its address for the text
        self._watch = _Watch(self)
        self._watch.settled.connect(lambda: self.settled.emit(self.text()))
        self.textEdited.connect(self._watch.touch)
        self.returnPressed.connect(self._watch.settle)

    @property
    def is_dirty(self) -> bool:
        """Tell whether something typed is not yet handed on."""
        return self._watch.is_dirty or self._watch.is_composing

    def settle(self) -> None:
        """Hand on what was typed now."""
        self._watch.settle()

    def show_text(self, text: str) -> None:
        """Show what is stored, unless the user is just typing."""
        if not self.is_dirty and text != self.text():
            self.setText(text)

    def show_wrong(self, *, wrong: bool) -> None:
        """Mark what was typed as not accepted."""
        set_role(self, "true" if wrong else "false", "wrong")

    def event(self, event: QEvent) -> bool:
        """Leave Ctrl+Z to the page once there is no typing to take back, as Qt asks."""
        if _is_undo(event) and not self.isUndoAvailable():
            return False
        return super().event(event)


class SavingText(QPlainTextEdit):
    """Several lines that save themselves."""

    settled = Signal(str)
    """What was typed is worth saving."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setTabChangesFocus(True)
        self.setAcceptDrops(False)
        self._showing = False
        self._watch = _Watch(self)
        self._watch.settled.connect(lambda: self.settled.emit(self.toPlainText()))
        self.textChanged.connect(self._touch)

    @property
    def is_dirty(self) -> bool:
        """Tell whether something typed is not yet handed on."""
        return self._watch.is_dirty or self._watch.is_composing

    def settle(self) -> None:
        """Hand on what was typed now."""
        self._watch.settle()

    def show_text(self, text: str) -> None:
        """Show what is stored, unless the user is just typing."""
        if not self.is_dirty and text != self.toPlainText():
            self._showing = True
            self.setPlainText(text)
            self._showing = False

    def event(self, event: QEvent) -> bool:
        """Leave Ctrl+Z to the page once there is no typing to take back, as Qt asks."""
        if _is_undo(event) and not self.document().isUndoAvailable():
            return False
        return super().event(event)

    def _touch(self) -> None:
        if not self._showing:
            self._watch.touch()
