"""Offices whose packages come to one PC in any order, and which of them are undone there."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING

from db import imports, installation, journal, objects, successions, trust, undo, undo_needs
from db.files import StoredFile
from db.imports import HeldRevisions, ImportedPackage
from db.installation import Installation
from db.trust import TrustedKey
from ntm_desktop.domain.acceptance import Signer, accept
from ntm_desktop.domain.assessment import natural_key, read_key
from ntm_desktop.domain.head import Head, Point
from ntm_desktop.domain.ownership import Identity, Role
from ntm_desktop.domain.revision import (
    Authorship,
    ChainEnd,
    Fields,
    Record,
    Revision,
    new_revision,
)
from tests.builders import AUTHORITY, SET, UNIT
from tests.db.stores import Tables, a_store, tables

if TYPE_CHECKING:
    from ntm_desktop.domain.canonical import JsonValue

OTHER = "06382"
OWN_KEY, OTHER_KEY, AUTHORITY_KEY = (bytes([n]) * 32 for n in (1, 2, 3))
PICTURES = tuple(sha256(bytes([n])).hexdigest() for n in range(2))


@dataclass(frozen=True)
class Pc:
    """One installation of an office: its key, and the scope it writes in."""

    key: bytes
    unit: str
    name: str

    @property
    def origin(self) -> str:
        return f"{sha256(self.key).hexdigest()[:32]}.{self.name.encode().hex():0<16}"


HERE = Pc(OWN_KEY, UNIT, "here")
BESIDE, OTHER_PC, OFFICE = (
    Pc(OWN_KEY, UNIT, "two"),
    Pc(OTHER_KEY, OTHER, "y"),
    Pc(AUTHORITY_KEY, AUTHORITY, "a"),
)
PCS = (HERE, BESIDE, OTHER_PC, OFFICE)
UNITS = {AUTHORITY_KEY: "Huyện Bắc Sơn", OTHER_KEY: "Xã Hưng Vũ", OWN_KEY: "Xã Tân Thành"}


def enrolment(key: bytes, unit: str) -> tuple[Record, Fields]:
    office: dict[str, JsonValue] = {
        "unit": unit,
        "name": UNITS[key],
        "role": "commune",
        "signing_key": key.hex(),
        "age_recipient": "age1x",
    }
    return Record(AUTHORITY, "enrolment", natural_key(unit, key.hex())), {"office": office}


def succession(old: str, new: str) -> tuple[Record, Fields]:
    return Record(AUTHORITY, "succession", natural_key(old, new)), {
        "succeeded": {"old": old, "new": new}
    }


def revocation(good: Sequence[Revision]) -> tuple[Record, Fields]:
    points: list[JsonValue] = [[r.scope, r.origin, r.seq, r.id.hex()] for r in good]
    return Record(AUTHORITY, "revocation", natural_key(OTHER, OTHER_KEY.hex())), {
        "revoked": {"unit": OTHER, "signing_key": OTHER_KEY.hex(), "good": points}
    }


def assessment(scope: str, code: str) -> Record:
    return Record(scope, "assessment", natural_key(scope, SET, "2024", code))


def picture(scope: str, which: str) -> Record:
    return Record(scope, "evidence_file", natural_key("e", which))


@dataclass
class History:
    """All that anybody has written, in an order in which it can have come about."""

    revisions: list[Revision] = field(default_factory=list)

    def write(
        self,
        pc: Pc,
        record: Record,
        fields: Fields | None,
        *parents: Revision,
        after: Revision | None = None,
        cites: Sequence[Revision] = (),
    ) -> Revision:
        """Let a PC write, on its own last revision in that scope unless another is named."""
        chain = [r for r in self.revisions if (r.scope, r.origin) == (record.scope, pc.origin)]
        last = after or (chain[-1] if chain else None)
        made = new_revision(
            record,
            fields,
            chain=ChainEnd(pc.origin, last.seq if last else 0, last.id if last else None),
            parents=[parent.id for parent in parents],
            by=Authorship(f"{pc.name} {len(self.revisions)}", "2024-10-02T07:05:00+00:00"),
            cites=[cited.id for cited in cites],
        )
        self.revisions.append(made)
        return made

    def closed(self, tops: Iterable[Revision]) -> set[bytes]:
        """Give what these rest on, with themselves."""
        known = {revision.id: revision for revision in self.revisions}
        found: set[bytes] = set()
        waiting = [top.id for top in tops]
        while waiting:
            revision = known[waiting.pop()]
            if revision.id not in found:
                found.add(revision.id)
                needs = (revision.prev, *revision.parents, *revision.cites)
                waiting.extend(need for need in needs if need is not None)
        return found


@dataclass(frozen=True)
class Package:
    """What one package carries; `sender` signed it."""

    name: str
    sender: Pc
    revisions: tuple[Revision, ...]

    @property
    def heads(self) -> list[Head]:
        before = {revision.prev for revision in self.revisions}
        keys = {pc.origin: pc.key for pc in PCS}
        return [
            Head(Point(r.scope, r.origin, r.seq, r.id), keys[r.origin], r.id * 2)
            for r in self.revisions
            if r.id not in before
        ]


def packed(
    history: History,
    name: str,
    sender: Pc,
    tops: Iterable[Revision],
    since: Iterable[Revision] = (),
) -> Package:
    """Pack all that some revisions rest on, less what others rest on; the authority's first."""
    carried = history.closed(tops) - history.closed(since)
    found = [revision for revision in history.revisions if revision.id in carried]
    return Package(name, sender, tuple(sorted(found, key=lambda r: r.scope != AUTHORITY)))


