"""The set of criteria (bộ tiêu chí) that a subject is measured against."""

import re
from collections.abc import Mapping
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

    @property
    def is_numeric(self) -> bool:
        """Tell whether the answer is a number."""
        return self is not Kind.YES_NO


class Comparison(StrEnum):
    """How a measured value is held against the threshold."""

    AT_LEAST = ">="
    AT_MOST = "<="
    EQUAL = "=="

    def holds(self, value: Decimal, limit: Decimal) -> bool:
        """Hold a value against a limit."""
        if self is Comparison.AT_LEAST:
            return value >= limit
        if self is Comparison.AT_MOST:
            return value <= limit
        return value == limit


Limits = Mapping[str, Decimal | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """What a value is compared with; a limit of None is unknown, never zero.

    `by_year` (years as text) and `by_region` (codes such as TDMNPB, or "other") win over `value`.
    """

    comparison: Comparison
    value: Decimal | None = None
    by_year: Limits | None = None
    by_region: Limits | None = None

    def limit(self, *, year: int, region: str) -> Decimal | None:
        """Give the limit for a year and a region; None where nobody has stated one."""
        if self.by_year is not None:
            return self.by_year.get(str(year))
        if self.by_region is not None:
            return self.by_region.get(region, self.by_region.get("other"))
        return self.value


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
    """One measurable requirement (chỉ tiêu); `rule` is None where the officer answers yes or no.

    `checked`: somebody compared the figures with the text of the decree.
    """

    code: IndicatorCode
    name: str
    kind: Kind
    unit: str
    rule: Rule | None
    if_any: bool = False
    content_by_province: bool = False
    parts: tuple[Part, ...] = ()
    papers: tuple[Paper, ...] = ()
    agency: str = ""
    checked: bool = False
    source: str | None = None

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
    """A document a set rests on (căn cứ); the date is ISO."""

    number: str
    date: str
    issuer: str
    title: str


@dataclass(frozen=True, kw_only=True)
class CriteriaSet:
    """A published set of criteria, the years it is in force, and a digest of its content."""

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
    version: int = 1
    digest: str = field(default="", compare=False)

    @cached_property
    def indicators(self) -> Mapping[IndicatorCode, Indicator]:
        """Every indicator by its code, in the order of the set."""
        return {line.code: line for criterion in self.criteria for line in criterion.indicators}

    def year(self, wanted: int) -> int:
        """Keep a year within the period of the set."""
        return min(max(wanted, self.first_year), self.last_year)


def natural(code: str) -> list[tuple[int, str]]:
    """Give the key that sorts codes as people read them: 17.2 before 17.10 before 17.a."""
    parts = re.findall(r"\d+|[^\d.]+", code)
    return [(int(part), "") if part.isdecimal() else (10**9, part) for part in parts]
