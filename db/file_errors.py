"""What can be wrong with a file to take in, or with one that was kept, said plainly."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from errno import EDQUOT, EFBIG, EISDIR, ENOENT, ENOSPC, ENOTDIR

from db.connection import DataFolderNotWritableError, DiskFullError
from ntm_desktop.errors import DataFolderError, InputError


class SourceError(InputError):
    """A file could not be taken in; nothing was kept of it and it was not touched."""

    sentence: str = ""

    def __init__(self) -> None:
        super().__init__(self.sentence)


class SourceVanishedError(SourceError):
    """The file is no longer where it was."""

    code = "evidence_vanished"
    sentence = (
        "Không thấy tệp ở chỗ đã chọn: tệp đã bị xóa, đổi tên, hoặc USB đã rút ra. "
        "Hãy chọn lại tệp."
    )


class SourceLockedError(SourceError):
    """The file may not be read, or another program holds it."""

    code = "evidence_locked_file"
    sentence = (
        "Không được phép đọc tệp: tệp đang mở ở chương trình khác hoặc bị khóa. "
        "Hãy đóng chương trình đó rồi thêm lại."
    )


class SourceUnreadableError(SourceError):
    """Reading broke off: a bad disk, stick or network share."""

    code = "evidence_unreadable"
    sentence = (
        "Không đọc được tệp đến hết: ổ đĩa hoặc USB có thể bị lỗi. "
        "Hãy chép tệp sang chỗ khác rồi thêm lại."
    )


class SourceIsFolderError(SourceError):
    """Not a file."""

    code = "evidence_folder"
    sentence = "Đây là thư mục, không phải tệp. Hãy mở thư mục và chọn các tệp bên trong."


class SourceEmptyError(SourceError):
    """A file without content."""

    code = "evidence_empty"
    sentence = "Tệp rỗng (0 byte), thường do chép dở. Hãy chép lại từ bản gốc."


class SourceChangedError(SourceError):
    """The file changed while it was being read."""

    code = "evidence_changed"
    sentence = (
        "Tệp bị sửa trong lúc đang thêm. Hãy lưu và đóng tệp ở chương trình kia rồi thêm lại."
    )


class EvidenceMissingError(DataFolderError):
    """A file that was kept is gone."""

    code = "evidence_missing"

    def __init__(self) -> None:
        super().__init__(
            "Tệp minh chứng không còn trong thư mục dữ liệu. "
            "Hãy thêm lại tệp gốc, hoặc nhập lại gói hồ sơ có tệp này."
        )


class EvidenceDamagedError(DataFolderError):
    """A file that was kept is not what it was (its SHA-256 differs)."""

    code = "evidence_damaged"

    def __init__(self) -> None:
        super().__init__(
            "Tệp minh chứng trong thư mục dữ liệu đã bị hỏng hoặc bị sửa. "
            "Hãy thêm lại tệp gốc; chương trình sẽ thay bản hỏng."
        )


class EvidenceHeldError(DataFolderError):
    """A file that was kept is there, but may not be read just now."""

    code = "evidence_held"

    def __init__(self) -> None:
        super().__init__(
            "Chưa đọc được tệp minh chứng: chương trình khác (diệt virus, sao lưu) đang giữ tệp, "
            "hoặc tài khoản này không được phép đọc. Hãy đợi một lát rồi làm lại."
        )


@contextmanager
def reading_source() -> Iterator[None]:
    """Turn what an original does when read into a SourceError."""
    try:
        yield
    except PermissionError as error:
        raise SourceLockedError from error
    except OSError as error:
        if error.errno in (ENOENT, ENOTDIR):
            raise SourceVanishedError from error
        if error.errno == EISDIR:
            raise SourceIsFolderError from error
        raise SourceUnreadableError from error


@contextmanager
def writing_store() -> Iterator[None]:
    """Turn what the disk under the store does into a DataFolderError."""
    try:
        yield
    except OSError as error:
        if error.errno in (ENOSPC, EDQUOT, EFBIG):
            raise DiskFullError(
                "Ổ đĩa chứa dữ liệu đã đầy nên chưa thêm được tệp; dữ liệu cũ vẫn nguyên. "
                "Hãy dọn bớt ổ đĩa rồi thêm lại."
            ) from error
        raise DataFolderNotWritableError(
            f"Không ghi được vào thư mục dữ liệu ({os.strerror(error.errno or 0)}). "
            "Hãy kiểm tra ổ đĩa và quyền ghi rồi thêm lại."
        ) from error


@contextmanager
def reading_store() -> Iterator[None]:
    """Turn a kept file that cannot be read into what is wrong with it.

    That is EvidenceMissingError, EvidenceHeldError or EvidenceDamagedError.
    """
    try:
        yield
    except FileNotFoundError as error:
        raise EvidenceMissingError from error
    except PermissionError as error:
        raise EvidenceHeldError from error
    except OSError as error:
        raise EvidenceDamagedError from error
