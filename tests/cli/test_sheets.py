import json
from pathlib import Path
from typing import Any

import pytest

from db import journal
from db.connection import session
from ntm_desktop.domain.criteria import IndicatorCode
from ntm_desktop.domain.revision import Record
from ntm_desktop.paths import DataFolder
from tests.builders import SHEET, THERE, UNIT
from tests.cli.conftest import Ntm, Ran

AT = ("--year", "2024", "--json", "--data")
DECIDED = ("--decision", "1062/QĐ-UBND", "--date", "2024-06-17")


def indicator(ran: Ran) -> Any:
    assert ran.status == 0, ran.err
    return ran.document["indicator"]


def test_status_has_the_promised_form(ntm: Ntm, commune: Path) -> None:
    status = ntm("status", *AT, commune).document
    assert {name: status[name] for name in ("set", "subject", "year", "met", "total")} == {
        "set": "xa-ntm-2021-2025",
        "subject": "06379",
        "year": 2024,
        "met": 0,
        "total": 19,
    }
    assert sum(len(line["indicators"]) for line in status["criteria"]) == 57
    assert status["criteria"][2]["order"] == 3
    assert status["criteria"][2]["verdict"] == "incomplete"
    first = status["criteria"][2]["indicators"][0]
    assert "source" in first["threshold"]
    del first["threshold"]["source"]
    assert first == {
        "code": "3.1",
        "name": "Tỷ lệ diện tích đất sản xuất nông nghiệp được tưới và tiêu nước chủ động",
        "kind": "percent",
        "unit": "%",
        "value": None,
        "carried_from": None,
        "claim": None,
        "verdict": "incomplete",
        "reason": "Chưa nhập kết quả",
        "threshold": {"text": "từ 80 % trở lên", "checked": True},
        "parts": [],
        "evidence": 0,
        "conflict": False,
        "appraisal": None,
    }


@pytest.mark.parametrize(
    ("set_id", "about", "words"),
    [
        ("xa-ntm-2026-2030", "counts", "3 chỉ tiêu, số chính thức là 47"),
        ("xa-ntm-2026-2030", "structure_only", "Mới có khung"),
        ("xa-ntm-2026-2030", "place", "Chưa biết xã thuộc nhóm nào"),
        ("xa-ntm-2021-2025", "unknown", "chưa có mức quy định"),
    ],
)
def test_status_says_how_far_the_set_can_be_relied_on(
    ntm: Ntm, commune: Path, set_id: str, about: str, words: str
) -> None:
    of_set = ("--set", set_id, "--year", "2024", "--data", commune)
    found = {
        each["about"]: each["words"]
        for each in ntm("status", "--json", *of_set).document["findings"]
    }
    assert words in found[about]
    assert f"Lưu ý: {found[about]}" in ntm("status", *of_set).out


def test_status_in_words_gives_the_verdict_of_the_set_with_its_reason(
    ntm: Ntm, commune: Path
) -> None:
    reason = ntm("status", *AT, commune).document["reason"]
    assert f"Chưa đủ số liệu: {reason}" in ntm("status", "--year", "2024", "--data", commune).out


@pytest.mark.parametrize(
    ("code", "typed", "value", "verdict"),
    [
        ("3.1", "80,5", "80.5", "met"),
        ("3.1", "80.50", "80.5", "met"),
        ("3.1", "79,9 %", "79.9", "not_met"),
        ("10.1", "1 500,5", "1500.5", "no_threshold"),
        ("1.1", "đạt", True, "met"),
        ("1.1", "Có", True, "met"),
        ("1.1", "chua dat", False, "not_met"),
        ("1.1", "không", False, "not_met"),
    ],
)
def test_values_are_decimal_strings_or_booleans(
    ntm: Ntm, commune: Path, code: str, typed: str, value: object, verdict: str
) -> None:
    entered = indicator(ntm("indicator", "set", code, typed, *AT, commune))
    assert (entered["value"], entered["verdict"]) == (value, verdict)


