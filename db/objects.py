"""Which evidence files are at hand: their hash, size and CRC are kept from the day they came."""

from collections.abc import Iterable
from sqlite3 import Connection

from db.files import StoredFile
from db.imports import now


def keep(store: Connection, files: Iterable[StoredFile]) -> None:
    """Remember files that are in the store."""
    store.executemany(
        "INSERT INTO object VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
        [
            (
                bytes.fromhex(each.sha256),
                each.size,
                each.crc32,
                each.kind.value if each.kind else "",
                now(),
            )
            for each in files
        ],
    )


def expected(store: Connection) -> dict[str, int]:
    """Read what the store should hold: size in bytes by SHA-256 in hex."""
    return {row[0].hex(): row[1] for row in store.execute("SELECT sha256, size FROM object")}


def missing(store: Connection, scopes: Iterable[str]) -> list[str]:
    """Name the files that evidence of these scopes speaks of and that never came (SHA-256)."""
    wanted = set(scopes)
    rows = store.execute(
        """
        SELECT DISTINCT scope, sha256 FROM evidence_file
        WHERE sha256 NOT IN (SELECT sha256 FROM object) ORDER BY sha256
        """
    )
    return [digest.hex() for scope, digest in rows if scope in wanted]
