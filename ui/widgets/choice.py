"""A choice between đạt and chưa đạt, or neither yet."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from ui.widgets.buttons import button
from ui.words import MET, NOT_MET


class YesNo(QWidget):
    """Two buttons of which at most one is down; pressing the one that is down lifts it."""

    chosen = Signal(object)
    """True, False, or None when lifted."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.yes, self.no = self._make(MET.word, name), self._make(NOT_MET.word, name)
        self.yes.clicked.connect(lambda: self._press(pressed=True))
        self.no.clicked.connect(lambda: self._press(pressed=False))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.yes)
        layout.addWidget(self.no)

    @property
    def value(self) -> bool | None:
        """What is down."""
        return True if self.yes.isChecked() else False if self.no.isChecked() else None

    def show_value(self, value: bool | None) -> None:  # noqa: FBT001 - the value itself
        """Show what is stored."""
        self.yes.setChecked(value is True)
        self.no.setChecked(value is False)

    def _make(self, word: str, name: str) -> QPushButton:
        made = button(word, role="choice")
        made.setAccessibleName(f"{name}: {word}")
        made.setCheckable(True)
        return made

    def _press(self, *, pressed: bool) -> None:
        mine, other = (self.yes, self.no) if pressed else (self.no, self.yes)
        other.setChecked(False)
        self.chosen.emit(pressed if mine.isChecked() else None)
