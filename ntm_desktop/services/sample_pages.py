"""Drawing plausible scans and photos for practice: all invented, each marked as practice."""

import io
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from random import Random
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageDraw import ImageDraw
    from PIL.ImageFont import FreeTypeFont

MARK = "Số liệu luyện tập"
A4 = (827, 1170)
"""Pixels at 100 dots an inch."""
_LEFT, _RIGHT, _TOP, _BOTTOM = 110, 760, 80, 1080
_INK, _STAMP = (42, 42, 48), (176, 42, 42)
_PHOTO = (1280, 960)


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """The words of a document of a commune's committee, as they are drawn."""

    committee: str
    place_and_date: str
    number: str
    title: str
    subject: str
    paragraphs: Sequence[str] = ()
    table: Sequence[Sequence[str]] = ()


def scan(letter: Letter, seed: int) -> bytes:
    """Draw a letter as if it had been scanned; a PDF with a JPEG for a page."""
    sheet = _Sheet(_paper(seed % 4).copy())
    _head(sheet, letter)
    y = _title(sheet, letter)
    for paragraph in letter.paragraphs:
        y = _paragraph(sheet, paragraph, y)
    y = _table(sheet, letter.table, y + 10)
    _signature(sheet, min(y + 30, _BOTTOM - 190))
    sheet.write(MARK, A4[0] // 2, _BOTTOM + 30, _Type("Italic", 18), ink=_STAMP, centred=True)
    tilt = Random(seed).uniform(-0.5, 0.5)  # noqa: S311 - not for keys
    return _pdf(_jpeg(sheet.image.rotate(tilt, fillcolor=(240, 239, 235)), 55))


def photo(caption: str, seed: int) -> bytes:
    """Draw a village road under hills as a phone would see it; a JPEG with its caption."""
    from PIL import Image

    random = Random(seed)  # noqa: S311 - not for keys
    width, height = _PHOTO
    sky = Image.linear_gradient("L").resize((width, height), Image.Resampling.NEAREST)
    picture = Image.merge(
        "RGB", [sky.point(lambda v, b=base: b + v // 5) for base in _sky(random)]
    )
    pen = _pen(picture)
    for layer in range(4):
        pen.polygon(_hills(random, layer), _green(random, layer))
    _road(pen, random)
    for _ in range(random.randrange(3, 7)):
        _house(pen, random)
    pen.rectangle((0, height - 60, width, height), (24, 24, 24))
    pen.text(
        (24, height - 48), f"{caption} · {MARK}", (240, 240, 240), _font(_Type("Regular", 30))
    )
    return _jpeg(picture, 70)


class _Type(NamedTuple):
    face: str
    size: int


class _Sheet:
    """A page being written on, word by word: drawing each word once makes demos quick."""

    def __init__(self, image: "Image") -> None:
        self.image = image
        self.pen = _pen(image)

    def write(
        self,
        text: str,
        x: int,
        y: int,
        type_: _Type,
        *,
        ink: tuple[int, int, int] = _INK,
        centred: bool = False,
    ) -> None:
        place = x - _length(text, type_) / 2 if centred else float(x)
        for word in text.split():
            self.image.paste(ink, (round(place), y), _word(word, type_))
            place += _length(word, type_) + _length("n", type_) / 2


@lru_cache
def _font(type_: _Type) -> "FreeTypeFont":
    from PIL import ImageFont

    data = files("resources").joinpath("fonts", f"Tinos-{type_.face}.ttf").read_bytes()
    return ImageFont.truetype(io.BytesIO(data), type_.size, ImageFont.Layout.BASIC)


@lru_cache(maxsize=5000)
def _word(word: str, type_: _Type) -> "Image":
    from PIL import Image

    mask = Image.new("L", (math.ceil(_font(type_).getlength(word)) + 4, type_.size * 3 // 2))
    _pen(mask).text((1, 0), word, 255, _font(type_))
    return mask


@lru_cache(maxsize=5000)
def _word_length(word: str, type_: _Type) -> float:
    return _font(type_).getlength(word)


def _length(text: str, type_: _Type) -> float:
    words = text.split()
    gaps = _word_length("n", type_) / 2 * max(0, len(words) - 1)
    return sum(_word_length(word, type_) for word in words) + gaps


@lru_cache
def _paper(number: int) -> "Image":
    """Make an off-white sheet with the grain a scanner sees."""
    from PIL import Image

    grain = Random(number).randbytes(A4[0] * A4[1] // 4)  # noqa: S311 - not for keys
    sheet = Image.frombytes("L", (A4[0] // 2, len(grain) // (A4[0] // 2)), grain[: _whole(grain)])
    tone = 236 + number * 2
    return sheet.resize(A4).point(lambda value: tone + value // 18).convert("RGB")


def _whole(grain: bytes) -> int:
    width = A4[0] // 2
    return len(grain) // width * width


def _pen(image: "Image") -> "ImageDraw":
    from PIL import ImageDraw

    return ImageDraw.Draw(image)


def _head(sheet: _Sheet, letter: Letter) -> None:
    bold, left, right = _Type("Bold", 17), 240, 560
    for row, (one, other) in enumerate(
        (
            ("ỦY BAN NHÂN DÂN", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
            (letter.committee, "Độc lập - Tự do - Hạnh phúc"),
        )
    ):
        sheet.write(one, left, _TOP + 22 * row, bold, centred=True)
        sheet.write(other, right, _TOP + 22 * row, bold, centred=True)
    sheet.pen.line((left - 40, _TOP + 48, left + 40, _TOP + 48), _INK)
    sheet.pen.line((right - 110, _TOP + 48, right + 110, _TOP + 48), _INK)
    y = _TOP + 58
    sheet.write(f"Số: {letter.number}", left, y, _Type("Regular", 18), centred=True)
    sheet.write(letter.place_and_date, right, y, _Type("Italic", 18), centred=True)


def _title(sheet: _Sheet, letter: Letter) -> int:
    middle, y, bold = A4[0] // 2, _TOP + 120, _Type("Bold", 19)
    sheet.write(letter.title, middle, y, _Type("Bold", 22), centred=True)
    y += 30
    for line in _wrapped(letter.subject, bold, 520):
        sheet.write(line, middle, y, bold, centred=True)
        y += 24
    return y + 24


def _paragraph(sheet: _Sheet, text: str, y: int) -> int:
    type_ = _Type("Regular", 19)
    for number, line in enumerate(_wrapped(text, type_, _RIGHT - _LEFT - 40)):
        sheet.write(line, _LEFT + (0 if number else 40), y, type_)
        y += 26
    return y + 8


def _wrapped(text: str, type_: _Type, room: int) -> list[str]:
    lines, line = [], ""
    for word in text.split():
        longer = f"{line} {word}".strip()
        if line and _length(longer, type_) > room:
            lines.append(line)
            longer = word
        line = longer
    return [*lines, line]


def _table(sheet: _Sheet, rows: Sequence[Sequence[str]], y: int) -> int:
    edges = (_LEFT, _LEFT + 50, _LEFT + 350, _LEFT + 500, _RIGHT)
    top = y
    for number, row in enumerate(rows):
        for left, text in zip(edges, row, strict=False):
            sheet.write(text, left + 8, y + 6, _Type("Regular" if number else "Bold", 17))
        sheet.pen.line((_LEFT, y, _RIGHT, y), _INK)
        y += 32
    if rows:
        sheet.pen.line((_LEFT, y, _RIGHT, y), _INK)
        for edge in edges:
            sheet.pen.line((edge, top, edge, y), _INK)
    return y


def _signature(sheet: _Sheet, y: int) -> None:
    for row, text in enumerate(("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH")):
        sheet.write(text, 600, y + 22 * row, _Type("Bold", 18), centred=True)
    sheet.pen.ellipse((490, y + 50, 610, y + 170), outline=_STAMP, width=4)
    sheet.pen.ellipse((500, y + 60, 600, y + 160), outline=_STAMP, width=2)
    for row, text in enumerate(("SỐ LIỆU", "LUYỆN TẬP")):
        small = _Type("Bold", 15)
        sheet.write(text, 550, y + 92 + 18 * row, small, ink=_STAMP, centred=True)


def _sky(random: Random) -> tuple[int, int, int]:
    light = random.randrange(140, 190)
    return light, light + 10, min(200, light + 30)


def _green(random: Random, layer: int) -> tuple[int, int, int]:
    return 90 - layer * 12 + random.randrange(20), 130 - layer * 8, 84 - layer * 14


def _hills(random: Random, layer: int) -> list[tuple[float, float]]:
    width, height = _PHOTO
    base = height * (0.38 + 0.09 * layer)
    rise, start = random.uniform(20, 70), random.uniform(0, 6)
    ridge = [
        (x, base - rise * math.sin(start + x / 150) - rise * math.sin(start * 2 + x / 61) / 3)
        for x in range(0, width + 20, 20)
    ]
    return [(0, height), *ridge, (width + 20, height)]


def _road(pen: "ImageDraw", random: Random) -> None:
    width, height = _PHOTO
    far = random.randrange(width // 3, width * 2 // 3)
    near = random.randrange(width // 3, width * 2 // 3)
    road = [(far - 12, 620), (far + 12, 620), (near + 260, height), (near - 260, height)]
    pen.polygon(road, (168, 164, 156))


def _house(pen: "ImageDraw", random: Random) -> None:
    x, y, wide = random.randrange(40, 1100), random.randrange(560, 660), random.randrange(60, 130)
    wall = random.choice([(214, 200, 170), (190, 205, 210), (226, 214, 190)])
    pen.rectangle((x, y, x + wide, y + wide * 2 // 3), wall)
    pen.polygon([(x - 8, y), (x + wide // 2, y - wide // 3), (x + wide + 8, y)], (150, 76, 58))
    pen.rectangle((x + wide // 3, y + wide // 4, x + wide // 2, y + wide * 2 // 3), (96, 74, 60))


def _jpeg(image: "Image", quality: int) -> bytes:
    out = io.BytesIO()
    image.save(out, "JPEG", quality=quality, dpi=(100, 100))
    return out.getvalue()


def _pdf(jpeg: bytes) -> bytes:
    """Wrap one JPEG as an A4 page: alike in every run, no date in it (ISO 32000-1, 7.5)."""
    width, height = A4
    draw = b"q 595 0 0 842 0 0 cm /S Do Q"
    bodies = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
        b"/Resources<</XObject<</S 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%b\nendstream" % (len(draw), draw),
        b"<</Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/DeviceRGB"
        b"/BitsPerComponent 8/Filter/DCTDecode/Length %d>>stream\n%b\nendstream"
        % (width, height, len(jpeg), jpeg),
    )
    out, places = bytearray(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n"), []
    for number, body in enumerate(bodies, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(bodies) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(bodies) + 1, start)
    return bytes(out)
