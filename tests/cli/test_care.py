import sqlite3
from contextlib import closing
from pathlib import Path

from db.connection import session
from ntm_desktop import held_files
from ntm_desktop.paths import DataFolder
from tests.cli.conftest import Ntm
from tests.samples import scanned_pdf, write

AT = ("--year", "2024", "--json", "--data")


def test_a_backup_is_a_whole_data_file(ntm: Ntm, commune: Path, tmp_path: Path) -> None:
    ntm("indicator", "set", "3.1", "80,5", *AT, commune)
    target = tmp_path / "sao lưu.sqlite3"
    made = ntm("backup", target, "--json", "--data", commune).document
    assert (made["path"], made["size"]) == (str(target), target.stat().st_size)
    with closing(sqlite3.connect(target)) as store:
        assert store.execute("SELECT count(*) FROM assessment").fetchone() == (1,)


def test_a_backup_into_a_folder_gets_a_name(ntm: Ntm, commune: Path, tmp_path: Path) -> None:
    usb = tmp_path / "usb"
    usb.mkdir()
    made = ntm("backup", usb, "--json", "--data", commune).document
    assert [str(path) for path in usb.iterdir()] == [made["path"]]


def test_a_backup_never_replaces_a_file(ntm: Ntm, commune: Path) -> None:
    file = DataFolder(commune).file
    ran = ntm("backup", file, "--json", "--data", commune)
    assert (ran.status, ran.error) == (3, "target_exists")
    assert ntm("status", "--data", commune).status == 0


def test_check_finds_nothing_in_sound_data(ntm: Ntm, commune: Path) -> None:
    ntm("indicator", "set", "3.1", "80,5", *AT, commune)
    ran = ntm("check", "--json", "--data", commune)
    assert (ran.status, ran.document) == (0, {"ok": True, "findings": []})
    assert "nguyên vẹn" in ntm("check", "--data", commune).out


def test_check_names_what_is_wrong_and_leaves_with_4(
    ntm: Ntm, commune: Path, tmp_path: Path
) -> None:
    paper = write(tmp_path, "bảng.pdf", scanned_pdf(1))
    ntm("indicator", "set", "3.1", "80,5", *AT, commune)
    added = ntm("evidence", "add", paper, "--indicator", "3.1", *AT, commune).document
    digest = added["files"][0]["sha256"]
    held_files.remove(DataFolder(commune).files / digest[:2] / digest)
    with session(DataFolder(commune).file) as store:
        store.execute("UPDATE assessment SET note = 'sửa tay'")
    ran = ntm("check", "--json", "--data", commune)
    assert (ran.status, ran.document["ok"]) == (4, False)
    assert [finding["code"] for finding in ran.document["findings"]] == [
        "tables_differ",
        "evidence_missing",
    ]
    assert digest in ntm("check", "--data", commune).out
