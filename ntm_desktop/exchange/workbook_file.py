"""Workbook files: opened only if they are what Excel writes, and of a size a list may have."""

import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Final
from zipfile import BadZipFile, ZipFile

from ntm_desktop.domain.compound import MAGIC
from ntm_desktop.errors import InputError

if TYPE_CHECKING:
    from openpyxl.workbook.workbook import Workbook

MOST_BYTES: Final = 20 << 20
MOST_XML: Final = 100 << 20
"""Unpacked, all members together: some 2,000,000 cells are no list of ours."""


class WorkbookError(InputError):
    """A file that cannot be read as a workbook."""

    code = "workbook_unreadable"


def open_workbook(path: Path) -> "Workbook":
    """Open a workbook to read; raises WorkbookError."""
    _check(path)
    from openpyxl import load_workbook  # 80 ms, only where a workbook is read

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of charts, pictures and the like, not read anyway
            return load_workbook(path)
    except OSError as error:
        raise _unreadable(path) from error
    except Exception as error:
        # openpyxl raises whatever a damaged part made it stumble over.
        raise WorkbookError(
            f"Tệp “{path.name}” bị hỏng hoặc không phải tệp Excel .xlsx. "
            "Hãy mở bằng Excel, lưu lại dạng Excel Workbook (*.xlsx) rồi nhập lại."
        ) from error


def _check(path: Path) -> None:
    try:
        with path.open("rb") as content:
            start = content.read(len(MAGIC))
        size = path.stat().st_size
        if start == MAGIC:
            raise WorkbookError(
                f"Tệp “{path.name}” là dạng Excel cũ (.xls) hoặc có mật khẩu. Hãy mở bằng Excel, "
                "bỏ mật khẩu, lưu lại dạng Excel Workbook (*.xlsx) rồi nhập lại."
            )
        with ZipFile(path) as packed:
            unpacked = sum(member.file_size for member in packed.infolist())
    except BadZipFile as error:
        raise WorkbookError(
            f"Tệp “{path.name}” không phải tệp Excel .xlsx. Hãy chọn đúng tệp."
        ) from error
    except OSError as error:
        raise _unreadable(path) from error
    if size > MOST_BYTES or unpacked > MOST_XML:
        raise WorkbookError(
            f"Tệp “{path.name}” quá lớn để là một danh sách. Hãy chép riêng bảng cần nhập "
            "sang một tệp mới."
        )


def _unreadable(path: Path) -> WorkbookError:
    return WorkbookError(
        f"Không đọc được tệp “{path.name}”. Hãy đóng tệp trong Excel rồi thử lại."
    )
