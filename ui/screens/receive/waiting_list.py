"""Packages that were confirmed and wait: what for, and a way to give each up."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.screens.receive import columns
from ui.widgets.buttons import button
from ui.widgets.card import Card
from ui.widgets.labels import label
from ui.widgets.marked_line import MarkedLine
from ui.words import WAITING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ntm_desktop.services.correspondence import WaitingLine


class WaitingList(Card):
    """One entry a part; hidden while nothing waits."""

    trust_asked = Signal()
    """Lead to where keys are compared."""
    given_up = Signal(str, int)
    """A package's id and part that shall wait no longer."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Gói đang chờ", parent)
        self.corner.addWidget(label("Gói tự nhập ngay khi điều đang chờ đã có.", "caption"))
        self.entries: list[WaitingEntry] = []
        self.hide()

    def show_lines(self, lines: "Sequence[WaitingLine]") -> None:
        """Replace the entries."""
        for each in self.entries:
            self.body.removeWidget(each)
            each.hide()
            each.deleteLater()
        self.entries = [WaitingEntry(line) for line in lines]
        for entry in self.entries:
            self.body.addWidget(entry)
            entry.trust.clicked.connect(self.trust_asked)
            entry.gave_up.connect(self.given_up)
        self.setVisible(bool(lines))


class WaitingEntry(QWidget):
    """One part that waits."""

    gave_up = Signal(str, int)
    """Its package's id and its part."""

    def __init__(self, line: "WaitingLine", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.line = line
        head, detail = columns.waiting(line)
        self.setAccessibleName(f"{head}. {detail}")
        self.head = MarkedLine(WAITING, head)
        self.detail = label(detail, "secondary", wrap=True)
        self.trust = button("Tin cậy khóa…", icon="key")
        self.trust.setVisible(line.for_trust)
        self.leave = button("Thôi chờ", icon="close")
        self.leave.setAccessibleName(f"Thôi chờ: {head}")
        self.leave.clicked.connect(lambda: self.gave_up.emit(line.package, line.part))
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(self.head)
        words.addWidget(self.detail)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(words, 1)
        layout.addWidget(self.trust)
        layout.addWidget(self.leave)
