"""Units by date: what they are called, where they lie, their group; and lists of them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from db import journal, units
from db.connection import DataFile, writing
from db.units import BEGINNING
from db.units import Unit as Unit
from db.units import UnitState as UnitState
from ntm_desktop.domain.ownership import Role
from ntm_desktop.domain.revision import Record
from ntm_desktop.domain.text import clean, read_day
from ntm_desktop.domain.topics import Topic
from ntm_desktop.errors import InputError
from ntm_desktop.services.catalogue import unit_lists
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
REGIONS: Final[Mapping[str, str]] = {
    "TDMNPB": "Trung du miền núi phía Bắc",
    "DBSH": "Đồng bằng sông Hồng",
    "BTB": "Bắc Trung Bộ",
    "DHNTB": "Duyên hải Nam Trung Bộ",
    "TN": "Tây Nguyên",
    "DNB": "Đông Nam Bộ",
    "DBSCL": "Đồng bằng sông Cửu Long",
}


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
        """List the units of the authority, sent or not; in a commune, itself alone."""
        office = self._office
        with self._data.session() as store:
            if office.role is Role.COMMUNE:
                return [units.find(store, office.unit.code) or office.unit]
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
        since: str,
        name: str = "",
        region: str = "",
        group: str = "",
        decision: str = "",
    ) -> frozenset[Topic]:
        """Say what holds of a unit from a day on; what is empty stays as it was.

        Raises UnitChangeError, and NotYoursError at an office that may not say so.
        """
        stated = {"name": clean(name), "region": clean(region), "group": clean(group)}
        said: dict[str, Any] = {field: value for field, value in stated.items() if value}
        if not said:
            raise UnitChangeError("Hãy nhập tên mới, vùng hoặc nhóm xã.")
        day = read_day(since)
        if day is None:
            raise UnitChangeError(
                "Hãy nhập ngày bắt đầu có hiệu lực, dạng ngày/tháng/năm, ví dụ 01/07/2025."
            )
        if clean(decision):
            said["decision"] = decision
        return self._write({(unit, day): said})

    def take_list(self, listed: Iterable[ListedUnit]) -> frozenset[Topic]:
        """Take a list of units over, all or nothing: what it states, these units always were."""
        return self._write(
            {
                (unit.code, BEGINNING): {
                    name: value
                    for name in units.FACTS
                    if (value := clean(str(getattr(unit, name))))
                }
                for unit in listed
            }
        )

    def _write(self, said: Mapping[tuple[str, str], Mapping[str, Any]]) -> frozenset[Topic]:
        own, written = self._office.unit.code, False
        if self._office.role is Role.COMMUNE and any(unit != own for unit, _ in said):
            # It could be written in our own scope, and would count for nothing anywhere.
            raise journal.NotYoursError("Chỉ cấp nhận hồ sơ ghi được thông tin của đơn vị khác.")
        with self._data.session() as store, writing(store):
            for (unit, since), fields in said.items():
                key = units.state_key(unit, since)
                record = Record(self._office.unit.code, units.STATE_KIND, key)
                made = journal.write(store, self._office.identity, record, fields)
                written = written or made is not None
        return CHANGED if written else frozenset()


def shipped(authority: str) -> list[ListedUnit]:
    """Give the units that ship with the program for an authority; none if it has no list."""
    return [
        ListedUnit(code=unit.code, name=unit.name, kind=unit.kind, region=unit.region)
        for one in unit_lists()
        if one.code == authority
        for unit in one.units
    ]


def read_list(path: Path, groups: Mapping[str, str] | None = None) -> list[ListedUnit]:
    """Read units from an Excel workbook; raises WorkbookError, WorkbookProblemsError.

    `groups` are the known groups (name by id). Nothing is kept: the caller takes the list over.
    """
    from ntm_desktop.exchange import workbook_cells as cells
    from ntm_desktop.exchange.workbook import Column, WorkbookProblemsError, read_table

    kinds = {words: id_ for id_, words in KINDS.items()}
    regions = {words: id_ for id_, words in REGIONS.items()} | {id_: id_ for id_ in REGIONS}
    known = {f"Nhóm {place}": id_ for place, id_ in enumerate(groups or {}, 1)}
    known |= {id_[-1]: id_ for id_ in groups or {}} | {id_: id_ for id_ in groups or {}}
    table = read_table(
        path,
        (
            Column("code", ("Mã", "Mã đơn vị", "Mã xã", "Mã ĐVHC"), cells.code, needed=True),
            Column("name", ("Tên", "Tên đơn vị", "Tên xã", "Xã, phường", "Đơn vị"), needed=True),
            Column("kind", ("Loại", "Cấp", "Loại đơn vị"), cells.choice(kinds), optional=True),
            Column("region", ("Vùng",), cells.choice(regions), optional=True),
            Column("group", ("Nhóm", "Nhóm xã"), cells.choice(known), optional=True),
        ),
        sheet="Đơn vị",
    )
    problems, seen = [], set[str]()
    for row in table.rows:
        if row["code"] in seen:
            problems.append(table.problem(row, "code", f"mã “{row['code']}” có hai lần"))
        seen.add(row["code"])
    if problems or not table.rows:
        raise WorkbookProblemsError(
            path.name, problems or [table.nothing("không có đơn vị nào dưới dòng tên cột")]
        )
    return [
        ListedUnit(
            **{
                **row.values,
                **{n: row[n] or "" for n in ("region", "group")},
                "kind": row["kind"] or _kind_of(row["name"]),
            }
        )
        for row in table.rows
    ]


def _kind_of(name: str) -> str:
    """Take the kind from the word a name begins with."""
    return next((id_ for id_, words in KINDS.items() if name.startswith(words)), "commune")
