"""Headers of sealed packages: what the format allows is opened, all else is refused unopened."""

import hashlib
import hmac
from base64 import b64decode, b64encode
from collections.abc import Callable
from io import BytesIO

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from ntm_desktop.exchange import age
from ntm_desktop.exchange.package.age_header import LARGEST_HEADER, check_header
from ntm_desktop.exchange.package.errors import PackageError

IDENTITY = "AGE-SECRET-KEY-1G73QW3JUX4JS43GZWPQUJDH98QACZ70T57ZHHAELXJ6WRF9DE3YS2L257N"
FILE_KEY = bytes(range(16))
VERSION = b"age-encryption.org/v1\n"
_BECH32 = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_BASE64 = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"


def base64(data: bytes) -> bytes:
    return b64encode(data).rstrip(b"=")


def otherwise(text: bytes) -> bytes:
    """Set a bit that stands for no byte, in the last character."""
    return text[:-1] + bytes([_BASE64[_BASE64.index(text[-1]) | 1]])


def derived(key: bytes, salt: bytes, purpose: bytes) -> bytes:
    return HKDF(SHA256(), 32, salt or None, purpose).derive(key)


def public_key() -> bytes:
    number = 0
    words = age.recipient_of(IDENTITY).rpartition("1")[2][:-6]
    for letter in words:
        number = number << 5 | _BECH32.index(letter)
    return (number >> (len(words) * 5 - 256)).to_bytes(32, "big")


def wrapped(share: X25519PrivateKey, file_key: bytes = FILE_KEY) -> tuple[bytes, bytes]:
    """Give the argument and the body of an X25519 stanza."""
    receiver, mine = public_key(), share.public_key().public_bytes_raw()
    secret = share.exchange(X25519PublicKey.from_public_bytes(receiver))
    key = derived(secret, mine + receiver, b"age-encryption.org/v1/X25519")
    body = ChaCha20Poly1305(key).encrypt(bytes(12), file_key, None)
    return base64(mine), base64(body)


SHARE, BODY = wrapped(X25519PrivateKey.from_private_bytes(bytes(range(32))))
STANZA = b"-> X25519 %b\n%b\n" % (SHARE, BODY)
LONG_KEY = b"-> X25519 %b\n%b\n" % wrapped(X25519PrivateKey.generate(), bytes(32))


def scrypt(work_factor: bytes) -> bytes:
    secret = hashlib.scrypt(
        b"pw", salt=b"age-encryption.org/v1/scrypt" + bytes(16), n=4, r=8, p=1, dklen=32
    )
    body = ChaCha20Poly1305(secret).encrypt(bytes(12), FILE_KEY, None)
    return b"-> scrypt %b %b\n%b\n" % (base64(bytes(16)), work_factor, base64(body))


def x25519(argument: bytes = SHARE, body: bytes = BODY, name: bytes = b"X25519 ") -> bytes:
    return b"-> %b%b\n%b\n" % (name, argument, body)


Mac = Callable[[bytes], bytes]


def usual(mac: bytes) -> bytes:
    return b"--- %b\n" % base64(mac)


def built(stanzas: bytes, version: bytes = VERSION, last: Mac = usual) -> bytes:
    """Build a file whose MAC is right, so that only its form can be wrong."""
    mac = hmac.digest(derived(FILE_KEY, b"", b"header"), version + stanzas + b"---", "sha256")
    payload = derived(FILE_KEY, bytes(16), b"payload")
    sealed = ChaCha20Poly1305(payload).encrypt(bytes(11) + b"\1", b"content", None)
    return version + stanzas + last(mac) + bytes(16) + sealed


def opened_by_the_library(data: bytes) -> bool:
    content = BytesIO()
    try:
        age.unseal_stream(BytesIO(data), content, [IDENTITY])
    except (age.NoKeyFitsError, age.SealBrokenError):
        return False
    return content.getvalue() == b"content"


@pytest.mark.parametrize(
    "stanzas",
    [
        STANZA,
        STANZA * 64,
        STANZA + b"-> a-grease b c\nAAAA\n",
        b"-> $$!-grease\n\n" + STANZA,
        STANZA + b"-> a-grease\n" + b"A" * 64 + b"\n\n",
        STANZA + b"-> a-grease ~ !\n" + (b"A" * 64 + b"\n") * 3 + b"AAA\n",
    ],
)
def test_what_the_format_allows_is_opened(stanzas: bytes) -> None:
    check_header(built(stanzas))
    assert opened_by_the_library(built(stanzas))


@pytest.mark.parametrize(
    "stanzas",
    [
        STANZA + b"-> a-grease\n",
        STANZA + b"-> a-grease\n" + b"A" * 64 + b"\n",
        STANZA + x25519(base64(bytes(32))),
    ],
    ids=["no body", "full line without an end", "a share for everybody"],
)
def test_what_the_library_takes_though_the_format_forbids_it_is_refused(stanzas: bytes) -> None:
    assert opened_by_the_library(built(stanzas)), "the library has become stricter: fine"
    with pytest.raises(PackageError):
        check_header(built(stanzas))


