"""What the build's command line asks for."""

from pathlib import Path

import pytest

from installer import build, release_key
from installer.build import Built
from ntm_desktop.exchange.update_file import ENDING


def test_key_without_notes_is_refused_before_anything_is_built(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(SystemExit):
        build.main(["--release-key", "key.pem"])

    assert "--notes" in capsys.readouterr().err


def test_wrong_passphrase_is_told_before_anything_is_built(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    release_key.make(tmp_path / "key.pem", tmp_path / "key.pub", "right")
    monkeypatch.setattr(release_key, "asked", lambda: "wrong")
    monkeypatch.setattr(build, "program_files", lambda *_: pytest.fail("built"))

    status = build.main(["--release-key", str(tmp_path / "key.pem"), "--notes", "Sửa lỗi"])

    assert status == 1
    assert "wrong passphrase" in capsys.readouterr().err


def test_update_file_is_made_of_what_was_built(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    setup, portable = tmp_path / "setup.exe", tmp_path / "portable.zip"
    for path in (setup, portable):
        path.write_bytes(b"MZ")
    release_key.make(tmp_path / "key.pem", tmp_path / "key.pub", "right")
    monkeypatch.setattr(release_key, "asked", lambda: "right")
    monkeypatch.setattr(build, "program_files", lambda *_: {})
    monkeypatch.setattr(build, "build", lambda *_: Built(setup, portable))

    status = build.main(["--release-key", str(tmp_path / "key.pem"), "--notes", "Sửa lỗi"])

    assert status == 0
    [made] = tmp_path.glob("*" + ENDING)
    assert made.name in capsys.readouterr().out
