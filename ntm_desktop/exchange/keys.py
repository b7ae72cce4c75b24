"""An office's keys: one to sign with (Ed25519), one to be written to (age X25519)."""

import re
import secrets
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ntm_desktop import held_files
from ntm_desktop.domain.canonical import JsonValue, NotCanonicalError, canonical, read_canonical
from ntm_desktop.domain.head import origin_prefix
from ntm_desktop.domain.ownership import Role
from ntm_desktop.errors import InputError, UsageError
from ntm_desktop.exchange import age
from ntm_desktop.exchange.disk import told_plainly, write_whole
from ntm_desktop.paths import reachable

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

_SECRET_MARK: Final = b"ntm-key-1 "
_LARGEST_FILE: Final = 64 * 1024
_HEX_KEY = re.compile(r"[0-9a-f]{64}")
_UNIT = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")


class WrongPassphraseError(InputError):
    """The passphrase is not the one the keys were stored under."""

    code = "wrong_passphrase"


class KeyFileMissingError(UsageError):
    """There is no key file."""

    code = "key_file_missing"


class KeyFileDamagedError(InputError):
    """The key file is not as it was written."""

    code = "key_file_damaged"


class PublicKeyFileError(InputError):
    """The public key file is no such file, or was changed."""

    code = "public_key_refused"


@dataclass(frozen=True, slots=True)
class OfficeKeys:
    """What an office signs and opens with: kept under its passphrase, never shown."""

    signing_key: bytes = field(repr=False)
    age_identity: str = field(repr=False)

    @property
    def public_key(self) -> bytes:
        """The key others check signatures with, 32 raw bytes."""
        return self._private().public_key().public_bytes_raw()

    @property
    def age_recipient(self) -> str:
        """The key others encrypt to: "age1…"."""
        return age.recipient_of(self.age_identity)

    def sign(self, message: bytes) -> bytes:
        """Sign; give the 64 raw bytes of the signature."""
        return self._private().sign(message)

    def _private(self) -> "Ed25519PrivateKey":
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        return Ed25519PrivateKey.from_private_bytes(self.signing_key)


@dataclass(frozen=True, slots=True)
class PublicKey:
    """What an office lets others know of its keys, and whose they are."""

    unit: str
    name: str
    role: Role
    signing_key: bytes
    age_recipient: str

    @property
    def fingerprint(self) -> str:
        """What people compare on paper or by telephone."""
        return fingerprint(self.signing_key)


def create() -> OfficeKeys:
    """Make new keys."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return OfficeKeys(Ed25519PrivateKey.generate().private_bytes_raw(), age.new_identity())


def save(keys: OfficeKeys, file: Path, passphrase: str) -> None:
    """Store keys under a passphrase, durably; raises DiskFullError, TargetNotWritableError."""
    sealed = age.seal(spelled(keys), passphrase)
    # The digest tells a damaged file from a wrong passphrase.
    write_whole(file, _SECRET_MARK + sha256(sealed).hexdigest().encode() + b"\n" + sealed)


def stage(keys: OfficeKeys, file: Path, passphrase: str) -> Path:
    """Store keys beside a key file, and open them again to be sure; give where they are.

    The key file is untouched until `put_in_place`. Raises as `save`, and KeyFileDamagedError.
    """
    staged = staged_beside(file)
    save(keys, staged, passphrase)
    if load(staged, passphrase) != keys:
        raise _damaged(staged)
    return staged


def staged_beside(file: Path) -> Path:
    """Name the file in which the keys to come wait beside a key file."""
    return file.with_name(f"{file.name}.next")


def put_in_place(file: Path) -> None:
    """Make the staged keys the key file; it is one or the other at any moment."""
    with told_plainly(file.parent):
        held_files.replace(staged_beside(file), file)
        held_files.sync_folder(file.parent)


def load(file: Path, passphrase: str) -> OfficeKeys:
    """Read keys; raises KeyFileMissingError, KeyFileDamagedError, WrongPassphraseError."""
    try:
        return understood(age.unseal(_sealed(file), passphrase))
    except age.PassphraseDiffersError as error:
        raise WrongPassphraseError(
            "Mật khẩu không đúng. Hãy kiểm tra phím Caps Lock, bộ gõ tiếng Việt rồi nhập lại."
        ) from error
    except age.SealBrokenError as error:
        raise _damaged(file) from error


def back_up(file: Path, copy: Path) -> None:
    """Copy the key file as it is, under the same passphrase, once it is known to be whole."""
    _sealed(file)
    write_whole(copy, file.read_bytes())


def write_public(keys: OfficeKeys, unit: str, name: str, role: Role) -> bytes:
    """Give the public key file: JSON that names the office, signed by the key it holds."""
    public = PublicKey(unit, name, role, keys.public_key, keys.age_recipient)
    signature = keys.sign(_signed(public)).hex()
    return canonical(_members(public) | {"signature": signature, "type": "ntm-key-1"}) + b"\n"


def read_public(file: Path) -> PublicKey:
    """Read a public key file; raises PublicKeyFileError if it is none or was changed."""
    try:
        with reachable(file).open("rb") as stream:
            data = stream.read(_LARGEST_FILE + 1)
        return _public(read_canonical(data.strip()[:_LARGEST_FILE]))
    except (OSError, NotCanonicalError, ValueError) as error:
        raise PublicKeyFileError(
            f"Không đọc được khóa công khai trong tệp “{file.name}”, hoặc tệp đã bị sửa. "
            "Hãy xin đơn vị kia gửi lại tệp khóa."
        ) from error


def fingerprint(public_key: bytes) -> str:
    """Spell the key's SHA-256 as 8 groups of 5 digits: each 4 bytes, modulo 100,000."""
    digest = sha256(public_key).digest()
    groups = (int.from_bytes(digest[at : at + 4]) % 100_000 for at in range(0, 32, 4))
    return " ".join(f"{group:05}" for group in groups)


