"""Packages sent from here, and the receipts that came back."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from sqlite3 import Connection

from db.imports import now
from ntm_desktop.domain.head import Point

PREDECESSORS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class SentPackage:
    """A package that was written and verified: `upto` are the chain ends it reached.

    `at` is ISO 8601, UTC; `size` is in bytes.
    """

    package: str
    number: int
    receiver: str
    file_name: str
    upto: tuple[Point, ...]
    objects: tuple[str, ...]
    revisions: int
    size: int
    at: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenReceipt:
    """A receipt of another installation: its number and digest (32 bytes)."""

    installation: str
    number: int
    unit: str
    digest: bytes
    content: Mapping[str, object]
    at: str = ""


def enter(store: Connection, sent: SentPackage) -> None:
    """Remember a package once it is on its target."""
    store.execute(
        """
        INSERT INTO sent
            (package, number, receiver, file_name, upto, objects, revisions, bytes, at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        (
            sent.package,
            sent.number,
            sent.receiver,
            sent.file_name,
            json.dumps([(p.scope, p.origin, p.seq, p.id.hex()) for p in sent.upto]),
            json.dumps(sent.objects),
            sent.revisions,
            sent.size,
            now(),
        ),
    )


def to(store: Connection, receiver: str, *, most: int = PREDECESSORS) -> list[SentPackage]:
    """Read the last packages to a receiver, newest first."""
    rows = store.execute(
        "SELECT * FROM sent WHERE receiver = ? ORDER BY row DESC LIMIT ?", (receiver, most)
    )
    return [_sent(row) for row in rows]


def everything(store: Connection) -> list[SentPackage]:
    """Read every package sent, newest first."""
    return [_sent(row) for row in store.execute("SELECT * FROM sent ORDER BY row DESC")]


def _sent(row: Mapping[str, str]) -> SentPackage:
    points = json.loads(row["upto"])
    return SentPackage(
        package=row["package"],
        number=int(row["number"]),
        receiver=row["receiver"],
        file_name=row["file_name"],
        upto=tuple(Point(p[0], p[1], p[2], bytes.fromhex(p[3])) for p in points),
        objects=tuple(json.loads(row["objects"])),
        revisions=int(row["revisions"]),
        size=int(row["bytes"]),
        at=row["at"],
    )


def keep_receipt(store: Connection, receipt: SeenReceipt) -> None:
    """Keep a receipt; the highest number of an installation counts (merge.md 27)."""
    store.execute(
        "INSERT INTO receipt VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
        (
            receipt.installation,
            receipt.number,
            receipt.unit,
            receipt.digest,
            json.dumps(receipt.content, ensure_ascii=False),
            now(),
        ),
    )


def receipts(store: Connection, units: Iterable[str]) -> list[SeenReceipt]:
    """Read the receipt last seen from each installation of some units."""
    wanted = set(units)
    rows = store.execute(
        """
        SELECT * FROM receipt AS r
        WHERE number = (SELECT max(number) FROM receipt AS o WHERE o.installation = r.installation)
        ORDER BY installation
        """
    )
    return [
        SeenReceipt(
            installation=row["installation"],
            number=row["number"],
            unit=row["unit"],
            digest=row["digest"],
            content=json.loads(row["content"]),
            at=row["at"],
        )
        for row in rows
        if row["unit"] in wanted
    ]


def was_made_here(store: Connection, package: str, number: int) -> bool:
    """Tell whether a package under the present origin may be one that was made here.

    It is not if its number was never reached, or was given to another package (merge.md 10).
    """
    row = store.execute(
        "SELECT package_number, (SELECT package FROM sent WHERE number = ? AND origin ="
        " installation.origin) FROM installation",
        (number,),
    ).fetchone()
    return bool(row) and number <= row[0] and row[1] in (None, package)


def was_issued_here(store: Connection, number: int, digest: bytes) -> bool:
    """Tell the same of a receipt by its number and digest (32 bytes)."""
    row = store.execute(
        "SELECT receipt_number, (SELECT digest FROM own_receipt WHERE number = ? AND origin ="
        " installation.origin) FROM installation",
        (number,),
    ).fetchone()
    return bool(row) and number <= row[0] and row[1] in (None, digest)
