"""The header of a sealed package, read strictly before the age library sees the file.

The library takes headers that the format forbids, and would run a passphrase's costly derivation.
Form: C2SP age-encryption.org/v1, header and "X25519"; what else is allowed is what our own library
writes: stanzas whose type ends in "-grease", which nobody has to understand.
"""

import re
from base64 import b64decode, b64encode
from binascii import Error
from collections.abc import Iterator, Sequence
from typing import Final

from ntm_desktop.exchange.package.errors import (
    NotAPackageError,
    PackageArmoredError,
    PackageChangedError,
    PackageCutShortError,
    PackageTooLargeError,
    PackageTooNewError,
    PackageUnsafeError,
)

LARGEST_HEADER: Final = 16 * 1024
MOST_RECIPIENTS: Final = 64
_MOST_GREASE: Final = 4
_MARK: Final = b"age-encryption.org/"
_ARMOR: Final = b"-----BEGIN AGE "
_LINE: Final = 64
"""Characters of a full line of a stanza's body; a shorter one, maybe empty, ends it."""

_VERSION = re.compile(rb"age-encryption\.org/v[0-9]{1,4}")
_STANZA = re.compile(rb"-> ([!-~]+)((?: [!-~]+)*)")
_KEY = re.compile(rb"[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]")
"""32 bytes in base64 without padding: the bits that no byte needs are zero."""

_LOW_ORDER: Final = frozenset(
    number.to_bytes(32, "little")
    for number in (
        *(0, 1, 2**255 - 20, 2**255 - 19, 2**255 - 18),
        325606250916557431795983626356110631294008115727848805560023387167927233504,
        39382357235489614581723060781553021112529911719440698176882885853963445705823,
    )
)
"""X25519 shares that give everybody the same secret (RFC 7748, 6.1)."""


def looks_sealed(beginning: bytes) -> bool:
    """Tell an age file, also one turned into text, by its first 32 bytes."""
    return beginning.startswith((_MARK, _ARMOR))


def check_header(beginning: bytes) -> None:
    """Raise PackageError unless a file's first LARGEST_HEADER bytes begin as our packages do.

    `beginning` is shorter only if the file is.
    """
    if beginning.startswith(_ARMOR):
        raise PackageArmoredError("armored")
    lines = _lines(beginning)
    _check_version(next(lines))
    recipients = grease = 0
    line = next(lines)
    while not line.startswith(b"---"):
        kind = _check_stanza(line, lines)
        recipients += kind == b"X25519"
        grease += kind != b"X25519"
        if recipients > MOST_RECIPIENTS or grease > _MOST_GREASE:
            raise PackageTooLargeError("stanzas")
        line = next(lines)
    if not line.startswith(b"--- ") or not _KEY.fullmatch(line[4:]):
        raise PackageChangedError("MAC")
    if not recipients:
        raise PackageUnsafeError("sealed to nobody")


def _lines(beginning: bytes) -> Iterator[bytes]:
    """Give whole lines, for as long as anybody asks."""
    at = 0
    while (end := beginning.find(b"\n", at)) >= 0:
        yield beginning[at:end]
        at = end + 1
    if len(beginning) < LARGEST_HEADER:
        raise PackageCutShortError("header")
    raise PackageTooLargeError("header")


def _check_version(line: bytes) -> None:
    if line == _MARK + b"v1":
        return
    if _VERSION.fullmatch(line):
        raise PackageTooNewError(repr(line))
    raise (PackageChangedError if line.startswith(_MARK) else NotAPackageError)("version line")


def _check_stanza(line: bytes, lines: Iterator[bytes]) -> bytes:
    """Check one stanza with its body, and give its type."""
    found = _STANZA.fullmatch(line)
    if not found:
        raise PackageChangedError("stanza")
    kind, arguments = found[1], found[2].split()
    if kind != b"X25519" and not kind.endswith(b"-grease"):
        raise PackageUnsafeError(f"sealed in another way: {kind!r:.40}")
    body = _body(lines)
    if kind == b"X25519":
        _check_x25519(arguments, body)
    return kind


def _check_x25519(arguments: Sequence[bytes], body: bytes) -> None:
    if len(arguments) != 1 or not all(map(_KEY.fullmatch, (*arguments, body))):
        raise PackageChangedError("X25519 stanza")
    share = bytearray(b64decode(arguments[0] + b"="))
    share[-1] &= 0x7F  # the last bit counts for nothing
    if bytes(share) in _LOW_ORDER:
        raise PackageChangedError("X25519 share")


def _body(lines: Iterator[bytes]) -> bytes:
    body = b""
    for line in lines:
        if len(line) > _LINE or not _is_base64(line):
            raise PackageChangedError("body")
        body += line
        if len(line) < _LINE:
            break
    return body


def _is_base64(line: bytes) -> bool:
    """Tell whether it is base64 without padding, in the one spelling that these bytes have."""
    try:
        data = b64decode(line + b"=" * (-len(line) % 4), validate=True)
    except Error:
        return False
    return b64encode(data).rstrip(b"=") == line
