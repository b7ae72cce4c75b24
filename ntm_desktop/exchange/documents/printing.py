"""The pages the program sets itself, drawn into one small PDF."""

from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from ntm_desktop.domain.dossier import Dossier
from ntm_desktop.exchange.documents.fonts import Face, font, tidy, wrap
from ntm_desktop.exchange.documents.pages import Marks, draw, mark
from ntm_desktop.exchange.documents.pen import LANDSCAPE, MM, PORTRAIT, Paper, Pen
from ntm_desktop.exchange.documents.pictures import Picture
from ntm_desktop.exchange.documents.plan import Appended, Plan, Printed

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

_EDGE = 12 * MM
_FOOT = 19 * MM
_CAPTION = 14 * MM  # above the line of marks


def print_pages(dossier: Dossier, planned: Plan, path: Path) -> list[bytes]:
    """Draw our own pages, and give the contents of those that pictures come into.

    Where there are pictures, an empty page at the end has the fonts for them.
    """
    data = BytesIO()
    canvas = new_canvas(data)
    pen = Pen(canvas)
    frames: list[bytes] = []
    running = 1
    for step in planned.steps:
        footer = f"Hồ sơ {dossier.office.in_sentence} {dossier.year}, trang "
        marks = Marks(dossier.practice, dossier.notice, f"{footer}{running}")
        if isinstance(step, Printed):
            _print(step, pen, marks)
        elif step.source.picture:
            frames.append(_frame(step, step.source.picture, pen, marks))
        running += 1 if isinstance(step, Printed) else step.source.pages
    if frames:
        pen.start(PORTRAIT)
        pen.finish()
    canvas.save()
    path.write_bytes(data.getbuffer())
    return frames


def new_canvas(target: BytesIO) -> "Canvas":
    """Begin a PDF that holds no clock's time and no font but ours."""
    from reportlab.pdfgen.canvas import Canvas

    font(Face.REGULAR)
    start = Face.REGULAR.value
    return Canvas(target, pageCompression=1, invariant=1, initialFontName=start)  # type: ignore[arg-type]  # the stubs take the name for a number


def print_stamp(path: Path, marks: Marks) -> None:
    """Draw the page that is laid over evidence in practice."""
    data = BytesIO()
    canvas = new_canvas(data)
    pen = Pen(canvas)
    pen.start(PORTRAIT)
    mark(pen, PORTRAIT, marks)
    pen.finish()
    canvas.save()
    path.write_bytes(data.getbuffer())


def placement(picture: Picture) -> tuple[Paper, tuple[float, ...]]:
    """Choose the sheet a picture fits best and give the matrix that puts it there."""
    wide, high = map(float, picture.shown)
    paper = LANDSCAPE if wide > high else PORTRAIT
    room, depth = paper.width - 2 * _EDGE, paper.height - _FOOT - paper.top
    scale = min(room / wide, depth / high)
    wide, high = wide * scale, high * scale
    x, y = (paper.width - wide) / 2, _FOOT + (depth - high) / 2
    return paper, picture.matrix(x, y, wide, high)


def _print(step: Printed, pen: Pen, marks: Marks) -> None:
    pen.start(step.page.paper)
    if step.key:
        pen.target(step.key)
    draw(step.page, pen, marks)
    pen.finish()


def _frame(step: Appended, picture: Picture, pen: Pen, marks: Marks) -> bytes:
    paper, _ = placement(picture)
    pen.start(paper)
    mark(pen, paper, marks)
    _caption(step, pen, paper)
    return pen.taken()


def _caption(step: Appended, pen: Pen, paper: Paper) -> None:
    name = step.source.file.name
    caption = f"Minh chứng số {step.entry.number}: {tidy(name)}"
    lines = wrap(caption, Face.REGULAR, 9, paper.room - 60 * MM, f"tên tệp {name}")
    pen.text(paper.left, _CAPTION, lines[0], Face.REGULAR, 9)
