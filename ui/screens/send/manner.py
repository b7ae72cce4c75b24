"""How a package is written: sealed or not, in files of what size, all of it or what is new."""

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QCheckBox, QComboBox, QVBoxLayout, QWidget

from ui.screens.send import package_words
from ui.screens.send.places import Way
from ui.widgets.labels import label, set_role

_MAY_BE_NARROW = QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
_FEWEST_LETTERS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What was chosen; `part_size` is in bytes, None as large as a stick bears."""

    target: Path
    way: Way
    plain: bool
    part_size: int | None
    full: bool


class Manner(QWidget):
    """For e-mail sealed and in small files, for a stick neither, until somebody says otherwise."""

    full_changed = Signal()
    """All of it is wanted, or no longer."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._way = Way.STICK
        self._can_seal = True
        self._receiver = ""
        self._wanted: dict[Way, bool] = {}
        self.seal = _box("Mã hóa gói hồ sơ")
        self.seal.clicked.connect(self._choose)
        self.why = label("", "caption", wrap=True)
        self.largest = QComboBox()
        self.largest.setSizeAdjustPolicy(_MAY_BE_NARROW)
        self.largest.setMinimumContentsLength(_FEWEST_LETTERS)
        self.largest.setAccessibleName("Cỡ mỗi tệp gửi thư điện tử")
        for words, count in package_words.MAIL_SIZES:
            self.largest.addItem(words, count)
        self.full = _box("Gửi lại toàn bộ, kể cả nội dung đã gửi")
        self.full.toggled.connect(self.full_changed)
        self.full.setToolTip(package_words.FULL_HINT)
        self.full.setAccessibleDescription(package_words.FULL_HINT)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(7)
        for part in (self.largest, self.seal, self.why, self.full):
            layout.addWidget(part)
        self._show()

    def show_way(self, way: Way) -> None:
        """Offer what suits a way of travelling."""
        self._way = way
        self._show()

    def show_key(self, receiver: str, *, known: bool) -> None:
        """Say whether the receiver's key is known: without it nothing can be sealed."""
        self._receiver, self._can_seal = receiver, known
        self._show()

    @property
    def part_size(self) -> int | None:
        """The largest file, bytes."""
        return int(self.largest.currentData()) if self._way is Way.MAIL else None

    @property
    def is_plain(self) -> bool:
        """Tell whether it is not to be sealed."""
        return not self.seal.isChecked()

    def _show(self) -> None:
        by_mail = self._way is Way.MAIL
        self.largest.setVisible(by_mail)
        self.seal.setEnabled(self._can_seal)
        self.seal.setChecked(self._can_seal and self._wanted.get(self._way, by_mail))
        self._explain()

    def _explain(self) -> None:
        self.why.setText(
            package_words.sealing(
                self._way,
                self._receiver,
                sealed=self.seal.isChecked(),
                can_seal=self._can_seal,
            )
        )
        risky = self._way is Way.MAIL and not self.seal.isChecked()
        set_role(self.why, "missing" if risky or not self._can_seal else "caption")

    @Slot()
    def _choose(self) -> None:
        self._wanted[self._way] = self.seal.isChecked()
        self._explain()


def _box(words: str) -> QCheckBox:
    made = QCheckBox(words)
    made.setAccessibleName(words)
    return made
