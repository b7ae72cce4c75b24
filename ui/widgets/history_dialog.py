"""Every change of one record: who, when, where, what, and why where it was decided."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from ntm_desktop.services.history import Change
from ui import colours, icons
from ui.widgets.buttons import button
from ui.widgets.fitting_area import FittingArea
from ui.widgets.labels import label
from ui.words import DECIDED, NOT_COUNTED, State

_MOST = 200
_MARK = 16
_TOP = Qt.AlignmentFlag.AlignTop


class HistoryDialog(QDialog):
    """Lists changes, the newest first."""

    def __init__(
        self, name: str, changes: Sequence[Change], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Lịch sử")
        self.setObjectName("page")
        self.rows = QGridLayout()
        self.rows.setContentsMargins(2, 0, 8, 0)
        self.rows.setHorizontalSpacing(8)
        self.rows.setVerticalSpacing(10)
        self.rows.setColumnStretch(1, 1)
        for row, change in enumerate(changes[:_MOST]):
            self._add(row, change)
        area = FittingArea(self.rows, "Các lần thay đổi")
        self.close_button = button("Đóng", role="main")
        self.close_button.clicked.connect(self.accept)
        self.close_button.setDefault(True)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.close_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.setSpacing(12)
        layout.addWidget(label(name, "heading", wrap=True))
        layout.addWidget(label(summary(len(changes)), "caption"))
        layout.addWidget(area, 1)
        layout.addStretch(0)
        layout.addLayout(buttons)
        self.resize(600, 480)

    def _add(self, row: int, change: Change) -> None:
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(_selectable(change.words))
        words.addWidget(label(change.writer.words, "secondary", wrap=True))
        state = mark(change)
        if state:
            more = f"{state.word}. Lý do: {change.reason}" if change.decided else state.word
            words.addWidget(label(more, state.colour, wrap=True))
            self.rows.addWidget(_drawn(state), row, 0, _TOP)
        line = QWidget()
        words.setContentsMargins(0, 0, 0, 0)
        line.setLayout(words)
        self.rows.addWidget(line, row, 1)


def mark(change: Change) -> State | None:
    """Mark a change that is not of the usual sort."""
    if not change.counts:
        return NOT_COUNTED
    return DECIDED if change.decided else None


def summary(count: int) -> str:
    """Say how many changes there are."""
    if not count:
        return "Chưa có thay đổi nào."
    more = f", hiện {_MOST} lần mới nhất" if count > _MOST else ""
    return f"{count} lần thay đổi{more}. Giờ ghi theo đồng hồ của từng máy."


def _selectable(words: str) -> QLabel:
    made = label(words, wrap=True)
    made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return made


def _drawn(state: State) -> QLabel:
    shown = colours.now()
    made = QLabel()
    made.setAccessibleName(state.word)
    ink = state.ink(shown).ink
    made.setPixmap(icons.pixmap(f"states/{state.icon}", ink, shown.card, _MARK))
    return made
