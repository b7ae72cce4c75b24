"""How indicators of one set correspond to another set's (bảng chuyển đổi), as a document says."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from ntm_desktop.domain.criteria import CriteriaSet, IndicatorCode, LegalBasis, SetId


class Change(StrEnum):
    """What becomes of indicators in another set; how many go with how many is in `NUMBERS`."""

    SAME = "same"
    RENAMED = "renamed"
    SPLIT = "split"
    MERGED = "merged"
    DROPPED = "dropped"


NUMBERS: Final[Mapping[Change, tuple[range, range]]] = {
    Change.SAME: (range(1, 2), range(1, 2)),
    Change.RENAMED: (range(1, 2), range(1, 2)),
    Change.SPLIT: (range(1, 2), range(2, 100)),
    Change.MERGED: (range(2, 100), range(1, 2)),
    Change.DROPPED: (range(1, 100), range(1)),
}
"""How many indicators of the old set, and how many of the new one, a change is about."""

NUMBER_WORDS: Final[Mapping[Change, str]] = {
    Change.SAME: "“same” nêu đúng một mã cũ và một mã mới",
    Change.RENAMED: "“renamed” nêu đúng một mã cũ và một mã mới",
    Change.SPLIT: "“split” nêu đúng một mã cũ và từ hai mã mới trở lên",
    Change.MERGED: "“merged” nêu từ hai mã cũ trở lên và đúng một mã mới",
    Change.DROPPED: "“dropped” nêu các mã cũ, không nêu mã mới",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Correspondence:
    """What becomes of some indicators; `checked`: somebody compared the texts of both sets."""

    change: Change
    old: tuple[IndicatorCode, ...]
    new: tuple[IndicatorCode, ...] = ()
    reason: str = ""
    checked: bool = False
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SetVersion:
    """One version of a set."""

    set_id: SetId
    version: int

    def is_of(self, criteria_set: CriteriaSet) -> bool:
        """Tell whether a set is the one that is meant."""
        return (self.set_id, self.version) == (criteria_set.id, criteria_set.version)


@dataclass(frozen=True, slots=True, kw_only=True)
class SetMapping:
    """What a document says of moving from one set to another; each code stands in one line."""

    name: str
    old: SetVersion
    new: SetVersion
    legal_basis: tuple[LegalBasis, ...] = ()
    lines: tuple[Correspondence, ...] = ()


def wrong_numbers(change: Change, old: int, new: int) -> str | None:
    """Say what is wrong with the numbers of indicators that a change is told of."""
    fitting = old in NUMBERS[change][0] and new in NUMBERS[change][1]
    return None if fitting else NUMBER_WORDS[change]
