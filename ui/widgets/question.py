"""A question with two answers, each saying what it does."""

from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from ui.widgets.buttons import button
from ui.widgets.labels import label


class Question(QDialog):
    """Asks before something cannot be taken back; Escape is the harmless answer."""

    def __init__(
        self, heading: str, text: str, *, yes: str = "", no: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(heading)
        self.yes = button(yes)
        self.no = button(no, role="main")
        self.yes.clicked.connect(self.accept)
        self.no.clicked.connect(self.reject)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.yes)
        self.yes.setVisible(bool(yes))
        row.addWidget(self.no)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 18, 20, 16)
        layout.setSpacing(12)
        layout.addWidget(label(heading, "heading", wrap=True))
        layout.addWidget(label(text, wrap=True))
        layout.addLayout(row)
        self.setMinimumWidth(440)
        self.no.setFocus()


def ask(parent: QWidget, heading: str, text: str, *, yes: str, no: str) -> bool:
    """Ask, and wait for the answer."""
    return bool(Question(heading, text, yes=yes, no=no, parent=parent).exec())


def tell(heading: str, text: str, parent: QWidget | None = None) -> None:
    """Say something that must be read before going on."""
    Question(heading, text, no="Đóng", parent=parent).exec()
