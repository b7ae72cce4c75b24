"""Criteria files as plain values: the shipped ones, one with everything in it, and any other."""

from copy import deepcopy
from functools import cache
from typing import Any
from unicodedata import normalize

from hypothesis import strategies as st

from ntm_desktop.domain.criteria import CriteriaSet, SetId
from ntm_desktop.exchange import criteria_file
from ntm_desktop.services.catalogue import SETS
from resources import read_text

Document = dict[str, Any]
OWN = "tinh-xa-2026-2030"


@cache
def _shipped(name: str) -> Document:
    found = dict(criteria_file.parse(read_text(f"criteria_sets/{name}.yaml")))
    found.pop("research", None)
    return found


def shipped(name: str) -> Document:
    """Give a shipped file, without the notes of those who keep it."""
    return deepcopy(_shipped(name))


@cache
def known() -> dict[SetId, CriteriaSet]:
    """Give the shipped sets."""
    return {SetId(name): criteria_file.criteria_set(_shipped(name), "") for name in SETS}


def asked(code: str, **changed: Any) -> Document:
    """Give an indicator that asks for yes, or for what is said otherwise."""
    return {
        "code": code,
        "name": f"Nội dung {code}".strip(),
        "unit": "đạt",
        "kind": "yes_no",
        "rule": {"op": "is", "value": True},
        "if_any": False,
        "papers": [],
        "agency": "phong-ktht",
        "confidence": "low",
        "source": None,
    } | changed


def numeric(code: str, rule: Document, unit: str = "triệu đồng", kind: str = "money") -> Document:
    """Give an indicator that asks for a number."""
    return asked(code, unit=unit, kind=kind, rule=rule)


def condition(id_: str, **changed: Any) -> Document:
    """Give a condition beyond the criteria."""
    found = asked("", **changed)
    for name in ("code", "if_any", "papers", "agency"):
        del found[name]
    return {"id": id_, **found}


def everything() -> Document:
    """Give a small set that has one of everything a file can say."""
    relative = {"set": OWN, "code": "1.2", "factor": 1.1}
    options = [{"id": "du_lich", "name": "Du lịch"}, {"id": "y_te", "name": "Y tế"}]
    part = {"id": "a", "name": "Phần a", "kind": "number", "unit": "km", "op": "<", "value": 2.5}
    first = [
        asked("1.1", rule={"op": "is", "value": True, "content_by": "province", "parts": [part]}),
        numeric("1.2", {"op": ">=", "value": None, "by_year": {"2026": 42.5, "2027": None}}),
        numeric("1.3", {"op": ">=", "value": None, "relative_to": relative, "set_by": "national"}),
        numeric("1.10", {"op": ">=", "value": 5, "by_region": {"TDMNPB": 4, "other": None}}),
    ]
    second = [
        asked(
            "2.1",
            unit="mức",
            kind="level",
            rule={"op": "at_least", "level": "Khá", "scale": ["Đạt", "Khá", "Tốt"]},
            if_any=True,
            papers=[{"id": "P1", "name": "Quyết định"}, {"id": "P2", "name": "Báo cáo"}],
            confidence="high",
            source="QĐ 1/QĐ-UBND",
        ),
        numeric(
            "2.2", {"op": ">=", "value": 1, "any_of": 1, "options": options}, "lĩnh vực", "number"
        ),
        numeric(
            "2.3", {"op": "<=", "value": None, "by_group": {"n1": 1, "n2": None}}, "%", "percent"
        ),
    ]
    return {
        "id": OWN,
        "version": 2,
        "name": "Bộ tiêu chí của tỉnh",
        "subject": "commune",
        "tier": "advanced",
        "period": [2026, 2030],
        "region": "TDMNPB",
        "groups": [{"id": "n1", "name": "Nhóm 1"}, {"id": "n2", "name": "Nhóm 2"}],
        "requires": ["xa-ntm-2026-2030"],
        "status": "official_structure",
        "expected": {"criteria": 2, "indicators": 7},
        "legal_basis": [
            {"number": "1/QĐ-UBND", "date": "2026-02-03", "issuer": "Tỉnh", "title": "Ban hành"},
            {"number": "2/HD", "date": None, "issuer": "Sở", "title": "Hướng dẫn"},
        ],
        "conditions": [
            condition("no_debt"),
            condition("happy", unit="%", kind="percent", rule={"op": "==", "value": None}),
        ],
        "criteria": [
            {"order": 1, "name": "Kinh tế", "group": "Chung", "key": True, "indicators": first},
            {"order": 2, "name": "Xã hội", "group": "Chung", "key": False, "indicators": second},
            {"order": 3, "name": "Khác", "group": "Chung", "key": False, "indicators": []},
        ],
    }


_LETTERS = st.characters(
    codec="utf-8", exclude_categories=("Cc", "Cf", "Co", "Cn", "Cs", "Zl", "Zp")
)
_TEXTS = st.text(_LETTERS, max_size=20).map(lambda text: normalize("NFC", f"Chữ {text}").strip())
_FIGURES = st.none() | st.integers(0, 100) | st.decimals(0, 100, places=3).map(float)


@st.composite
def documents(draw: st.DrawFn) -> Document:
    """Give the small set with other words and figures, and some of it left out."""
    found = everything()
    found["name"] = draw(_TEXTS)
    for criterion in found["criteria"]:
        criterion |= {"name": draw(_TEXTS), "group": draw(_TEXTS), "key": draw(st.booleans())}
    for one in [*found["conditions"], *(x for c in found["criteria"] for x in c["indicators"])]:
        one |= {"name": draw(_TEXTS), "source": draw(st.none() | _TEXTS)}
        one["confidence"] = draw(st.sampled_from(("high", "medium", "low")))
        _with_figures(draw, one["rule"])
    found["criteria"][1]["indicators"] = draw(
        st.lists(st.sampled_from(found["criteria"][1]["indicators"]), unique_by=id)
    )
    for name in ("requires", "legal_basis", "conditions"):
        found[name] = draw(st.just(found[name]) | st.just([]))
    return found


def _with_figures(draw: st.DrawFn, rule: Document) -> None:
    for by in ("by_year", "by_region", "by_group"):
        for key in rule.get(by, ()):
            rule[by][key] = draw(_FIGURES)
    for part in rule.get("parts", ()):
        part |= {"name": draw(_TEXTS), "value": draw(_FIGURES)}
