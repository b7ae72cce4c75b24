"""How packages to be sent, and those just written, are worded."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from ui.screens.send.places import Way
from ui.words import size

if TYPE_CHECKING:
    from ntm_desktop.services.sending import EachExport, ExportReceipt, PartLine, Planned

MAIL_SIZES: Final = (
    ("Mỗi tệp dưới 14 MB để gửi thư điện tử", 14_000_000),
    ("Mỗi tệp dưới 7 MB (hộp thư nhỏ)", 7_000_000),
    ("Mỗi tệp dưới 18 MB (hộp thư nhận đến 25 MB)", 18_000_000),
)
FULL_HINT: Final = (
    "Dùng khi nơi nhận mất dữ liệu hoặc thay máy. Bình thường chỉ gửi nội dung mới kể từ biên "
    "nhận gần nhất."
)
WHY_KEYS: Final = "Cần mật khẩu để ký gói hồ sơ."
DECLINED: Final = "Chưa ghi gói: cần mật khẩu khóa của cơ quan để ký."
SHORT_LIST: Final = 12
"""Files named one by one."""


def sealing(way: Way, receiver: str, *, sealed: bool, can_seal: bool) -> str:
    """Say in plain words what sealing is good for here."""
    if not can_seal:
        return (
            f"Chưa có khóa của {receiver} nên chưa mã hóa được. Hãy nhận khóa ở màn hình "
            "“Khóa, tin cậy”, hoặc giao USB tận tay."
        )
    if way is Way.MAIL:
        return (
            "Thư điện tử đi qua nhiều máy chủ; gói mã hóa chỉ nơi nhận và cơ quan mình mở được."
            if sealed
            else "Gói không mã hóa: ai có thư cũng đọc được. Có danh sách nhạy cảm (hộ nghèo, an "
            "ninh) thì không nên gửi như vậy."
        )
    return (
        "Chỉ nơi nhận và cơ quan mình mở được: mất USB cũng không ai đọc được."
        if sealed
        else "USB giao tận tay không bắt buộc mã hóa. Nên mã hóa nếu có danh sách nhạy cảm hoặc "
        "USB có thể thất lạc."
    )


def planned(plan: "Planned", *, full: bool) -> str:
    """Say what a package would carry."""
    if full:
        return f"Sẽ gửi toàn bộ: {_amount(plan)}."
    since = (
        f"Biên nhận gần nhất: {plan.confirmed_at.astimezone():%d/%m/%Y}."
        if plan.confirmed_at
        else "Chưa có biên nhận nên gửi mọi lượt ghi số liệu; minh chứng chỉ gửi tệp chưa gửi."
    )
    if not plan.revisions and not plan.objects:
        return f"Không có gì mới: gói chỉ mang biên nhận của cơ quan mình. {since}"
    return f"Sẽ gửi nội dung mới: {_amount(plan)}. {since}"


def new(plan: "Planned") -> str:
    """Say briefly what is new for an office."""
    return _amount(plan) if plan.revisions or plan.objects else "Không có gì mới"


def _amount(plan: "Planned") -> str:
    words = f"{plan.revisions} lượt ghi"
    if plan.objects:
        words += f", {plan.objects} tệp minh chứng ({size(plan.object_bytes)})"
    return words


def confirmed(plan: "Planned") -> str:
    """Say when the last receipt came."""
    return f"{plan.confirmed_at.astimezone():%d/%m/%Y}" if plan.confirmed_at else "Chưa có"


def done(way: Way, count: int = 1) -> str:
    """Say that all is written."""
    words = "Đã ghi xong" if count == 1 else f"Đã ghi xong {count} gói"
    return f"{words}. Có thể rút USB." if way is Way.STICK else f"{words}."


def written(receipt: "ExportReceipt", receiver: str, criteria: str = "") -> str:
    """Count what was written, after it was read back."""
    before = f"{criteria}, " if criteria else ""
    return (
        f"Gói số {receipt.number} gửi {receiver}: {before}{receipt.objects} tệp minh chứng "
        f"({size(receipt.object_bytes)}), {receipt.revisions} lượt ghi số liệu"
        f"{', đã mã hóa' if receipt.sealed else ''}. "
        f"{_file_count(len(receipt.files))} đã được đọc lại và kiểm tra."
    )


def written_each(made: "EachExport", names: dict[str, str]) -> str:
    """Count several packages, and say which could not be written."""
    lines = [
        f"{names.get(each.receiver, each.receiver)}: gói số {each.number}, {each.revisions} lượt "
        f"ghi, {each.objects} tệp minh chứng"
        for each in made.done
    ]
    lines += [f"Chưa ghi cho {names.get(unit, unit)}: {error}" for unit, error in made.failed]
    if made.left:
        left = ", ".join(names.get(unit, unit) for unit in made.left)
        lines.append(f"Chưa làm đến: {left}.")
    return "\n".join(lines)


def broken_off(made: "EachExport") -> str:
    """Say that not all was written, and that what was can be used."""
    words = "Đã dừng." if made.stopped else "Chưa ghi được hết."
    if not made.done:
        return f"{words} Không có gói nào được ghi."
    return f"{words} {len(made.done)} gói đã ghi xong vẫn dùng được."


def files(receipts: Sequence["ExportReceipt"]) -> str:
    """Name each file with its size, the first ones of many."""
    found = [each for receipt in receipts for each in receipt.files]
    lines = [f"{each.path.name} · {size(each.size)}" for each in found[:SHORT_LIST]]
    if len(found) > SHORT_LIST:
        lines.append(f"và {len(found) - SHORT_LIST} tệp nữa")
    return "\n".join(lines)


def by_mail(receipts: Sequence["ExportReceipt"], receiver: str) -> str:
    """Say how to send the files by e-mail."""
    count = sum(len(each.files) for each in receipts)
    how = "Không đổi tên, không nén lại tệp."
    if count == 1:
        return (
            f"Mở thư điện tử, viết thư cho {receiver}, đính kèm tệp {receipts[0].path.name} "
            f"trong thư mục này rồi gửi. {how}"
        )
    whom = receiver if len(receipts) == 1 else "từng nơi nhận"
    return (
        f"Viết {count} thư cho {whom}, mỗi thư đính kèm một tệp trong thư mục này. Thư nào đến "
        f"trước cũng được. {how}"
    )


def part(line: "PartLine") -> str:
    """Name a part of a package and what it holds."""
    held = f"{line.objects} tệp minh chứng"
    if line.part == 1:
        held = f"số liệu và {held}" if line.objects else "số liệu"
    return f"Phần {line.part}: {held} · {size(line.size)}"


def _file_count(count: int) -> str:
    return "Tệp" if count == 1 else f"{count} tệp"
