"""How the list of thresholds is worded."""

from collections.abc import Sequence

from ntm_desktop.domain.standing import Board, IndicatorStanding
from ntm_desktop.domain.text import fold
from ntm_desktop.domain.threshold import Threshold
from ui.widgets.line_list import Line
from ui.widgets.threshold_dialog import threshold_source
from ui.words import State

CHECKED = State("Đã đối chiếu", "tick", "met")
UNCHECKED = State("Chưa đối chiếu", "exclamation", "missing")
UNKNOWN = State("Chưa có mức quy định", "dash", "no_threshold")
_ORDER = (UNKNOWN, UNCHECKED, CHECKED)


def lines(board: Board, words: str = "") -> list[Line]:
    """List the indicators judged by a figure, those that nobody stated first."""
    wanted = fold(words).split()
    found = [
        _line(standing)
        for criterion in board.sections
        for standing in criterion.indicators
        if _limits(standing) and _matches(standing, wanted)
    ]
    return sorted(found, key=lambda line: _ORDER.index(line.state))


def summary(found: Sequence[Line]) -> str:
    """Count what is unknown and unchecked."""
    unknown = sum(line.state is UNKNOWN for line in found)
    unchecked = sum(line.state is UNCHECKED for line in found)
    return f"{len(found)} chỉ tiêu có mức số · {unknown} chưa có mức · {unchecked} chưa đối chiếu"


def _limits(standing: IndicatorStanding) -> list[Threshold]:
    judged = standing.judgement
    limits = [judged.threshold, *(part.threshold for part in judged.parts)]
    return [limit for limit in limits if limit.comparison is not None]


def _matches(standing: IndicatorStanding, wanted: Sequence[str]) -> bool:
    said = fold(f"{standing.indicator.code} {standing.indicator.name}")
    return all(word in said for word in wanted)


def _line(standing: IndicatorStanding) -> Line:
    limits = _limits(standing)
    state = CHECKED
    if any(limit.limit is None for limit in limits):
        state = UNKNOWN
    elif not all(limit.checked for limit in limits):
        state = UNCHECKED
    texts = dict.fromkeys(limit.text for limit in limits)
    words, _ = threshold_source(limits[0])
    return Line(
        state=state,
        head=standing.indicator.code,
        text=standing.indicator.name,
        detail=f"{'; '.join(texts)} · {words}",
        target=standing.indicator.code,
    )
