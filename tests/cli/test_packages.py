from pathlib import Path

import pytest

from tests.cli.conftest import Ntm
from tests.samples import scanned_pdf, write

AT = ("--year", "2024", "--json", "--data")


@pytest.fixture
def package(
    ntm: Ntm, commune: Path, enrolled: None, tmp_path: Path, passphrase_file: Path
) -> Path:
    """A package with one value and one paper, written by the commune."""
    paper = write(tmp_path, "bảng.pdf", scanned_pdf(1))
    ntm("indicator", "set", "3.1", "80,5", *AT, commune)
    ntm("evidence", "add", paper, "--indicator", "3.1", *AT, commune)
    usb = tmp_path / "usb"
    usb.mkdir()
    words = ("--plain", "--passphrase-file", passphrase_file)
    ran = ntm("package", "export", usb, *words, *AT, commune)
    assert ran.status == 0, ran.err
    assert ran.document["counts"]["objects"] == 1
    assert ran.document["counts"]["bytes"] == len(scanned_pdf(1))
    (file,) = ran.document["files"]
    assert Path(file["path"]).stat().st_size == file["size"]
    return Path(file["path"])


def test_a_package_is_inspected_then_imported_then_known(
    ntm: Ntm, authority: Path, package: Path
) -> None:
    seen = ntm("package", "inspect", package, "--json", "--data", authority).document
    assert (seen["kind"], seen["number"], seen["signature"]) == ("dossier", 1, "trusted")
    assert seen["from"] == {"unit": "06379", "name": "Xã Tân Thành"}
    assert (seen["to"], seen["parts"]) == (["185"], {"have": [1], "count": 1})
    assert seen["would"]["new"] == seen["revisions"]
    assert (seen["would"]["changed"], seen["would"]["conflicts"]) == (0, 0)
    assert seen["would"]["gaps"] == []
    dry = ntm("package", "import", "--dry-run", package, "--json", "--data", authority)
    assert dry.document == seen
    done = ntm("package", "import", package, "--json", "--data", authority).document
    assert done["applied"] == {"revisions": seen["revisions"], "objects": 1}
    assert (done["conflicts"], done["waiting_for"], done["missing_objects"]) == (0, [], [])
    again = ntm("package", "import", package, "--json", "--data", authority)
    assert (again.status, again.document["import_id"]) == (0, done["import_id"])
    assert again.document["applied"] == {"revisions": 0, "objects": 0}
    known = ntm("package", "inspect", package, "--json", "--data", authority).document
    assert known["would"] is None


def test_people_are_told_that_the_stick_may_go(
    ntm: Ntm, commune: Path, tmp_path: Path, passphrase_file: Path
) -> None:
    words = ("--plain", "--passphrase-file", passphrase_file, "--data", commune)
    assert "Đã ghi xong. Có thể rút USB." in ntm("package", "export", tmp_path, *words).out


def test_an_unknown_signer_waits_and_changes_nothing(
    ntm: Ntm, tmp_path: Path, passphrase_file: Path, package: Path
) -> None:
    other = tmp_path / "other"
    words = ("--unit", "185", "--name", "Huyện Bắc Sơn", "--passphrase-file", passphrase_file)
    ntm("init", "--role", "authority", *words, "--data", other)
    assert (
        ntm("package", "inspect", package, "--json", "--data", other).document["signature"]
        == "unknown"
    )
    ran = ntm("package", "import", package, "--json", "--data", other)
    assert (ran.status, ran.document["import_id"]) == (3, None)
    assert "Xã Tân Thành" in ran.document["waiting_for"][0]
    assert ran.document["applied"] == {"revisions": 0, "objects": 0}
    assert ntm("subject", "list", "--json", "--data", other).document == {"subjects": []}


def test_a_damaged_package_is_refused(ntm: Ntm, authority: Path, package: Path) -> None:
    package.write_bytes(package.read_bytes()[:-100])
    ran = ntm("package", "import", package, "--json", "--data", authority)
    assert (ran.status, ran.error) == (3, "package_cut_short")


def test_one_bad_file_does_not_stop_the_others(
    ntm: Ntm, authority: Path, package: Path, tmp_path: Path
) -> None:
    bad = write(tmp_path, "thư.ntm", b"not a package")
    ran = ntm("package", "import", bad, package, "--json", "--data", authority)
    assert ran.status == 3
    first, second = ran.document["packages"]
    assert first == {"file": str(bad), "error": first["error"]}
    assert first["error"]["code"] == "not_a_package"
    assert second["applied"]["objects"] == 1


