"""The one door for writing: every change is a revision, and the tables follow."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from sqlite3 import Connection
from typing import NamedTuple
from unicodedata import normalize

from db import masking, projections, successions
from db.connection import writing
from db.installation import writing_origin
from ntm_desktop.domain.canonical import JsonValue, canonical
from ntm_desktop.domain.merge import State, merge
from ntm_desktop.domain.ownership import Identity, may_succeed, may_write
from ntm_desktop.domain.revision import (
    LONGEST_LINE,
    Authorship,
    ChainEnd,
    Fields,
    Record,
    Revision,
    RevisionId,
    known_revision,
    new_revision,
)
from ntm_desktop.errors import InputError, UsageError

_INSERT = """
INSERT INTO revision (id, record, chain, seq, line) VALUES (?, ?, ?, ?, ?)
ON CONFLICT (id) DO NOTHING
"""
_RECORD = (
    "SELECT row FROM record WHERE scope = ? AND kind = ? AND key = ?",
    "INSERT INTO record (scope, kind, key) VALUES (?, ?, ?)",
)
_CHAIN = (
    "SELECT row FROM chain WHERE scope = ? AND origin = ?",
    "INSERT INTO chain (scope, origin) VALUES (?, ?)",
)


class NotYoursError(UsageError):
    """The office may not write this kind of record here."""

    code = "not_yours"


class TooLongError(InputError):
    """What was typed or pasted is too long to travel."""

    code = "too_long"


class Row(NamedTuple):
    """A revision as stored: its row number, and what it is."""

    row: int
    revision: Revision


def write(
    store: Connection,
    identity: Identity,
    record: Record,
    fields: Fields | None,
    *,
    seen: Iterable[RevisionId] | None = None,
) -> Revision | None:
    """Enter what a person did: the fields changed (None deletes), based on the heads `seen`.

    Without `seen` it is based on all there is now. Fields that already say so are left out; with
    nothing left to say, nothing is written and None is given.
    """
    _check_writable(store, identity, record)
    with writing(store):
        before, masked = history(store, record), masked_of(store, record)
        now = merge(before, masked)
        changed = None if fields is None else _changes(now, tidy(fields))
        if changed == {} or (fields is None and not now.alive):
            return None
        parents = now.heads if seen is None else _held(before, seen)
        row, revision = _append(store, identity, record, changed, parents)
        projections.show(store, row, record, merge([*before, revision], masked))
        _mask(store, [revision])
    return revision


def settle(
    store: Connection, identity: Identity, record: Record, writes: Iterable[Fields | None]
) -> list[Revision]:
    """Enter what a person decided, each revision as it is, side by side on all there is now."""
    _check_writable(store, identity, record)
    with writing(store):
        seen = heads(store, record)
        made = [_append(store, identity, record, fields, seen) for fields in writes]
        show(store, _record_row(store, record), record)
        _mask(store, (revision for _, revision in made))
    return [revision for _, revision in made]


def _append(
    store: Connection,
    identity: Identity,
    record: Record,
    fields: Fields | None,
    parents: Iterable[RevisionId],
) -> tuple[int, Revision]:
    """Write the next line of our chain, and give its record's row; the caller shows it."""
    revision = new_revision(
        record,
        fields,
        chain=chain_end(store, record.scope, writing_origin(store, identity)),
        parents=parents,
        by=Authorship(_text(identity.author), datetime.now(UTC).isoformat(timespec="seconds")),
    )
    if len(revision.line) > LONGEST_LINE:
        raise TooLongError(
            "Nội dung quá dài nên không gửi đi được. Hãy rút gọn, hoặc đưa phần dài vào một tệp "
            "minh chứng."
        )
    row = _record_row(store, record)
    _add(store, revision, row, _chain_row(store, revision))
    return row, revision


def _check_writable(store: Connection, identity: Identity, record: Record) -> None:
    if not writable(store, identity, record):
        raise NotYoursError("Đơn vị này không được sửa loại số liệu này.")


def writable(store: Connection, identity: Identity, record: Record) -> bool:
    """Tell whether an office may write a record, be it as the successor of its unit."""
    if may_write(identity.role, identity.unit, kind=record.kind, scope=record.scope):
        return True
    heir = (record.scope, identity.unit)
    return may_succeed(identity.role, kind=record.kind) and heir in successions.read(store)


