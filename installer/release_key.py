"""Makes the key that update files are signed with: `python -m installer.release_key FILE`.

The secret goes into FILE, under a passphrase, and never into the repository; its public half is
written to `resources/release.pub`, which every copy of the program built from then on carries.
"""

import argparse
import getpass
import sys
from pathlib import Path
from typing import Final

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from installer.sources import BuildError
from installer.tree import ROOT
from ntm_desktop.exchange.minisign import public_key_text

PUBLIC: Final = ROOT / "resources" / "release.pub"


def make(secret: Path, public: Path, passphrase: str) -> None:
    """Make a new pair; raises BuildError rather than replace one."""
    for path in (secret, public):
        if path.exists():
            raise BuildError(f"{path} exists: programs in use trust the key that is there.")
    key = Ed25519PrivateKey.generate()
    secret.touch(mode=0o600)
    secret.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.BestAvailableEncryption(passphrase.encode()),
        )
    )
    public.write_text(public_key_text(key.public_key().public_bytes_raw()) + "\n")


def opened(secret: Path, passphrase: str) -> bytes:
    """Give the raw secret key (32 bytes); raises BuildError when the passphrase is wrong."""
    try:
        key = serialization.load_pem_private_key(secret.read_bytes(), passphrase.encode())
    except ValueError as error:
        raise BuildError(f"{secret} does not open: wrong passphrase, or not a key.") from error
    if not isinstance(key, Ed25519PrivateKey):
        raise BuildError(f"{secret} is no Ed25519 key.")
    return key.private_bytes_raw()


def asked() -> str:
    """Ask for the passphrase at the terminal."""
    return getpass.getpass("Passphrase of the release key: ")


def main() -> int:
    """Make a pair where the command line says."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("secret", type=Path, metavar="FILE", help="outside the repository")
    options = parser.parse_args()
    try:
        make(options.secret, PUBLIC, asked())
    except BuildError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
