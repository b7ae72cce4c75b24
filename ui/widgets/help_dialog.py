"""F1: what the screen in front of you is for, and which program this is."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QTextBrowser, QVBoxLayout, QWidget

from ntm_desktop import __version__
from resources import read_text
from ui.widgets.buttons import button
from ui.widgets.labels import label


def topic_text(topic: str) -> str:
    """Read the shipped help on one screen (Markdown)."""
    return read_text(f"help/{topic}.md")


class HelpDialog(QDialog):
    """Explains one screen; stays open beside the work."""

    update_asked = Signal()

    def __init__(self, topic: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Trợ giúp")
        self.text = QTextBrowser()
        self.text.setObjectName("help")
        self.text.setAccessibleName("Nội dung trợ giúp")
        self.text.setOpenLinks(False)
        self.show_topic(topic)
        close = button("Đóng", role="main")
        close.clicked.connect(self.close)
        self.update_program = button("Cập nhật từ tệp…")
        self.update_program.clicked.connect(self.update_asked)
        row = QHBoxLayout()
        row.addWidget(self.update_program)
        row.addWidget(label(f"Bản {__version__}", "secondary"))
        row.addStretch(1)
        row.addWidget(close)
        layout = QVBoxLayout(self)
        layout.addWidget(self.text)
        layout.addLayout(row)
        self.resize(620, 520)

    def show_topic(self, topic: str) -> None:
        """Show the text on another screen."""
        self.text.setMarkdown(topic_text(topic))
