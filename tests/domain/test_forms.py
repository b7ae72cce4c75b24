from typing import Any

import pytest

from ntm_desktop.domain.assessment import natural_key
from ntm_desktop.domain.forms import FIELDS, KEYS, well_formed
from ntm_desktop.domain.revision import (
    Authorship,
    ChainEnd,
    Fields,
    Record,
    Revision,
    new_revision,
)
from ntm_desktop.services.catalogue import unit_lists
from tests.builders import CODE, HERE, SET, SHEET, UNIT

SHA = "ab" * 32
KEY = {
    "unit": UNIT,
    "unit_state": natural_key(UNIT, "2025-07-01"),
    "subject": "0193a7c2-5b1e-7c3f-9a40-1f2e3d4c5b6a",
    "assessment": SHEET.key(CODE),
    "threshold": natural_key(SET, "3.1"),
    "evidence": "0193-uuid",
    "evidence_file": natural_key("0193-uuid", SHA),
    "evidence_link": natural_key("0193-uuid", UNIT, SET, "2024", "3.1"),
    "enrolment": natural_key(UNIT, SHA),
    "revocation": natural_key(UNIT, SHA),
    "succession": natural_key(UNIT, "06382"),
    "decision": "0193-uuid",
}
OFFICE = {
    "unit": UNIT,
    "name": "Xã Tân Thành",
    "role": "commune",
    "signing_key": SHA,
    "age_recipient": "age1…",
}
GOOD: dict[str, dict[str, Any]] = {
    "unit": {
        "name": "Xã Tân Thành",
        "kind": "commune",
        "region": "TDMNPB",
        "authority": "185",
        "group": "nhom_1",
    },
    "unit_state": {
        "name": "Xã Bắc Sơn",
        "kind": "commune",
        "region": "",
        "group": "nhom_2",
        "decision": "5/NQ",
    },
    "subject": {
        "name": "Thôn Nà Riềng",
        "kind": "village",
        "village": "Thôn Nà Riềng",
        "region": "TDMNPB",
        "group": "nhom_3",
        "households": 87,
        "sets": ["thon-ntm-kieu-mau-langson"],
        "closed": {"on": "2025-07-01", "reason": "sáp nhập"},
    },
    "assessment": {
        "answer": {"value": "80.5", "parts": {"a": "1"}},
        "claim": {"claim": "met", "reason": "đang chờ"},
        "note": "theo báo cáo",
    },
    "threshold": {
        "figure": {
            "value": "80",
            "by_year": {"2024": "42"},
            "parts": {"a": "1"},
            "decision": "1062/QĐ-UBND",
            "date": "2024-06-17",
        }
    },
    "evidence": {
        "number": "05/QĐ-UBND",
        "issued_on": "2024-09-05",
        "issuer": "UBND xã",
        "summary": "Phê duyệt",
        "doc_type": "decision",
        "valid_from": "2024-09-05",
        "valid_to": "2025-09-05",
        "original": True,
        "sensitive": False,
    },
    "evidence_file": {"name": "a.pdf", "pages": 3, "order": 0, "size": 12345},
    "evidence_link": {"proves": True, "paper": "P1"},
    "enrolment": {"office": OFFICE},
    "revocation": {
        "revoked": {
            "unit": UNIT,
            "signing_key": SHA,
            "good": [[UNIT, "a" * 32 + "." + "0" * 16, 3, SHA]],
            "reason": "mất máy",
            "date": "2024-11-23",
        }
    },
    "succession": {
        "succeeded": {
            "old": UNIT,
            "new": "06382",
            "decision": "1672/NQ-UBTVQH15",
            "date": "2025-06-16",
        }
    },
    "decision": {
        "decided": {
            "conflict": SHA,
            "kind": "assessment",
            "key": "k",
            "field": "note",
            "taken": "A",
            "reason": "theo sổ",
        }
    },
}


def of(kind: str, fields: Fields | None, *, key: str | None = None, scope: str = UNIT) -> Revision:
    return new_revision(
        Record(scope, kind, KEY.get(kind, "k") if key is None else key),
        fields,
        chain=ChainEnd(HERE.origin, 0, None),
        parents=[],
        by=Authorship("", ""),
    )


def test_every_known_kind_has_its_cases_here() -> None:
    assert set(GOOD) == set(KEY) == set(KEYS) == set(FIELDS)
    assert {kind: set(fields) for kind, fields in GOOD.items()} == {
        kind: set(fields) for kind, fields in FIELDS.items()
    }


@pytest.mark.parametrize("kind", GOOD)
def test_what_the_program_writes_is_well_formed(kind: str) -> None:
    assert well_formed(of(kind, GOOD[kind])) is None
    assert well_formed(of(kind, {})) is None
    for taken_back in (None, dict.fromkeys(GOOD[kind])):
        assert (well_formed(of(kind, taken_back)) is None) is (kind != "enrolment")


@pytest.mark.parametrize("kind", GOOD)
@pytest.mark.parametrize("value", [80, "x", [1], {"deep": [True]}])
def test_what_a_newer_program_adds_is_fine(kind: str, value: Any) -> None:
    assert well_formed(of(kind, {**GOOD[kind], "later": value})) is None


@pytest.mark.parametrize(
    ("kind", "field"),
    [("assessment", "answer"), ("assessment", "claim"), ("threshold", "figure")],
)
def test_members_a_newer_program_adds_are_fine(kind: str, field: str) -> None:
    value = {**GOOD[kind][field], "later": [1]}
    assert well_formed(of(kind, {field: value})) is None


