"""Units by date: what they are called, where they lie, their group; and lists of them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from sqlite3 import Connection
from typing import Any, Final

from db import journal, successions, units
from db.connection import DataFile, writing
from db.receivers import followed
from db.units import BEGINNING
from db.units import Unit as Unit
from db.units import UnitState as UnitState
from ntm_desktop.domain.ownership import Identity, Role
from ntm_desktop.domain.revision import Record
from ntm_desktop.domain.text import clean, read_day
from ntm_desktop.domain.topics import Topic
from ntm_desktop.errors import InputError
from ntm_desktop.services.catalogue import UnitList, unit_lists
from ntm_desktop.services.office import Office

CHANGED = frozenset({Topic.UNITS})
KINDS: Final[Mapping[str, str]] = {
    "commune": "Xã",
    "ward": "Phường",
    "town": "Thị trấn",
    "district": "Huyện",
    "province": "Tỉnh",
    "agency": "Cơ quan",
}
LEVELS: Final = ("district", "province")
"""The kinds that receive dossiers."""

_Said = Mapping[tuple[str, str], Mapping[str, Any]]
"""What is said of units since when."""


class UnitChangeError(InputError):
    """A change of a unit without a day, or that says nothing."""

    code = "unit_change_refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedUnit:
    """A unit as a list states it."""

    code: str
    name: str
    kind: str = "commune"
    region: str = ""
    group: str = ""


class Units:
    """What is known here of units."""

    def __init__(self, *, data: DataFile, office: Office) -> None:
        self._data = data
        self._office = office

    def listed(self) -> list[Unit]:
        """List the units of the authority, sent or not; in a commune, those of `own_units`."""
        office = self._office
        with self._data.session() as store:
            if office.role is Role.COMMUNE:
                return own_units(store, office)
            found = {unit.code: unit for unit in units.listed(store, office.authority.code)}
            found |= {unit.code: unit for unit in units.everyone(store)}
        not_listed = {office.authority.code, office.unit.code}
        return [found[code] for code in sorted(found) if code not in not_listed]

    def changes(self, unit: str) -> list[UnitState]:
        """List what was said of a unit since when, the oldest first."""
        with self._data.session() as store:
            return [each for each in units.states(store, unit) if each.since != BEGINNING]

    def change(
        self,
        unit: str,
        *,
        since: str = "",
        name: str = "",
        region: str = "",
        group: str = "",
        decision: str = "",
    ) -> frozenset[Topic]:
        """Say what holds of a unit from a day on; what is empty stays as it was.

        Region and group without a day are what they always were: nobody knew until now.

        Raises UnitChangeError, and NotYoursError at an office that may not say so.
        """
        stated = {"name": clean(name), "region": clean(region), "group": clean(group)}
        said: dict[str, Any] = {field: value for field, value in stated.items() if value}
        if not said:
            raise UnitChangeError("Hãy nhập tên mới, vùng hoặc nhóm xã.")
        always = not stated["name"] and clean(since) is None
        day = BEGINNING if always else read_day(since)
        if day is None:
            raise UnitChangeError(
                "Hãy nhập ngày bắt đầu có hiệu lực, dạng ngày/tháng/năm, ví dụ 01/07/2025."
            )
        if clean(decision):
            said["decision"] = decision
        return self._write({(unit, day): said})

    def take_list(self, listed: Iterable[ListedUnit]) -> frozenset[Topic]:
        """Take a list of units over, all or nothing: what it states, these units always were."""
        return self._write(_since_ever(listed))

    def _write(self, said: _Said) -> frozenset[Topic]:
        own = self._office.unit.code
        if self._office.role is Role.COMMUNE and any(unit != own for unit, _ in said):
            # It could be written in our own scope, and would count for nothing anywhere.
            raise journal.NotYoursError("Chỉ cấp nhận hồ sơ ghi được thông tin của đơn vị khác.")
        with self._data.session() as store, writing(store):
            written = _state(store, self._office.identity, said)
        return CHANGED if written else frozenset()


def own_units(store: Connection, office: Office) -> list[Unit]:
    """List a commune, then those that were merged into it, whose records it goes on with."""
    own = office.unit.code
    former = sorted(followed(successions.read(store), own) - {own})
    found = [units.find(store, code) or Unit(code=code, name=code) for code in former]
    return [units.find(store, own) or office.unit, *found]


def state_list(store: Connection, identity: Identity, listed: Iterable[ListedUnit]) -> None:
    """Write a list of units in a transaction already begun, as at first start."""
    _state(store, identity, _since_ever(listed))


def _since_ever(listed: Iterable[ListedUnit]) -> _Said:
    return {
        (unit.code, BEGINNING): {
            name: value for name in units.FACTS if (value := clean(str(getattr(unit, name))))
        }
        for unit in listed
    }


def _state(store: Connection, identity: Identity, said: _Said) -> bool:
    """Write what is said of units; tell whether any of it is new."""
    written = [
        journal.write(
            store,
            identity,
            Record(identity.unit, units.STATE_KIND, units.state_key(unit, since)),
            fields,
        )
        for (unit, since), fields in said.items()
    ]
    return any(made is not None for made in written)


def shipped(authority: str) -> list[ListedUnit]:
    """Give the units that ship with the program for an authority; none if it has no list."""
    return [unit for one in unit_lists() if one.code == authority for unit in listed_in(one)]


def listed_in(shipped_list: UnitList) -> list[ListedUnit]:
    """Give the units of a shipped list as a list of one's own would state them."""
    return [
        ListedUnit(code=unit.code, name=unit.name, kind=unit.kind, region=unit.region)
        for unit in shipped_list.units
    ]


def kind_of(name: str) -> str:
    """Take the kind from the word a name begins with; a commune where it does not say."""
    return next((id_ for id_, words in KINDS.items() if name.startswith(words)), "commune")
