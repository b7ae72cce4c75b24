"""Writing the zip container: sizes and sums known beforehand, so that evidence is only copied.

Layout: PKWARE APPNOTE 6.3 4.3, with ZIP64 records where a number needs them.
"""

import os
import struct
import sys
import zlib
from collections.abc import Callable, Iterable
from datetime import date
from errno import EBADF, EINVAL, ENOSYS, EOPNOTSUPP, EPERM, EXDEV
from io import FileIO
from pathlib import Path
from typing import Final

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

Heard = Callable[[int], None]


class SourceDiffersError(ValueError):
    """A file to be packed cannot be read, or is not as large as it should be."""


class ContainerWriter:
    """A container being written to a new file; every entry carries the same day."""

    def __init__(self, stream: FileIO, day: date) -> None:
        self._stream = stream
        self._day = max(0, day.year - 1980) << 9 | day.month << 5 | day.day
        self._entries: list[tuple[Entry, int]] = []
        self._at = 0

    def add(self, name: str, pieces: Iterable[bytes]) -> int:
        """Add deflated content, below 4 GB, and give its size."""
        start = self._at
        header = LOCAL.size + len(name)
        self._write(bytes(header))
        packing = zlib.compressobj(wbits=-zlib.MAX_WBITS)
        crc = size = 0
        for piece in pieces:
            crc = zlib.crc32(piece, crc)
            size += len(piece)
            self._write(packing.compress(piece))
        self._write(packing.flush())
        entry = Entry(name, DEFLATED, crc, size, self._at - start - header, start + header)
        if max(entry.size, entry.packed) >= LIMIT:
            raise ValueError(f"{name} is too large to be deflated")
        self._stream.seek(start)
        self._stream.write(self._local(entry))
        self._stream.seek(self._at)
        self._entries.append((entry, start))
        return size

    def add_file(self, name: str, path: Path, size: int, crc32: int, heard: Heard) -> None:
        """Add a file's content as it is; raises SourceDiffersError unless it is of that size.

        `heard` is told the bytes copied, now and then. That the sum is right is for the reader.
        """
        start = self._at
        self._write(self._local(Entry(name, STORED, crc32, size, size, 0)))
        try:
            source = path.open("rb", buffering=0)
        except OSError as error:
            raise SourceDiffersError(name) from error
        with source:
            if os.fstat(source.fileno()).st_size != size:
                raise SourceDiffersError(name)
            self._copy(source, size, heard)
        self._entries.append((Entry(name, STORED, crc32, size, size, 0), start))

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

    def _copy(self, source: FileIO, size: int, heard: Heard) -> None:
        left = size
        while left:
            copied = self._kernel_copy(source, min(left, _COPY))
            if not copied:
                copied = self._plain_copy(source)
            left -= copied
            heard(copied)

    def _kernel_copy(self, source: FileIO, length: int) -> int:
        """Let the system copy a piece; 0 where it will not."""
        if sys.platform != "linux":
            return 0
        try:
            copied = os.copy_file_range(source.fileno(), self._stream.fileno(), length)
        except OSError as error:
            if error.errno in _NO_KERNEL_COPY:
                return 0
            raise
        self._at += copied
        return copied

    def _plain_copy(self, source: FileIO) -> int:
        try:
            piece = source.read(CHUNK)
        except OSError as error:
            raise SourceDiffersError(str(error)) from error
        if not piece:
            raise SourceDiffersError("it became shorter")
        self._write(piece)
        return len(piece)

    def _write(self, data: bytes) -> None:
        left = memoryview(data)
        while left:
            done = self._stream.write(left)
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


def _capped(number: int) -> int:
    return 0xFFFFFFFF if number >= LIMIT else number
