"""The serif type of state documents, embedded under a name of our own, and its measures."""

import re
import unicodedata
from enum import StrEnum
from functools import cache, lru_cache
from importlib.resources import files
from io import BytesIO
from typing import TYPE_CHECKING

from ntm_desktop.exchange.documents.failures import MissingGlyphError

if TYPE_CHECKING:
    from reportlab.pdfbase.ttfonts import TTFont

_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2028-\u202e\u2060\ufeff]")
_SPACES = re.compile(r"[\t\r\f\v\u2000-\u200a\u202f\u3000]+")
_BLANKS = " \u00a0"


class Face(StrEnum):
    """The four faces; the value is the name in the PDF."""

    REGULAR = "NTMSerif-Regular"
    BOLD = "NTMSerif-Bold"
    ITALIC = "NTMSerif-Italic"
    BOLD_ITALIC = "NTMSerif-BoldItalic"

    @property
    def file(self) -> str:
        """Name the shipped file: Tinos, which has the measures of Times New Roman."""
        return f"fonts/Tinos-{self.value.removeprefix('NTMSerif-')}.ttf"


@cache
def font(face: Face) -> "TTFont":
    """Load a face and register it; reportlab embeds only the glyphs that are used."""
    from reportlab import rl_config
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    rl_config.useA85 = 0  # ASCII armour would cost a quarter of the size
    data = files("resources").joinpath(*face.file.split("/")).read_bytes()
    loaded = TTFont(face.value, BytesIO(data))
    loaded.face.name = face.value.encode()
    pdfmetrics.registerFont(loaded)
    return loaded


def tidy(text: str) -> str:
    """Give text as it is printed: NFC, visible characters, plain spaces, line breaks kept."""
    if not (text.isascii() and text.isprintable()):
        text = unicodedata.normalize("NFC", text.replace("\r\n", "\n"))
        text = _INVISIBLE.sub("", _SPACES.sub(" ", text))
    return text


def glued(text: str) -> str:
    """Give text that no line break divides."""
    return text.replace(" ", "\u00a0")


def width(text: str, face: Face, size: float, where: str = "trang in") -> float:
    """Measure text in points; a character without a glyph is an error that names `where`."""
    return _advance(face, text, where) * size


def _advance(face: Face, word: str, where: str) -> float:
    try:
        return _measure(face, word)
    except KeyError as missing:
        raise MissingGlyphError(chr(missing.args[0]), where) from None


@lru_cache(maxsize=40_000)
def _measure(face: Face, word: str) -> float:
    shape = font(face).face
    for code in map(ord, word):
        shape.charToGlyph[code]
    widths, default = shape.charWidths, shape.defaultWidth
    return float(sum(widths.get(ord(char), default) for char in word)) / 1000


def wrap(text: str, face: Face, size: float, room: float, where: str = "trang in") -> list[str]:
    """Break text into lines at most `room` points wide; words too long are broken themselves."""
    lines: list[str] = []
    for paragraph in tidy(text).split("\n"):
        lines += _fill(paragraph, face, room / size, where)
    return lines


def _fill(paragraph: str, face: Face, room: float, where: str) -> list[str]:
    space = _advance(face, " ", where)
    lines, line, used = [], "", 0.0
    for word in paragraph.split(" "):
        if not word:
            continue
        wide = _advance(face, word, where)
        if line and used + space + wide <= room:
            line, used = f"{line} {word}", used + space + wide
            continue
        if line:
            lines.append(line)
        *done, line = [word] if wide <= room else _cut(word, face, room, where)
        lines += done
        used = wide if not done else _advance(face, line, where)
    return [*lines, line]


def _cut(word: str, face: Face, room: float, where: str) -> list[str]:
    """Break a long number or file name, after a separator where there is one."""
    pieces, piece = [], ""
    for part in re.findall(r"[^/\-_.]*[/\-_.]?", word):
        if _advance(face, piece + part, where) <= room:
            piece += part
            continue
        if piece:
            pieces.append(piece)
        piece = ""
        for char in part:
            if piece and _advance(face, piece + char, where) > room:
                pieces.append(piece)
                piece = ""
            piece += char
    return [*pieces, piece]


def blanks(text: str) -> int:
    """Count the places where a justified line can be widened."""
    return sum(map(text.count, _BLANKS))