class Receiver:
    """One PC to which packages come; what cannot be applied yet waits."""

    def __init__(self) -> None:
        self.store = a_store()
        self.waiting: list[Package | Revision] = []
        installation.found(
            self.store,
            Installation(
                identity=Identity(unit=UNIT, role=Role.COMMUNE, origin=HERE.origin, author="A"),
                signing_key=OWN_KEY,
                age_recipient="age1",
                practice=False,
            ),
        )
        self.trust(AUTHORITY_KEY, AUTHORITY, Role.AUTHORITY)

    def trust(self, key: bytes, unit: str, role: Role = Role.COMMUNE) -> None:
        """Let a person trust a key."""
        trusted = TrustedKey(
            signing_key=key, unit=unit, name=UNITS[key], role=role, age_recipient="age1"
        )
        trust.keep(self.store, trusted)

    def heads(self) -> list[Point]:
        """Give what signed heads are about."""
        rows = self.store.execute("SELECT scope, origin, seq, id FROM head")
        return [Point(*row) for row in rows]

    def hold(self, *things: Package | Revision) -> None:
        """Enter things that were found good elsewhere, all together."""
        for thing in things:
            if isinstance(thing, Revision):
                journal.receive(self.store, [thing])
                self._keep_objects([thing])
            else:
                self._enter(thing, [r for r in thing.revisions if not self._holds(r.id)])

    def _holds(self, id_: bytes) -> bool:
        return journal.holds(self.store, id_)

    def take(self, *things: Package | Revision) -> None:
        """Take in packages, and write what is written here, as far as the needs are there."""
        for thing in things:
            self.waiting.append(thing)
            self._let_in()

    def _let_in(self) -> None:
        while any(self._apply(each) for each in list(self.waiting)):
            pass

    def _apply(self, thing: Package | Revision) -> bool:
        done = self._write(thing) if isinstance(thing, Revision) else self._import(thing)
        if done:
            self.waiting.remove(thing)
        return done

    def _write(self, revision: Revision) -> bool:
        needs = (revision.prev, *revision.parents, *revision.cites)
        if not all(need is None or self._holds(need) for need in needs):
            return False
        if not self._holds(revision.id):
            journal.receive(self.store, [revision])
            self._keep_objects([revision])
        return True

    def _import(self, package: Package) -> bool:
        own = (each.id for each in package.revisions if each.origin == HERE.origin)
        if not all(self._holds(id_) for id_ in own):
            return False  # nobody can carry what was not written here yet
        sender = package.sender
        accepted = accept(
            package.revisions,
            package.heads,
            held=HeldRevisions(self.store),
            offices=imports.offices(self.store),
            successions=successions.read(self.store),
            signer=Signer(sender.key, sender.unit, sender.origin),
        )
        if accepted.waits:
            return False
        self._enter(package, accepted.fresh)
        return True

    def _enter(self, package: Package, fresh: Sequence[Revision]) -> None:
        self._keep_objects(package.revisions)
        imports.enter(
            self.store,
            self._imported(package),
            carried=[revision.id for revision in package.revisions],
            fresh=fresh,
            heads=package.heads,
        )

    def _keep_objects(self, revisions: Iterable[Revision]) -> None:
        for revision in revisions:
            key = read_key(revision.key, 2) if revision.kind == "evidence_file" else None
            if key:
                objects.keep(self.store, [StoredFile(key[1], 1, 0, None, is_new=True)])

    def _imported(self, package: Package) -> ImportedPackage:
        (count,) = self.store.execute("SELECT count(*) FROM import").fetchone()
        return ImportedPackage(
            id=f"{package.name}/{count}",
            package=package.name,
            number=count + 1,
            sender=package.sender.unit,
            sender_name=UNITS[package.sender.key],
            origin=package.sender.origin,
            signing_key=package.sender.key,
            envelope="{}",
            file_name=f"{package.name}.ntm",
            revisions=len(package.revisions),
            objects=0,
        )

    def stands(self, package: Package) -> bool:
        return imports.standing(self.store, package.name) is not None

    def row(self, package: Package) -> int:
        here = imports.standing(self.store, package.name)
        assert here is not None
        found = undo.row_of(self.store, here.id)
        assert found is not None
        assert found[1]
        return found[0]

    def undo(self, package: Package) -> undo.Undone:
        """Undo an import, and let in what waited."""
        undone = undo.undo(self.store, self.row(package))
        self._let_in()
        return undone

    def content(self) -> dict[str, object]:
        """All that tells whether a package ever came, whatever the order things came in."""
        read = {
            "revisions": "SELECT id FROM revision",
            "records": "SELECT scope, kind, key FROM record",
            "chains": "SELECT scope, origin FROM chain",
            "heads": "SELECT scope, origin, seq, id, signature FROM head",
            "objects": "SELECT sha256 FROM object",
            "burnt": "SELECT origin FROM burnt",
            "carried": """
                SELECT package, revision.id FROM import_revision
                JOIN revision ON revision.row = import_revision.revision
                JOIN import ON import.row = import AND standing = 1""",
            "carried heads": """
                SELECT package, head.id FROM import_head JOIN head ON head.row = import_head.head
                JOIN import ON import.row = import AND standing = 1""",
        }
        found: dict[str, object] = {
            name: sorted(tuple(row) for row in self.store.execute(sql))
            for name, sql in read.items()
        }
        return {**found, "tables": self.tables()}

    def tables(self) -> Tables:
        return tables(self.store)

    def is_sound(self) -> bool:
        """Tell whether all that is held has its needs and its trust, and is shown as rebuilt."""
        held = {row.revision.id: row.revision for row in journal.everything(self.store)}
        closed = all(
            need is None or need in held
            for each in held.values()
            for need in (each.prev, *each.parents, *each.cites)
        )
        shown = self.tables()
        journal.rebuild(self.store)
        keys = self.store.execute("PRAGMA foreign_key_check").fetchall()
        known = undo_needs.trust(self.store).offices
        trusted = all(each.origin.partition(".")[0] in known for each in held.values())
        return closed and trusted and shown == self.tables() and not keys
