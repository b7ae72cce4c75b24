"""Which units a role may choose from: the shipped ones, or those of the office's own list."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ntm_desktop.domain.ownership import Role
from ntm_desktop.domain.text import fold
from ntm_desktop.services.catalogue import UnitList
from ntm_desktop.services.office import Authority
from ntm_desktop.services.units import ListedUnit, kind_of, listed_in
from ui.screens.first_start.columns import LEVELS

_HEADINGS = {
    Role.COMMUNE: "Xã của bạn",
    Role.AUTHORITY: "Cấp nhận hồ sơ",
    Role.AGENCY: "Cơ quan của bạn",
}
_KINDS: Mapping[Role, tuple[str, ...]] = {
    Role.COMMUNE: ("commune", "ward", "town"),
    Role.AUTHORITY: tuple(LEVELS),
    Role.AGENCY: ("agency",),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitChoice:
    """A unit that may be picked, and whom it reports to, if the list says so."""

    code: str
    name: str
    kind: str
    region: str = ""
    group: str = ""
    authority: Authority | None = None

    @property
    def text(self) -> str:
        """Word it for the list."""
        reports = [self.authority.name] if self.authority else []
        return "  ·  ".join([self.name, *reports, f"mã {self.code}"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """What a role may choose from; `source` says which list it is, if not the shipped ones.

    `receiver` is whom units report to unless a choice says otherwise, None to be chosen.
    """

    role: Role = Role.COMMUNE
    choices: Sequence[UnitChoice] = ()
    authorities: Sequence[Authority] = ()
    receiver: Authority | None = None
    source: str = ""

    @property
    def heading(self) -> str:
        """Ask for what the role is."""
        return _HEADINGS[self.role]

    @property
    def receives(self) -> bool:
        """Tell whether it receives dossiers itself."""
        return self.role is Role.AUTHORITY

    def typed(self, words: tuple[str, str] | None, level: str) -> UnitChoice | None:
        """Give a unit of no list, once code and name are there; `level` is of who receives."""
        if words is None:
            return None
        code, name = words
        named = kind_of(name)
        assessed = (*_KINDS[Role.COMMUNE], "district")  # which may assess itself
        kind = {Role.COMMUNE: named if named in assessed else "commune"}
        kind |= {Role.AUTHORITY: level, Role.AGENCY: "agency"}
        return UnitChoice(code=code, name=name, kind=kind[self.role])


def shipped_offer(role: Role, lists: Sequence[UnitList], agencies: Mapping[str, str]) -> Offer:
    """Offer the shipped units of a role."""
    known = [_authority(of) for of in lists]
    choices = {
        Role.COMMUNE: [
            _choice(unit, of)
            for of, shipped in zip(known, lists, strict=True)
            for unit in listed_in(shipped)
        ],
        Role.AUTHORITY: [
            UnitChoice(code=of.code, name=of.name, kind=of.level, authority=of) for of in known
        ],
        Role.AGENCY: [
            UnitChoice(code=code, name=name, kind="agency", authority=known[0])
            for code, name in agencies.items()
        ],
    }[role]
    return Offer(role=role, choices=choices, authorities=known)


def listed_offer(
    role: Role, lists: Sequence[UnitList], file_name: str, listed: Sequence[ListedUnit]
) -> Offer:
    """Offer what an office's own list has; its only district or province is whom all report to."""
    receivers = [
        Authority(code=unit.code, name=unit.name, level=unit.kind)
        for unit in listed
        if unit.kind in LEVELS
    ]
    only = receivers[0] if len(receivers) == 1 else None
    choices = [_choice(unit, only) for unit in listed if unit.kind in _KINDS[role]]
    own = {each.code for each in receivers}
    shipped = [each for each in map(_authority, lists) if each.code not in own]
    return Offer(
        role=role,
        choices=choices,
        authorities=[*receivers, *shipped],
        receiver=only,
        source=_source(role, file_name, len(choices)),
    )


def _source(role: Role, file_name: str, found: int) -> str:
    if found:
        return f"Danh sách trong tệp {file_name}: {found} đơn vị."
    wanted = {
        Role.COMMUNE: "xã, phường, thị trấn",
        Role.AUTHORITY: "huyện, tỉnh",
        Role.AGENCY: "cơ quan",
    }[role]
    return f"Tệp {file_name} không có dòng nào là {wanted}. Hãy tự ghi mã và tên bên dưới."


def _choice(unit: ListedUnit, authority: Authority | None) -> UnitChoice:
    return UnitChoice(
        code=unit.code,
        name=unit.name,
        kind=unit.kind,
        region=unit.region,
        group=unit.group,
        authority=authority,
    )


def _authority(of: UnitList) -> Authority:
    return Authority(code=of.code, name=of.name, level=of.level)


def matching(choices: Sequence[UnitChoice], typed: str) -> list[UnitChoice]:
    """Find the units whose name, code or authority holds every word typed, without accents."""
    words = fold(typed).split()
    return [
        choice
        for choice in choices
        if all(word in fold(f"{choice.name} {choice.code}") for word in words)
    ]
