"""How the first start words its choices."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

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


_ENOUGH = 8
_LONG, _VERY_LONG = 12, 20


def strength(passphrase: str) -> tuple[str, str]:
    """Judge a passphrase in words, and name the colour to say it in."""
    if not passphrase:
        return "", "secondary"
    if len(passphrase) < _ENOUGH:
        return f"Quá ngắn: cần ít nhất {_ENOUGH} ký tự", "not_met"
    words = len(passphrase.split())
    if len(set(passphrase)) < _ENOUGH // 2 or passphrase.isdecimal():
        return "Yếu: dễ đoán, hãy dùng vài từ liền nhau", "missing"
    if len(passphrase) >= _VERY_LONG or (len(passphrase) >= _LONG and words > 2):
        return "Mạnh", "met"
    if len(passphrase) >= _LONG:
        return "Khá", "met"
    return "Tạm được: thêm một, hai từ nữa thì tốt hơn", "missing"
