"""What packages brought, and what is known here of those who sent them."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from sqlite3 import Connection

from db import exports, journal
from db.connection import writing
from ntm_desktop.domain.acceptance import Enrolled, Place
from ntm_desktop.domain.head import Head
from ntm_desktop.domain.ownership import Role
from ntm_desktop.domain.revision import Record, Revision, RevisionId

_FIND = """
SELECT record.scope, record.kind, record.key, chain.origin, revision.seq
FROM revision
JOIN record ON record.row = revision.record
JOIN chain ON chain.row = revision.chain
WHERE revision.id = ?
"""
_CARRIED = """
INSERT INTO import_revision SELECT ?, row, row > ? FROM revision WHERE id = ?
ON CONFLICT DO NOTHING
"""


@dataclass(frozen=True, slots=True)
class HeldRevisions:
    """The revisions of a data file, for the rules of acceptance."""

    store: Connection

    def find(self, id_: RevisionId) -> Place | None:
        """Give the place of a revision that is here."""
        row = self.store.execute(_FIND, (id_,)).fetchone()
        return Place(Record(*row[:3]), row[3], row[4]) if row else None


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedPackage:
    """A package as it is entered: who sent it, under which key, and its envelope as text."""

    id: str
    package: str
    number: int
    sender: str
    sender_name: str
    origin: str
    signing_key: bytes
    envelope: str
    file_name: str
    revisions: int
    objects: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingPackage:
    """A part of a package that was confirmed and waits; `needs` names what for, in words.

    `file_name` is what it was called, `kept_as` its name in the inbox; `sha256` of the file as it
    came.
    """

    package: str
    part: int = 1
    number: int
    sender: str
    origin: str
    file_name: str
    kept_as: str
    sha256: bytes | None = None
    reason: str
    needs: tuple[str, ...]
    at: str


def offices(store: Connection) -> dict[bytes, Enrolled]:
    """Read whose keys are known: one's own, those trusted by hand, those enrolled."""
    rows = store.execute(
        """
        SELECT signing_key, unit, role FROM enrolment
        UNION ALL SELECT signing_key, unit, role FROM trusted_key
        UNION ALL SELECT signing_key, unit, role FROM installation
        """
    )
    known = {role.value for role in Role}
    return {row[0]: Enrolled(row[1], Role(row[2])) for row in rows if row[2] in known}


@dataclass(frozen=True, slots=True)
class Standing:
    """An import that was not undone: its row, its id, and the key its package was signed with."""

    row: int
    id: str
    signing_key: bytes


def standing(store: Connection, package: str) -> Standing | None:
    """Find the import of a package that still stands."""
    row = store.execute(
        "SELECT row, id, signing_key FROM import WHERE package = ? AND standing = 1", (package,)
    ).fetchone()
    return Standing(*row) if row else None


def package(store: Connection, import_id: str) -> str | None:
    """Read which package an import was of."""
    row = store.execute("SELECT package FROM import WHERE id = ?", (import_id,)).fetchone()
    return str(row[0]) if row else None


def envelope(store: Connection, import_id: str) -> str | None:
    """Read the envelope of an import, as it was signed."""
    row = store.execute("SELECT envelope FROM import WHERE id = ?", (import_id,)).fetchone()
    return str(row[0]) if row else None


def carried_set(store: Connection, sender: str, criteria_set: str) -> tuple[str, str] | None:
    """Say what a unit last called itself, and the digest of the set as it last had it."""
    row = store.execute(
        """
        SELECT import.sender_name, json_extract(one.value, '$.digest')
        FROM import, json_each(import.envelope, '$.criteria_sets') AS one
        WHERE import.sender = ? AND import.standing = 1
            AND json_extract(one.value, '$.id') = ?
        ORDER BY import.row DESC LIMIT 1
        """,
        (sender, criteria_set),
    ).fetchone()
    return (str(row[0]), str(row[1])) if row else None


def undone(store: Connection, package: str) -> str | None:
    """Say when an import of a package was last undone (ISO 8601, UTC)."""
    row = store.execute(
        "SELECT max(undone_at) FROM import WHERE package = ? AND standing = 0", (package,)
    ).fetchone()
    return row[0] if row else None


@dataclass(frozen=True, slots=True)
class ArrivedFile:
    """A file as it came: its name, and its SHA-256 (32 bytes)."""

    name: str
    sha256: bytes | None


