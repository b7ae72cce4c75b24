"""A small form in a window of its own: named lines, a message, and two buttons."""

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QDialog, QFormLayout, QHBoxLayout, QVBoxLayout, QWidget

from ntm_desktop.errors import UserError
from ui.widgets.buttons import button
from ui.widgets.labels import label
from ui.widgets.message_strip import MessageStrip


class FormDialog(QDialog):
    """A form with a message, and two buttons; whoever shows it saves, and closes it."""

    saved = Signal(object)

    def __init__(self, heading: str, go: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self.setWindowTitle(heading)
        self.message = MessageStrip()
        self.form = QFormLayout()
        self.form.setSpacing(9)
        self.save = button(go, role="main")
        self.save.setDefault(True)
        self.save.clicked.connect(self.hand_on)
        self.cancel = button("Thôi")
        self.cancel.clicked.connect(self.reject)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.cancel)
        row.addWidget(self.save)
        self._page = QVBoxLayout(self)
        self._page.setContentsMargins(20, 18, 20, 16)
        self._page.setSpacing(12)
        self._page.addWidget(label(heading, "heading", wrap=True))
        self._page.addWidget(self.message)
        self._page.addLayout(self.form)
        self._page.addLayout(row)
        self.setMinimumWidth(520)

    def add(self, words: str, part: QWidget) -> None:
        """Add a line of the form."""
        part.setAccessibleName(words)
        self.form.addRow(label(words), part)

    def show_failure(self, error: UserError) -> None:
        """Say why it was not accepted; everything typed stays."""
        self.save.setEnabled(True)
        self.message.fail(error, kept="Những gì đã gõ vẫn còn đây.")

    def hand_on(self) -> None:
        """Give what was typed to whoever saves it."""


def choice(words: Mapping[str, str], chosen: str) -> QComboBox:
    """Make a choice of values by their words, however long these are."""
    made = QComboBox()
    for value, word in words.items():
        made.addItem(word, value)
    made.setCurrentIndex(max(0, made.findData(chosen)))
    # The groups of communes are described in whole sentences.
    made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    made.setMinimumContentsLength(20)
    return made
