"""What may be lost, as entries that lead to their indicators."""

from collections.abc import Mapping, Sequence

from ntm_desktop.domain.comparison import COURSE_WORDS, Course
from ntm_desktop.domain.regression import Danger, Risk
from ui.widgets.line_list import Line
from ui.words import State

DANGERS: Mapping[Danger, State] = {
    Danger.LOST: State(COURSE_WORDS[Course.LOST], "cross", "not_met"),
    Danger.RISING: State("Chưa đạt mức năm sau", "exclamation", "missing"),
    Danger.EXPIRING: State("Minh chứng hết hạn", "exclamation", "missing"),
}


def risk_lines(risks: Sequence[Risk]) -> list[Line]:
    """List what may be lost; each leads to its indicator."""
    return [
        Line(
            state=DANGERS[risk.danger],
            head=risk.indicator,
            text=risk.name,
            detail=risk.words,
            target=f"criteria:{risk.indicator}",
        )
        for risk in risks
    ]
