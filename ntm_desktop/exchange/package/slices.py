"""Cutting evidence that is larger than a part."""

import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import BinaryIO, Self

from ntm_desktop.exchange.package.container import CHUNK
from ntm_desktop.exchange.package.errors import EvidenceDamagedError
from ntm_desktop.exchange.package.plan import SourceObject


@dataclass(frozen=True, slots=True)
class Cut:
    """`size` bytes of an object from `start` on, with their own SHA-256 (hex) and CRC-32."""

    start: int
    size: int
    sha256: str
    crc32: int

    @classmethod
    def whole(cls, source: SourceObject) -> Self:
        """Take all of an object, whose sums are known."""
        return cls(0, source.size, source.sha256, source.crc32)


def cut(source: SourceObject, sizes: Sequence[int], heard: Callable[[], None]) -> list[Cut]:
    """Sum up the pieces of an object; raises EvidenceDamagedError unless the whole is right.

    `heard` is called now and then, so that the work can be stopped.
    """
    whole = sha256()
    try:
        with source.path.open("rb", buffering=0) as stream:
            found = [
                _cut(stream, sum(sizes[:at]), size, whole.update, heard)
                for at, size in enumerate(sizes)
            ]
            if stream.read(1) or whole.hexdigest() != source.sha256:
                raise EvidenceDamagedError(source.sha256)
    except OSError as error:
        raise EvidenceDamagedError(source.sha256) from error
    return found


def _cut(
    stream: BinaryIO,
    start: int,
    size: int,
    take: Callable[[bytes], None],
    heard: Callable[[], None],
) -> Cut:
    found, crc, left = sha256(), 0, size
    while left and (piece := stream.read(min(left, CHUNK))):
        heard()
        found.update(piece)
        take(piece)
        crc = zlib.crc32(piece, crc)
        left -= len(piece)
    return Cut(start, size, found.hexdigest(), crc)
