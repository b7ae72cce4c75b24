"""Where a subject stands, as the JSON that `ntm status` promises (docs/cli.md)."""

from collections.abc import Sequence
from typing import Any

from ntm_desktop.domain.answer import Answer, Given, NotApplicable, amount_spelling
from ntm_desktop.domain.assessment import PartJudgement
from ntm_desktop.domain.set_findings import SetFinding
from ntm_desktop.domain.standing import Board, CriterionStanding, IndicatorStanding, Prerequisite
from ntm_desktop.domain.text import number_spelling
from ntm_desktop.domain.threshold import Threshold


def of_board(board: Board, findings: Sequence[SetFinding] = ()) -> dict[str, Any]:
    """Write a whole sheet."""
    return {
        "set": board.sheet.criteria_set,
        "subject": board.sheet.subject,
        "year": board.sheet.year,
        "met": board.met,
        "total": board.total,
        "verdict": board.verdict.value,
        "reason": board.reason,
        "criteria": [_criterion(line) for line in board.criteria],
        "conditions": [of_indicator(standing) for standing in board.conditions],
        "requires": [_required(line) for line in board.prerequisites],
        "findings": [{"about": each.about.value, "words": each.words} for each in findings],
    }


def _required(line: Prerequisite) -> dict[str, Any]:
    return {"set": line.set_id, "verdict": line.verdict.value, "reason": line.reason}


def _criterion(line: CriterionStanding) -> dict[str, Any]:
    return {
        "order": line.criterion.order,
        "name": line.criterion.name,
        "verdict": line.verdict.value,
        "indicators": [of_indicator(standing) for standing in line.indicators],
    }


def of_indicator(standing: IndicatorStanding) -> dict[str, Any]:
    """Write one indicator; in conflict it has no value, and `values` lists them all."""
    claim = standing.entry.claim
    document = {
        "code": standing.indicator.code,
        "name": standing.indicator.name,
        "kind": standing.indicator.kind.value,
        "unit": standing.indicator.unit,
        "value": None if standing.in_conflict else answer_value(standing.answer),
        "carried_from": carried_from(standing.answer),
        "claim": None if claim is None else "met" if claim.met else "not_met",
        "verdict": standing.verdict.value,
        "reason": standing.judgement.reason,
        "threshold": _threshold(standing.judgement.threshold),
        "parts": [_part(part) for part in standing.judgement.parts],
        "evidence": standing.entry.evidence,
        "conflict": standing.in_conflict,
        "appraisal": None,
    }
    if standing.in_conflict:
        document["values"] = [disputed(answer) for answer in standing.entry.answers]
    return document


def answer_value(answer: Answer | None) -> str | bool | list[str] | None:
    """Spell a value: a decimal string, true or false, a level, a list of options."""
    if not isinstance(answer, Given) or answer.value is None:
        return None
    return amount_spelling(answer.value)


def carried_from(answer: Answer | None) -> dict[str, Any] | None:
    """Say which set and year an answer was carried over from, while nobody confirmed it."""
    if answer is None or answer.carried is None:
        return None
    return {"set": answer.carried.criteria_set, "year": answer.carried.year}


def disputed(answer: Answer) -> Any:
    """Spell one of several answers that contradict."""
    if isinstance(answer, NotApplicable):
        return {"not_applicable": answer.reason}
    return answer_value(answer)


def _threshold(threshold: Threshold) -> dict[str, Any]:
    return {
        "text": threshold.text,
        "checked": threshold.checked,
        "source": threshold.source,
    }


def _part(part: PartJudgement) -> dict[str, Any]:
    return {
        "id": part.id,
        "value": None if part.value is None else number_spelling(part.value),
        "threshold": _threshold(part.threshold),
        "verdict": part.verdict.value,
    }
