"""What was shown before it is done: record by record, on the heads that were seen then."""

from collections.abc import Iterable
from dataclasses import dataclass
from sqlite3 import Connection

from db import journal
from ntm_desktop.domain.move_plan import PlannedWrite
from ntm_desktop.domain.ownership import Identity
from ntm_desktop.domain.revision import Fields, Record, RevisionId
from ntm_desktop.errors import InputError


class PlanChangedError(InputError):
    """What was shown is no longer what would be done."""

    code = "plan_changed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """One record that was written: its revision, and what takes it back (None deletes)."""

    record: Record
    revision: RevisionId
    before: Fields | None


def planned(store: Connection, record: Record, fields: Fields) -> PlannedWrite:
    """Plan to write to a record as it stands now."""
    return PlannedWrite(record=record, fields=fields, seen=journal.heads(store, record))


def write_planned(
    store: Connection, identity: Identity, writes: Iterable[PlannedWrite]
) -> tuple[Done, ...]:
    """Do what was planned, in a transaction already begun; give what is new."""
    found = [_write(store, identity, write) for write in writes]
    return tuple(one for one in found if one)


def _write(store: Connection, identity: Identity, write: PlannedWrite) -> Done | None:
    state = journal.state(store, write.record)
    before = {name: state.decided(name) for name in write.fields} if state.alive else None
    made = journal.write(store, identity, write.record, write.fields, seen=write.seen)
    return Done(record=write.record, revision=made.id, before=before) if made else None
