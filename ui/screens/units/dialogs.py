"""What is said of a unit from a day on, and which unit goes on for another."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QLineEdit, QWidget

from ntm_desktop.services.places import REGIONS
from ntm_desktop.services.units import Unit
from ui.screens.units import columns
from ui.widgets.form_dialog import FormDialog, choice
from ui.widgets.labels import label

_AS_BEFORE = "(như trước)"
_DAY = "ngày/tháng/năm"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What was typed of a change; the day as typed."""

    since: str
    name: str
    region: str
    group: str
    decision: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Merger:
    """What was typed of a merger: codes, and the decision with its day as typed."""

    old: str
    new: str
    decision: str
    day: str


class ChangeDialog(FormDialog):
    """Asks what a unit is called, where it lies and its group from a day on."""

    def __init__(
        self, unit: Unit, groups: Mapping[str, str], parent: QWidget | None = None
    ) -> None:
        super().__init__(f"Đổi tên, vùng, nhóm: {unit.name}", "Ghi nhận", parent)
        self.name, self.since, self.decision = QLineEdit(), QLineEdit(), QLineEdit()
        self.name.setPlaceholderText(unit.name)
        self.since.setPlaceholderText(_DAY)
        self.decision.setPlaceholderText("ví dụ 1672/NQ-UBTVQH15")
        self.region = choice({"": _AS_BEFORE, **REGIONS}, "")
        self.group = choice({"": _AS_BEFORE, **groups}, "")
        for words, part in (
            ("Tên mới", self.name),
            ("Vùng", self.region),
            ("Nhóm xã (2026-2030)", self.group),
            ("Từ ngày", self.since),
            ("Theo văn bản", self.decision),
        ):
            self.add(words, part)
        self.form.addRow(label(columns.CHANGED, "secondary", wrap=True))
        self.name.setFocus()

    @Slot()
    def hand_on(self) -> None:
        """Give what was typed to whoever saves it."""
        self.save.setEnabled(False)
        self.saved.emit(
            Change(
                since=self.since.text(),
                name=self.name.text(),
                region=self.region.currentData(),
                group=self.group.currentData(),
                decision=self.decision.text(),
            )
        )


class MergeDialog(FormDialog):
    """Asks which unit was merged into which."""

    def __init__(self, old: Unit, others: Sequence[Unit], parent: QWidget | None = None) -> None:
        super().__init__(f"Sáp nhập: {old.name}", "Ghi nhận sáp nhập", parent)
        self._old = old.code
        self.new = choice({each.code: f"{each.name} ({each.code})" for each in others}, "")
        self.decision, self.day = QLineEdit(), QLineEdit()
        self.day.setPlaceholderText(_DAY)
        self.add("Nhập vào", self.new)
        self.add("Theo văn bản", self.decision)
        self.add("Ngày văn bản", self.day)
        self.form.addRow(label(columns.MERGED, "secondary", wrap=True))

    @Slot()
    def hand_on(self) -> None:
        """Give what was typed to whoever saves it."""
        self.save.setEnabled(False)
        self.saved.emit(
            Merger(
                old=self._old,
                new=self.new.currentData() or "",
                decision=self.decision.text(),
                day=self.day.text(),
            )
        )
