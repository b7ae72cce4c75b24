"""The removable drives (USB) that are plugged in now."""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from ntm_desktop.exchange.disk import FAT32_LIMIT

_PLACES: Final = ("/media", "/run/media", "/mnt")
_DISK_KINDS: Final = frozenset(
    {"vfat", "msdos", "exfat", "ntfs", "ntfs3", "fuseblk", "ext2", "ext3", "ext4", "btrfs"}
    | {"xfs", "f2fs", "hfsplus", "udf"}
)
"""Kinds of file systems on disks; asking a network share may take minutes."""
_NAMES: Final = {"vfat": "FAT32", "msdos": "FAT", "ntfs3": "NTFS", "fuseblk": "NTFS"}
_REMOVABLE, _FIXED = 2, 3  # DRIVE_REMOVABLE, DRIVE_FIXED; GetDriveTypeW
_NO_QUESTIONS: Final = 1  # SEM_FAILCRITICALERRORS, SetErrorMode
_READ_ONLY: Final = 0x80000  # FILE_READ_ONLY_VOLUME, GetVolumeInformationW
_QUERY_PROPERTY: Final = 0x2D1400  # IOCTL_STORAGE_QUERY_PROPERTY, winioctl.h
_BUS_AT, _USB = 28, 7  # STORAGE_DEVICE_DESCRIPTOR.BusType, BusTypeUsb


@dataclass(frozen=True, slots=True, kw_only=True)
class Drive:
    """A drive that can be pulled out; `free` and `total` in bytes, `file_system` as people say."""

    path: Path
    name: str
    file_system: str
    free: int
    total: int

    @property
    def largest_file(self) -> int | None:
        """Give the size no file on it may exceed; None where there is no such limit."""
        return FAT32_LIMIT if self.file_system.startswith("FAT") else None


def removable() -> list[Drive]:
    """List the drives that can be written to, by name."""
    found = _on_windows(_kernel()) if os.name == "nt" else _on_linux(Path("/proc/mounts"))
    return sorted(found, key=lambda drive: (drive.name.casefold(), str(drive.path)))


def holding(folder: Path, drives: list[Drive]) -> Drive | None:
    """Find the drive that a folder lies on."""
    return next((drive for drive in drives if folder.is_relative_to(drive.path)), None)


def _on_linux(mounts: Path, places: tuple[str, ...] = _PLACES) -> Iterator[Drive]:
    try:
        lines = mounts.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return
    for line in lines:
        _, mount, kind, options, *_ = line.split(" ")
        path = Path(_unescaped(mount))
        beneath = any(path.is_relative_to(place) and str(path) != place for place in places)
        if beneath and kind in _DISK_KINDS and "ro" not in options.split(","):
            yield from _measured(path, path.name, _NAMES.get(kind, kind))


def _measured(path: Path, name: str, file_system: str) -> Iterator[Drive]:
    from shutil import disk_usage

    try:
        usage = disk_usage(path)
    except OSError:  # pulled out this very moment
        return
    yield Drive(path=path, name=name, file_system=file_system, free=usage.free, total=usage.total)


def _unescaped(mount: str) -> str:
    """Read a name as /proc/mounts spells it: blanks and backslashes in octal (proc(5))."""
    return re.sub(r"\\([0-7]{3})", lambda found: chr(int(found[1], 8)), mount)


def _on_windows(kernel: Any) -> Iterator[Drive]:
    before = kernel.SetErrorMode(_NO_QUESTIONS)
    try:
        letters = kernel.GetLogicalDrives()
        for number in range(26):
            root = f"{chr(ord('A') + number)}:\\"
            if letters >> number & 1 and _can_be_pulled_out(kernel, root):
                yield from _volume(kernel, root)
    finally:
        kernel.SetErrorMode(before)


def _can_be_pulled_out(kernel: Any, root: str) -> bool:
    kind = kernel.GetDriveTypeW(root)
    return kind == _REMOVABLE or (kind == _FIXED and _is_usb(kernel, root[:2]))


def _is_usb(kernel: Any, drive: str) -> bool:
    """Ask the disk itself: to Windows a disk in a USB case is as fixed as the one inside."""
    import ctypes

    # No access is asked for, so that no administrator is needed; shared to read and write.
    handle = kernel.CreateFileW(f"\\\\.\\{drive}", 0, 3, None, 3, 0, None)
    if handle == -1:
        return False
    device = ctypes.c_void_p(handle)
    query, told = ctypes.create_string_buffer(12), ctypes.create_string_buffer(1024)
    length = ctypes.c_uint32()
    try:
        answered = kernel.DeviceIoControl(
            device,
            _QUERY_PROPERTY,
            query,
            len(query),
            told,
            len(told),
            ctypes.byref(length),
            None,
        )
    finally:
        kernel.CloseHandle(device)
    bus = int.from_bytes(told.raw[_BUS_AT : _BUS_AT + 4], "little")
    return bool(answered) and length.value >= _BUS_AT + 4 and bus == _USB


def _volume(kernel: Any, root: str) -> Iterator[Drive]:
    import ctypes

    name = ctypes.create_unicode_buffer(261)
    kind = ctypes.create_unicode_buffer(261)
    flags = ctypes.c_uint32()
    found = kernel.GetVolumeInformationW(
        root, name, len(name), None, None, ctypes.byref(flags), kind, len(kind)
    )
    if found and not flags.value & _READ_ONLY:  # an empty card reader has no volume
        shown = f"{name.value} ({root[:2]})" if name.value else f"USB ({root[:2]})"
        yield from _measured(Path(root), shown, kind.value)


def _kernel() -> Any:
    import ctypes

    return getattr(ctypes, "windll").kernel32  # noqa: B009 - there is none elsewhere
