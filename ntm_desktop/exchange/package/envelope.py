"""What a package says of itself: values only (docs/package-format.md names every field)."""

from dataclasses import dataclass
from typing import Final, NamedTuple

from ntm_desktop.domain.head import Head, Point

MAJOR: Final = 1
MINOR: Final = 1


@dataclass(frozen=True, slots=True)
class ScopePart:
    """What of one scope is carried: after `since` (nothing: from the beginning), up to `upto`."""

    scope: str
    since: tuple[Point, ...]
    upto: tuple[Point, ...]
    heads: tuple[Head, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """Who made the package."""

    unit: str
    name: str
    role: str
    origin: str
    signing_key: bytes
    age_recipient: str


@dataclass(frozen=True, slots=True)
class Receipt:
    """What an installation holds (biên nhận); its highest number counts (merge.md 27)."""

    installation: str
    number: int
    ends: tuple[Point, ...]
    replaces: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


class Echo(NamedTuple):
    """Which receipt of an addressee's installation was seen last (merge.md 28)."""

    installation: str
    number: int
    digest: str


@dataclass(frozen=True, slots=True)
class Predecessor:
    """An earlier package to the same receiver (merge.md 29)."""

    number: int
    upto: tuple[Point, ...]


class CarriedSet(NamedTuple):
    """A criteria set (bộ tiêu chí) that the revisions speak of, with the digest of its content."""

    id: str
    digest: str


class CarriedObject(NamedTuple):
    """The content of an evidence file: SHA-256 in hex, bytes, and the part that holds it.

    One too large for a part is cut into `pieces` (their bytes), one in each part from `part` on.
    """

    sha256: str
    size: int
    part: int = 1
    pieces: tuple[int, ...] = ()

    @property
    def last_part(self) -> int:
        """The part that holds the end of it."""
        return self.part + max(len(self.pieces), 1) - 1


@dataclass(frozen=True, slots=True)
class CarriedPiece:
    """A piece of an evidence file: SHA-256 of the whole file in hex, which piece, its bytes."""

    sha256: str
    index: int
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """All that `ntm/package.json` says; `kind` is for people only."""

    id: str
    kind: str
    number: int
    sender: Sender
    to: tuple[str, ...]
    revisions: int
    objects: tuple[CarriedObject, ...]
    scopes: tuple[ScopePart, ...]
    criteria_sets: tuple[CarriedSet, ...] = ()
    receipt: Receipt | None = None
    echoes: tuple[Echo, ...] = ()
    predecessors: tuple[Predecessor, ...] = ()
    practice: bool = False
    part: int = 1
    parts: int = 1
    major: int = MAJOR
    minor: int = MINOR

    @property
    def object_bytes(self) -> int:
        """Bytes of all objects, whichever part holds them."""
        return sum(each.size for each in self.objects)

    @property
    def here(self) -> tuple[CarriedObject, ...]:
        """The objects that this part holds whole."""
        return tuple(each for each in self.objects if each.part == self.part and not each.pieces)

    @property
    def pieces(self) -> tuple[CarriedPiece, ...]:
        """The pieces of larger objects that this part holds."""
        return tuple(
            CarriedPiece(each.sha256, self.part - each.part, each.pieces[self.part - each.part])
            for each in self.objects
            if each.pieces and each.part <= self.part <= each.last_part
        )

    @property
    def heads(self) -> tuple[Head, ...]:
        """The signed heads of all scopes."""
        return tuple(head for scope in self.scopes for head in scope.heads)
