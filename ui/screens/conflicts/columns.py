"""How conflicts (số liệu chưa thống nhất) are worded."""

from collections.abc import Sequence
from typing import Final

from ntm_desktop.services.conflicts import Alternative, Conflict
from ntm_desktop.services.writers import ODD, Writer
from ui.widgets.line_list import Line
from ui.words import CONFLICT, NOT_OURS

TITLE: Final = "Số liệu chưa thống nhất"
WHY: Final = (
    "Có ô được nhập khác nhau ở hai nơi. Chương trình giữ tất cả, không tự chọn. "
    "Hãy chọn giá trị đúng và ghi lý do; lựa chọn đi theo gói hồ sơ tới các máy khác."
)
NOTHING: Final = "Không có số liệu nào chưa thống nhất"
NOTHING_MORE: Final = (
    "Khi hai máy nhập khác nhau cho cùng một ô, mục đó hiện ở đây để chọn giá trị đúng."
)
REASON: Final = "Lý do chọn"
REASON_HINT: Final = "Ví dụ: theo biên bản kiểm tra ngày 02/10/2024, đã đo lại"
REASON_FIRST: Final = "Ghi lý do trước khi chọn"
CHANGED: Final = "Lý do vừa gõ vẫn còn đây."


def summary(found: Sequence[Conflict]) -> str:
    """Count what is in dispute, and what of it others have to decide."""
    others = sum(not one.may_decide for one in found)
    words = f"{len(found)} mục"
    return f"{words}, trong đó {others} mục chờ đơn vị khác chọn" if others else words


def lines(found: Sequence[Conflict], own_unit: str) -> list[Line]:
    """List what is in dispute: what it is about, which field, whose."""
    return [
        Line(
            state=CONFLICT if one.may_decide else NOT_OURS,
            head="",
            text=one.name,
            detail=" · ".join(
                filter(None, (one.field_words, _whose(one, own_unit), _between(one)))
            ),
            target=one.id,
        )
        for one in found
    ]


def _whose(conflict: Conflict, own_unit: str) -> str:
    return "" if conflict.record.scope == own_unit else conflict.unit_name


def _between(conflict: Conflict) -> str:
    return " hoặc ".join(one.words for one in conflict.values)


def place(conflict: Conflict, own_unit: str) -> str:
    """Say which field of whose record."""
    return " · ".join(filter(None, (conflict.field_words, _whose(conflict, own_unit))))


def who(writer: Writer) -> str:
    """Name the person, or the office where nobody is named."""
    return writer.author or writer.office


def where(writer: Writer) -> str:
    """Name the office and the PC."""
    return f"{writer.office}, {writer.pc}"


def when(writer: Writer) -> str:
    """Word the time, with a warning where it cannot be right."""
    return f"{writer.when} ({ODD})" if writer.odd else writer.when


def take(value: Alternative) -> str:
    """Word the button that takes a value."""
    return f"Lấy giá trị {value.label}"


def not_ours(conflict: Conflict) -> str:
    """Say who has to decide."""
    return (
        f"Chỉ {conflict.unit_name} mới được chọn. Hãy báo {conflict.unit_name} thống nhất rồi gửi "
        "lại gói hồ sơ."
    )


def taken(conflict: Conflict, value: Alternative) -> str:
    """Say what was taken."""
    return f"Đã lấy “{value.words}” cho {conflict.name}, {conflict.field_words.lower()}."
