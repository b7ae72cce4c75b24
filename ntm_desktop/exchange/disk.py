"""Writing whole files to disks and sticks, and saying plainly when that fails."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from errno import EDQUOT, EFBIG, ENOSPC
from pathlib import Path

from ntm_desktop import held_files
from ntm_desktop.errors import DataFolderError
from ntm_desktop.paths import reachable, settled, shown

FAT32_LIMIT = 2**32 - 1
# As winerror.h has them: what Python leaves as "access denied" or "invalid".
_FULL = frozenset({39, 112})  # ERROR_HANDLE_DISK_FULL, ERROR_DISK_FULL
_SHARED = frozenset({32, 33})  # ERROR_SHARING_VIOLATION, ERROR_LOCK_VIOLATION


class DiskFullError(DataFolderError):
    """There is no room left where the file is to go."""

    code = "disk_full"


class FileTooLargeForDiskError(DataFolderError):
    """The disk is formatted in a way that holds no file as large as this (FAT32: 4 GB)."""

    code = "file_too_large_for_disk"


class TargetHeldError(DataFolderError):
    """Another program holds the file that is to be replaced, or the one just written."""

    code = "target_held"


class TargetNotWritableError(DataFolderError):
    """The folder is gone, is protected, or the disk fails."""

    code = "target_not_writable"


@contextmanager
def told_plainly(target: Path) -> Iterator[None]:
    """Turn what the disk under `target` does into something a user can act on."""
    try:
        yield
    except OSError as error:
        raise _plain(error, shown(target)) from error


def write_whole(file: Path, data: bytes) -> None:
    """Write a file so that it is there, durable, with all its bytes or not at all.

    Raises DiskFullError, TargetNotWritableError.
    """
    file = reachable(file)
    unfinished = file.with_name(file.name + ".tmp")
    with told_plainly(file.parent):
        try:
            with unfinished.open("wb") as stream:
                stream.write(data)
                stream.flush()
                os.fsync(stream.fileno())
            held_files.replace(unfinished, file)
        except BaseException:
            held_files.clear(unfinished)
            raise
        held_files.sync_folder(file.parent)


def disk_full(target: Path) -> DiskFullError:
    """Say that there is no room under `target`."""
    return DiskFullError(
        f"Ổ đĩa chứa “{target}” không còn đủ chỗ. Không có gì được ghi. "
        "Hãy dọn bớt hoặc chọn ổ khác rồi làm lại."
    )


def _plain(error: OSError, target: Path) -> DataFolderError:
    if error.errno in (ENOSPC, EDQUOT) or getattr(error, "winerror", None) in _FULL:
        return disk_full(target)
    if error.errno == EFBIG:
        return too_large(target)
    if getattr(error, "winerror", None) in _SHARED:
        return TargetHeldError(
            f"Không ghi được vào “{target}” vì chương trình khác đang giữ tệp. "
            "Hãy đóng tệp đó ở chương trình kia (hoặc đợi diệt virus quét xong) rồi làm lại."
        )
    return TargetNotWritableError(
        f"Không ghi được vào “{target}”. Hãy kiểm tra USB hoặc thư mục còn đó, "
        "không bị khóa chống ghi, rồi làm lại."
    )


def too_large(target: Path) -> FileTooLargeForDiskError:
    """Say that the disk under `target` holds no file of 4 GB or more."""
    return FileTooLargeForDiskError(
        f"Ổ đĩa chứa “{target}” (định dạng FAT32) không chứa được tệp từ 4 GB trở lên. "
        "Hãy chọn ổ định dạng NTFS hoặc exFAT."
    )


def is_fat(folder: Path) -> bool:
    """Tell whether a folder lies on a FAT disk, as far as the system says."""
    return _is_fat_windows(folder) if sys.platform == "win32" else _is_fat_linux(folder)


def _is_fat_linux(folder: Path, mounts: Path = Path("/proc/mounts")) -> bool:
    try:
        lines = mounts.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return False
    place = settled(folder)
    found = [(Path(_unescaped(line.split()[1])), line.split()[2]) for line in lines]
    holding = [(mount, kind) for mount, kind in found if place.is_relative_to(mount)]
    deepest = max(holding, key=lambda each: len(each[0].parts), default=None)
    return deepest is not None and deepest[1] in ("vfat", "msdos")


def _unescaped(mount: str) -> str:
    return mount.replace(r"\040", " ").replace(r"\011", "\t").replace(r"\134", "\\")


def _is_fat_windows(folder: Path) -> bool:
    import ctypes

    kind = ctypes.create_unicode_buffer(32)
    kernel = getattr(ctypes, "windll").kernel32  # noqa: B009 - there is none elsewhere
    drive = f"{settled(folder).anchor}"
    found = kernel.GetVolumeInformationW(drive, None, 0, None, None, None, kind, len(kind))
    return bool(found) and kind.value.upper().startswith("FAT")