def test_an_empty_value_clears(ntm: Ntm, commune: Path) -> None:
    ntm("indicator", "set", "3.1", "80", *AT, commune)
    assert indicator(ntm("indicator", "set", "3.1", "", *AT, commune))["value"] is None


def test_the_same_value_again_changes_nothing(ntm: Ntm, commune: Path) -> None:
    assert ntm("indicator", "set", "3.1", "80", *AT, commune).document["changed"] is True
    assert ntm("indicator", "set", "3.1", "80,0", *AT, commune).document["changed"] is False


def test_not_applicable_needs_its_reason(ntm: Ntm, commune: Path) -> None:
    words = ("indicator", "set", "13.4", "không áp dụng", *AT, commune)
    assert ntm(*words).error == "reason_missing"
    entered = indicator(ntm(*words, "--reason", "Không có làng nghề"))
    assert (entered["value"], entered["verdict"]) == (None, "not_applicable")
    assert entered["reason"] == "Không áp dụng: Không có làng nghề"


def test_a_claim_stands_beside_the_verdict(ntm: Ntm, commune: Path) -> None:
    words = ("--claim", "met", "--reason", "Xong trước 31/12", "--note", "Chờ nghiệm thu")
    entered = indicator(ntm("indicator", "set", "3.1", "70", *words, *AT, commune))
    assert (entered["claim"], entered["verdict"]) == ("met", "not_met")


def test_a_reason_for_nothing_is_wrong_use(ntm: Ntm, commune: Path) -> None:
    ran = ntm("indicator", "set", "3.1", "70", "--reason", "Vì thế", *AT, commune)
    assert (ran.status, ran.error) == (2, "reason_without_use")


@pytest.mark.parametrize(
    ("code", "value", "error"),
    [
        ("3.1", "1.500", "ambiguous_number"),
        ("3.1", "101", "out_of_range"),
        ("3.1", "--5", "not_a_number"),
        ("3.9", "80", "unknown_indicator"),
        ("17.1:z", "80", "unknown_indicator"),
        ("1.1", "80", "not_yes_or_no"),
        ("3.1", "không áp dụng", "not_optional"),
    ],
)
def test_bad_values_are_refused(
    ntm: Ntm, commune: Path, code: str, value: str, error: str
) -> None:
    ran = ntm("indicator", "set", *AT, commune, "--", code, value)
    assert (ran.status, ran.error) == (3, error)
    assert ntm("status", *AT, commune).document["met"] == 0


def test_a_part_is_entered_by_its_letter(ntm: Ntm, commune: Path) -> None:
    for code, limit, value in (("17.1", "90", "95"), ("17.1:a", "20", "18,5")):
        ntm("threshold", "set", code, limit, *DECIDED, *AT, commune)
        entered = indicator(ntm("indicator", "set", code, value, *AT, commune))
    assert entered["value"] == "95"
    assert [(part["id"], part["value"], part["verdict"]) for part in entered["parts"]] == [
        ("a", "18.5", "not_met")
    ]
    assert entered["parts"][0]["threshold"]["text"] == "từ 20 % trở lên"
    assert entered["verdict"] == "not_met"


def test_a_threshold_needs_its_decision_and_judges(ntm: Ntm, commune: Path) -> None:
    entered = indicator(ntm("indicator", "set", "2.1", "80", *AT, commune))
    assert entered["verdict"] == "no_threshold"
    stated = ntm("threshold", "set", "2.1", "80", *DECIDED, *AT, commune).document
    assert stated["figure"] == {
        "decision": "1062/QĐ-UBND",
        "date": "2024-06-17",
        "value": "80",
    }
    status = ntm("status", *AT, commune).document
    judged = status["criteria"][1]["indicators"][0]
    assert judged["verdict"] == "met"
    assert judged["threshold"] == {
        "text": "từ 80 % trở lên",
        "checked": True,
        "source": "1062/QĐ-UBND ngày 17/06/2024",
    }


def test_a_threshold_is_taken_back(ntm: Ntm, commune: Path) -> None:
    ntm("threshold", "set", "2.1", "80", *DECIDED, *AT, commune)
    ran = ntm("threshold", "set", "2.1", "", *DECIDED, *AT, commune)
    assert ran.document["figure"] is None


