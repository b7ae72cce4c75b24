"""What came from other offices, as their packages and receipts told it."""

import json
from dataclasses import dataclass
from sqlite3 import Connection

from db.sent import SeenReceipt


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrived:
    """A package that was imported: its envelope as text; `at` is ISO 8601, UTC."""

    unit: str
    name: str
    origin: str
    number: int
    at: str
    envelope: str


def arrived(store: Connection) -> list[Arrived]:
    """Read the packages whose import stands, in the order they came."""
    rows = store.execute(
        "SELECT sender, sender_name, origin, number, at, envelope FROM import"
        " WHERE standing = 1 ORDER BY row"
    )
    return [
        Arrived(unit=row[0], name=row[1], origin=row[2], number=row[3], at=row[4], envelope=row[5])
        for row in rows
    ]


def receipts(store: Connection, unit: str) -> list[SeenReceipt]:
    """Read every receipt of a unit's installations, by installation and number."""
    rows = store.execute(
        "SELECT installation, number, digest, content, at FROM receipt WHERE unit = ?"
        " ORDER BY installation, number, at",
        (unit,),
    )
    return [
        SeenReceipt(
            installation=row[0],
            number=row[1],
            unit=unit,
            digest=row[2],
            content=json.loads(row[3]),
            at=row[4],
        )
        for row in rows
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class EnteredImport:
    """An import, undone or not: `parts` as its package says, `undone_at` None while it stands."""

    row: int
    id: str
    package: str
    number: int
    sender: str
    sender_name: str
    file_name: str
    revisions: int
    objects: int
    at: str
    standing: bool
    undone_at: str | None
    parts: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PartFile:
    """A file of an import or a refused one: SHA-256 (32 bytes) where it was kept."""

    name: str
    part: int
    sha256: bytes | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusedFile:
    """A file that was not let in, and why, in words."""

    file: PartFile
    sender: str | None
    number: int | None
    sentence: str
    at: str


def imported(store: Connection) -> list[EnteredImport]:
    """Read every import, also those undone, newest first."""
    rows = store.execute(
        "SELECT row, id, package, number, sender, sender_name, file_name, revisions, objects, at,"
        " standing, undone_at, coalesce(json_extract(envelope, '$.parts'), 1) AS parts"
        " FROM import ORDER BY row DESC"
    )
    return [EnteredImport(**{**row, "standing": bool(row["standing"])}) for row in rows]


def imported_parts(store: Connection) -> dict[int, list[PartFile]]:
    """Read the files that came, by the row of their import."""
    rows = store.execute(
        "SELECT import, file_name, part, sha256 FROM import_part ORDER BY import, part"
    )
    found: dict[int, list[PartFile]] = {}
    for row, name, part, sha256 in rows:
        found.setdefault(row, []).append(PartFile(name=name, part=part, sha256=sha256))
    return found


def refused(store: Connection) -> list[RefusedFile]:
    """Read every file that was not let in, newest first."""
    rows = store.execute(
        "SELECT file_name, sha256, sender, number, sentence, at FROM refusal ORDER BY row DESC"
    )
    return [
        RefusedFile(
            file=PartFile(name=row[0], part=1, sha256=row[1]),
            sender=row[2],
            number=row[3],
            sentence=row[4],
            at=row[5],
        )
        for row in rows
    ]


def names(store: Connection) -> dict[str, str]:
    """Name the units that keys or records here speak of, by their codes."""
    rows = store.execute(
        "SELECT unit, name FROM enrolment UNION ALL SELECT unit, name FROM trusted_key"
        " UNION ALL SELECT code, name FROM unit WHERE name IS NOT NULL"
    )
    return {row[0]: row[1] for row in rows}
