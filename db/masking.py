"""What revoked keys wrote beyond their last good heads: kept, passed on, and of no value."""

import json
from collections.abc import Iterable, Iterator
from sqlite3 import Connection

from ntm_desktop.domain.forms import FIELDS
from ntm_desktop.domain.head import origin_prefix
from ntm_desktop.domain.merge import State
from ntm_desktop.domain.revision import Record, RevisionId, known_revision

KIND = "revocation"
_IS_REVOKED = FIELDS[KIND]["revoked"]


def show(store: Connection, row: int, record: Record, state: State) -> None:
    """Project one revocation; where two PCs disagree, only what both call good is good."""
    stated = [value for value in state.values("revoked") if _IS_REVOKED(value)]
    values = [value for value in stated if isinstance(value, dict)]
    if not values:
        return
    good = set.intersection(
        *({json.dumps(head) for head in _list(each["good"])} for each in values)
    )
    store.execute(
        "INSERT INTO revocation VALUES (?, ?, ?, ?, ?, ?)",
        (
            row,
            record.scope,
            values[0]["unit"],
            bytes.fromhex(str(values[0]["signing_key"])),
            f"[{','.join(sorted(good))}]",
            values[0].get("reason"),
        ),
    )


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def masked(store: Connection, record: int) -> frozenset[RevisionId]:
    """Give the revisions of a record (by row) that count for nothing."""
    rows = store.execute(
        "SELECT id FROM masked JOIN revision ON revision.row = masked.revision WHERE record = ?",
        (record,),
    )
    return frozenset(RevisionId(row[0]) for row in rows)


def exist(store: Connection) -> bool:
    """Tell whether anything is masked at all: asked once before many records are merged."""
    return store.execute("SELECT 1 FROM masked LIMIT 1").fetchone() is not None


def revoked(store: Connection) -> dict[str, list[tuple[str, ...]]]:
    """Give what the origins of revoked keys begin with, and the good heads (as JSON) of each."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for key, good in store.execute("SELECT signing_key, good FROM revocation ORDER BY record"):
        heads = tuple(json.dumps(head) for head in json.loads(good))
        found.setdefault(origin_prefix(key), []).append(heads)
    return found


def refresh(store: Connection) -> list[tuple[int, Record]]:
    """Mask anew, and give the records (with their rows) for which that changes something."""
    wanted = set(_to_mask(store))
    present = {row[0] for row in store.execute("SELECT revision FROM masked")}
    if wanted == present:
        return []
    store.executemany("DELETE FROM masked WHERE revision = ?", [(r,) for r in present - wanted])
    store.executemany("INSERT INTO masked VALUES (?)", [(row,) for row in wanted - present])
    return _records(store, wanted ^ present)


def _to_mask(store: Connection) -> Iterator[int]:
    for prefix, stated in revoked(store).items():
        good = set.intersection(*map(set, stated))
        chains = store.execute(
            "SELECT row, scope, origin FROM chain WHERE origin BETWEEN ? AND ?",
            (f"{prefix}.", f"{prefix}/"),
        ).fetchall()
        for chain, scope, origin in chains:
            heads = [json.loads(head) for head in good]
            tops = [bytes.fromhex(head[3]) for head in heads if head[:2] == [scope, origin]]
            yield from _beyond(store, chain, tops)


def _beyond(store: Connection, chain: int, tops: Iterable[bytes]) -> Iterator[int]:
    """Give the rows of a chain's revisions that lie on no path down from these."""
    found: dict[bytes, tuple[int, bytes | None]] = {}
    for row, id_, line in store.execute(
        "SELECT row, id, line FROM revision WHERE chain = ?", (chain,)
    ):
        found[id_] = (row, known_revision(RevisionId(id_), line.encode()).prev)
    for top in tops:
        id_ = top
        while id_ in found:
            id_ = found.pop(id_)[1] or b""
    yield from (row for row, _ in found.values())


def _records(store: Connection, revisions: Iterable[int]) -> list[tuple[int, Record]]:
    found: dict[int, Record] = {}
    for revision in sorted(revisions):
        row = store.execute(
            """
            SELECT record.row, scope, kind, key FROM record
            JOIN revision ON revision.record = record.row WHERE revision.row = ?
            """,
            (revision,),
        ).fetchone()
        if row:
            found[row[0]] = Record(*row[1:])
    return list(found.items())
