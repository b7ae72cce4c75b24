"""Which key belongs to which office, as the receiving authority enrolled them."""

from sqlite3 import Connection
from typing import Any

from ntm_desktop.domain.merge import State
from ntm_desktop.domain.revision import Record

KIND = "enrolment"
_TEXTS = ("unit", "name", "role", "signing_key", "age_recipient")


def show(store: Connection, row: int, record: Record, state: State) -> None:
    """Project one enrolment; in another form than ours it counts for nothing."""
    office: Any = state.decided("office")
    if not isinstance(office, dict) or not all(isinstance(office.get(n), str) for n in _TEXTS):
        return
    unit, name, role, signing_key, age_recipient = (office[n] for n in _TEXTS)
    try:
        key = bytes.fromhex(signing_key)
    except ValueError:
        return
    if len(key) == 32:
        store.execute(
            "INSERT INTO enrolment VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                row,
                record.scope,
                unit,
                name,
                role,
                key,
                age_recipient,
                office.get("from"),
                office.get("until"),
            ),
        )
