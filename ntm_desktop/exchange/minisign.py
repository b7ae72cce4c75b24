"""Signatures in minisign's prehashed format: `minisign -V` checks them too."""

from base64 import b64decode, b64encode
from binascii import Error as Base64Error
from hashlib import blake2b, sha256
from typing import Final

_UNTRUSTED: Final = b"untrusted comment: "
_TRUSTED: Final = b"trusted comment: "
_PREHASHED: Final = b"ED"
_LARGEST: Final = 4096


class BadSignatureError(ValueError):
    """The signature is not that key's signature of that content."""


def key_id(public_key: bytes) -> bytes:
    """Give the 8 bytes by which minisign tells keys apart: the first of the key's SHA-256."""
    return sha256(public_key).digest()[:8]


def public_key_text(public_key: bytes) -> str:
    """Give a public key as `minisign -P` takes it."""
    return b64encode(b"Ed" + key_id(public_key) + public_key).decode()


def sign(content: bytes, signing_key: bytes, comment: str) -> bytes:
    """Sign with a raw Ed25519 key (32 bytes); the comment (one ASCII line) is signed as well."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    key = Ed25519PrivateKey.from_private_bytes(signing_key)
    identity = key_id(key.public_key().public_bytes_raw())
    signature = key.sign(blake2b(content).digest())
    said = comment.encode("ascii")
    return b"".join(
        (
            _UNTRUSTED + b"ntm-desktop " + identity.hex().encode() + b"\n",
            b64encode(_PREHASHED + identity + signature) + b"\n",
            _TRUSTED + said + b"\n",
            b64encode(key.sign(signature + said)) + b"\n",
        )
    )


def verify(content: bytes, signature_file: bytes, public_key: bytes) -> str:
    """Give the trusted comment; raises BadSignatureError unless the key signed all of it."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    signature, said, overall = _read(signature_file, key_id(public_key))
    try:
        key = Ed25519PublicKey.from_public_bytes(public_key)
        key.verify(signature, blake2b(content).digest())
        key.verify(overall, signature + said)
        return said.decode("ascii")
    except (InvalidSignature, ValueError) as error:
        raise BadSignatureError("not signed by this key") from error


def _read(signature_file: bytes, identity: bytes) -> tuple[bytes, bytes, bytes]:
    """Take a signature file apart: signature, trusted comment, signature over both."""
    lines = signature_file.split(b"\n")
    if (
        len(signature_file) > _LARGEST
        or len(lines) != 5
        or lines[4]
        or not lines[0].startswith(_UNTRUSTED)
        or not lines[2].startswith(_TRUSTED)
    ):
        raise BadSignatureError("not four lines as minisign writes them")
    try:
        signature, overall = b64decode(lines[1], validate=True), b64decode(lines[3], validate=True)
    except Base64Error as error:
        raise BadSignatureError("not base64") from error
    if len(signature) != 74 or len(overall) != 64 or signature[:10] != _PREHASHED + identity:
        raise BadSignatureError("another kind of signature, or by another key")
    return signature[10:], lines[2].removeprefix(_TRUSTED), overall
