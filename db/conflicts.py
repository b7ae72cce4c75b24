"""What is in dispute (số liệu chưa thống nhất), and what persons decided, as stored."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from sqlite3 import Connection

from ntm_desktop.domain.canonical import JsonValue
from ntm_desktop.domain.decision import KIND
from ntm_desktop.domain.revision import Record, Revision, RevisionId, known_revision

_IN_ONE_GO = timedelta(seconds=5)
_LISTED = """
SELECT DISTINCT conflict.id, scope, kind, key, field FROM conflict
JOIN record ON record.row = conflict.record
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dispute:
    """A field of a record that its latest writes contradict on; `id` as merge.md 18 has it."""

    id: bytes
    record: Record
    field: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """A person's decision: its revision, and what it says (`decided`, see `entry`)."""

    revision: Revision
    content: Mapping[str, JsonValue]


def listed(store: Connection) -> list[Dispute]:
    """Read what is in dispute, what came first in front."""
    return [
        Dispute(id=id_, record=Record(*record), field=field)
        for id_, *record, field in store.execute(f"{_LISTED} ORDER BY conflict.record, field")
    ]


def count(store: Connection) -> int:
    """Count what is in dispute."""
    (found,) = store.execute("SELECT count(DISTINCT id) FROM conflict").fetchone()
    return int(found)


def find(store: Connection, id_: bytes) -> Dispute | None:
    """Read one dispute; None if it is none, or none any more."""
    row = store.execute(f"{_LISTED} WHERE conflict.id = ?", (id_,)).fetchone()
    return Dispute(id=row[0], record=Record(*row[1:4]), field=row[4]) if row else None


def entry(dispute: Dispute, *, label: str, value: JsonValue, reason: str) -> dict[str, JsonValue]:
    """Write a decision as the one field of its record; a value of None is a deletion."""
    return {
        "conflict": dispute.id.hex(),
        "kind": dispute.record.kind,
        "key": dispute.record.key,
        "field": dispute.field,
        "taken": label,
        "value": value,
        "reason": reason,
    }


def decisions(store: Connection, record: Record) -> list[Decided]:
    """Read what persons decided of a record, in the order it came in."""
    rows = store.execute(
        """
        SELECT id, line FROM revision WHERE record IN
            (SELECT row FROM record WHERE scope = ? AND kind = ?)
        AND json_extract(line, '$[7].decided.kind') = ?
        AND json_extract(line, '$[7].decided.key') = ? ORDER BY row
        """,
        (record.scope, KIND, record.kind, record.key),
    )
    found = [known_revision(RevisionId(id_), line.encode()) for id_, line in rows]
    return [
        Decided(revision=revision, content=content)
        for revision in found
        if isinstance(content := (revision.fields or {}).get("decided"), dict)
    ]


def removed_with(store: Connection, deletion: Revision) -> list[Revision]:
    """Read the deletions that a person made in one go just before this one, the last in front."""
    found: list[Revision] = []
    before = _by_id(store, deletion.prev)
    while before is not None and before.fields is None and _at_once(before.at, deletion.at):
        found.append(before)
        before = _by_id(store, before.prev)
    return found


def _at_once(one: str, other: str) -> bool:
    try:
        apart = datetime.fromisoformat(other) - datetime.fromisoformat(one)
    except (ValueError, TypeError):
        return one == other
    return abs(apart) <= _IN_ONE_GO


def _by_id(store: Connection, id_: RevisionId | None) -> Revision | None:
    row = store.execute("SELECT line FROM revision WHERE id = ?", (id_,)).fetchone()
    return known_revision(id_, row[0].encode()) if row and id_ else None


def of_document(store: Connection, record: Record) -> list[Record]:
    """Name the files and links that are there of an evidence (minh chứng)."""
    rows = store.execute(
        """
        SELECT r.scope, r.kind, r.key FROM record AS r WHERE r.row IN (
            SELECT record FROM evidence_file WHERE scope = ?1 AND evidence = ?2
            UNION ALL SELECT record FROM evidence_link WHERE scope = ?1 AND evidence = ?2
        ) ORDER BY r.row
        """,
        (record.scope, record.key),
    )
    return [Record(*row) for row in rows]
