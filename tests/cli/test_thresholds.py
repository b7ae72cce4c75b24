"""The list of thresholds, and figures in Excel and in signed files, without a window."""

from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.cli.conftest import Ntm

DECIDED = ("--decision", "1062/QĐ-UBND", "--date", "2024-06-17")


def test_the_list_says_who_stated_what_and_counts_the_unchecked(ntm: Ntm, commune: Path) -> None:
    at = ("--year", "2024", "--json", "--data", commune)
    before = ntm("threshold", "list", *at).document
    ntm("threshold", "set", "2.1", "80", *DECIDED, *at)
    after = ntm("threshold", "list", *at).document
    assert after["unchecked"] == before["unchecked"] - 1
    stated = next(each for each in after["thresholds"] if each["code"] == "2.1")
    assert stated["checked"] is True
    assert stated["entered"][0]["figure"]["decision"] == "1062/QĐ-UBND"
    unchecked = ntm("threshold", "list", "--unchecked", *at).document["thresholds"]
    assert len(unchecked) == after["unchecked"]
    assert not any(each["checked"] for each in unchecked)


def test_figures_filled_in_excel_are_previewed_then_imported(
    ntm: Ntm, commune: Path, tmp_path: Path
) -> None:
    file = tmp_path / "mức.xlsx"
    at = ("--json", "--data", commune)
    assert ntm("threshold", "export", file, *at).document["rows"] > 40
    book = load_workbook(file)
    sheet = book.worksheets[0]
    row = next(each for each in range(2, 99) if sheet[f"A{each}"].value == "2.1")
    sheet[f"H{row}"], sheet[f"J{row}"], sheet[f"K{row}"] = 65, "1062/QĐ-UBND", "17/06/2024"
    book.save(file)
    seen = ntm("threshold", "import", file, "--dry-run", *at).document
    assert [each["code"] for each in seen["changes"]] == ["2.1"]
    assert seen["changed"] is False
    assert ntm("threshold", "import", file, *at).document["changed"] is True
    again = ntm("threshold", "import", file, *at).document
    assert (again["changed"], again["changes"], again["same"]) == (False, [], 1)


@pytest.fixture
def signed(ntm: Ntm, authority: Path, passphrase_file: Path, tmp_path: Path) -> Path:
    """The authority's figures of one indicator, as a file it signed."""
    file = tmp_path / "mức quy định.ntm-data"
    at = ("--json", "--data", authority)
    ntm("threshold", "set", "2.1", "65", *DECIDED, *at)
    words = ("--passphrase-file", passphrase_file)
    assert ntm("threshold", "export", file, *at, *words).document["figures"] == 1
    return file


@pytest.mark.usefixtures("enrolled")
def test_a_signed_file_of_a_trusted_office_is_taken(ntm: Ntm, commune: Path, signed: Path) -> None:
    at = ("--json", "--data", commune)
    seen = ntm("threshold", "import", signed, "--dry-run", *at).document
    assert (seen["changed"], seen["signer"], seen["name"]) == (False, "trusted", "Huyện Bắc Sơn")
    assert [each["code"] for each in seen["changes"]] == ["2.1"]
    assert ntm("threshold", "import", signed, *at).document["changed"] is True
    again = ntm("threshold", "import", signed, *at).document
    assert (again["changed"], again["changes"], again["same"]) == (False, [], 1)
    listed = ntm("threshold", "list", "--year", "2024", *at).document["thresholds"]
    entered = next(each for each in listed if each["code"] == "2.1")["entered"]
    assert entered[0]["figure"]["file_of"] == {"unit": "185", "name": "Huyện Bắc Sơn"}


def test_a_signed_file_of_an_unknown_office_needs_its_digits(
    ntm: Ntm, commune: Path, signed: Path
) -> None:
    at = ("--json", "--data", commune)
    digits = ntm("threshold", "import", signed, "--dry-run", *at).document["fingerprint"]
    assert ntm("threshold", "import", signed, *at).error == "fingerprint_needed"
    other = ("--fingerprint", "1 2 3 4 5 6 7 8")
    assert ntm("threshold", "import", signed, *other, *at).error == "fingerprint_differs"
    taken = ntm("threshold", "import", signed, "--fingerprint", digits, *at)
    assert taken.document["changed"] is True


def test_a_damaged_signed_file_is_refused_by_its_own_code(
    ntm: Ntm, commune: Path, signed: Path
) -> None:
    signed.write_bytes(signed.read_bytes()[:-1])
    refused = ntm("threshold", "import", signed, "--json", "--data", commune)
    assert (refused.status, refused.error) == (3, "data_file_damaged")


def test_writing_a_signed_file_needs_the_passphrase(
    ntm: Ntm, commune: Path, tmp_path: Path
) -> None:
    at = ("--json", "--data", commune)
    file = tmp_path / "a.ntm-data"
    assert ntm("threshold", "export", file, *at).error == "passphrase_needed"
    assert not file.exists()


def test_people_read_whose_file_it_is(ntm: Ntm, commune: Path, signed: Path) -> None:
    said = ntm("threshold", "import", signed, "--dry-run", "--data", commune).out
    assert "Huyện Bắc Sơn (185)" in said
    assert "máy này chưa biết khóa" in said
    assert "1 chỉ tiêu sẽ đổi" in said


@pytest.mark.usefixtures("enrolled")
def test_a_figure_from_a_file_judges_the_commune(ntm: Ntm, commune: Path, signed: Path) -> None:
    at = ("--year", "2024", "--json", "--data", commune)
    before = ntm("indicator", "set", "2.1", "60", *at).document["indicator"]
    assert before["verdict"] == "no_threshold"
    ntm("threshold", "import", signed, "--json", "--data", commune)
    criteria = ntm("status", *at).document["criteria"]
    judged = next(one for each in criteria for one in each["indicators"] if one["code"] == "2.1")
    assert judged["verdict"] == "not_met"
    assert judged["threshold"]["checked"] is True
