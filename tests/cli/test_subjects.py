"""Villages, residential areas and gardens, and units by date, without a window."""

from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from tests.cli.conftest import Ntm

MODEL = "thon-ntm-kieu-mau-langson"


def added(ntm: Ntm, commune: Path, *more: str) -> Any:
    words = ("subject", "add", "Thôn Nà Riềng", "--kind", "village", *more)
    ran = ntm("--json", "--data", commune, *words)
    assert ran.status == 0, ran.err
    return ran.document["subject"]


def test_a_village_is_added_answered_and_judged(ntm: Ntm, commune: Path) -> None:
    id_ = added(ntm, commune, "--households", "87")["id"]
    assert id_.startswith("06379/")
    at = ("--subject", id_, "--year", "2024")
    assert ntm("--data", commune, "indicator", "set", "1.1", "đạt", *at).status == 0
    status = ntm("--json", "--data", commune, "status", *at).document
    assert (status["set"], status["subject"]) == (MODEL, id_)
    assert status["criteria"][0]["indicators"][0]["value"] is True
    listed = ntm("--json", "--data", commune, "subject", "list").document["subjects"]
    assert [each["name"] for each in listed] == ["Xã Tân Thành", "Thôn Nà Riềng"]


def test_a_village_is_renamed_closed_and_opened_again(ntm: Ntm, commune: Path) -> None:
    id_ = added(ntm, commune)["id"]
    at = ("--json", "--data", commune, "subject")
    assert ntm(*at, "rename", id_, "Thôn Nà Riềng 1").document["subject"]["name"].endswith("1")
    closed = ntm(*at, "close", id_, "--on", "2025-07-01", "--reason", "sáp nhập").document
    assert closed["subject"]["closed_on"] == "2025-07-01"
    assert ntm(*at, "reopen", id_).document["subject"]["closed_on"] is None
    assert ntm(*at, "reopen", id_).document["changed"] is False


def test_what_is_wrong_with_a_village_is_refused(ntm: Ntm, commune: Path) -> None:
    added(ntm, commune)
    at = ("--json", "--data", commune)
    again = ntm(*at, "subject", "add", "Thôn Nà Riềng", "--kind", "village")
    assert (again.status, again.error) == (3, "subject_exists")
    unknown = "06379/0193a7c2-5b1e-7c3f-9a40-1f2e3d4c5b6a"
    assert ntm(*at, "status", "--subject", unknown).error == "unknown_subject"
    assert ntm(*at, "subject", "close", unknown, "--on", "2025-07-01").error == "unknown_subject"
    no_set = ntm(*at, "subject", "add", "B", "--kind", "village", "--set", "bo-la")
    assert no_set.error == "unknown_set"


def test_a_unit_is_renamed_from_a_day_on(ntm: Ntm, commune: Path) -> None:
    at = ("--json", "--data", commune, "unit")
    change = ("change", "06379", "--since", "2025-07-01", "--name", "Xã Mới", "--decision", "1672")
    assert ntm(*at, *change).document == {"changed": True, "unit": "06379"}
    (unit,) = ntm(*at, "list").document["units"]
    assert unit["changes"] == [
        {
            "since": "2025-07-01",
            "name": "Xã Mới",
            "region": None,
            "group": None,
            "decision": "1672",
        }
    ]
    assert ntm(*at, "change", "06379", "--since", "2025-07-01").error == "unit_change_refused"


def test_a_list_of_units_comes_whole_or_not_at_all(
    ntm: Ntm, authority: Path, commune: Path, tmp_path: Path
) -> None:
    book = Workbook()
    for row in (["Mã", "Tên"], ["01", "Xã A"], ["01", "Xã B"]):
        book.worksheets[0].append(row)
    book.save(tmp_path / "a.xlsx")
    ran = ntm("--json", "--data", authority, "unit", "import", tmp_path / "a.xlsx")
    assert (ran.status, ran.error) == (3, "workbook_problems")
    assert "ô A3" in ran.err
    book.worksheets[0]["A3"] = "02"
    book.save(tmp_path / "a.xlsx")
    ran = ntm("--json", "--data", authority, "unit", "import", tmp_path / "a.xlsx")
    assert ran.document == {"changed": True, "units": ["01", "02"]}
    assert ntm("--json", "--data", commune, "unit", "import", tmp_path / "a.xlsx").error == (
        "not_yours"
    )


