"""Printed pages, pictures and foreign PDFs joined into one file, and that file read back."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from ntm_desktop.domain.dossier import Dossier
from ntm_desktop.domain.progress import Progress
from ntm_desktop.exchange.documents.failures import EvidenceVanishedError, UnverifiedError
from ntm_desktop.exchange.documents.output import Early, Write, write_synced
from ntm_desktop.exchange.documents.pictures import Picture
from ntm_desktop.exchange.documents.plan import Appended, Bookmark, Plan, Printed
from ntm_desktop.exchange.documents.printing import placement
from ntm_desktop.exchange.documents.signatures import still
from ntm_desktop.exchange.documents.update import PICTURE, Base, Filling, append_pictures

if TYPE_CHECKING:
    from pikepdf import OutlineItem, Page, Pdf


@dataclass(frozen=True, slots=True)
class Drafts:
    """What was drawn before: pages of ours, contents around pictures, the stamp of practice."""

    printed: Path
    frames: Sequence[bytes]
    stamp: Path | None


@dataclass(frozen=True, slots=True)
class Placed:
    """A picture, the name of its file, its running page and what else stands there."""

    page: int
    picture: Picture
    name: str
    frame: bytes


def assemble(
    dossier: Dossier, planned: Plan, drafts: Drafts, dest: Path, progress: Progress
) -> None:
    """Write the whole dossier to `dest` and read it back; raise where evidence or disk fail."""
    pictures = list(_pictures(planned, drafts.frames))
    with _join(planned, drafts) as pdf:
        still(pdf)
        if drafts.stamp:
            _stamp(pdf, planned, drafts.stamp)
        _describe(pdf, dossier, planned)
        writes: list[Write] = [lambda file: _save(pdf, file, progress)]
        if pictures:
            writes.append(lambda file: _fill(file, dest, pictures, progress))
        write_synced(dest, *writes)
    verify(dest, planned, pictures)


def verify(dest: Path, planned: Plan, pictures: Sequence[Placed]) -> None:
    """Read a written dossier back: pages, labels and the size of every picture."""
    import pikepdf

    try:
        with pikepdf.open(dest, attempt_recovery=False) as pdf:
            _compare(dest, pdf, planned, pictures)
    except pikepdf.PdfError as fault:
        raise UnverifiedError(dest, "cấu trúc tệp") from fault


def _compare(dest: Path, pdf: "Pdf", planned: Plan, pictures: Sequence[Placed]) -> None:
    from pikepdf import Dictionary

    total, pages, none = planned.numbers.total, list(pdf.pages), Dictionary()
    if len(pages) != total:
        raise UnverifiedError(dest, f"{len(pages)}/{total} trang")
    if pages[-1].label != str(total):
        raise UnverifiedError(dest, "số trang")
    for placed in pictures:
        page = pages[placed.page - 1].obj
        image = page.get("/Resources", none).get("/XObject", none).get(PICTURE, none)
        spans = placed.picture.spans
        length = int(image.get("/Length", 0))
        if spans is not None and length != sum(size for _, size in spans):
            raise UnverifiedError(dest, f"ảnh “{placed.name}”")


def _pictures(planned: Plan, frames: Sequence[bytes]) -> Iterator[Placed]:
    page, contents = 1, iter(frames)
    for step in planned.steps:
        if isinstance(step, Appended) and step.source.picture:
            yield Placed(page, step.source.picture, step.source.file.name, next(contents))
        page += 1 if isinstance(step, Printed) else step.source.pages


def _join(planned: Plan, drafts: Drafts) -> "Pdf":
    """Join pages by qpdf's own job, which opens hundreds of files by turns."""
    import pikepdf

    job = ["ntm", str(drafts.printed), "--remove-unreferenced-resources=no"]
    job += ["--pages", *_ranges(planned), "--", "joined.pdf"]
    try:
        return pikepdf.Job(job).create_pdf()
    except (OSError, pikepdf.PdfError, RuntimeError) as fault:
        raise EvidenceVanishedError(_blamed(str(fault), planned)) from fault


def _ranges(planned: Plan) -> Iterator[str]:
    """Give files and pages in running order; each picture takes the last page of ours anew."""
    printed, ours = 0, list[str]()
    for step in planned.steps:
        if isinstance(step, Printed):
            printed += 1
            ours.append(str(printed))
        elif step.source.picture:
            ours.append("z")
        else:
            yield from (".", ",".join(ours)) if ours else ()
            yield from (str(step.source.file.path), "1-z")
            ours.clear()
    yield from (".", ",".join(ours)) if ours else ()


