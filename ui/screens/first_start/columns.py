"""How the first start words its choices."""

from dataclasses import dataclass
from enum import StrEnum

from ntm_desktop.domain.criteria import CriteriaSet, Status
from ntm_desktop.domain.ownership import Role
from ui.words import short_name

LEVELS = {"district": "Huyện", "province": "Tỉnh"}
LEVEL_WORDS = {"district": "cấp huyện", "province": "cấp tỉnh"}
ELSEWHERE = "Nơi khác: tôi tự ghi mã và tên"
EXCEL = "Bảng tính Excel (*.xlsx)"
EXCEL_HINT = "Tờ có cột Mã, Tên; có thể thêm Loại, Vùng, Nhóm. Dòng Huyện, Tỉnh là nơi nhận hồ sơ."
REGION_WHY = "Mức quy định của một số chỉ tiêu khác nhau theo vùng."
GROUP_LATER = "Chưa rõ, khai sau"
GROUP_WHY = (
    "Mức của bộ 2026-2030 tính theo nhóm xã. Khai sau được ở trang “Đơn vị”; chưa khai thì chưa "
    "kết luận được."
)


@dataclass(frozen=True, slots=True)
class RoleChoice:
    """A role as the user picks it."""

    role: Role
    word: str
    detail: str
    icon: str


ROLES = (
    RoleChoice(
        Role.COMMUNE,
        "Xã, thị trấn",
        "Nhập kết quả, thu thập minh chứng, lập và gửi hồ sơ.",
        "commune",
    ),
    RoleChoice(
        Role.AUTHORITY,
        "Cấp nhận hồ sơ",
        "Văn phòng Điều phối: nhận hồ sơ của các xã, tổng hợp.",
        "authority",
    ),
    RoleChoice(
        Role.AGENCY,
        "Cơ quan phụ trách tiêu chí",
        "Phòng, ban thẩm tra các tiêu chí được giao.",
        "agency",
    ),
)


def set_words(one: CriteriaSet) -> str:
    """Name a set, and say if it holds only a frame yet."""
    frame = " (mới có khung)" if one.status is Status.STRUCTURE_ONLY else ""
    return short_name(one.name) + frame


@dataclass(frozen=True, slots=True)
class KeyChoice:
    """Where the office's key comes from."""

    source: "KeySource"
    word: str
    hint: str


class KeySource(StrEnum):
    """Made here, or brought along."""

    NEW = "new"
    FILE = "file"
    SHEET = "sheet"


KEYS = (
    KeyChoice(
        KeySource.NEW,
        "Tạo khóa mới: đây là máy đầu tiên của cơ quan",
        "Mật khẩu dùng mỗi khi gửi hồ sơ, để nơi nhận biết chắc hồ sơ là của cơ quan. "
        "Nên là vài từ liền nhau, dễ nhớ mà khó đoán.",
    ),
    KeyChoice(
        KeySource.FILE,
        "Đã có khóa của cơ quan: tệp khóa",
        "Ở máy kia, trang “Khóa, tin cậy”, bấm “Sao lưu khóa…” ra USB. Mật khẩu là mật khẩu đang "
        "dùng ở máy kia.",
    ),
    KeyChoice(
        KeySource.SHEET,
        "Đã có khóa của cơ quan: giấy khôi phục",
        "Tờ giấy cất trong két của cơ quan: chụp ảnh, quét, hoặc gõ 17 hàng số. "
        "Đặt mật khẩu mới cho khóa trên máy này.",
    ),
)
KEEP = (
    "Mất mật khẩu thì chỉ còn cách dùng giấy khôi phục khóa. Bước sau chương trình sẽ lập tờ giấy "
    "này để in và cất trong két của cơ quan."
)
SHEET_WHY = (
    "Tờ giấy này lấy lại được khóa khi quên mật khẩu, hỏng máy hoặc thêm máy. Không có nó, mất "
    "mật khẩu là phải tạo khóa mới và đăng ký lại với nơi nhận. Hãy in ngay, bỏ phong bì dán kín, "
    "cất trong két của cơ quan, rồi xóa tệp."
)
