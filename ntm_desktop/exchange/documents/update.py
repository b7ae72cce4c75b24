"""Pictures are added to a finished PDF by an incremental update: their bytes are copied once.

ISO 32000-1, 7.5.6: objects appended with a cross-reference section of their own. The first part
of the file holds an empty stream for each picture; the update gives that object its bytes.
"""

import os
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import groupby
from typing import IO, BinaryIO

from ntm_desktop.exchange.documents.failures import EvidenceVanishedError, reading
from ntm_desktop.exchange.documents.pictures import Picture, stream_of

_CHUNK = 1 << 18
_PARCEL = 1 << 24


@dataclass(frozen=True, slots=True)
class Filling:
    """The picture that an object of the PDF is to hold, and the name to complain about."""

    number: int
    picture: Picture
    name: str


def append_pictures(
    file: BinaryIO,
    fillings: Sequence[Filling],
    trailer: str,
    done: Callable[[int], None],
) -> None:
    """Append every picture, then the cross-reference section; `trailer` lacks only /Prev."""
    previous = _last_table(file)
    file.seek(0, os.SEEK_END)
    offsets: dict[int, int] = {}
    on_its_way = 0
    for count, filling in enumerate(fillings):
        done(count)
        offsets[filling.number] = at = file.tell()
        if at - on_its_way > _PARCEL:
            _send_on(file, on_its_way, at)
            on_its_way = at
        _append(file, filling)
    _cross_references(file, offsets, f"{trailer} /Prev {previous}")


def _send_on(file: BinaryIO, start: int, end: int) -> None:
    """Let the system begin to write, so that waiting for the disk at the end is short."""
    if sys.platform == "linux":
        file.flush()
        os.posix_fadvise(file.fileno(), start, end - start, os.POSIX_FADV_DONTNEED)


def _append(file: BinaryIO, filling: Filling) -> None:
    picture = filling.picture
    with ExitStack() as opened:
        with reading(filling.name):
            source, spans = opened.enter_context(stream_of(picture))
        length = sum(size for _, size in spans)
        file.write(
            f"{filling.number} 0 obj\n<< /Type /XObject /Subtype /Image /Width {picture.width} "
            f"/Height {picture.height} {picture.entries} /Length {length} >>\nstream\n".encode()
        )
        for start, size in spans:
            _copy(source, (start, size), file, filling.name)
        file.write(b"\nendstream\nendobj\n")


def _copy(source: IO[bytes], span: tuple[int, int], file: BinaryIO, name: str) -> None:
    start, size = span
    source.seek(start)
    while size > 0:
        with reading(name):
            chunk = source.read(min(_CHUNK, size))
        if not chunk:
            raise EvidenceVanishedError(name)
        file.write(chunk)
        size -= len(chunk)


def _last_table(file: BinaryIO) -> int:
    end = file.seek(0, os.SEEK_END)
    file.seek(max(0, end - 1024))
    return int(file.read().rsplit(b"startxref", 1)[1].split()[0])


def _cross_references(file: BinaryIO, offsets: Mapping[int, int], trailer: str) -> None:
    start = file.tell()
    lines = ["xref\n"]
    ordered = sorted(offsets)
    for _, run in groupby(enumerate(ordered), lambda pair: pair[1] - pair[0]):
        numbers = [number for _, number in run]
        lines.append(f"{numbers[0]} {len(numbers)}\n")
        lines += [f"{offsets[number]:010d} 00000 n\r\n" for number in numbers]
    lines.append(f"trailer\n<< {trailer} >>\nstartxref\n{start}\n%%EOF\n")
    file.write("".join(lines).encode())