@pytest.mark.parametrize(
    ("code", "value", "decided", "error"),
    [
        ("1.1", "80", DECIDED, "no_figure"),
        ("2.1", "tám", DECIDED, "not_a_number"),
        ("2.1", "80", ("--decision", " ", "--date", "2024-06-17"), "decision_missing"),
        ("2.1", "80", ("--decision", "1", "--date", "17/06/2024"), "bad_date"),
    ],
)
def test_bad_thresholds_are_refused(
    ntm: Ntm, commune: Path, code: str, value: str, decided: tuple[str, ...], error: str
) -> None:
    ran = ntm("threshold", "set", code, value, *decided, *AT, commune)
    assert (ran.status, ran.error) == (3, error)


def test_a_conflict_has_no_value_and_lists_all(ntm: Ntm, commune: Path) -> None:
    ntm("indicator", "set", "3.1", "80", *AT, commune)
    record = Record(UNIT, "assessment", SHEET.key(IndicatorCode("3.1")))
    with session(DataFolder(commune).file) as store:
        journal.write(store, THERE, record, {"answer": {"value": "90"}}, seen=())
    disputed = ntm("status", *AT, commune).document["criteria"][2]["indicators"][0]
    assert (disputed["conflict"], disputed["value"]) == (True, None)
    assert disputed["values"] == ["80", "90"]
    assert disputed["verdict"] == "incomplete"
    assert "Số liệu chưa thống nhất" in ntm("status", *AT[:2], "--data", commune).out


def test_the_year_is_kept_within_the_period(ntm: Ntm, commune: Path) -> None:
    for year, kept in ((2019, 2021), (2030, 2025)):
        ran = ntm("status", "--year", year, "--json", "--data", commune)
        assert ran.document["year"] == kept


def test_an_unknown_set_is_refused(ntm: Ntm, commune: Path) -> None:
    ran = ntm("status", "--set", "xa-2099", *AT, commune)
    assert (ran.status, ran.error) == (3, "unknown_set")


def test_people_are_told_where_the_commune_stands(ntm: Ntm, commune: Path) -> None:
    ntm("indicator", "set", "3.1", "70,5", "--year", "2024", "--data", commune)
    told = ntm("status", "--year", "2024", "--data", commune).out
    assert "Xã Tân Thành" in told
    assert "Đạt 0/19 tiêu chí" in told
    assert "3.1: 70,5 < 80 %" in told


def test_a_commune_is_its_own_subject(ntm: Ntm, commune: Path) -> None:
    listed = ntm("subject", "list", "--json", "--data", commune).document
    assert listed == {
        "subjects": [
            {"id": "06379", "name": "Xã Tân Thành", "kind": "commune", "region": "TDMNPB"}
        ]
    }
    assert ntm("status", "--subject", "06379", *AT, commune).status == 0


def test_elsewhere_the_subject_must_be_named(ntm: Ntm, authority: Path) -> None:
    ran = ntm("status", *AT, authority)
    assert (ran.status, ran.error) == (2, "subject_missing")
    ran = ntm("status", "--subject", "06379", *AT, authority)
    assert (ran.status, ran.error) == (3, "unknown_subject")
    assert ntm("subject", "list", "--json", "--data", authority).document == {"subjects": []}


def test_documents_keep_vietnamese_letters(ntm: Ntm, commune: Path) -> None:
    ran = ntm("status", *AT, commune)
    assert "Quy hoạch" in ran.out
    assert json.loads(ran.out)["criteria"][0]["name"] == "Quy hoạch"


def test_a_threshold_without_a_number_is_confirmed(ntm: Ntm, commune: Path) -> None:
    stated = ntm("threshold", "set", "1.1", "--confirm", *DECIDED, *AT, commune).document
    assert stated["figure"]["confirmed"] is True
    taken_back = ntm("threshold", "set", "1.1", "--unconfirm", *DECIDED, *AT, commune)
    assert taken_back.document["figure"] is None
