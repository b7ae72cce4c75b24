"""What comes of an answer held against what is asked for: rules without state."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal

from ntm_desktop.domain.answer import (
    Amount,
    Answer,
    Chosen,
    Given,
    Level,
    NotApplicable,
    chosen_for_people,
)
from ntm_desktop.domain.assessment import CONFLICT_WORDS, Judgement, PartJudgement, Verdict
from ntm_desktop.domain.criteria import Comparison, Indicator
from ntm_desktop.domain.text import number_for_people
from ntm_desktop.domain.threshold import Entered, Threshold, Where, threshold

WRONG_FORM = "Kết quả không đúng dạng của chỉ tiêu"
ALWAYS_APPLIES = "Chỉ tiêu luôn phải đánh giá, không được chọn “không áp dụng”"
NO_REASON = "Chưa ghi lý do không áp dụng"
_UNCHECKED = " (mức chưa đối chiếu)"
_SIGN = {
    Comparison.AT_LEAST: "≥",
    Comparison.AT_MOST: "≤",
    Comparison.EQUAL: "=",
    Comparison.ABOVE: ">",
    Comparison.BELOW: "<",
}


def judge_indicator(
    indicator: Indicator,
    answers: Sequence[Answer],
    where: Where,
    *,
    entered: Entered | None = None,
    in_dispute: bool = False,
) -> Judgement:
    """Judge one indicator; no answer or contradicting ones leave it incomplete.

    `in_dispute`: the answers contradict, even if only one is left beside a deletion.
    """
    in_dispute = in_dispute or len(answers) > 1
    limit, *limits = (
        threshold(indicator, where, entered=entered, part=part)
        for part in (None, *indicator.parts)
    )
    answer = None if in_dispute or not answers else answers[0]
    if answer is not None and answer.carried is not None:
        counted = replace(answer, carried=None)
        found = judge_indicator(indicator, [counted], where, entered=entered)
        return replace(found, verdict=Verdict.INCOMPLETE, reason=answer.carried.words(where.year))
    if isinstance(answer, NotApplicable):
        return _set_aside(indicator, answer, limit, limits)
    parts = tuple(
        _judge_part(part.id, part.name, answer, of)
        for part, of in zip(indicator.parts, limits, strict=True)
    )
    if in_dispute:
        return Judgement(
            verdict=Verdict.INCOMPLETE, reason=CONFLICT_WORDS, threshold=limit, parts=parts
        )
    own = hold(None if answer is None else answer.value, limit)
    verdict = first([own[0], *(part.verdict for part in parts)])
    reasons = [own[1], *(f"{part.name}: {part.reason}" for part in parts)]
    return Judgement(verdict=verdict, reason="; ".join(reasons), threshold=limit, parts=parts)


def _set_aside(
    indicator: Indicator, answer: NotApplicable, limit: Threshold, limits: Sequence[Threshold]
) -> Judgement:
    """Set an indicator aside with its parts; only where the set allows it, and for a reason."""
    verdict, reason = Verdict.NOT_APPLICABLE, f"Không áp dụng: {answer.reason}"
    if not indicator.if_any:
        verdict, reason = Verdict.INCOMPLETE, ALWAYS_APPLIES
    elif not answer.reason.strip():
        verdict, reason = Verdict.INCOMPLETE, NO_REASON
    parts = tuple(
        PartJudgement(
            id=part.id,
            name=part.name,
            value=None,
            threshold=of,
            verdict=verdict,
            reason="không áp dụng",
        )
        for part, of in zip(indicator.parts, limits, strict=True)
    )
    return Judgement(verdict=verdict, reason=reason, threshold=limit, parts=parts)


def _judge_part(id_: str, name: str, answer: Given | None, limit: Threshold) -> PartJudgement:
    value = answer.parts.get(id_) if answer else None
    verdict, reason = hold(value, limit)
    return PartJudgement(
        id=id_, name=name, value=value, threshold=limit, verdict=verdict, reason=reason
    )


def hold(value: Amount | None, limit: Threshold) -> tuple[Verdict, str]:
    """Hold one value against one threshold and say why; unknown never yields met."""
    if value is None:
        return Verdict.INCOMPLETE, "Chưa nhập kết quả"
    if limit.scale is not None:
        return _hold_level(value, limit)
    if limit.comparison is None:
        if not isinstance(value, bool):
            return Verdict.INCOMPLETE, WRONG_FORM
        return (Verdict.MET, "Đánh giá đạt") if value else (Verdict.NOT_MET, "Đánh giá chưa đạt")
    if limit.options:
        return _hold_choice(value, limit)
    if not isinstance(value, Decimal):
        return Verdict.INCOMPLETE, WRONG_FORM
    return _hold_number(value, limit.comparison, limit)


def _hold_number(value: Decimal, comparison: Comparison, limit: Threshold) -> tuple[Verdict, str]:
    if limit.limit is None:
        return Verdict.NO_THRESHOLD, limit.unknown
    met = comparison.holds(value, limit.limit)
    actual = "<" if value < limit.limit else ">" if value > limit.limit else "="
    sign = _SIGN[comparison] if met else actual
    if not met and actual == "=":
        # A strict comparison fails on its own limit: name what was asked for.
        sign = f"không {_SIGN[comparison]}"
    reason = f"{number_for_people(value)} {sign} {number_for_people(limit.limit)} {limit.unit}"
    reason += f" (= {limit.computed})" if limit.computed else ""
    return _concluded(met=met), reason + ("" if limit.checked else _UNCHECKED)


def _hold_level(value: Amount, limit: Threshold) -> tuple[Verdict, str]:
    """Compare by place on the scale; a level that is not on it says nothing."""
    scale = limit.scale
    if scale is None or not isinstance(value, Level) or value.name not in scale.levels:
        return Verdict.INCOMPLETE, WRONG_FORM
    met = scale.reaches(value.name, scale.level)
    reason = f"“{value.name}” {'đạt' if met else 'chưa đạt'} yêu cầu: {limit.text}"
    return _concluded(met=met), reason + ("" if limit.checked else _UNCHECKED)


def _hold_choice(value: Amount, limit: Threshold) -> tuple[Verdict, str]:
    """Count what was chosen; a bare number does not say what, and an unknown id counts nothing."""
    if not isinstance(value, Chosen) or limit.comparison is None:
        return Verdict.INCOMPLETE, WRONG_FORM
    known = {one.id for one in limit.options}
    if not known.issuperset(value.ids):
        return Verdict.INCOMPLETE, WRONG_FORM
    verdict, reason = _hold_number(Decimal(len(value.ids)), limit.comparison, limit)
    names = chosen_for_people(value, limit.options)
    return verdict, f"{reason}: {names}" if value.ids else reason


def _concluded(*, met: bool) -> Verdict:
    return Verdict.MET if met else Verdict.NOT_MET


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
    return first([verdict for verdict, _ in lines])


def first(verdicts: Sequence[Verdict]) -> Verdict:
    """Give the verdict that decides over the others."""
    return next(verdict for verdict in Verdict if verdict in verdicts)
