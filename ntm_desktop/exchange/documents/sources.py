"""The evidence files before they are appended: which can be, on how many pages, and why not."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ntm_desktop.domain.dossier import DossierEvidence, DossierFile, Media
from ntm_desktop.exchange.documents.failures import EvidenceVanishedError, reading
from ntm_desktop.exchange.documents.pictures import Picture, PictureError, read_picture

if TYPE_CHECKING:
    from pikepdf import Page, Pdf

DAMAGED = "tệp PDF bị hỏng"
LOCKED = "tệp PDF đặt mật khẩu"
EMPTY = "tệp rỗng"
OTHER_KIND = "kiểu tệp này không ghép vào PDF được"
NOT_HERE = "tệp chưa nhận được"
SENSITIVE = "tài liệu hạn chế sao chụp"


@dataclass(frozen=True, slots=True)
class Source:
    """One file: its pages when it can be appended, else the reason why it cannot."""

    file: DossierFile
    pages: int = 0
    refused: str = ""
    signed: bool = False
    picture: Picture | None = None


def examine(evidence: DossierEvidence, file: DossierFile) -> Source:
    """Look into a file without loading it; raise EvidenceVanishedError where it is not there."""
    if not file.here:
        return Source(file, refused=NOT_HERE)
    with reading(file.name):
        size = file.path.stat().st_size
    if size != file.size:
        raise EvidenceVanishedError(file.name)
    if evidence.withheld:
        return Source(file, refused=SENSITIVE)
    if size == 0:
        return Source(file, refused=EMPTY)
    if file.media is Media.PDF:
        return _examine_pdf(file)
    if file.media in {Media.JPEG, Media.PNG}:
        return _examine_picture(file)
    return Source(file, refused=OTHER_KIND)


def _examine_pdf(file: DossierFile) -> Source:
    """Accept only a PDF that needs no repair: a repaired one may have lost pages silently."""
    import pikepdf

    try:
        with reading(file.name), pikepdf.open(file.path, attempt_recovery=False) as pdf:
            if _is_whole(pdf):
                return Source(file, len(pdf.pages), signed=_is_signed(pdf))
    except pikepdf.PasswordError:
        return Source(file, refused=LOCKED)
    except (pikepdf.PdfError, ValueError, TypeError, AttributeError, RuntimeError):
        pass  # the library's many ways to say that it is not a PDF it understands
    return Source(file, refused=DAMAGED)


def _is_whole(pdf: "Pdf") -> bool:
    """Tell whether every page has its parts where the file says they are."""
    declared = pdf.Root.Pages.get("/Count", 0)
    if not len(pdf.pages) or int(declared) != len(pdf.pages):
        return False
    for page in pdf.pages:
        for part in _parts(page):
            if part is None:
                return False
    return not pdf.get_warnings()


def _parts(page: "Page") -> Iterator[object]:
    """Touch contents and pictures of a page; the library then reads each one's frame."""
    from pikepdf import Array

    contents = page.obj.get("/Contents")
    yield from contents if isinstance(contents, Array) else ()
    yield from dict(page.resources.get("/XObject", {})).values()


def _is_signed(pdf: "Pdf") -> bool:
    form = pdf.Root.get("/AcroForm")
    return form is not None and bool(int(form.get("/SigFlags", 0)) & 1)


def _examine_picture(file: DossierFile) -> Source:
    with reading(file.name):
        try:
            return Source(file, 1, picture=read_picture(file.path, file.media))
        except PictureError as fault:
            return Source(file, refused=str(fault))
