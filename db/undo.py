"""A whole import taken back: what is left is as if its package had never come (merge.md 34)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from sqlite3 import Connection

from db import evidence, imports, journal, masking
from db.connection import writing
from db.undo_needs import Need, Trust, needs_of_revisions, needs_of_trust, trust
from ntm_desktop.domain.assessment import read_key
from ntm_desktop.domain.revision import Record

_GOING = """
SELECT carried.revision, revision.id, revision.record, revision.chain
FROM import_revision AS carried JOIN revision ON revision.row = carried.revision
WHERE carried.import = :import
AND EXISTS (
    SELECT 1 FROM import_revision AS came
    WHERE came.revision = carried.revision AND came.fresh = 1
)
AND NOT EXISTS (
    SELECT 1 FROM import_revision AS other JOIN import ON import.row = other.import
    WHERE other.revision = carried.revision AND import.row <> :import AND import.standing = 1
)
ORDER BY carried.revision
"""
_GOING_HEADS = """
SELECT carried.head FROM import_head AS carried
WHERE carried.import = :import
AND EXISTS (
    SELECT 1 FROM import_head AS came WHERE came.head = carried.head AND came.fresh = 1
)
AND NOT EXISTS (
    SELECT 1 FROM import_head AS other JOIN import ON import.row = other.import
    WHERE other.head = carried.head AND import.row <> :import AND import.standing = 1
)
"""
_OWN_HEADS = """
SELECT row, id FROM head WHERE NOT EXISTS (
    SELECT 1 FROM import_head AS other JOIN import ON import.row = other.import
    WHERE other.head = head.row
    AND (other.fresh = 1 OR (import.row <> :import AND import.standing = 1))
)
"""
_FILE_KEY_PARTS = 2
_STILL_FORKED = """
SELECT 1 FROM revision JOIN chain ON chain.row = revision.chain WHERE chain.origin = ?
GROUP BY chain.row, revision.seq HAVING count(*) > 1 LIMIT 1
"""


class NeededError(Exception):
    """Something that stays needs what would go; nothing was changed."""

    def __init__(self, needs: tuple[Need, ...]) -> None:
        super().__init__(f"{len(needs)} needs")
        self.needs = needs


@dataclass(frozen=True, slots=True, kw_only=True)
class Undone:
    """What undoing an import took away: `gone` records vanish, `changed` ones go back.

    `settled` conflicts end, `reopened` ones stand again; `objects` are the SHA-256 in hex of
    evidence files that nothing names any more.
    """

    revisions: int
    gone: int
    changed: int
    settled: int
    reopened: int
    objects: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Going:
    """What goes, by rows: revisions with their ids, and the records and chains they are of."""

    revisions: Mapping[int, bytes]
    records: Mapping[int, Record]
    chains: frozenset[int]
    scopes: frozenset[str]
    origins: frozenset[str]


def row_of(store: Connection, import_id: str) -> tuple[int, bool] | None:
    """Give the row of an import and whether it stands; None if there was none."""
    row = store.execute("SELECT row, standing FROM import WHERE id = ?", (import_id,)).fetchone()
    return (int(row[0]), bool(row[1])) if row else None


def rehearse(store: Connection, import_row: int) -> Undone:
    """Say what undoing would do, without doing it; raises NeededError.

    It is done and taken back at once, so that the answer cannot differ from what comes true.
    """
    with writing(store):
        store.execute("SAVEPOINT rehearsal")
        try:
            return undo(store, import_row)
        finally:
            store.execute("ROLLBACK TO rehearsal")
            store.execute("RELEASE rehearsal")


def undo(store: Connection, import_row: int) -> Undone:
    """Take a standing import back, whole or not at all; raises NeededError.

    The import itself stays listed, and so do receipts: they are the only trace (merge.md 35). The
    caller removes the files of `objects` once this is durable.
    """
    with writing(store):
        going = _going(store, import_row)
        needs = needs_of_revisions(store, import_row, going.revisions, going.scopes)
        if needs:
            raise NeededError(needs)
        trusted = trust(store)
        disputed = _conflicts(store)
        _remove_heads(store, import_row, frozenset(going.revisions.values()))
        _remove_revisions(store, going)
        shown = _show_again(store, going.records)
        gone = _remove_empty(store, going)
        objects = _remove_objects(store, gone)
        _close(store, import_row)
        _check_trust(store, trusted)
        remaining = _conflicts(store)
    return Undone(
        revisions=len(going.revisions),
        gone=len(gone),
        changed=len(shown) - len(gone),
        settled=len(disputed - remaining),
        reopened=len(remaining - disputed),
        objects=objects,
    )


def _going(store: Connection, import_row: int) -> _Going:
    """Find what nobody brought but this import: no other standing one, nor oneself.

    What no import ever brought as new was written here.
    """
    rows = store.execute(_GOING, {"import": import_row}).fetchall()
    chains = frozenset(row["chain"] for row in rows)
    places = [
        store.execute("SELECT scope, origin FROM chain WHERE row = ?", (row,)).fetchone()
        for row in chains
    ]
    records = {
        row: Record(
            *store.execute("SELECT scope, kind, key FROM record WHERE row = ?", (row,)).fetchone()
        )
        for row in {row["record"] for row in rows}
    }
    return _Going(
        revisions={row["revision"]: row["id"] for row in rows},
        records=records,
        chains=chains,
        scopes=frozenset(scope for scope, _ in places),
        origins=frozenset(origin for _, origin in places),
    )


def _conflicts(store: Connection) -> frozenset[tuple[int, str]]:
    rows = store.execute("SELECT DISTINCT record, field FROM conflict")
    return frozenset((row[0], row[1]) for row in rows)


def _remove_heads(store: Connection, import_row: int, ids: frozenset[bytes]) -> None:
    """Remove the heads that came with this import alone, and our own for revisions that go."""
    heads = [(row[0],) for row in store.execute(_GOING_HEADS, {"import": import_row})]
    heads += [
        (row[0],) for row in store.execute(_OWN_HEADS, {"import": import_row}) if row[1] in ids
    ]
    store.executemany("DELETE FROM import_head WHERE head = ?", heads)
    store.executemany("DELETE FROM head WHERE row = ?", heads)


def _remove_revisions(store: Connection, going: _Going) -> None:
    rows = [(row,) for row in going.revisions]
    store.executemany("DELETE FROM import_revision WHERE revision = ?", rows)
    store.executemany("DELETE FROM masked WHERE revision = ?", rows)
    store.executemany("DELETE FROM revision WHERE row = ?", rows)
    for origin in going.origins:
        if store.execute(_STILL_FORKED, (origin,)).fetchone() is None:
            store.execute("DELETE FROM burnt WHERE origin = ?", (origin,))


def _show_again(store: Connection, records: Mapping[int, Record]) -> frozenset[int]:
    """Bring the tables up to what is left, and give the records (rows) shown anew.

    Of a record without revisions nothing is shown. A revocation that goes unmasks what it masked.
    """
    for row, record in records.items():
        journal.show(store, row, record)
    unmasked = masking.refresh(store)
    for row, record in unmasked:
        journal.show(store, row, record)
    return frozenset(records).union(row for row, _ in unmasked)


def _remove_empty(store: Connection, going: _Going) -> list[Record]:
    """Remove the records and chains that nothing is left of; give those records."""
    gone = {
        row: record for row, record in going.records.items() if not _is_used(store, "record", row)
    }
    chains = [row for row in going.chains if not _is_used(store, "chain", row)]
    store.executemany("DELETE FROM record WHERE row = ?", [(row,) for row in gone])
    store.executemany("DELETE FROM chain WHERE row = ?", [(row,) for row in chains])
    return list(gone.values())


def _is_used(store: Connection, column: str, row: int) -> bool:
    found = store.execute(f"SELECT 1 FROM revision WHERE {column} = ? LIMIT 1", (row,))  # noqa: S608 - from above
    return found.fetchone() is not None


def _remove_objects(store: Connection, gone: Iterable[Record]) -> tuple[str, ...]:
    """Forget the evidence files that only records now gone have named (merge.md 19)."""
    candidates = _named(record.key for record in gone if record.kind == evidence.FILE_KIND)
    if not candidates:
        return ()
    left = store.execute("SELECT key FROM record WHERE kind = ?", (evidence.FILE_KIND,))
    unnamed = candidates - _named(row[0] for row in left)
    return tuple(
        sha256
        for sha256 in sorted(unnamed)
        if store.execute("DELETE FROM object WHERE sha256 = ?", (bytes.fromhex(sha256),)).rowcount
    )


def _named(keys: Iterable[str]) -> set[str]:
    parts = (read_key(key, _FILE_KEY_PARTS) for key in keys)
    return {key[1] for key in parts if key and evidence.SHA256.fullmatch(key[1])}


def _close(store: Connection, import_row: int) -> None:
    store.execute(
        "UPDATE import SET standing = 0, undone_at = ? WHERE row = ?", (imports.now(), import_row)
    )


def _check_trust(store: Connection, before: Trust) -> None:
    needs = needs_of_trust(store, before)
    if needs:
        raise NeededError(needs)
