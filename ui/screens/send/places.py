"""Where a package may be written: sticks first, then the folder for e-mail, or any other."""

from collections.abc import Sequence
from enum import Enum, auto
from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QRadioButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from ntm_desktop.services.drives import Drive, holding
from ui.screens.send import columns
from ui.widgets import choosing
from ui.widgets.buttons import button
from ui.widgets.labels import label


class Way(Enum):
    """How the package will travel."""

    STICK = auto()
    MAIL = auto()
    FOLDER = auto()


class Places(QWidget):
    """Offers the places; the first stick is chosen until somebody chooses otherwise."""

    changed = Signal()

    def __init__(self, mail_folder: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._mail_folder = mail_folder
        self._drives: list[Drive] | None = None
        self._other: Path | None = None
        self._touched = False
        self.sticks: list[QRadioButton] = []
        self._group = QButtonGroup(self)
        self.mail = self._choice("Thư điện tử: ghi vào thư mục gửi đi")
        self.other = self._choice("Thư mục khác")
        self.choose = button("Chọn thư mục…", icon="folder")
        self.choose.clicked.connect(self._choose)
        self.none = label("Chưa thấy USB nào. Cắm USB và đợi vài giây.", "caption", wrap=True)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(7)
        self._lay_out()
        self._group.buttonClicked.connect(self._touch)

    def show_drives(self, drives: Sequence[Drive]) -> None:
        """Offer what is plugged in now, keeping what was chosen if it is still there."""
        if self._drives == list(drives):
            return
        chosen = self.target
        self._drives = list(drives)
        for each in self.sticks:
            self._group.removeButton(each)
            self._rows.removeWidget(each)
            each.hide()
            each.deleteLater()
        self.sticks = [self._choice(columns.drive(drive)) for drive in drives]
        for at, each in enumerate(self.sticks):
            self._rows.insertWidget(at, each)
            each.setChecked(self._touched and drives[at].path == chosen)
        self.none.setVisible(not drives)
        if self.sticks and not self._touched:
            self.sticks[0].setChecked(True)
        self.changed.emit()

    @property
    def target(self) -> Path | None:
        """The folder that is chosen; None while there is none."""
        for drive, stick in zip(self._drives or (), self.sticks, strict=True):
            if stick.isChecked():
                return drive.path
        if self.mail.isChecked():
            return self._mail_folder
        return self._other if self.other.isChecked() else None

    @property
    def way(self) -> Way:
        """How what is written there will travel."""
        target = self.target
        if self.mail.isChecked():
            return Way.MAIL
        if target is not None and holding(target, self._drives or []):
            return Way.STICK
        return Way.FOLDER

    def _choice(self, words: str) -> QRadioButton:
        made = QRadioButton(words)
        made.setAccessibleName(words)
        made.setToolTip(words)
        made.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)  # long folders
        self._group.addButton(made)
        return made

    def _lay_out(self) -> None:
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.addWidget(self.none)
        self._rows.addWidget(self.mail)
        row = QHBoxLayout()
        row.addWidget(self.other, 1)
        row.addWidget(self.choose)
        self._rows.addLayout(row)
        self.setLayout(self._rows)

    @Slot()
    def _touch(self) -> None:
        self._touched = True
        if self.other.isChecked() and self._other is None:
            self._choose()
        self.changed.emit()

    @Slot()
    def _choose(self) -> None:
        folder = choosing.folder(self, "Chọn thư mục ghi gói hồ sơ", self._other)
        if folder is None:
            return
        self._touched, self._other = True, folder
        self.other.setText(f"Thư mục khác: {folder}")
        self.other.setAccessibleName(f"Thư mục khác: {folder}")
        self.other.setToolTip(str(folder))
        self.other.setChecked(True)
        self.changed.emit()
