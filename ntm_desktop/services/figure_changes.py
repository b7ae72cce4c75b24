"""What a file would change of the figures entered here: known in words before anything is."""

from collections.abc import Iterable
from dataclasses import dataclass

from ntm_desktop.domain.criteria import Indicator, SetId
from ntm_desktop.domain.threshold import Figure
from ntm_desktop.domain.topics import Topic
from ntm_desktop.services.thresholds import OpenedFigure, Thresholds
from ntm_desktop.services.value_words import figure_words

NOTHING_STATED = "chưa nhập"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What a file says otherwise of one indicator."""

    set_id: SetId
    indicator: Indicator
    before: Figure
    after: Figure
    opened: OpenedFigure

    @property
    def words(self) -> tuple[str, str]:
        """Give what is stated now, and what would be."""
        return _words(self.before, self.indicator), _words(self.after, self.indicator)


def enter(service: Thresholds, changes: Iterable[Change]) -> frozenset[Topic]:
    """Enter what was shown, all or nothing."""
    return service.take(
        {(each.set_id, each.indicator.code): (each.after, each.opened.seen) for each in changes}
    )


def _words(figure: Figure, indicator: Indicator) -> str:
    return NOTHING_STATED if figure.is_empty else figure_words(figure, indicator)
