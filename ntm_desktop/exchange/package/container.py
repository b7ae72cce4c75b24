"""The zip container, read strictly: every byte of the file belongs to a header or an entry.

Layout: PKWARE APPNOTE 6.3 4.3; what is refused and why: docs/package-format.md.
"""

import re
import stat
import struct
import threading
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Final, NamedTuple, Self

from ntm_desktop import held_files
from ntm_desktop.exchange.package.errors import (
    NotAPackageError,
    PackageChangedError,
    PackageCutShortError,
    PackageSealedError,
    PackageTooLargeError,
    PackageUnreadableError,
    PackageUnsafeError,
)
from ntm_desktop.paths import reachable

CHUNK: Final = 256 * 1024
STORED: Final = 0
DEFLATED: Final = 8

LOCAL = struct.Struct("<4sHHHHHIIIHH")
CENTRAL = struct.Struct("<4sHHHHHHIIIHHHHHII")
END = struct.Struct("<4sHHHHIIH")
LOCATOR = struct.Struct("<4sIQI")
END64 = struct.Struct("<4sQHHIIQQQQ")
_CAP16, _CAP32 = 0xFFFF, 0xFFFFFFFF
_ZIP64 = 1
_DEFLATE_HINTS = 0b110  # "maximum", "fast": they say nothing about the content
_ENCRYPTED = 1

_NAME = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]*(/[A-Za-z0-9_-][A-Za-z0-9._-]*)*")
_RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Budget:
    """What a package may cost at most; bytes are those unpacked."""

    entries: int = 250_000
    directory: int = 64 << 20
    total: int = 64 << 30
    tag_file: int = 16 << 20
    ratio: int = 200
    """Unpacked to packed bytes of a deflated entry of more than 1 MiB."""


class Entry(NamedTuple):
    """One file in the container; `start` is where its packed bytes begin."""

    name: str
    method: int
    crc32: int
    size: int
    packed: int
    start: int


class Source:
    """The file being read; never written to. Callable from any thread."""

    def __init__(self, path: Path) -> None:
        self._lock = threading.Lock()
        try:
            self._stream = held_files.patiently(lambda: reachable(path).open("rb"))
            self.length = self._stream.seek(0, 2)
        except OSError as error:
            raise PackageUnreadableError(str(error)) from error

    def read(self, start: int, length: int) -> bytes:
        """Read just that many bytes; raises PackageUnreadableError, PackageCutShortError."""
        try:
            with self._lock:
                self._stream.seek(start)
                data = self._stream.read(length)
        except (OSError, ValueError) as error:
            raise PackageUnreadableError(str(error)) from error
        if len(data) < length:
            raise PackageCutShortError("bytes missing")
        return data

    def close(self) -> None:
        """Let the file go."""
        self._stream.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()


def read_entries(source: Source, budget: Budget) -> list[Entry]:
    """Read what the container holds, in the file's order; raises PackageError."""
    _check_beginning(source)
    count, start, size = _end(source)
    if count > budget.entries or size > budget.directory:
        raise PackageTooLargeError("directory")
    directory = source.read(start, size)
    if b"/bagit.txt" not in directory:
        raise NotAPackageError("another kind of zip")
    entries = list(_entries(source, directory, count, start))
    _check_budget(entries, budget)
    _check_names(entries)
    return entries


def chunks(source: Source, entry: Entry, *, summed: bool = True) -> Iterator[bytes]:
    """Read an entry's content piece by piece; the end is only reached if it is what it should be.

    Unless `summed`, its size is checked but its CRC-32 is not: for who hashes it anyway.
    Raises PackageChangedError, PackageUnreadableError, PackageCutShortError.
    """
    crc = size = 0
    for chunk in _inflated(source, entry) if entry.method == DEFLATED else _packed(source, entry):
        if summed:
            crc = zlib.crc32(chunk, crc)
        size += len(chunk)
        if size > entry.size:
            break
        yield chunk
    if size != entry.size or (summed and crc != entry.crc32):
        raise PackageChangedError(entry.name)