def _mask(store: Connection, added: Iterable[Revision]) -> None:
    """Mask anew where a key was revoked, or a revoked key wrote."""
    prefixes = masking.revoked(store)
    if any(
        each.kind == masking.KIND or each.origin.partition(".")[0] in prefixes for each in added
    ):
        for row, record in masking.refresh(store):
            show(store, row, record)


def show(store: Connection, row: int, record: Record) -> None:
    """Make the tables of one record anew from the revisions it has."""
    state_ = merge(history(store, record), masking.masked(store, row))
    projections.show(store, row, record, state_)


def _held(revisions: Iterable[Revision], seen: Iterable[RevisionId]) -> set[RevisionId]:
    """Leave out what an undone import took back while the form was open (merge.md 8)."""
    return {revision.id for revision in revisions}.intersection(seen)


def tidy(fields: Fields) -> dict[str, JsonValue]:
    """Bring texts to NFC, and blank ones to null; half a surrogate pair becomes "?"."""
    return {name: _tidy(value) for name, value in fields.items()}


def _tidy(value: JsonValue) -> JsonValue:
    if isinstance(value, str):
        return _text(value) or None
    if isinstance(value, dict | list):
        return _tidy_inside(value) or None
    return value


def _tidy_inside(value: JsonValue) -> JsonValue:
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, dict):
        return {name: _tidy_inside(part) for name, part in value.items()}
    return [_tidy_inside(part) for part in value] if isinstance(value, list) else value


def _text(value: str) -> str:
    return normalize("NFC", value.encode(errors="replace").decode()).strip()


def _changes(now: State, fields: dict[str, JsonValue]) -> dict[str, JsonValue]:
    return {
        name: value
        for name, value in fields.items()
        if len(now.fields.get(name, ())) > 1 or canonical(now.decided(name)) != canonical(value)
    }


def receive(store: Connection, revisions: Iterable[Revision]) -> list[int]:
    """Add what others did, needs first, and give the rows of what was new; nothing is judged here.

    The caller has checked form, needs, heads and ownership (merge.md 32). A second revision with
    the same place in a chain burns its origin (merge.md 9).
    """
    fresh: list[int] = []
    touched: dict[Record, tuple[int, list[Revision]]] = {}
    with writing(store):
        rows = _Rows(store)
        for revision in revisions:
            record, chain = rows.of(revision)
            row = _insert(store, revision, record, chain)
            if row is not None:
                fresh.append(row)
                touched.setdefault(revision.record, (record, []))[1].append(revision)
        any_masked = masking.exist(store)
        for named, (record, added) in touched.items():
            before = _before(store, record, fresh[0])
            masked = masking.masked(store, record) if any_masked else frozenset()
            projections.show(store, record, named, merge([*before, *added], masked))
        _mask(store, (revision for _, added in touched.values() for revision in added))
    return fresh


class _Rows:
    """Rows of records and chains, each looked up once while many revisions come in."""

    def __init__(self, store: Connection) -> None:
        self._store = store
        self._records: dict[Record, int] = {}
        self._chains: dict[tuple[str, str], int] = {}

    def of(self, revision: Revision) -> tuple[int, int]:
        record, chain = revision.record, (revision.scope, revision.origin)
        if record not in self._records:
            self._records[record] = _record_row(self._store, record)
        if chain not in self._chains:
            self._chains[chain] = _chain_row(self._store, revision)
        return self._records[record], self._chains[chain]


def rebuild(store: Connection) -> None:
    """Make all projected tables anew from the revisions."""
    with writing(store):
        projections.clear(store)
        records = store.execute("SELECT row, scope, kind, key FROM record").fetchall()
        for row, *record in records:
            show(store, row, Record(*record))
        for row, record in masking.refresh(store):
            show(store, row, record)


def history(store: Connection, record: Record) -> list[Revision]:
    """Read the revisions of one record, in the order they came in."""
    rows = store.execute(
        """
        SELECT id, line FROM revision WHERE record =
            (SELECT row FROM record WHERE scope = ? AND kind = ? AND key = ?)
        ORDER BY row
        """,
        record,
    )
    return [known_revision(RevisionId(id_), line.encode()) for id_, line in rows]


def _before(store: Connection, record: int, row: int) -> list[Revision]:
    """Read what a record had before the revision of some row."""
    rows = store.execute(
        "SELECT id, line FROM revision WHERE record = ? AND row < ?", (record, row)
    )
    return [known_revision(RevisionId(id_), line.encode()) for id_, line in rows]