def enter_part(store: Connection, import_row: int, part: int, file: ArrivedFile) -> None:
    """Record that all a part holds is here."""
    store.execute(
        "INSERT INTO import_part VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
        (import_row, part, file.name, file.sha256, now()),
    )


def parts(store: Connection, import_row: int) -> set[int]:
    """Give the parts of an import that are here."""
    rows = store.execute("SELECT part FROM import_part WHERE import = ?", (import_row,))
    return {row[0] for row in rows}


def enter(
    store: Connection,
    package: ImportedPackage,
    *,
    carried: Iterable[RevisionId],
    fresh: Sequence[Revision],
    heads: Iterable[Head],
) -> int:
    """Apply what is new, and record all the package carried, also what was here (merge.md 34).

    Gives the row of the import.
    """
    with writing(store):
        (last,) = store.execute("SELECT coalesce(max(row), 0) FROM revision").fetchone()
        journal.receive(store, fresh)
        import_row = _insert(store, package)
        store.executemany(_CARRIED, ((import_row, last, id_) for id_ in carried))
        for head in heads:
            head_row, is_new = exports.keep_head(store, head)
            store.execute(
                "INSERT INTO import_head VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
                (import_row, head_row, int(is_new)),
            )
    return import_row


def _insert(store: Connection, package: ImportedPackage) -> int:
    done = store.execute(
        """
        INSERT INTO import (id, package, number, sender, sender_name, origin, signing_key,
            envelope, file_name, revisions, objects, at, standing)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1)
        """,
        (
            package.id,
            package.package,
            package.number,
            package.sender,
            package.sender_name,
            package.origin,
            package.signing_key,
            package.envelope,
            package.file_name,
            package.revisions,
            package.objects,
            now(),
        ),
    )
    return int(done.lastrowid or 0)


def wait(store: Connection, waiting: WaitingPackage) -> None:
    """Remember a confirmed package that needs something first."""
    with writing(store):
        store.execute(
            "INSERT OR REPLACE INTO waiting VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                waiting.package,
                waiting.part,
                waiting.number,
                waiting.sender,
                waiting.origin,
                waiting.file_name,
                waiting.kept_as,
                waiting.sha256,
                waiting.reason,
                json.dumps(waiting.needs, ensure_ascii=False),
                waiting.at,
            ),
        )


def wait_no_longer(store: Connection, package: str, part: int) -> None:
    """Forget that a part of a package waits."""
    store.execute("DELETE FROM waiting WHERE package = ? AND part = ?", (package, part))


def waiting(store: Connection) -> list[WaitingPackage]:
    """Read what waits, oldest first."""
    rows = store.execute("SELECT * FROM waiting ORDER BY at, package, part").fetchall()
    return [WaitingPackage(**{**row, "needs": tuple(json.loads(row["needs"]))}) for row in rows]


def now() -> str:
    """Give the present time as it is kept (ISO 8601, UTC)."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def numbers(store: Connection, origin: str) -> list[int]:
    """Read the numbers of the packages that came from one installation, waiting ones too."""
    rows = store.execute(
        """
        SELECT number FROM import WHERE origin = ? AND standing = 1
        UNION SELECT number FROM waiting WHERE origin = ? ORDER BY number
        """,
        (origin, origin),
    )
    return [row[0] for row in rows]


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """A file that was not let in: why, in words; who sent it, as far as it could be read."""

    file: ArrivedFile
    code: str
    sentence: str
    sender: str | None = None
    number: int | None = None


def refuse(store: Connection, refusal: Refusal) -> None:
    """Remember that a file was refused."""
    with writing(store):
        store.execute(
            """
            INSERT INTO refusal (file_name, sha256, sender, number, code, sentence, at)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            """,
            (
                refusal.file.name,
                refusal.file.sha256,
                refusal.sender,
                refusal.number,
                refusal.code,
                refusal.sentence,
                now(),
            ),
        )


def conflicts(store: Connection, records: Iterable[Record]) -> int:
    """Count the records among these that are in conflict."""
    rows = store.execute(
        "SELECT scope, kind, key FROM record WHERE row IN (SELECT record FROM conflict)"
    )
    return len({Record(*row) for row in rows}.intersection(records))
