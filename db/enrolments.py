"""Which key belongs to which office, as the receiving authority enrolled them."""

from sqlite3 import Connection
from typing import Any

from ntm_desktop.domain.forms import FIELDS
from ntm_desktop.domain.merge import State
from ntm_desktop.domain.revision import Record

KIND = "enrolment"
_IS_OFFICE = FIELDS[KIND]["office"]


def show(store: Connection, row: int, record: Record, state: State) -> None:
    """Project one enrolment; in another form than ours it counts for nothing."""
    office: Any = state.decided("office")
    if _IS_OFFICE(office):
        store.execute(
            "INSERT INTO enrolment VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                row,
                record.scope,
                office["unit"],
                office["name"],
                office["role"],
                bytes.fromhex(office["signing_key"]),
                office["age_recipient"],
                office.get("from"),
                office.get("until"),
            ),
        )
