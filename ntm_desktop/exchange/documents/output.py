"""A document appears whole under its name or not at all."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from ntm_desktop import held_files
from ntm_desktop.exchange.documents.failures import DiskFullError, writing_to
from ntm_desktop.paths import reachable

_PARCEL = 1 << 24


@contextmanager
def temporary(dest: Path) -> Iterator[Path]:
    """Give the name to write under; it is renamed at the end, or removed on any trouble."""
    dest = reachable(dest)
    draft = dest.with_name(f"{dest.name}.tmp")
    try:
        yield draft
        with writing_to(dest):
            held_files.replace(draft, dest)
            held_files.sync_folder(dest.parent)
    finally:
        held_files.clear(draft)


Write = Callable[[BinaryIO], None]


def write_synced(dest: Path, *writes: Write) -> None:
    """Write a file in one or more goes and wait until it is on the disk.

    After each go what was written can be read by its name.
    """
    with writing_to(dest), dest.open("w+b") as file:
        for write in writes:
            write(file)
            file.flush()
        os.fsync(file.fileno())


class Early:
    """Lets the system begin to write a growing file, so that the wait at its end is short."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._on_its_way = 0

    def write(self) -> None:
        """Send what has been written on its way, once it is enough; ask often."""
        at = self._file.tell()
        length = at - self._on_its_way
        if sys.platform == "linux" and length > _PARCEL:
            self._file.flush()
            number, advice = self._file.fileno(), os.POSIX_FADV_DONTNEED
            os.posix_fadvise(number, self._on_its_way, length, advice)
            self._on_its_way = at


def make_room(dest: Path, needed: int) -> None:
    """Refuse early when the disk has less than `needed` bytes."""
    from shutil import disk_usage

    with writing_to(dest):
        if disk_usage(dest.parent).free < needed:
            raise DiskFullError(dest.parent)
