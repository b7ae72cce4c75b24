"""Signed heads: an office vouches for one of its chains up to a revision (merge.md 25)."""

from dataclasses import dataclass
from hashlib import sha256
from typing import NamedTuple

from ntm_desktop.domain.canonical import canonical

MARK = "ntm-head-1"


def origin_prefix(public_key: bytes) -> str:
    """Give what the origins of all installations under a key begin with (merge.md 6)."""
    return sha256(public_key).hexdigest()[:32]


class Point(NamedTuple):
    """A place in the history: the revision `seq` (id: 32 bytes) of one origin in one scope."""

    scope: str
    origin: str
    seq: int
    id: bytes

    def message(self) -> bytes:
        """Give what a head's signature is over."""
        return canonical([MARK, self.scope, self.origin, self.seq, self.id.hex()])


@dataclass(frozen=True, slots=True)
class Head:
    """A signature over a place in a chain: Ed25519 key 32 bytes, signature 64 bytes."""

    point: Point
    signing_key: bytes
    signature: bytes

    @property
    def is_by_its_origin(self) -> bool:
        """Tell whether the key is the one that the origin is named after (merge.md 6)."""
        prefix, _, _ = self.point.origin.partition(".")
        return prefix == origin_prefix(self.signing_key)
