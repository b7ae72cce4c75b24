"""A document appears whole under its name or not at all."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from ntm_desktop.exchange.documents.failures import DiskFullError, writing_to


@contextmanager
def temporary(dest: Path) -> Iterator[Path]:
    """Give the name to write under; it is renamed at the end, or removed on any trouble."""
    draft = dest.with_name(f"{dest.name}.tmp")
    try:
        yield draft
        with writing_to(dest):
            draft.replace(dest)
            _sync_folder(dest.parent)
    finally:
        with suppress(OSError):
            draft.unlink(missing_ok=True)


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


def make_room(dest: Path, needed: int) -> None:
    """Refuse early when the disk has less than `needed` bytes."""
    from shutil import disk_usage

    with writing_to(dest):
        if disk_usage(dest.parent).free < needed:
            raise DiskFullError(dest.parent)


def _sync_folder(folder: Path) -> None:
    """Make the new name durable, where folders can be synced (not on Windows)."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
