"""Bech32 (BIP 173), the spelling of age keys: 32 bytes as letters and digits with a checksum."""

from collections.abc import Iterable

_LETTERS = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_GENERATOR = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)
_CHECK = 6


def spelled(prefix: str, data: bytes) -> str:
    """Spell bytes in lower case: "<prefix>1…"."""
    values = _regrouped(data, 8, 5, pad=True)
    polymod = _polymod([*_expanded(prefix), *values, *[0] * _CHECK]) ^ 1
    check = [polymod >> 5 * (_CHECK - 1 - place) & 31 for place in range(_CHECK)]
    return f"{prefix}1{''.join(_LETTERS[value] for value in [*values, *check])}"


def read(prefix: str, text: str) -> bytes:
    """Read such a spelling, all in one case; raises ValueError for any other."""
    if text not in (text.lower(), text.upper()):
        raise ValueError("mixed case")
    given, mark, rest = text.lower().rpartition("1")
    if not mark or given != prefix or len(rest) < _CHECK or set(rest) - set(_LETTERS):
        raise ValueError("not of this form")
    values = [_LETTERS.index(letter) for letter in rest]
    if _polymod([*_expanded(prefix), *values]) != 1:
        raise ValueError("the checksum differs")
    return bytes(_regrouped(values[:-_CHECK], 5, 8, pad=False))


def _expanded(prefix: str) -> list[int]:
    codes = prefix.encode("ascii")
    return [*(code >> 5 for code in codes), 0, *(code & 31 for code in codes)]


def _polymod(values: Iterable[int]) -> int:
    check = 1
    for value in values:
        top = check >> 25
        check = (check & 0x1FFFFFF) << 5 ^ value
        for bit, generator in enumerate(_GENERATOR):
            check ^= generator if top >> bit & 1 else 0
    return check


def _regrouped(values: Iterable[int], given: int, wanted: int, *, pad: bool) -> list[int]:
    """Cut a string of bits into groups of another length; raises ValueError for stray bits."""
    held, bits, found = 0, 0, []
    for value in values:
        held, bits = held << given | value, bits + given
        while bits >= wanted:
            bits -= wanted
            found.append(held >> bits & (1 << wanted) - 1)
        held &= (1 << bits) - 1
    if pad and bits:
        found.append(held << wanted - bits & (1 << wanted) - 1)
    elif bits >= given or held:
        raise ValueError("bits left over")
    return found
