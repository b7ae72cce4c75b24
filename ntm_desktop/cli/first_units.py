"""Which unit a data folder is set up for, and where it sends: from lists, or as it was typed."""

from argparse import Namespace
from collections.abc import Mapping
from dataclasses import dataclass

from ntm_desktop.domain.ownership import Role
from ntm_desktop.errors import UsageError
from ntm_desktop.services import places
from ntm_desktop.services.catalogue import unit_lists
from ntm_desktop.services.office import Authority
from ntm_desktop.services.setup import Unit
from ntm_desktop.services.unit_files import read_list
from ntm_desktop.services.units import LEVELS, ListedUnit, listed_in

_KIND = {Role.COMMUNE: "commune", Role.AUTHORITY: "district", Role.AGENCY: "agency"}


class ReceiverMissingError(UsageError):
    """A list of units that does not say who receives."""

    code = "receiver_missing"


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstUnits:
    """The office's unit, whom it sends to, and the units of its own list."""

    unit: Unit
    authority: Authority
    listed: tuple[ListedUnit, ...]

    @classmethod
    def of(cls, options: Namespace, groups: Mapping[str, str]) -> "FirstUnits":
        """Read what was given; raises a UserError, also for every problem of the list."""
        role = Role(options.role)
        listed = tuple(read_list(options.units, groups)) if options.units else ()
        return cls(
            unit=_unit(role, options, groups, listed),
            authority=_authority(role, options, listed),
            listed=listed,
        )


def _unit(
    role: Role, options: Namespace, groups: Mapping[str, str], listed: tuple[ListedUnit, ...]
) -> Unit:
    """Describe the unit as the lists do, as far as they know it; what was typed wins."""
    found = _described(options.unit, listed)
    own = role is not Role.AGENCY and found is not None
    return Unit(
        code=options.unit,
        name=options.name or (found.name if found else ""),
        kind=found.kind if found and own else _KIND[role],
        region=places.region(options.region) or (found.region if found else ""),
        group=places.group(options.group, groups) or (found.group if found else ""),
    )


def _described(code: str, listed: tuple[ListedUnit, ...]) -> ListedUnit | None:
    """Find a unit in the office's own list, else among those shipped; these receive too."""
    shipped = [unit for of in unit_lists() for unit in listed_in(of)]
    shipped += [ListedUnit(code=of.code, name=of.name, kind=of.level) for of in unit_lists()]
    return next((unit for unit in (*listed, *shipped) if unit.code == code), None)


def _authority(role: Role, options: Namespace, listed: tuple[ListedUnit, ...]) -> Authority:
    """Say who receives: oneself, the one named, or the one whose list has the unit."""
    if role is Role.AUTHORITY:
        return _receiver(options.unit, listed, options.name)
    return _receiver(options.authority or _sends_to(options.unit, listed), listed)


def _receiver(code: str, listed: tuple[ListedUnit, ...], name: str | None = None) -> Authority:
    found = _described(code, listed)
    level = found.kind if found and found.kind in LEVELS else "district"
    return Authority(code=code, name=name or (found.name if found else code), level=level)


def _sends_to(code: str, listed: tuple[ListedUnit, ...]) -> str:
    """Choose the only authority of the own list, else the one whose shipped list has the unit."""
    receivers = [unit.code for unit in listed if unit.kind in LEVELS]
    if len(receivers) == 1:
        return receivers[0]
    if listed:
        raise ReceiverMissingError(
            "Không rõ đơn vị gửi hồ sơ về đâu: danh sách phải có đúng một dòng Huyện hoặc Tỉnh. "
            "Hãy ghi thêm --authority MÃ."
        )
    lists = unit_lists()
    holding = [of.code for of in lists if code in {unit.code for unit in of.units}]
    return next(iter([*holding, *(of.code for of in lists)]))
