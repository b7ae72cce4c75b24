"""One's own work that no key in force vouches for, written again under the present key.

After the loss of a key (merge.md 11) revisions beyond its last signed head can travel to nobody;
after its revocation (merge.md 22) those beyond the last good head have no value. Each is written
again as it was: the same fields, person and time, and the same place among the others, so that
nothing is decided and no conflict is hidden.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from sqlite3 import Connection

from db import installation, journal, masking
from db.connection import writing
from ntm_desktop.domain.revision import (
    Authorship,
    ChainEnd,
    Fields,
    Record,
    Revision,
    RevisionId,
    known_revision,
    new_revision,
)

_OWN = """
SELECT revision.row, revision.id, revision.line,
    EXISTS (SELECT 1 FROM masked WHERE masked.revision = revision.row) AS is_masked,
    EXISTS (SELECT 1 FROM import_revision AS came WHERE came.revision = revision.row) AS came,
    EXISTS (
        SELECT 1 FROM import_revision AS came WHERE came.revision = revision.row AND came.fresh = 1
    ) AS brought
FROM revision JOIN chain ON chain.row = revision.chain
WHERE chain.origin IN (SELECT origin FROM former_origin) AND chain.origin NOT LIKE ? || '.%'
ORDER BY revision.row
"""
_DONE = "written_again"
"""Name of the setting that holds the ids (hex) of masked revisions written again."""


@dataclass(frozen=True, slots=True)
class WrittenAgain:
    """How many revisions, of how many records."""

    revisions: int = 0
    records: int = 0


@dataclass(frozen=True, slots=True)
class _Lost:
    """A revision that counts for nothing elsewhere; `travels` if others may hold it."""

    row: int
    revision: Revision
    travels: bool


def waiting(store: Connection, prefix: str) -> WrittenAgain:
    """Count what would be written again; `prefix` begins the origins of the present key."""
    lost = _lost(store, prefix)
    return WrittenAgain(len(lost), len({each.revision.record for each in lost}))


def write_again(store: Connection, prefix: str) -> WrittenAgain:
    """Write all of it again under the present origin; what travels to nobody goes."""
    with writing(store):
        lost = _lost(store, prefix)
        if not lost:
            return WrittenAgain()
        here = installation.read(store)
        if here is None or not here.identity.origin.startswith(f"{prefix}."):
            raise ValueError("the installation writes under another key")
        plan = _plan(store, _Copyist(store, here.identity.origin), lost)
        journal.receive(store, plan.copies)
        _remove(store, plan.gone)
        gone = {each.row for each in plan.gone}
        _remember(store, [each.revision.id for each in lost if each.row not in gone])
    return WrittenAgain(len(lost), len({each.revision.record for each in lost}))


def _lost(store: Connection, prefix: str) -> list[_Lost]:
    rows = store.execute(_OWN, (prefix,)).fetchall()
    own = {row["id"]: known_revision(RevisionId(row["id"]), row["line"].encode()) for row in rows}
    vouched = _vouched(store, own)
    done = set(installation.setting(store, _DONE) or ())
    found = []
    for row in rows:
        travels = row["id"] in vouched or bool(row["came"])
        unsaid = bool(row["is_masked"]) and not row["brought"] and row["id"].hex() not in done
        if unsaid or not travels:
            found.append(_Lost(row["row"], own[row["id"]], travels))
    return found


def _vouched(store: Connection, own: Mapping[bytes, Revision]) -> set[bytes]:
    """Give the revisions that lie on a path down from a head."""
    found: set[bytes] = set()
    for (head,) in store.execute("SELECT id FROM head"):
        id_: bytes = head
        while id_ in own and id_ not in found:
            found.add(id_)
            id_ = own[id_].prev or b""
    return found


@dataclass(slots=True)
class _Copyist:
    """Writes copies on one origin's chains, each in the place of what it copies."""

    store: Connection
    origin: str
    copied: dict[RevisionId, RevisionId] = field(default_factory=dict)
    ends: dict[str, ChainEnd] = field(default_factory=dict)

    def copy(self, revision: Revision, fields: Fields | None) -> Revision:
        scope = revision.scope
        if scope not in self.ends:
            self.ends[scope] = journal.chain_end(self.store, scope, self.origin)
        made = new_revision(
            revision.record,
            fields,
            chain=self.ends[scope],
            parents=[self.copied.get(parent, parent) for parent in revision.parents],
            by=Authorship(revision.author, revision.at),
            cites=[self.copied.get(cited, cited) for cited in revision.cites],
        )
        self.copied[revision.id] = made.id
        self.ends[scope] = ChainEnd(self.origin, made.seq, made.id)
        return made


@dataclass(slots=True)
class _Plan:
    copies: list[Revision] = field(default_factory=list)
    gone: list[_Lost] = field(default_factory=list)


def _plan(store: Connection, copyist: _Copyist, lost: Sequence[_Lost]) -> _Plan:
    """Copy what nobody has said anew since; only what nothing stands on may go."""
    ids = {each.revision.id for each in lost}
    histories: dict[Record, list[Revision]] = {}
    plan = _Plan()
    for each in lost:
        revision = each.revision
        if revision.record not in histories:
            histories[revision.record] = journal.history(store, revision.record)
        since = _said_since(revision.id, histories[revision.record], ids)
        if revision.fields is None:
            fields: Fields | None = None if not since else {}
        else:
            fields = {name: v for name, v in revision.fields.items() if not _is_said(name, since)}
        if fields != {}:
            plan.copies.append(copyist.copy(revision, fields))
        if not each.travels and not since:
            plan.gone.append(each)
    return plan


def _said_since(
    id_: RevisionId, history: Iterable[Revision], lost: set[RevisionId]
) -> list[Revision]:
    """Give what was written on top of a revision and stands by itself."""
    above, found = {id_}, []
    for revision in history:  # what needs others comes after them
        if above.intersection(revision.parents):
            above.add(revision.id)
            if revision.id not in lost:
                found.append(revision)
    return found


def _is_said(name: str, since: Iterable[Revision]) -> bool:
    return any(revision.fields is None or name in revision.fields for revision in since)


def _remove(store: Connection, gone: Sequence[_Lost]) -> None:
    rows = [(each.row,) for each in gone]
    store.executemany("DELETE FROM masked WHERE revision = ?", rows)
    store.executemany("DELETE FROM revision WHERE row = ?", rows)
    records = {each.revision.record for each in gone}
    for record in records:
        row = store.execute(
            "SELECT row FROM record WHERE scope = ? AND kind = ? AND key = ?", record
        ).fetchone()
        journal.show(store, row[0], record)
    for row, record in masking.refresh(store):
        journal.show(store, row, record)


def _remember(store: Connection, ids: Iterable[RevisionId]) -> None:
    done = set(installation.setting(store, _DONE) or ())
    installation.change_setting(store, _DONE, sorted(done.union(id_.hex() for id_ in ids)))
