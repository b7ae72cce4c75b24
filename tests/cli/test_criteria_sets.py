"""Sets without a window: the list, one in full, and new versions through Excel."""

from pathlib import Path

from tests.builders import SET
from tests.cli.conftest import Ntm
from tests.set_workbooks import put


def test_the_list_names_every_set_and_its_version(ntm: Ntm, commune: Path) -> None:
    found = ntm("set", "list", "--json", "--data", commune).document["sets"]
    this = next(each for each in found if each["id"] == SET)
    assert (this["version"], this["made"], this["period"]) == (1, None, [2021, 2025])
    assert this["counts"] == {"criteria": 19, "indicators": 57, "conditions": 3}
    assert "unchecked" in [each["about"] for each in this["findings"]]
    assert SET in ntm("set", "list", "--data", commune).out


def test_one_set_is_shown_in_full(ntm: Ntm, commune: Path) -> None:
    found = ntm("set", "show", SET, "--json", "--data", commune).document
    assert len(found["criteria"]) == 19
    third = found["criteria"][2]["indicators"][0]
    assert (third["code"], third["asks"]) == ("3.1", "từ 80 % trở lên")
    assert [each["code"] for each in found["conditions"]] == ["dk.1", "dk.2", "dk.3"]
    assert "3.1" in ntm("set", "show", SET, "--data", commune).out


def test_an_unknown_set_is_refused(ntm: Ntm, commune: Path) -> None:
    result = ntm("set", "show", "khong-co", "--json", "--data", commune)
    assert (result.status, result.document["error"]["code"]) == (3, "unknown_set")


def test_a_new_version_is_previewed_accepted_and_taken(
    ntm: Ntm, commune: Path, tmp_path: Path
) -> None:
    file, at = tmp_path / "bộ.xlsx", ("--json", "--data", commune)
    assert ntm("set", "export", SET, file, *at).document["indicators"] == 57
    put(file, "Bộ tiêu chí", B3=2, B4="Tên khác")
    ntm("indicator", "set", "3.1", "80", "--year", "2024", *at)
    seen = ntm("set", "import", file, "--dry-run", *at).document
    assert (seen["set"], seen["version"], seen["previous"]) == (SET, 2, 1)
    assert [each["code"] for each in seen["warnings"]] == ["name"]
    assert (seen["answers"], seen["judged_anew"], seen["changed"]) == (1, 0, False)
    refused = ntm("set", "import", file, *at)
    assert (refused.status, refused.document["error"]["code"]) == (2, "warnings_not_accepted")
    taken = ntm("set", "import", file, "--accept-warnings", *at).document
    assert (taken["changed"], taken["dry_run"]) == (True, False)
    now = ntm("set", "show", SET, *at).document
    assert (now["version"], now["name"]) == (2, "Tên khác")
    assert now["made"]["office"]
    again = ntm("set", "import", file, *at).document
    assert (again["changed"], again["warnings"]) == (False, [])
    put(file, "Bộ tiêu chí", B4="Tên khác nữa")
    again_changed = ntm("set", "import", file, "--accept-warnings", *at)
    assert (again_changed.status, again_changed.error) == (3, "set_refused")


def test_a_set_goes_to_another_office_in_a_signed_file(
    ntm: Ntm, commune: Path, authority: Path, passphrase_file: Path, tmp_path: Path
) -> None:
    file, book = tmp_path / "bộ.ntm-data", tmp_path / "bộ.xlsx"
    ntm("set", "export", SET, book, "--data", authority)
    put(book, "Bộ tiêu chí", B3=2, B4="Bộ của huyện")
    ntm("set", "import", book, "--accept-warnings", "--data", authority)
    at = ("--json", "--data", authority, "--passphrase-file", passphrase_file)
    made = ntm("set", "export", SET, file, *at).document
    assert made["version"] == 2
    here = ("--json", "--data", commune)
    seen = ntm("set", "import", file, "--dry-run", *here).document
    assert seen["signed"]["fingerprint"] == made["fingerprint"]
    assert [each["code"] for each in seen["warnings"]] == ["name"]
    digits = (
        () if seen["signed"]["signer"] == "trusted" else ("--fingerprint", made["fingerprint"])
    )
    taken = ntm("set", "import", file, "--accept-warnings", *digits, *here).document
    assert taken["changed"] is True
    assert ntm("set", "show", SET, *here).document["name"] == "Bộ của huyện"


def test_what_would_be_refused_is_previewed_too(ntm: Ntm, commune: Path, tmp_path: Path) -> None:
    file = tmp_path / "bộ.xlsx"
    ntm("set", "export", SET, file, "--data", commune)
    put(file, "Bộ tiêu chí", B4="Tên khác")
    seen = ntm("set", "import", file, "--dry-run", "--json", "--data", commune).document
    assert [each["code"] for each in seen["errors"]] == ["version"]
    assert "Không được" in ntm("set", "import", file, "--dry-run", "--data", commune).out


def test_problems_are_named_by_sheet_and_cell(ntm: Ntm, commune: Path, tmp_path: Path) -> None:
    file = tmp_path / "bộ.xlsx"
    ntm("set", "export", SET, file, "--data", commune)
    put(file, "Bộ tiêu chí", B3="hai")
    refused = ntm("set", "import", file, "--json", "--data", commune)
    error = refused.document["error"]
    assert (refused.status, error["code"]) == (3, "workbook_problems")
    assert "Tờ “Bộ tiêu chí”, ô B3" in error["message"]