def _check_beginning(source: Source) -> None:
    beginning = source.read(0, min(source.length, 32))
    if beginning.startswith((b"age-encryption.org/", b"-----BEGIN AGE ")):
        raise PackageSealedError
    if not beginning.startswith(b"PK\x03\x04"):
        raise NotAPackageError("no zip")


def _end(source: Source) -> tuple[int, int, int]:
    """Find the directory: number of entries, start and size."""
    at = source.length - END.size
    if at < LOCAL.size:
        raise PackageCutShortError("too short")
    mark, disk, disk2, here, count, size, start, comment = END.unpack(source.read(at, END.size))
    if mark != b"PK\x05\x06":
        raise PackageCutShortError("no end record")
    if disk or disk2 or here != count or comment:
        raise PackageChangedError("end record")
    big = _end64(source, at)
    if big:
        at, count64, size64, start64 = big
        capped = (min(count64, _CAP16), min(size64, _CAP32), min(start64, _CAP32))
        if not _agree((count, size, start), capped, (_CAP16, _CAP32, _CAP32)):
            raise PackageChangedError("the two end records")
        count, size, start = count64, size64, start64
    if start + size != at:
        raise PackageChangedError("directory is not where it should be")
    return count, start, size


def _agree(values: tuple[int, ...], capped: tuple[int, ...], caps: tuple[int, ...]) -> bool:
    return all(value in (real, cap) for value, real, cap in zip(values, capped, caps, strict=True))


def _end64(source: Source, end: int) -> tuple[int, int, int, int] | None:
    """Find the large end record: its start, entries, directory's size and start."""
    at = end - LOCATOR.size - END64.size
    if at < LOCAL.size:
        return None
    mark, disk, found, disks = LOCATOR.unpack(source.read(end - LOCATOR.size, LOCATOR.size))
    if mark != b"PK\x06\x07":
        return None
    mark, length, _, _, disk1, disk2, here, count, size, start = END64.unpack(
        source.read(at, END64.size)
    )
    if (
        (mark, length, found, disk, disks) != (b"PK\x06\x06", END64.size - 12, at, 0, 1)
        or (disk1, disk2) != (0, 0)
        or here != count
    ):
        raise PackageChangedError("large end record")
    return at, count, size, start


def _entries(source: Source, directory: bytes, count: int, end: int) -> Iterator[Entry]:
    """Read the directory, and see that local headers and contents lie gapless before it."""
    at = expected = 0
    for _ in range(count):
        entry, header, offset, at = _central(directory, at)
        if offset != expected:
            raise PackageChangedError("a gap, or entries that overlap")
        entry = _with_local(source, entry, header, offset)
        expected = entry.start + entry.packed
        if expected > end:
            raise PackageChangedError("an entry reaches into the directory")
        yield entry
    if at != len(directory) or expected != end:
        raise PackageChangedError("something beside the entries")


def _central(directory: bytes, at: int) -> tuple[Entry, tuple[int, ...], int, int]:
    """Read one line of the directory: the entry, what the local header repeats, where it is."""
    try:
        mark, _, _, flags, method, time, day, crc, packed, size, *more = CENTRAL.unpack_from(
            directory, at
        )
    except struct.error as error:
        raise PackageChangedError("directory") from error
    name_length, extra_length, comment, disk, _, attributes, offset = more
    at += CENTRAL.size
    name = directory[at : at + name_length]
    extra = directory[at + name_length : at + name_length + extra_length]
    at += name_length + extra_length
    if mark != b"PK\x01\x02" or comment or disk or len(extra) != extra_length:
        raise PackageChangedError("directory")
    _check_kind(flags, method, attributes >> 16)
    size, packed, offset = _large(extra, size, packed, offset)
    if method == STORED and size != packed:
        raise PackageChangedError("stored entry of two sizes")
    entry = Entry(_name(name), method, crc, size, packed, 0)
    return entry, (flags, method, time, day, crc, packed, size), offset, at


