"""What kind of document a file is, told by its content; whatever could run is refused."""

from enum import StrEnum
from typing import BinaryIO

from ntm_desktop.domain import office, plain_text
from ntm_desktop.errors import InputError

HEAD = 4096
"""Bytes from the beginning of a file that tell most kinds apart."""
_PDF_WITHIN = 1024  # scanners and mail programs put bytes before it (ISO 32000-1, annex H.3.4.1)


class Kind(StrEnum):
    """A kind of document that may be evidence."""

    PDF = "pdf"
    JPEG = "jpeg"
    PNG = "png"
    TIFF = "tiff"
    GIF = "gif"
    BMP = "bmp"
    WEBP = "webp"
    DOCX = "docx"
    XLSX = "xlsx"
    PPTX = "pptx"
    DOC = "doc"
    XLS = "xls"
    ODT = "odt"
    ODS = "ods"
    TEXT = "text"

    @property
    def word(self) -> str:
        """Name the kind for people."""
        return _WORDS[self]

    @property
    def is_image(self) -> bool:
        """Say whether it is a picture."""
        return self in _IMAGES

    @property
    def can_be_shown(self) -> bool:
        """Say whether its pages can be shown here."""
        return self is Kind.PDF or self in _IMAGES

    @property
    def can_be_printed(self) -> bool:
        """Say whether it can be appended to a printed dossier unharmed."""
        return self in (Kind.PDF, Kind.JPEG, Kind.PNG)


_IMAGES = frozenset({Kind.JPEG, Kind.PNG, Kind.TIFF, Kind.GIF, Kind.BMP, Kind.WEBP})
_WORDS = {
    Kind.PDF: "PDF",
    Kind.JPEG: "Ảnh JPEG",
    Kind.PNG: "Ảnh PNG",
    Kind.TIFF: "Ảnh TIFF",
    Kind.GIF: "Ảnh GIF",
    Kind.BMP: "Ảnh BMP",
    Kind.WEBP: "Ảnh WebP",
    Kind.DOCX: "Văn bản Word",
    Kind.XLSX: "Bảng tính Excel",
    Kind.PPTX: "Trình chiếu PowerPoint",
    Kind.DOC: "Văn bản Word 97-2003",
    Kind.XLS: "Bảng tính Excel 97-2003",
    Kind.ODT: "Văn bản OpenDocument",
    Kind.ODS: "Bảng tính OpenDocument",
    Kind.TEXT: "Văn bản thuần",
}


class NotEvidenceError(InputError):
    """The content of a file is of a kind that is not accepted as evidence."""

    code = "evidence_kind"


class ProgramRefusedError(NotEvidenceError):
    """A program, script, shortcut or anything else that could run."""

    code = "evidence_program"


class MacrosRefusedError(NotEvidenceError):
    """An office document that carries macros."""

    code = "evidence_macros"


class LockedOfficeError(NotEvidenceError):
    """An office document under a password: nobody can tell what is in it."""

    code = "evidence_locked"


class UnknownKindError(NotEvidenceError):
    """Harmless perhaps, but no kind of document that the receiver could open."""

    code = "evidence_unknown_kind"


