"""Files as officers have them, made here: nothing personal, alike in every run, made once."""

import io
import zipfile
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING
from unicodedata import normalize

if TYPE_CHECKING:
    import pikepdf

VIETNAMESE_NAME = normalize("NFC", "Quyết định công nhận xã đạt chuẩn NTM (bản ký) năm 2024.pdf")
"""With spaces, in composed form (NFC), as Windows writes it."""
DECOMPOSED_NAME = normalize("NFD", VIETNAMESE_NAME)
"""The same name in decomposed form (NFD), as a Mac or an iPhone writes it."""
TWELVE_MEGAPIXELS = (4000, 3000)
ROTATED_RIGHT = 6
"""EXIF orientation of a phone held upright: turn a quarter to the right to show."""
PASSWORD = "mat-khau"  # of a file made for tests


@lru_cache
def photo(
    size: tuple[int, int] = TWELVE_MEGAPIXELS, *, orientation: int | None = None, seed: int = 1
) -> bytes:
    """A photo-like JPEG; with an orientation it bears EXIF, without it looks like Zalo's."""
    from PIL import Image

    grain = Random(seed).randbytes(120 * 90 * 3)  # noqa: S311 - not for keys
    picture = Image.frombytes("RGB", (120, 90), grain).resize(size, Image.Resampling.BICUBIC)
    exif = Image.Exif()
    if orientation:
        exif[0x0112] = orientation
        exif[0x010F] = "Phone"
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=85, **({"exif": exif} if orientation else {}))
    return out.getvalue()


@lru_cache
def picture(kind: str, size: tuple[int, int] = (320, 240), mode: str = "RGB") -> bytes:
    """A small image in another format Pillow knows: PNG, TIFF, GIF, BMP, WEBP."""
    from PIL import Image

    out = io.BytesIO()
    Image.linear_gradient("L").resize(size).convert(mode).save(out, kind)
    return out.getvalue()


@lru_cache
def scanned_pdf(pages: int = 30) -> bytes:
    """A scan: A4 pages at 150 dots an inch, each a JPEG, as copiers make them."""
    import pikepdf

    document = pikepdf.new()
    for number in range(1, pages + 1):
        scan = document.make_stream(_scan(number))
        scan.update(
            {
                "/Type": pikepdf.Name.XObject,
                "/Subtype": pikepdf.Name.Image,
                "/Width": 1240,
                "/Height": 1754,
                "/ColorSpace": pikepdf.Name.DeviceGray,
                "/BitsPerComponent": 8,
                "/Filter": pikepdf.Name.DCTDecode,
            }
        )
        page = document.add_blank_page(page_size=(595, 842))
        page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Scan=scan))
        page.Contents = document.make_stream(b"q 595 0 0 842 0 0 cm /Scan Do Q")
    return _saved(document)


@lru_cache
def locked_pdf(pages: int = 2) -> bytes:
    """A PDF that asks for a password before it can be read."""
    import pikepdf

    with pikepdf.open(io.BytesIO(scanned_pdf(pages))) as document:
        return _saved(document, pikepdf.Encryption(owner=PASSWORD, user=PASSWORD))


@lru_cache
def damaged_pdf() -> bytes:
    """A PDF whose copying broke off in the first of its pages."""
    return scanned_pdf(2)[:5_000]


@lru_cache
def program() -> bytes:
    """A Windows program, as it begins; it would do nothing."""
    header = bytearray(b"MZ" + bytes(510))
    header[60:64] = (128).to_bytes(4, "little")
    header[128:132] = b"PE\0\0"
    return bytes(header)


_TYPES = (
    '<?xml version="1.0"?><Types xmlns="t"><Override PartName="/{}" ContentType="{}"/></Types>'
)
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_WORD_MACRO = "application/vnd.ms-word.document.macroEnabled.main+xml"
_SLIDES = "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"


@lru_cache
def docx() -> bytes:
    """A plain Word document."""
    return archive(
        {
            "[Content_Types].xml": _TYPES.format("word/document.xml", _WORD),
            "word/document.xml": "<document>Báo cáo</document>",
        }
    )


@lru_cache
def docx_with_macro() -> bytes:
    """A Word document with a macro in it, which calls itself a plain one."""
    return archive(
        {
            "[Content_Types].xml": _TYPES.format("word/document.xml", _WORD),
            "word/document.xml": "<document/>",
            "word/vbaProject.bin": "macro",
        }
    )


@lru_cache
def docm_without_its_macro() -> bytes:
    """A document that only says it may carry macros."""
    return archive(
        {
            "[Content_Types].xml": _TYPES.format("word/document.xml", _WORD_MACRO),
            "word/document.xml": "<document/>",
        }
    )


@lru_cache
def pptx() -> bytes:
    """A plain presentation."""
    return archive({"[Content_Types].xml": _TYPES.format("ppt/presentation.xml", _SLIDES)})


@lru_cache
def xlsx() -> bytes:
    """A workbook as openpyxl makes it."""
    from openpyxl import Workbook

    book = Workbook()
    assert book.active is not None
    book.active.append(["Tên xã", "Tỷ lệ (%)"])
    book.active.append(["Tân Thành", 86.5])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def open_document(kind: str = "text", *, with_macro: bool = False) -> bytes:
    """A LibreOffice document: "text" or "spreadsheet"."""
    parts = {
        "mimetype": f"application/vnd.oasis.opendocument.{kind}",
        "content.xml": "<office:document-content/>",
        "Basic/script-lc.xml": "<library/>",
    }
    if with_macro:
        parts["Basic/Standard/Module1.xml"] = "Sub Main"
    return archive(parts)


def archive(parts: Mapping[str, str]) -> bytes:
    """A zip of these texts, by name."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, text in parts.items():
            made.writestr(zipfile.ZipInfo(name, (2024, 9, 30, 8, 0, 0)), text)
    return out.getvalue()


def write(folder: Path, name: str, content: bytes) -> Path:
    """Put a file where an officer would have it."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_bytes(content)
    return path


def _scan(number: int) -> bytes:
    from PIL import Image, ImageDraw

    random = Random(number)  # noqa: S311 - not for keys
    page = Image.new("L", (1240, 1754), 244)
    pen = ImageDraw.Draw(page)
    for row in range(160, 1600, 36):  # lines of words, as dark bars
        left = 140
        while left < 1000:
            width = random.randrange(30, 120)
            pen.rectangle((left, row, left + width, row + 14), fill=random.randrange(30, 90))
            left += width + 14
    out = io.BytesIO()
    page.save(out, "JPEG", quality=75)
    return out.getvalue()


def _saved(document: "pikepdf.Pdf", encryption: "pikepdf.Encryption | None" = None) -> bytes:
    out = io.BytesIO()
    document.save(out, encryption=encryption or False, deterministic_id=encryption is None)
    return out.getvalue()
