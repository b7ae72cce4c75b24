"""What the search box finds, without accents."""

from collections.abc import Iterable

from ntm_desktop.domain.criteria import CriteriaSet
from ntm_desktop.domain.text import fold
from ui.widgets.search_box import Found

_MOST = 12


def find_indicators(criteria: CriteriaSet, words: str) -> list[Found]:
    """Find indicators whose code begins with, or whose name or criterion holds, every word."""
    wanted = fold(words).split()
    return [
        Found(f"criteria:{indicator.code}", f"{indicator.code}  {indicator.name}")
        for criterion in criteria.criteria
        for indicator in criterion.indicators
        if _matches(wanted, indicator.code, (indicator.name, criterion.name))
    ][:_MOST]


def _matches(wanted: Iterable[str], code: str, texts: Iterable[str]) -> bool:
    text = fold(" ".join(texts))
    return all(code.startswith(word) or word in text for word in wanted)
