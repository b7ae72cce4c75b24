"""Pages and pictures to show, as pixels: the window never opens a file itself."""

import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from db.file_errors import reading_store
from db.files import FileStore
from ntm_desktop.domain.media import Kind
from ntm_desktop.errors import InputError

if TYPE_CHECKING:
    from PIL.Image import Image as Picture
    from pypdfium2 import PdfDocument  # type: ignore[import-untyped]

MOST_PIXELS = 60_000_000
"""An image is decoded up to this size; JPEGs are decoded smaller, so any camera's fit."""
LARGEST_EDGE = 8192
"""Pixels; what is asked for beyond is not rendered."""
_PASSWORD_NEEDED = 4  # FPDF_ERR_PASSWORD
_JPEG_END, _JPEG_TAIL = b"\xff\xd9", 64 << 10
_PDFIUM = threading.Lock()  # pdfium is not thread-safe, not even with two documents


class Fault(StrEnum):
    """Why a file that was accepted cannot be shown or printed."""

    DAMAGED = "damaged"
    LOCKED = "locked"
    NOT_PRINTABLE = "not_printable"


@dataclass(frozen=True, slots=True)
class Look:
    """What a file looks like from outside; `pages` is None where nobody can tell."""

    pages: int | None
    fault: Fault | None = None

    @property
    def warning(self) -> str:
        """Say what the fault means and what to do; nothing without one."""
        return _WARNINGS[self.fault] if self.fault else ""


_WARNINGS = {
    Fault.DAMAGED: (
        "Tệp có thể chép dở hoặc bị hỏng, không in vào hồ sơ được. Hãy chép lại từ bản gốc."
    ),
    Fault.LOCKED: "Tệp PDF có mật khẩu, không in vào hồ sơ được. Hãy bỏ mật khẩu rồi thêm lại.",
    Fault.NOT_PRINTABLE: (
        "Loại tệp này không in vào hồ sơ được. Nếu cần in, hãy thêm bản PDF hoặc ảnh JPEG."
    ),
}


class PreviewError(InputError):
    """A page cannot be shown; the file itself is kept as it is."""

    code = "preview"


class PreviewDamagedError(PreviewError):
    """The file breaks off or is no such document."""

    code = "preview_damaged"


class PreviewLockedError(PreviewError):
    """The document asks for a password."""

    code = "preview_locked"


class PreviewUnsupportedError(PreviewError):
    """A kind, or a size, that is not shown here."""

    code = "preview_unsupported"


@dataclass(frozen=True, slots=True)
class Pixels:
    """An opaque picture: rows of `stride` bytes, four bytes a pixel (R, G, B, 255)."""

    width: int
    height: int
    stride: int
    data: bytes


class Preview:
    """Shows pages of kept evidence, once each file has proved whole; callable from any thread."""

    def __init__(self, store: FileStore) -> None:
        self._store = store
        self._proved: set[tuple[str, int, int]] = set()

    def look(self, sha256: str, kind: Kind) -> Look:
        """Count the pages of a file and name its faults; raises DataFolderError."""
        return look(self._proved_path(sha256), kind)

    def page(
        self, sha256: str, kind: Kind, number: int, max_width: int, max_height: int
    ) -> Pixels:
        """Render page `number` (from 0) as large as fits; raises PreviewError, DataFolderError."""
        return render(self._proved_path(sha256), kind, number, (max_width, max_height))

    def thumbnail(self, sha256: str, kind: Kind, edge: int = 128) -> Pixels:
        """Render the first page small; raises PreviewError, DataFolderError."""
        return self.page(sha256, kind, 0, edge, edge)

    def _proved_path(self, sha256: str) -> Path:
        path = self._store.path(sha256)
        with reading_store():
            state = path.stat()
        proof = (sha256, state.st_size, state.st_mtime_ns)
        if proof not in self._proved:
            self._store.verify(sha256)
            self._proved.add(proof)
        return path


def look(path: Path, kind: Kind) -> Look:
    """Count the pages of a file and name its faults; raises OSError."""
    if kind is Kind.PDF:
        return _look_at_pdf(path)
    if kind.is_image:
        return _look_at_image(path, kind)
    return Look(None, Fault.NOT_PRINTABLE)


def render(path: Path, kind: Kind, page: int, box: tuple[int, int]) -> Pixels:
    """Render a page (from 0) as large as fits into the box; raises PreviewError and OSError."""
    box = (max(1, min(box[0], LARGEST_EDGE)), max(1, min(box[1], LARGEST_EDGE)))
    if kind is Kind.PDF:
        return _render_pdf(path, page, box)
    if kind.is_image:
        return _render_image(path, kind, page, box)
    raise PreviewUnsupportedError(
        f"Chưa xem trước được {kind.word} ở đây. Hãy mở tệp bằng chương trình của máy."
    )


