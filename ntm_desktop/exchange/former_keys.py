"""Keys an office used before: kept beside the present ones, which open them.

`former-<key>.key` is the key file as it was, under its passphrase of then; `former-<key>-<to>.age`
holds the same keys encrypted to the present ones, so that a change of passphrase touches neither.
"""

from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from ntm_desktop.exchange import keys
from ntm_desktop.exchange.disk import told_plainly, write_whole
from ntm_desktop.exchange.keys import OfficeKeys

_LARGEST: Final = 64 * 1024
_NAME: Final = 16


def shelve(key_file: Path, public_key: bytes) -> None:
    """Copy the key file of a key that is given up, whole or damaged; nothing if there is none."""
    with told_plainly(key_file.parent):
        if not key_file.exists():
            return
        content = key_file.read_bytes()
    target = key_file.with_name(f"former-{_name(public_key)}.key")
    if target.exists() and target.read_bytes() != content:
        target = key_file.with_name(
            f"former-{_name(public_key)}-{sha256(content).hexdigest()[:8]}.key"
        )
    write_whole(target, content)


def keep(folder: Path, former: OfficeKeys, recipient: str) -> None:
    """Keep former keys so that whoever holds the recipient's identity ("age1…") opens them."""
    sealed = _library().encrypt(
        keys.spelled(former), [_library().x25519.Recipient.from_str(recipient)]
    )
    to = sha256(recipient.encode()).hexdigest()[:8]
    write_whole(folder / f"former-{_name(former.public_key)}-{to}.age", sealed)


def opened(folder: Path, present: OfficeKeys) -> list[OfficeKeys]:
    """Open every former key that was kept for the present ones, by file name."""
    found = []
    for file in sorted(folder.glob("former-*.age")):
        with told_plainly(folder), file.open("rb") as stream:
            sealed = stream.read(_LARGEST)
        former = _unsealed(sealed, present)
        if former is not None:
            found.append(former)
    return found


def _unsealed(sealed: bytes, present: OfficeKeys) -> OfficeKeys | None:
    library = _library()
    identity = library.x25519.Identity.from_str(present.age_identity)
    try:
        return keys.understood(bytes(library.decrypt(sealed, [identity])))
    except (library.DecryptError, ValueError):
        return None


def _name(public_key: bytes) -> str:
    return sha256(public_key).hexdigest()[:_NAME]


def _library() -> Any:
    import pyrage  # type: ignore[import-untyped]

    return pyrage
