"""The fields of what can be stated of an indicator: numbers, a level, or that it was checked."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QGridLayout, QHBoxLayout, QLineEdit, QWidget

from ntm_desktop.domain.criteria import Indicator, Named
from ntm_desktop.domain.standing import IndicatorStanding
from ntm_desktop.domain.text import number_for_people
from ntm_desktop.domain.threshold import WORDS, Figure, Threshold
from ntm_desktop.services.thresholds import Statement
from ui.widgets.labels import label

_CONFIRMS = "Đã đối chiếu nội dung với quyết định ghi dưới đây"
_LEVEL = "Bậc phải đạt"
_AS_SET = "(như trong bộ tiêu chí)"


@dataclass(frozen=True, slots=True)
class _Number:
    """One number to be stated: of a part, of a group of communes, or of the whole."""

    name: str
    threshold: Threshold
    field: QLineEdit
    part: str | None = None
    group: str = ""


class ThresholdFields:
    """What an officer fills in for one indicator, below each other in a grid."""

    def __init__(
        self, standing: IndicatorStanding, known: Figure, groups: Sequence[Named] = ()
    ) -> None:
        self._indicator, self._known = standing.indicator, known
        self._numbers = list(_numbers(standing, known, groups))
        self.values = {each.part: each.field for each in self._numbers if not each.group}
        self.by_group = {each.group: each.field for each in self._numbers if each.group}
        self.level = _level(standing, known) if standing.indicator.scale else None
        self.confirmed: QCheckBox | None = None
        if _is_confirmed_in_words(self._indicator):
            self.confirmed = QCheckBox(_CONFIRMS)
            self.confirmed.setAccessibleName(_CONFIRMS)
            self.confirmed.setChecked(known.confirmed)

    @property
    def first(self) -> QWidget:
        """Give the field to begin with."""
        numbers = [each.field for each in self._numbers]
        return next(each for each in (self.confirmed, self.level, *numbers) if each is not None)

    def fill(self, grid: QGridLayout) -> None:
        """Put the fields below what is in a grid."""
        if self.confirmed is not None:
            grid.addWidget(self.confirmed, grid.rowCount(), 0, 1, 2)
        if self.level is not None:
            row = grid.rowCount()
            grid.addWidget(label(_LEVEL), row, 0)
            grid.addWidget(self.level, row, 1)
        for each in self._numbers:
            row = grid.rowCount()
            grid.addWidget(label(each.name, wrap=True), row, 0)
            grid.addLayout(_with_unit(each), row, 1)

    def statements(self, decision: str, date: str, year: int) -> Iterator[Statement]:
        """Say what was filled in, on the strength of a decision."""

        def stated(value: str = "", part: str | None = None, group: str = "") -> Statement:
            return Statement(
                value=value, decision=decision, date=date, year=year, part=part, group=group
            )

        if self.confirmed is not None and self.confirmed.isChecked() != self._known.confirmed:
            yield Statement(
                value="",
                decision=decision,
                date=date,
                year=year,
                confirmed=self.confirmed.isChecked(),
            )
        if self.level is not None:
            yield stated(self.level.currentData())
        for each in self._numbers:
            yield stated(each.field.text(), each.part, each.group)


def _is_confirmed_in_words(indicator: Indicator) -> bool:
    """Tell whether the demand has no figure of its own, so that it is confirmed by a tick."""
    rule = indicator.rule
    return (rule is None and indicator.scale is None) or bool(rule and rule.relative)


def _numbers(
    standing: IndicatorStanding, known: Figure, groups: Sequence[Named]
) -> Iterator[_Number]:
    judged, rule = standing.judgement, standing.indicator.rule
    if rule is not None and rule.by_group is not None:
        for one in groups:
            limit = known.by_group.get(one.id, rule.by_group.get(one.id))
            words = f"Mức cho {one.name.partition(':')[0].lower()}"
            field = _field(words, None if limit is None else number_for_people(limit))
            yield _Number(words, judged.threshold, field, group=one.id)
    elif rule is not None:
        limit = known.value if rule.relative else judged.threshold.limit
        field = _field("Mức đạt", None if limit is None else number_for_people(limit))
        yield _Number("Mức đạt", judged.threshold, field)
    for part in judged.parts:
        limit = part.threshold.limit
        field = _field(part.name, None if limit is None else number_for_people(limit))
        yield _Number(part.name, part.threshold, field, part.id)


def _field(name: str, text: str | None) -> QLineEdit:
    made = QLineEdit(text or "")
    made.setAccessibleName(name)
    made.setFixedWidth(110)
    made.setAlignment(Qt.AlignmentFlag.AlignRight)
    return made


def _level(standing: IndicatorStanding, known: Figure) -> QComboBox:
    made = QComboBox()
    made.setAccessibleName(_LEVEL)
    made.addItem(_AS_SET, "")
    scale = standing.indicator.scale
    for level in scale.levels if scale else ():
        made.addItem(level, level)
    made.setCurrentIndex(max(0, made.findData(known.level)))
    return made


def _with_unit(number: _Number) -> QHBoxLayout:
    comparison = number.threshold.comparison
    before, _, after = WORDS[comparison].partition("{}") if comparison else ("", "", "")
    row = QHBoxLayout()
    row.addWidget(label(before.strip(), "caption"))
    row.addWidget(number.field)
    row.addWidget(label(f"{number.threshold.unit} {after.strip()}".strip(), "caption"))
    row.addStretch(1)
    return row
