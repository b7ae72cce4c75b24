"""What stays and needs what an undone import would take away (merge.md 8, 34)."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from sqlite3 import Connection
from typing import NamedTuple

from db import imports, installation, successions
from ntm_desktop.domain.acceptance import Enrolled
from ntm_desktop.domain.head import origin_prefix
from ntm_desktop.domain.revision import Record, Revision, RevisionId, known_revision

_LATER = """
SELECT revision.row, revision.id, revision.line
FROM revision JOIN chain ON chain.row = revision.chain
WHERE chain.scope = ? AND revision.row > ? ORDER BY revision.row
"""
_BROUGHT = """
SELECT import.id, import.number, import.sender_name
FROM import_revision AS carried JOIN import ON import.row = carried.import
WHERE carried.revision = ?1 AND import.standing = 1 AND import.row <> ?2
AND EXISTS (SELECT 1 FROM import_revision AS came WHERE came.revision = ?1 AND came.fresh = 1)
ORDER BY import.row LIMIT 1
"""
_NAMES = """
SELECT unit, name FROM enrolment UNION ALL SELECT unit, name FROM trusted_key
UNION ALL SELECT code, name FROM unit WHERE name IS NOT NULL
"""


class Bringer(NamedTuple):
    """The import that brought something: its id, its package's number and who sent that."""

    id: str
    number: int
    sender: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """Something that stays and needs what would go: whose it is, and what.

    `revision` is what was written, None where it is the office's key that is known through the
    import alone. `brought_by` is None for what was written here.
    """

    unit: str
    name: str
    revision: Revision | None = None
    brought_by: Bringer | None = None


@dataclass(frozen=True, slots=True)
class Trust:
    """Whose keys are known, by the prefix of their origins, and which unit follows which."""

    offices: Mapping[str, Enrolled]
    names: Mapping[str, str]
    successions: frozenset[tuple[str, str]]


def trust(store: Connection) -> Trust:
    """Read whom this installation knows now."""
    offices = imports.offices(store)
    return Trust(
        offices={origin_prefix(key): office for key, office in offices.items()},
        names=dict(tuple(row) for row in store.execute(_NAMES)),
        successions=successions.read(store),
    )


def needs_of_revisions(
    store: Connection,
    import_row: int,
    going: Mapping[int, bytes],
    scopes: Iterable[str],
) -> tuple[Need, ...]:
    """Find what stays and has a predecessor, parent or citation among the revisions that go."""
    if not going:
        return ()
    gone = frozenset(RevisionId(id_) for id_ in going.values())
    known = trust(store)
    found: dict[tuple[Record, str, str], Need] = {}
    for row, revision in _staying(store, going, scopes):
        rests_on = {revision.prev, *revision.parents, *revision.cites}
        place = (revision.record, revision.origin, revision.author)
        if place not in found and not gone.isdisjoint(rests_on):
            found[place] = _need(known, revision, _brought(store, row, import_row))
    return tuple(found.values())


def _staying(
    store: Connection, going: Mapping[int, bytes], scopes: Iterable[str]
) -> Iterator[tuple[int, Revision]]:
    """Read what came after the first revision that goes: nothing needs what comes after it."""
    first = min(going)
    for scope in scopes:
        for row, id_, line in store.execute(_LATER, (scope, first)):
            if row not in going:
                yield row, known_revision(RevisionId(id_), line.encode())


def _need(known: Trust, revision: Revision, brought_by: Bringer | None) -> Need:
    prefix, _, _ = revision.origin.partition(".")
    office = known.offices.get(prefix)
    unit = office.unit if office else ""
    return Need(
        unit=unit,
        name=known.names.get(unit, unit),
        revision=revision,
        brought_by=brought_by,
    )


def _brought(store: Connection, row: int, import_row: int = 0) -> Bringer | None:
    """Find the standing import, other than the one undone, that something came with."""
    found = store.execute(_BROUGHT, (row, import_row)).fetchone()
    return Bringer(*found) if found else None


def needs_of_trust(store: Connection, before: Trust) -> tuple[Need, ...]:
    """Find what stays although it was trusted through what is gone: chains, and packages."""
    after = trust(store)
    needs: dict[str, Need] = {}
    for office, brought_by in (
        *_chains_no_longer_trusted(store, before, after),
        *_packages_no_longer_trusted(store, before, after),
    ):
        name = before.names.get(office.unit, office.unit)
        needs.setdefault(office.unit, Need(unit=office.unit, name=name, brought_by=brought_by))
    return tuple(needs.values())


def _chains_no_longer_trusted(
    store: Connection, before: Trust, after: Trust
) -> Iterator[tuple[Enrolled, Bringer | None]]:
    own = _own_origins(store)
    for row, scope, origin in store.execute("SELECT row, scope, origin FROM chain").fetchall():
        office = before.offices.get(origin.partition(".")[0])
        if office is None or origin in own:
            continue
        known = after.offices.get(origin.partition(".")[0]) == office
        followed = (scope, office.unit) in before.successions - after.successions
        if followed or not known:
            (first,) = store.execute(
                "SELECT min(row) FROM revision WHERE chain = ?", (row,)
            ).fetchone()
            yield office, _brought(store, first)


def _packages_no_longer_trusted(
    store: Connection, before: Trust, after: Trust
) -> Iterator[tuple[Enrolled, Bringer | None]]:
    rows = store.execute(
        "SELECT id, number, sender_name, signing_key FROM import WHERE standing = 1"
    )
    for id_, number, sender, key in rows.fetchall():
        office = before.offices.get(origin_prefix(key))
        if office is not None and after.offices.get(origin_prefix(key)) != office:
            yield office, Bringer(id_, number, sender)


def _own_origins(store: Connection) -> frozenset[str]:
    here = installation.read(store)
    own = {here.identity.origin} if here else set()
    return frozenset(own.union(installation.former_origins(store)))
