"""How the exchange between the PCs of an office is worded."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from ui.widgets.line_list import Line
from ui.words import FAILED, WAITING, State

if TYPE_CHECKING:
    from ntm_desktop.services.folder_exchange import Exchanged, FileLine
    from ntm_desktop.services.shared_folder import FolderState, OtherPc

WHAT: Final = (
    "Hai, ba máy trong cơ quan cùng làm một hồ sơ: mỗi máy giữ số liệu riêng và để gói của mình "
    "vào một thư mục chung; máy kia tự lấy về."
)
NOT_CHOSEN: Final = "Chưa chọn thư mục dùng chung."
HOW: Final = (
    "Tạo một thư mục trống trên ổ mạng của cơ quan, hoặc thư mục do phần mềm đồng bộ giữ giống "
    "nhau ở các máy.",
    "Trên mỗi máy, mở trang này và chọn đúng thư mục đó. Các máy phải dùng chung một khóa của cơ "
    "quan (trang Khóa, tin cậy).",
    "Nhập mật khẩu khóa một lần sau khi mở chương trình. Từ đó cứ ba phút máy tự trao đổi.",
)
NEVER: Final = (
    "Không bao giờ để hai máy dùng chung thư mục dữ liệu, và không chép thư mục dữ liệu sang máy "
    "khác: số liệu sẽ hỏng. Chỉ thư mục trao đổi mới được dùng chung."
)
NO_OTHERS: Final = (
    "Chưa nghe tin máy nào khác. Khi máy khác của cơ quan đã chọn cùng thư mục và trao đổi, máy "
    "đó hiện ở đây."
)
LOCKED: Final = "Máy tự trao đổi sau khi bạn nhập mật khẩu khóa; bấm “Trao đổi ngay” để nhập."
WHY_KEYS: Final = "Gói trao đổi được ký và mã hóa bằng khóa của cơ quan."
BEHIND = State("Chưa xác nhận hết", "dash", "no_threshold")
UP_TO_DATE = State("Đã có đủ", "tick", "met")


def last_exchange(state: "FolderState") -> str:
    """Say when the folder was last reached, and how much lies there."""
    if state.at is None:
        return "Chưa trao đổi lần nào."
    return f"Trao đổi lần cuối {state.at:%d/%m/%Y %H:%M} · {state.lying} gói trong thư mục"


def others(pcs: Iterable["OtherPc"]) -> list[Line]:
    """List the other PCs."""
    return [
        Line(
            state=BEHIND if pc.behind else UP_TO_DATE,
            head=f"Máy {pc.digits}",
            text=pc.author,
            detail=f"{(BEHIND if pc.behind else UP_TO_DATE).word} · "
            f"nghe tin lần cuối {pc.heard_at:%d/%m/%Y %H:%M}",
            target=pc.digits,
        )
        for pc in pcs
    ]


def files(state: "FolderState") -> list[Line]:
    """List the files that need attention or patience."""
    return [
        *(_file(FAILED, line) for line in state.unreadable),
        *(_file(WAITING, line) for line in state.waiting),
        *(
            Line(
                state=WAITING,
                head="",
                text=name,
                detail="Chưa chép xong hoặc chưa đọc được; lần sau máy xem lại.",
            )
            for name in state.incomplete
        ),
    ]


def _file(mark: State, line: "FileLine") -> Line:
    return Line(state=mark, head="", text=line.name, detail=line.sentence)


def outcome(done: "Exchanged") -> str:
    """Say what an exchange did."""
    parts = [
        f"nhập {len(done.taken)} gói" if done.taken else "",
        f"ghi {len(done.sent)} gói" if done.sent else "",
        f"dọn {len(done.removed)} gói mọi máy đã có" if done.removed else "",
    ]
    found = ", ".join(filter(None, parts))
    return f"Đã trao đổi: {found}." if found else "Đã trao đổi: không có gì mới."
