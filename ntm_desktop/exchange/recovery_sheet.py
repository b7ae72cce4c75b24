"""The recovery sheet (giấy khôi phục khóa): an office's secret keys as digits people can type.

The 64 secret bytes (Ed25519 seed, then age X25519 secret) are 16 rows of 4 bytes; row 17 is the
first 4 bytes of their SHA-256 after a mark. A row is its 4 bytes as a number of 10 digits, then 2
check digits: with the row's number before them, all of it leaves 1 when divided by 97 (ISO/IEC
7064, MOD 97-10). So any wrong digit, any two digits exchanged and any two rows exchanged are
found, and the row is named.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import combinations
from typing import Final

from ntm_desktop.errors import InputError
from ntm_desktop.exchange import bech32
from ntm_desktop.exchange.keys import OfficeKeys

ROWS: Final = 17
DIGITS: Final = 12
"""Digits of a row, the last two of them to check it."""
GROUP: Final = 4
MARK: Final = "NTM-KEY-1"
"""What the code (QR) begins with; the rows follow, each after a blank."""
_IDENTITY: Final = "age-secret-key-"
_BYTES: Final = 4
_SECRET: Final = (ROWS - 1) * _BYTES
_NUMBERED = re.compile(r"\s*\d{1,2}[\s.:)\]|-]+")
_BLANK = re.compile(r"[\s.\-_·|]+")


class RecoveryDigitsError(InputError):
    """The digits are not those of a recovery sheet; `rows` are the rows to look at (from 1)."""

    code = "recovery_digits_wrong"

    def __init__(self, sentence: str, rows: Sequence[int] = ()) -> None:
        super().__init__(sentence)
        self.rows = tuple(rows)


@dataclass(frozen=True, slots=True)
class RecoverySheet:
    """What is printed: 17 rows of 12 digits."""

    rows: tuple[str, ...]

    @property
    def code(self) -> str:
        """Give what the QR says: the mark and the rows, readable with any reader."""
        return " ".join((MARK, *self.rows))


def sheet_of(keys: OfficeKeys) -> RecoverySheet:
    """Write an office's secret keys as digits."""
    secret = keys.signing_key + bech32.read(_IDENTITY, keys.age_identity)
    if len(secret) != _SECRET:
        raise ValueError("keys of another length")
    whole = secret + _digest(secret)
    parts = (whole[at : at + _BYTES] for at in range(0, len(whole), _BYTES))
    return RecoverySheet(
        tuple(_row(number, int.from_bytes(part)) for number, part in enumerate(parts, 1))
    )


def grouped(row: str) -> str:
    """Set a row in groups of four digits."""
    return " ".join(row[at : at + GROUP] for at in range(0, len(row), GROUP))


def is_right(number: int, row: str) -> bool:
    """Tell whether a row (12 digits) is right where it stands; `number` counts from 1."""
    return (
        len(row) == DIGITS
        and row.isascii()
        and row.isdecimal()
        and int(f"{number}{row}") % 97 == 1
        and int(row[:-2]) < 1 << 8 * _BYTES
    )


def keys_of(rows: Sequence[str]) -> OfficeKeys:
    """Make the keys of the rows as typed; raises RecoveryDigitsError, which names wrong rows."""
    _check(rows)
    whole = b"".join(int(row[:-2]).to_bytes(_BYTES) for row in rows)
    secret, digest = whole[:_SECRET], whole[_SECRET:]
    if digest != _digest(secret):
        raise RecoveryDigitsError(
            "Từng hàng đều đúng nhưng ghép lại không thành khóa: có thể có hàng lấy từ tờ giấy "
            "khác, hoặc một hàng sai hai chỗ. Hãy so lại từng hàng với một tờ giấy."
        )
    identity = bech32.spelled(_IDENTITY, secret[32:]).upper()
    return OfficeKeys(secret[:32], identity)


def read_text(text: str) -> OfficeKeys:
    """Make the keys of typed text: what the code says, or a row a line; raises as `keys_of`.

    Blanks, dots and dashes within a row count for nothing; its number before it neither.
    """
    return keys_of(split(text))


def split(text: str) -> list[str]:
    """Find the rows in typed text; what is no digit stays, to be found wrong."""
    text = text.strip()
    if text.upper().startswith(MARK):
        return text[len(MARK) :].split()
    rows = [row for row in map(_bare, text.splitlines()) if row]
    if len(rows) == 1 and len(rows[0]) == ROWS * DIGITS:
        return [rows[0][at : at + DIGITS] for at in range(0, ROWS * DIGITS, DIGITS)]
    return rows


def _bare(line: str) -> str:
    """Leave out what sets groups apart, and the number before a row."""
    row = _BLANK.sub("", line)
    return row if len(row) <= DIGITS else _BLANK.sub("", _NUMBERED.sub("", line, count=1))


def judged(rows: Sequence[str]) -> Mapping[int, str]:
    """Say of each wrong row (from 1) what is wrong: "hàng 7 gõ sai"."""
    wrong = [number for number, row in enumerate(rows, 1) if not is_right(number, row)]
    swapped: dict[int, int] = {}
    for one, other in combinations(wrong, 2):
        fit = is_right(one, rows[other - 1]) and is_right(other, rows[one - 1])
        if fit and one not in swapped and other not in swapped:
            swapped[one], swapped[other] = other, one
    return {number: _fault(number, rows[number - 1], swapped.get(number)) for number in wrong}


def _check(rows: Sequence[str]) -> None:
    wrong = judged(rows)
    if len(rows) != ROWS:
        said = f" Trong đó {_list(wrong)}." if wrong and len(rows) > ROWS else ""
        raise RecoveryDigitsError(
            f"Cần đủ {ROWS} hàng số trên giấy khôi phục, mới có {len(rows)} hàng.{said} "
            "Hãy nhập mỗi hàng một dòng, theo thứ tự.",
            tuple(wrong),
        )
    if wrong:
        raise RecoveryDigitsError(
            f"Số trên giấy khôi phục chưa đúng: {_list(wrong)}. Hãy so lại với tờ giấy.",
            tuple(wrong),
        )


def _list(wrong: Mapping[int, str]) -> str:
    return "; ".join(dict.fromkeys(wrong.values()))


def _fault(number: int, row: str, swapped: int | None) -> str:
    if swapped is not None:
        low, high = sorted((number, swapped))
        return f"hàng {low} và hàng {high} đổi chỗ cho nhau"
    if not (row.isascii() and row.isdecimal()):
        return f"hàng {number} có ký tự không phải chữ số"
    if len(row) != DIGITS:
        return f"hàng {number} có {len(row)} chữ số, cần {DIGITS}"
    return f"hàng {number} gõ sai"


def _row(number: int, value: int) -> str:
    check = (1 - int(f"{number}{value:010}00")) % 97
    return f"{value:010}{check:02}"


def _digest(secret: bytes) -> bytes:
    return sha256(b"ntm-key-1" + secret).digest()[:_BYTES]
