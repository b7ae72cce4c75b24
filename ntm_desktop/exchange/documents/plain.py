"""A document that is all text and tables: set, written, and read back."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from io import BytesIO
from pathlib import Path
from shutil import copyfileobj

from ntm_desktop.domain.progress import Progress
from ntm_desktop.exchange.documents.failures import UnverifiedError
from ntm_desktop.exchange.documents.output import temporary, write_synced
from ntm_desktop.exchange.documents.pages import Marks, Section, draw, paginate
from ntm_desktop.exchange.documents.pen import Pen
from ntm_desktop.exchange.documents.printing import new_canvas


@dataclass(frozen=True, slots=True, kw_only=True)
class Plain:
    """What is printed; `footer` stands on every page before its number, `notice` beside it."""

    title: str
    author: str
    footer: str
    sections: Sequence[Section]
    practice: bool = False
    notice: str = ""


def write_plain(document: Plain, dest: Path, progress: Progress, phase: str) -> int:
    """Write a document to `dest` and read it back; give the number of pages.

    Raises MissingGlyphError, DiskFullError, DestinationError and UnverifiedError.
    """
    progress.step(phase, 0, 1)
    with temporary(dest) as draft:
        count, data = _printed(document)
        write_synced(draft, partial(copyfileobj, data))
        verify_pages(draft, count)
    progress.step(phase, 1, 1)
    return count


def verify_pages(draft: Path, count: int) -> None:
    """Open what was written strictly and count its pages; raises UnverifiedError."""
    import pikepdf

    try:
        with pikepdf.open(draft, attempt_recovery=False) as pdf:
            if len(pdf.pages) != count:
                raise UnverifiedError(draft, f"{len(pdf.pages)}/{count} trang")
    except pikepdf.PdfError as fault:
        raise UnverifiedError(draft, "cấu trúc tệp") from fault


def _printed(document: Plain) -> tuple[int, BytesIO]:
    data = BytesIO()
    canvas = new_canvas(data)
    canvas.setTitle(document.title)
    canvas.setAuthor(document.author)
    pen = Pen(canvas)
    pages = paginate(document.sections)
    for page in pages:
        pen.start(page.paper)
        footer = f"{document.footer}, trang {page.number}/{len(pages)}"
        draw(page, pen, Marks(document.practice, document.notice, footer))
        pen.finish()
    canvas.save()
    data.seek(0)
    return len(pages), data
