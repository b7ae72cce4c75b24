"""Thresholds (mức đạt chuẩn): from the set, or as an office entered them from a decision."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from ntm_desktop.domain.answer import spelled_numbers
from ntm_desktop.domain.criteria import (
    Comparison,
    Indicator,
    IndicatorCode,
    Named,
    Part,
    Relative,
    Rule,
    Scale,
    SetId,
)
from ntm_desktop.domain.text import (
    date_for_people,
    number_for_people,
    number_spelling,
    spelled_number,
)

UNKNOWN = "Chưa có mức quy định để so sánh"
NO_GROUP = "Chưa biết xã thuộc nhóm nào nên chưa có mức để so sánh"
"""Is mended where the unit is described, all others where figures are entered."""
NO_BASE = "Chưa có mức của chỉ tiêu {} để tính mức này"
_NONE: Mapping[str, Decimal] = MappingProxyType({})
_NO_REFERENCES: "Mapping[tuple[SetId, IndicatorCode], Threshold]" = MappingProxyType({})
WORDS = {
    Comparison.AT_LEAST: "từ {} trở lên",
    Comparison.AT_MOST: "không quá {}",
    Comparison.EQUAL: "đúng {}",
    Comparison.ABOVE: "trên {}",
    Comparison.BELOW: "dưới {}",
}


@dataclass(frozen=True, slots=True)
class FileOf:
    """The office whose signed file a figure was taken from."""

    unit: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """What an office entered for one indicator; nothing stated for a year or part is no statement.

    `level` is for a scale; `confirmed` says that the decision details a yes/no, or confirms what
    the set has. `decision` is the number of the document, `date` its ISO date.
    """

    value: Decimal | None = None
    level: str = ""
    confirmed: bool = False
    by_year: Mapping[str, Decimal] = field(default_factory=lambda: _NONE)
    by_group: Mapping[str, Decimal] = field(default_factory=lambda: _NONE)
    parts: Mapping[str, Decimal] = field(default_factory=lambda: _NONE)
    decision: str = ""
    date: str = ""
    file_of: FileOf | None = None

    def limit(self, year: int, group: str = "") -> Decimal | None:
        """Give what it states for a year and a group of communes."""
        return self.by_year.get(str(year), self.by_group.get(group, self.value))

    @property
    def is_empty(self) -> bool:
        """Tell whether it states nothing at all."""
        stated = (self.level, self.confirmed, self.by_year, self.by_group, self.parts)
        return self.value is None and not any(stated)

    @property
    def source(self) -> str:
        """Name the decision it was taken from."""
        return f"{self.decision} ngày {date_for_people(self.date)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Threshold:
    """What a value is held against in one year: the limit (None: unknown) and how sure it is.

    `scale` goes with a level, `options` with a choice. `office` says whose entered figure it is
    ("" when it comes from the set itself). `unknown` says why there is no limit, `computed` how
    the limit was found.
    """

    comparison: Comparison | None
    limit: Decimal | None
    unit: str
    checked: bool
    source: str | None
    office: str = ""
    scale: Scale | None = None
    options: tuple[Named, ...] = ()
    unknown: str = UNKNOWN
    computed: str = ""

    @property
    def lacks_group(self) -> bool:
        """Tell whether the limit is unknown because nobody said which group the commune is in."""
        return self.limit is None and self.unknown == NO_GROUP

    @property
    def text(self) -> str:
        """Word the requirement for people."""
        if self.scale is not None:
            wanted = self.scale.level
            return f"“{wanted}”" + ("" if wanted == self.scale.levels[-1] else " trở lên")
        if self.comparison is None:
            return "Đạt"
        if self.limit is None:
            return "Chưa có mức quy định"
        return WORDS[self.comparison].format(f"{number_for_people(self.limit)} {self.unit}")


Entered = tuple[str, Figure]
"""Whose figure it is (the office's code), and the figure."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Where:
    """What thresholds depend on: the year, and the region and group of the unit ("": not known).

    `references` are thresholds that relative rules refer to, by set and code.
    """

    year: int
    region: str = ""
    group: str = ""
    references: Mapping[tuple[SetId, IndicatorCode], Threshold] = field(
        default_factory=lambda: _NO_REFERENCES
    )


def threshold(
    indicator: Indicator,
    where: Where,
    *,
    entered: Entered | None = None,
    part: Part | None = None,
) -> Threshold:
    """Find what an indicator (or one of its parts) asks for; an entered figure wins."""
    rule = part.rule if part else indicator.rule
    limit = rule.limit(year=where.year, region=where.region, group=where.group) if rule else None
    found = Threshold(
        comparison=rule.comparison if rule else None,
        limit=limit,
        unit=part.unit if part else indicator.unit,
        checked=indicator.checked,
        source=indicator.source,
        scale=None if part else indicator.scale,
        options=() if part else indicator.options,
    )
    if rule is not None and rule.relative is not None:
        base = where.references.get((rule.relative.set_id, rule.relative.code))
        found = _computed(found, rule.relative, base)
    elif rule is not None and not where.group and _by_group(rule, entered, part):
        found = replace(found, unknown=NO_GROUP)
    return (entered and _stated(found, entered, where, part)) or found


def _by_group(rule: Rule, entered: Entered | None, part: Part | None) -> bool:
    """Tell whether the limit goes by group: in the set, or as an office stated it."""
    return rule.by_group is not None or (
        part is None and entered is not None and bool(entered[1].by_group)
    )


def _stated(
    found: Threshold, entered: Entered, where: Where, part: Part | None
) -> Threshold | None:
    """Give what an office stated; None where it says nothing of this."""
    office, figure = entered
    sure = replace(found, checked=True, source=figure.source, office=office)
    if found.comparison is not None:
        limit = figure.parts.get(part.id) if part else figure.limit(where.year, where.group)
        if limit is not None:
            return replace(sure, limit=limit, computed="")
    elif found.scale is not None and figure.level in found.scale.levels:
        return replace(sure, scale=replace(found.scale, level=figure.level))
    confirms = figure.confirmed and (found.comparison is None or found.limit is not None)
    return sure if confirms else None


def _computed(found: Threshold, relative: Relative, base: Threshold | None) -> Threshold:
    """Compute a limit from another's; never surer than that one, unknown if it is."""
    if base is None or base.limit is None:
        return replace(found, limit=None, unknown=NO_BASE.format(relative.code))
    times, of = number_for_people(relative.factor), number_for_people(base.limit)
    return replace(
        found,
        limit=relative.factor * base.limit,
        checked=found.checked and base.checked,
        computed=f"{times} lần mức {of} {base.unit} của chỉ tiêu {relative.code}",
    )


def figure_field(figure: Figure) -> dict[str, Any]:
    """Write a figure as the one field of its record."""
    content: dict[str, Any] = {"decision": figure.decision, "date": figure.date}
    if figure.value is not None:
        content["value"] = number_spelling(figure.value)
    if figure.level:
        content["level"] = figure.level
    if figure.confirmed:
        content["confirmed"] = True
    for name in ("by_year", "by_group", "parts"):
        limits: Mapping[str, Decimal] = getattr(figure, name)
        if limits:
            content[name] = {id_: number_spelling(limit) for id_, limit in limits.items()}
    if figure.file_of is not None:
        content["file_of"] = {"unit": figure.file_of.unit, "name": figure.file_of.name}
    return content


def read_figure(content: Any) -> Figure | None:
    """Read a figure as `figure_field` wrote it; what is of another form is passed over."""
    if not isinstance(content, dict):
        return None
    decision, date, level = (content.get(name) for name in ("decision", "date", "level"))
    return Figure(
        value=spelled_number(content.get("value")),
        level=level if isinstance(level, str) else "",
        confirmed=content.get("confirmed") is True,
        by_year=spelled_numbers(content.get("by_year")),
        by_group=spelled_numbers(content.get("by_group")),
        parts=spelled_numbers(content.get("parts")),
        decision=decision if isinstance(decision, str) else "",
        date=date if isinstance(date, str) else "",
        file_of=_file_of(content.get("file_of")),
    )


def _file_of(content: Any) -> FileOf | None:
    match content:
        case {"unit": str(unit), "name": str(name)}:
            return FileOf(unit, name)
    return None