def _check_kind(flags: int, method: int, mode: int) -> None:
    if flags & _ENCRYPTED:
        raise PackageUnsafeError("encrypted zip entry")
    if method not in (STORED, DEFLATED):
        raise PackageUnsafeError(f"compression method {method}")
    if flags & ~(_DEFLATE_HINTS if method == DEFLATED else 0):
        raise PackageUnsafeError(f"flags {flags:#x}")
    if stat.S_IFMT(mode) not in (0, stat.S_IFREG):
        raise PackageUnsafeError("a link or another special file")


def _large(extra: bytes, *values: int) -> tuple[int, ...]:
    """Replace capped values by those in the ZIP64 field, the only extra field allowed."""
    numbers: list[int] = []
    if extra:
        kind, length = struct.unpack_from("<HH", extra) if len(extra) >= 4 else (0, 0)
        if kind != _ZIP64 or length != len(extra) - 4 or length % 8:
            raise PackageUnsafeError("extra field")
        numbers = list(struct.unpack_from(f"<{length // 8}Q", extra, 4))
    try:
        return tuple(numbers.pop(0) if value == _CAP32 else value for value in values)
    except IndexError as error:
        raise PackageChangedError("ZIP64 field") from error


def _name(raw: bytes) -> str:
    name = raw.decode("ascii", errors="replace")
    if not _NAME.fullmatch(name) or any(
        _RESERVED.fullmatch(part) or part.endswith(".") for part in name.split("/")
    ):
        raise PackageUnsafeError(f"the name {name!r:.120}")
    return name


def _with_local(source: Source, entry: Entry, central: tuple[int, ...], offset: int) -> Entry:
    """Compare the header before the content with the directory's."""
    mark, _, flags, method, time, day, crc, packed, size, name_length, extra_length = LOCAL.unpack(
        source.read(offset, LOCAL.size)
    )
    rest = source.read(offset + LOCAL.size, name_length + extra_length)
    size, packed = _large(rest[name_length:], size, packed)
    if (
        mark != b"PK\x03\x04"
        or rest[:name_length] != entry.name.encode()
        or (flags, method, time, day, crc) != central[:5]
        or (packed, size) != (entry.packed, entry.size)
    ):
        raise PackageChangedError("local and central header differ")
    return entry._replace(start=offset + LOCAL.size + name_length + extra_length)


def _check_budget(entries: list[Entry], budget: Budget) -> None:
    if sum(entry.size for entry in entries) > budget.total:
        raise PackageTooLargeError("bytes")
    for entry in entries:
        if entry.size > 1 << 20 and entry.size > entry.packed * budget.ratio:
            raise PackageTooLargeError(f"{entry.name} inflates {entry.packed} to {entry.size}")


def _check_names(entries: list[Entry]) -> None:
    if len({entry.name.lower() for entry in entries}) < len(entries):
        raise PackageUnsafeError("a name twice")


def _packed(source: Source, entry: Entry) -> Iterator[bytes]:
    for at in range(0, entry.packed, CHUNK):
        yield source.read(entry.start + at, min(CHUNK, entry.packed - at))


def _inflated(source: Source, entry: Entry) -> Iterator[bytes]:
    unpacking = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        for packed in _packed(source, entry):
            yield unpacking.decompress(packed, CHUNK)
            while unpacking.unconsumed_tail:
                yield unpacking.decompress(unpacking.unconsumed_tail, CHUNK)
        while rest := unpacking.decompress(b"", CHUNK):
            yield rest
    except zlib.error as error:
        raise PackageChangedError(entry.name) from error
    if not unpacking.eof or unpacking.unused_data:
        raise PackageChangedError(entry.name)