@pytest.mark.parametrize(
    ("words", "error"),
    [(("--region", "Tây Bắc"), "unknown_region"), (("--group", "nhom_9"), "unknown_group")],
)
def test_a_place_no_set_knows_is_refused(
    ntm: Ntm, commune: Path, words: tuple[str, ...], error: str
) -> None:
    """It would count as one of the other regions, and nobody would see why."""
    ran = ntm(
        "unit", "change", "06379", "--since", "2026-01-01", *words, "--data", commune, "--json"
    )
    assert (ran.status, ran.error) == (3, error)
    added = ("subject", "add", "Thôn Một", "--kind", "village")
    ran = ntm(*added, *words, "--data", commune, "--json")
    assert (ran.status, ran.error) == (3, error)


@pytest.mark.parametrize(
    ("set_id", "of_village"),
    [
        ("vuon-mau-langson", False),
        ("huyen-ntm-2021-2025", False),
        ("xa-ntm-2021-2025", True),
        ("vuon-mau-langson", True),
    ],
)
def test_nobody_is_judged_by_a_set_for_another_kind(
    ntm: Ntm, commune: Path, set_id: str, of_village: object
) -> None:
    subject = added(ntm, commune)["id"] if of_village else "06379"
    for command in (("status",), ("indicator", "set", "1.1", "đạt")):
        ran = ntm(*command, "--set", set_id, "--subject", subject, "--data", commune, "--json")
        assert (ran.status, ran.error) == (3, "set_of_another_kind")


def test_a_village_works_for_sets_of_villages_only(ntm: Ntm, commune: Path) -> None:
    words = ("subject", "add", "Thôn", "--kind", "village", "--set", "xa-ntm-2021-2025")
    ran = ntm("--json", "--data", commune, *words)
    assert (ran.status, ran.error) == (3, "set_of_another_kind")


def test_a_template_of_other_provinces_says_so(ntm: Ntm, commune: Path) -> None:
    of_village = ("--subject", added(ntm, commune)["id"], "--data", commune)
    found = ntm("status", "--json", *of_village).document["findings"]
    assert found[0]["about"] == "template"
    assert "không phải văn bản của tỉnh" in found[0]["words"]
    assert f"Lưu ý: {found[0]['words']}" in ntm("status", *of_village).out


@pytest.mark.parametrize(
    ("kind", "set_id", "total"),
    [
        ("", "xa-ntm-2021-2025", 19),
        ("", "xa-ntm-nang-cao-2021-2025", 19),
        ("", "xa-ntm-kieu-mau-2021-2025", 4),
        ("", "xa-ntm-2026-2030", 10),
        ("village", "thon-ntm-kieu-mau-langson", 17),
        ("village", "thon-thong-minh-langson", 5),
        ("residential_area", "khu-dan-cu-kieu-mau-langson", 10),
        ("garden", "vuon-mau-langson", 5),
    ],
)
def test_status_covers_every_set_and_kind_of_subject(
    ntm: Ntm, commune: Path, kind: str, set_id: str, total: int
) -> None:
    """The district's own set: see test_setting_up."""
    data = ("--data", commune, "--json")
    subject = "06379"
    if kind:
        made = ntm(*data, "subject", "add", "Nà Riềng", "--kind", kind).document
        subject = made["subject"]["id"]
    status = ntm(*data, "status", "--subject", subject, "--set", set_id).document
    assert (status["subject"], status["total"], status["met"]) == (subject, total, 0)
    assert status["verdict"] in {"incomplete", "no_threshold"}
    assert status["reason"]
    lines = [line for each in status["criteria"] for line in each["indicators"]]
    assert lines
    assert all(line["threshold"]["text"] for line in lines)
    assert all(line["threshold"]["source"] or not line["threshold"]["checked"] for line in lines)
