"""The pages of the first start, and what an answer on one means for the others."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QStackedWidget, QWidget

from ntm_desktop.domain.criteria import CriteriaSet
from ntm_desktop.domain.ownership import Role
from ntm_desktop.services.catalogue import (
    DEFAULT_SETS,
    Catalogue,
    UnitList,
    agencies,
    unit_lists,
)
from ntm_desktop.services.office_sets import sets_of
from ntm_desktop.services.recovery import keys_in_image
from ntm_desktop.services.setup import Setup, Unit
from ntm_desktop.services.unit_files import read_list
from ntm_desktop.services.units import ListedUnit
from ui.screen import scrolling
from ui.screens.first_start.key_step import KeyStep, SheetStep
from ui.screens.first_start.offers import UnitChoice, listed_offer, shipped_offer
from ui.screens.first_start.place_step import PlaceStep
from ui.screens.first_start.steps import RoleStep, Step
from ui.screens.first_start.unit_step import UnitStep
from ui.tasks import TaskRunner

OwnList = tuple[str, Sequence[ListedUnit]]
"""The name of a file, and the units in it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shipped:
    """What the program brings to choose from."""

    lists: tuple[UnitList, ...]
    agencies: dict[str, str]
    sets: Sequence[CriteriaSet]
    groups: dict[str, str]

    @classmethod
    def read(cls) -> "Shipped":
        """Read it; nothing is kept, since no data folder is set up yet."""
        catalogue = Catalogue()
        return cls(
            lists=tuple(unit_lists()),
            agencies=agencies(),
            sets=catalogue.sets(),
            groups=dict(catalogue.groups()),
        )


class Pages(QStackedWidget):
    """Asks page by page; the last page offers the recovery sheet once all is set up."""

    changed = Signal()
    list_taken = Signal()
    list_refused = Signal(object)
    """A UserError."""

    def __init__(self, tasks: TaskRunner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.shipped: Shipped | None = None
        self._own_list: OwnList | None = None
        self._placed: UnitChoice | None = None
        self.role_step, self.place_step = RoleStep(), PlaceStep()
        self.unit_step = UnitStep(self._read_list, tasks)
        self.key_step = KeyStep(keys_in_image, tasks)
        self.sheet_step = SheetStep()
        self._all: tuple[Step, ...] = (
            self.role_step,
            self.unit_step,
            self.place_step,
            self.key_step,
            self.sheet_step,
        )
        for step in self._all:
            self.addWidget(scrolling(step))
            step.changed.connect(self.changed)
        self.role_step.changed.connect(self._choose_role)
        self.unit_step.listed.connect(self._take_list)
        self.unit_step.refused.connect(self.list_refused)

    @property
    def is_ready(self) -> bool:
        """Tell whether the page in front is answered."""
        return self.shipped is not None and self._all[self.currentIndex()].is_ready

    @property
    def is_last(self) -> bool:
        """Tell whether nothing is asked any more."""
        return self.currentIndex() == self.count() - 1

    def turn_to(self, number: int) -> None:
        """Show a page, the keyboard where it begins."""
        self.setCurrentIndex(number)
        page = self._all[number]
        if page is self.place_step:
            self._place()
        page.start.setFocus(Qt.FocusReason.OtherFocusReason)

    def take_shipped(self, shipped: Shipped) -> None:
        """Have something to choose from."""
        self.shipped = shipped
        self._choose_role()
        self.changed.emit()

    def setup(self) -> Setup | None:
        """Give what was answered, once all is."""
        role, unit = self.role_step.role, self.unit_step.unit
        passphrase, receiver = self.key_step.passphrase, self.unit_step.receiver
        if role is None or unit is None or passphrase is None or receiver is None:
            return None
        region, group = self.place_step.place
        return Setup(
            role=role,
            unit=Unit(code=unit.code, name=unit.name, kind=unit.kind, region=region, group=group),
            authority=receiver,
            passphrase=passphrase,
            sets=self.place_step.chosen,
            key_file=self.key_step.key_file,
            recovered=self.key_step.recovered,
            author=self.key_step.author.text(),
            listed=tuple(self._own_list[1]) if self._own_list else (),
        )

    def _read_list(self, file: Path) -> Sequence[ListedUnit]:
        return read_list(file, self.shipped.groups if self.shipped else None)

    @Slot(object)
    def _take_list(self, own: OwnList | None) -> None:
        """Offer the office's own list, or the shipped ones again."""
        self._own_list = own
        self._offer_units()
        self.list_taken.emit()

    @Slot()
    def _choose_role(self) -> None:
        role, shipped = self.role_step.role, self.shipped
        if role is None or shipped is None:
            return
        self._offer_units()
        self._placed = None

    def _offer_units(self) -> None:
        role, shipped = self.role_step.role, self.shipped
        if role is None or shipped is None:
            return
        if self._own_list is None:
            self.unit_step.offer(shipped_offer(role, shipped.lists, shipped.agencies))
        else:
            self.unit_step.offer(listed_offer(role, shipped.lists, *self._own_list))

    def _place(self) -> None:
        """Begin with what the list says of the unit; what was chosen for the same one stays."""
        role, unit, shipped = self.role_step.role, self.unit_step.unit, self.shipped
        if role is None or unit is None or shipped is None or unit == self._placed:
            return
        sets = sets_of(role, unit.kind, shipped.sets)
        if [one.id for one in sets] != [*self.place_step.sets]:
            self.place_step.offer(sets, DEFAULT_SETS, asks_place=role is Role.COMMUNE)
        self._placed = unit
        self.place_step.show_unit(unit)
