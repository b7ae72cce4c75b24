"""What may be lost (có nguy cơ không còn đạt): results, proof that ends, limits that rise."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from ntm_desktop.domain.answer import answer_for_people
from ntm_desktop.domain.assessment import Sheet, Verdict
from ntm_desktop.domain.criteria import Criterion, IndicatorCode
from ntm_desktop.domain.evidence import Evidence
from ntm_desktop.domain.standing import Board, CriterionStanding, IndicatorStanding
from ntm_desktop.domain.text import date_for_people


class Danger(StrEnum):
    """Why a result may not last; the first is the most urgent."""

    LOST = "lost"
    RISING = "rising"
    EXPIRING = "expiring"


@dataclass(frozen=True, slots=True, kw_only=True)
class Risk:
    """One indicator that was or is met and may not stay so; `criterion` is 0 for a condition."""

    danger: Danger
    criterion: int
    indicator: IndicatorCode
    name: str
    words: str


def risks(
    now: Board,
    earlier: Sequence[Board],
    following: Board | None,
    documents: Sequence[Evidence],
    until: str,
) -> list[Risk]:
    """List what may be lost, the most urgent first.

    `earlier` are boards of earlier years, `following` is this year's data judged by next year's
    limits (None: there are none), `until` the day (ISO) to which documents have to hold.
    """
    return [*lost(now, earlier), *rising(now, following), *expiring(now, documents, until)]


def lost(now: Board, earlier: Sequence[Board]) -> Iterator[Risk]:
    """Name indicators that are not met and were in an earlier year, however long ago."""
    latest_first = sorted(earlier, key=lambda board: board.sheet.year, reverse=True)
    for section, line in _lines(now):
        if line.verdict is Verdict.NOT_MET and not line.in_conflict:
            then = next((one for one in latest_first if _met(one, line)), None)
            if then is not None:
                was = _value(then.indicator(line.indicator.code))
                words = f"Năm {then.sheet.year} đạt{was}, nay chưa đạt: {line.judgement.reason}"
                yield _risk(Danger.LOST, section, line, words)


def rising(now: Board, following: Board | None) -> Iterator[Risk]:
    """Name indicators that are met and would not be by the limits of the following year."""
    if following is None:
        return
    for section, line in _lines(now):
        then = following.indicator(line.indicator.code)
        if line.verdict is Verdict.MET and then.verdict is Verdict.NOT_MET:
            words = f"Theo mức năm {following.sheet.year} thì chưa đạt: {then.judgement.reason}"
            yield _risk(Danger.RISING, section, line, words)


def expiring(now: Board, documents: Sequence[Evidence], until: str) -> Iterator[Risk]:
    """Name indicators that are met and have a document that does not hold to the day `until`."""
    for section, line in _lines(now):
        if line.verdict is Verdict.MET:
            ending = [one for one in _proofs(documents, now.sheet, line) if _ends(one, until)]
            ending.sort(key=lambda one: (one.details.valid_to, one.key))
            if ending:
                first, others = ending[0], len(ending) - 1
                words = f"{first.title}: hết hạn ngày {date_for_people(first.details.valid_to)}"
                words += f" (và {others} minh chứng khác)" if others else ""
                yield _risk(Danger.EXPIRING, section, line, words)


def lost_criteria(now: Board, earlier: Sequence[Board]) -> tuple[Criterion, ...]:
    """Give the criteria that are not met and were in an earlier year."""
    return tuple(
        section.criterion
        for section in now.criteria
        if section.verdict is Verdict.NOT_MET
        and any(_criterion_met(board, section) for board in earlier)
    )


def _lines(board: Board) -> Iterator[tuple[CriterionStanding, IndicatorStanding]]:
    for section in board.sections:
        for line in section.indicators:
            yield section, line


def _met(board: Board, line: IndicatorStanding) -> bool:
    return board.indicator(line.indicator.code).verdict is Verdict.MET


def _criterion_met(board: Board, section: CriterionStanding) -> bool:
    return any(
        each.criterion.order == section.criterion.order and each.verdict.counts_as_met
        for each in board.criteria
    )


def _value(line: IndicatorStanding) -> str:
    said = answer_for_people(line.answer, line.indicator.unit, line.indicator.options)
    return f" ({said})" if said and line.indicator.rule is not None else ""


def _proofs(
    documents: Sequence[Evidence], sheet: Sheet, line: IndicatorStanding
) -> Iterator[Evidence]:
    code = line.indicator.code
    for document in documents:
        if any(link.is_of(sheet) and link.indicator == code for link in document.links):
            yield document


def _ends(document: Evidence, until: str) -> bool:
    return bool(document.details.valid_to) and document.details.valid_to < until


def _risk(danger: Danger, section: CriterionStanding, line: IndicatorStanding, words: str) -> Risk:
    return Risk(
        danger=danger,
        criterion=section.criterion.order,
        indicator=line.indicator.code,
        name=line.indicator.name,
        words=words,
    )
