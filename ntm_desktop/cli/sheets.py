"""Self-assessment without a window: see where a commune stands, enter values and thresholds."""

from argparse import Namespace
from collections.abc import Iterator, Sequence

from ntm_desktop.cli import standing_document
from ntm_desktop.cli.context import heading, opened, sheet
from ntm_desktop.cli.output import Answer
from ntm_desktop.domain.answer import answer_for_people, means_not_applicable
from ntm_desktop.domain.assessment import Claim, Verdict
from ntm_desktop.domain.criteria import IndicatorCode
from ntm_desktop.domain.set_findings import SetFinding
from ntm_desktop.domain.standing import Board, IndicatorStanding
from ntm_desktop.domain.threshold import Figure, figure_field
from ntm_desktop.errors import UsageError
from ntm_desktop.services.self_assessment import KEEP, Input
from ntm_desktop.services.subjects import name_of
from ntm_desktop.services.thresholds import Statement

VERDICTS = {
    Verdict.MET: "Đạt",
    Verdict.NOT_MET: "Chưa đạt",
    Verdict.INCOMPLETE: "Chưa đủ số liệu",
    Verdict.NO_THRESHOLD: "Chưa có mức quy định",
    Verdict.NOT_APPLICABLE: "Không áp dụng",
}


class ReasonWithoutUseError(UsageError):
    """A reason was given for nothing."""

    code = "reason_without_use"


def status(options: Namespace) -> Answer:
    """Judge a sheet from what is entered so far."""
    with opened(options) as workplace:
        board = workplace.self_assessment.board(sheet(workplace, options))
        findings = workplace.findings(board.sheet)
        name = name_of(workplace.data, board.sheet.subject)
        lines = [*heading(workplace), *_in_words(board, name, findings)]
    return Answer(document=standing_document.of_board(board, findings), lines=lines)


def _in_words(board: Board, name: str, findings: Sequence[SetFinding]) -> Iterator[str]:
    yield f"{name} · {board.criteria_set.name} · năm {board.sheet.year}"
    yield f"Đạt {board.met}/{board.total} tiêu chí"
    yield f"{VERDICTS[board.verdict]}: {board.reason}"
    yield from (f"Lưu ý: {finding.words}" for finding in findings)
    for required in board.prerequisites:
        yield f"     {required.reason}"
    for line in board.sections:
        number = f"{line.criterion.order:>3}. " if line.criterion.order else "     "
        yield f"{number}{line.criterion.name}: {VERDICTS[line.verdict]}"
        for standing in line.indicators:
            if not standing.verdict.counts_as_met or standing.in_conflict:
                yield f"     {standing.indicator.code}: {standing.judgement.reason}"


def set_indicator(options: Namespace) -> Answer:
    """Enter what one indicator comes to."""
    code, part = _code(options.code)
    typed = _input(options, part)
    with opened(options) as workplace:
        chosen = sheet(workplace, options)
        service = workplace.self_assessment
        seen = service.opened(chosen, code).seen
        changed = service.enter(chosen, code, typed, seen=seen)
        standing = service.board(chosen).indicator(code)
    return Answer(
        document={
            "set": chosen.criteria_set,
            "subject": chosen.subject,
            "year": chosen.year,
            "changed": bool(changed),
            "indicator": standing_document.of_indicator(standing),
        },
        lines=[_entered(standing)],
    )


def _code(text: str) -> tuple[IndicatorCode, str | None]:
    code, _, part = text.partition(":")
    return IndicatorCode(code.strip()), part.strip() or None


def _input(options: Namespace, part: str | None) -> Input:
    reason = options.reason or ""
    if reason and options.claim is None and not means_not_applicable(options.value):
        raise ReasonWithoutUseError(
            "--reason chỉ đi cùng “không áp dụng” hoặc --claim. Hãy bỏ --reason, "
            "hoặc dùng --note để ghi chú."
        )
    claim = KEEP if options.claim is None else Claim(options.claim == "met", reason)
    return Input(
        answer=options.value,
        part=part,
        reason=reason,
        claim=claim,
        note=KEEP if options.note is None else options.note,
    )


def _entered(standing: IndicatorStanding) -> str:
    indicator = standing.indicator
    shown = answer_for_people(standing.answer, indicator.unit, indicator.options)
    value = shown or "chưa có kết quả"
    return (
        f"Chỉ tiêu {indicator.code}: {value}. "
        f"{VERDICTS[standing.verdict]} ({standing.judgement.reason})."
    )


def set_threshold(options: Namespace) -> Answer:
    """Enter what a decision of the province asks for."""
    code, part = _code(options.code)
    with opened(options) as workplace:
        chosen = workplace.sheet(set_id=options.set, year=options.year)
        stated = Statement(
            value=options.value,
            decision=options.decision,
            date=options.date,
            year=chosen.year,
            part=part,
            group=options.group,
            confirmed=options.confirm,
        )
        service = workplace.thresholds
        seen = service.opened(chosen.criteria_set, code).seen
        changed = service.enter(chosen.criteria_set, code, stated, seen=seen)
        figure = service.opened(chosen.criteria_set, code).figures.get(workplace.office.unit.code)
    return Answer(
        document={
            "set": chosen.criteria_set,
            "year": chosen.year,
            "code": code,
            "part": part,
            "changed": bool(changed),
            "figure": figure_field(figure) if figure else None,
        },
        lines=[_stated(options, figure)],
    )


def _stated(options: Namespace, figure: Figure | None) -> str:
    if figure and options.value.strip():
        return f"Chỉ tiêu {options.code}: đã ghi mức {options.value} theo {figure.source}."
    if figure and options.confirm:
        return f"Chỉ tiêu {options.code}: đã đối chiếu với {figure.source}."
    return f"Chỉ tiêu {options.code}: đã bỏ mức đã nhập."
