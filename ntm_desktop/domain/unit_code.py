"""Codes of units: they stand in names of files and packages, so they are plain."""

import re
from typing import Final

UNIT_CODE: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
WHAT_IT_IS: Final = "chỉ gồm chữ không dấu, chữ số, dấu chấm và gạch, không có khoảng trống"


def is_unit_code(text: str) -> bool:
    """Tell whether a text can be a unit's code, such as 06379 (docs/package-format.md)."""
    return UNIT_CODE.fullmatch(text) is not None
