"""What an indicator asks for (mức), worded in full: of every year, region and group."""

from collections.abc import Iterator
from decimal import Decimal

from ntm_desktop.domain.criteria import Indicator, Limits, Rule
from ntm_desktop.domain.text import number_for_people
from ntm_desktop.domain.threshold import WORDS

_UNKNOWN = "chưa biết"
_BY = (("by_year", "năm"), ("by_group", "nhóm"), ("by_region", "vùng"))


def demand(indicator: Indicator) -> str:
    """Word what an indicator asks for, without its parts."""
    if indicator.scale is not None:
        return f"bậc “{indicator.scale.level}”"
    if indicator.rule is None:
        return "đạt"
    return rule_words(indicator.rule, indicator.unit)


def rule_words(rule: Rule, unit: str) -> str:
    """Word a rule: "từ 80 % trở lên", "từ năm 2024: 42, năm 2025: chưa biết … trở lên"."""
    return WORDS[rule.comparison].format("; ".join(_limits(rule, unit)))


def _limits(rule: Rule, unit: str) -> Iterator[str]:
    if rule.relative is not None:
        times = number_for_people(rule.relative.factor)
        yield f"{times} lần mức của chỉ tiêu {rule.relative.code} ({rule.relative.set_id})"
    stated: list[tuple[str, Limits]] = [
        (word, limits) for name, word in _BY if (limits := getattr(rule, name)) is not None
    ]
    if rule.value is not None or not (stated or rule.relative):
        yield _figure(rule.value, unit)
    for word, limits in stated:
        yield ", ".join(f"{word} {key}: {_figure(of, unit)}" for key, of in limits.items())


def _figure(figure: Decimal | None, unit: str) -> str:
    return _UNKNOWN if figure is None else f"{number_for_people(figure)} {unit}"
