"""Replacing files that another program may hold for a moment.

On Windows a virus scanner or an indexer opens a file that was just written; until it lets go,
nothing can take the file's place (ERROR_ACCESS_DENIED, ERROR_SHARING_VIOLATION,
ERROR_LOCK_VIOLATION). Elsewhere no program can hold a name.
"""

import time
from pathlib import Path
from typing import Final

HELD: Final = frozenset({5, 32, 33})
"""What Windows says of a file that is held (winerror.h)."""
PATIENCE: Final = 3.0
"""Seconds to go on trying: scanners of weak PCs take one or two for a scan of some megabytes."""
_PAUSE: Final = 0.05


def replace(source: Path, target: Path, *, patience: float = PATIENCE) -> None:
    """Give a file its name in one step, also over another; raises OSError."""
    until = time.monotonic() + patience
    while True:
        try:
            source.replace(target)
        except OSError as error:
            if not is_held(error) or time.monotonic() > until:
                raise
            time.sleep(_PAUSE)
        else:
            return


def is_held(error: OSError) -> bool:
    """Tell whether another program holds the file, as Windows says it."""
    return getattr(error, "winerror", None) in HELD
