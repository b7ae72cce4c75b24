"""Two PCs of an office and a folder between them, by commands only."""

import shutil
from pathlib import Path

import pytest

from tests.builders import AUTHORITY, UNIT
from tests.cli.conftest import Ntm


@pytest.fixture
def second(tmp_path: Path, ntm: Ntm, commune: Path, passphrase_file: Path) -> Path:
    """The data folder of the commune's other PC, with the same key."""
    key, root = tmp_path / "khóa.key", tmp_path / "máy hai"
    assert ntm("key", "backup", key, "--data", commune).status == 0
    words = ("--passphrase-file", passphrase_file, "--data", root, "--key", key)
    made = ntm("init", "--role", "commune", "--unit", UNIT, "--name", "Xã Tân Thành", *words)
    assert made.status == 0
    return root


@pytest.fixture
def shared(tmp_path: Path) -> Path:
    folder = tmp_path / "chung"
    folder.mkdir()
    return folder


def test_a_folder_is_chosen_shown_and_left(ntm: Ntm, commune: Path, shared: Path) -> None:
    at = ("--data", commune, "--json")
    assert ntm("folder", "status", *at).document["path"] is None
    assert ntm("folder", "set", shared, *at).document == {"path": str(shared)}
    found = ntm("folder", "status", *at).document
    assert (found["path"], found["others"], found["exchanged_at"]) == (str(shared), [], None)
    assert ntm("folder", "leave", *at).document == {"left": str(shared)}
    assert ntm("folder", "leave", *at).document == {"left": None}


def test_a_data_folder_is_refused(ntm: Ntm, commune: Path, authority: Path) -> None:
    for place in (commune, commune / "keys", authority):
        ran = ntm("folder", "set", place, "--data", commune, "--json")
        assert (ran.status, ran.error) == (3, "shared_folder_refused")


def test_exchanging_needs_a_folder_and_the_passphrase(
    ntm: Ntm, commune: Path, shared: Path, passphrase_file: Path
) -> None:
    words = ("--data", commune, "--json")
    ran = ntm("folder", "exchange", "--passphrase-file", passphrase_file, *words)
    assert (ran.status, ran.error) == (2, "no_shared_folder")
    ntm("folder", "set", shared, *words)
    ran = ntm("folder", "exchange", *words)
    assert (ran.status, ran.error) == (2, "passphrase_needed")


def test_two_pcs_and_the_authority_come_to_the_same(  # noqa: PLR0913 - three offices
    tmp_path: Path,
    ntm: Ntm,
    commune: Path,
    second: Path,
    authority: Path,
    shared: Path,
    passphrase_file: Path,
    enrolled: None,
) -> None:
    """Each PC enters half; the second, which got both halves, sends the dossier."""
    secret = ("--json", "--passphrase-file", passphrase_file)

    def exchange(root: Path) -> dict[str, list[object]]:
        ran = ntm("folder", "exchange", "--data", root, *secret)
        assert ran.status == 0
        document: dict[str, list[object]] = ran.document
        return document

    for root, code in ((commune, "3.1"), (second, "3.2")):
        ntm("folder", "set", shared, "--data", root)
        answer = "86,5" if code == "3.1" else "đạt"
        done = ntm("indicator", "set", code, answer, "--data", root, "--year", 2024)
        assert done.status == 0
    assert exchange(commune)["sent"]
    assert exchange(second)["taken"]
    assert exchange(commune)["taken"]
    exchange(second)
    (other,) = ntm("folder", "status", "--data", commune, "--json").document["others"]
    assert (len(other["pc"]), other["behind"]) == (4, False)

    stick = tmp_path / "usb"
    stick.mkdir()
    key = tmp_path / "huyện.ntmkey"
    ntm("key", "trust", key, "--data", second)
    sent = ntm("package", "export", stick, "--plain", "--data", second, *secret)
    assert sent.status == 0
    (file,) = sent.document["files"]
    assert ntm("package", "import", file["path"], "--data", authority, "--json").status == 0
    words = ("status", "--json", "--year", 2024, "--subject", UNIT, "--data")
    assert ntm(*words, authority).document["met"] == ntm(*words, commune).document["met"]
    assert ntm(*words, commune).document["criteria"] == ntm(*words, second).document["criteria"]


def test_a_folder_that_is_gone_is_said_and_leaves_with_4(
    ntm: Ntm, commune: Path, shared: Path, passphrase_file: Path
) -> None:
    ntm("folder", "set", shared, "--data", commune)
    shutil.rmtree(shared)
    ran = ntm(
        "folder", "exchange", "--data", commune, "--json", "--passphrase-file", passphrase_file
    )
    assert ran.status == 4
    assert ran.document["reachable"] is False
    assert "tự thử lại" in ran.document["notices"][0]


def test_people_are_told_in_sentences(
    ntm: Ntm, commune: Path, shared: Path, passphrase_file: Path
) -> None:
    assert "Chưa chọn" in ntm("folder", "status", "--data", commune).out
    assert "không bao giờ dùng chung" in ntm("folder", "set", shared, "--data", commune).out
    words = ("--data", commune, "--passphrase-file", passphrase_file)
    assert "ghi 1 gói" in ntm("folder", "exchange", *words).out
    assert str(shared) in ntm("folder", "status", "--data", commune).out
    assert AUTHORITY not in ntm("folder", "leave", "--data", commune).out


def test_an_unknown_pc_is_not_forgotten(ntm: Ntm, commune: Path) -> None:
    ran = ntm("folder", "forget", "zzzz", "--data", commune, "--json")
    assert (ran.status, ran.error) == (3, "unknown_pc")
