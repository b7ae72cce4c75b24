"""Asks before an import is undone: what would go, or why it cannot be."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from ntm_desktop.domain.register import RegisterLine
from ntm_desktop.domain.text import date_for_people
from ui.screen import scrolling
from ui.widgets.buttons import button
from ui.widgets.labels import label
from ui.widgets.marked_line import MarkedLine
from ui.words import ABSENT, CONFLICT, FAILED, PRESENT, State

if TYPE_CHECKING:
    from ntm_desktop.services.undoing import Obstacle, WouldUndo

_WIDTH = 520
_ROOM_FOR = 6
_HEIGHT = 260


class UndoDialog(QDialog):
    """Shows what an undo would do; Escape keeps everything as it is."""

    def __init__(
        self, line: RegisterLine, would: "WouldUndo", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        refused = bool(would.obstacles)
        title = "Chưa hoàn tác được" if refused else "Hoàn tác lần nhập này?"
        self.setWindowTitle(title)
        self.undo = button("Hoàn tác", icon="undo")
        self.undo.setVisible(not refused)
        self.undo.clicked.connect(self.accept)
        self.keep = button("Đóng" if refused else "Giữ nguyên", role="main")
        self.keep.clicked.connect(self.reject)
        said = list(obstacles(would)) if refused else list(effects(would))
        self.texts = [words for _, words in said]
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 18, 20, 16)
        layout.setSpacing(10)
        layout.addWidget(label(title, "heading"))
        layout.addWidget(label(about(line), "strong", wrap=True))
        layout.addWidget(_lines(said))
        layout.addWidget(label(_STILL_NEEDED if refused else _AFTERWARDS, "caption", wrap=True))
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.undo)
        row.addWidget(self.keep)
        layout.addLayout(row)
        self.setMinimumWidth(_WIDTH)
        self.resize(_WIDTH, layout.totalHeightForWidth(_WIDTH))
        self.keep.setFocus()


_AFTERWARDS = (
    "Số liệu trở lại như chưa từng nhận gói này. Gói có thể nhập lại bất cứ lúc nào; gói khác "
    "mang cùng nội dung cũng sẽ đưa nội dung đó trở lại."
)
_STILL_NEEDED = "Chưa có gì thay đổi."


def about(line: RegisterLine) -> str:
    """Name the import."""
    number = "" if line.number is None else f"Gói số {line.number} của "
    return f"{number}{line.counterpart}, nhập ngày {date_for_people(line.at)}"


def effects(would: "WouldUndo") -> Iterator[tuple[State, str]]:
    """Say what would go."""
    if would.gone:
        yield ABSENT, f"Mất {would.gone} mục chỉ gói này mang đến"
    if would.changed:
        yield PRESENT, f"{would.changed} mục trở về giá trị trước khi nhập"
    if would.files:
        yield ABSENT, f"Bỏ {would.files} tệp minh chứng không còn mục nào dùng"
    if would.settled:
        yield PRESENT, f"Hết {would.settled} mục số liệu chưa thống nhất"
    if would.reopened:
        yield CONFLICT, f"Lại có {would.reopened} mục số liệu chưa thống nhất"
    if not (would.gone or would.changed):
        yield PRESENT, "Không mất gì: mọi nội dung của gói này còn ở gói khác hoặc ở đơn vị"


def obstacles(would: "WouldUndo") -> Iterator[tuple[State, str]]:
    """Say what rests on the import, each with what to do about it."""
    for each in would.obstacles:
        yield FAILED, _obstacle(each)


def _obstacle(each: "Obstacle") -> str:
    return f"{each.words[:1].upper()}{each.words[1:]}. Hãy {each.advice}."


def _lines(said: list[tuple[State, str]]) -> QWidget:
    column = QWidget()
    layout = QVBoxLayout(column)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(6)
    for state, words in said:
        layout.addWidget(MarkedLine(state, words))
    layout.addStretch(1)
    if len(said) <= _ROOM_FOR:
        return column
    area = scrolling(column)
    area.setFixedHeight(_HEIGHT)
    return area
