"""How parts of a package are named on the command line; ValueError for anything else."""

import re

_PART_SIZE = re.compile(r"([1-9][0-9]{0,5})(MB)?", re.IGNORECASE)
_PARTS = re.compile(r"[1-9][0-9]{0,4}(,[1-9][0-9]{0,4})*")


def part_size(words: str) -> int | None:
    """Read how large a file may be: 14MB, 14, or usb; bytes. None is as large as FAT32 bears."""
    if words.casefold() == "usb":
        return None
    found = _PART_SIZE.fullmatch(words)
    if not found:
        raise ValueError(words)
    return int(found[1]) * 10**6


def part_numbers(words: str) -> frozenset[int]:
    """Read which parts: 3 or 3,4."""
    if not _PARTS.fullmatch(words):
        raise ValueError(words)
    return frozenset(map(int, words.split(",")))
