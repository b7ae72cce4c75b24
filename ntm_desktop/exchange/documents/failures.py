"""What can go wrong on the way to paper, each a sentence for the user."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

from ntm_desktop.errors import DataFolderError, InputError
from ntm_desktop.paths import shown

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_HANDLE_DISK_FULL = 39  # winerror.h; Python calls it invalid


class MissingGlyphError(InputError):
    """A character that the embedded font cannot print; nothing is replaced silently."""

    code = "missing_glyph"

    def __init__(self, character: str, where: str) -> None:
        shown = character if character.isprintable() else ""
        super().__init__(
            f"Phông chữ in không có ký tự “{shown}” (U+{ord(character):04X}) ở {where}. "
            "Hãy sửa hoặc xóa ký tự này rồi làm lại."
        )
        self.character = character
        self.where = where


class EvidenceVanishedError(DataFolderError):
    """A file of the dossier is not there, is locked, or changed while it was read."""

    code = "evidence_vanished"

    def __init__(self, name: str) -> None:
        super().__init__(
            f"Không đọc được tệp minh chứng “{name}”: tệp đã mất, đang bị khóa hoặc vừa thay đổi. "
            "Chưa ghi gì. Hãy kiểm tra thư mục dữ liệu (lệnh kiểm tra) rồi làm lại."
        )
        self.name = name


class DiskFullError(DataFolderError):
    """The disk or stick has no room for the document."""

    code = "disk_full"

    def __init__(self, folder: Path) -> None:
        super().__init__(
            f"Không đủ chỗ trống để ghi vào “{shown(folder)}” (USB định dạng FAT32 không chứa "
            "được tệp trên 4 GB). Chưa ghi gì. Hãy dọn bớt hoặc chọn nơi khác rồi làm lại."
        )


class DestinationError(DataFolderError):
    """The document cannot be written there."""

    code = "destination"

    def __init__(self, dest: Path) -> None:
        super().__init__(
            f"Không ghi được tệp “{_shown(dest)}”: thư mục không có, không được phép ghi, "
            "hoặc tệp đang mở trong chương trình khác. Hãy đóng tệp đó hoặc chọn nơi khác "
            "rồi làm lại."
        )


class UnverifiedError(DataFolderError):
    """What was written does not read back as it should."""

    code = "unverified"

    def __init__(self, dest: Path, fault: str) -> None:
        super().__init__(
            f"Tệp “{_shown(dest).name}” đọc lại không đúng ({fault}); ổ đĩa hoặc USB "
            "có thể đã hỏng. Tệp ghi dở đã được xóa. Hãy ghi lại vào nơi khác."
        )


@contextmanager
def writing_to(dest: Path) -> Iterator[None]:
    """Tell troubles of the disk as errors of ours."""
    try:
        yield
    except OSError as trouble:
        _tell(trouble, dest)


@contextmanager
def reading(name: str) -> Iterator[None]:
    """Tell that a file of the dossier cannot be read, or decoded for want of room."""
    from tempfile import gettempdir

    try:
        yield
    except OSError as trouble:
        if trouble.errno in _FULL:
            raise DiskFullError(Path(gettempdir())) from trouble
        raise EvidenceVanishedError(name) from trouble


def _shown(dest: Path) -> Path:
    """Name the document the user asked for, not the draft of it."""
    return shown(dest.with_suffix("") if dest.suffix == ".tmp" else dest)


def _tell(trouble: OSError, dest: Path) -> NoReturn:
    if trouble.errno in _FULL or getattr(trouble, "winerror", None) == _HANDLE_DISK_FULL:
        raise DiskFullError(dest.parent) from trouble
    raise DestinationError(dest) from trouble
