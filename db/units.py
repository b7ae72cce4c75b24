"""Units (xã, huyện …) as their own offices describe them."""

from dataclasses import dataclass
from sqlite3 import Connection
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ntm_desktop.domain.merge import State
    from ntm_desktop.domain.revision import Record

KIND = "unit"


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """A unit: its code, name, kind (commune, town, ward, district …), region and authority."""

    code: str
    name: str
    kind: str = "commune"
    region: str = ""
    authority: str = ""


def show(store: Connection, row: int, record: "Record", state: "State") -> None:
    """Project one record; a unit is described under its own code, or twice."""
    if record.key != record.scope:
        return
    values = [text(state, name) for name in ("name", "kind", "region", "authority")]
    store.execute("INSERT INTO unit VALUES (?, ?, ?, ?, ?, ?)", (row, record.scope, *values))


def text(state: "State", name: str) -> str | None:
    """Give a decided text field; None where there is none, or something else."""
    value = state.decided(name)
    return value if isinstance(value, str) else None


def find(store: Connection, code: str) -> Unit | None:
    """Read one unit."""
    row = store.execute(
        "SELECT code, name, kind, region, authority FROM unit WHERE code = ?", (code,)
    ).fetchone()
    return _unit(row) if row else None


def everyone(store: Connection) -> list[Unit]:
    """Read every unit known here, by name."""
    rows = store.execute("SELECT code, name, kind, region, authority FROM unit ORDER BY name")
    return [_unit(row) for row in rows]


def _unit(row: tuple[str | None, ...]) -> Unit:
    code, name, kind, region, authority = (value or "" for value in row)
    return Unit(code=code, name=name or code, kind=kind, region=region, authority=authority)
