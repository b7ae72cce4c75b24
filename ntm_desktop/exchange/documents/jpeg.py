"""What a JPEG says before its picture data, and whether that data comes to its end.

Markers and segments are those of ITU-T T.81, annex B.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

START, END = b"\xff\xd8", b"\xff\xd9"
_SCAN = 0xDA
_EXIF, _ADOBE = (0xE1, b"Exif\0\0"), (0xEE, b"Adobe")
_PRINTABLE = frozenset({0xC0, 0xC1, 0xC2})  # baseline, extended, progressive (ISO 32000-1, 7.4.8)
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_COLOURS = 5  # where a frame header says how many components there are (B.2.2)
_TAIL = 1 << 12
_CHUNK = 1 << 18


class JpegError(Exception):
    """Bytes that are no JPEG a PDF can hold; the text is the reason in words."""


@dataclass(frozen=True, slots=True)
class Header:
    """Pixels, number of colours, Adobe's mark and the EXIF segment, without its name."""

    width: int
    height: int
    colours: int
    adobe: bool
    exif: bytes


def read_header(file: IO[bytes]) -> Header:
    """Read a JPEG up to its picture data and see that this ends; raise JpegError."""
    frame, adobe, exif = b"", False, b""
    for marker, segment in _segments(file):
        if marker in _FRAMES:
            if marker not in _PRINTABLE or segment[:1] != b"\x08":
                raise JpegError("kiểu nén của ảnh không in được")
            frame = segment
        elif marker == _EXIF[0] and segment.startswith(_EXIF[1]) and not exif:
            exif = segment[len(_EXIF[1]) :]
        adobe = adobe or (marker == _ADOBE[0] and segment.startswith(_ADOBE[1]))
    height, width = (int.from_bytes(frame[at : at + 2], "big") for at in (1, 3))
    if not (width and height and len(frame) > _COLOURS):
        raise JpegError("tệp ảnh bị hỏng")
    if not _comes_to_its_end(file, file.tell()):
        raise JpegError("tệp ảnh bị cắt cụt")
    return Header(width, height, frame[_COLOURS], adobe, exif)


def _segments(file: IO[bytes]) -> Iterator[tuple[int, bytes]]:
    """Give the segments up to the one that begins the picture data, and stand behind it."""
    if file.read(2) != START:
        raise JpegError("tệp ảnh bị hỏng")
    marker = 0
    while marker != _SCAN:
        lead, marker = file.read(2).ljust(2, b"\0")
        while marker == 0xFF:  # fill bytes
            marker = (file.read(1) or b"\0")[0]
        length = int.from_bytes(file.read(2), "big") - 2
        if lead != 0xFF or length < 0:
            raise JpegError("tệp ảnh bị hỏng")
        segment = file.read(length)
        if len(segment) < length:
            raise JpegError("tệp ảnh bị cắt cụt")
        yield marker, segment


def _comes_to_its_end(file: IO[bytes], data: int) -> bool:
    """Look for the end mark near the end of the file, and only then everywhere.

    Some phones put a whole film behind it. Within the data 0xFF is never followed by 0xD9.
    """
    end = file.seek(0, os.SEEK_END)
    file.seek(max(data, end - _TAIL))
    if END in file.read(_TAIL):
        return True
    file.seek(data)
    last = b""
    while chunk := file.read(_CHUNK):
        if END in last + chunk:
            return True
        last = chunk[-1:]
    return False
