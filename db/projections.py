"""The current state as tables, made from the journal and from nothing else."""

from collections.abc import Callable, Mapping
from sqlite3 import Connection

from db import assessments, enrolments, evidence, masking, subjects, successions, thresholds, units
from ntm_desktop.domain.canonical import canonical
from ntm_desktop.domain.decision import letter
from ntm_desktop.domain.merge import Deleted, State, conflict_id
from ntm_desktop.domain.revision import Record

Show = Callable[[Connection, int, Record, State], None]
SHOW: Mapping[str, Show] = {
    "unit": units.show,
    "unit_state": units.show_state,
    "subject": subjects.show,
    "assessment": assessments.show,
    "threshold": thresholds.show,
    "evidence": evidence.show,
    "evidence_file": evidence.show_file,
    "evidence_link": evidence.show_link,
    "enrolment": enrolments.show,
    "revocation": masking.show,
    "succession": successions.show,
}
TABLES = (
    "conflict",
    "unit",
    "unit_state",
    "subject",
    "assessment",
    "threshold",
    "evidence",
    "evidence_file",
    "evidence_link",
    "enrolment",
    "revocation",
    "succession",
    "masked",
)


def show(store: Connection, row: int, record: Record, state: State) -> None:
    """Bring the tables up to the state of one record; an unknown kind waits for an upgrade.

    A record of a kind we know in a form we do not is kept in the journal and shown nowhere.
    """
    store.execute("DELETE FROM conflict WHERE record = ?", (row,))
    shown = SHOW.get(record.kind)
    if shown is None:
        return
    _show_conflicts(store, row, record, state)
    store.execute(f"DELETE FROM {record.kind} WHERE record = ?", (row,))  # noqa: S608 - a key of SHOW
    if state.alive:
        shown(store, row, record, state)


def _show_conflicts(store: Connection, row: int, record: Record, state: State) -> None:
    for name, candidates in state.conflicts.items():
        id_ = conflict_id(record, name, candidates)
        store.executemany(
            """
            INSERT INTO conflict (record, field, id, label, value, revision)
            VALUES (?, ?, ?, ?, ?, ?)
            """,
            [
                (row, name, id_, letter(place), _spelling(candidate.value), candidate.writes[0])
                for place, candidate in enumerate(candidates)
            ],
        )


def _spelling(value: object) -> str | None:
    return None if isinstance(value, Deleted) else canonical(value).decode()


def clear(store: Connection) -> None:
    """Empty all projected tables."""
    for table in TABLES:
        store.execute(f"DELETE FROM {table}")  # noqa: S608 - names from above
