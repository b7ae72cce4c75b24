"""Writing the zip container: sizes and sums known beforehand, so that evidence is only copied.

Layout: PKWARE APPNOTE 6.3 4.3, with ZIP64 records where a number needs them.
"""

import os
import struct
import sys
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from errno import EBADF, EINVAL, ENOSYS, EOPNOTSUPP, EPERM, EXDEV
from hashlib import sha256
from io import FileIO
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import Final, Protocol

from ntm_desktop.exchange.package.container import (
    CENTRAL,
    CHUNK,
    DEFLATED,
    END,
    END64,
    LOCAL,
    LOCATOR,
    STORED,
    Entry,
)

LIMIT: int = 0xFFFFFFFF
"""The first number that no longer fits beside the ZIP64 records."""
LIMIT_COUNT: int = 0xFFFF
_COPY: Final = 8 << 20
_VERSION, _VERSION64 = 20, 45
_UNIX = 3 << 8
_REGULAR_FILE = 0o100644 << 16
_NO_KERNEL_COPY = frozenset({EBADF, EINVAL, ENOSYS, EOPNOTSUPP, EPERM, EXDEV})

_SPOOL: Final = 16 << 20

Heard = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Slice:
    """`size` bytes of a file from `start` on, with their CRC-32; the whole file is `of` bytes."""

    path: Path
    start: int
    size: int
    crc32: int
    of: int


class SourceDiffersError(ValueError):
    """A file to be packed cannot be read, or is not as large as it should be."""


class Stream(Protocol):
    """Where a container is written to: a file, or what seals it on the way there."""

    def write(self, data: "bytes | memoryview", /) -> int | None:
        """Take some bytes, and say how many (None: all)."""


