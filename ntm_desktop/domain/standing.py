"""Where a subject stands: every indicator with what is entered for it and what came of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ntm_desktop.domain.answer import Answer
from ntm_desktop.domain.assessment import Claim, Judgement, Sheet, Verdict, judge, judge_indicator
from ntm_desktop.domain.criteria import (
    CriteriaSet,
    Criterion,
    Indicator,
    IndicatorCode,
)
from ntm_desktop.domain.threshold import Entered


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What is entered for one indicator: several answers where two PCs contradict.

    `evidence` counts documents; `papers` are the required ones that a document was linked to.
    """

    answers: Sequence[Answer] = ()
    claim: Claim | None = None
    note: str = ""
    in_conflict: frozenset[str] = frozenset()
    evidence: int = 0
    papers: frozenset[str] = frozenset()

    @property
    def in_dispute(self) -> bool:
        """Tell whether two PCs differ on the answer; one may have deleted it."""
        return "answer" in self.in_conflict or len(self.answers) > 1


NO_ENTRY = Entry()


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorStanding:
    """What is entered for one indicator, and what that means."""

    indicator: Indicator
    entry: Entry
    judgement: Judgement

    @property
    def answer(self) -> Answer | None:
        """Give the answer; None while there is none or several contradict."""
        return None if self.entry.in_dispute else next(iter(self.entry.answers), None)

    @property
    def verdict(self) -> Verdict:
        """Give the verdict alone."""
        return self.judgement.verdict

    @property
    def in_conflict(self) -> bool:
        """Tell whether two PCs differ on anything here."""
        return bool(self.entry.in_conflict)

    @property
    def claim_differs(self) -> bool:
        """Tell whether the officer claims something else than the verdict says."""
        claim = self.entry.claim
        return claim is not None and claim.met is not self.verdict.counts_as_met


@dataclass(frozen=True, slots=True, kw_only=True)
class CriterionStanding:
    """One criterion with its indicators."""

    criterion: Criterion
    verdict: Verdict
    indicators: Sequence[IndicatorStanding]

    @property
    def met(self) -> int:
        """Count the indicators that are met or do not apply."""
        return sum(line.verdict.counts_as_met for line in self.indicators)


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """One sheet judged: the subject, the set and the year, criterion by criterion."""

    sheet: Sheet
    criteria_set: CriteriaSet
    criteria: Sequence[CriterionStanding]

    @property
    def met(self) -> int:
        """Count the criteria that are met or do not apply."""
        return sum(line.verdict.counts_as_met for line in self.criteria)

    @property
    def total(self) -> int:
        """Count the criteria."""
        return len(self.criteria)

    def indicator(self, code: IndicatorCode) -> IndicatorStanding:
        """Find one indicator; raises KeyError."""
        for criterion in self.criteria:
            for line in criterion.indicators:
                if line.indicator.code == code:
                    return line
        raise KeyError(code)


def board(
    sheet: Sheet,
    criteria_set: CriteriaSet,
    entries: Mapping[IndicatorCode, Entry],
    *,
    region: str,
    entered: Mapping[IndicatorCode, Entered],
) -> Board:
    """Judge a whole sheet; `entered` are the thresholds that an office stated."""

    def stand(indicator: Indicator) -> IndicatorStanding:
        entry = entries.get(indicator.code, NO_ENTRY)
        judgement = judge_indicator(
            indicator,
            entry.answers,
            year=sheet.year,
            region=region,
            entered=entered.get(indicator.code),
            in_dispute=entry.in_dispute,
        )
        return IndicatorStanding(indicator=indicator, entry=entry, judgement=judgement)

    return Board(
        sheet=sheet,
        criteria_set=criteria_set,
        criteria=[
            _criterion(criterion, [stand(indicator) for indicator in criterion.indicators])
            for criterion in criteria_set.criteria
        ],
    )


def _criterion(criterion: Criterion, lines: list[IndicatorStanding]) -> CriterionStanding:
    return CriterionStanding(
        criterion=criterion,
        indicators=lines,
        verdict=judge((line.verdict, line.in_conflict) for line in lines),
    )
