"""Which communes go on with the records of communes that were merged into them."""

from sqlite3 import Connection

from ntm_desktop.domain.forms import FIELDS
from ntm_desktop.domain.merge import State
from ntm_desktop.domain.revision import Record

KIND = "succession"
_IS_SUCCEEDED = FIELDS[KIND]["succeeded"]


def show(store: Connection, row: int, record: Record, state: State) -> None:
    """Project one succession."""
    value = state.decided("succeeded")
    if _IS_SUCCEEDED(value) and isinstance(value, dict):
        store.execute(
            "INSERT INTO succession VALUES (?, ?, ?, ?, ?, ?)",
            (
                row,
                record.scope,
                *(value.get(name) for name in ("old", "new", "decision", "date")),
            ),
        )


def stated(store: Connection) -> list[tuple[str, str, str, str]]:
    """Read every succession: old unit, new unit, decision and date (ISO 8601), "" for none."""
    rows = store.execute("SELECT old, new, decision, date FROM succession ORDER BY old, new")
    return [(row[0], row[1], row[2] or "", row[3] or "") for row in rows]


def read(store: Connection) -> frozenset[tuple[str, str]]:
    """Give every pair (old unit, new unit)."""
    return frozenset((row[0], row[1]) for row in store.execute("SELECT old, new FROM succession"))
