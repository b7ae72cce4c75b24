"""Which parts of a package are here, in words."""

from collections.abc import Collection, Iterable
from typing import Protocol


class Absent(Protocol):
    """A part that is not here, and how many evidence files are missing with it."""

    @property
    def part(self) -> int:
        """Its number, from 1."""

    @property
    def objects(self) -> int:
        """Evidence files that only it brings."""


def parts_in_words(have: Collection[int], count: int, missing: Iterable[Absent]) -> str:
    """Say "Có phần 1, 2 trong 5 phần; thiếu phần 3 (12 tệp minh chứng)"; "" for one part."""
    if count == 1:
        return ""
    lacking = missing_in_words(missing)
    if len(have) == count and not lacking:
        return f"Đủ {count} phần"
    here = f"Có phần {', '.join(map(str, sorted(have)))} trong {count} phần"
    return f"{here}; thiếu {lacking}" if lacking else f"{here}; không thiếu tệp minh chứng nào"


def missing_in_words(missing: Iterable[Absent]) -> str:
    """Say "phần 3 (12 tệp minh chứng), phần 4 (1 tệp minh chứng)"."""
    return ", ".join(f"phần {each.part} ({each.objects} tệp minh chứng)" for each in missing)
