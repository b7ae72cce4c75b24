"""age: streams sealed to keys, and secrets under a passphrase that `age -d` opens too.

The age library makes the work factor as large as the present PC can bear, up to half a gigabyte of
memory: a key made on a new PC would hardly open on an old one. So the sealing is done here with a
fixed work factor (C2SP age-encryption.org/v1, stanza "scrypt"); opening is the library's work.
"""

import hashlib
import hmac
import os
import re
from base64 import b64encode
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final, Protocol
from unicodedata import normalize

WORK_FACTOR: Final = 16
"""log2 of scrypt's N: 64 MB of memory, some 0.2 s."""
_LARGEST_WORK_FACTOR: Final = 18
"""What `age -p` takes; more would need half a gigabyte and more of an old PC."""
_LARGEST_SECRET: Final = 64 * 1024
_HEADER = re.compile(
    rb"age-encryption\.org/v1\n-> scrypt [A-Za-z0-9+/]{22} ([1-9][0-9]?)\n"
    rb"[A-Za-z0-9+/]{43}\n--- [A-Za-z0-9+/]{43}\n"
)


class SealBrokenError(ValueError):
    """The bytes are no secret sealed here, or too costly to open."""


class PassphraseDiffersError(ValueError):
    """It was sealed under another passphrase."""


class NoKeyFitsError(ValueError):
    """It was sealed to other keys, or what names the keys is damaged."""


class Readable(Protocol):
    """What bytes come from; none are left once it gives none."""

    def read(self, size: int, /) -> bytes:
        """Give up to so many bytes."""


class Writable(Protocol):
    """What bytes go to."""

    def write(self, data: bytes, /) -> int | None:
        """Take bytes, and say how many of them."""


def seal(secret: bytes, passphrase: str, work_factor: int = WORK_FACTOR) -> bytes:
    """Encrypt up to 64 KiB; the passphrase counts in NFC, however it was typed."""
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

    if len(secret) > _LARGEST_SECRET:
        raise ValueError("a secret longer than one chunk")
    file_key, salt, nonce = os.urandom(16), os.urandom(16), os.urandom(16)
    wrapping = hashlib.scrypt(
        normalize("NFC", passphrase).encode(),
        salt=b"age-encryption.org/v1/scrypt" + salt,
        n=1 << work_factor,
        r=8,
        p=1,
        maxmem=2**31 - 1,
        dklen=32,
    )
    wrapped = ChaCha20Poly1305(wrapping).encrypt(bytes(12), file_key, None)
    header = b"age-encryption.org/v1\n-> scrypt %b %d\n%b\n---" % (
        _base64(salt),
        work_factor,
        _base64(wrapped),
    )
    mac = hmac.digest(_derived(file_key, b"", b"header"), header, "sha256")
    payload_key = _derived(file_key, nonce, b"payload")
    # The only chunk of the stream: counter 0, and 1 for "the last one".
    payload = ChaCha20Poly1305(payload_key).encrypt(bytes(11) + b"\x01", secret, None)
    return b"%b %b\n%b%b" % (header, _base64(mac), nonce, payload)


def unseal(sealed: bytes, passphrase: str) -> bytes:
    """Decrypt; raises SealBrokenError, PassphraseDiffersError."""
    age = _library()
    header = _HEADER.match(sealed)
    if not header or int(header[1]) > _LARGEST_WORK_FACTOR:
        raise SealBrokenError
    try:
        return bytes(age.passphrase.decrypt(sealed, normalize("NFC", passphrase)))
    except age.DecryptError as error:
        raise PassphraseDiffersError(str(error)) from error


def seal_stream(source: Readable, to: Writable, recipients: Sequence[str]) -> None:
    """Encrypt all of a stream to the recipients ("age1…"), in memory that does not grow.

    What the streams raise comes out as it is; ValueError for what is no recipient.
    """
    keys = [_recipient(recipient) for recipient in recipients]
    if not keys:
        raise ValueError("sealed to nobody")
    _worked(_library().encrypt_io, source, to, keys)


def unseal_stream(source: Readable, to: Writable, identities: Sequence[str]) -> None:
    """Decrypt a stream with the identity that fits; only what returned was all of it, unchanged.

    What the streams raise comes out as it is; raises NoKeyFitsError, SealBrokenError, and
    ValueError for what is no identity.
    """
    age = _library()
    keys = [_identity(identity) for identity in identities]
    try:
        _worked(age.decrypt_io, source, to, keys)
    except age.DecryptError as error:
        # The library has one class for all, and tells them apart by words only.
        if "No matching keys" in str(error):
            raise NoKeyFitsError from error
        raise SealBrokenError(str(error)) from error
    except _LibraryError as error:
        raise SealBrokenError(str(error)) from error


class _LibraryError(Exception):
    """The library raised OSError by itself, not because a stream did."""


@dataclass(slots=True)
class _Heard:
    """A stream that keeps what it raised: the library would make something else of it."""

    stream: Any
    failure: BaseException | None = None

    def read(self, size: int) -> bytes:
        """Give bytes to the library."""
        return bytes(self._tried(self.stream.read, size))

    def write(self, data: bytes) -> int:
        """Take bytes from the library."""
        done = self._tried(self.stream.write, data)
        return len(data) if done is None else int(done)

    def flush(self) -> None:
        """Do nothing: whoever opened the stream knows when it has to be durable."""

    def _tried(self, work: Callable[[Any], Any], what: object) -> Any:
        try:
            return work(what)
        except BaseException as error:
            self.failure = error
            raise


def _worked(work: Callable[..., None], source: Readable, to: Writable, keys: list[Any]) -> None:
    """Run the library between two streams; what these raise comes out as it is."""
    streams = _Heard(source), _Heard(to)
    try:
        work(*streams, keys)
    except BaseException as error:
        for stream in streams:
            if stream.failure is not None:
                raise stream.failure from None
        if isinstance(error, OSError):
            raise _LibraryError(str(error)) from error
        raise


def new_identity() -> str:
    """Make a key to open with: "AGE-SECRET-KEY-1…"."""
    return str(_library().x25519.Identity.generate())


def recipient_of(identity: str) -> str:
    """Give the key to write to: "age1…"; raises ValueError for what is no identity."""
    return str(_identity(identity).to_public())


def _identity(identity: str) -> Any:
    age = _library()
    try:
        return age.x25519.Identity.from_str(identity)
    except age.IdentityError as error:
        raise ValueError("not an age identity") from error


def check_recipient(recipient: str) -> None:
    """Raise ValueError unless it is an age X25519 recipient."""
    _recipient(recipient)


def _recipient(recipient: str) -> Any:
    age = _library()
    try:
        return age.x25519.Recipient.from_str(recipient)
    except age.RecipientError as error:
        raise ValueError("not an age recipient") from error


def _library() -> Any:
    import pyrage  # type: ignore[import-untyped]

    return pyrage


def _derived(key: bytes, salt: bytes, purpose: bytes) -> bytes:
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    return HKDF(SHA256(), 32, salt or None, purpose).derive(key)


def _base64(data: bytes) -> bytes:
    return b64encode(data).rstrip(b"=")
