"""What a zip or OLE container holds: an office document, or a reason to refuse it."""

import struct
import zipfile
import zlib
from enum import Enum, auto
from errno import EINVAL
from typing import BinaryIO

from ntm_desktop.domain import compound

_ZIP_MAGICS = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
MAGICS = (*_ZIP_MAGICS, compound.MAGIC)
_DIRECTORY_LIMIT = 16 << 20
_PART_LIMIT = 1 << 20
_END = b"PK\x05\x06"
_END_LIMIT = 22 + 0xFFFF
# What zipfile raises on a hostile directory (found by random search), beside BadZipFile
_BAD_ZIP = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    ValueError,
    OverflowError,
    RuntimeError,
    EOFError,
    KeyError,
)


class Finding(Enum):
    """What was found."""

    DOCX = auto()
    XLSX = auto()
    PPTX = auto()
    DOC = auto()
    XLS = auto()
    ODT = auto()
    ODS = auto()
    MACROS = auto()
    LOCKED = auto()
    PROGRAM = auto()
    PACKAGE = auto()
    ARCHIVE = auto()
    OLD_SLIDES = auto()
    MAIL = auto()
    DAMAGED = auto()
    UNKNOWN = auto()


_MAIN_PARTS = (
    (b"wordprocessingml.document.main", Finding.DOCX),
    (b"spreadsheetml.sheet.main", Finding.XLSX),
    (b"presentationml.presentation.main", Finding.PPTX),
    (b"presentationml.slideshow.main", Finding.PPTX),
)
_MIMETYPES = {
    b"application/vnd.oasis.opendocument.text": Finding.ODT,
    b"application/vnd.oasis.opendocument.spreadsheet": Finding.ODS,
}
_PROGRAM_PARTS = ("meta-inf/manifest.mf", "androidmanifest.xml", "classes.dex")
_EMPTY_LIBRARY = ("script-lc.xml", "script-lb.xml")
_INSTALLER = bytes.fromhex("84100c0000000000c000000000000046")  # CLSID of .msi
_VBA = {"_vba_project", "_vba_project_cur", "vba", "macros"}


def look_into(content: BinaryIO) -> Finding:
    """Tell what a container holds; damaged ones are a finding, only errors of reading pass."""
    content.seek(0)
    is_compound = content.read(8) == compound.MAGIC
    try:
        return _compound(content) if is_compound else _zip(content)
    except compound.DamagedCompoundError:
        return Finding.DAMAGED
    except _BAD_ZIP:
        return Finding.DAMAGED
    except OSError as error:
        if error.errno == EINVAL:  # sent to a place before the beginning by a wrong directory
            return Finding.DAMAGED
        raise


def _zip(content: BinaryIO) -> Finding:
    if _directory_size(content) > _DIRECTORY_LIMIT:
        return Finding.ARCHIVE
    with zipfile.ZipFile(content) as archive:
        names = [name.lower() for name in archive.namelist()]
        if "[content_types].xml" in names:
            return _office_xml(names, _part(archive, "[Content_Types].xml"))
        if "mimetype" in names:
            return _open_document(names, _part(archive, "mimetype"))
    if any(name.endswith(_PROGRAM_PARTS) for name in names):
        return Finding.PROGRAM
    if any(name.endswith("/bagit.txt") for name in names):
        return Finding.PACKAGE
    return Finding.ARCHIVE


def _directory_size(content: BinaryIO) -> int:
    """Read how large the list of names says it is: it would all be read into memory."""
    content.seek(max(0, content.seek(0, 2) - _END_LIMIT))
    tail = content.read(_END_LIMIT)
    at = tail.rfind(_END)
    if at < 0 or at + 16 > len(tail):
        raise zipfile.BadZipFile
    return int.from_bytes(tail[at + 12 : at + 16], "little")


def _part(archive: zipfile.ZipFile, name: str) -> bytes:
    real = next(found for found in archive.namelist() if found.lower() == name.lower())
    with archive.open(real) as part:
        return part.read(_PART_LIMIT)


def _office_xml(names: list[str], types: bytes) -> Finding:
    folded = types.lower()
    if (
        any(name.endswith("vbaproject.bin") or "/macrosheets/" in name for name in names)
        or b"macroenabled" in folded
        or b"vbaproject" in folded
    ):
        return Finding.MACROS
    if any(name.endswith((".exe", ".dll", ".js", ".vbs", ".bat")) for name in names):
        return Finding.PROGRAM
    return next((kind for main, kind in _MAIN_PARTS if main in folded), Finding.UNKNOWN)


def _open_document(names: list[str], mimetype: bytes) -> Finding:
    if any(
        name.startswith(("basic/", "scripts/")) and not name.endswith(("/", *_EMPTY_LIBRARY))
        for name in names
    ):
        return Finding.MACROS
    return _MIMETYPES.get(mimetype.strip(), Finding.UNKNOWN)


def _compound(content: BinaryIO) -> Finding:
    file = compound.CompoundFile(content)
    names = {entry.name.lower() for entry in file.entries}
    if file.entries[0].owner == _INSTALLER:
        return Finding.PROGRAM
    if names & _VBA or _has_macro_sheet(file):
        return Finding.MACROS
    if "encryptedpackage" in names:
        return Finding.LOCKED
    if "worddocument" in names:
        return Finding.LOCKED if _word_is_locked(file) else Finding.DOC
    if names & {"workbook", "book"}:
        return Finding.LOCKED if _FILEPASS in dict(_records(_workbook(file))) else Finding.XLS
    if "powerpoint document" in names:
        return Finding.OLD_SLIDES
    return Finding.MAIL if "__properties_version1.0" in names else Finding.UNKNOWN


_FILEPASS, _BOUNDSHEET, _EOF = 0x002F, 0x0085, 0x000A  # [MS-XLS] 2.3


def _workbook(file: compound.CompoundFile) -> bytes:
    return file.beginning("Workbook", _PART_LIMIT) or file.beginning("Book", _PART_LIMIT)


def _has_macro_sheet(file: compound.CompoundFile) -> bool:
    """Find Excel 4.0 macro sheets and VBA modules, which are sheets of types 1 and 6."""
    return any(
        kind == _BOUNDSHEET and len(data) > 5 and data[5] in (1, 6)
        for kind, data in _records(_workbook(file))
    )


def _records(stream: bytes) -> list[tuple[int, bytes]]:
    """Split the workbook's globals, which come before its first end-of-substream mark."""
    found: list[tuple[int, bytes]] = []
    at = 0
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        if kind == _EOF:
            break
        found.append((kind, stream[at + 4 : at + 4 + length]))
        at += 4 + length
    return found


def _word_is_locked(file: compound.CompoundFile) -> bool:
    """Read the flag fEncrypted of the file information block ([MS-DOC] 2.5.2)."""
    start = file.beginning("WordDocument", 12)
    return len(start) == 12 and bool(start[11] & 0x01)
