"""A unit that is typed, since no list has it: code, name and, where it receives, its level."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QRegularExpressionValidator
from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from ntm_desktop.domain.unit_code import UNIT_CODE
from ui.screens.first_start.columns import LEVELS
from ui.widgets.form_dialog import choice
from ui.widgets.labels import label


class TypedUnit(QWidget):
    """The fields of a unit, in one row; `whose` ends their accessible names."""

    changed = Signal()

    def __init__(self, whose: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.code, self.name = QLineEdit(), QLineEdit()
        self.level = choice(LEVELS, "")
        self.code.setFixedWidth(110)
        self.code.setValidator(QRegularExpressionValidator(UNIT_CODE.pattern, self))
        self.level.setMinimumContentsLength(6)
        self._level_words = label("Cấp", "caption")
        grid = QGridLayout(self)
        grid.setContentsMargins(24, 0, 0, 0)
        parts = (("Mã", self.code), ("Tên", self.name), ("Cấp", self.level))
        for place, (words, part) in enumerate(parts):
            part.setAccessibleName(f"{words} {whose}")
            caption = self._level_words if part is self.level else label(words, "caption")
            grid.addWidget(caption, 0, 2 * place)
            grid.addWidget(part, 0, 2 * place + 1)
        grid.setColumnStretch(3, 1)
        for field in (self.code, self.name):
            field.textChanged.connect(self.changed)
        self.level.currentIndexChanged.connect(self.changed)

    @property
    def typed(self) -> tuple[str, str] | None:
        """Code and name, once both are there."""
        code, name = self.code.text().strip(), self.name.text().strip()
        return (code, name) if code and name else None

    def ask_level(self, *, wanted: bool) -> None:
        """Ask for the level only of who receives."""
        self.level.setVisible(wanted)
        self._level_words.setVisible(wanted)
