"""The third step of the first start: which criteria sets, and where the unit lies."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from ntm_desktop.domain.criteria import CriteriaSet
from ntm_desktop.services.places import REGIONS
from ui.screens.first_start import columns
from ui.screens.first_start.offers import UnitChoice
from ui.screens.first_start.steps import Step
from ui.widgets.form_dialog import choice
from ui.widgets.labels import label


class PlaceStep(Step):
    """Asks for the sets to begin with; of a commune also its region, and its group if needed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sets: dict[str, QCheckBox] = {}
        self._grouped: frozenset[str] = frozenset()
        self._asks_place = False
        self._boxes = QVBoxLayout()
        self._boxes.setSpacing(4)
        self.region = choice({}, "")
        self.region.setAccessibleName("Vùng")
        self.region.setPlaceholderText("Chọn vùng của xã")
        self.group = choice({"": columns.GROUP_LATER}, "")
        self.group.setAccessibleName("Nhóm xã")
        self._region_words = label("Vùng", "heading")
        self._region_why = label(columns.REGION_WHY, "caption", wrap=True)
        self._group_words = label("Nhóm xã", "heading")
        self._group_why = label(columns.GROUP_WHY, "caption", wrap=True)
        for id_, words in REGIONS.items():
            self.region.addItem(words, id_)
        self.region.setCurrentIndex(-1)
        self.region.currentIndexChanged.connect(self.changed)
        self._lay_out()

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(label("Bộ tiêu chí dùng trước mắt", "heading"))
        layout.addLayout(self._boxes)
        layout.addSpacing(10)
        for part in (self._region_words, self.region, self._region_why):
            layout.addWidget(part)
        layout.addSpacing(10)
        for part in (self._group_words, self.group, self._group_why):
            layout.addWidget(part)
        layout.addStretch(1)

    @property
    def is_ready(self) -> bool:
        """Tell whether a set is ticked, and the region of a commune known."""
        return bool(self.chosen) and (not self._asks_place or self.region.currentIndex() >= 0)

    @property
    def start(self) -> QWidget:
        """Where the keyboard goes first."""
        return next(iter(self.sets.values()), self.region)

    @property
    def chosen(self) -> tuple[str, ...]:
        """The sets that were ticked, in the order people are shown them."""
        return tuple(id_ for id_, box in self.sets.items() if box.isChecked())

    @property
    def place(self) -> tuple[str, str]:
        """Region and group of a commune, "" where it is none or nobody said."""
        if not self._asks_place:
            return "", ""
        group = self.group.currentData() if self._needs_group else ""
        return self.region.currentData() or "", group

    def offer(
        self, sets: Sequence[CriteriaSet], begin_with: Sequence[str], *, asks_place: bool
    ) -> None:
        """Offer the sets of a role; only a commune is asked where it lies."""
        for box in self.sets.values():
            self._boxes.removeWidget(box)
            box.deleteLater()
        alone = len(sets) == 1
        self.sets = {one.id: self._box(one, ticked=alone or one.id in begin_with) for one in sets}
        self._grouped = frozenset(one.id for one in sets if one.groups)
        self._asks_place = asks_place
        self._offer_groups({each.id: each.name for one in sets for each in one.groups})
        self._show()

    def show_unit(self, unit: UnitChoice) -> None:
        """Begin with what the list says of the unit; another unit is asked anew."""
        self.region.setCurrentIndex(self.region.findData(unit.region))
        self.group.setCurrentIndex(max(0, self.group.findData(unit.group)))

    def _box(self, one: CriteriaSet, *, ticked: bool) -> QCheckBox:
        box = QCheckBox(columns.set_words(one))
        box.setAccessibleName(box.text())
        box.setChecked(ticked)
        box.toggled.connect(self._show)
        self._boxes.addWidget(box)
        return box

    def _offer_groups(self, names: Mapping[str, str]) -> None:
        self.group.clear()
        for id_, words in {"": columns.GROUP_LATER, **names}.items():
            self.group.addItem(words, id_)

    @property
    def _needs_group(self) -> bool:
        return not self._grouped.isdisjoint(self.chosen)

    @Slot()
    def _show(self) -> None:
        for part in (self._region_words, self.region, self._region_why):
            part.setVisible(self._asks_place)
        for part in (self._group_words, self.group, self._group_why):
            part.setVisible(self._asks_place and self._needs_group)
        self.changed.emit()
