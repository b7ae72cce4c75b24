from pathlib import Path

from tests.cli.conftest import Ntm
from tests.cli.test_packages import AT, package

__all__ = ["package"]


def test_an_import_is_undone_and_the_history_says_so(
    ntm: Ntm, authority: Path, package: Path
) -> None:
    at = ("--json", "--data", authority)
    import_id = ntm("package", "import", package, *at).document["import_id"]
    done = ntm("package", "undo", import_id, *at)
    assert (done.status, done.document["import_id"], done.document["objects"]) == (0, import_id, 1)
    assert done.document["removed"] > 0
    (line,) = ntm("package", "history", *at).document["packages"]
    assert (line["state"], line["import_id"], line["number"]) == ("undone", import_id, 1)
    assert len(line["files"][0]["sha256"]) == 64
    again = ntm("package", "undo", import_id, *at)
    assert (again.status, again.document["error"]["code"]) == (3, "import_undone")
    seen = ntm("package", "inspect", package, *at).document
    assert seen["undone_at"]
    assert ntm("package", "import", package, *at).status == 0


def test_an_import_that_something_needs_is_not_undone(
    ntm: Ntm, commune: Path, authority: Path, package: Path, tmp_path: Path, passphrase_file: Path
) -> None:
    words = ("--plain", "--passphrase-file", passphrase_file)
    import_id = ntm("package", "import", package, "--json", "--data", authority).document[
        "import_id"
    ]
    back = ntm("package", "export", tmp_path, "--to", "06379", *words, *AT, authority).document
    ntm("package", "import", back["files"][0]["path"], *AT[2:], commune)
    ntm("indicator", "set", "3.1", "90", *AT, commune)
    newer = ntm("package", "export", tmp_path, *words, *AT, commune).document
    ntm("package", "import", newer["files"][0]["path"], "--json", "--data", authority)
    ran = ntm("package", "undo", import_id, "--json", "--data", authority)
    assert (ran.status, ran.document["error"]["code"]) == (3, "import_still_needed")
    assert "Xã Tân Thành" in ran.document["error"]["message"]


def test_the_history_is_printed(ntm: Ntm, commune: Path, package: Path, tmp_path: Path) -> None:
    dest = tmp_path / "sổ.pdf"
    ran = ntm("package", "history", "--pdf", dest, "--data", commune)
    assert ran.status == 0, ran.err
    assert "1 trang" in ran.out
    assert dest.read_bytes().startswith(b"%PDF")
    shown = ntm("package", "history", "--data", commune).out
    assert package.name in shown
    assert "chưa có biên nhận" in shown


def test_a_sealed_package_asks_for_the_passphrase(
    ntm: Ntm, commune: Path, authority: Path, enrolled: None, tmp_path: Path, passphrase_file: Path
) -> None:
    ntm("indicator", "set", "3.1", "80,5", *AT, commune)
    words = ("--passphrase-file", passphrase_file)
    made = ntm("package", "export", tmp_path, *words, *AT, commune)
    assert made.status == 0, made.err
    path = made.document["files"][0]["path"]
    at = ("--json", "--data", authority)
    refused = ntm("package", "import", path, *at)
    assert (refused.status, refused.document["error"]["code"]) == (2, "passphrase_needed")
    assert ntm("package", "inspect", path, *words, *at).document["signature"] == "trusted"
    assert ntm("package", "import", path, *words, *at).document["import_id"]
