"""The set of criteria (bộ tiêu chí) that a subject is measured against."""

import operator
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from typing import NewType

SetId = NewType("SetId", str)
IndicatorCode = NewType("IndicatorCode", str)


class Kind(StrEnum):
    """What an answer to an indicator looks like."""

    YES_NO = "yes_no"
    PERCENT = "percent"
    NUMBER = "number"
    MONEY = "money"
    LEVEL = "level"

    @property
    def is_numeric(self) -> bool:
        """Tell whether the answer is a number."""
        return self not in (Kind.YES_NO, Kind.LEVEL)


class Comparison(StrEnum):
    """How a measured value is held against the threshold."""

    AT_LEAST = ">="
    AT_MOST = "<="
    EQUAL = "=="
    ABOVE = ">"
    BELOW = "<"

    def holds(self, value: Decimal, limit: Decimal) -> bool:
        """Hold a value against a limit."""
        return _HOLDS[self](value, limit)


_HOLDS: Mapping[Comparison, Callable[[Decimal, Decimal], bool]] = {
    Comparison.AT_LEAST: operator.ge,
    Comparison.AT_MOST: operator.le,
    Comparison.EQUAL: operator.eq,
    Comparison.ABOVE: operator.gt,
    Comparison.BELOW: operator.lt,
}
Limits = Mapping[str, Decimal | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Relative:
    """A limit computed from another indicator's: so many times what that one asks for."""

    set_id: SetId
    code: IndicatorCode
    factor: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """What a value is compared with; a limit of None is unknown, never zero.

    `by_year` (years as text), `by_group` (groups of communes, as the set names them) and
    `by_region` (codes such as TDMNPB, or "other") win over `value`; so does `relative`.
    """

    comparison: Comparison
    value: Decimal | None = None
    by_year: Limits | None = None
    by_region: Limits | None = None
    by_group: Limits | None = None
    relative: Relative | None = None

    def limit(self, *, year: int, region: str, group: str = "") -> Decimal | None:
        """Give the limit for a year, a region and a group; None where nobody has stated one."""
        if self.by_year is not None:
            return self.by_year.get(str(year))
        if self.by_group is not None:
            return self.by_group.get(group)
        if self.by_region is not None:
            # A region that is not known is not one of the others.
            return self.by_region.get(region, self.by_region.get("other") if region else None)
        return None if self.relative else self.value


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """A scale of levels (thang bậc), the lowest first, and the one that has to be reached."""

    levels: tuple[str, ...]
    level: str

    def reaches(self, level: str, wanted: str) -> bool:
        """Tell whether a level is the wanted one or above; both are on the scale."""
        return self.levels.index(level) >= self.levels.index(wanted)


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """Something of a set that has an id and a name: an option, a group of communes."""

    id: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A further condition of an indicator (trong đó …) with an input of its own."""

    id: str
    name: str
    kind: Kind
    unit: str
    rule: Rule


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A document that usually proves an indicator (giấy tờ cần có)."""

    id: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """One measurable requirement (chỉ tiêu); `rule` is None where the answer is no number.

    `scale` goes with a level; `options` are what is chosen from where the number counts them.
    A condition beyond the criteria is one too: its code is dk.1, dk.2 …, its `id` a word.
    `checked`: somebody compared the figures with the text of the decree.
    """

    code: IndicatorCode
    name: str
    kind: Kind
    unit: str
    rule: Rule | None
    if_any: bool = False
    content_by_province: bool = False
    scale: Scale | None = None
    options: tuple[Named, ...] = ()
    parts: tuple[Part, ...] = ()
    papers: tuple[Paper, ...] = ()
    agency: str = ""
    checked: bool = False
    source: str | None = None
    id: str = ""

    def part(self, id_: str) -> Part | None:
        """Find one of its parts."""
        return next((part for part in self.parts if part.id == id_), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    """One numbered criterion (tiêu chí) and what it asks for; `key` counts for withdrawal."""

    order: int
    name: str
    group: str = ""
    key: bool = False
    indicators: tuple[Indicator, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LegalBasis:
    """A document a set rests on (căn cứ); the date is ISO, "" where it is not known."""

    number: str
    date: str
    issuer: str
    title: str


class Status(StrEnum):
    """How much of the official text a set holds."""

    OFFICIAL_STRUCTURE = "official_structure"
    TEMPLATE = "template"
    STRUCTURE_ONLY = "structure_only"


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How many criteria and indicators the decree has."""

    criteria: int
    indicators: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """The office (name and code) that made this version of a set, and the day (ISO)."""

    office: str
    on: str


@dataclass(frozen=True, kw_only=True)
class CriteriaSet:
    """A published set of criteria, the years it is in force, and a digest of its content.

    `subject` is commune, district, village, residential_area or garden; `tier` standard,
    advanced, exemplary, smart or model. `requires` are sets that must be met before this one.
    `conditions` are what must hold beyond the criteria (điều kiện). `made` is None for a set that
    came with the program.
    """

    id: SetId
    name: str
    subject: str
    tier: str
    first_year: int
    last_year: int
    region: str
    criteria: tuple[Criterion, ...]
    legal_basis: tuple[LegalBasis, ...] = ()
    conditions: tuple[Indicator, ...] = ()
    requires: tuple[SetId, ...] = ()
    groups: tuple[Named, ...] = ()
    status: Status = Status.OFFICIAL_STRUCTURE
    expected: Counts | None = None
    version: int = 1
    made: Made | None = field(default=None, compare=False)
    digest: str = field(default="", compare=False)

    @cached_property
    def indicators(self) -> Mapping[IndicatorCode, Indicator]:
        """Every indicator by its code, in the order of the set; without the conditions."""
        return {line.code: line for criterion in self.criteria for line in criterion.indicators}

    @cached_property
    def asked(self) -> Mapping[IndicatorCode, Indicator]:
        """Everything that is answered, by its code: the indicators, then the conditions."""
        return {**self.indicators, **{one.code: one for one in self.conditions}}

    def year(self, wanted: int) -> int:
        """Keep a year within the period of the set."""
        return min(max(wanted, self.first_year), self.last_year)


def condition_code(place: int) -> IndicatorCode:
    """Give the code of a condition by its place in the set, from 1: dk.1."""
    return IndicatorCode(f"dk.{place}")


def natural(code: str) -> list[tuple[int, str]]:
    """Give the key that sorts codes as people read them: 17.2 before 17.10 before 17.a."""
    parts = re.findall(r"\d+|[^\d.]+", code)
    return [(int(part), "") if part.isdecimal() else (10**9, part) for part in parts]
