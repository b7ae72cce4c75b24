"""What happened, in a file that support can read."""

import faulthandler
import logging
from contextlib import suppress
from pathlib import Path
from typing import TextIO

_NAME = "ntm.log"
_CRASH_NAME = "ntm-crash.log"
_LARGEST = 1_000_000
_KEPT = 5
_FORMAT = "%(asctime)s %(levelname)s %(process)d %(threadName)s %(name)s: %(message)s"


def start(folder: Path) -> Path:
    """Write the log into a folder from now on, and give its file; old ones are kept as .1 to .5.

    A folder that cannot be written to leaves the program without a log, not without work.
    """
    file = folder / _NAME
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _rotate(file)
        handler = logging.FileHandler(file, encoding="utf-8", delay=True)
    except OSError:
        return file
    handler.setFormatter(logging.Formatter(_FORMAT))
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    return file


def watch_crashes(folder: Path) -> TextIO | None:
    """Note also where the interpreter itself dies; keep the file open until the end.

    A full file begins anew: Windows has also errors noted here that its own parts get over, such
    as those of file dialogs, so it would grow for ever.
    """
    path = folder / _CRASH_NAME
    try:
        full = path.exists() and path.stat().st_size >= _LARGEST
        file = path.open("w" if full else "a", encoding="utf-8")
    except OSError:
        return None
    faulthandler.enable(file)
    return file


def last_lines(file: Path, count: int = 40) -> str:
    """Give the end of a log; nothing if it cannot be read."""
    try:
        return "\n".join(file.read_text(encoding="utf-8", errors="replace").splitlines()[-count:])
    except OSError:
        return ""


def _rotate(file: Path) -> None:
    """Put a full log aside; another program holding it (Windows) only postpones this."""
    if not file.exists() or file.stat().st_size < _LARGEST:
        return
    names = [file.with_name(f"{_NAME}.{number}") for number in range(_KEPT + 1)]
    with suppress(OSError):
        file.replace(names[0])  # first, or the older ones would move up at each try
        for older, newer in zip(reversed(names[1:]), reversed(names[:-1]), strict=True):
            if newer.exists():
                newer.replace(older)
