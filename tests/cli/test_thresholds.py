"""The list of thresholds, and figures in Excel, without a window."""

from pathlib import Path

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
