"""How a sheet stands beside earlier years, and what of it may be lost."""

from collections.abc import Sequence
from dataclasses import dataclass

from ntm_desktop.domain.assessment import Sheet
from ntm_desktop.domain.comparison import Comparison
from ntm_desktop.domain.regression import Risk
from ntm_desktop.domain.withdrawal import Withdrawal


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """What may be lost on a sheet, and how it compares: `before` is the earlier year, if any.

    `until` is the day (ISO) to which documents have to hold.
    `withdrawal` is None where the rule is not about such subjects, or nothing was lost.
    """

    sheet: Sheet
    until: str
    risks: Sequence[Risk]
    withdrawal: Withdrawal | None
    before: int | None
    met_before: int
    met: int
    answered: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """A sheet beside its earlier years: those with answers, the latest first, and one of them.

    `comparison` is None where there is none.
    """

    earlier: Sequence[int]
    comparison: Comparison | None
    outlook: Outlook


@dataclass(frozen=True, slots=True, kw_only=True)
class YearsPaper:
    """What is printed of two years of one sheet, in the names of that year."""

    unit_name: str
    subject_name: str
    comparison: Comparison
    outlook: Outlook
    practice: bool = False
    notice: str = ""
