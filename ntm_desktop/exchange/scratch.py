"""Files that nobody needs for long: gone after use, and also after a run that was killed."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import FileIO
from pathlib import Path

from ntm_desktop import held_files


@contextmanager
def scratch_file(folder: Path, name: str) -> Iterator[tuple[Path, FileIO]]:
    """Lend a new empty file `<name>-<random>.scratch` to be written and read; raises OSError.

    Also removes what killed runs left under that name, but nothing that is still in use.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for left in folder.glob(f"{name}-*.scratch"):
        with suppress(OSError):  # in use by another window, or the next time then
            held_files.remove_unused(left)
    path, file = _create(folder, name)
    try:
        yield path, file
    finally:
        if os.name == "nt":  # which removes no open file
            file.close()
        held_files.remove(path)
        file.close()


def _create(folder: Path, name: str) -> tuple[Path, FileIO]:
    while True:
        path = folder / f"{name}-{secrets.token_hex(8)}.scratch"
        file = FileIO(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | _BINARY, 0o600), "r+")
        held_files.hold(file, wait=True)
        if os.fstat(file.fileno()).st_nlink:
            return path, file
        file.close()  # somebody tidied up between creating and locking


_BINARY = getattr(os, "O_BINARY", 0)  # Windows would turn line ends otherwise
