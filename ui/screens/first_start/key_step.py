"""The last steps of the first start: the office's key, and its recovery sheet."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QLineEdit,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from ntm_desktop.exchange.keys import OfficeKeys, fingerprint
from ui.screens.first_start.columns import KEEP, KEYS, SHEET_WHY, KeyChoice, KeySource
from ui.screens.first_start.steps import Step
from ui.tasks import TaskRunner
from ui.widgets import choosing
from ui.widgets.buttons import button
from ui.widgets.labels import label
from ui.widgets.new_passphrase import NewPassphrase
from ui.widgets.recovery_form import RecoveryForm

_KEY_FILES = "Tệp khóa bí mật (*.key);;Mọi tệp (*)"


class KeyStep(Step):
    """Where the key comes from, and its passphrase."""

    def __init__(
        self,
        read_image: Callable[[Path], OfficeKeys],
        tasks: TaskRunner,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._file: Path | None = None
        self.author = QLineEdit()
        self.author.setAccessibleName("Họ tên người dùng máy này")
        self.author.setPlaceholderText("ví dụ Nông Văn A (ghi vào lịch sử sửa số liệu)")
        self.sources = {choice.source: _radio(choice) for choice in KEYS}
        self._group = QButtonGroup(self)
        self.hint = label("", "caption", wrap=True)
        self.pick = button("Chọn tệp khóa…", icon="key")
        self.pick.clicked.connect(self._pick)
        self.picked = label("", "strong")
        self.form = RecoveryForm(read_image, tasks)
        self.whose = label("", "caption", wrap=True)
        self.chosen = NewPassphrase()
        self.keep = label(KEEP, "missing", wrap=True)
        self._lay_out()
        self.form.changed.connect(self._show_source)
        self.chosen.changed.connect(self.changed)
        self.sources[KeySource.NEW].setChecked(True)
        self._show_source()

    @property
    def is_ready(self) -> bool:
        """Tell whether there is a key and a passphrase."""
        return self.passphrase is not None

    @property
    def start(self) -> QWidget:
        """Where the keyboard goes first."""
        return self.author

    @property
    def first(self) -> QLineEdit:
        """The field for the passphrase."""
        return self.chosen.first

    @property
    def second(self) -> QLineEdit:
        """The field to type it again."""
        return self.chosen.second

    @property
    def source(self) -> KeySource:
        """Where the key comes from."""
        return next(source for source, radio in self.sources.items() if radio.isChecked())

    @property
    def key_file(self) -> Path | None:
        """The key file of the other PC."""
        return self._file if self.source is KeySource.FILE else None

    @property
    def recovered(self) -> OfficeKeys | None:
        """The keys from the recovery sheet."""
        return self.form.keys if self.source is KeySource.SHEET else None

    @property
    def passphrase(self) -> str | None:
        """The passphrase, once all there is to this step is done."""
        lacking = {
            KeySource.NEW: False,
            KeySource.FILE: self._file is None,
            KeySource.SHEET: self.form.keys is None,
        }[self.source]
        return None if lacking else self.chosen.text

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(label("Tên bạn", "heading"))
        layout.addWidget(self.author)
        layout.addSpacing(8)
        layout.addWidget(label("Khóa của cơ quan", "heading"))
        for radio in self.sources.values():
            self._group.addButton(radio)
            radio.toggled.connect(self._show_source)
            layout.addWidget(radio)
        layout.addSpacing(4)
        layout.addWidget(self.hint)
        row = QHBoxLayout()
        row.addWidget(self.pick)
        row.addWidget(self.picked, 1)
        layout.addLayout(row)
        layout.addWidget(self.form)
        layout.addWidget(self.whose)
        layout.addSpacing(4)
        layout.addWidget(label("Mật khẩu khóa của cơ quan", "strong"))
        layout.addWidget(self.chosen)
        layout.addSpacing(6)
        layout.addWidget(self.keep)
        layout.addStretch(1)

    @Slot()
    def _show_source(self) -> None:
        source = self.source
        self.hint.setText(next(choice.hint for choice in KEYS if choice.source is source))
        for part in (self.pick, self.picked):
            part.setVisible(source is KeySource.FILE)
        self.form.setVisible(source is KeySource.SHEET)
        keys = self.recovered
        self.whose.setVisible(keys is not None)
        if keys is not None:
            self.whose.setText(
                f"Dãy số của khóa: {fingerprint(keys.public_key)}. "
                "Hãy so với dãy số in trên tờ giấy."
            )
        self.chosen.ask_once(source is KeySource.FILE)
        self.keep.setVisible(source is KeySource.NEW)
        self.changed.emit()

    @Slot()
    def _pick(self) -> None:
        file = choosing.file(self, "Chọn tệp khóa của cơ quan", _KEY_FILES)
        if file is not None:
            self._file = file
            self.picked.setText(file.name)
            self.changed.emit()


class SheetStep(Step):
    """Offers the recovery sheet of keys just made."""

    asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.print = button("Lưu giấy khôi phục (PDF) để in…", icon="print")
        self.print.clicked.connect(self.asked)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        layout.addWidget(
            label("Đã thiết lập xong. Hãy in giấy khôi phục khóa", "heading", wrap=True)
        )
        layout.addWidget(label(SHEET_WHY, wrap=True))
        layout.addWidget(self.print, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addWidget(
            label(
                "Chưa có máy in ở đây? Vẫn làm được sau, ở trang “Khóa, tin cậy”.",
                "caption",
                wrap=True,
            )
        )
        layout.addStretch(1)

    @property
    def start(self) -> QWidget:
        """Where the keyboard goes first."""
        return self.print


def _radio(choice: KeyChoice) -> QRadioButton:
    made = QRadioButton(choice.word)
    made.setAccessibleName(choice.word)
    return made
