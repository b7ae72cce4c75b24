"""Files that nobody needs for long: gone after use, and also after a run that was killed."""

import os
import secrets
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import FileIO
from pathlib import Path


@contextmanager
def scratch_file(folder: Path, name: str) -> Iterator[tuple[Path, FileIO]]:
    """Lend a new empty file `<name>-<random>.scratch` to be written and read; raises OSError.

    Also removes what killed runs left under that name, but nothing that is still in use.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for left in folder.glob(f"{name}-*.scratch"):
        with suppress(OSError):  # in use by another window, or the next time then
            _remove_unused(left)
    path, file = _create(folder, name)
    try:
        yield path, file
    finally:
        if sys.platform == "win32":  # which removes no open file
            file.close()
        path.unlink(missing_ok=True)
        file.close()


def _create(folder: Path, name: str) -> tuple[Path, FileIO]:
    while True:
        path = folder / f"{name}-{secrets.token_hex(8)}.scratch"
        file = FileIO(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | _BINARY, 0o600), "r+")
        _lock(file, wait=True)
        if os.fstat(file.fileno()).st_nlink:
            return path, file
        file.close()  # somebody tidied up between creating and locking


def _remove_unused(path: Path) -> None:
    if sys.platform == "win32":
        path.unlink()
        return
    with FileIO(path, "r") as file:
        _lock(file, wait=False)
        path.unlink()


def _lock(file: FileIO, *, wait: bool) -> None:
    """Mark a file as in use for as long as it is open; raises OSError if it already is."""
    if sys.platform != "win32":
        import fcntl

        fcntl.flock(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))


_BINARY = getattr(os, "O_BINARY", 0)  # Windows would turn line ends otherwise
