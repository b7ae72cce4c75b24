from pathlib import Path

from tests.cli.conftest import Ntm


def test_an_authority_enrols_a_key_for_all(
    ntm: Ntm, commune: Path, authority: Path, tmp_path: Path, passphrase_file: Path
) -> None:
    key = tmp_path / "xã.ntmkey"
    words = ("--passphrase-file", passphrase_file, "--json", "--data", commune)
    exported = ntm("key", "export", key, *words).document
    assert exported["unit"] == "06379"
    digits = exported["fingerprint"]
    expected = ("--unit", "06379", "--fingerprint", digits, "--json", "--data", authority)
    trusted = ntm("key", "trust", key, *expected).document
    assert trusted == {
        "unit": "06379",
        "name": "Xã Tân Thành",
        "role": "commune",
        "fingerprint": digits,
        "enrolled": True,
        "changed": True,
    }
    assert ntm("key", "trust", key, *expected).document["changed"] is False


def test_another_unit_or_fingerprint_is_refused(
    ntm: Ntm, commune: Path, authority: Path, tmp_path: Path, passphrase_file: Path
) -> None:
    key = tmp_path / "xã.ntmkey"
    ntm("key", "export", key, "--passphrase-file", passphrase_file, "--data", commune)
    words = ("key", "trust", key, "--json", "--data", authority)
    assert (ntm(*words, "--unit", "06325").status, ntm(*words, "--unit", "1").error) == (
        3,
        "wrong_unit",
    )
    assert ntm(*words, "--fingerprint", "12345 " * 8).error == "fingerprint_differs"


def test_what_is_no_key_is_refused(ntm: Ntm, authority: Path, tmp_path: Path) -> None:
    file = tmp_path / "x.ntmkey"
    file.write_text("{}")
    ran = ntm("key", "trust", file, "--json", "--data", authority)
    assert (ran.status, ran.error) == (3, "public_key_refused")
