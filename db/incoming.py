"""Files on their way into the store: written aside, then put in place whole, or swept."""

import os
import secrets
import stat
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from io import FileIO
from pathlib import Path

from ntm_desktop import held_files

_ON_WINDOWS = sys.platform == "win32"
_ORPHANED_AFTER = 600.0  # seconds; on Windows only, where a file is let go of to be renamed


@dataclass(frozen=True, slots=True)
class Incoming:
    """A file being written, not yet part of the store."""

    path: Path
    file: FileIO

    def put_in_place(self, target: Path) -> None:
        """Make it durable and read-only, and give it its name in one step; raises OSError.

        The name is durable once `NewNames.sync` was told of it.
        """
        os.fsync(self.file.fileno())
        self.path.chmod(stat.S_IRUSR | stat.S_IRGRP | stat.S_IROTH)
        target.parent.mkdir(parents=True, exist_ok=True)
        if _ON_WINDOWS:  # which renames no open file, and replaces no read-only one
            self.file.close()
            held_files.remove(target)
        held_files.replace(self.path, target)


class NewNames:
    """Folders with names not durable yet: each is synced once, however many files came into it."""

    def __init__(self) -> None:
        self._folders: set[Path] = set()
        self._lock = threading.Lock()

    def add(self, target: Path) -> None:
        """Take note of a file that has its name now; callable from any thread."""
        with self._lock:
            # Another program may have made the folder and not have synced that yet.
            self._folders |= {target.parent, target.parent.parent}

    def sync(self) -> None:
        """Make all these names durable; raises OSError, and then none of them is certain."""
        with self._lock:
            folders, self._folders = self._folders, set()
        try:
            for folder in sorted(folders):
                held_files.sync_folder(folder)
        except BaseException:
            with self._lock:
                self._folders |= folders
            raise


@contextmanager
def incoming(folder: Path) -> Iterator[Incoming]:
    """Lend a new file that is gone afterwards, unless it was put in its place; raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    made = _create(folder)
    try:
        yield made
    finally:
        # Held locked until it has its name, or a sweep could take it away in between.
        if _ON_WINDOWS:
            made.file.close()
        held_files.clear(made.path)
        made.file.close()


def sweep(folder: Path) -> None:
    """Remove what a crash left behind, but nothing that is still being written."""
    for path in folder.glob("*.part"):
        with suppress(OSError):
            _remove_orphan(path)


def _create(folder: Path) -> Incoming:
    while True:
        path = folder / f"{secrets.token_hex(16)}.part"
        file = FileIO(path, "x+")
        held_files.hold(file, wait=True)
        if os.fstat(file.fileno()).st_nlink:
            return Incoming(path, file)
        file.close()  # a sweep was quicker than the lock


def _remove_orphan(path: Path) -> None:
    if _ON_WINDOWS and time.time() - path.stat().st_mtime <= _ORPHANED_AFTER:
        return
    held_files.remove_unused(path)