_PROGRAMS: tuple[tuple[bytes, str], ...] = (
    (b"MZ", "chương trình Windows"),
    (b"\x7fELF", "chương trình Linux"),
    (b"\xfe\xed\xfa\xce", "chương trình macOS"),
    (b"\xfe\xed\xfa\xcf", "chương trình macOS"),
    (b"\xce\xfa\xed\xfe", "chương trình macOS"),
    (b"\xcf\xfa\xed\xfe", "chương trình macOS"),
    (b"\xca\xfe\xba\xbe", "chương trình macOS hoặc Java"),
    (b"dex\n", "chương trình Android"),
    (b"\x00asm", "mã chương trình"),
    (b"L\x00\x00\x00\x01\x14\x02\x00", "lối tắt (shortcut)"),
    (b"ITSF", "tệp trợ giúp chạy được mã lệnh (CHM)"),
    (b"FWS", "hoạt hình Flash"),
    (b"CWS", "hoạt hình Flash"),
    (b"ZWS", "hoạt hình Flash"),
)
_KINDS: tuple[tuple[bytes, Kind], ...] = (
    (b"\xff\xd8\xff", Kind.JPEG),
    (b"\x89PNG\r\n\x1a\n", Kind.PNG),
    (b"II*\x00", Kind.TIFF),
    (b"MM\x00*", Kind.TIFF),
    (b"GIF87a", Kind.GIF),
    (b"GIF89a", Kind.GIF),
)
_ARCHIVES = (b"Rar!\x1a", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b", b"BZh", b"\xfd7zXZ\x00", b"MSCF")
_HEIC = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1", b"avif")
_ADVICE = "Hãy chuyển tài liệu sang PDF hoặc ảnh rồi thêm lại."


def recognise(content: BinaryIO, name: str) -> Kind:
    """Tell the kind of a file by its content; raises NotEvidenceError with the reason in words.

    The name only ever makes the answer stricter: Windows opens a file by its name. `content` is
    seekable; errors of reading it pass through.
    """
    content.seek(0)
    head = content.read(HEAD)
    _refuse_programs(head, name)
    if b"%PDF-" in head[: _PDF_WITHIN + 5]:
        return Kind.PDF
    for magic, kind in _KINDS:
        if head.startswith(magic):
            return kind
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return Kind.WEBP
    if head[:2] == b"BM" and head[6:10] == bytes(4):
        return Kind.BMP
    if head.startswith(office.MAGICS):
        return _office(office.look_into(content))
    _refuse_media(head)
    if plain_text.is_text(content) and plain_text.has_text_name(name):
        return Kind.TEXT
    raise UnknownKindError(f"Không rõ đây là loại tài liệu gì, hoặc tệp đã hỏng. {_ADVICE}")


def _refuse_programs(head: bytes, name: str) -> None:
    found = next((what for magic, what in _PROGRAMS if head.startswith(magic)), None)
    found = found or plain_text.script_in(head)
    if found is None and plain_text.has_program_name(name):
        found = "tên tệp của chương trình hoặc mã lệnh"
    if found:
        raise ProgramRefusedError(f"Không nhận tệp chạy được trên máy ({found}). {_ADVICE}")


def _refuse_media(head: bytes) -> None:
    if head.startswith(_ARCHIVES):
        raise _refusal(office.Finding.ARCHIVE)
    if head[4:8] == b"ftyp" and head[8:12] in _HEIC:
        raise UnknownKindError("Ảnh HEIC chỉ mở được trên một số máy. Hãy lưu lại thành ảnh JPEG.")
    if (
        head[4:8] == b"ftyp"
        or head[:4] in (b"RIFF", b"OggS", b"\x1aE\xdf\xa3")
        or head[:3] == b"ID3"
    ):
        raise UnknownKindError("Không nhận phim và âm thanh. Hãy thêm biên bản hoặc ảnh chụp.")


def _office(finding: office.Finding) -> Kind:
    kind = _OFFICE_KINDS.get(finding)
    if kind is None:
        raise _refusal(finding)
    return kind


_OFFICE_KINDS = {
    office.Finding.DOCX: Kind.DOCX,
    office.Finding.XLSX: Kind.XLSX,
    office.Finding.PPTX: Kind.PPTX,
    office.Finding.DOC: Kind.DOC,
    office.Finding.XLS: Kind.XLS,
    office.Finding.ODT: Kind.ODT,
    office.Finding.ODS: Kind.ODS,
}


def _refusal(finding: office.Finding) -> NotEvidenceError:
    error, sentence = _REFUSALS[finding]
    return error(sentence)


_REFUSALS: dict[office.Finding, tuple[type[NotEvidenceError], str]] = {
    office.Finding.MACROS: (
        MacrosRefusedError,
        "Tài liệu có mã lệnh (macro) nên không nhận. Hãy lưu thành .docx, .xlsx hoặc PDF.",
    ),
    office.Finding.LOCKED: (
        LockedOfficeError,
        "Tài liệu Office có mật khẩu nên không kiểm tra được. Hãy bỏ mật khẩu rồi thêm lại.",
    ),
    office.Finding.PROGRAM: (
        ProgramRefusedError,
        f"Không nhận tệp chạy được trên máy (chương trình, bộ cài đặt). {_ADVICE}",
    ),
    office.Finding.PACKAGE: (
        UnknownKindError,
        "Đây là gói hồ sơ, không phải minh chứng. Hãy mở ở mục Nhận hồ sơ.",
    ),
    office.Finding.ARCHIVE: (
        UnknownKindError,
        "Không nhận tệp nén. Hãy giải nén rồi thêm từng tài liệu bên trong.",
    ),
    office.Finding.OLD_SLIDES: (
        UnknownKindError,
        "Không kiểm tra được mã lệnh trong tệp PowerPoint kiểu cũ. Hãy lưu thành .pptx hoặc PDF.",
    ),
    office.Finding.MAIL: (
        UnknownKindError,
        "Không nhận cả thư điện tử. Hãy lưu tệp đính kèm ra ngoài rồi thêm tệp đó.",
    ),
    office.Finding.DAMAGED: (
        UnknownKindError,
        "Tài liệu Office hoặc tệp nén đã hỏng, không mở được. Hãy chép lại từ bản gốc.",
    ),
    office.Finding.UNKNOWN: (
        UnknownKindError,
        f"Không rõ đây là loại tài liệu gì, hoặc tệp đã hỏng. {_ADVICE}",
    ),
}