def _look_at_pdf(path: Path) -> Look:
    """Ask the library that will print it, without repairs: those may lose pages silently."""
    import pikepdf

    try:
        with pikepdf.open(path, attempt_recovery=False) as document:
            pages = len(document.pages)
            return Look(pages) if pages else Look(0, Fault.DAMAGED)
    except pikepdf.PasswordError:
        return Look(None, Fault.LOCKED)
    except (pikepdf.PdfError, ValueError, TypeError, AttributeError, RuntimeError):
        return Look(None, Fault.DAMAGED)


def _render_pdf(path: Path, page: int, box: tuple[int, int]) -> Pixels:
    with _PDFIUM, path.open("rb") as file, _document(file) as document:
        if not 0 <= page < len(document):
            raise _damaged()
        shown = document[page]
        width, height = shown.get_size()
        if width <= 0 or height <= 0:
            raise _damaged()
        scale = min(box[0] / width, box[1] / height)
        # The library rounds up: a little less keeps the page within the box.
        scale = min(scale, (box[0] - 0.01) / width, (box[1] - 0.01) / height)
        bitmap = shown.render(scale=scale, rev_byteorder=True, prefer_bgrx=True)
        return Pixels(bitmap.width, bitmap.height, bitmap.stride, bytes(bitmap.buffer))


@contextmanager
def _document(file: BinaryIO) -> Iterator["PdfDocument"]:
    from pypdfium2 import PdfDocument, PdfiumError

    try:
        document = PdfDocument(file)
        try:
            yield document
        finally:
            document.close()
    except PdfiumError as error:
        if error.err_code == _PASSWORD_NEEDED:
            raise PreviewLockedError(
                "Tệp PDF có mật khẩu nên không xem được. Hãy bỏ mật khẩu rồi thêm lại."
            ) from error
        raise _damaged() from error


def _look_at_image(path: Path, kind: Kind) -> Look:
    try:
        with path.open("rb") as file, _image(file, kind) as image:
            frames = getattr(image, "n_frames", 1)
            whole = kind is not Kind.JPEG or _has_jpeg_end(file)
    except PreviewDamagedError:
        return Look(None, Fault.DAMAGED)
    except PreviewUnsupportedError:
        return Look(1, None if kind.can_be_printed else Fault.NOT_PRINTABLE)
    if not whole:
        return Look(1, Fault.DAMAGED)
    return Look(frames, None if kind.can_be_printed else Fault.NOT_PRINTABLE)


def _has_jpeg_end(file: BinaryIO) -> bool:
    """Look for the end mark near the end: some phones put more behind it."""
    file.seek(max(0, file.seek(0, 2) - _JPEG_TAIL))
    return _JPEG_END in file.read(_JPEG_TAIL)


def _render_image(path: Path, kind: Kind, page: int, box: tuple[int, int]) -> Pixels:
    from PIL import ImageOps
    from PIL.Image import Resampling

    with path.open("rb") as file, _image(file, kind) as image:
        image.seek(page)
        if image.getexif().get(0x0112, 1) in (5, 6, 7, 8):  # lies on its side (EXIF 2.32)
            box = box[1], box[0]
        image.draft(None, box)  # decodes a JPEG at 1/2, 1/4 or 1/8: faster, and little memory
        if image.width * image.height > MOST_PIXELS:
            raise _too_large()
        image.thumbnail(box, Resampling.BICUBIC, reducing_gap=1.0)
        shown = ImageOps.exif_transpose(_on_white(image))
        return Pixels(shown.width, shown.height, shown.width * 4, shown.tobytes())


def _on_white(image: "Picture") -> "Picture":
    from PIL import Image

    if image.mode.startswith("I"):  # 16 bits of grey, from scanners
        image = image.convert("I").point(lambda level: level / 256).convert("L")
    if not image.has_transparency_data:
        return image.convert("RGB").convert("RGBA")
    ground = Image.new("RGBA", image.size, "white")
    ground.alpha_composite(image.convert("RGBA"))
    return ground


@contextmanager
def _image(file: BinaryIO, kind: Kind) -> Iterator["Picture"]:
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(file, formats=[kind.value.upper()]) as image:
            yield image
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _too_large() from error
    except (UnidentifiedImageError, SyntaxError, ValueError, EOFError, struct.error) as error:
        raise _damaged() from error
    except OSError as error:
        if error.errno is not None:  # the disk, not the picture
            raise
        raise _damaged() from error


def _damaged() -> PreviewError:
    return PreviewDamagedError(
        "Tệp bị hỏng nên không xem được trang này. Hãy chép lại từ bản gốc rồi thêm lại."
    )


def _too_large() -> PreviewError:
    return PreviewUnsupportedError(
        "Ảnh quá lớn để xem trước. Hãy mở tệp bằng chương trình xem ảnh của máy."
    )
