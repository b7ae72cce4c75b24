"""The right side: one conflict, its values side by side, the reason, and a button per value."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from ntm_desktop.services.conflicts import Conflict
from ui.screens.conflicts import columns
from ui.screens.conflicts.value_card import ValueCard
from ui.widgets.buttons import button
from ui.widgets.card import Card
from ui.widgets.fitting_area import FittingArea
from ui.widgets.labels import label

_ACROSS = 2


class ConflictDetail(QWidget):
    """Shows a conflict and takes the decision; what was typed stays until it is used."""

    decided = Signal(str, str, str)
    """The conflict's id, the letter taken and the reason."""
    history_asked = Signal(object)
    """The Conflict whose record it is about."""
    place_asked = Signal(object)
    """The Conflict whose record is to be opened where it is entered."""

    def __init__(self, own_unit: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._own_unit = own_unit
        self.conflict: Conflict | None = None
        self.cards: list[ValueCard] = []
        self.buttons: list[QPushButton] = []
        self.name = label("", "heading", wrap=True)
        self.field = label("", "caption", wrap=True)
        self.open = button("Mở chỉ tiêu", role="link")
        self.open.clicked.connect(self._ask_place)
        self.history = button("Lịch sử", role="link")
        self.history.clicked.connect(self._ask_history)
        self.reason = QLineEdit()
        self.reason.setAccessibleName(columns.REASON)
        self.reason.setPlaceholderText(columns.REASON_HINT)
        self.reason.textChanged.connect(self._allow)
        self.caption = label(columns.REASON, "strong")
        self.caption.setBuddy(self.reason)
        self.others = label("", wrap=True)
        self.grid = QGridLayout()
        self.takes = QGridLayout()
        self._lay_out()

    def _lay_out(self) -> None:
        for grid in (self.grid, self.takes):
            grid.setSpacing(12)
            for column in range(_ACROSS):
                grid.setColumnStretch(column, 1)
        place = QHBoxLayout()
        place.setSpacing(8)
        place.addWidget(self.field, 1)
        place.addWidget(self.history)
        place.addWidget(self.open)
        told = QVBoxLayout()
        told.setContentsMargins(0, 0, 4, 0)
        told.setSpacing(8)
        told.addWidget(self.name)
        told.addLayout(place)
        told.addLayout(self.grid)
        self.area = FittingArea(told, "Các giá trị")
        self.choosing = Card()
        self.choosing.body.addWidget(self.caption)
        self.choosing.body.addWidget(self.reason)
        self.choosing.body.addLayout(self.takes)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        layout.addWidget(self.area, 1)
        layout.addWidget(self.choosing)
        layout.addWidget(self.others)
        layout.addStretch(0)

    @property
    def typed(self) -> str:
        """The reason as far as it is typed."""
        return self.reason.text().strip()

    def show_conflict(self, conflict: Conflict, *, can_open: bool) -> None:
        """Show a conflict; the reason stays where it is the one that was shown."""
        if self.conflict is None or self.conflict.record != conflict.record:
            self.reason.clear()
        self.open.setVisible(can_open)
        if conflict == self.conflict:
            return
        if self.conflict is None or self.conflict.id != conflict.id:
            self.area.verticalScrollBar().setValue(0)
        self.conflict = conflict
        self.name.setText(conflict.name)
        self.field.setText(columns.place(conflict, self._own_unit))
        self.others.setText("" if conflict.may_decide else columns.not_ours(conflict))
        self.others.setVisible(not conflict.may_decide)
        self.choosing.setVisible(conflict.may_decide)
        self._show_values(conflict)
        self._allow()

    def freeze(self, *, frozen: bool) -> None:
        """Take no further decision while one is being written."""
        for each in self.buttons:
            each.setEnabled(not frozen and bool(self.typed))
        self.reason.setReadOnly(frozen)

    def _show_values(self, conflict: Conflict) -> None:
        for old in (*self.cards, *self.buttons):
            old.hide()
            old.deleteLater()
        self.cards = [ValueCard(value) for value in conflict.values]
        self.buttons = [button(columns.take(value), role="main") for value in conflict.values]
        for place, card in enumerate(self.cards):
            self.grid.addWidget(card, place // _ACROSS, place % _ACROSS)
        before: QWidget = self.reason
        for place, take in enumerate(self.buttons):
            value = conflict.values[place]
            take.setAccessibleName(f"{columns.take(value)}: {value.words}")
            take.clicked.connect(lambda _=False, label=value.label: self._decide(label))
            self.takes.addWidget(take, place // _ACROSS, place % _ACROSS)
            QWidget.setTabOrder(before, take)
            before = take

    @Slot()
    def _allow(self) -> None:
        for each in self.buttons:
            each.setEnabled(bool(self.typed))
            each.setToolTip("" if self.typed else columns.REASON_FIRST)

    def _decide(self, letter: str) -> None:
        if self.conflict is not None and self.typed:
            self.decided.emit(self.conflict.id, letter, self.typed)

    @Slot()
    def _ask_history(self) -> None:
        if self.conflict is not None:
            self.history_asked.emit(self.conflict)

    @Slot()
    def _ask_place(self) -> None:
        if self.conflict is not None:
            self.place_asked.emit(self.conflict)
