"""Packages sent from here, and the receipts that came back."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from sqlite3 import Connection

from ntm_desktop.domain.head import Point

PREDECESSORS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class SentPackage:
    """A package that was written and verified: `upto` are the chain ends it reached.

    `at` is ISO 8601, UTC; `size` is in bytes, of all parts; `file_name` is part 1's. `origin` is
    whose number it has, `envelope` its description (of part 1; "" if an early version made it).
    """

    package: str
    number: int
    receiver: str
    file_name: str
    upto: tuple[Point, ...]
    objects: tuple[str, ...]
    revisions: int
    size: int
    origin: str = ""
    year: int = 0
    envelope: str = ""
    sealed: bool = False
    at: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SentFile:
    """A file with one part of a package: bytes, SHA-256 (32 bytes; None: not kept), when."""

    part: int
    file_name: str
    size: int
    sha256: bytes | None
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


def enter(store: Connection, sent: SentPackage, files: Iterable[SentFile]) -> None:
    """Remember a package once it is on its target, with the files it was written to."""
    store.execute(
        """
        INSERT INTO sent (package, number, receiver, file_name, upto, objects, revisions, bytes,
            at, origin, year, envelope, sealed)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
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
            exact_now(),
            sent.origin,
            sent.year,
            sent.envelope,
            int(sent.sealed),
        ),
    )
    enter_files(store, sent.package, files)


def enter_files(store: Connection, package: str, files: Iterable[SentFile]) -> None:
    """Remember files with parts of a package, the first time and every time again."""
    at = exact_now()
    store.executemany(
        "INSERT INTO sent_file VALUES (?, ?, ?, ?, ?, ?)",
        [(package, each.part, at, each.file_name, each.size, each.sha256) for each in files],
    )


def to(store: Connection, receiver: str, origin: str) -> list[SentPackage]:
    """Read the last packages to a receiver that carry an origin's numbers, newest first."""
    rows = store.execute(
        "SELECT * FROM sent WHERE receiver = ? AND origin = ? ORDER BY row DESC LIMIT ?",
        (receiver, origin, PREDECESSORS),
    )
    return [_sent(row) for row in rows]


def everything(store: Connection) -> list[SentPackage]:
    """Read every package sent, newest first."""
    return [_sent(row) for row in store.execute("SELECT * FROM sent ORDER BY row DESC")]


def find(store: Connection, package: str) -> SentPackage | None:
    """Read one package by its id."""
    row = store.execute("SELECT * FROM sent WHERE package = ?", (package,)).fetchone()
    return _sent(row) if row else None


def files(store: Connection, package: str) -> list[SentFile]:
    """Read every file a package was written to, oldest first, by part."""
    rows = store.execute(
        "SELECT part, file_name, size, sha256, at FROM sent_file WHERE package = ?"
        " ORDER BY at, part",
        (package,),
    )
    return [
        SentFile(part=row[0], file_name=row[1], size=row[2], sha256=row[3], at=row[4])
        for row in rows
    ]


def objects_sent(store: Connection, receiver: str) -> dict[str, datetime]:
    """Read which evidence (SHA-256 in hex) was ever sent to a receiver, and when last."""
    rows = store.execute(
        "SELECT objects, at FROM sent WHERE receiver = ? ORDER BY row", (receiver,)
    )
    return {
        digest: datetime.fromisoformat(at) for named, at in rows for digest in json.loads(named)
    }


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
        origin=row["origin"],
        year=int(row["year"]),
        envelope=row["envelope"],
        sealed=bool(row["sealed"]),
        at=row["at"],
    )


def issue_receipt(store: Connection, origin: str, number: int, digest: bytes) -> None:
    """Remember a receipt of our own (digest: 32 bytes), to know it again (merge.md 10)."""
    store.execute("INSERT INTO own_receipt VALUES (?, ?, ?)", (origin, number, digest))


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
            exact_now(),
        ),
    )


def receipts(store: Connection, units: Iterable[str]) -> list[SeenReceipt]:
    """Read the receipt last seen from each installation of some units."""
    seen = [receipt for unit in sorted(set(units)) for receipt in all_receipts(store, unit)]
    highest = {receipt.installation: receipt.number for receipt in seen}
    return [receipt for receipt in seen if receipt.number == highest[receipt.installation]]


def all_receipts(store: Connection, unit: str) -> list[SeenReceipt]:
    """Read every receipt of a unit's installations, by installation and number."""
    rows = store.execute(
        "SELECT * FROM receipt WHERE unit = ? ORDER BY installation, number, at", (unit,)
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


def exact_now() -> str:
    """Give the time to the microsecond: which of two came in first has to show (ISO 8601, UTC)."""
    return datetime.now(UTC).isoformat(timespec="microseconds")