def same_fingerprint(typed: str, public_key: bytes) -> bool:
    """Compare what a person typed, whatever stands between the digits."""
    digits = "".join(character for character in typed if character in "0123456789")
    return digits == fingerprint(public_key).replace(" ", "")


def new_origin(public_key: bytes) -> str:
    """Name a new installation under this key."""
    return f"{origin_prefix(public_key)}.{secrets.token_hex(8)}"


def _sealed(file: Path) -> bytes:
    try:
        with reachable(file).open("rb") as stream:
            mark, digest = stream.read(len(_SECRET_MARK)), stream.read(65)
            sealed = stream.read(_LARGEST_FILE)
    except OSError as error:
        raise KeyFileMissingError(
            f"Không mở được tệp khóa “{file}”. Hãy lấy lại tệp từ bản sao lưu khóa."
        ) from error
    if mark != _SECRET_MARK or digest != sha256(sealed).hexdigest().encode() + b"\n":
        raise _damaged(file)
    return sealed


def _damaged(file: Path) -> KeyFileDamagedError:
    return KeyFileDamagedError(
        f"Tệp khóa “{file.name}” bị hỏng hoặc không phải tệp khóa. "
        "Hãy lấy lại tệp từ bản sao lưu khóa."
    )


def spelled(keys: OfficeKeys) -> bytes:
    """Spell secret keys as they are kept, under a seal only."""
    return canonical({"age_identity": keys.age_identity, "signing_key": keys.signing_key.hex()})


def understood(secret: bytes) -> OfficeKeys:
    """Read such a spelling; raises SealBrokenError, a ValueError."""
    try:
        match read_canonical(secret):
            case {"signing_key": str(signing_key), "age_identity": str(identity)}:
                keys = OfficeKeys(bytes.fromhex(signing_key), identity)
                keys.sign(age.recipient_of(identity).encode())  # both are of the right form
                return keys
    except ValueError as error:
        raise age.SealBrokenError from error
    raise age.SealBrokenError


def _members(public: PublicKey) -> dict[str, str]:
    return {
        "age_recipient": public.age_recipient,
        "name": public.name,
        "role": public.role.value,
        "signing_key": public.signing_key.hex(),
        "unit": public.unit,
    }


def _signed(public: PublicKey) -> bytes:
    key = public.signing_key.hex()
    return canonical(
        ["ntm-key-1", public.unit, public.name, public.role, key, public.age_recipient]
    )


def _public(content: JsonValue) -> PublicKey:
    """Check what a public key file says; raises ValueError."""
    match content:
        case {
            "type": "ntm-key-1",
            "unit": str(unit),
            "name": str(name),
            "role": str(role),
            "signing_key": str(key),
            "age_recipient": str(recipient),
            "signature": str(signature),
        }:
            pass
        case _:
            raise ValueError("not a public key file")
    if not (_HEX_KEY.fullmatch(key) and _UNIT.fullmatch(unit) and name.strip()):
        raise ValueError("a member of an unknown form")
    age.check_recipient(recipient)
    public = PublicKey(unit, name, Role(role), bytes.fromhex(key), recipient)
    if not verified(public.signing_key, bytes.fromhex(signature), _signed(public)):
        raise ValueError("the signature does not fit")
    return public


def verified(public_key: bytes, signature: bytes, message: bytes) -> bool:
    """Tell whether an Ed25519 signature (raw bytes) is that key's signature of the message."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True
