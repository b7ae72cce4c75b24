"""What has to be said of a criteria set wherever it is shown: how far it can be relied on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from ntm_desktop.domain.criteria import CriteriaSet, Indicator, IndicatorCode, Rule, Status
from ntm_desktop.domain.standing import count_differences
from ntm_desktop.domain.threshold import Entered, Where, threshold


class About(StrEnum):
    """What a finding is about."""

    TEMPLATE = "template"
    STRUCTURE_ONLY = "structure_only"
    COUNTS = "counts"
    UNCHECKED = "unchecked"
    UNKNOWN = "unknown"
    PLACE = "place"
    VERSION = "version"


@dataclass(frozen=True, slots=True)
class SetFinding:
    """One thing to be said of a set."""

    about: About
    words: str
    indicators: Sequence[IndicatorCode] = ()
    """Which ones it is about, in the order of the set."""


def set_findings(
    criteria_set: CriteriaSet,
    entered: Mapping[IndicatorCode, Entered] | None = None,
    where: Where | None = None,
) -> Sequence[SetFinding]:
    """Say what is doubtful about a set; figures that an office entered are not.

    `where` it is judged: then also what cannot be said of this unit as long as its group is open.
    """
    stated = entered or {}
    found = []
    if criteria_set.status is Status.TEMPLATE:
        found.append(SetFinding(About.TEMPLATE, _TEMPLATE))
    if criteria_set.status is Status.STRUCTURE_ONLY:
        found.append(SetFinding(About.STRUCTURE_ONLY, _STRUCTURE_ONLY))
    found += [
        SetFinding(About.COUNTS, f"{words[:1].upper()}{words[1:]}. Hãy đối chiếu với văn bản.")
        for words in count_differences(criteria_set)
    ]
    unchecked = unchecked_codes(criteria_set, stated)
    if unchecked:
        words = f"{len(unchecked)}/{len(criteria_set.asked)} mục chưa đối chiếu với văn bản"
        found.append(SetFinding(About.UNCHECKED, words, unchecked))
    unknown = unknown_codes(criteria_set, stated, where)
    if unknown:
        words = f"{len(unknown)} mục chưa có mức quy định: nhập theo quyết định của tỉnh"
        found.append(SetFinding(About.UNKNOWN, words, unknown))
    ungrouped = ungrouped_codes(criteria_set, stated, where) if where else ()
    if ungrouped:
        words = f"Chưa biết xã thuộc nhóm nào: {len(ungrouped)} mục chưa có mức để so sánh"
        found.append(SetFinding(About.PLACE, words, ungrouped))
    return found


def paper_notice(criteria_set: CriteriaSet) -> str:
    """Say on every printed page what the set is, where it is not the text of an authority."""
    return _NOTICES.get(criteria_set.status, "")


def unchecked_codes(
    criteria_set: CriteriaSet, entered: Mapping[IndicatorCode, Entered]
) -> Sequence[IndicatorCode]:
    """List what nobody compared with the text, neither the set's author nor an office."""
    return [
        code for code, one in criteria_set.asked.items() if not one.checked and code not in entered
    ]


def unknown_codes(
    criteria_set: CriteriaSet,
    entered: Mapping[IndicatorCode, Entered],
    where: Where | None = None,
) -> Sequence[IndicatorCode]:
    """List what has a limit that neither the set nor an office states, for some year or group.

    `where` it is judged: for that region too.
    """
    return [
        code
        for code, one in criteria_set.asked.items()
        if _is_unknown(one, entered.get(code))
        or (where is not None and _lacks_region(one, entered.get(code), where))
    ]


def ungrouped_codes(
    criteria_set: CriteriaSet, entered: Mapping[IndicatorCode, Entered], where: Where
) -> Sequence[IndicatorCode]:
    """List what has no limit because nobody said which group the commune is in."""
    return [
        code
        for code, one in criteria_set.asked.items()
        if any(
            threshold(one, where, entered=entered.get(code), part=part).lacks_group
            for part in (None, *one.parts)
        )
    ]


def _lacks_region(indicator: Indicator, entered: Entered | None, where: Where) -> bool:
    """Tell whether a limit goes by region, and nobody states it for this one."""
    return any(
        rule is not None
        and rule.by_region is not None
        and threshold(indicator, where, entered=entered, part=part).limit is None
        for part, rule in (
            (None, indicator.rule),
            *((part, part.rule) for part in indicator.parts),
        )
    )


def _is_unknown(indicator: Indicator, entered: Entered | None) -> bool:
    figure = entered[1] if entered else None
    parts = any(
        _has_gap(part.rule) and (figure is None or part.id not in figure.parts)
        for part in indicator.parts
    )
    if indicator.rule is None or (figure is not None and figure.value is not None):
        return parts
    stated = {**figure.by_year, **figure.by_group} if figure else {}
    return parts or _has_gap(indicator.rule, stated)


def _has_gap(rule: Rule, stated: Mapping[str, object] | None = None) -> bool:
    if rule.relative is not None:
        return False  # its own null is not "unknown": it is computed
    for limits in (rule.by_year, rule.by_group):
        if limits is not None:
            return any(
                limit is None and key not in (stated or {}) for key, limit in limits.items()
            )
    return rule.value is None


_TEMPLATE = (
    "Khung tham khảo theo các tỉnh khác, không phải văn bản của tỉnh. "
    "Hãy đối chiếu và nhập nội dung theo quyết định của tỉnh trước khi dùng."
)
_STRUCTURE_ONLY = "Mới có khung của bộ tiêu chí, chưa đủ chỉ tiêu để kết luận."
_NOTICES = {
    Status.TEMPLATE: "Mẫu chung, chờ quyết định của tỉnh.",
    Status.STRUCTURE_ONLY: _STRUCTURE_ONLY,
}
