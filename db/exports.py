"""What a package to another office is made of, read from one state of the data."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from sqlite3 import Connection

from ntm_desktop.domain.head import Head, Point

_LINES = """
SELECT revision.line FROM revision JOIN chain ON chain.row = revision.chain
WHERE chain.scope = ? ORDER BY revision.row
"""
_ENDS = """
SELECT chain.scope, chain.origin, revision.seq, revision.id
FROM chain JOIN revision ON revision.chain = chain.row
WHERE (? IS NULL OR chain.scope = ?) AND NOT EXISTS (
    SELECT 1 FROM revision AS later WHERE later.chain = chain.row AND later.seq > revision.seq
)
ORDER BY chain.scope, chain.origin, revision.id
"""
_HEADS = """
SELECT scope, origin, seq, id, signing_key, signature FROM head AS h
WHERE scope = ? AND (
    origin IN (SELECT origin FROM burnt)
    OR seq = (SELECT max(seq) FROM head AS o WHERE o.scope = h.scope AND o.origin = h.origin)
)
ORDER BY origin, seq
"""
_OBJECTS = """
SELECT DISTINCT f.sha256, o.size, o.crc32, o.media FROM evidence_file AS f
LEFT JOIN object AS o ON o.sha256 = f.sha256 WHERE f.scope = ? ORDER BY f.sha256
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedObject:
    """An evidence file that revisions name; without a size it never arrived here (bytes)."""

    sha256: bytes
    size: int | None
    crc32: int | None
    media: str | None


def scopes(store: Connection) -> list[str]:
    """Name the scopes that have revisions here."""
    return [row[0] for row in store.execute("SELECT DISTINCT scope FROM chain ORDER BY scope")]


def lines(store: Connection, scope: str) -> Iterator[bytes]:
    """Read the revision lines of a scope, needs before what needs them (the order they came)."""
    for (line,) in store.execute(_LINES, (scope,)):
        yield line.encode()


def chain_ends(store: Connection, scope: str | None = None) -> list[Point]:
    """Read where every chain (of a scope) ends here; a forked one may end twice."""
    rows = store.execute(_ENDS, (scope, scope))
    return [Point(row[0], row[1], row[2], row[3]) for row in rows]


def heads(store: Connection, scope: str) -> list[Head]:
    """Read the signed heads that cover what is held of a scope."""
    return [_head(row) for row in store.execute(_HEADS, (scope,))]


def keep_head(store: Connection, head: Head) -> tuple[int, bool]:
    """Keep a signed head; give its row, and whether it is new here."""
    point = head.point
    values = (point.scope, point.origin, point.seq, point.id, head.signing_key, head.signature)
    done = store.execute(
        """
        INSERT INTO head (scope, origin, seq, id, signing_key, signature)
        VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
        """,
        values,
    )
    row = store.execute(
        "SELECT row FROM head WHERE scope = ? AND origin = ? AND seq = ? AND id = ?"
        " AND signature = ?",
        (*values[:4], values[5]),
    ).fetchone()
    return int(row[0]), done.rowcount == 1


def objects(store: Connection, scope: str) -> list[NamedObject]:
    """Read which evidence files a scope names."""
    return [NamedObject(**row) for row in store.execute(_OBJECTS, (scope,))]


def is_head_signed(store: Connection, point: Point) -> bool:
    """Tell whether a place in a chain has a head already."""
    found = store.execute(
        "SELECT 1 FROM head WHERE scope = ? AND origin = ? AND seq = ? AND id = ?", point
    ).fetchone()
    return found is not None


def _head(row: Sequence[object]) -> Head:
    scope, origin, seq, id_, signing_key, signature = row
    return Head(
        Point(str(scope), str(origin), int(str(seq)), _bytes(id_)),
        _bytes(signing_key),
        _bytes(signature),
    )


def _bytes(value: object) -> bytes:
    if not isinstance(value, bytes):
        raise TypeError(value)
    return value
