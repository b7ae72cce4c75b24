"""Pictures are added to a finished PDF by an incremental update: their bytes are copied once.

ISO 32000-1, 7.5.6: objects appended with a cross-reference section of their own. The first part
of the file holds an empty page for each picture; the update gives that page its contents.
"""

import os
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from itertools import groupby
from typing import IO, BinaryIO

from ntm_desktop.exchange.documents.failures import EvidenceVanishedError, reading
from ntm_desktop.exchange.documents.output import Early
from ntm_desktop.exchange.documents.pictures import Picture, stream_of

PICTURE = "/Picture"
"""The name of a picture in the resources of its page."""

_CHUNK = 1 << 18


@dataclass(frozen=True, slots=True)
class Filling:
    """What an empty page is to hold: its object, size in points, picture and the name of that."""

    page: int
    paper: tuple[float, float]
    content: bytes
    picture: Picture
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Base:
    """What the update refers to in the finished PDF; `size` is the first free object."""

    size: int
    trailer: str
    parent: str
    fonts: str


def append_pictures(
    file: BinaryIO,
    fillings: Sequence[Filling],
    base: Base,
    done: Callable[[int], None],
) -> None:
    """Append every picture with its page, then the cross-reference section."""
    previous = _last_table(file)
    file.seek(0, os.SEEK_END)
    offsets: dict[int, int] = {}
    early = Early(file)
    for count, filling in enumerate(fillings):
        done(count)
        early.write()
        offsets |= _append(file, filling, base, base.size + 2 * count)
    size = base.size + 2 * len(fillings)
    _cross_references(file, offsets, f"/Size {size} {base.trailer} /Prev {previous}")


def _append(file: BinaryIO, filling: Filling, base: Base, image: int) -> Mapping[int, int]:
    """Append page, contents and picture, the latter as new objects; give where each begins."""
    picture = filling.picture
    width, height = filling.paper
    with ExitStack() as opened:
        with reading(filling.name):
            source, spans = opened.enter_context(stream_of(picture))
        length = sum(size for _, size in spans)
        parts = {
            filling.page: f"<< /Type /Page /Parent {base.parent} /MediaBox [0 0 {width:.2f} "
            f"{height:.2f}] /Resources << /Font {base.fonts} /XObject << {PICTURE} {image} 0 R >> "
            f">> /Contents {image + 1} 0 R >>\nendobj\n".encode(),
            image + 1: b"<< /Length %d >>\nstream\n%b\nendstream\nendobj\n"
            % (len(filling.content), filling.content),
            image: f"<< /Type /XObject /Subtype /Image /Width {picture.width} /Height "
            f"{picture.height} {picture.entries} /Length {length} >>\nstream\n".encode(),
        }
        offsets, at = {}, file.tell()
        for number, part in parts.items():
            offsets[number] = at
            at += file.write(b"%d 0 obj\n%b" % (number, part))
        for start, size in spans:
            _copy(source, (start, size), file, filling.name)
        file.write(b"\nendstream\nendobj\n")
    return offsets


def _copy(source: IO[bytes], span: tuple[int, int], file: BinaryIO, name: str) -> None:
    """Copy bytes of a file; what the system does not copy itself is read and written."""
    start, size = span
    sent = _sent(source, span, file)
    source.seek(start + sent)
    size -= sent
    while size > 0:
        with reading(name):
            chunk = source.read(min(_CHUNK, size))
        if not chunk:
            raise EvidenceVanishedError(name)
        file.write(chunk)
        size -= len(chunk)


def _sent(source: IO[bytes], span: tuple[int, int], file: BinaryIO) -> int:
    """Let the system copy from file to file, and give the number of bytes it did.

    It stops on any trouble: reading and writing then tell whose trouble it is.
    """
    start, size = span
    sent = 0
    if sys.platform == "linux" and size > _CHUNK // 4:
        file.flush()
        with suppress(OSError):
            while step := os.sendfile(file.fileno(), source.fileno(), start + sent, size - sent):
                sent += step
        file.seek(0, os.SEEK_END)
    return sent


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
