"""Whose installation this is, and what was chosen here."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from sqlite3 import Connection
from typing import Any

from db.connection import writing
from ntm_desktop.domain.ownership import Identity, Role

_READ = """
SELECT unit, role, origin, signing_key, age_recipient, author, practice FROM installation
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Installation:
    """A PC under its office's key: the key's public halves, and whether it is for practice."""

    identity: Identity
    signing_key: bytes
    age_recipient: str
    practice: bool


def found(store: Connection, installation: Installation) -> None:
    """Enter whose installation this is, once."""
    identity = installation.identity
    store.execute(
        """
        INSERT INTO installation
            (row, unit, role, origin, signing_key, age_recipient, author, practice)
        VALUES (1, ?, ?, ?, ?, ?, ?, ?)
        """,
        (
            identity.unit,
            identity.role,
            identity.origin,
            installation.signing_key,
            installation.age_recipient,
            identity.author,
            int(installation.practice),
        ),
    )


def read(store: Connection) -> Installation | None:
    """Read whose installation this is; None before the first start is through."""
    row = store.execute(_READ).fetchone()
    if row is None:
        return None
    return Installation(
        identity=Identity(
            unit=row["unit"],
            role=Role(row["role"]),
            origin=row["origin"],
            author=row["author"],
        ),
        signing_key=row["signing_key"],
        age_recipient=row["age_recipient"],
        practice=bool(row["practice"]),
    )


def writing_origin(store: Connection, identity: Identity) -> str:
    """Give the origin to write under: a new one may have been given since the start (merge.md 10).

    A store that belongs to no installation is written under the origin of the identity.
    """
    row = store.execute("SELECT origin FROM installation").fetchone()
    return str(row[0]) if row else identity.origin


def former_origins(store: Connection, *, but_for: str = "") -> list[str]:
    """Name the origins this installation had before, oldest first; not those given up for that."""
    rows = store.execute(
        "SELECT origin FROM former_origin WHERE reason <> ? ORDER BY at, origin", (but_for,)
    )
    return [row[0] for row in rows]


def former_since(store: Connection) -> dict[str, str]:
    """Say since when each former origin is no more written under (ISO 8601, UTC)."""
    return {row[0]: row[1] for row in store.execute("SELECT origin, at FROM former_origin")}


def change_origin(store: Connection, origin: str, *, reason: str) -> None:
    """Write under another origin from now on; the present one is kept among the former."""
    with writing(store):
        store.execute(
            "INSERT INTO former_origin SELECT origin, ?, ? FROM installation WHERE 1"
            " ON CONFLICT (origin) DO NOTHING",
            (reason, datetime.now(UTC).isoformat(timespec="microseconds")),
        )
        store.execute("UPDATE installation SET origin = ?", (origin,))


def change_key(store: Connection, signing_key: bytes, age_recipient: str) -> None:
    """Enter the public halves of new keys; the caller gives the installation a new origin too."""
    store.execute(
        "UPDATE installation SET signing_key = ?, age_recipient = ?", (signing_key, age_recipient)
    )


def next_number(store: Connection, counter: str) -> int:
    """Count on and give the next `package_number` or `receipt_number`."""
    column = {"package": "package_number", "receipt": "receipt_number"}[counter]
    with writing(store):
        store.execute(f"UPDATE installation SET {column} = {column} + 1")  # noqa: S608 - from above
        row = store.execute(f"SELECT {column} FROM installation").fetchone()  # noqa: S608
    return int(row[0])


def setting(store: Connection, name: str) -> Any:
    """Read a setting of this PC; None if it was never made."""
    row = store.execute("SELECT value FROM setting WHERE name = ?", (name,)).fetchone()
    return json.loads(row[0]) if row else None


def change_setting(store: Connection, name: str, value: Any) -> None:
    """Keep a setting of this PC."""
    with writing(store):
        store.execute(
            """
            INSERT INTO setting VALUES (?, ?)
            ON CONFLICT (name) DO UPDATE SET value = excluded.value
            """,
            (name, json.dumps(value, ensure_ascii=False)),
        )