def _blamed(fault: str, planned: Plan) -> str:
    """Name the file that a complaint is about; where it says none, try each alone."""
    appended = (step.source for step in planned.steps if isinstance(step, Appended))
    files = [source.file for source in appended if not source.picture]
    named = (file.name for file in files if str(file.path) in fault)
    alone = (file.name for file in files if not _can_be_joined(file.path))
    return next(named, None) or next(alone, "không rõ tên")


def _can_be_joined(path: Path) -> bool:
    import pikepdf

    try:
        pikepdf.Job(
            ["ntm", "--empty", "--pages", str(path), "1-z", "--", "-"]
        ).create_pdf().close()
    except (OSError, pikepdf.PdfError, RuntimeError):
        return False
    return True


def _stamp(pdf: "Pdf", planned: Plan, stamp: Path) -> None:
    """Lay the practice mark over foreign pages; their own contents stay as they are."""
    import pikepdf

    with pikepdf.open(stamp) as source:
        pdf.pages.extend(source.pages)
    mark, first = pdf.pages[-1], 0
    for step in planned.steps:
        count = 1 if isinstance(step, Printed) else step.source.pages
        if isinstance(step, Appended) and not step.source.picture:
            for page in pdf.pages[first : first + count]:
                page.add_overlay(mark, None)
        first += count
    del pdf.pages[-1]


def _describe(pdf: "Pdf", dossier: Dossier, planned: Plan) -> None:
    """Give title, language, running numbers as page labels, and the outline."""
    from pikepdf import Array, Dictionary, Name, String

    title = f"Hồ sơ {dossier.aim} năm {dossier.year} - {dossier.office.name}"
    pdf.docinfo = pdf.make_indirect(
        Dictionary(Title=String(title), Author=String(dossier.office.committee))
    )
    pdf.Root.Lang = String("vi-VN")
    pdf.Root.PageMode = Name.UseOutlines
    pdf.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    pdf.Root.PageLabels = Dictionary(Nums=Array([0, Dictionary(S=Name.D, St=1)]))
    with pdf.open_outline() as outline:
        outline.root.extend(_item(bookmark) for bookmark in planned.outline)


def _item(bookmark: Bookmark) -> "OutlineItem":
    from pikepdf import OutlineItem

    item = OutlineItem(bookmark.title, bookmark.page - 1)
    item.is_closed = True
    item.children.extend(_item(below) for below in bookmark.below)
    return item


def _save(pdf: "Pdf", file: BinaryIO, progress: Progress) -> None:
    """Copy every stream as it is; classic cross-references, so that the update can follow."""
    from pikepdf import ObjectStreamMode, StreamDecodeLevel

    early = Early(file)

    def written(percent: int) -> None:
        progress.step("Ghép trang", percent, 100)
        early.write()

    pdf.save(
        file,
        compress_streams=False,
        stream_decode_level=StreamDecodeLevel.none,
        object_stream_mode=ObjectStreamMode.disable,
        min_version="1.7",
        progress=written,
    )


def _fill(file: BinaryIO, dest: Path, pictures: Sequence[Placed], progress: Progress) -> None:
    """Give the empty pages their pictures, in a file whose first part is written."""
    import pikepdf

    with pikepdf.open(dest) as pdf:
        pages = list(pdf.pages)
        fillings = [_filling(pages[placed.page - 1], placed) for placed in pictures]
        base = _base(pdf, pages[pictures[0].page - 1])
    total = len(fillings)
    append_pictures(file, fillings, base, lambda count: progress.step("Ghi ảnh", count, total))


def _filling(page: "Page", placed: Placed) -> Filling:
    """Put the picture below what else stands on its page."""
    paper, matrix = placement(placed.picture)
    numbers = " ".join(f"{number:.3f}" for number in matrix)
    content = f"q {numbers} cm {PICTURE} Do Q\n".encode() + placed.frame
    size = paper.width, paper.height
    return Filling(page.obj.objgen[0], size, content, placed.picture, placed.name)


def _base(pdf: "Pdf", empty: "Page") -> Base:
    trailer, page = pdf.trailer, empty.obj
    root, info = trailer.Root.objgen[0], trailer.Info.objgen[0]
    identity = " ".join(f"<{bytes(part).hex()}>" for part in trailer.ID)
    return Base(
        size=int(trailer.Size),
        trailer=f"/Root {root} 0 R /Info {info} 0 R /ID [{identity}]",
        parent=page.Parent.unparse().decode(),
        fonts=page.Resources.Font.unparse().decode(),
    )
