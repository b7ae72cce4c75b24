"""The packages that were sent, newest first, and which of them the receiver has."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.screens.send import columns
from ui.widgets.buttons import button
from ui.widgets.card import rule
from ui.widgets.labels import label
from ui.widgets.marked_line import MarkedLine

if TYPE_CHECKING:
    from ntm_desktop.services.correspondence import SentLine

_MOST = 40
_MAY_BREAK = "\N{ZERO WIDTH SPACE}"


class History(QWidget):
    """One entry a package: when, whether it was received, how much, and the file's name.

    `name_of` gives the receiver's name in a sentence, by its code.
    """

    asked = Signal(object)
    """Parts of this SentLine are wanted once more."""

    def __init__(self, name_of: Callable[[str], str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name_of = name_of
        self.texts: list[tuple[str, ...]] = []
        self._entries: list[QWidget] = []
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 6, 0)
        self._layout.setSpacing(8)
        self._layout.addStretch(1)

    def show_lines(self, lines: Sequence["SentLine"]) -> None:
        """Show what was sent; beyond the newest forty only how many more there are."""
        for each in self._entries:
            each.hide()
            each.deleteLater()
        self._entries = [self._entry(line) for line in lines[:_MOST]]
        if len(lines) > _MOST:
            self._entries.append(label(f"Và {len(lines) - _MOST} lần trước đó", "caption"))
        if not lines:
            self._entries.append(label("Chưa gửi gói hồ sơ nào.", "caption", wrap=True))
        for at, each in enumerate(self._entries):
            self._layout.insertWidget(at, each)
        self.texts = [columns.sent(line, self._name_of(line.receiver)) for line in lines]

    def _entry(self, line: "SentLine") -> QWidget:
        head, received, amount, file = columns.sent(line, self._name_of(line.receiver))
        entry = QWidget()
        entry.setAccessibleName(". ".join((head, received, amount, file)))
        layout = QVBoxLayout(entry)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(3)
        layout.addWidget(label(head, "strong", wrap=True))
        layout.addWidget(MarkedLine(columns.received_mark(line), received))
        layout.addWidget(label(amount, "secondary", wrap=True))
        name = label(file.replace("_", f"_{_MAY_BREAK}"), "secondary", wrap=True)
        name.setToolTip(file)
        layout.addWidget(name)
        again = button("Gửi lại phần…", role="link")
        again.setAccessibleName(f"Gửi lại phần của gói số {line.number}")
        again.clicked.connect(lambda _=False, line=line: self.asked.emit(line))
        layout.addWidget(again, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addWidget(rule())
        return entry