def test_a_package_is_sealed_to_a_known_key_or_the_way_out_is_said(
    ntm: Ntm, commune: Path, tmp_path: Path, passphrase_file: Path
) -> None:
    words = ("--passphrase-file", passphrase_file, *AT, commune)
    ran = ntm("package", "export", tmp_path, *words)
    assert (ran.status, ran.error) == (3, "receiver_key_unknown")
    assert not list(tmp_path.glob("*.ntm"))


def test_a_package_in_parts_is_sealed_and_a_part_written_once_more(
    ntm: Ntm, commune: Path, enrolled: None, tmp_path: Path, passphrase_file: Path
) -> None:
    papers = [write(tmp_path, f"{pages}.pdf", scanned_pdf(pages)) for pages in (8, 9)]
    ntm("evidence", "add", *papers, "--indicator", "3.1", *AT, commune)
    words = ("--passphrase-file", passphrase_file, "--json", "--data", commune)
    usb, again = tmp_path / "usb", tmp_path / "again"
    usb.mkdir()
    again.mkdir()
    made = ntm("package", "export", usb, "--part-size", "1MB", *words).document
    assert (made["sealed"], made["kind"], made["to"]) == (True, "dossier", "185")
    assert made["parts"] == len(made["files"]) > 1
    assert all(each["size"] <= 10**6 for each in made["files"])
    ran = ntm("package", "resend", made["id"], "--part", "2", again, *words)
    assert [each["part"] for each in ran.document["files"]] == [2]
    assert [path.name for path in again.iterdir()] == [Path(made["files"][1]["path"]).name]
    ran = ntm("package", "resend", made["id"], "--part", "99", again, *words)
    assert (ran.status, ran.error) == (3, "no_such_part")
    ran = ntm("package", "resend", "0" * 36, "--part", "1,2", again, *words)
    assert (ran.status, ran.error) == (3, "not_sent_here")


@pytest.mark.parametrize("size", ["0MB", "14GB", "-1", "1,5MB"])
def test_a_part_size_is_a_number_of_megabytes(ntm: Ntm, tmp_path: Path, size: str) -> None:
    ran = ntm("package", "export", tmp_path, f"--part-size={size}", "--json")
    assert (ran.status, ran.error) == (2, "wrong_use")


def test_a_package_for_each_of_several_offices(
    ntm: Ntm, authority: Path, enrolled: None, tmp_path: Path, passphrase_file: Path
) -> None:
    usb = tmp_path / "usb"
    usb.mkdir()
    ran = ntm(
        *("package", "export", usb, "--to", "06379", "--to", "06382"),
        *("--passphrase-file", passphrase_file, *AT, authority),
    )
    done, failed = ran.document["packages"]
    assert (ran.status, done["to"], done["kind"]) == (3, "06379", "result")
    assert (failed["to"], failed["error"]["code"]) == ("06382", "receiver_key_unknown")
    assert len(list(usb.iterdir())) == 1


def test_an_authority_says_whom_a_package_is_for(
    ntm: Ntm, authority: Path, tmp_path: Path, passphrase_file: Path
) -> None:
    words = ("--plain", "--passphrase-file", passphrase_file, *AT, authority)
    ran = ntm("package", "export", tmp_path, *words)
    assert (ran.status, ran.error) == (2, "receiver_missing")
    assert ntm("package", "export", tmp_path, "--to", "06379", *words).status == 0


def test_a_wrong_passphrase_writes_nothing(ntm: Ntm, commune: Path, tmp_path: Path) -> None:
    wrong, usb = tmp_path / "wrong", tmp_path / "usb"
    usb.mkdir()
    wrong.write_text("một mật khẩu khác", encoding="utf-8")
    words = ("--plain", "--passphrase-file", wrong, *AT, commune)
    ran = ntm("package", "export", usb, *words)
    assert (ran.status, ran.error) == (3, "wrong_passphrase")
    assert list(usb.iterdir()) == []


def test_a_folder_that_is_not_there_is_a_disk_problem(
    ntm: Ntm, commune: Path, tmp_path: Path, passphrase_file: Path
) -> None:
    words = ("--plain", "--passphrase-file", passphrase_file, *AT, commune)
    assert ntm("package", "export", tmp_path / "none" / "usb", *words).status == 4
