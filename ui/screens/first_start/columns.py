"""How the first start words its choices."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from ntm_desktop.domain.ownership import Role
from ntm_desktop.domain.text import fold
from ntm_desktop.services.catalogue import UnitList
from ntm_desktop.services.office import Authority

LEVELS = {"district": "cấp huyện", "province": "cấp tỉnh"}


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


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitChoice:
    """A unit that may be picked, and whom it reports to."""

    code: str
    name: str
    kind: str
    region: str
    authority: Authority

    @property
    def text(self) -> str:
        """Word it for the list."""
        return f"{self.name}  ·  {self.authority.name}  ·  mã {self.code}"


def communes(lists: Iterable[UnitList]) -> list[UnitChoice]:
    """List every shipped commune with its authority."""
    return [
        UnitChoice(
            code=unit.code,
            name=unit.name,
            kind=unit.kind,
            region=unit.region,
            authority=_authority(of),
        )
        for of in lists
        for unit in of.units
    ]


def authorities(lists: Iterable[UnitList]) -> list[UnitChoice]:
    """List the shipped receiving authorities."""
    return [
        UnitChoice(code=of.code, name=of.name, kind=of.level, region="", authority=_authority(of))
        for of in lists
    ]


def agency_choices(names: dict[str, str], authority: Authority) -> list[UnitChoice]:
    """List the shipped agencies, under the authority they appraise for."""
    return [
        UnitChoice(code=code, name=name, kind="agency", region="", authority=authority)
        for code, name in names.items()
    ]


def matching(choices: Sequence[UnitChoice], typed: str) -> list[UnitChoice]:
    """Find the units whose name, code or authority holds every word typed, without accents."""
    words = fold(typed).split()
    return [
        choice
        for choice in choices
        if all(word in fold(f"{choice.name} {choice.code}") for word in words)
    ]


def _authority(of: UnitList) -> Authority:
    return Authority(code=of.code, name=of.name, level=of.level)


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
