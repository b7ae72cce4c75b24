"""What a criteria file says of other sets and indicators: that they exist, and no cycles."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from ntm_desktop.domain.criteria import (
    CriteriaSet,
    Indicator,
    IndicatorCode,
    SetId,
    condition_code,
)
from ntm_desktop.exchange.criteria_values import Checker
from ntm_desktop.exchange.yaml_places import Place

Known = Mapping[SetId, CriteriaSet]
_Node = tuple[str, str]
_SAME: Final = "phải cùng loại, đơn vị tính và phép so sánh"


def check_references(check: Checker, document: Mapping[str, Any], known: Known | None) -> None:
    """Check `requires` and `relative_to` of a document that is sound in itself."""
    own = document["id"]
    others = {id_: one for id_, one in (known or {}).items() if id_ != own}
    _check_requires(check, document, others if known is not None else None)
    rules = dict(_relative_rules(document))
    for place, (indicator, relative) in rules.items():
        target = (relative["set"], relative["code"])
        if relative["set"] == own:
            _check_target(check, place, indicator, _in(document, relative["code"]))
        elif known is not None:
            _check_target(check, place, indicator, _known(others, target))
        if _leads_back((own, indicator["code"]), target, _edges(own, rules.values(), others)):
            check.say(place, f"mức của chỉ tiêu {indicator['code']} được tính vòng từ chính nó")


def _check_requires(check: Checker, document: Mapping[str, Any], others: Known | None) -> None:
    own = document["id"]
    for at, id_ in enumerate(document["requires"]):
        place: Place = ("requires", at)
        if id_ == own:
            check.say(place, "bộ tiêu chí không thể cần chính nó")
        elif others is not None and id_ not in others:
            check.say(place, f"không có bộ tiêu chí nào tên “{id_}”")
        elif others is not None and others[id_].subject != document["subject"]:
            check.say(place, f"“{id_}” đánh giá đối tượng khác")
        elif others is not None and own in _required(id_, others):
            check.say(place, f"“{id_}” lại cần “{own}”: hai bộ cần nhau thành vòng")


def _required(id_: SetId, others: Known) -> set[str]:
    """Collect all that a set requires, however far."""
    found: set[str] = set()
    waiting = [id_]
    while waiting:
        one = others.get(waiting.pop())
        for each in one.requires if one else ():
            if each not in found:
                found.add(each)
                waiting.append(each)
    return found


def _relative_rules(
    document: Mapping[str, Any],
) -> Iterator[tuple[Place, tuple[Mapping[str, Any], Mapping[str, Any]]]]:
    for at, criterion in enumerate(document["criteria"]):
        for below, indicator in enumerate(criterion["indicators"]):
            relative = indicator["rule"].get("relative_to")
            if relative is not None:
                yield (
                    ("criteria", at, "indicators", below, "rule", "relative_to"),
                    (indicator, relative),
                )
    for at, condition in enumerate(document["conditions"]):
        if "relative_to" in condition["rule"]:
            named = {**condition, "code": condition_code(at + 1)}
            yield ("conditions", at, "rule", "relative_to"), (named, named["rule"]["relative_to"])


def _in(document: Mapping[str, Any], code: str) -> tuple[str, str, str] | None:
    for criterion in document["criteria"]:
        for one in criterion["indicators"]:
            if one["code"] == code:
                return one["kind"], one["unit"], one["rule"]["op"]
    return None


def _known(others: Known, target: _Node) -> tuple[str, str, str] | None:
    found = others.get(SetId(target[0]))
    one = found.indicators.get(IndicatorCode(target[1])) if found else None
    return (one.kind, one.unit, _operator(one)) if one else None


def _operator(one: Indicator) -> str:
    return one.rule.comparison if one.rule else ""


def _check_target(
    check: Checker,
    place: Place,
    indicator: Mapping[str, Any],
    target: tuple[str, str, str] | None,
) -> None:
    if target is None:
        check.say(place, "“relative_to” nêu bộ tiêu chí hoặc chỉ tiêu không có")
        return
    mine = (indicator["kind"], indicator["unit"], indicator["rule"]["op"])
    if tuple(map(_plain, mine)) != tuple(map(_plain, target)):
        check.say(place, f"chỉ tiêu nêu ở “relative_to” {_SAME}")


def _plain(word: str) -> str:
    return "==" if word == "=" else str(word)


def _edges(own: str, rules: Any, others: Known) -> dict[_Node, _Node]:
    """Say for every relative limit what it is computed from."""
    edges: dict[_Node, _Node] = {
        (own, indicator["code"]): (relative["set"], relative["code"])
        for indicator, relative in rules
    }
    for id_, one in others.items():
        for code, indicator in one.asked.items():
            relative = indicator.rule.relative if indicator.rule else None
            if relative is not None:
                edges[id_, code] = (relative.set_id, relative.code)
    return edges


def _leads_back(start: _Node, target: _Node, edges: Mapping[_Node, _Node]) -> bool:
    seen: set[_Node] = set()
    at: _Node | None = target
    while at is not None and at not in seen:
        if at == start:
            return True
        seen.add(at)
        at = edges.get(at)
    return False
