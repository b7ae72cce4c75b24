"""What is said when something broke that no service foresaw."""

import traceback

from ntm_desktop.cli import output

DEFECT, DISK = 1, 4


def defect(error: BaseException, *, as_json: bool) -> int:
    """Own up to a defect of the program; the traceback is for those who mend it."""
    output.tell("".join(traceback.format_exception(error)))
    return output.fail(
        "defect",
        f"Chương trình gặp lỗi ({type(error).__name__}). Số liệu đã lưu không bị ảnh hưởng. "
        "Hãy gửi nội dung trên cho người hỗ trợ.",
        DEFECT,
        as_json=as_json,
    )


def disk_failed(error: OSError, *, as_json: bool) -> int:
    """Say that the disk, or a file on it, did not do as it should."""
    place = f" “{error.filename}”" if error.filename else ""
    return output.fail(
        "disk",
        f"Không đọc hoặc ghi được{place}: {error.strerror or error}. "
        "Hãy kiểm tra ổ đĩa, USB và quyền truy cập rồi làm lại.",
        DISK,
        as_json=as_json,
    )
