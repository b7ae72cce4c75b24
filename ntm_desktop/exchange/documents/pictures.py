"""Photographs and scans as PDF images: the bytes of a JPEG go in as they are."""

import os
import struct
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, TYPE_CHECKING

from ntm_desktop.domain.dossier import Media
from ntm_desktop.exchange.documents.jpeg import JpegError, read_header

if TYPE_CHECKING:
    from PIL.Image import Image

Spans = Sequence[tuple[int, int]]
"""Offsets and lengths of the bytes that make up an image's stream."""

_MOST_DECODED = 16_000_000  # pixels of a PNG that must be decoded: memory stays bounded
_STRIP = 64
_COLOURS = {1: "/DeviceGray", 3: "/DeviceRGB", 4: "/DeviceCMYK"}
_PNG_COLOURS = {0: ("/DeviceGray", 1), 2: ("/DeviceRGB", 3), 3: ("", 1)}
_TURNED = 5  # EXIF 2.32: orientations from 5 on swap rows and columns


class PictureError(Exception):
    """A file that is no picture we can print; the text is the reason in words."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture before it is written: pixels, EXIF orientation, dictionary entries, bytes.

    Without `spans` it has to be decoded first.
    """

    path: Path
    width: int
    height: int
    entries: str
    spans: Spans | None
    orientation: int = 1

    @property
    def shown(self) -> tuple[int, int]:
        """Give width and height as seen, after turning."""
        if self.orientation >= _TURNED:
            return self.height, self.width
        return self.width, self.height

    def matrix(self, x: float, y: float, wide: float, high: float) -> tuple[float, ...]:
        """Place the image's unit square in a box, turned as its EXIF data says."""
        right, top = x + wide, y + high
        return {
            2: (-wide, 0, 0, high, right, y),
            3: (-wide, 0, 0, -high, right, top),
            4: (wide, 0, 0, -high, x, top),
            5: (0, -high, -wide, 0, right, top),
            6: (0, -high, wide, 0, x, top),
            7: (0, high, wide, 0, x, y),
            8: (0, high, -wide, 0, right, y),
        }.get(self.orientation, (wide, 0, 0, high, x, y))


def read_picture(path: Path, media: Media) -> Picture:
    """Read what the header says; raise PictureError where it is no picture we can print."""
    if media is Media.JPEG:
        return _jpeg(path)
    from PIL import Image

    with path.open("rb") as file:
        try:
            with Image.open(file, formats=["PNG"]) as image:
                return _png(path, image)
        except (Image.DecompressionBombError, Image.DecompressionBombWarning) as fault:
            raise PictureError("ảnh quá lớn") from fault
        except (OSError, SyntaxError, ValueError, struct.error) as fault:
            if isinstance(fault, OSError) and fault.errno is not None:
                raise  # the disk's trouble, not the picture's
            raise PictureError("tệp ảnh bị hỏng") from fault


@contextmanager
def stream_of(picture: Picture) -> Iterator[tuple[IO[bytes], Spans]]:
    """Open the bytes of a picture's stream."""
    if picture.spans is not None:
        with picture.path.open("rb") as file:
            yield file, picture.spans
        return
    with TemporaryFile() as file:
        _flatten(picture.path, file)
        length = file.tell()
        file.seek(0)
        yield file, ((0, length),)


def _jpeg(path: Path) -> Picture:
    with path.open("rb") as file:
        try:
            header = read_header(file)
        except JpegError as fault:
            raise PictureError(str(fault)) from fault
        size = file.seek(0, os.SEEK_END)
    colours = _COLOURS.get(header.colours)
    if colours is None:
        raise PictureError("kiểu màu của ảnh không in được")
    entries = f"/ColorSpace {colours} /BitsPerComponent 8 /Filter /DCTDecode"
    if colours == "/DeviceCMYK" and header.adobe:  # Adobe writes its inks inverted
        entries += " /Decode [1 0 1 0 1 0 1 0]"
    turned = _orientation(header.exif) if header.exif else 1
    return Picture(path, header.width, header.height, entries, ((0, size),), turned)


def _orientation(exif: bytes) -> int:
    """Read how a picture was held (EXIF 2.32, tag 0x0112); what cannot be read is upright."""
    from PIL.Image import Exif

    try:
        tags = Exif()
        tags.load(b"Exif\0\0" + exif)
        return int(tags.get(0x0112, 1))
    except (ValueError, TypeError, SyntaxError, struct.error, EOFError, OSError):
        return 1


def _png(path: Path, image: "Image") -> Picture:
    """Take the compressed rows over as they are, unless transparent or interlaced."""
    chunks = list(_chunks(path))
    header = next(data for kind, _, data in chunks if kind == b"IHDR")
    wide, high, depth, colour, _, _, interlaced = struct.unpack(">IIBBBBB", header)
    kinds = {kind for kind, _, _ in chunks}
    if not kinds >= {b"IDAT", b"IEND"}:
        raise PictureError("tệp ảnh bị hỏng")
    if interlaced or colour not in _PNG_COLOURS or b"tRNS" in kinds:
        if wide * high > _MOST_DECODED:
            raise PictureError("ảnh PNG quá lớn")
        entries = "/ColorSpace /DeviceRGB /BitsPerComponent 8 /Filter /FlateDecode"
        turned = _orientation(image.info.get("exif", b"").removeprefix(b"Exif\0\0"))
        return Picture(path, wide, high, entries, None, turned)
    space, count = _PNG_COLOURS[colour]
    if not space:
        palette = next(data for kind, _, data in chunks if kind == b"PLTE")
        space = f"[/Indexed /DeviceRGB {len(palette) // 3 - 1} <{palette.hex()}>]"
    entries = (
        f"/ColorSpace {space} /BitsPerComponent {depth} /Filter /FlateDecode /DecodeParms "
        f"<</Predictor 15 /Colors {count} /BitsPerComponent {depth} /Columns {wide}>>"
    )
    spans = tuple(span for kind, span, _ in chunks if kind == b"IDAT")
    return Picture(path, wide, high, entries, spans)


def _chunks(path: Path) -> Iterator[tuple[bytes, tuple[int, int], bytes]]:
    """Walk through a PNG: kind, offset and length, and the data of small chunks."""
    with path.open("rb") as file:
        file.seek(8)
        while len(frame := file.read(8)) == 8:
            length, kind = struct.unpack(">I4s", frame)
            at = file.tell()
            data = file.read(length) if kind in {b"IHDR", b"PLTE"} else b""
            file.seek(at + length + 4)
            yield kind, (at, length), data


def _flatten(path: Path, out: IO[bytes]) -> None:
    """Decode a PNG onto white and deflate it in strips."""
    from PIL import Image

    press = zlib.compressobj(6)
    with Image.open(path) as image:
        image.load()
        wide, high = image.size
        for top in range(0, high, _STRIP):
            strip = image.crop((0, top, wide, min(top + _STRIP, high))).convert("RGBA")
            ground = Image.new("RGBA", strip.size, "white")
            ground.alpha_composite(strip)
            out.write(press.compress(ground.convert("RGB").tobytes()))
    out.write(press.flush())
