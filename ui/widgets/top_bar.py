"""The top of the window: which set, which year, and the search box."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSignalBlocker, Qt, Signal, Slot
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QWidget

from ntm_desktop.domain.assessment import Sheet
from ntm_desktop.domain.criteria import CriteriaSet, SetId
from ui.widgets.buttons import button
from ui.widgets.labels import label
from ui.widgets.search_box import SearchBox

_SET, _SEARCH = 226, 330
_SET_BESIDE, _SEARCH_BESIDE, _SUBJECT = 150, 150, 200
"""Narrower while a subject is named beside them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SetChoice:
    """A set that may be chosen, and the years it is in force."""

    id: str
    name: str
    first_year: int
    last_year: int

    @classmethod
    def of(cls, criteria: CriteriaSet, name: str) -> "SetChoice":
        """Offer a set under a short name."""
        return cls(
            id=criteria.id,
            name=name,
            first_year=criteria.first_year,
            last_year=criteria.last_year,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class SubjectChoice:
    """What to turn to besides the own unit: its name, sheet and sets."""

    name: str
    sheet: Sheet
    sets: tuple[SetChoice, ...]


class TopBar(QFrame):
    """Chooses what is assessed; names the subject that is open, with a way back to the unit."""

    chosen = Signal(str, int)
    """Set and year."""
    left = Signal()
    """Back from a subject to the unit."""

    def __init__(
        self, sets: Sequence[SetChoice], sheet: Sheet, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("top")
        self._own, self._unit = tuple(sets), sheet.unit
        self._sets = dict[str, SetChoice]()
        self.back = button("Về xã", icon="previous", hint="Quay về hồ sơ của xã (Alt+Left)")
        self.back.setShortcut("Alt+Left")
        self.back.clicked.connect(self.left)
        self.back.hide()
        self.subject = label("", "strong")
        self.subject.setMaximumWidth(_SUBJECT)
        self.subject.hide()
        self.set = QComboBox()
        self.set.setAccessibleName("Bộ tiêu chí")
        self.year = QComboBox()
        self.year.setAccessibleName("Năm")
        self.search = SearchBox()
        self.show_sets(sets, sheet)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(20, 8, 20, 9)
        layout.setSpacing(10)
        layout.addWidget(self.back)
        layout.addWidget(self.subject)
        layout.addWidget(self.set)
        layout.addWidget(self.year)
        layout.addStretch(1)
        layout.addWidget(self.search)
        self.set.currentIndexChanged.connect(self._change_set)
        self.year.currentIndexChanged.connect(self._announce)

    def show_sets(self, sets: Sequence[SetChoice], sheet: Sheet, subject: str = "") -> None:
        """Offer other sets, and name the subject they are for; none is the unit itself."""
        self._sets = {choice.id: choice for choice in sets}
        with QSignalBlocker(self.set):
            self.set.clear()
            for choice in sets:
                self.set.addItem(choice.name, choice.id)
            self.set.setCurrentIndex(max(0, self.set.findData(sheet.criteria_set)))
        self._fill_years(sheet.year)
        shown = self.subject.fontMetrics().elidedText(
            subject, Qt.TextElideMode.ElideRight, _SUBJECT
        )
        self.subject.setText(shown)
        self.subject.setToolTip(subject)
        self.subject.setAccessibleName(f"Đang mở: {subject}")
        for part in (self.back, self.subject):
            part.setVisible(bool(subject))
        self.set.setMinimumWidth(_SET_BESIDE if subject else _SET)
        self.search.setMinimumWidth(_SEARCH_BESIDE if subject else _SEARCH)

    def show_own_sets(self, sheet: Sheet) -> Sheet:
        """Offer the unit's sets again, and give its sheet in the first of them."""
        first = self._own[0]
        year = min(max(sheet.year, first.first_year), first.last_year)
        own = Sheet(self._unit, SetId(first.id), year)
        self.show_sets(self._own, own)
        return own

    def offer(self, sets: Sequence[SetChoice]) -> None:
        """Have other sets for the unit, from its next being shown on."""
        self._own = tuple(sets)

    def turn_to(self, set_id: str, year: str = "") -> None:
        """Turn to another set of what is open; to one that is not offered, nothing happens."""
        place = self.set.findData(set_id)
        if place >= 0:
            self.set.setCurrentIndex(place)
            wanted = self.year.findData(int(year)) if year else -1
            if wanted >= 0:
                self.year.setCurrentIndex(wanted)

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
