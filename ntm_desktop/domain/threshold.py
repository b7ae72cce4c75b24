"""Thresholds (mức đạt chuẩn): from the set, or as an office entered them from a decision."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from ntm_desktop.domain.answer import spelled_numbers
from ntm_desktop.domain.criteria import Comparison, Indicator, Part, Rule
from ntm_desktop.domain.text import (
    date_for_people,
    number_for_people,
    number_spelling,
    spelled_number,
)

_NONE: Mapping[str, Decimal] = MappingProxyType({})
WORDS = {
    Comparison.AT_LEAST: "từ {} trở lên",
    Comparison.AT_MOST: "không quá {}",
    Comparison.EQUAL: "đúng {}",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """What an office entered for one indicator; nothing stated for a year or part is no statement.

    `decision` is the number of the document, `date` its ISO date.
    """

    value: Decimal | None = None
    by_year: Mapping[str, Decimal] = field(default_factory=lambda: _NONE)
    parts: Mapping[str, Decimal] = field(default_factory=lambda: _NONE)
    decision: str = ""
    date: str = ""

    def limit(self, year: int) -> Decimal | None:
        """Give what it states for a year."""
        return self.by_year.get(str(year), self.value)

    @property
    def source(self) -> str:
        """Name the decision it was taken from."""
        return f"{self.decision} ngày {date_for_people(self.date)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Threshold:
    """What a value is held against in one year: the limit (None: unknown) and how sure it is.

    `office` says whose entered figure it is ("" when it comes from the set itself).
    """

    comparison: Comparison | None
    limit: Decimal | None
    unit: str
    checked: bool
    source: str | None
    office: str = ""

    @property
    def text(self) -> str:
        """Word the requirement for people."""
        if self.comparison is None:
            return "Đạt"
        if self.limit is None:
            return "Chưa có mức quy định"
        return WORDS[self.comparison].format(f"{number_for_people(self.limit)} {self.unit}")


Entered = tuple[str, Figure]
"""Whose figure it is (the office's code), and the figure."""


def threshold(
    indicator: Indicator,
    *,
    year: int,
    region: str,
    entered: Entered | None = None,
    part: Part | None = None,
) -> Threshold:
    """Find what an indicator (or one of its parts) asks for; an entered figure wins."""
    rule = part.rule if part else indicator.rule
    unit = part.unit if part else indicator.unit
    if rule is None:
        return Threshold(
            comparison=None,
            limit=None,
            unit=unit,
            checked=indicator.checked,
            source=indicator.source,
        )
    if entered is not None:
        office, figure = entered
        limit = figure.parts.get(part.id) if part else figure.limit(year)
        if limit is not None:
            return _entered(rule, limit, unit, office, figure)
    return Threshold(
        comparison=rule.comparison,
        limit=rule.limit(year=year, region=region),
        unit=unit,
        checked=indicator.checked,
        source=indicator.source,
    )


def _entered(rule: Rule, limit: Decimal, unit: str, office: str, figure: Figure) -> Threshold:
    return Threshold(
        comparison=rule.comparison,
        limit=limit,
        unit=unit,
        checked=True,
        source=figure.source,
        office=office,
    )


def figure_field(figure: Figure) -> dict[str, Any]:
    """Write a figure as the one field of its record."""
    content: dict[str, Any] = {"decision": figure.decision, "date": figure.date}
    if figure.value is not None:
        content["value"] = number_spelling(figure.value)
    for name, limits in (("by_year", figure.by_year), ("parts", figure.parts)):
        if limits:
            content[name] = {id_: number_spelling(limit) for id_, limit in limits.items()}
    return content


def read_figure(content: Any) -> Figure | None:
    """Read a figure as `figure_field` wrote it; what is of another form is passed over."""
    if not isinstance(content, dict):
        return None
    decision, date = (content.get(name) for name in ("decision", "date"))
    return Figure(
        value=spelled_number(content.get("value")),
        by_year=spelled_numbers(content.get("by_year")),
        parts=spelled_numbers(content.get("parts")),
        decision=decision if isinstance(decision, str) else "",
        date=date if isinstance(date, str) else "",
    )
