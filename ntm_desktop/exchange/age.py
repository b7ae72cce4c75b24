"""age: keys to be written to, and secrets under a passphrase that `age -d` opens too.

The age library makes the work factor as large as the present PC can bear, up to half a gigabyte of
memory: a key made on a new PC would hardly open on an old one. So the sealing is done here with a
fixed work factor (C2SP age-encryption.org/v1, stanza "scrypt"); opening is the library's work.
"""

import hashlib
import hmac
import os
import re
from base64 import b64encode
from typing import Any, Final
from unicodedata import normalize

WORK_FACTOR: Final = 16
"""log2 of scrypt's N: 64 MB of memory, some 0.2 s."""
_LARGEST_WORK_FACTOR: Final = 20
_LARGEST_SECRET: Final = 64 * 1024
_HEADER = re.compile(
    rb"age-encryption\.org/v1\n-> scrypt [A-Za-z0-9+/]{22} ([1-9][0-9]?)\n"
    rb"[A-Za-z0-9+/]{43}\n--- [A-Za-z0-9+/]{43}\n"
)


class SealBrokenError(ValueError):
    """The bytes are no secret sealed here, or too costly to open."""


class PassphraseDiffersError(ValueError):
    """It was sealed under another passphrase."""


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


def new_identity() -> str:
    """Make a key to open with: "AGE-SECRET-KEY-1…"."""
    return str(_library().x25519.Identity.generate())


def recipient_of(identity: str) -> str:
    """Give the key to write to: "age1…"; raises ValueError for what is no identity."""
    age = _library()
    try:
        return str(age.x25519.Identity.from_str(identity).to_public())
    except age.IdentityError as error:
        raise ValueError("not an age identity") from error


def check_recipient(recipient: str) -> None:
    """Raise ValueError unless it is an age X25519 recipient."""
    age = _library()
    try:
        age.x25519.Recipient.from_str(recipient)
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
