"""Self-assessment (tự đánh giá) of a subject, and the verdict it leads to."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any, NamedTuple

from ntm_desktop.domain.answer import Amount, Answer, Given, NotApplicable, read_answer
from ntm_desktop.domain.criteria import Comparison, Indicator, IndicatorCode, SetId
from ntm_desktop.domain.text import number_for_people
from ntm_desktop.domain.threshold import Entered, Threshold, threshold


class Verdict(StrEnum):
    """The outcome of holding answers against a requirement; the first of several decides."""

    NOT_MET = "not_met"
    INCOMPLETE = "incomplete"
    NO_THRESHOLD = "no_threshold"
    MET = "met"
    NOT_APPLICABLE = "not_applicable"

    @property
    def counts_as_met(self) -> bool:
        """Tell whether the criterion counts in "15 of 19"."""
        return self in {Verdict.MET, Verdict.NOT_APPLICABLE}


class Sheet(NamedTuple):
    """One subject (đối tượng được đánh giá) measured against one set in one year."""

    subject: str
    criteria_set: SetId
    year: int

    def key(self, indicator: IndicatorCode) -> str:
        """Name the record of one indicator alike on every PC (a canonical JSON array)."""
        return natural_key(self.subject, self.criteria_set, str(self.year), indicator)


def natural_key(*parts: str) -> str:
    """Make a record's key of what identifies it: the canonical JSON array of its parts."""
    return _SPELLED(parts)


def read_key(key: str, length: int) -> tuple[str, ...] | None:
    """Take a natural key apart again; None unless it is what `natural_key` makes of its parts.

    A second spelling of a key would be a second record of the same thing.
    """
    try:
        parts = json.loads(key)
    except (ValueError, RecursionError):
        return None
    if not isinstance(parts, list) or not all(isinstance(part, str) for part in parts):
        return None
    return tuple(parts) if len(parts) == length and natural_key(*parts) == key else None


def read_year(text: str) -> int | None:
    """Read a year as keys spell it: four digits."""
    return int(text) if _YEAR.fullmatch(text) else None


@dataclass(frozen=True, slots=True)
class Claim:
    """What the officer claims (tự đánh giá) where it may differ from the verdict, and why."""

    met: bool
    reason: str = ""


def claim_field(claim: Claim | None) -> dict[str, Any] | None:
    """Write a claim as the one field of its record; no claim is null."""
    if claim is None:
        return None
    content = {"claim": "met" if claim.met else "not_met"}
    return {**content, "reason": claim.reason} if claim.reason else content


def read_claim(content: Any) -> Claim | None:
    """Read a claim as `claim_field` wrote it; one of another form is none."""
    if not isinstance(content, dict) or content.get("claim") not in CLAIMS:
        return None
    reason = content.get("reason")
    return Claim(content["claim"] == "met", reason if isinstance(reason, str) else "")


@dataclass(frozen=True, slots=True, kw_only=True)
class PartJudgement:
    """What came of one part (trong đó …) of an indicator."""

    id: str
    name: str
    value: Decimal | None
    threshold: Threshold
    verdict: Verdict
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """A verdict with its reason in words and the threshold it used."""

    verdict: Verdict
    reason: str
    threshold: Threshold
    parts: tuple[PartJudgement, ...] = ()


CLAIMS = ("met", "not_met")
CONFLICT_WORDS = "Số liệu chưa thống nhất"
_YEAR = re.compile(r"[0-9]{4}")
_SPELLED = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_UNCHECKED = " (mức chưa đối chiếu)"
_SIGN = {Comparison.AT_LEAST: "≥", Comparison.AT_MOST: "≤", Comparison.EQUAL: "="}


def judge_indicator(
    indicator: Indicator,
    answers: Sequence[Answer],
    *,
    year: int,
    region: str,
    entered: Entered | None = None,
    in_dispute: bool = False,
) -> Judgement:
    """Judge one indicator; no answer or contradicting ones leave it incomplete.

    `in_dispute`: the answers contradict, even if only one is left beside a deletion.
    """
    in_dispute = in_dispute or len(answers) > 1
    limit = threshold(indicator, year=year, region=region, entered=entered)
    answer = None if in_dispute or not answers else answers[0]
    parts = tuple(
        _judge_part(part.id, part.name, answer, limit_of_part)
        for part in indicator.parts
        for limit_of_part in [
            threshold(indicator, year=year, region=region, entered=entered, part=part)
        ]
    )
    if in_dispute:
        return Judgement(
            verdict=Verdict.INCOMPLETE, reason=CONFLICT_WORDS, threshold=limit, parts=parts
        )
    if isinstance(answer, NotApplicable):
        return Judgement(
            verdict=Verdict.NOT_APPLICABLE,
            reason=f"Không áp dụng: {answer.reason}",
            threshold=limit,
        )
    own = hold(None if answer is None else answer.value, limit)
    verdict = _first([own[0], *(part.verdict for part in parts)])
    reasons = [own[1], *(f"{part.name}: {part.reason}" for part in parts)]
    return Judgement(verdict=verdict, reason="; ".join(reasons), threshold=limit, parts=parts)


def _judge_part(id_: str, name: str, answer: Answer | None, limit: Threshold) -> PartJudgement:
    value = answer.parts.get(id_) if isinstance(answer, Given) else None
    verdict, reason = hold(value, limit)
    if isinstance(answer, NotApplicable):
        verdict, reason = Verdict.NOT_APPLICABLE, "không áp dụng"
    return PartJudgement(
        id=id_, name=name, value=value, threshold=limit, verdict=verdict, reason=reason
    )


def hold(value: Amount | None, limit: Threshold) -> tuple[Verdict, str]:
    """Hold one value against one threshold and say why; unknown never yields met."""
    if value is None:
        return Verdict.INCOMPLETE, "Chưa nhập kết quả"
    if isinstance(value, bool) is not (limit.comparison is None):
        return Verdict.INCOMPLETE, "Kết quả không đúng dạng của chỉ tiêu"
    if isinstance(value, bool) or limit.comparison is None:
        met = value is True
        return (Verdict.MET, "Đánh giá đạt") if met else (Verdict.NOT_MET, "Đánh giá chưa đạt")
    if limit.limit is None:
        return Verdict.NO_THRESHOLD, "Chưa có mức quy định để so sánh"
    met = limit.comparison.holds(value, limit.limit)
    sign = _SIGN[limit.comparison] if met else "<" if value < limit.limit else ">"
    reason = f"{number_for_people(value)} {sign} {number_for_people(limit.limit)} {limit.unit}"
    reason += "" if limit.checked else _UNCHECKED
    return (Verdict.MET if met else Verdict.NOT_MET), reason


def judge(judgements: Iterable[tuple[Verdict, bool]]) -> Verdict:
    """Judge one criterion from its indicators' verdicts, each with whether it is in conflict.

    First that applies: a conflict leaves it incomplete; then not met, incomplete, no threshold;
    all not applicable is not applicable; no indicators at all: no threshold; else met.
    """
    lines = list(judgements)
    if not lines:
        return Verdict.NO_THRESHOLD
    if any(in_conflict for _, in_conflict in lines):
        return Verdict.INCOMPLETE
    return _first([verdict for verdict, _ in lines])


def _first(verdicts: Sequence[Verdict]) -> Verdict:
    return next(verdict for verdict in Verdict if verdict in verdicts)


def read_answers(contents: Iterable[Any]) -> tuple[Answer, ...]:
    """Read the answers of a record: none, one, or several that contradict."""
    return tuple(answer for content in contents if (answer := read_answer(content)) is not None)


Answers = Mapping[IndicatorCode, Sequence[Answer]]
