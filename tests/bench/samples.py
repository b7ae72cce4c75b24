"""Inputs of benchmarks: JPEGs and scanned PDFs, every one different, made once and kept."""

import io
import random
from collections.abc import Iterator
from pathlib import Path

A4_AT_150_DPI = (1240, 1754)
LONGEST_COMMENT = 65_533  # ITU T.81 B.2.4.5: the length counts its own two bytes


def photographs(folder: Path, count: int, size: int) -> list[Path]:
    """Give JPEGs of about `size` bytes each."""
    return _keep(folder, count, ".jpg", (_padded(page, size) for page in _pages()))


def scans(folder: Path, count: int, pages: int) -> list[Path]:
    """Give PDFs of `pages` scanned pages each."""
    source = (_padded(page, len(page) + 16) for page in _pages())
    return _keep(folder, count, ".pdf", (_pdf(source, pages) for _ in range(count)))


def _keep(folder: Path, count: int, suffix: str, contents: Iterator[bytes]) -> list[Path]:
    paths = [folder / f"{number:04d}{suffix}" for number in range(1, count + 1)]
    if not paths[-1].exists():
        folder.mkdir(parents=True, exist_ok=True)
        for path, content in zip(paths, contents, strict=False):
            path.write_bytes(content)
    return paths


def _pages() -> Iterator[bytes]:
    """Give scans of grainy paper without end: eight of them, again and again."""
    from PIL import Image

    made = []
    for sigma in range(10, 50, 5):
        page = Image.effect_noise(A4_AT_150_DPI, sigma).point(lambda value: min(255, value + 90))
        buffer = io.BytesIO()
        page.save(buffer, "JPEG", quality=40, dpi=(150, 150))
        made.append(buffer.getvalue())
    while True:
        yield from made


_CHANCE = random.Random(1062)  # noqa: S311 - the same inputs at every run


def _padded(jpeg: bytes, size: int) -> bytes:
    """Bring a JPEG to a size, and make it unique, by comments of random bytes."""
    room = max(size - len(jpeg), 16)
    comments = []
    while room > 0:
        text = _CHANCE.randbytes(min(room, LONGEST_COMMENT - 2))
        comments.append(b"\xff\xfe" + (len(text) + 2).to_bytes(2, "big") + text)
        room -= len(text)
    return jpeg[:2] + b"".join(comments) + jpeg[2:]


def _pdf(pages: Iterator[bytes], count: int) -> bytes:
    import pikepdf

    width, height = (round(points * 72 / 150) for points in A4_AT_150_DPI)
    pdf = pikepdf.new()
    for _ in range(count):
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
