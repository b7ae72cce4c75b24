"""What moving a subject to another set will do (kế hoạch chuyển bộ), before anything is done."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from ntm_desktop.domain.assessment import Sheet
from ntm_desktop.domain.criteria import Indicator
from ntm_desktop.domain.mapping import SetMapping
from ntm_desktop.domain.matching import Match, Outcome
from ntm_desktop.domain.revision import Fields, Record, RevisionId

OUTCOME_WORDS: Final[Mapping[Outcome, str]] = {
    Outcome.UNCHANGED: "Giữ nguyên",
    Outcome.SAME: "Cùng yêu cầu",
    Outcome.RENAMED: "Chỉ tiêu tương ứng",
    Outcome.SPLIT: "Tách ra",
    Outcome.MERGED: "Gộp lại",
    Outcome.DROPPED: "Không còn",
    Outcome.UNMATCHED: "Chưa rõ nơi chuyển",
    Outcome.NEW: "Chỉ tiêu mới",
}
"""What becomes of indicators, in words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedWrite:
    """What is to be written to one record, and the heads it had when the plan was made."""

    record: Record
    fields: Fields
    seen: tuple[RevisionId, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveLine:
    """What becomes of one match, in words for people.

    `value` is what stands in the old sheet, `happens` what comes of it, `notes` what else to
    know. `waiting` are the new indicators that will have no answer yet.
    """

    match: Match
    value: str
    happens: str
    carried: bool
    to_confirm: bool
    links: int
    outdated: int
    waiting: tuple[Indicator, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def unanswered(self) -> int:
        """Count the new indicators that will have no answer yet."""
        return len(self.waiting)

    @property
    def old_words(self) -> str:
        """Name the indicators of the old set."""
        return "\n".join(map(_named, self.match.old))

    @property
    def new_words(self) -> str:
        """Name the indicators of the new set."""
        return "\n".join(map(_named, self.match.new))


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """What a plan comes to."""

    carried: int
    to_confirm: int
    unanswered: int
    links: int
    outdated: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MovePlan:
    """A move as it would be done now; `listed` tells whether the office works with the new set.

    Names are for people; `notice` says what is doubtful about the new set.
    """

    old: Sheet
    new: Sheet
    subject_name: str
    unit_name: str
    old_name: str
    new_name: str
    lines: tuple[MoveLine, ...]
    writes: tuple[PlannedWrite, ...]
    mapping: SetMapping | None = None
    listed: bool = True
    practice: bool = False
    notice: str = ""

    @property
    def counts(self) -> Mapping[Outcome, int]:
        """Count the lines by outcome, in the order people are told of them."""
        found = Counter(line.match.outcome for line in self.lines)
        return {outcome: found[outcome] for outcome in Outcome if found[outcome]}

    @property
    def totals(self) -> Totals:
        """Add up the lines."""
        return Totals(
            carried=sum(line.carried for line in self.lines),
            to_confirm=sum(line.to_confirm for line in self.lines),
            unanswered=sum(line.unanswered for line in self.lines),
            links=sum(line.links for line in self.lines),
            outdated=sum(line.outdated for line in self.lines),
        )

    @property
    def summary(self) -> tuple[str, ...]:
        """Say in sentences what it comes to."""
        totals = self.totals
        outcomes = "; ".join(
            f"{OUTCOME_WORDS[outcome].lower()}: {count}" for outcome, count in self.counts.items()
        )
        links = f"Gắn {totals.links} lượt minh chứng với chỉ tiêu mới"
        outdated = f"; {totals.outdated} lượt đã hết hạn, không gắn" if totals.outdated else ""
        return (
            f"Mang sang {totals.carried} kết quả, trong đó {totals.to_confirm} kết quả cần xác "
            f"nhận lại; {totals.unanswered} chỉ tiêu của bộ mới chưa có kết quả.",
            f"{links if totals.links else 'Không có minh chứng nào để gắn'}{outdated}.",
            f"Theo cách chuyển: {outcomes}.",
        )


def _named(indicator: Indicator) -> str:
    return f"{indicator.code}. {indicator.name}"
