"""Reading a PDF back the way a receiver would."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pikepdf
import pypdfium2  # type: ignore[import-untyped]


def texts(path: Path) -> list[str]:
    """Give the text of every page, line breaks as spaces."""
    with pypdfium2.PdfDocument(path) as pdf:
        found = []
        for page in pdf:
            text = page.get_textpage()
            found.append(" ".join(text.get_text_bounded().split()))
            text.close()
            page.close()
        return found


def pixel(path: Path, page: int, at: tuple[float, float]) -> tuple[int, int, int]:
    """Give the colour of a spot, as shares of width and height from the left upper corner."""
    with pypdfium2.PdfDocument(path) as pdf:
        shown = pdf[page - 1]
        image = shown.render(scale=1).to_pil().convert("RGB")
        shown.close()
    colour = image.getpixel((int(at[0] * image.width), int(at[1] * image.height)))
    assert isinstance(colour, tuple)
    return colour[0], colour[1], colour[2]


@contextmanager
def opened(path: Path) -> Iterator[pikepdf.Pdf]:
    """Open it strictly: nothing may need repair."""
    with pikepdf.open(path, attempt_recovery=False) as pdf:
        yield pdf


def sound(path: Path) -> bool:
    """Tell whether qpdf's own check finds nothing."""
    with opened(path) as pdf:
        return pdf.check_pdf_syntax() == []
