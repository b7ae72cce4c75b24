"""The top of the window: which set, which year, and the search box."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSignalBlocker, Signal, Slot
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QWidget

from ntm_desktop.domain.assessment import Sheet
from ui.widgets.search_box import SearchBox


@dataclass(frozen=True, slots=True, kw_only=True)
class SetChoice:
    """A set that may be chosen, and the years it is in force."""

    id: str
    name: str
    first_year: int
    last_year: int


class TopBar(QFrame):
    """Chooses what is assessed."""

    chosen = Signal(str, int)
    """Set and year."""

    def __init__(
        self, sets: Sequence[SetChoice], sheet: Sheet, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("top")
        self._sets = {choice.id: choice for choice in sets}
        self.set = QComboBox()
        self.set.setAccessibleName("Bộ tiêu chí")
        self.set.setMinimumWidth(226)
        for choice in sets:
            self.set.addItem(choice.name, choice.id)
        self.set.setCurrentIndex(max(0, self.set.findData(sheet.criteria_set)))
        self.year = QComboBox()
        self.year.setAccessibleName("Năm")
        self._fill_years(sheet.year)
        self.search = SearchBox()
        self.search.setMinimumWidth(330)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(20, 8, 20, 9)
        layout.setSpacing(10)
        layout.addWidget(self.set)
        layout.addWidget(self.year)
        layout.addStretch(1)
        layout.addWidget(self.search)
        self.set.currentIndexChanged.connect(self._change_set)
        self.year.currentIndexChanged.connect(self._announce)

    def _fill_years(self, wanted: int) -> None:
        with QSignalBlocker(self.year):
            self.year.clear()
            choice = self._sets.get(self.set.currentData())
            if choice is None:
                return
            for year in range(choice.first_year, choice.last_year + 1):
                self.year.addItem(f"Năm {year}", year)
            kept = min(max(wanted, choice.first_year), choice.last_year)
            self.year.setCurrentIndex(self.year.findData(kept))

    @Slot()
    def _change_set(self) -> None:
        self._fill_years(self.year.currentData())
        self._announce()

    @Slot()
    def _announce(self) -> None:
        self.chosen.emit(self.set.currentData(), self.year.currentData())
