"""The second step of the first start: which unit, from which list, and whom it reports to."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QVBoxLayout,
    QWidget,
)

from ntm_desktop.services.office import Authority
from ntm_desktop.services.units import ListedUnit
from ui.screens.first_start import columns
from ui.screens.first_start.offers import Offer, UnitChoice, matching
from ui.screens.first_start.steps import Step
from ui.screens.first_start.typed_unit import TypedUnit
from ui.tasks import TaskRunner
from ui.widgets import choosing
from ui.widgets.buttons import button
from ui.widgets.labels import label

_LIST_HEIGHT = 96
ReadList = Callable[[Path], Sequence[ListedUnit]]


class UnitStep(Step):
    """Asks which unit, and whom it reports to."""

    listed = Signal(object)
    """Another list to choose from: (its file's name, its units), or None for the shipped ones."""
    refused = Signal(object)
    """A UserError: why a list was not taken."""

    def __init__(self, read: ReadList, tasks: TaskRunner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._read, self._tasks = read, tasks
        self._offer = Offer()
        self._shown: list[UnitChoice] = []
        self.heading = label("Đơn vị của bạn", "heading")
        self.filter = QLineEdit()
        self.filter.setPlaceholderText("Gõ vài chữ, không cần dấu, ví dụ “tan thanh”")
        self.filter.setAccessibleName("Tìm đơn vị")
        self.filter.setClearButtonEnabled(True)
        self.excel = button("Lấy từ Excel…", icon="open", hint=columns.EXCEL_HINT)
        self.list = QListWidget()
        self.list.setAccessibleName("Danh sách đơn vị")
        self.list.setMinimumHeight(_LIST_HEIGHT)
        self.source = label("", "caption", wrap=True)
        self.ready_made = button("Dùng danh sách có sẵn", role="link")
        self.by_hand = QCheckBox("Không có trong danh sách: tôi tự ghi mã và tên")
        self.by_hand.setAccessibleName(self.by_hand.text())
        self.own = TypedUnit("đơn vị")
        self.own.code.setPlaceholderText("ví dụ 06379")
        self.own.name.setPlaceholderText("ví dụ Xã Tân Thành")
        self.authority_words = label("Gửi hồ sơ về", "heading")
        self.authority = QComboBox()
        self.authority.setAccessibleName("Nơi nhận hồ sơ")
        self.authority.setPlaceholderText("Chọn nơi nhận hồ sơ")
        self.elsewhere = TypedUnit("nơi nhận hồ sơ")
        self.elsewhere.name.setPlaceholderText("ví dụ Tỉnh Lạng Sơn")
        self._lay_out()
        self._connect()
        self._toggle()

    def _connect(self) -> None:
        self.filter.textChanged.connect(self._filter)
        self.excel.clicked.connect(self._choose_file)
        self.ready_made.clicked.connect(lambda: self.listed.emit(None))
        self.list.currentRowChanged.connect(self._picked)
        self.by_hand.toggled.connect(self._toggle)
        self.authority.currentIndexChanged.connect(self._toggle)
        for typed in (self.own, self.elsewhere):
            typed.changed.connect(self.changed)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.addWidget(self.filter, 1)
        top.addWidget(self.excel)
        from_where = QHBoxLayout()
        from_where.addWidget(self.source, 1)
        from_where.addWidget(self.ready_made)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.heading)
        layout.addLayout(top)
        layout.addWidget(self.list, 1)
        layout.addLayout(from_where)
        layout.addWidget(self.by_hand)
        layout.addWidget(self.own)
        layout.addWidget(self.authority_words)
        layout.addWidget(self.authority)
        layout.addWidget(self.elsewhere)
        layout.addStretch(0)

    @property
    def is_ready(self) -> bool:
        """Tell whether a unit and its receiver are known."""
        return self.unit is not None and self.receiver is not None

    @property
    def start(self) -> QWidget:
        """Where the keyboard goes first."""
        return self.filter if self.filter.isEnabled() else self.own.code

    def offer(self, offer: Offer) -> None:
        """Offer units of a role, and the authorities they may report to."""
        self._offer = offer
        self.heading.setText(offer.heading)
        self.source.setText(offer.source)
        self.source.setVisible(bool(offer.source))
        self.ready_made.setVisible(bool(offer.source))
        self.authority.clear()
        for authority in offer.authorities:
            words = f"{authority.name} ({columns.LEVEL_WORDS.get(authority.level, '')})"
            self.authority.addItem(words, authority)
        self.authority.addItem(columns.ELSEWHERE)
        self._turn_to(offer.receiver)
        self.by_hand.setChecked(not offer.choices)
        self.filter.clear()
        self._filter()
        self._toggle()

    @property
    def unit(self) -> UnitChoice | None:
        """What was chosen or typed."""
        if self.by_hand.isChecked():
            return self._offer.typed(self.own.typed, self.own.level.currentData())
        row = self.list.currentRow()
        return self._shown[row] if 0 <= row < len(self._shown) else None

    @property
    def receiver(self) -> Authority | None:
        """Whom it reports to; who receives itself reports to nobody."""
        unit = self.unit
        if unit is not None and self._offer.receives:
            return Authority(code=unit.code, name=unit.name, level=unit.kind)
        found: Authority | None = self.authority.currentData()
        typed = self.elsewhere.typed if self._is_elsewhere else None
        if typed:
            level = self.elsewhere.level.currentData()
            return Authority(code=typed[0], name=typed[1], level=level)
        return found

    @property
    def _is_elsewhere(self) -> bool:
        return self.authority.currentIndex() == self.authority.count() - 1

    def _turn_to(self, receiver: Authority | None) -> None:
        names = [each.code for each in self._offer.authorities]
        known = receiver is not None and receiver.code in names
        self.authority.setCurrentIndex(names.index(receiver.code) if receiver and known else -1)

    @Slot()
    def _choose_file(self) -> None:
        file = choosing.file(self, "Chọn danh sách đơn vị", columns.EXCEL)
        if file is not None:
            self.read_file(file)

    def read_file(self, file: Path) -> None:
        """Take a list of units from a workbook, all or nothing."""
        read = self._read
        self._tasks.run(
            self,
            lambda: tuple(read(file)),
            done=lambda found: self.listed.emit((file.name, found)),
            failed=self.refused.emit,
        )

    @Slot()
    def _filter(self) -> None:
        self._shown = matching(self._offer.choices, self.filter.text())
        self.list.clear()
        self.list.addItems([choice.text for choice in self._shown])
        if len(self._shown) == 1:
            self.list.setCurrentRow(0)
        self.changed.emit()

    @Slot()
    def _picked(self) -> None:
        unit = self.unit
        if unit and unit.authority:
            self._turn_to(unit.authority)
        self.changed.emit()

    @Slot()
    def _toggle(self) -> None:
        own, sends = self.by_hand.isChecked(), not self._offer.receives
        self.own.setVisible(own)
        self.own.ask_level(wanted=self._offer.receives)
        self.filter.setEnabled(not own)
        self.list.setVisible(not own)
        for part in (self.authority, self.authority_words):
            part.setVisible(sends)
        self.elsewhere.setVisible(sends and self._is_elsewhere)
        self.changed.emit()
