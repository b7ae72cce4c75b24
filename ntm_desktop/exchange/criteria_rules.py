"""What a rule of a criteria file must say, by the kind of the indicator."""

from collections.abc import Mapping
from typing import Any, Final

from ntm_desktop.exchange.criteria_values import (
    Checker,
    anything,
    number,
    number_or_none,
    one_of,
    some,
    spelled,
    text,
    yes,
)
from ntm_desktop.exchange.yaml_places import Place

NUMERIC: Final = ("percent", "number", "money")
KINDS: Final = ("yes_no", *NUMERIC, "level")
OPERATORS: Final = (">=", "<=", "==", ">", "<", "=")
_UNITS: Final = {"percent": "%", "yes_no": "đạt", "level": "mức"}
_WORD = spelled(r"[a-z][a-z0-9_]*", "chữ thường không dấu, ví dụ du_lich")
_ALWAYS = {"parts": some, "content_by": one_of("province")}
_YES_NO = {"op": one_of("is"), "value": yes, **_ALWAYS}
_LEVEL = {"op": one_of("at_least"), "level": text, "scale": some, **_ALWAYS}
_NUMBER = {
    "op": one_of(*OPERATORS),
    "value": number_or_none,
    "set_by": one_of("national", "province"),
    **dict.fromkeys(("by_year", "by_region", "by_group", "relative_to"), anything),
    "any_of": number,
    "options": some,
    **_ALWAYS,
}
_RELATIVE = {"set": text, "code": text, "factor": number}
_PART = {
    "id": spelled(r"[a-z]", "một chữ cái thường"),
    "name": text,
    "kind": one_of(*NUMERIC),
    "unit": anything,
    "op": one_of(*OPERATORS),
    "value": number_or_none,
}
NAMED: Final = {"id": _WORD, "name": text}
_OPTIONAL = tuple(name for name in _NUMBER if name not in ("op", "value"))


def check_asked(check: Checker, place: Place, asked: Mapping[str, Any], of: Any) -> None:
    """Check kind, unit and rule of an indicator or a condition; `of` is the whole document."""
    kind, rule, at = asked["kind"], asked["rule"], (*place, "rule")
    check_unit(check, place, kind, asked["unit"])
    if kind == "yes_no":
        sound = check.mapping(at, rule, _YES_NO, optional=tuple(_ALWAYS))
    elif kind == "level":
        sound = check.mapping(at, rule, _LEVEL, optional=tuple(_ALWAYS))
        sound = sound and _check_scale(check, at, rule)
    else:
        sound = check.mapping(at, rule, _NUMBER, optional=_OPTIONAL)
        sound = sound and _check_figures(check, at, kind, rule, of)
    if sound:
        _check_parts(check, (*at, "parts"), rule.get("parts", []))


def check_unit(check: Checker, place: Place, kind: str, unit: Any) -> None:
    """Check that there is a unit and that it goes with the kind."""
    at = (*place, "unit")
    if not isinstance(unit, str) or not unit.strip():
        check.say(at, "thiếu đơn vị tính")
    elif kind in _UNITS and unit != _UNITS[kind]:
        check.say(at, f"đơn vị tính phải là “{_UNITS[kind]}”, không phải “{unit}”")
    elif kind not in _UNITS and unit in _UNITS.values():
        check.say(at, f"đơn vị tính “{unit}” không hợp với loại “{kind}”")


def _check_scale(check: Checker, at: Place, rule: Mapping[str, Any]) -> bool:
    scale = list(check.items((*at, "scale"), rule["scale"]))
    sound = check.values(scale, text)
    if sound:
        check.unique(scale, "mức")
    if sound and len(scale) < 2:
        check.say((*at, "scale"), "thang bậc phải có ít nhất hai mức, thấp nhất trước")
    if sound and rule["level"] not in rule["scale"]:
        check.say((*at, "level"), f"mức “{rule['level']}” không có trong thang bậc")
    return sound


def _check_figures(
    check: Checker, at: Place, kind: str, rule: Mapping[str, Any], of: Mapping[str, Any]
) -> bool:
    before = len(check.found)
    _check_limit(check, (*at, "value"), kind, rule["value"])
    first_year, last_year = of["period"]
    years = {str(year) for year in range(first_year, last_year + 1)}
    groups = {group["id"] for group in of.get("groups", ())}
    _check_by(check, (*at, "by_year"), kind, rule, years)
    _check_by(check, (*at, "by_group"), kind, rule, groups)
    _check_by(check, (*at, "by_region"), kind, rule, None)
    if set(rule.get("by_group", groups)) != groups:
        check.say((*at, "by_group"), "phải có mức của mọi nhóm xã, chưa biết thì ghi null")
    if "relative_to" in rule:
        check.mapping((*at, "relative_to"), rule["relative_to"], _RELATIVE)
    if rule["value"] is not None:
        for name in ("by_year", "by_group", "relative_to"):
            if name in rule:
                check.say((*at, "value"), f"đã có “{name}” thì “value” phải là null")
    _check_options(check, at, rule)
    return len(check.found) == before


def _check_by(
    check: Checker, at: Place, kind: str, rule: Mapping[str, Any], allowed: set[str] | None
) -> None:
    name = at[-1]
    if name not in rule:
        return
    limits = rule[str(name)]
    if not isinstance(limits, Mapping) or not limits:
        check.say(at, "phải gồm các mức có tên, ít nhất một")
        return
    for key, limit in limits.items():
        if allowed is not None and str(key) not in allowed:
            check.say((*at, key), f"“{key}” không thuộc {_OF[str(name)]}")
        _check_limit(check, (*at, key), kind, limit)


_OF = {"by_year": "giai đoạn của bộ tiêu chí", "by_group": "các nhóm xã của bộ tiêu chí"}


def _check_limit(check: Checker, at: Place, kind: str, limit: Any) -> None:
    if check.value(at, limit, number_or_none) and kind == "percent" and (limit or 0) > 100:
        check.say(at, f"{limit} % không hợp lệ: phải từ 0 đến 100")


def _check_options(check: Checker, at: Place, rule: Mapping[str, Any]) -> None:
    if ("any_of" in rule) != ("options" in rule):
        check.say(at, "“any_of” và “options” phải đi cùng nhau")
        return
    options = list(check.items((*at, "options"), rule.get("options", [])))
    if not check.mappings(options, NAMED):
        return
    check.unique((((*place, "id"), one["id"]) for place, one in options), "lựa chọn")
    if "any_of" not in rule:
        return
    wanted = rule["any_of"]
    if not isinstance(wanted, int) or not 1 <= wanted <= len(options):
        check.say((*at, "any_of"), f"phải là số nguyên từ 1 đến {len(options)} (số lựa chọn)")
    elif rule["value"] != wanted or rule["op"] != ">=":
        check.say((*at, "any_of"), "“op” phải là >= và “value” phải bằng “any_of”")


def _check_parts(check: Checker, at: Place, parts: Any) -> None:
    sound = []
    for place, part in check.items(at, parts):
        if check.mapping(place, part, _PART):
            check_unit(check, place, part["kind"], part["unit"])
            _check_limit(check, (*place, "value"), part["kind"], part["value"])
            sound.append(((*place, "id"), part["id"]))
    check.unique(sound, "phần")