WRONG = {
    "line ends of Windows": (built(STANZA.replace(b"\n", b"\r\n")), "package_changed"),
    "version and return": (built(STANZA, VERSION[:-1] + b"\r\n"), "package_changed"),
    "version and blank": (built(STANZA, VERSION[:-1] + b" \n"), "package_changed"),
    "no version": (built(STANZA, b"age-encryption.org/\n"), "package_changed"),
    "newer": (built(STANZA, VERSION.replace(b"1", b"2")), "package_too_new"),
    "byte order mark": (b"\xef\xbb\xbf" + built(STANZA), "not_a_package"),
    "line before": (b"\n" + built(STANZA), "not_a_package"),
    "no stanza": (built(b""), "package_unsafe"),
    "only grease": (built(b"-> a-grease\n\n"), "package_unsafe"),
    "passphrase": (built(scrypt(b"2")), "package_unsafe"),
    "costly passphrase": (built(scrypt(b"23")), "package_unsafe"),
    "passphrase and key": (built(scrypt(b"2") + STANZA), "package_unsafe"),
    "key and passphrase": (built(STANZA + scrypt(b"2")), "package_unsafe"),
    "another letter case": (built(x25519(name=b"x25519 ")), "package_unsafe"),
    "another kind": (built(STANZA + b"-> ssh-ed25519 A B\nAAAA\n"), "package_unsafe"),
    "hybrid": (built(STANZA + b"-> mlkem768x25519 A\nAAAA\n"), "package_unsafe"),
    "no argument": (built(x25519(b"", name=b"X25519")), "package_changed"),
    "two arguments": (built(x25519(SHARE + b" x")), "package_changed"),
    "two blanks": (built(x25519(b" " + SHARE)), "package_changed"),
    "a blank after": (built(x25519(SHARE + b" ")), "package_changed"),
    "a tab": (built(x25519(name=b"X25519\t")), "package_changed"),
    "padded argument": (built(x25519(SHARE + b"=")), "package_changed"),
    "argument spelt otherwise": (built(x25519(otherwise(SHARE))), "package_changed"),
    "long argument": (built(x25519(SHARE + b"A")), "package_changed"),
    "short argument": (built(x25519(SHARE[:-1])), "package_changed"),
    "padded body": (built(x25519(body=BODY + b"=")), "package_changed"),
    "body spelt otherwise": (built(x25519(body=otherwise(BODY))), "package_changed"),
    "body in two lines": (built(x25519(body=BODY[:20] + b"\n" + BODY[20:])), "package_changed"),
    "a line after the body": (built(STANZA + b"\n"), "package_changed"),
    "body and blank": (built(x25519(body=BODY + b" ")), "package_changed"),
    "another alphabet": (built(x25519(body=b"-" + BODY[1:])), "package_changed"),
    "long file key": (built(LONG_KEY), "package_changed"),
    "share for everybody first": (built(x25519(base64(bytes(32))) + STANZA), "package_changed"),
    "long line": (built(STANZA + b"-> a-grease\n" + b"A" * 68 + b"\n"), "package_changed"),
    "two short lines": (built(STANZA + b"-> a-grease\nAAAA\nAAAA\n"), "package_changed"),
    "one letter": (built(STANZA + b"-> a-grease\nA\n"), "package_changed"),
    "padded grease": (built(STANZA + b"-> a-grease\nAA==\n"), "package_changed"),
    "grease spelt otherwise": (built(STANZA + b"-> a-grease\nAB\n"), "package_changed"),
    "not ASCII": (built(STANZA + b"-> a-grease \xc3\xa9\n\n"), "package_changed"),
    "a NUL": (built(STANZA + b"-> a-grease \0\n\n"), "package_changed"),
    "no type": (built(STANZA + b"-> \n\n"), "package_changed"),
    "no blank": (built(STANZA + b"->a-grease\n\n"), "package_changed"),
    "too many keys": (built(STANZA * 65), "package_too_large"),
    "too much grease": (built(STANZA + b"-> a-grease\n\n" * 5), "package_too_large"),
    "too large": (
        built(STANZA + b"-> a-grease " + b"a" * 20000 + b"\n\n"),
        "package_too_large",
    ),
    "no MAC": (built(STANZA, last=lambda _: b"---\n"), "package_changed"),
    "MAC without blank": (built(STANZA, last=lambda m: b"---%b\n" % base64(m)), "package_changed"),
    "MAC, two blanks": (built(STANZA, last=lambda m: b"---  %b\n" % base64(m)), "package_changed"),
    "MAC, blank after": (
        built(STANZA, last=lambda m: b"--- %b \n" % base64(m)),
        "package_changed",
    ),
    "MAC and return": (built(STANZA, last=lambda m: b"--- %b\r\n" % base64(m)), "package_changed"),
    "MAC padded": (built(STANZA, last=lambda m: b"--- %b\n" % b64encode(m)), "package_changed"),
    "MAC longer": (built(STANZA, last=lambda m: usual(m + b"x")), "package_changed"),
    "MAC shorter": (built(STANZA, last=lambda m: usual(m[:-2])), "package_changed"),
    "MAC spelt otherwise": (
        built(STANZA, last=lambda m: b"--- %b\n" % otherwise(base64(m))),
        "package_changed",
    ),
    "MAC without line end": (
        built(STANZA).partition(b"\n--- ")[0] + b"\n--- " + b"A" * 43,
        "package_cut_short",
    ),
}


@pytest.mark.parametrize(("data", "code"), WRONG.values(), ids=WRONG)
def test_what_the_format_forbids_is_refused(data: bytes, code: str) -> None:
    with pytest.raises(PackageError) as failure:
        check_header(data[:LARGEST_HEADER])
    assert failure.value.code == code


@pytest.mark.parametrize("length", range(1, len(built(STANZA)) - 39, 7))
def test_a_header_that_ends_early_is_cut_short(length: int) -> None:
    with pytest.raises(PackageError) as failure:
        check_header(built(STANZA)[:length])
    assert failure.value.code == "package_cut_short"


def test_shares_for_everybody_are_known_whatever_their_last_bit() -> None:
    for high in (0, 0x80):
        share = bytearray((2**255 - 18).to_bytes(32, "little"))
        share[-1] |= high
        with pytest.raises(PackageError):
            check_header(built(x25519(base64(bytes(share)))))
    check_header(built(STANZA))
    assert b64decode(SHARE + b"=")[-1] < 0x80
