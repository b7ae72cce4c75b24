"""An office's keys."""

import re
from errno import ENOSPC
from pathlib import Path
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ntm_desktop.domain.head import origin_prefix
from ntm_desktop.domain.ownership import Role
from ntm_desktop.exchange import age, keys
from ntm_desktop.exchange.disk import DiskFullError, TargetNotWritableError

pytestmark = pytest.mark.os

KEYS = keys.create()
PUBLIC = keys.write_public(KEYS, "06379", "Xã Bắc Quỳnh", Role.COMMUNE)


@pytest.fixture(scope="module")
def key_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("keys") / "office.key"
    keys.save(KEYS, file, "mật khẩu")
    return file


def test_keys_come_back_under_their_passphrase_however_it_was_typed(key_file: Path) -> None:
    assert keys.load(key_file, normalize("NFD", "mật khẩu")) == KEYS


def test_a_wrong_passphrase_is_told_from_a_damaged_file(key_file: Path, tmp_path: Path) -> None:
    with pytest.raises(keys.WrongPassphraseError) as refused:
        keys.load(key_file, "mat khau")
    assert (refused.value.code, refused.value.exit_status) == ("wrong_passphrase", 3)


@given(at=st.integers(0), by=st.integers(1, 255))
def test_any_changed_byte_is_damage(
    at: int, by: int, key_file: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    data = bytearray(key_file.read_bytes())
    data[at % len(data)] ^= by
    damaged = tmp_path_factory.getbasetemp() / "damaged.key"
    damaged.write_bytes(data)
    with pytest.raises(keys.KeyFileDamagedError):
        keys.load(damaged, "mật khẩu")


def test_a_secret_too_costly_to_open_is_refused_unopened() -> None:
    sealed = age.seal(b"secret", "x", work_factor=2).replace(b" 2\n", b" 21\n", 1)
    with pytest.raises(age.SealBrokenError):
        age.unseal(sealed, "x")


def test_a_sealed_file_with_other_content_is_damage(tmp_path: Path) -> None:
    for content in (b"{}", b'{"age_identity":"x","signing_key":"00"}', b"\xff"):
        with pytest.raises(age.SealBrokenError):
            keys.understood(content)


def test_a_missing_key_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(keys.KeyFileMissingError, match=r"office\.key"):
        keys.load(tmp_path / "office.key", "x")


def test_a_backup_is_the_same_secret_file(key_file: Path, tmp_path: Path) -> None:
    keys.back_up(key_file, tmp_path / "copy.key")
    assert keys.load(tmp_path / "copy.key", "mật khẩu") == KEYS


def test_a_damaged_key_file_is_not_backed_up(key_file: Path, tmp_path: Path) -> None:
    damaged = tmp_path / "damaged.key"
    damaged.write_bytes(key_file.read_bytes()[:-1])
    with pytest.raises(keys.KeyFileDamagedError):
        keys.back_up(damaged, tmp_path / "copy.key")
    assert not (tmp_path / "copy.key").exists()


def test_a_full_disk_leaves_the_old_keys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "office.key"
    file.write_bytes(b"old")

    def full(handle: int) -> None:
        raise OSError(ENOSPC, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(DiskFullError):
        keys.save(KEYS, file, "x")
    assert [each.read_bytes() for each in tmp_path.iterdir()] == [b"old"]


def test_a_missing_folder_is_a_plain_error(tmp_path: Path) -> None:
    with pytest.raises(TargetNotWritableError):
        keys.save(KEYS, tmp_path / "gone" / "office.key", "x")


def test_age_opens_what_was_sealed_here() -> None:
    import pyrage  # type: ignore[import-untyped]

    assert pyrage.passphrase.decrypt(age.seal(b"secret", "x"), "x") == b"secret"


def test_secrets_are_not_shown() -> None:
    assert KEYS.age_identity not in repr(KEYS)
    assert repr(KEYS.signing_key) not in repr(KEYS)


def test_a_public_key_file_says_whose_key_it_is(tmp_path: Path) -> None:
    (tmp_path / "xa.json").write_bytes(PUBLIC)
    public = keys.read_public(tmp_path / "xa.json")
    assert public == keys.PublicKey(
        "06379", "Xã Bắc Quỳnh", Role.COMMUNE, KEYS.public_key, KEYS.age_recipient
    )


@given(at=st.integers(0, len(PUBLIC) - 2), by=st.integers(1, 255))
def test_any_changed_byte_of_a_public_key_file_is_found(
    at: int, by: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    file = tmp_path_factory.getbasetemp() / "changed.json"
    changed = PUBLIC[:at] + bytes([PUBLIC[at] ^ by]) + PUBLIC[at + 1 :]
    file.write_bytes(changed)
    if changed.strip() != PUBLIC.strip():
        with pytest.raises(keys.PublicKeyFileError):
            keys.read_public(file)


def test_a_public_key_file_that_is_none_is_refused(tmp_path: Path) -> None:
    for content in (b"", b"[]", b"{}", b"x" * 100_000):
        (tmp_path / "none.json").write_bytes(content)
        with pytest.raises(keys.PublicKeyFileError, match="none"):
            keys.read_public(tmp_path / "none.json")


def test_a_fingerprint_is_eight_groups_of_five_digits() -> None:
    key = bytes(32)
    shown = keys.fingerprint(key)
    assert re.fullmatch(r"\d{5}( \d{5}){7}", shown)
    assert keys.same_fingerprint(shown.replace(" ", "-"), key)
    assert not keys.same_fingerprint(shown[:-1], key)


def test_an_origin_begins_with_the_fingerprint_of_its_key() -> None:
    one, two = keys.new_origin(KEYS.public_key), keys.new_origin(KEYS.public_key)
    assert re.fullmatch(r"[0-9a-f]{32}\.[0-9a-f]{16}", one)
    assert one != two
    assert one.split(".")[0] == two.split(".")[0] == origin_prefix(KEYS.public_key)
