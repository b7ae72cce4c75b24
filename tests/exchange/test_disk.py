"""What disks and sticks do, in words for people."""

from errno import EACCES, EINVAL, EIO, ENODEV, ENOSPC
from pathlib import Path

import pytest

from ntm_desktop import held_files
from ntm_desktop.errors import UserError
from ntm_desktop.exchange import disk

pytestmark = pytest.mark.os


def trouble(number: int, of_windows: int | None = None) -> OSError:
    """Make an error as Python tells it; on Windows some numbers mean nothing else there."""
    error = OSError(number, "trouble")
    if of_windows is not None:
        error.winerror = of_windows  # type: ignore[attr-defined, unused-ignore]
    return error


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (trouble(ENOSPC), "disk_full"),
        (trouble(EINVAL, 39), "disk_full"),
        (trouble(EINVAL, 112), "disk_full"),
        (trouble(EACCES, 32), "target_held"),
        (trouble(EACCES, 33), "target_held"),
        (trouble(EACCES, 5), "target_not_writable"),
        (trouble(EACCES, 19), "target_not_writable"),
        (trouble(EACCES, 21), "target_not_writable"),
        (trouble(ENODEV), "target_not_writable"),
        (trouble(EIO), "target_not_writable"),
        (trouble(EINVAL, 1167), "target_not_writable"),
    ],
    ids=[
        "no space",
        "handle disk full",
        "disk full",
        "shared",
        "locked",
        "access denied",
        "write-protected",
        "not ready",
        "no device",
        "fails",
        "not connected",
    ],
)
def test_what_a_disk_does_is_said_with_a_way_out(
    tmp_path: Path, error: OSError, code: str
) -> None:
    with pytest.raises(UserError) as told, disk.told_plainly(tmp_path):
        raise error
    assert told.value.code == code
    assert "Hãy" in str(told.value)


def test_a_file_that_cannot_take_its_place_leaves_no_draft(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def held(*_: object, **__: object) -> None:
        raise trouble(EACCES, 32)

    (tmp_path / "khóa.ntmkey").write_bytes(b"old")
    monkeypatch.setattr(held_files, "replace", held)

    with pytest.raises(disk.TargetHeldError):
        disk.write_whole(tmp_path / "khóa.ntmkey", b"new")

    assert [path.read_bytes() for path in tmp_path.iterdir()] == [b"old"]


def test_what_is_written_whole_is_there(tmp_path: Path) -> None:
    disk.write_whole(tmp_path / "khóa.ntmkey", b"old")
    disk.write_whole(tmp_path / "khóa.ntmkey", b"new")

    assert [path.read_bytes() for path in tmp_path.iterdir()] == [b"new"]
