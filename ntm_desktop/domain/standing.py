"""Where a subject stands: every indicator with what is entered for it and what came of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from ntm_desktop.domain.answer import Answer
from ntm_desktop.domain.assessment import CONFLICT_WORDS, Claim, Judgement, Sheet, Verdict
from ntm_desktop.domain.criteria import (
    CriteriaSet,
    Criterion,
    Indicator,
    IndicatorCode,
    SetId,
)
from ntm_desktop.domain.judging import first, judge, judge_indicator
from ntm_desktop.domain.threshold import Entered, Where


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
VERDICT_WORDS: Mapping[Verdict, str] = {
    Verdict.MET: "đạt",
    Verdict.NOT_MET: "chưa đạt",
    Verdict.INCOMPLETE: "chưa đủ số liệu",
    Verdict.NO_THRESHOLD: "chưa có mức quy định",
    Verdict.NOT_APPLICABLE: "không áp dụng",
}
_NONE_MET: Mapping[SetId, Verdict] = MappingProxyType({})
_NO_NAMES: Mapping[SetId, str] = MappingProxyType({})


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
    def held_back_by(self) -> str:
        """Say what holds it back: a contradiction before all."""
        return CONFLICT_WORDS if self.in_conflict else self.judgement.reason

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
    def reason(self) -> str:
        """Say in words what the verdict rests on: its indicators that hold it back."""
        if not self.indicators:
            return "Bộ tiêu chí chưa có chỉ tiêu nào"
        words = [f"Đạt {self.met}/{len(self.indicators)} chỉ tiêu"]
        words += [
            f"{line.indicator.code}: {line.held_back_by}"
            for line in self.indicators
            if line.in_conflict or not line.verdict.counts_as_met
        ]
        return "; ".join(words)

    @property
    def met(self) -> int:
        """Count the indicators that are met or do not apply."""
        return sum(line.verdict.counts_as_met for line in self.indicators)


@dataclass(frozen=True, slots=True, kw_only=True)
class Context(Where):
    """What a set is judged in: where and when, and how the sets it requires were judged.

    A required set that is not in `met_sets` is not known to be met; `names` are for the wording.
    """

    met_sets: Mapping[SetId, Verdict] = field(default_factory=lambda: _NONE_MET)
    names: Mapping[SetId, str] = field(default_factory=lambda: _NO_NAMES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Prerequisite:
    """A set that must be met first, what is known of it, and that in words."""

    set_id: SetId
    verdict: Verdict
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A set judged: criterion by criterion, the conditions, the sets required first, and all.

    `reason` says in words what the verdict rests on.
    """

    criteria_set: CriteriaSet
    criteria: Sequence[CriterionStanding]
    conditions: Sequence[IndicatorStanding] = ()
    prerequisites: Sequence[Prerequisite] = ()
    verdict: Verdict
    reason: str

    @property
    def met(self) -> int:
        """Count the criteria that are met or do not apply."""
        return sum(line.verdict.counts_as_met for line in self.criteria)

    @property
    def total(self) -> int:
        """Count the criteria."""
        return len(self.criteria)

    @property
    def sections(self) -> Sequence[CriterionStanding]:
        """Everything that is answered: the criteria, then the conditions as one of number 0."""
        if not self.conditions:
            return self.criteria
        criterion = Criterion(
            order=0,
            name="Điều kiện ngoài tiêu chí",
            indicators=tuple(line.indicator for line in self.conditions),
        )
        return [*self.criteria, _criterion(criterion, self.conditions)]

    def indicator(self, code: IndicatorCode) -> IndicatorStanding:
        """Find one indicator or condition; raises KeyError."""
        for section in self.sections:
            for line in section.indicators:
                if line.indicator.code == code:
                    return line
        raise KeyError(code)


@dataclass(frozen=True, slots=True, kw_only=True)
class Board(Standing):
    """One sheet judged: the standing of a subject in a year."""

    sheet: Sheet


def board(
    sheet: Sheet,
    criteria_set: CriteriaSet,
    entries: Mapping[IndicatorCode, Entry],
    *,
    context: Context,
    entered: Mapping[IndicatorCode, Entered],
) -> Board:
    """Judge a whole sheet; `entered` are the thresholds that an office stated."""
    found = judge_set(criteria_set, entries, entered, context)
    return Board(
        sheet=sheet,
        criteria_set=criteria_set,
        criteria=found.criteria,
        conditions=found.conditions,
        prerequisites=found.prerequisites,
        verdict=found.verdict,
        reason=found.reason,
    )


