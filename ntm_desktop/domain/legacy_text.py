"""Vietnamese text in encodings from before Unicode (TCVN3, VNI), recognised by its letters."""

import re
from typing import Final
from unicodedata import normalize

TCVN3, VNI = "TCVN3", "VNI"
_FONTS: Final = ((".vn", TCVN3), ("vni-", VNI))
_ONLY_UNICODE = re.compile("[\u1ea0-\u1ef9ăĂđĐĩĨũŨơƠưƯ]")
"""Letters that neither of the old encodings can show as such."""
_SIGNS: Final = "\u00b5\u00b8\u00b6\u00b7\u00b9\u00a8\u00a9\u00ae\u00aa\u00ab\u00ac\u00ad"
"""Signs that TCVN3 shows as lower-case letters."""
_SIGN_IN_WORD = re.compile(
    f"[a-zà-ÿ][{_SIGNS}\u00bb-\u00be\u00d7\u00f7]|[{_SIGNS}\u00a1-\u00a7][a-zà-ÿ\u00d7]",
    re.IGNORECASE,
)
_TCVN3_LETTERS = re.compile("[ÆÇËÎÏÑÖØÞßäåæçëîïñöøûÿþ]")
_VNI_PAIRS = re.compile("[aeAE][À-ÖØ-öø-ÿ]|[oO][âùõôÂÙÕÔ]|[uyôöUYÔÖ][ùûõïøÙÛÕÏØ]")


def legacy_encoding(text: str, font: str = "") -> str | None:
    """Name the old encoding a text is in, by its letters and the font it is shown with."""
    spelled = normalize("NFC", text)
    if spelled.isascii() or _ONLY_UNICODE.search(spelled):
        return None
    by_font = next((name for start, name in _FONTS if font.lower().startswith(start)), None)
    if by_font:
        return by_font
    if _VNI_PAIRS.search(spelled):
        return VNI
    if _SIGN_IN_WORD.search(spelled) or _TCVN3_LETTERS.search(spelled):
        return TCVN3
    return None
