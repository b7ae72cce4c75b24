"""Step 2: the dossier and the checklists as PDF files."""

from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from ui.screens.send import columns
from ui.widgets import choosing
from ui.widgets.buttons import button
from ui.widgets.card import Card, rule
from ui.widgets.labels import label
from ui.widgets.line_list import LineList
from ui.widgets.message_strip import MessageStrip

if TYPE_CHECKING:
    from ntm_desktop.domain.dossier import LeftOut

_LEFT_OUT_HEIGHT = 120


class Paper(StrEnum):
    """A document that can be made, by the words that ask for it."""

    DOSSIER = "Lập hồ sơ"
    BLANK = "Lập phiếu trống"
    FILLED = "Lập phiếu có số liệu"

    @property
    def file_name(self) -> str:
        """How its file is called, before unit and year."""
        return _FILE_NAMES[self]


_FILE_NAMES = {
    Paper.DOSSIER: "Hồ sơ NTM",
    Paper.BLANK: "Phiếu kiểm tra NTM (trống)",
    Paper.FILLED: "Phiếu kiểm tra NTM",
}
_ABOUT = {
    Paper.DOSSIER: (
        "Hồ sơ (PDF)",
        "Tờ trình, báo cáo, bảng tự đánh giá, danh mục minh chứng và toàn bộ minh chứng kèm theo.",
    ),
    Paper.BLANK: ("Phiếu kiểm tra để trống (PDF)", "In ra mang xuống thôn, ghi tay kết quả."),
    Paper.FILLED: ("Phiếu kiểm tra có số liệu (PDF)", "Điền sẵn số liệu hiện có để đối chiếu."),
}


class PapersPage(Card):
    """Offers each paper with what it is for, and says what came of it."""

    asked = Signal(object)
    """A Paper is wanted."""
    passed = Signal()
    """On to sending."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Giấy tờ", parent)
        self.folder = choosing.documents_folder()
        self.place = label("", "caption", wrap=True)
        self.change = button("Đổi thư mục…", icon="folder")
        self.change.clicked.connect(self._choose)
        self.message = MessageStrip()
        self.buttons: dict[Paper, QPushButton] = {}
        self.left_out_title = label("Tệp không ghép vào hồ sơ được", "strong")
        self.left_out = LineList("Tệp không ghép vào hồ sơ được")
        self.left_out.setFixedHeight(_LEFT_OUT_HEIGHT)
        self.go_on = button("Tiếp tục: gửi", icon="next", role="main")
        self.go_on.clicked.connect(self.passed)
        self._lay_out()
        self.show_folder(self.folder)

    def show_folder(self, folder: Path) -> None:
        """Write papers into another folder from now on."""
        self.folder = folder
        self.place.setText(f"Ghi vào: {folder}")

    def show_made(self, words: str, path: Path, left_out: Sequence["LeftOut"] = ()) -> None:
        """Say what was made, and offer to open it."""
        count = len(left_out)
        self.message.say(
            words,
            tone="warning" if count else "done",
            kept=f"{path.name}" + (f" · {count} tệp không ghép vào được" if count else ""),
            action="Mở xem",
            then=lambda: self._open(path),
        )
        self.left_out.show_lines(columns.left_out(left_out))
        self.left_out.setVisible(bool(left_out))
        self.left_out_title.setVisible(bool(left_out))

    def set_busy(self, busy: bool) -> None:  # noqa: FBT001 - as Qt names such a thing
        """Let nothing further be asked for while a paper is being made."""
        for each in self.buttons.values():
            each.setEnabled(not busy)
        if busy:
            self.message.hide()

    def _lay_out(self) -> None:
        for part in (self.message, self.left_out_title, self.left_out):
            self.body.addWidget(part)
        self.left_out.hide()
        self.left_out_title.hide()
        where = QHBoxLayout()
        where.addWidget(self.place, 1)
        where.addWidget(self.change)
        self.body.addLayout(where)
        for paper in Paper:
            self.body.addWidget(rule())
            self.body.addLayout(self._row(paper))
        self.body.addWidget(rule())
        self.body.addStretch(1)
        self.body.addWidget(self.go_on, 0, Qt.AlignmentFlag.AlignLeft)

    def _row(self, paper: Paper) -> QHBoxLayout:
        title, about = _ABOUT[paper]
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(label(title, "strong"))
        words.addWidget(label(about, "caption", wrap=True))
        icon = "document" if paper is Paper.DOSSIER else "print"
        self.buttons[paper] = button(paper.value, icon=icon)
        self.buttons[paper].clicked.connect(lambda: self.asked.emit(paper))
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addLayout(words, 1)
        row.addWidget(self.buttons[paper])
        return row

    @Slot()
    def _choose(self) -> None:
        folder = choosing.folder(self, "Chọn thư mục ghi giấy tờ", self.folder)
        if folder is not None:
            self.show_folder(folder)

    def _open(self, path: Path) -> None:
        if not choosing.open_with_system(path):
            self.message.say(
                "Máy chưa có chương trình xem PDF, hoặc tệp đã bị chuyển đi.",
                tone="error",
                kept=f"Tệp đã ghi: {path}",
            )


def free_name(folder: Path, name: str) -> Path:
    """Give a name in a folder that no file has yet; short work, but on a disk."""
    path = folder / f"{name}.pdf"
    number = 2
    while path.exists():
        path = folder / f"{name} ({number}).pdf"
        number += 1
    return path
