"""The tag files that make the zip a BagIt 1.0 bag (RFC 8493)."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Final

from ntm_desktop.exchange.package.envelope import Envelope

BAGIT: Final = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
PROFILE: Final = "urn:x-ntm-desktop:package:1"

DECLARATION: Final = "bagit.txt"
INFO: Final = "bag-info.txt"
PACKAGE: Final = "ntm/package.json"
MANIFEST: Final = "manifest-sha256.txt"
TAG_MANIFEST: Final = "tagmanifest-sha256.txt"
SIGNATURE: Final = "tagmanifest-sha256.txt.minisig"
FETCH: Final = "fetch.txt"
JOURNAL: Final = "data/journal.ndjson"
OBJECTS: Final = "data/objects/"
READ_ME: Final = "data/read-me/"
TAG_FILES: Final = (DECLARATION, INFO, PACKAGE, MANIFEST)
"""Those that the tag manifest lists."""

_LINE = re.compile(r"([0-9a-f]{64})  ([!-~]+)")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


class BagError(ValueError):
    """A tag file has another form than agreed."""


def digits_of(origin: str) -> str:
    """Give the four digits of a PC, as its packages' names have them."""
    return origin.partition(".")[2][:4]


def file_name(envelope: Envelope, year: int) -> str:
    """Name a package for people: the four digits tell the office's PCs apart."""
    sender = envelope.sender
    machine = digits_of(sender.origin)
    parts = f"p{envelope.part}of{envelope.parts}"
    return f"GOI_{sender.unit}_{year}_{machine}-{envelope.number}_{parts}.ntm"


def object_name(sha256: str) -> str:
    """Name the file of a whole object."""
    return OBJECTS + sha256


def piece_name(sha256: str, index: int) -> str:
    """Name the file of an object's piece; the first is 0."""
    return f"{OBJECTS}{sha256}.{index:03}"


def unfinished(unit: str, origin: str) -> str:
    """Give the pattern of the files that a power cut left of a PC's writing."""
    return f"GOI_{unit}_*_{digits_of(origin)}-*.ntm.tmp"


def trusted_comment(envelope: Envelope) -> str:
    """Say what is signed, for those who check without the program."""
    part = f"{envelope.part}/{envelope.parts}"
    return f"package {envelope.id} part {part} unit {envelope.sender.unit}"


def info(envelope: Envelope, payload: Mapping[str, int], day: date) -> bytes:
    """Write bag-info.txt; payload is the size in bytes of every payload file."""
    values = _info(envelope, payload) | {"Bagging-Date": day.isoformat()}
    return "".join(f"{name}: {values[name]}\n" for name in sorted(values)).encode("ascii")


def check_info(data: bytes, envelope: Envelope, payload: Mapping[str, int]) -> None:
    """Raise BagError unless bag-info.txt says what the rest of the package says."""
    lines = data.decode("ascii", errors="replace").splitlines()
    values = dict(line.partition(": ")[::2] for line in lines)
    made_on(data)
    if not _DAY.fullmatch(values.pop("Bagging-Date", "")):
        raise BagError("Bagging-Date")
    if len(values) + 1 != len(lines) or values != _info(envelope, payload):
        raise BagError("bag-info.txt")


def made_on(data: bytes) -> date:
    """Read when a checked bag-info.txt says that the package was made; raises BagError."""
    found = re.search(rb"^Bagging-Date: ([0-9-]+)$", data, re.MULTILINE)
    try:
        return date.fromisoformat(found[1].decode() if found else "")
    except ValueError as error:
        raise BagError("Bagging-Date") from error


def _info(envelope: Envelope, payload: Mapping[str, int]) -> dict[str, str]:
    return {
        "Bag-Count": f"{envelope.part} of {envelope.parts}",
        "Bag-Group-Identifier": envelope.id,
        "BagIt-Profile-Identifier": PROFILE,
        "External-Identifier": envelope.id,
        "Payload-Oxum": f"{sum(payload.values())}.{len(payload)}",
    }


def manifest(digests: Mapping[str, str]) -> bytes:
    """Write a manifest: a line for each file, sorted by name."""
    return "".join(f"{digests[name]}  {name}\n" for name in sorted(digests)).encode("ascii")


def read_manifest(data: bytes) -> dict[str, str]:
    """Read a manifest, digest by name; raises BagError unless it is as `manifest` writes it."""
    lines = data.decode("ascii", errors="replace").split("\n")
    found = [_LINE.fullmatch(line) for line in lines[:-1]]
    digests = {each[2]: each[1] for each in found if each}
    if manifest(digests) != data:
        raise BagError("manifest")
    return digests
