"""Writing what a person decided of a conflict, with all that hangs on it."""

from collections.abc import Collection, Iterable
from sqlite3 import Connection
from typing import Final, NamedTuple

from db import conflicts, evidence, journal
from db.conflicts import Dispute
from ntm_desktop.domain.assessment import read_key
from ntm_desktop.domain.decision import bringing_back, deletions, settling
from ntm_desktop.domain.merge import Deleted, FieldValue, State
from ntm_desktop.domain.ownership import Identity
from ntm_desktop.domain.revision import Record, Revision, RevisionId

_ATTACHED: Final = (evidence.FILE_KIND, evidence.LINK_KIND)


class Disputed(NamedTuple):
    """A record in dispute: its revisions, those that count for nothing, what they add up to."""

    history: Collection[Revision]
    masked: frozenset[RevisionId]
    state: State

    @classmethod
    def read(cls, store: Connection, record: Record) -> "Disputed":
        """Read a record from the journal."""
        return cls(
            journal.history(store, record),
            journal.masked_of(store, record),
            journal.state(store, record),
        )


def settle(store: Connection, identity: Identity, dispute: Dispute, value: FieldValue) -> None:
    """Write what settles a dispute for a value (merge.md 17).

    A document goes with its files and links, and comes back with those removed along with it.
    """
    seen = Disputed.read(store, dispute.record)
    gone = deletions(seen.state)
    writes = settling(seen.history, dispute.field, value, seen.masked)
    journal.settle(store, identity, dispute.record, writes)
    if dispute.record.kind != evidence.KIND or not gone:
        return
    if isinstance(value, Deleted):
        for record in conflicts.of_document(store, dispute.record):
            journal.write(store, identity, record, None)
    else:
        removed = [one for one in seen.history if one.id in gone]
        _bring_attached_back(store, identity, dispute.record, removed)


def _bring_attached_back(
    store: Connection, identity: Identity, document: Record, removed: Iterable[Revision]
) -> None:
    for each in (one for of in removed for one in conflicts.removed_with(store, of)):
        key = read_key(each.key, 2) or read_key(each.key, 5)
        if each.kind in _ATTACHED and key and key[0] == document.key:
            found = Disputed.read(store, each.record)
            writes = bringing_back(found.history, {each.id}, found.masked)
            if writes:
                journal.settle(store, identity, each.record, writes)
