"""Reading members of known form out of canonical JSON; ValueError for any other."""

import re
from collections.abc import Callable, Mapping
from typing import TypeVar

from ntm_desktop.domain.canonical import JsonValue
from ntm_desktop.domain.unit_code import UNIT_CODE

T = TypeVar("T")
Members = Mapping[str, JsonValue]

_DIGEST = re.compile(r"[0-9a-f]{64}")
_SIGNATURE = re.compile(r"[0-9a-f]{128}")
_ORIGIN = re.compile(r"[0-9a-f]{32}\.[0-9a-f]{16}")
_WORD = re.compile(r"[a-z][a-z0-9_]{0,63}")
_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")


class FormError(ValueError):
    """A member is missing or has another form than agreed; the text (English) names it."""


def members(value: JsonValue) -> Members:
    """Expect an object."""
    if not isinstance(value, dict):
        raise FormError("not an object")
    return value


def items(value: JsonValue) -> list[JsonValue]:
    """Expect an array."""
    if not isinstance(value, list):
        raise FormError("not an array")
    return value


def each(value: JsonValue, read: Callable[[JsonValue], T]) -> tuple[T, ...]:
    """Expect an array of things of one form."""
    return tuple(read(item) for item in items(value))


def member(of: Members, name: str) -> JsonValue:
    """Expect a member."""
    if name not in of:
        raise FormError(f"no member {name}")
    return of[name]


def text(value: JsonValue) -> str:
    """Expect some text."""
    if not isinstance(value, str) or not value.strip():
        raise FormError("no text")
    return value


def count(value: JsonValue, least: int = 0) -> int:
    """Expect a whole number of at least `least`."""
    if not isinstance(value, int) or isinstance(value, bool) or value < least:
        raise FormError("no count")
    return value


def flag(value: JsonValue) -> bool:
    """Expect true or false."""
    if not isinstance(value, bool):
        raise FormError("neither true nor false")
    return value


def digest(value: JsonValue) -> str:
    """Expect a SHA-256 or a key, 64 hex digits."""
    return _matching(_DIGEST, value)


def octets(value: JsonValue) -> bytes:
    """Expect 32 bytes in hex."""
    return bytes.fromhex(digest(value))


def signature(value: JsonValue) -> bytes:
    """Expect 64 bytes in hex."""
    return bytes.fromhex(_matching(_SIGNATURE, value))


def origin(value: JsonValue) -> str:
    """Expect an origin (merge.md 6)."""
    return _matching(_ORIGIN, value)


def unit(value: JsonValue) -> str:
    """Expect a unit's code."""
    return _matching(UNIT_CODE, value)


def word(value: JsonValue) -> str:
    """Expect a name of ours: lower-case ASCII."""
    return _matching(_WORD, value)


def uuid7(value: JsonValue) -> str:
    """Expect a UUIDv7 in lower case."""
    return _matching(_UUID, value)


def _matching(pattern: re.Pattern[str], value: JsonValue) -> str:
    if not isinstance(value, str) or not pattern.fullmatch(value):
        raise FormError(f"{value!r:.80} has another form")
    return value
