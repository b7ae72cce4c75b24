"""Units (xã, huyện …): as their own offices describe them, and what changed of that since when."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from sqlite3 import Connection
from typing import TYPE_CHECKING, Any

from ntm_desktop.domain.assessment import natural_key, read_key

if TYPE_CHECKING:
    from ntm_desktop.domain.merge import State
    from ntm_desktop.domain.revision import Record

KIND, STATE_KIND = "unit", "unit_state"
BEGINNING = "0001-01-01"
"""Since when something holds that always did."""
FACTS = ("name", "kind", "region", "group")
_STATES = """
SELECT scope, unit, since, name, kind, region, grp AS "group", decision FROM unit_state
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """A unit: its code, name, kind (commune, town, ward, district …), region and authority.

    `group` is the one of the 2026-2030 set; "" where nobody said.
    """

    code: str
    name: str
    kind: str = "commune"
    region: str = ""
    authority: str = ""
    group: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitState:
    """What an office said of a unit since a date (ISO 8601); "" where it says nothing.

    `scope` is who said it: the unit itself, or the authority.
    """

    scope: str
    unit: str
    since: str
    name: str = ""
    kind: str = ""
    region: str = ""
    group: str = ""
    decision: str = ""


def state_key(unit: str, since: str) -> str:
    """Name the record of what changed of a unit on a day, alike on every PC."""
    return natural_key(unit, since)


def show(store: Connection, row: int, record: "Record", state: "State") -> None:
    """Project one record; a unit is described under its own code, or twice."""
    if record.key != record.scope:
        return
    values = [text(state, name) for name in ("name", "kind", "region", "authority", "group")]
    store.execute("INSERT INTO unit VALUES (?, ?, ?, ?, ?, ?, ?)", (row, record.scope, *values))


def show_state(store: Connection, row: int, record: "Record", state: "State") -> None:
    """Project what changed of a unit on a day."""
    key = read_key(record.key, 2)
    if key:
        values = [text(state, name) for name in (*FACTS, "decision")]
        store.execute(
            "INSERT INTO unit_state VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (row, record.scope, *key, *values),
        )


def text(state: "State", name: str) -> str | None:
    """Give a decided text field; None where there is none, or something else."""
    value = state.decided(name)
    return value if isinstance(value, str) else None


def find(store: Connection, code: str, *, on: str | None = None) -> Unit | None:
    """Read one unit as it was `on` a day (ISO 8601; today)."""
    row = store.execute(
        "SELECT code, name, kind, region, authority, grp FROM unit WHERE code = ?", (code,)
    ).fetchone()
    if row is None:
        return None
    unit = _unit(row)
    return _on(unit, states(store, code), on or today())


def everyone(store: Connection, *, on: str | None = None) -> list[Unit]:
    """Read every unit that described itself, by name, as it was `on` a day (today)."""
    rows = store.execute("SELECT code, name, kind, region, authority, grp FROM unit").fetchall()
    said: dict[str, list[UnitState]] = {}
    for each in states(store):
        said.setdefault(each.unit, []).append(each)
    day = on or today()
    found = [_on(unit, said.get(unit.code, ()), day) for unit in map(_unit, rows)]
    return sorted(found, key=lambda unit: unit.name)


def listed(store: Connection, authority: str, *, on: str | None = None) -> list[Unit]:
    """Read the units that an authority stated, whether they described themselves or not."""
    day = on or today()
    found: dict[str, list[UnitState]] = {}
    for each in states(store):
        if each.scope == authority and each.unit != authority:
            found.setdefault(each.unit, []).append(each)
    return [
        find(store, code, on=day)
        or _on(Unit(code=code, name=code, authority=authority), said, day, always=True)
        for code, said in sorted(found.items())
    ]


def states(store: Connection, unit: str = "") -> list[UnitState]:
    """Read what was said of a unit (of all), the oldest first; the authority's word comes last."""
    rows = store.execute(
        f"{_STATES} WHERE ?1 = '' OR unit = ?1 ORDER BY since, scope <> unit, record", (unit,)
    )
    return [UnitState(**{name: row[name] or "" for name in row.keys()}) for row in rows]  # noqa: SIM118 - a Row


def today() -> str:
    """Give the day by this PC's clock."""
    return date.today().isoformat()  # noqa: DTZ011 - the day where the office is


def _on(unit: Unit, said: Iterable[UnitState], day: str, *, always: bool = False) -> Unit:
    """Apply what the unit itself and its authority said up to a day; `always`: the first too."""
    counted = [each for each in said if each.scope in (unit.code, unit.authority)]
    due = [each for each in counted if each.since <= day]
    if always and not due:
        due = counted[:1]
    facts: dict[str, Any] = {}
    for each in due:
        facts |= {name: value for name in FACTS if (value := getattr(each, name))}
    return replace(unit, **facts) if facts else unit


def _unit(row: tuple[str | None, ...]) -> Unit:
    code, name, kind, region, authority, group = (value or "" for value in row)
    return Unit(
        code=code, name=name or code, kind=kind, region=region, authority=authority, group=group
    )
