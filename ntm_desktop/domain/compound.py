"""The directory of an OLE compound file, as Office wrote before 2007 ([MS-CFB])."""

from collections.abc import Iterator
from dataclasses import dataclass
from struct import Struct
from typing import BinaryIO

MAGIC = bytes.fromhex("d0cf11e0a1b11ae1")
_HEADER = Struct("<8s22xHH14xI4xIIII")
_ENTRY = Struct("<64sHB13x16s20xIQ")
_WORD = Struct("<I")
_LAST_SECTOR = 0xFFFFFFFA
_MOST_SECTORS = 50_000
_SHIFTS = (9, 12)  # sectors of 512 or 4096 bytes, nothing else ([MS-CFB] 2.2)
_FAT_IN_HEADER = 109


class DamagedCompoundError(ValueError):
    """The file says it is a compound file and is not readable as one."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One storage or stream; `owner` is the class id of the program that made it."""

    name: str
    is_stream: bool
    owner: bytes
    start: int
    size: int


class CompoundFile:
    """Reads names and beginnings of streams; raises DamagedCompoundError, and OSError."""

    def __init__(self, content: BinaryIO) -> None:
        self._content = content
        header = self._read(0, 512)
        magic, shift, mini_shift, directory, self._cutoff, self._mini_fat, _, more = (
            _HEADER.unpack_from(header)
        )
        if magic != MAGIC or shift not in _SHIFTS or mini_shift >= shift:
            raise DamagedCompoundError
        self._size = 1 << shift
        self._mini_size = 1 << mini_shift
        self._fat = self._fat_sectors(header, more)
        self.entries = tuple(self._directory(directory))
        if not self.entries:
            raise DamagedCompoundError

    def beginning(self, name: str, limit: int) -> bytes:
        """Read up to `limit` bytes of the stream of this name; nothing if there is none."""
        for entry in self.entries:
            if entry.is_stream and entry.name == name:
                return self._stream(entry, min(limit, entry.size))
        return b""

    def _stream(self, entry: Entry, limit: int) -> bytes:
        if entry.size >= self._cutoff:
            return self._gather(entry.start, limit)
        table = self._gather(self._mini_fat, _MOST_SECTORS * 4)
        inner = self._gather(self.entries[0].start, _MOST_SECTORS * self._mini_size)
        found = bytearray()
        sector, steps = entry.start, 0
        while sector < len(table) // 4 and len(found) < limit and steps < _MOST_SECTORS:
            found += inner[sector * self._mini_size : (sector + 1) * self._mini_size]
            (sector,) = _WORD.unpack_from(table, sector * 4)
            steps += 1
        return bytes(found[:limit])

    def _gather(self, start: int, limit: int) -> bytes:
        found = bytearray()
        for sector in self._chain(start):
            found += self._read((sector + 1) * self._size, self._size, whole=False)
            if len(found) >= limit:
                break
        return bytes(found[:limit])

    def _directory(self, start: int) -> Iterator[Entry]:
        for sector in self._chain(start):
            block = self._read((sector + 1) * self._size, self._size)
            for raw, length, kind, owner, first, size in _ENTRY.iter_unpack(block):
                if kind:
                    name = raw[: max(0, min(length, 64) - 2)].decode("utf-16-le", "replace")
                    yield Entry(name, kind == 2, owner, first, size & 0xFFFFFFFF)

    def _fat_sectors(self, header: bytes, more: int) -> list[int]:
        found = [sector for (sector,) in _WORD.iter_unpack(header[76:512])][:_FAT_IN_HEADER]
        while more < _LAST_SECTOR and len(found) < _MOST_SECTORS:
            block = self._read((more + 1) * self._size, self._size)
            *sectors, more = (sector for (sector,) in _WORD.iter_unpack(block))
            found += sectors
        return [sector for sector in found if sector < _LAST_SECTOR]

    def _chain(self, sector: int) -> Iterator[int]:
        per_block = self._size // 4
        for _ in range(_MOST_SECTORS):
            if sector >= _LAST_SECTOR:
                return
            yield sector
            block, place = divmod(sector, per_block)
            if block >= len(self._fat):
                raise DamagedCompoundError
            (sector,) = _WORD.unpack(
                self._read((self._fat[block] + 1) * self._size + place * 4, 4)
            )
        raise DamagedCompoundError  # a chain that bites its tail

    def _read(self, at: int, length: int, *, whole: bool = True) -> bytes:
        self._content.seek(at)
        found = self._content.read(length)
        if whole and len(found) < length:
            raise DamagedCompoundError
        return found
