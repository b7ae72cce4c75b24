"""Which parts of a package are to be written once more, and where."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QCheckBox, QDialog, QHBoxLayout, QVBoxLayout, QWidget

from ui.screen import scrolling
from ui.screens.send import package_words
from ui.widgets import choosing
from ui.widgets.buttons import button
from ui.widgets.column import Column
from ui.widgets.labels import label

if TYPE_CHECKING:
    from ntm_desktop.services.sending import PartLine

_ABOUT = (
    "Chỉ cần gửi lại phần mà nơi nhận báo thiếu; các phần đã nhận vẫn dùng được. "
    "Phần ghi lại giống phần đã gửi."
)
_SIZE = (480, 420)


class ResendDialog(QDialog):
    """Lists the parts to be ticked; the only one of a package is ticked already."""

    def __init__(
        self,
        number: int,
        parts: Sequence["PartLine"],
        folder: Path | None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.folder = folder
        self.setWindowTitle("Gửi lại phần của gói hồ sơ")
        self.boxes: dict[int, QCheckBox] = {}
        for each in parts:
            box = QCheckBox(package_words.part(each))
            box.setAccessibleName(box.text())
            box.setToolTip(each.file_name)
            box.setChecked(len(parts) == 1)
            box.toggled.connect(self._allow)
            self.boxes[each.part] = box
        self.place = label("", wrap=True)
        self.change = button("Chọn thư mục…", icon="folder")
        self.change.clicked.connect(self._choose)
        self.go = button("Ghi lại", icon="send", role="main")
        self.go.clicked.connect(self.accept)
        self.no = button("Bỏ qua")
        self.no.clicked.connect(self.reject)
        self._lay_out(f"Gói số {number}: gửi lại phần nào?")
        self.resize(*_SIZE)
        self._show_folder()

    @property
    def parts(self) -> frozenset[int]:
        """What is ticked."""
        return frozenset(part for part, box in self.boxes.items() if box.isChecked())

    def _lay_out(self, heading: str) -> None:
        column = Column()
        column.body.setSpacing(6)
        for box in self.boxes.values():
            column.body.addWidget(box)
        column.body.addStretch(1)
        where = QHBoxLayout()
        where.addWidget(self.place, 1)
        where.addWidget(self.change)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.no)
        row.addWidget(self.go)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 18, 20, 16)
        layout.setSpacing(10)
        layout.addWidget(label(heading, "heading", wrap=True))
        layout.addWidget(label(_ABOUT, "caption", wrap=True))
        layout.addWidget(scrolling(column), 1)
        layout.addLayout(where)
        layout.addLayout(row)

    @Slot()
    def _choose(self) -> None:
        self.folder = choosing.folder(self, "Chọn nơi ghi lại", self.folder) or self.folder
        self._show_folder()

    def _show_folder(self) -> None:
        self.place.setText(f"Ghi vào: {self.folder}" if self.folder else "Chưa chọn nơi ghi.")
        self._allow()

    @Slot()
    def _allow(self) -> None:
        self.go.setEnabled(bool(self.parts) and self.folder is not None)