def judge_set(
    criteria_set: CriteriaSet,
    answers: Mapping[IndicatorCode, Entry],
    thresholds: Mapping[IndicatorCode, Entered],
    context: Context,
) -> Standing:
    """Judge a set: met only if every criterion, every condition and every required set is."""

    def stand(indicator: Indicator) -> IndicatorStanding:
        entry = answers.get(indicator.code, NO_ENTRY)
        judgement = judge_indicator(
            indicator,
            entry.answers,
            context,
            entered=thresholds.get(indicator.code),
            in_dispute=entry.in_dispute,
        )
        return IndicatorStanding(indicator=indicator, entry=entry, judgement=judgement)

    criteria = [
        _criterion(criterion, [stand(indicator) for indicator in criterion.indicators])
        for criterion in criteria_set.criteria
    ]
    conditions = [stand(condition) for condition in criteria_set.conditions]
    prerequisites = [_prerequisite(id_, context) for id_ in criteria_set.requires]
    return Standing(
        criteria_set=criteria_set,
        criteria=criteria,
        conditions=conditions,
        prerequisites=prerequisites,
        verdict=_verdict(criteria_set, criteria, conditions, prerequisites),
        reason=_reason(criteria_set, criteria, conditions, prerequisites),
    )


def _criterion(criterion: Criterion, lines: Sequence[IndicatorStanding]) -> CriterionStanding:
    return CriterionStanding(
        criterion=criterion,
        indicators=lines,
        verdict=judge((line.verdict, line.in_conflict) for line in lines),
    )


def _prerequisite(set_id: SetId, context: Context) -> Prerequisite:
    """Take the other set's result as it is given; all but met holds this one back."""
    verdict = context.met_sets.get(set_id, Verdict.INCOMPLETE)
    if verdict is Verdict.NOT_APPLICABLE:
        verdict = Verdict.INCOMPLETE
    name = context.names.get(set_id, set_id)
    if set_id not in context.met_sets:
        return Prerequisite(set_id=set_id, verdict=verdict, reason=f"Chưa có kết quả của {name}")
    return Prerequisite(set_id=set_id, verdict=verdict, reason=f"{name}: {VERDICT_WORDS[verdict]}")


def _verdict(
    criteria_set: CriteriaSet,
    criteria: Sequence[CriterionStanding],
    conditions: Sequence[IndicatorStanding],
    prerequisites: Sequence[Prerequisite],
) -> Verdict:
    verdicts = [judge([(line.verdict, line.in_conflict)]) for line in conditions]
    verdicts += [line.verdict for line in criteria]
    verdicts += [line.verdict for line in prerequisites]
    if not criteria or is_short(criteria_set):
        # What the decree asks for besides is not here: nothing can be concluded from the rest.
        verdicts.append(Verdict.NO_THRESHOLD)
    return first(verdicts)


def is_short(criteria_set: CriteriaSet) -> bool:
    """Tell whether a set holds fewer criteria or indicators than its decree has."""
    official = criteria_set.expected
    return official is not None and (
        len(criteria_set.criteria) < official.criteria
        or len(criteria_set.indicators) < official.indicators
    )


def _reason(
    criteria_set: CriteriaSet,
    criteria: Sequence[CriterionStanding],
    conditions: Sequence[IndicatorStanding],
    prerequisites: Sequence[Prerequisite],
) -> str:
    met = sum(line.verdict.counts_as_met for line in criteria)
    words = [f"Đạt {met}/{len(criteria)} tiêu chí"]
    words += [
        f"{VERDICT_WORDS[verdict]}: tiêu chí {orders}"
        for verdict in (Verdict.NOT_MET, Verdict.INCOMPLETE, Verdict.NO_THRESHOLD)
        if (
            orders := ", ".join(
                str(one.criterion.order) for one in criteria if one.verdict is verdict
            )
        )
    ]
    words += [
        f"{line.indicator.name}: {line.held_back_by}"
        for line in conditions
        if not line.verdict.counts_as_met or line.in_conflict
    ]
    words += [line.reason for line in prerequisites if line.verdict is not Verdict.MET]
    words += count_differences(criteria_set)
    return "; ".join(words)


def count_differences(criteria_set: CriteriaSet) -> list[str]:
    """Say where the set holds more or less than its decree has, officially."""
    official = criteria_set.expected
    if official is None:
        return []
    return [
        f"bộ tiêu chí trong chương trình có {here} {what}, số chính thức là {there}"
        for what, here, there in (
            ("tiêu chí", len(criteria_set.criteria), official.criteria),
            ("chỉ tiêu", len(criteria_set.indicators), official.indicators),
        )
        if here != there
    ]