class ContainerWriter:
    """A container being written from beginning to end; every entry carries the same day."""

    def __init__(self, stream: Stream, day: date) -> None:
        self._stream = stream
        self._day = max(0, day.year - 1980) << 9 | day.month << 5 | day.day
        self._entries: list[tuple[Entry, int]] = []
        self._at = 0

    def add(self, name: str, pieces: Iterable[bytes]) -> int:
        """Add deflated content, below 4 GB, and give its size."""
        crc = size = 0

        def passing() -> Iterator[bytes]:
            nonlocal crc, size
            for piece in pieces:
                crc = zlib.crc32(piece, crc)
                size += len(piece)
                yield piece

        # The header says how large it becomes, and a sealed stream cannot go back to it.
        with SpooledTemporaryFile(_SPOOL) as packed:
            for piece in _deflated(passing()):
                packed.write(piece)
            entry = Entry(name, DEFLATED, crc, size, packed.tell(), 0)
            if max(entry.size, entry.packed) >= LIMIT:
                raise ValueError(f"{name} is too large to be deflated")
            self._begin(entry)
            packed.seek(0)
            while piece := packed.read(CHUNK):
                self._write(piece)
        return size

    def add_file(self, name: str, content: Slice, heard: Heard) -> str | None:
        """Add a piece of a file as it is; raises SourceDiffersError unless the file is that large.

        `heard` is told the bytes copied, now and then. That the sum is right is for the reader.
        Gives the SHA-256 (hex) of what was copied, if it passed through here.
        """
        self._begin(Entry(name, STORED, content.crc32, content.size, content.size, 0))
        try:
            source = content.path.open("rb", buffering=0)
        except OSError as error:
            raise SourceDiffersError(name) from error
        with source:
            if os.fstat(source.fileno()).st_size != content.of:
                raise SourceDiffersError(name)
            source.seek(content.start)
            return self._copy(source, content.size, heard)

    def _begin(self, entry: Entry) -> None:
        self._entries.append((entry, self._at))
        self._write(self._local(entry))

    def finish(self) -> None:
        """Write the directory."""
        start = self._at
        self._write(b"".join(self._central(entry, offset) for entry, offset in self._entries))
        size, count = self._at - start, len(self._entries)
        if max(start, size) >= LIMIT or count >= LIMIT_COUNT:
            large = (_UNIX | _VERSION64, _VERSION64, 0, 0, count, count, size, start)
            end64 = END64.pack(b"PK\x06\x06", END64.size - 12, *large)
            self._write(end64 + LOCATOR.pack(b"PK\x06\x07", 0, self._at, 1))
        count, size, start = min(count, 0xFFFF), _capped(size), _capped(start)
        self._write(END.pack(b"PK\x05\x06", 0, 0, count, count, size, start, 0))

    def _copy(self, source: FileIO, size: int, heard: Heard) -> str | None:
        if isinstance(self._stream, FileIO):
            self._fast_copy(source, self._stream, size, heard)
            return None
        found, left = sha256(), size
        while left:
            piece = _read(source, min(left, CHUNK))
            found.update(piece)
            self._write(piece)
            left -= len(piece)
            heard(len(piece))
        return found.hexdigest()

    def _fast_copy(self, source: FileIO, target: FileIO, size: int, heard: Heard) -> None:
        left = size
        while left:
            copied = _kernel_copy(source, target, min(left, _COPY))
            self._at += copied
            if not copied:
                piece = _read(source, min(left, CHUNK))
                self._write(piece)
                copied = len(piece)
            left -= copied
            heard(copied)

    def _write(self, data: bytes) -> None:
        left = memoryview(data)
        while left:
            done = self._stream.write(left)
            done = len(left) if done is None else done
            self._at += done
            left = left[done:]

    def _local(self, entry: Entry) -> bytes:
        name = entry.name.encode("ascii")
        large = entry.size >= LIMIT
        extra = struct.pack("<HHQQ", 1, 16, entry.size, entry.packed) if large else b""
        sizes = (0xFFFFFFFF, 0xFFFFFFFF) if large else (entry.packed, entry.size)
        version = _VERSION64 if large else _VERSION
        moment = (0, self._day)
        fields = (0, entry.method, *moment, entry.crc32, *sizes, len(name), len(extra))
        return LOCAL.pack(b"PK\x03\x04", version, *fields) + name + extra

    def _central(self, entry: Entry, offset: int) -> bytes:
        name = entry.name.encode("ascii")
        numbers = [entry.size, entry.packed, offset]
        large = [number for number in numbers if number >= LIMIT]
        extra = struct.pack(f"<HH{len(large)}Q", 1, 8 * len(large), *large) if large else b""
        version = _VERSION64 if large else _VERSION
        moment = (0, self._day)
        sizes = (_capped(entry.packed), _capped(entry.size))
        lengths = (len(name), len(extra), 0)
        fields = (0, entry.method, *moment, entry.crc32, *sizes, *lengths, 0, 0, _REGULAR_FILE)
        made_by = _UNIX | version
        head = CENTRAL.pack(b"PK\x01\x02", made_by, version, *fields, _capped(offset))
        return head + name + extra


def deflated_size(pieces: Iterable[bytes]) -> int:
    """Give the bytes that content takes when it is added deflated."""
    return sum(map(len, _deflated(pieces)))


def _deflated(pieces: Iterable[bytes]) -> Iterator[bytes]:
    packing = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    for piece in pieces:
        yield packing.compress(piece)
    yield packing.flush()


def _kernel_copy(source: FileIO, target: FileIO, length: int) -> int:
    """Let the system copy a piece; 0 where it will not."""
    if sys.platform == "linux":
        try:
            return os.copy_file_range(source.fileno(), target.fileno(), length)
        except OSError as error:
            if error.errno not in _NO_KERNEL_COPY:
                raise
    return 0


def _read(source: FileIO, length: int) -> bytes:
    try:
        piece = source.read(length)
    except OSError as error:
        raise SourceDiffersError(str(error)) from error
    if not piece:
        raise SourceDiffersError("it became shorter")
    return piece


def _capped(number: int) -> int:
    return 0xFFFFFFFF if number >= LIMIT else number
