"""Inputs of benchmarks: JPEGs and scanned PDFs, every one different, made once and kept."""

import io
from collections.abc import Iterator
from itertools import count
from pathlib import Path

A4_AT_150_DPI = (1240, 1754)
PHOTOGRAPH = (2800, 2100)
QUALITY = 40


def photographs(folder: Path, number: int) -> list[Path]:
    """Give JPEGs of six megapixels, about 1 MB each."""
    return _keep(folder, number, ".jpg", _pictures(PHOTOGRAPH))


def scanned_pages(folder: Path, number: int) -> list[Path]:
    """Give JPEGs of A4 pages at 150 dpi, about 0.4 MB each."""
    return _keep(folder, number, ".jpg", _pictures(A4_AT_150_DPI))


def scans(folder: Path, number: int, pages: int) -> list[Path]:
    """Give PDFs of `pages` scanned pages each."""
    source = _pictures(A4_AT_150_DPI)
    return _keep(folder, number, ".pdf", (_pdf(source, pages) for _ in range(number)))


def _keep(folder: Path, number: int, suffix: str, contents: Iterator[bytes]) -> list[Path]:
    paths = [folder / f"{each:04d}{suffix}" for each in range(1, number + 1)]
    if not paths[-1].exists():
        folder.mkdir(parents=True, exist_ok=True)
        for path, content in zip(paths, contents, strict=False):
            path.write_bytes(content)
    return paths


def _pictures(size: tuple[int, int]) -> Iterator[bytes]:
    """Give grainy JPEGs without end: eight, again and again, each with a comment of its own."""
    from PIL import Image

    made = []
    for sigma in range(10, 50, 5):
        picture = Image.effect_noise(size, sigma).point(lambda value: min(255, value + 90))
        buffer = io.BytesIO()
        picture.save(buffer, "JPEG", quality=QUALITY, dpi=(150, 150))
        made.append(buffer.getvalue())
    for number in count():
        comment = f"{number:014}".encode()
        picture_bytes = made[number % len(made)]
        # ITU T.81 B.2.4.5: a comment's length counts its own two bytes
        yield picture_bytes[:2] + b"\xff\xfe\x00\x10" + comment + picture_bytes[2:]


def _pdf(pages: Iterator[bytes], number: int) -> bytes:
    import pikepdf

    width, height = (round(points * 72 / 150) for points in A4_AT_150_DPI)
    pdf = pikepdf.new()
    for _ in range(number):
        image = pikepdf.Stream(
            pdf,
            next(pages),
            Type=pikepdf.Name.XObject,
            Subtype=pikepdf.Name.Image,
            Width=A4_AT_150_DPI[0],
            Height=A4_AT_150_DPI[1],
            ColorSpace=pikepdf.Name.DeviceGray,
            BitsPerComponent=8,
            Filter=pikepdf.Name.DCTDecode,
        )
        page = pdf.add_blank_page(page_size=(width, height))
        page.Contents = pikepdf.Stream(pdf, b"%d 0 0 %d 0 0 cm /Im0 Do" % (width, height))
        page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im0=image))
    buffer = io.BytesIO()
    pdf.save(buffer)
    return buffer.getvalue()
