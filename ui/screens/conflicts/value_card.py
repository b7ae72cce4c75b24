"""One of the values in dispute: what, who wrote it, when, in which office, on which PC."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from ntm_desktop.services.conflicts import Alternative
from ntm_desktop.services.writers import Writer
from ui.screens.conflicts import columns
from ui.widgets.labels import label

_MOST_WRITERS = 3


class ValueCard(QFrame):
    """Shows a value with its letter and its writers."""

    def __init__(self, value: Alternative, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.value = value
        self.letter = label(value.label)
        self.letter.setObjectName("letter")
        self.letter.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.letter.setFixedSize(26, 26)
        self.words = label(value.words, "not_met" if value.deleted else "", wrap=True)
        self.words.setObjectName("disputed")
        self.words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(self.letter, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self.words, 1)
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(14, 12, 14, 12)
        self.body.setSpacing(8)
        self.body.addLayout(head)
        for writer in value.writers[:_MOST_WRITERS]:
            self.body.addLayout(_writer(writer))
        more = len(value.writers) - _MOST_WRITERS
        if more > 0:
            self.body.addWidget(label(f"và {more} nơi khác cũng ghi như vậy", "secondary"))
        self.meaning = label(value.meaning, "caption", wrap=True)
        self.meaning.setVisible(bool(value.meaning))
        self.body.addWidget(self.meaning)
        self.body.addStretch(1)


def _writer(writer: Writer) -> QVBoxLayout:
    lines = QVBoxLayout()
    lines.setSpacing(1)
    lines.addWidget(label(columns.who(writer), "strong", wrap=True))
    lines.addWidget(label(columns.where(writer), "caption", wrap=True))
    lines.addWidget(_time(writer))
    return lines


def _time(writer: Writer) -> QLabel:
    return label(columns.when(writer), "missing" if writer.odd else "secondary", wrap=True)
