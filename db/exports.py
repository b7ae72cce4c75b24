"""What a package to another office is made of, read from one state of the data."""

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from sqlite3 import Connection

from ntm_desktop.domain.delta import Chain, Link, chain
from ntm_desktop.domain.head import Head, Point
from ntm_desktop.domain.revision import Revision, RevisionId, known_revision

_LINES = """
SELECT revision.id, revision.line FROM revision JOIN chain ON chain.row = revision.chain
WHERE chain.scope = ? ORDER BY revision.row
"""
_ENDS = """
SELECT chain.scope, chain.origin, revision.seq, revision.id
FROM chain JOIN revision ON revision.chain = chain.row
    AND revision.seq = (SELECT max(seq) FROM revision AS r WHERE r.chain = chain.row)
WHERE (?1 IS NULL OR chain.scope = ?1) AND chain.origin NOT IN (SELECT origin FROM burnt)
"""
_FORKED = """
SELECT scope, origin FROM chain
WHERE (?1 IS NULL OR scope = ?1) AND origin IN (SELECT origin FROM burnt)
"""
_CHAINS = """
SELECT chain.origin, revision.seq, revision.id
FROM chain JOIN revision ON revision.chain = chain.row
WHERE chain.scope = ?1 AND (?2 IS NULL OR chain.origin = ?2) ORDER BY chain.origin, revision.seq
"""
_HEADS = """
SELECT scope, origin, seq, id, signing_key, signature FROM head
WHERE scope = ? ORDER BY origin, seq, id, row
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


def lines(store: Connection, scope: str, only: Container[bytes] | None = None) -> Iterator[bytes]:
    """Read the revision lines of a scope (those with some ids), needs before what needs them."""
    for id_, line in store.execute(_LINES, (scope,)):
        if only is None or id_ in only:
            yield line.encode()


def chains(store: Connection, scope: str, origin: str | None = None) -> list[Chain]:
    """Read the chains (of one origin) in a scope."""
    rows = store.execute(_CHAINS, (scope, origin))
    return [
        chain(scope, name, _links(store, [(row[1], row[2]) for row in of_one]))
        for name, of_one in groupby(rows, key=lambda row: str(row[0]))
    ]


def _links(store: Connection, places: Sequence[tuple[int, bytes]]) -> Iterator[Link]:
    """Link places in their order; only where two are the same do the lines have to say more."""
    if len({seq for seq, _ in places}) < len(places):
        yield from (Link(seq, id_, _revision(store, id_).prev) for seq, id_ in places)
        return
    before = None
    for seq, id_ in places:
        yield Link(seq, id_, before)
        before = id_


def needs(store: Connection, id_: bytes) -> tuple[bytes, ...]:
    """Name the revisions that one builds on, beside the one before it in its chain."""
    revision = _revision(store, id_)
    return (*revision.parents, *revision.cites)


def _revision(store: Connection, id_: bytes) -> Revision:
    (line,) = store.execute("SELECT line FROM revision WHERE id = ?", (id_,)).fetchone()
    return known_revision(RevisionId(id_), line.encode())


def chain_ends(store: Connection, scope: str | None = None) -> list[Point]:
    """Read where every chain (of a scope) ends here; a forked one ends with each branch."""
    ends = [Point(*row) for row in store.execute(_ENDS, (scope,))]
    for forked in store.execute(_FORKED, (scope,)).fetchall():
        for each in chains(store, *forked):
            ends.extend(each.tips(each.links.keys()))
    return sorted(ends)


def heads(store: Connection, scope: str) -> list[Head]:
    """Read all signed heads of a scope."""
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


def object_here(store: Connection, sha256: bytes) -> NamedObject | None:
    """Read one evidence file that is here."""
    row = store.execute(
        "SELECT sha256, size, crc32, media FROM object WHERE sha256 = ?", (sha256,)
    ).fetchone()
    return NamedObject(**row) if row else None


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
