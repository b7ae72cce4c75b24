"""What a criteria file must say (docs/criteria.md): every problem of one, by its place."""

from collections.abc import Mapping
from typing import Any, Final

from ntm_desktop.domain.criteria import CriteriaSet, SetId, Status
from ntm_desktop.exchange.criteria_references import check_references
from ntm_desktop.exchange.criteria_rules import KINDS, NAMED, check_asked
from ntm_desktop.exchange.criteria_values import (
    Checker,
    Problem,
    anything,
    count,
    day,
    day_or_none,
    flag,
    one_of,
    some,
    spelled,
    text,
    text_or_none,
)
from ntm_desktop.exchange.yaml_places import Place

SUBJECTS: Final = ("commune", "district", "village", "residential_area", "garden")
TIERS: Final = ("standard", "advanced", "exemplary", "smart", "model")
SET_ID = spelled(r"[a-z0-9]+(-[a-z0-9]+)*", "chữ thường không dấu và gạch nối")
_WORD = spelled(r"[a-z][a-z0-9_]*", "chữ thường không dấu và gạch dưới")
_CODE = spelled(r"[0-9]+(\.[0-9a-z]+)+", "mã ghi trong dấu nháy, ví dụ '17.10'")
CONFIDENCE = one_of("high", "medium", "low")
BASIS = {"number": text, "date": day_or_none, "issuer": text, "title": text}
_COUNTS = {"criteria": count, "indicators": count}
_PAPER = {"id": text, "name": text}
_MADE = {"office": text, "on": day}
LONGEST_ID: Final = 80
_DEVICES: Final = {"con", "prn", "aux", "nul"} | {
    f"{d}{n}" for d in ("com", "lpt") for n in range(10)
}


def _own_id(value: Any) -> str | None:
    """Ask for an id that can be the name of a file, also on Windows."""
    wrong = SET_ID(value)
    if wrong is None and (value in _DEVICES or len(value) > LONGEST_ID):
        return f"“{value}” không đặt tên tệp được; hãy chọn mã khác, không quá {LONGEST_ID} chữ"
    return wrong


_SET = {
    "id": _own_id,
    "version": count,
    "name": text,
    "subject": one_of(*SUBJECTS),
    "tier": one_of(*TIERS),
    "period": anything,
    "region": text_or_none,
    "groups": some,
    "requires": some,
    "status": one_of(*(str(status) for status in Status)),
    "expected": anything,
    "made": anything,
    "legal_basis": some,
    "conditions": some,
    "criteria": some,
    "research": anything,
}
_CRITERION = {"order": count, "name": text, "group": text, "key": flag, "indicators": some}
_ASKED = {
    "name": text,
    "unit": anything,
    "kind": one_of(*KINDS),
    "rule": anything,
    "confidence": CONFIDENCE,
    "source": text_or_none,
}
_CONDITION = {"id": _WORD, **_ASKED}
_INDICATOR = {"code": _CODE, "if_any": flag, "papers": some, "agency": text, **_ASKED}


def problems(document: Any, known: Mapping[SetId, CriteriaSet] | None = None) -> list[Problem]:
    """List what is wrong with a parsed file, in the order it is found; nothing if it is sound.

    `known` are the other sets, to be referred to; without them only what a set says of itself
    is checked.
    """
    check = Checker()
    if check.mapping((), document, _SET, optional=("groups", "made", "research")):
        _check_period(check, document["period"])
    if not check.found:
        _check_lists(check, document)
    if not check.found:
        _check_criteria(check, document)
    if not check.found:
        check_references(check, document, known)
    return check.found


def _check_period(check: Checker, period: Any) -> None:
    years = period if isinstance(period, list) else []
    sound = len(years) == 2 and all(type(year) is int and 1990 <= year <= 2100 for year in years)
    if not sound or years[0] > years[1]:
        check.say(("period",), "“period” phải là [năm đầu, năm cuối], ví dụ [2021, 2025]")


def _check_lists(check: Checker, document: Mapping[str, Any]) -> None:
    for at, basis in check.items(("legal_basis",), document["legal_basis"]):
        check.mapping(at, basis, BASIS)
    groups = list(check.items(("groups",), document.get("groups", [])))
    if check.mappings(groups, NAMED):
        check.unique((((*at, "id"), group["id"]) for at, group in groups), "nhóm")
    requires = list(check.items(("requires",), document["requires"]))
    if check.values(requires, SET_ID):
        check.unique(requires, "bộ tiêu chí cần có trước")
    if document["expected"] is not None:
        check.mapping(("expected",), document["expected"], _COUNTS)
    if "made" in document:
        check.mapping(("made",), document["made"], _MADE)
    if not document["criteria"]:
        check.say(("criteria",), "phải có ít nhất một tiêu chí")


def _check_criteria(check: Checker, document: Mapping[str, Any]) -> None:
    orders, codes, ids = [], [], []
    for at, condition in check.items(("conditions",), document["conditions"]):
        if check.mapping(at, condition, _CONDITION):
            ids.append(((*at, "id"), condition["id"]))
            check_asked(check, at, condition, document)
    for at, criterion in check.items(("criteria",), document["criteria"]):
        if not check.mapping(at, criterion, _CRITERION):
            continue
        orders.append(((*at, "order"), criterion["order"]))
        for below, indicator in check.items((*at, "indicators"), criterion["indicators"]):
            if check.mapping(below, indicator, _INDICATOR):
                codes.append(((*below, "code"), indicator["code"]))
                _check_indicator(check, below, indicator, document)
    check.unique(orders, "số thứ tự tiêu chí")
    check.unique(codes, "mã chỉ tiêu")
    check.unique(ids, "mã điều kiện")


def _check_indicator(
    check: Checker, at: Place, indicator: Mapping[str, Any], document: Mapping[str, Any]
) -> None:
    check_asked(check, at, indicator, document)
    papers = list(check.items((*at, "papers"), indicator["papers"]))
    if check.mappings(papers, _PAPER):
        check.unique((((*place, "id"), paper["id"]) for place, paper in papers), "giấy tờ")
