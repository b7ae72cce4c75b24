"""How the overview words its tiles and its list of things to do."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from itertools import groupby

from ntm_desktop.domain.assessment import Verdict
from ntm_desktop.domain.findings import Finding, Urgency
from ntm_desktop.domain.standing import Board, CriterionStanding
from ui.widgets.criterion_tile import TileText
from ui.widgets.line_list import Line
from ui.words import (
    ABSENT,
    CONFLICT,
    INCOMPLETE,
    NO_THRESHOLD,
    NOT_MET,
    VERDICTS,
    State,
)

MARK_OF: Mapping[Urgency, State] = {
    Urgency.CONFLICT: CONFLICT,
    Urgency.NOT_MET: NOT_MET,
    Urgency.NO_ANSWER: INCOMPLETE,
    Urgency.NO_EVIDENCE: ABSENT,
    Urgency.NO_THRESHOLD: NO_THRESHOLD,
    Urgency.CLAIM: ABSENT,
    Urgency.PAPERS: ABSENT,
}
_TILE_WORDS: Mapping[Urgency, str] = {
    Urgency.CONFLICT: "chưa thống nhất {}",
    Urgency.NOT_MET: "còn {}",
    Urgency.NO_ANSWER: "chưa nhập {}",
    Urgency.NO_THRESHOLD: "chưa có mức: {}",
    Urgency.NO_EVIDENCE: "thiếu minh chứng {}",
    Urgency.CLAIM: "chưa ghi lý do {}",
    Urgency.PAPERS: "thiếu giấy tờ {}",
}
_TILE_ORDER = tuple(_TILE_WORDS)
_COUNTED: tuple[tuple[Verdict, str], ...] = (
    (Verdict.NOT_MET, "chưa đạt"),
    (Verdict.INCOMPLETE, "chưa đủ số liệu"),
    (Verdict.NO_THRESHOLD, "chưa có mức quy định"),
)


def title(board: Board) -> str:
    """Say how many criteria are met."""
    return f"{board.met} trên {board.total} tiêu chí đạt"


def subtitle(board: Board) -> str:
    """Say what the others lack, and how many indicators are answered."""
    counts = Counter(line.verdict for line in board.criteria)
    others = [f"{counts[verdict]} {words}" for verdict, words in _COUNTED if counts[verdict]]
    lines = [line for criterion in board.criteria for line in criterion.indicators]
    answered = sum(bool(line.entry.answers) for line in lines)
    proved = sum(line.entry.evidence > 0 for line in lines)
    disputed = sum(line.in_conflict for line in lines)
    parts = [
        ", ".join(others),
        f"{disputed} số liệu chưa thống nhất" if disputed else "",
        f"đã nhập {answered}/{len(lines)} chỉ tiêu",
        f"{proved} chỉ tiêu có minh chứng",
    ]
    return " · ".join(filter(None, parts)).capitalize()


def tiles(board: Board, found: Sequence[Finding]) -> list[TileText]:
    """Word every criterion."""
    of: dict[int, list[Finding]] = defaultdict(list)
    for finding in found:
        of[finding.criterion].append(finding)
    return [tile(line, of[line.criterion.order]) for line in board.criteria]


def tile(line: CriterionStanding, found: Sequence[Finding]) -> TileText:
    """Word one criterion; a click leads to the indicator that needs it most."""
    return TileText(
        target=_target(line, found),
        order=line.criterion.order,
        name=line.criterion.name,
        state=VERDICTS[line.verdict],
        lines=tuple(VERDICTS[part.verdict] for part in line.indicators),
        done=line.met,
        missing=_missing(found) if line.indicators else "chưa có chỉ tiêu",
        missing_state=ABSENT if found and line.verdict.counts_as_met else None,
    )


def _target(line: CriterionStanding, found: Sequence[Finding]) -> str:
    """Name the indicator to open; a criterion whose indicators are not here yet has none."""
    codes = [one.indicator for one in found] or [one.indicator.code for one in line.indicators]
    return next(iter(codes), "")


def _missing(found: Sequence[Finding]) -> str:
    for urgency in _TILE_ORDER:
        codes = [finding.indicator for finding in found if finding.urgency is urgency]
        if codes:
            return _TILE_WORDS[urgency].format(", ".join(codes))
    return "đủ giấy tờ"


def counts(board: Board) -> dict[str, int]:
    """Count the criteria by verdict."""
    return dict(Counter(str(line.verdict) for line in board.criteria))


def to_do(found: Sequence[Finding]) -> list[Line]:
    """Make one entry per indicator, the most urgent first."""
    place = {finding.indicator: number for number, finding in reversed(list(enumerate(found)))}
    ordered = sorted(found, key=lambda finding: place[finding.indicator])
    return [
        _line(list(of_one))
        for _, of_one in groupby(ordered, key=lambda finding: finding.indicator)
    ]


def _line(found: Sequence[Finding]) -> Line:
    first = found[0]
    return Line(
        state=MARK_OF[first.urgency],
        head=first.indicator,
        text=first.name,
        detail=". ".join(finding.words for finding in found),
        target=f"criteria:{first.indicator}",
    )