def test_kinds_of_a_newer_program_are_fine() -> None:
    assert well_formed(of("garden", {"answer": 5}, key="\u0000[")) is None


@pytest.mark.parametrize(
    "answer",
    [
        *({"value": True}, {"value": "0"}, {"parts": {}}, {"not_applicable": "không có"}),
        *({"level": "Khá"}, {"options": []}, {"options": ["du_lich"]}, {"later": 3}),
    ],
)
def test_every_form_of_an_answer_is_fine(answer: Any) -> None:
    assert well_formed(of("assessment", {"answer": answer})) is None


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        *[
            ("assessment", {"answer": answer})
            for answer in (
                *("80", ["80"], True, 80, {"value": "abc"}, {"value": 80}, {"value": "80.0"}),
                *({"value": "NaN"}, {"value": "1e9"}, {"value": "9" * 29}, {"value": ["80"]}),
                *({"parts": ["80"]}, {"parts": {"a": 80}}, {"parts": {"a": "x"}}),
                *({"parts": {"a": None}}, {"parts": "a"}, {"not_applicable": True}),
            )
        ],
        *[
            ("assessment", {"claim": claim})
            for claim in ("met", {}, {"claim": "maybe"}, {"claim": True}, {"claim": None})
        ],
        ("assessment", {"claim": {"claim": "met", "reason": 5}}),
        ("assessment", {"note": ["a"]}),
        ("assessment", {"note": 5}),
        *[
            ("threshold", {"figure": figure})
            for figure in (
                *("80", ["80"], {"value": True}, {"value": "80,5"}, {"by_year": ["42"]}),
                *({"by_year": {"2024": 42}}, {"parts": {"a": None}}, {"decision": 1062}),
                {"date": ["2024"]},
            )
        ],
        *[(kind, {name: 5}) for kind in ("unit", "unit_state") for name in GOOD[kind]],
        *[("subject", {name: [5]}) for name in GOOD["subject"]],
        *[("subject", {"closed": closed}) for closed in ("2025-07-01", {}, {"reason": "x"})],
        *[("subject", {"households": count}) for count in (-1, "87", True)],
        *[("evidence", {name: [name]}) for name in GOOD["evidence"]],
        ("evidence", {"original": 1}),
        ("evidence", {"sensitive": "true"}),
        ("evidence_file", {"name": 1}),
        *[("evidence_file", {"pages": pages}) for pages in (-1, "3", True, [3])],
        ("evidence_link", {"paper": ["P1", "P2"]}),
        ("evidence_link", {"proves": "có"}),
        *[
            ("enrolment", {"office": office})
            for office in (
                "x",
                {},
                *[{**OFFICE, name: None} for name in OFFICE],
                *[{**OFFICE, name: 5} for name in OFFICE],
                {**OFFICE, "signing_key": SHA.upper()},
                {**OFFICE, "signing_key": SHA[:-2]},
                {**OFFICE, "from": ["2024"]},
                {**OFFICE, "unit": "185"},
                {**OFFICE, "signing_key": "cd" * 32},
            )
        ],
    ],
)
def test_fields_of_another_form_are_refused(kind: str, fields: dict[str, Any]) -> None:
    assert well_formed(of(kind, fields)) is not None


@pytest.mark.parametrize(
    ("kind", "key"),
    [
        ("unit", "185"),
        ("unit", f'["{UNIT}"]'),
        ("unit_state", UNIT),
        ("unit_state", natural_key(UNIT, "1/7/2025")),
        ("subject", "thon-1"),
        ("assessment", "3.1"),
        ("assessment", "{}"),
        ("assessment", natural_key(UNIT, SET, "2024")),
        ("assessment", natural_key(UNIT, SET, "2024", "3.1", "x")),
        ("assessment", natural_key(UNIT, SET, "9" * 20, "3.1")),
        ("assessment", natural_key(UNIT, SET, "٢٠٢٤", "3.1")),
        ("assessment", natural_key(UNIT, SET, "2024", "")),
        ("assessment", f'["{UNIT}", "{SET}", "2024", "3.1"]'),
        ("assessment", f'["{UNIT}","{SET}",2024,"3.1"]'),
        ("assessment", "[" * 5000),
        ("threshold", "3.1"),
        ("threshold", natural_key(SET)),
        ("evidence_file", SHA),
        ("evidence_file", natural_key("e", "xyz")),
        ("evidence_file", natural_key("e", SHA.upper())),
        ("evidence_link", natural_key("e", UNIT, SET, "năm 2024", "3.1")),
        ("evidence_link", natural_key("e", UNIT, SET, "2024")),
        ("enrolment", UNIT),
        ("revocation", UNIT),
        ("succession", UNIT),
        ("enrolment", natural_key(UNIT, "key")),
    ],
)
def test_keys_of_another_form_are_refused(kind: str, key: str) -> None:
    assert well_formed(of(kind, None, key=key)) == "key"


def test_shipped_units_can_describe_themselves() -> None:
    for unit in (unit for listed in unit_lists() for unit in listed.units):
        fields = {"name": unit.name, "kind": unit.kind, "region": unit.region}
        assert well_formed(of("unit", fields, key=unit.code, scope=unit.code)) is None
