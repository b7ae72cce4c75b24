from pathlib import Path, PurePosixPath, PureWindowsPath

import pytest

from ntm_desktop.services import surroundings
from ntm_desktop.services.drives import Drive

pytestmark = pytest.mark.os


@pytest.mark.parametrize(
    ("path", "word"),
    [
        (r"C:\Users\Hoa\OneDrive\ntm", "OneDrive"),
        (r"C:\Users\Hoa\OneDrive - UBND xã Tân Thành\ntm", "OneDrive"),
        (r"D:\Dropbox\ntm", "Dropbox"),
        (r"D:\Google Drive\ntm", "Google Drive"),
        (r"\\may-chu\chung\ntm", "ổ mạng"),
    ],
)
def test_a_place_that_endangers_data_is_named(path: str, word: str) -> None:
    assert word in (surroundings.concern_about_name(PureWindowsPath(path)) or "")


@pytest.mark.parametrize(
    "path", [PureWindowsPath(r"C:\Users\OneDriver\ntm"), PurePosixPath("/home/hoa/ntm")]
)
def test_a_usual_place_is_no_concern(path: PureWindowsPath | PurePosixPath) -> None:
    assert surroundings.concern_about_name(path) is None


def test_a_stick_is_a_concern(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert surroundings.concern(tmp_path) is None
    stick = Drive(path=tmp_path, name="USB", file_system="FAT32", free=1, total=1)
    monkeypatch.setattr(surroundings, "removable", lambda: [stick])
    assert "USB" in (surroundings.concern(tmp_path / "ntm") or "")
