"""What is to go into a package, and what came of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from ntm_desktop.exchange.package.envelope import Envelope


@dataclass(frozen=True, slots=True)
class SourceObject:
    """Evidence to be packed: what it must be (SHA-256 in hex), and where it lies."""

    sha256: str
    size: int
    crc32: int
    path: Path


@dataclass(frozen=True, slots=True)
class ReadMe:
    """A file for people that is never imported; the name is ASCII."""

    name: str
    path: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class PackagePlan:
    """What goes into a package; the envelope counts `lines` and lists `objects`, by SHA-256.

    `year` is that of the figures, for the file's name; `day` is when the package is made.
    """

    envelope: Envelope
    lines: Iterable[bytes]
    objects: tuple[SourceObject, ...] = ()
    read_me: tuple[ReadMe, ...] = ()
    year: int
    day: date


@dataclass(frozen=True, slots=True)
class WrittenPackage:
    """A package that was written, read again and verified."""

    path: Path
    size: int
    sha256: str
    envelope: Envelope
