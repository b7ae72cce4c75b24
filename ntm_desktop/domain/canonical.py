"""Canonical JSON: one spelling per value, so that a digest of the bytes is one of the value."""

import json
import re
from collections.abc import Mapping
from typing import Final, Never, TypeAlias, cast
from unicodedata import is_normalized

JsonValue: TypeAlias = "str | int | bool | list[JsonValue] | dict[str, JsonValue] | None"

LARGEST_INTEGER: Final = 2**53 - 1
MAX_DEPTH: Final = 32

_NAME = re.compile(r"[a-z0-9_]+", re.ASCII)
_STRING_OR_BRACKET = re.compile(rb'"[^"\\]*(?:\\.[^"\\]*)*"|[\[{]|[\]}]', re.DOTALL)


class NotCanonicalError(ValueError):
    """The value or the bytes break a rule of canonical JSON; the text (English) says which."""


def canonical(value: object) -> bytes:
    """Spell a value as RFC 8785 does; NotCanonicalError for what has no canonical spelling.

    Allowed: None, bool, int within ±(2^53-1), str in NFC without lone surrogates, lists and
    tuples, mappings with member names `[a-z0-9_]+`. No floats: decimals are strings.
    """
    try:
        return _ENCODER.encode(_checked(value, MAX_DEPTH)).encode()
    except UnicodeEncodeError:
        raise NotCanonicalError("a lone surrogate") from None


def read_canonical(data: bytes, *, max_depth: int = MAX_DEPTH) -> JsonValue:
    """Read one value; NotCanonicalError unless the bytes are just what `canonical` would write."""
    # More brackets than levels need counting; fewer cannot be too deep.
    if data.count(b"[") + data.count(b"{") > max_depth and _depth(data) > max_depth:
        raise NotCanonicalError(f"more than {max_depth} levels")
    try:
        text = data.decode()
        value, _ = _DECODER.raw_decode(text)
        again = _ENCODER.encode(value)
    except NotCanonicalError:
        raise
    except (ValueError, RecursionError) as error:
        raise NotCanonicalError(str(error)) from None
    # Also finds a member given twice, another order, blanks, other escapes, "-0" and a tail.
    if again != text:
        raise NotCanonicalError("differs from its own canonical spelling")
    if not (text.isascii() or is_normalized("NFC", text)):
        # An escape before a combining mark looks composable in the text, not in the value.
        _checked(value, max_depth)
    return cast("JsonValue", value)


def _checked(value: object, levels: int) -> object:
    """Give the value back, in types that the encoder knows, if every part of it is allowed."""
    if isinstance(value, str):
        if not (value.isascii() or is_normalized("NFC", value)):
            raise NotCanonicalError("text that is not NFC")
        return value
    if value is None or isinstance(value, int):
        return value if value is None or isinstance(value, bool) else _bounded(value)
    if levels == 0:
        raise NotCanonicalError("too many levels")
    if isinstance(value, Mapping) and all(isinstance(name, str) for name in value):
        return _named({name: _checked(part, levels - 1) for name, part in value.items()})
    if isinstance(value, list | tuple):
        return [_checked(part, levels - 1) for part in value]
    raise NotCanonicalError(f"a value of type {type(value).__name__}")


def _depth(data: bytes) -> int:
    depth = deepest = 0
    for match in _STRING_OR_BRACKET.finditer(data):
        first = data[match.start()]
        if first in b"[{":
            depth += 1
            deepest = max(deepest, depth)
        elif first in b"]}":
            depth -= 1
    return deepest


def _named(members: dict[str, object]) -> dict[str, object]:
    if not all(map(_NAME.fullmatch, members)):
        raise NotCanonicalError(f"a member name among {list(members)!r:.200}")
    return members


def _bounded(value: int) -> int:
    if not -LARGEST_INTEGER <= value <= LARGEST_INTEGER:
        raise NotCanonicalError("an integer beyond 2^53 - 1")
    return value


def _integer(digits: str) -> int:
    if len(digits) > len(str(-LARGEST_INTEGER)):
        raise NotCanonicalError("an integer beyond 2^53 - 1")
    return _bounded(int(digits))


def _no_float(spelling: str) -> Never:
    raise NotCanonicalError(f"the number {spelling[:40]}")


_ENCODER: Final = json.JSONEncoder(
    ensure_ascii=False, sort_keys=True, separators=(",", ":"), check_circular=False
)
_DECODER: Final = json.JSONDecoder(
    object_hook=_named, parse_int=_integer, parse_float=_no_float, parse_constant=_no_float
)
