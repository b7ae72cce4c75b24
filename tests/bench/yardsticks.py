"""The plainest way to do a thing: what our own work is held against."""

import os
import subprocess
from collections.abc import Iterable
from pathlib import Path

CHUNK = 64 * 1024


def copy_durably(sources: Iterable[Path], folder: Path) -> None:
    """Copy each file in chunks of 64 KiB and wait for the disk."""
    for source in sources:
        with source.open("rb") as reading, (folder / source.name).open("wb") as writing:
            while chunk := reading.read(CHUNK):
                writing.write(chunk)
            writing.flush()
            os.fsync(writing.fileno())


def concatenate(sources: Iterable[Path], target: Path) -> None:
    """Do what `cat` does."""
    with target.open("wb") as output:
        subprocess.run(["cat", *map(str, sources)], stdout=output, check=True)


def join_pages(sources: Iterable[Path], target: Path) -> None:
    """Let qpdf join PDFs."""
    words = ["qpdf", "--empty", "--pages", *map(str, sources), "--", str(target)]
    subprocess.run(words, check=True)


def wait_for_disk(path: Path) -> None:
    """Wait until a file that was written is on the disk."""
    with path.open("rb") as file:
        os.fsync(file.fileno())


def write_durably(path: Path, times: int) -> None:
    """Write 4 KiB and wait for the disk, as often as told."""
    block = os.urandom(4096)
    with path.open("wb") as file:
        for _ in range(times):
            file.write(block)
            file.flush()
            os.fsync(file.fileno())
