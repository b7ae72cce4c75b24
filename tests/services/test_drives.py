import os
from ctypes import c_uint32
from pathlib import Path
from typing import Any

import pytest

from ntm_desktop.services import drives
from ntm_desktop.services.drives import Drive, holding

pytestmark = pytest.mark.os


@pytest.fixture
def sticks(tmp_path: Path) -> Path:
    for name in ("HO SO", "camera", "share"):
        (tmp_path / "media" / name).mkdir(parents=True)
    return tmp_path / "media"


def a_mount_table(sticks: Path, *lines: str) -> Path:
    table = sticks.parent / "mounts"
    table.write_text("\n".join(lines).format(sticks=sticks), encoding="utf-8")
    return table


def found_on_linux(table: Path, sticks: Path) -> list[Drive]:
    return list(drives._on_linux(table, (str(sticks),)))  # noqa: SLF001


def test_a_stick_is_found_with_its_room_and_kind(sticks: Path) -> None:
    table = a_mount_table(
        sticks,
        "/dev/sda1 / ext4 rw,relatime 0 0",
        "/dev/sdb1 {sticks}/HO\\040SO vfat rw,nosuid,uid=1000 0 0",
    )
    (found,) = found_on_linux(table, sticks)
    assert (found.name, found.path, found.file_system) == ("HO SO", sticks / "HO SO", "FAT32")
    assert 0 < found.free <= found.total
    assert found.largest_file == 2**32 - 1


@pytest.mark.parametrize(
    "line",
    [
        "/dev/sdc1 {sticks}/camera iso9660 ro,nosuid 0 0",
        "/dev/sdc1 {sticks}/camera vfat ro,nosuid 0 0",
        "//server/share {sticks}/share cifs rw 0 0",
        "/dev/sdc1 {sticks}/gone vfat rw 0 0",
        "/dev/sdc1 {sticks} vfat rw 0 0",
    ],
    ids=["a disc", "write-protected", "a network share", "pulled out", "the place itself"],
)
def test_what_cannot_be_written_to_or_pulled_out_is_not_offered(sticks: Path, line: str) -> None:
    assert found_on_linux(a_mount_table(sticks, line), sticks) == []


def test_no_mount_table_means_no_drives(sticks: Path) -> None:
    assert found_on_linux(sticks / "none", sticks) == []


class Kernel:
    """Windows as it answers.

    C: fixed, E: a stick, F: an empty reader, G: write-protected, H: a disk in a USB case, I: one
    that answers nothing, J: one that may not be asked.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self.modes: list[int] = []
        self.opened: list[str] = []
        self.closed: list[str] = []

    def SetErrorMode(self, mode: int) -> int:  # noqa: N802
        self.modes.append(mode)
        return 7

    def GetLogicalDrives(self) -> int:  # noqa: N802
        return sum(1 << ord(letter) - ord("A") for letter in "CEFGHIJ")

    def GetDriveTypeW(self, root: str) -> int:  # noqa: N802
        return 3 if root[0] in "CHIJ" else 2

    def CreateFileW(self, device: str, access: int, *_: object) -> int:  # noqa: N802
        assert not access  # which only administrators have
        assert device.startswith("\\\\.\\")
        self.opened.append(device[4])
        return -1 if device[4] == "J" else ord(device[4])

    def DeviceIoControl(  # noqa: N802
        self, device: Any, _1: int, _2: Any, _3: int, told: Any, _4: int, length: Any, _5: None
    ) -> int:
        drive = chr(device.value)
        told[28] = 7 if drive == "H" else 11  # USB, SATA
        length._obj.value = 0 if drive == "I" else 40  # noqa: SLF001
        return drive != "I"

    def CloseHandle(self, device: Any) -> None:  # noqa: N802
        self.closed.append(chr(device.value))

    def GetVolumeInformationW(  # noqa: N802
        self, root: str, name: Any, _1: int, _2: None, _3: None, flags: Any, kind: Any, _4: int
    ) -> int:
        if root == "F:\\":
            return 0
        name.value, kind.value = "HOSO", "FAT32"
        flags._obj.value = 0x80000 if root == "G:\\" else c_uint32(0).value  # noqa: SLF001
        return 1


def test_windows_names_its_sticks_and_asks_the_user_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kernel = Kernel(tmp_path)
    asked: list[Path] = []

    def measured(path: Path, name: str, file_system: str) -> list[Drive]:
        asked.append(path)
        return [Drive(path=path, name=name, file_system=file_system, free=1, total=2)]

    monkeypatch.setattr(drives, "_measured", measured)
    found, disk = drives._on_windows(kernel)  # noqa: SLF001
    assert (found.name, found.largest_file) == ("HOSO (E:)", 2**32 - 1)
    assert disk.name == "HOSO (H:)"
    assert [str(path) for path in asked] == ["E:\\", "H:\\"]
    assert kernel.modes == [1, 7]
    assert (kernel.opened, kernel.closed) == (["C", "H", "I", "J"], ["C", "H", "I"])


@pytest.mark.skipif(os.name != "nt", reason="asks the Windows that is there")
def test_the_disk_inside_is_no_drive_to_pull_out() -> None:
    assert all(not str(drive.path).startswith("C:") for drive in drives.removable())


def test_a_folder_is_found_on_its_drive(tmp_path: Path) -> None:
    stick = Drive(path=tmp_path / "a", name="A", file_system="NTFS", free=1, total=2)
    assert holding(tmp_path / "a" / "b", [stick]) is stick
    assert holding(tmp_path / "c", [stick]) is None
    assert stick.largest_file is None
