"""Files that some program holds, and what systems do differently about that.

On Windows a virus scanner or an indexer opens a file that was just written; until it lets go,
nothing can take the file's place, remove it or, at times, open it (ERROR_ACCESS_DENIED,
ERROR_SHARING_VIOLATION, ERROR_LOCK_VIOLATION). Elsewhere no program can hold a name.
"""

import os
import stat
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from errno import EACCES
from io import FileIO
from pathlib import Path
from typing import Final, TypeVar

HELD: Final = frozenset({5, 32, 33})
"""What Windows says of a file that is held (winerror.h)."""
PATIENCE: Final = 3.0
"""Seconds to go on trying: scanners of weak PCs take one or two for a scan of some megabytes."""
_PAUSE: Final = 0.05
_ON_WINDOWS = sys.platform == "win32"

_Given = TypeVar("_Given")


def patiently(attempt: Callable[[], _Given], *, patience: float = PATIENCE) -> _Given:
    """Do what may fail because a file is held, again and again for a while; raises OSError."""
    until = time.monotonic() + patience
    while True:
        try:
            return attempt()
        except OSError as error:
            if not is_held(error) or time.monotonic() > until:
                raise
            time.sleep(_PAUSE)


def replace(source: Path, target: Path, *, patience: float = PATIENCE) -> None:
    """Give a file its name in one step, also over another; raises OSError."""
    patiently(lambda: source.replace(target), patience=patience)


def remove(path: Path, *, patience: float = PATIENCE) -> None:
    """Remove a file if it is there, also a read-only one; raises OSError."""
    patiently(lambda: _remove(path), patience=patience)


def clear(path: Path) -> None:
    """Remove a file that nobody misses, if that can be done; what went wrong before counts."""
    with suppress(OSError):
        remove(path)


def clear_tree(folder: Path) -> None:
    """Remove a folder with all that is in it, also read-only files, as far as that can be done."""
    import shutil

    if _ON_WINDOWS:  # elsewhere a read-only file can be removed
        for path in folder.rglob("*"):
            if not path.is_dir():
                clear(path)
    shutil.rmtree(folder, ignore_errors=True)


def is_held(error: OSError) -> bool:
    """Tell whether another program holds the file, as Windows says it."""
    told: int | None = getattr(error, "winerror", None)
    if told is None and _ON_WINDOWS:  # opening goes through C, which knows no more
        return error.errno == EACCES
    return told in HELD


def hold(file: FileIO, *, wait: bool) -> None:
    """Mark a file as in use for as long as it is open; raises OSError if it already is.

    On Windows it is in use by being open: we let nobody else remove what we have opened.
    """
    if sys.platform != "win32":
        import fcntl

        fcntl.flock(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))


def remove_unused(path: Path) -> None:
    """Remove a file unless a program has marked it as in use; raises OSError."""
    if _ON_WINDOWS:
        _remove(path)
    else:
        with FileIO(path, "r") as file:
            hold(file, wait=False)
            path.unlink(missing_ok=True)


def sync_folder(folder: Path) -> None:
    """Make names in a folder durable; raises OSError.

    Windows offers no way to ask for that: NTFS keeps a journal of names by itself.
    """
    if sys.platform != "win32":
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _remove(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except PermissionError:
        if not _ON_WINDOWS:
            raise
        path.chmod(stat.S_IREAD | stat.S_IWRITE)
        path.unlink(missing_ok=True)
