"""What is to go into a package, and what came of it."""

import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path

from ntm_desktop.exchange.package.container import CHUNK
from ntm_desktop.exchange.package.envelope import Envelope


@dataclass(frozen=True, slots=True)
class SourceObject:
    """Evidence to be packed: what it must be (SHA-256 in hex), and where it lies."""

    sha256: str
    size: int
    crc32: int
    path: Path


def measured(path: Path) -> SourceObject:
    """Take a file as it is now; raises OSError."""
    found, size, crc = sha256(), 0, 0
    with path.open("rb") as stream:
        while chunk := stream.read(CHUNK):
            found.update(chunk)
            size += len(chunk)
            crc = zlib.crc32(chunk, crc)
    return SourceObject(found.hexdigest(), size, crc, path)


@dataclass(frozen=True, slots=True)
class ReadMe:
    """A file for people that is never imported; the name is ASCII."""

    name: str
    path: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class PackagePlan:
    """What goes into a package; the envelope counts `lines` and lists `objects`, by SHA-256.

    The envelope is that of part 1; it says how many parts there are and what each holds
    (`parts.in_parts`). Of several, only part 1 gets the lines and the files for people.
    `year` is that of the figures, for the file's name; `day` is when the package is made.
    """

    envelope: Envelope
    lines: Iterable[bytes]
    objects: tuple[SourceObject, ...] = ()
    read_me: tuple[ReadMe, ...] = ()
    year: int
    day: date


@dataclass(frozen=True, slots=True)
class WrittenPart:
    """A file that was written, read again and verified; the SHA-256 is the file's, in hex."""

    part: int
    path: Path
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class WrittenPackage:
    """A package on its target, in the parts that were asked for."""

    envelope: Envelope
    parts: tuple[WrittenPart, ...]
