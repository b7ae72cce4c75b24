"""Names what an indicator asks for by a digest: the same in two sets means the same demand."""

from collections.abc import Mapping
from hashlib import sha256

from ntm_desktop.domain.canonical import JsonValue, canonical
from ntm_desktop.domain.criteria import CriteriaSet, Indicator, IndicatorCode, Limits, Rule
from ntm_desktop.domain.text import number_spelling


def indicator_digest(indicator: Indicator) -> str:
    """Give the SHA-256 in hex of an indicator's text and threshold.

    Its code, papers, agency and certainty are left out: they change without the demand changing.
    """
    scale = indicator.scale
    content: JsonValue = [
        indicator.name,
        indicator.kind.value,
        indicator.unit,
        _rule(indicator.rule),
        indicator.if_any,
        indicator.content_by_province,
        None if scale is None else [list(scale.levels), scale.level],
        [[option.id, option.name] for option in indicator.options],
        [
            [part.id, part.name, part.kind.value, part.unit, _rule(part.rule)]
            for part in indicator.parts
        ],
    ]
    return sha256(canonical(content)).hexdigest()


def set_digests(criteria_set: CriteriaSet) -> Mapping[IndicatorCode, str]:
    """Give the digests of everything a set asks for."""
    return {code: indicator_digest(one) for code, one in criteria_set.asked.items()}


def _rule(rule: Rule | None) -> JsonValue:
    if rule is None:
        return None
    relative = rule.relative
    return [
        rule.comparison.value,
        None if rule.value is None else number_spelling(rule.value),
        _limits(rule.by_year),
        _limits(rule.by_region),
        _limits(rule.by_group),
        None
        if relative is None
        else [relative.set_id, relative.code, number_spelling(relative.factor)],
    ]


def _limits(limits: Limits | None) -> JsonValue:
    if limits is None:
        return None
    return [
        [key, None if limit is None else number_spelling(limit)]
        for key, limit in sorted(limits.items())
    ]
