import errno
from argparse import Namespace
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

import pytest

from db.connection import session
from ntm_desktop.cli import care
from ntm_desktop.paths import DataFolder
from tests.cli.conftest import Ntm


def raising(error: BaseException) -> Callable[[Namespace], NoReturn]:
    def broken(_: Namespace) -> NoReturn:
        raise error

    return broken


def test_done_is_0(ntm: Ntm, commune: Path) -> None:
    assert ntm("status", "--data", commune).status == 0


def test_a_defect_is_1_with_a_document(ntm: Ntm, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(care, "check", raising(ZeroDivisionError("oops")))
    ran = ntm("check", "--json")
    assert (ran.status, ran.error) == (1, "defect")
    assert "ZeroDivisionError: oops" in ran.err


def test_wrong_use_is_2_with_a_document(ntm: Ntm) -> None:
    ran = ntm("bay", "--json")
    assert (ran.status, ran.error) == (2, "wrong_use")


def test_wrong_use_tells_people_on_standard_error_alone(ntm: Ntm) -> None:
    ran = ntm("bay")
    assert (ran.status, ran.out) == (2, "")
    assert "Lệnh chưa đúng" in ran.err


def test_not_set_up_is_2_and_makes_no_folder(ntm: Ntm, tmp_path: Path) -> None:
    ran = ntm("status", "--json", "--data", tmp_path / "none")
    assert (ran.status, ran.error) == (2, "not_set_up")
    assert not (tmp_path / "none").exists()


def test_no_passphrase_is_2(ntm: Ntm, commune: Path, tmp_path: Path) -> None:
    words = ("key", "export", tmp_path / "key", "--data", commune, "--json")
    assert (ntm(*words).status, ntm(*words).error) == (2, "passphrase_needed")
    assert ntm(*words, "--passphrase-file", tmp_path / "none").error == "passphrase_needed"


def test_refused_input_is_3(ntm: Ntm, commune: Path) -> None:
    ran = ntm("indicator", "set", "3.1", "tám mươi", "--data", commune, "--json")
    assert (ran.status, ran.error) == (3, "not_a_number")


def test_a_newer_data_file_is_4(ntm: Ntm, commune: Path) -> None:
    with session(DataFolder(commune).file) as store:
        store.execute("PRAGMA user_version = 99")
    ran = ntm("status", "--data", commune, "--json")
    assert (ran.status, ran.error) == (4, "data_file_too_new")


def test_a_file_that_is_no_data_file_is_4(ntm: Ntm, tmp_path: Path) -> None:
    DataFolder(tmp_path).file.write_bytes(b"not a database, only text" * 100)
    ran = ntm("status", "--data", tmp_path, "--json")
    assert (ran.status, ran.error) == (4, "data_file_damaged")


def test_a_failing_disk_is_4(ntm: Ntm, monkeypatch: pytest.MonkeyPatch) -> None:
    failure = OSError(errno.EIO, "Input/output error", "/mnt/usb/x")
    monkeypatch.setattr(care, "check", raising(failure))
    ran = ntm("check", "--json")
    assert (ran.status, ran.error) == (4, "disk")
    assert "/mnt/usb/x" in ran.err


def test_an_interruption_is_130(ntm: Ntm, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(care, "check", raising(KeyboardInterrupt()))
    ran = ntm("check", "--json")
    assert (ran.status, ran.error) == (130, "interrupted")