def heads(store: Connection, record: Record) -> tuple[RevisionId, ...]:
    """Read the heads of one record: what a form takes note of when it opens (merge.md 12)."""
    return merge(history(store, record)).heads  # what is masked is an ancestor all the same


def everything(store: Connection, scope: str | None = None) -> Iterator[Row]:
    """Read every revision (of one scope), in the order they came in."""
    found = store.execute(
        """
        SELECT revision.row, revision.id, revision.line
        FROM revision JOIN chain ON chain.row = revision.chain
        WHERE ?1 IS NULL OR chain.scope = ?1 ORDER BY revision.row
        """,
        (scope,),
    )
    for row, id_, line in found:
        yield Row(row, known_revision(RevisionId(id_), line.encode()))


def state(store: Connection, record: Record, seen: Iterable[RevisionId] | None = None) -> State:
    """Add up one record: all of it, or as it was for a form that saw those heads."""
    revisions = history(store, record)
    return merge(revisions if seen is None else _up_to(revisions, seen), masked_of(store, record))


def masked_of(store: Connection, record: Record) -> frozenset[RevisionId]:
    """Name the revisions of a record that count for nothing (merge.md 22)."""
    row = store.execute(_RECORD[0], record).fetchone()
    return masking.masked(store, row[0]) if row else frozenset()


def _up_to(revisions: list[Revision], seen: Iterable[RevisionId]) -> list[Revision]:
    known = {revision.id: revision for revision in revisions}
    found: dict[RevisionId, Revision] = {}
    waiting = [id_ for id_ in seen if id_ in known]
    while waiting:
        id_ = waiting.pop()
        if id_ not in found:
            found[id_] = known[id_]
            waiting.extend(parent for parent in known[id_].parents if parent in known)
    return list(found.values())


def chain_end(store: Connection, scope: str, origin: str) -> ChainEnd:
    """Read the last revision of one origin in one scope."""
    row = store.execute(
        """
        SELECT revision.seq, revision.id FROM revision
        WHERE revision.chain = (SELECT row FROM chain WHERE scope = ? AND origin = ?)
        ORDER BY revision.seq DESC, revision.row DESC LIMIT 1
        """,
        (scope, origin),
    ).fetchone()
    return ChainEnd(origin, row[0], RevisionId(row[1])) if row else ChainEnd(origin, 0, None)


def mark(store: Connection) -> str:
    """Give a text that changes with every revision added or taken back."""
    count, last = store.execute(
        "SELECT count(*), (SELECT hex(id) FROM revision ORDER BY row DESC LIMIT 1) FROM revision"
    ).fetchone()
    return f"{count} {last}"


def newly_burnt(store: Connection) -> list[str]:
    """Name the origins found forked that nobody was told of, and take them as told."""
    rows = store.execute("SELECT origin FROM burnt WHERE told = 0 ORDER BY origin").fetchall()
    if rows:
        with writing(store):
            store.executemany("UPDATE burnt SET told = 1 WHERE origin = ?", rows)
    return [row[0] for row in rows]


def holds(store: Connection, id_: bytes) -> bool:
    """Tell whether a revision is here."""
    found = store.execute("SELECT 1 FROM revision WHERE id = ?", (id_,)).fetchone()
    return found is not None


def _insert(store: Connection, revision: Revision, record: int, chain: int) -> int | None:
    """Add one revision; give its row, or None if it was here already."""
    forked = store.execute(
        "SELECT 1 FROM revision WHERE chain = ? AND seq = ? AND id <> ?",
        (chain, revision.seq, revision.id),
    ).fetchone()
    row = _add(store, revision, record, chain)
    if forked:
        store.execute(
            "INSERT INTO burnt (origin) VALUES (?) ON CONFLICT DO NOTHING", (revision.origin,)
        )
    return row


def _add(store: Connection, revision: Revision, record: int, chain: int) -> int | None:
    done = store.execute(
        _INSERT, (revision.id, record, chain, revision.seq, revision.line.decode())
    )
    return done.lastrowid if done.rowcount == 1 else None


def _record_row(store: Connection, record: Record) -> int:
    return _row(store, _RECORD, record)


def _chain_row(store: Connection, revision: Revision) -> int:
    return _row(store, _CHAIN, (revision.scope, revision.origin))


def _row(store: Connection, find_or_add: tuple[str, str], values: tuple[str, ...]) -> int:
    find, add = find_or_add
    found = store.execute(find, values).fetchone()
    return int(found[0] if found else store.execute(add, values).lastrowid or 0)
