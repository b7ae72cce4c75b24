from pathlib import Path

import pytest

from tests.builders import PASSPHRASE
from tests.cli.conftest import Ntm

NEW = "sông xanh núi đỏ"


@pytest.fixture
def new_file(tmp_path: Path) -> Path:
    file = tmp_path / "new.txt"
    file.write_text(f"{NEW}\n", encoding="utf-8")
    return file


@pytest.fixture
def sheet(ntm: Ntm, commune: Path, tmp_path: Path, passphrase_file: Path) -> Path:
    file = tmp_path / "giấy.pdf"
    words = ("--passphrase-file", passphrase_file, "--json", "--data", commune)
    assert ntm("key", "recovery-sheet", file, *words).document["path"] == str(file)
    return file


def fingerprint(ntm: Ntm, root: Path) -> str:
    return str(ntm("key", "list", "--json", "--data", root).document["fingerprint"])


def test_a_forgotten_passphrase_is_made_anew_from_the_sheet(
    ntm: Ntm, commune: Path, sheet: Path, new_file: Path, tmp_path: Path
) -> None:
    before = fingerprint(ntm, commune)
    words = ("--new-passphrase-file", new_file, "--json", "--data", commune)
    answer = ntm("key", "recover", "--image", sheet, *words).document
    assert answer == {"fingerprint": before, "present": True}
    export = ("key", "export", tmp_path / "k.ntmkey", "--data", commune, "--json")
    assert ntm(*export, "--passphrase-file", new_file).status == 0


def test_wrong_digits_are_named(ntm: Ntm, commune: Path, new_file: Path, tmp_path: Path) -> None:
    file = tmp_path / "số.txt"
    file.write_text("\n".join(["0000 0000 0000"] * 17))
    words = ("--new-passphrase-file", new_file, "--json", "--data", commune)
    ran = ntm("key", "recover", "--digits-file", file, *words)
    assert (ran.status, ran.error) == (3, "recovery_digits_wrong")
    assert "hàng 1 gõ sai" in ran.err


def test_a_new_pc_gets_the_offices_key_from_the_sheet(
    ntm: Ntm, commune: Path, sheet: Path, new_file: Path, tmp_path: Path
) -> None:
    words = ("--role", "commune", "--unit", "06379", "--name", "Xã Tân Thành", "--json")
    given = ("--recover-image", sheet, "--passphrase-file", new_file, "--data", tmp_path / "hai")
    answer = ntm("init", *words, *given).document
    assert answer["fingerprint"] == fingerprint(ntm, commune)


def test_the_passphrase_is_changed(
    ntm: Ntm, commune: Path, passphrase_file: Path, new_file: Path, tmp_path: Path
) -> None:
    words = ("key", "passphrase", "--new-passphrase-file", new_file, "--json", "--data", commune)
    assert ntm(*words, "--passphrase-file", passphrase_file).status == 0
    ran = ntm(*words, "--passphrase-file", passphrase_file)
    assert (ran.status, ran.error) == (3, "wrong_passphrase")
    empty = tmp_path / "empty.txt"
    empty.write_text("\n")
    words = ("key", "passphrase", "--new-passphrase-file", empty, "--json", "--data", commune)
    ran = ntm(*words, "--passphrase-file", new_file)
    assert (ran.status, ran.error) == (2, "passphrase_needed")


def test_a_lost_key_is_replaced_and_unsent_work_written_again(
    ntm: Ntm, commune: Path, new_file: Path
) -> None:
    before = fingerprint(ntm, commune)
    words = ("--reason", "lost", "--new-passphrase-file", new_file, "--json", "--data", commune)
    answer = ntm("key", "renew", *words).document
    assert answer["fingerprint"] == fingerprint(ntm, commune) != before
    assert answer["rewritten"] == {"revisions": 1, "records": 1}
    again = ntm("key", "rewrite", "--json", "--data", commune).document
    assert again == {"revisions": 0, "records": 0}


def test_replacing_a_key_needs_the_old_passphrase(
    ntm: Ntm, commune: Path, new_file: Path, passphrase_file: Path
) -> None:
    words = ("key", "renew", "--new-passphrase-file", new_file, "--json", "--data", commune)
    ran = ntm(*words)
    assert (ran.status, ran.error) == (2, "passphrase_needed")
    answer = ntm(*words, "--passphrase-file", passphrase_file).document
    assert (answer["closed"], answer["rewritten"]["revisions"]) == (1, 0)


@pytest.mark.usefixtures("enrolled")
def test_an_authority_takes_a_key_back_for_all(ntm: Ntm, commune: Path, authority: Path) -> None:
    digits = fingerprint(ntm, commune)
    words = ("--reason", "mất USB", "--json", "--data")
    answer = ntm("key", "revoke", "--fingerprint", digits, *words, authority).document
    assert answer["changed"] is True
    [known] = ntm("key", "list", "--json", "--data", authority).document["known"]
    assert (known["enrolled"], known["revoked"]) == (True, "mất USB")
    ran = ntm("key", "revoke", "--fingerprint", "1" * 40, *words, authority)
    assert (ran.status, ran.error) == (3, "unknown_key")
    ran = ntm("key", "revoke", "--fingerprint", digits, "--up-to", "x", *words, authority)
    assert (ran.status, ran.error) == (3, "unknown_import")
    own = fingerprint(ntm, authority)
    ran = ntm("key", "revoke", "--fingerprint", own, *words, commune)
    assert (ran.status, ran.error) == (2, "not_yours")


def test_people_read_what_to_do_next(
    ntm: Ntm, commune: Path, new_file: Path, tmp_path: Path
) -> None:
    words = ("--reason", "lost", "--new-passphrase-file", new_file, "--data", commune)
    assert "gửi nơi nhận ghi nhận lại" in ntm("key", "renew", *words).out
    passphrase = tmp_path / "p.txt"
    passphrase.write_text(NEW, encoding="utf-8")
    sheet = ("key", "recovery-sheet", tmp_path / "g.pdf", "--passphrase-file", passphrase)
    assert "dán kín" in ntm(*sheet, "--data", commune).out
    assert "khóa đang dùng" in ntm("key", "list", "--data", commune).out
    assert PASSPHRASE not in ntm("key", "list", "--data", commune).out
