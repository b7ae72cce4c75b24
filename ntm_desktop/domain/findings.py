"""What is still missing (còn thiếu gì) before a dossier is complete, most urgent first."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import IntEnum

from ntm_desktop.domain.assessment import CONFLICT_WORDS, Verdict
from ntm_desktop.domain.criteria import IndicatorCode
from ntm_desktop.domain.standing import Board, IndicatorStanding


class Urgency(IntEnum):
    """How much a finding stands in the way; the lowest comes first."""

    CONFLICT = 0
    NOT_MET = 1
    NO_ANSWER = 2
    NO_EVIDENCE = 3
    NO_THRESHOLD = 4
    CLAIM = 5
    PAPERS = 6

    @property
    def is_error(self) -> bool:
        """Tell whether the criterion cannot be met as long as it stands."""
        return self in {self.CONFLICT, self.NOT_MET, self.NO_ANSWER, self.NO_THRESHOLD}


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that is missing: where, how urgent, and what in words.

    `criterion` is 0 for a condition beyond the criteria.
    """

    criterion: int
    indicator: IndicatorCode
    name: str
    urgency: Urgency
    words: str


def findings(board: Board) -> list[Finding]:
    """List what is missing on a sheet."""
    found = [
        Finding(
            criterion=line.criterion.order,
            indicator=standing.indicator.code,
            name=standing.indicator.name,
            urgency=urgency,
            words=words,
        )
        for line in board.sections
        for standing in line.indicators
        for urgency, words in _of_indicator(standing)
    ]
    return sorted(found, key=lambda finding: finding.urgency)


def _of_indicator(standing: IndicatorStanding) -> Iterator[tuple[Urgency, str]]:
    if standing.in_conflict:
        yield Urgency.CONFLICT, CONFLICT_WORDS
    elif standing.verdict in _OF_VERDICT:
        urgency, words = _OF_VERDICT[standing.verdict]
        yield urgency, words(standing)
    claim = standing.entry.claim
    if standing.claim_differs and claim and not claim.reason:
        yield Urgency.CLAIM, "Tự đánh giá khác kết quả tính mà chưa ghi lý do"
    if standing.verdict is not Verdict.NOT_APPLICABLE:
        yield from _of_evidence(standing)


def _lacks_group(standing: IndicatorStanding) -> bool:
    judged = standing.judgement
    limits = [judged.threshold, *(part.threshold for part in judged.parts)]
    return any(limit.lacks_group for limit in limits)


_NO_LIMIT = "Chưa có mức quy định: nhập theo quyết định của tỉnh"
_NO_GROUP = "Chưa biết xã thuộc nhóm nào: khai ở trang Đơn vị"


def _of_evidence(standing: IndicatorStanding) -> Iterator[tuple[Urgency, str]]:
    if standing.entry.evidence == 0:
        yield Urgency.NO_EVIDENCE, "Chưa có minh chứng"
        return
    missing = [
        paper.name for paper in standing.indicator.papers if paper.id not in standing.entry.papers
    ]
    if missing and standing.entry.papers:
        yield Urgency.PAPERS, f"Còn thiếu giấy tờ: {'; '.join(missing)}"


_OF_VERDICT: dict[Verdict, tuple[Urgency, Callable[[IndicatorStanding], str]]] = {
    Verdict.NOT_MET: (Urgency.NOT_MET, lambda standing: f"Chưa đạt: {standing.judgement.reason}"),
    Verdict.INCOMPLETE: (Urgency.NO_ANSWER, lambda standing: standing.judgement.reason),
    Verdict.NO_THRESHOLD: (
        Urgency.NO_THRESHOLD,
        lambda standing: _NO_GROUP if _lacks_group(standing) else _NO_LIMIT,
    ),
}
