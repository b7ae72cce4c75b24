"""A field for the passphrase of the office's key, with a way to see what was typed."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QWidget

NAME = "Mật khẩu khóa của cơ quan"


class PassphraseField(QWidget):
    """Hides what is typed until asked to show it; Enter goes on."""

    changed = Signal()
    entered = Signal()
    """Enter was pressed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = QLineEdit()
        self.field.setAccessibleName(NAME)
        self.field.setPlaceholderText("Mật khẩu khóa")
        self.field.setEchoMode(QLineEdit.EchoMode.Password)
        self.field.setInputMethodHints(Qt.InputMethodHint.ImhSensitiveData)
        self.field.textChanged.connect(self.changed)
        self.field.returnPressed.connect(self.entered)
        self.shown = QCheckBox("Hiện mật khẩu")
        self.shown.setAccessibleName("Hiện mật khẩu")
        self.shown.toggled.connect(self._show_letters)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addWidget(self.field, 1)
        layout.addWidget(self.shown)
        self.setFocusProxy(self.field)

    @property
    def text(self) -> str:
        """What was typed."""
        return self.field.text()

    def forget(self) -> None:
        """Empty the field and hide letters again."""
        self.field.clear()
        self.shown.setChecked(False)

    @Slot(bool)
    def _show_letters(self, shown: bool) -> None:  # noqa: FBT001 - as Qt sends it
        self.field.setEchoMode(QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password)
