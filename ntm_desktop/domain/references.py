"""The thresholds that relative rules refer to (cao hơn 10 % so với mức của bộ khác)."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace

from ntm_desktop.domain.criteria import CriteriaSet, Indicator, IndicatorCode, Relative, SetId
from ntm_desktop.domain.threshold import Entered, Threshold, Where, threshold

Sets = Callable[[SetId], CriteriaSet | None]
"""Gives a set, or None for one that is not here."""
Figures = Callable[[SetId], Mapping[IndicatorCode, Entered]]
"""Gives what offices entered for a set."""
Place = tuple[SetId, IndicatorCode]


def references(
    criteria_set: CriteriaSet, where: Where, sets: Sets, entered: Figures
) -> dict[Place, Threshold]:
    """Find the thresholds that a set refers to, however far; those that are not here are absent.

    A reference that leads back to itself is unknown, like any threshold nobody has stated.
    """
    found: dict[Place, Threshold] = {}
    for relative in _relatives(criteria_set.asked.values()):
        _find(relative, where, sets, entered, found)
    return found


def _find(
    relative: Relative, where: Where, sets: Sets, entered: Figures, found: dict[Place, Threshold]
) -> None:
    chain: list[tuple[Place, Indicator]] = []
    at: Relative | None = relative
    while at is not None and (at.set_id, at.code) not in {place for place, _ in chain}:
        of = sets(at.set_id)
        indicator = of.asked.get(at.code) if of else None
        if indicator is None:
            break
        chain.append(((at.set_id, at.code), indicator))
        at = indicator.rule.relative if indicator.rule else None
    for place, indicator in reversed(chain):
        stated = entered(place[0]).get(place[1])
        known = replace(where, references=found)
        found.setdefault(place, threshold(indicator, known, entered=stated))


def _relatives(indicators: Iterable[Indicator]) -> Iterator[Relative]:
    for indicator in indicators:
        if indicator.rule is not None and indicator.rule.relative is not None:
            yield indicator.rule.relative
