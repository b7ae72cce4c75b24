"""What becomes of every indicator when a subject moves to another set: rules without state."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from ntm_desktop.domain.criteria import CriteriaSet, Indicator, natural
from ntm_desktop.domain.indicator_digest import indicator_digest
from ntm_desktop.domain.mapping import Correspondence, SetMapping


class Outcome(StrEnum):
    """What becomes of indicators, in the order people are told of it."""

    UNCHANGED = "unchanged"
    SAME = "same"
    RENAMED = "renamed"
    SPLIT = "split"
    MERGED = "merged"
    DROPPED = "dropped"
    UNMATCHED = "unmatched"
    NEW = "new"

    @property
    def is_one_to_one(self) -> bool:
        """Tell whether one indicator takes the place of another."""
        return self in (Outcome.UNCHANGED, Outcome.SAME, Outcome.RENAMED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """Indicators of the old set and those of the new one that they go over into.

    `sure`: the demand is known to be the same, not only said to be alike.
    """

    outcome: Outcome
    old: tuple[Indicator, ...] = ()
    new: tuple[Indicator, ...] = ()
    reason: str = ""
    sure: bool = False


def matches(
    old: CriteriaSet, new: CriteriaSet, mapping: SetMapping | None = None
) -> tuple[Match, ...]:
    """Match two sets: what a mapping says comes first, then equal digests; the order is by code.

    Each indicator and condition of both sets stands in exactly one match. Of several with the
    same digest only those with the same code go together.
    """
    said = [_said(line, old, new) for line in mapping.lines] if mapping else []
    told = {one.code for match in said for one in match.old}
    taken = {one.code for match in said for one in match.new}
    left = [one for one in old.asked.values() if one.code not in told]
    free = [one for one in new.asked.values() if one.code not in taken]
    found = [*said, *_remaining(left, free)]
    return tuple(sorted(found, key=_place))


def _said(line: Correspondence, old: CriteriaSet, new: CriteriaSet) -> Match:
    """Take what a mapping says; where the demand is the very same, that is said instead."""
    olds = tuple(old.asked[code] for code in sorted(line.old, key=natural))
    news = tuple(new.asked[code] for code in sorted(line.new, key=natural))
    outcome = Outcome(line.change.value)
    sure = outcome is Outcome.SAME and line.checked
    if outcome.is_one_to_one and indicator_digest(olds[0]) == indicator_digest(news[0]):
        outcome, sure = Outcome.UNCHANGED, True
    return Match(outcome=outcome, old=olds, new=news, reason=line.reason, sure=sure)


def _remaining(olds: Sequence[Indicator], news: Sequence[Indicator]) -> Iterator[Match]:
    pairs = dict(_same_demands(olds, news))
    for one in olds:
        if one.code in pairs:
            alike = (pairs[one.code],)
            yield Match(outcome=Outcome.UNCHANGED, old=(one,), new=alike, sure=True)
        else:
            yield Match(outcome=Outcome.UNMATCHED, old=(one,))
    reached = {one.code for one in pairs.values()}
    yield from (Match(outcome=Outcome.NEW, new=(one,)) for one in news if one.code not in reached)


def _same_demands(
    olds: Sequence[Indicator], news: Sequence[Indicator]
) -> Iterator[tuple[str, Indicator]]:
    before, after = _by_digest(olds), _by_digest(news)
    for digest, asking in before.items():
        found = after.get(digest, [])
        by_code = {one.code: one for one in found}
        for one in asking:
            if one.code in by_code:
                yield one.code, by_code[one.code]
            elif len(asking) == len(found) == 1:
                yield one.code, found[0]


def _by_digest(indicators: Iterable[Indicator]) -> dict[str, list[Indicator]]:
    found: dict[str, list[Indicator]] = {}
    for one in indicators:
        found.setdefault(indicator_digest(one), []).append(one)
    return found


def _place(match: Match) -> tuple[bool, list[tuple[int, str]]]:
    """Sort by the old codes as people read them; what is new comes last."""
    first = (match.old or match.new)[0]
    return not match.old, natural(first.code)
