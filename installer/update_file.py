"""Signs a release: `python -m installer.update_file FILE --key KEY --version V --notes TEXT`.

FILE is the installer, or a criteria set (`.yaml`). The update file is written beside it.
"""

import argparse
import sys
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from installer import release_key
from installer.sources import BuildError
from ntm_desktop import __version__
from ntm_desktop.exchange import criteria_file, update_file
from ntm_desktop.exchange.update_file import Content, Update


def write(released: Path, key: bytes, *, version: str, notes: str, needs: str = "0") -> Path:
    """Write the update file of an installer or a criteria set; raises BuildError."""
    payload = released.read_bytes()
    content, subject = Content.PROGRAM, ""
    if released.suffix == ".yaml":
        found = criteria_file.read(payload, released.name)
        content, subject, version = Content.CRITERIA, found.id, str(found.version)
    update = Update(
        content=content,
        subject=subject,
        version=version,
        name=released.name,
        size=len(payload),
        sha256=sha256(payload).hexdigest(),
        released_on=datetime.now(UTC).date().isoformat(),
        notes=notes,
        needs=needs,
    )
    target = released.with_name(f"{released.stem}-{version}{update_file.ENDING}")
    if content is Content.PROGRAM:
        target = released.with_name(f"NTM-Desktop-{version}{update_file.ENDING}")
    update_file.write(target, update, payload, key)
    return target


def main() -> int:
    """Sign what the command line names."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("released", type=Path, metavar="FILE")
    parser.add_argument("--key", type=Path, required=True, help="the secret release key")
    parser.add_argument("--version", default=__version__, help="of the program inside")
    parser.add_argument("--needs", default="0", help="the oldest program that may take it")
    parser.add_argument("--notes", required=True, help="what is new, in Vietnamese")
    options = parser.parse_args()
    try:
        key = release_key.opened(options.key, release_key.asked())
        made = write(
            options.released,
            key,
            version=options.version,
            notes=options.notes,
            needs=options.needs,
        )
    except BuildError as error:
        print(error, file=sys.stderr)
        return 1
    print(f"made {made.name}: {made.stat().st_size / 1e6:.1f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
