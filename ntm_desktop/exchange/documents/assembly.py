"""Printed pages, pictures and foreign PDFs joined into one file, and that file read back."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from ntm_desktop.domain.dossier import Dossier
from ntm_desktop.domain.progress import Progress
from ntm_desktop.exchange.documents.failures import EvidenceVanishedError, UnverifiedError
from ntm_desktop.exchange.documents.output import Write, write_synced
from ntm_desktop.exchange.documents.pictures import Picture
from ntm_desktop.exchange.documents.plan import Appended, Bookmark, Plan, Printed
from ntm_desktop.exchange.documents.printing import placement
from ntm_desktop.exchange.documents.signatures import still
from ntm_desktop.exchange.documents.update import Filling, append_pictures

if TYPE_CHECKING:
    from pikepdf import OutlineItem, Page, Pdf

_PICTURE = "/Picture"


@dataclass(frozen=True, slots=True)
class Drafts:
    """The small PDFs made before: pages of ours, and the stamp of practice data."""

    printed: Path
    stamp: Path | None


@dataclass(frozen=True, slots=True)
class Placed:
    """A picture, the name of its file and its running page."""

    page: int
    picture: Picture
    name: str


def assemble(
    dossier: Dossier, planned: Plan, drafts: Drafts, dest: Path, progress: Progress
) -> None:
    """Write the whole dossier to `dest` and read it back; raise where evidence or disk fail."""
    pictures = list(_pictures(planned))
    with _join(planned, drafts) as pdf:
        for placed in pictures:
            _hold_place(pdf, pdf.pages[placed.page - 1], placed.picture)
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
    total = planned.numbers.total
    if len(pdf.pages) != total:
        raise UnverifiedError(dest, f"{len(pdf.pages)}/{total} trang")
    if pdf.pages[-1].label != str(total):
        raise UnverifiedError(dest, "số trang")
    for placed in pictures:
        image = pdf.pages[placed.page - 1].resources.XObject[_PICTURE]
        spans = placed.picture.spans
        length = int(image.stream_dict.get("/Length", 0))
        if spans is not None and length != sum(size for _, size in spans):
            raise UnverifiedError(dest, f"ảnh “{placed.name}”")


def _pictures(planned: Plan) -> Iterator[Placed]:
    page = 1
    for step in planned.steps:
        if isinstance(step, Appended) and step.source.picture:
            yield Placed(page, step.source.picture, step.source.file.name)
        page += 1 if isinstance(step, Printed) else step.source.pages


def _join(planned: Plan, drafts: Drafts) -> "Pdf":
    """Join pages by qpdf's own job, which opens hundreds of files by turns."""
    import pikepdf

    job = ["ntm", str(drafts.printed), "--pages", *_ranges(planned), "--", "joined.pdf"]
    try:
        return pikepdf.Job(job).create_pdf()
    except (OSError, pikepdf.PdfError, RuntimeError) as fault:
        raise EvidenceVanishedError(_blamed(str(fault), planned)) from fault


def _ranges(planned: Plan) -> Iterator[str]:
    """Give files and page ranges in running order, neighbours of ours in one range."""
    own, start = 0, 1
    for step in planned.steps:
        if isinstance(step, Printed) or step.source.picture:
            own += 1
            continue
        if own >= start:
            yield from (".", f"{start}-{own}")
            start = own + 1
        yield from (str(step.source.file.path), "1-z")
    if own >= start:
        yield from (".", f"{start}-{own}")


def _blamed(fault: str, planned: Plan) -> str:
    files = (step.source.file for step in planned.steps if isinstance(step, Appended))
    return next((file.name for file in files if str(file.path) in fault), "không rõ tên")


def _hold_place(pdf: "Pdf", page: "Page", picture: Picture) -> None:
    """Show an empty stream where the picture will be; its bytes come in by the update."""
    from pikepdf import Dictionary, Name

    image = pdf.make_stream(b"", Type=Name.XObject, Subtype=Name.Image, Width=1, Height=1)
    image = pdf.make_indirect(image)
    page.resources[Name.XObject] = Dictionary({_PICTURE: image})
    numbers = " ".join(f"{number:.3f}" for number in placement(picture)[1])
    content = f"q {numbers} cm {_PICTURE} Do Q\n".encode()
    page.contents_add(content, prepend=True)


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

    pdf.save(
        file,
        compress_streams=False,
        stream_decode_level=StreamDecodeLevel.none,
        object_stream_mode=ObjectStreamMode.disable,
        min_version="1.7",
        progress=lambda percent: progress.step("Ghép trang", percent, 100),
    )


def _fill(file: BinaryIO, dest: Path, pictures: Sequence[Placed], progress: Progress) -> None:
    """Give the placeholders their pictures, in a file whose first part is written."""
    import pikepdf

    with pikepdf.open(dest) as pdf:
        fillings = []
        for placed in pictures:
            image = pdf.pages[placed.page - 1].resources.XObject[_PICTURE]
            fillings.append(Filling(image.objgen[0], placed.picture, placed.name))
        trailer = _trailer(pdf)
    total = len(fillings)
    append_pictures(file, fillings, trailer, lambda count: progress.step("Ghi ảnh", count, total))


def _trailer(pdf: "Pdf") -> str:
    trailer = pdf.trailer
    root, info = trailer.Root.objgen[0], trailer.Info.objgen[0]
    identity = " ".join(f"<{bytes(part).hex()}>" for part in trailer.ID)
    size = int(trailer.Size)
    return f"/Size {size} /Root {root} 0 R /Info {info} 0 R /ID [{identity}]"
