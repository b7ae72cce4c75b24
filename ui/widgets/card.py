"""A white card on the paper ground."""

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from ui.widgets.labels import label


class Card(QFrame):
    """Groups what belongs together under an optional heading."""

    def __init__(self, heading: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(15, 12, 15, 13)
        self.body.setSpacing(8)
        self.heading: QLabel | None = None
        self.corner = QHBoxLayout()
        if heading:
            self.heading = label(heading, "heading")
            self.corner.addWidget(self.heading)
            self.corner.addStretch(1)
            self.body.addLayout(self.corner)


def rule() -> QFrame:
    """Make a thin line between parts of a card."""
    line = QFrame()
    line.setObjectName("rule")
    return line
