"""Keys that an authority took back, and up to where what they signed still counts."""

from dataclasses import dataclass
from sqlite3 import Connection

from ntm_desktop.domain.head import Point

KIND = "revocation"
_HEADS = """
SELECT scope, origin, seq, id, origin IN (SELECT origin FROM burnt) AS forked FROM head
WHERE signing_key = :key AND (
    :last IS NULL
    OR NOT EXISTS (SELECT 1 FROM import_head AS came WHERE came.head = head.row)
    OR EXISTS (
        SELECT 1 FROM import_head AS came JOIN import ON import.row = came.import
        WHERE came.head = head.row AND import.row <= :last
    )
)
ORDER BY scope, origin, seq, id
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """A package that came under some key: `at` is ISO 8601, UTC."""

    import_id: str
    number: int
    file_name: str
    at: str


def good_heads(store: Connection, signing_key: bytes, up_to: str | None = None) -> list[Point]:
    """Give the ends a key vouched for: the last ones held, or those an import and earlier brought.

    Raises KeyError for an import that is not here.
    """
    last = None if up_to is None else _import_row(store, up_to)
    found: dict[tuple[str, str], list[Point]] = {}
    for *point, forked in store.execute(_HEADS, {"key": signing_key, "last": last}):
        head = Point(*point)
        ends = found.setdefault((head.scope, head.origin), [])
        if not forked:  # the later head vouches for all before it
            ends[:] = [end for end in ends if end.seq == head.seq]
        if head not in ends:
            ends.append(head)
    return [end for ends in found.values() for end in ends]


def deliveries(store: Connection, signing_key: bytes) -> list[Delivery]:
    """List the packages that came under a key and stand, latest first."""
    rows = store.execute(
        "SELECT id, number, file_name, at FROM import"
        " WHERE signing_key = ? AND standing = 1 ORDER BY row DESC",
        (signing_key,),
    )
    return [Delivery(import_id=row[0], number=row[1], file_name=row[2], at=row[3]) for row in rows]


def revoked(store: Connection) -> dict[bytes, str]:
    """Give the keys that were taken back, and why."""
    rows = store.execute("SELECT signing_key, reason FROM revocation ORDER BY record")
    return {row[0]: row[1] or "" for row in rows}


def _import_row(store: Connection, import_id: str) -> int:
    row = store.execute("SELECT row FROM import WHERE id = ?", (import_id,)).fetchone()
    if row is None:
        raise KeyError(import_id)
    return int(row[0])
