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
