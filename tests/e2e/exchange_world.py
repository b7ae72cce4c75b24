"""Offices at their PCs and the sticks between them, quick to make and watched at every step."""

import os
import secrets
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta, tzinfo
from functools import cache
from pathlib import Path
from random import Random
from typing import Any, NamedTuple, Self
from unittest.mock import patch
from uuid import UUID

import uuid_utils

import db.connection
import db.imports
import db.installation
import db.journal
import db.migrations
import db.sent
from db import journal
from db.installation import change_setting
from db.units import Unit
from ntm_desktop.domain.ownership import Role
from ntm_desktop.domain.progress import Progress, Unwatched
from ntm_desktop.domain.revision import Record, Revision, RevisionId, known_revision
from ntm_desktop.exchange.keys import OfficeKeys
from ntm_desktop.exchange.package.reader import open_package
from ntm_desktop.exchange.sealing import unsealed
from ntm_desktop.paths import DataFolder
from ntm_desktop.services import composing, origins
from ntm_desktop.services.origins import TOKEN
from ntm_desktop.services.receiving import ImportOutcome
from ntm_desktop.services.restoring import restore
from ntm_desktop.services.setup import Setup, set_up
from ntm_desktop.services.undoing import StillNeededError
from ntm_desktop.services.workplace import Workplace, open_workplace
from tests.offices import DISTRICT, PASSPHRASE, YEAR

Id = bytes
"""The id of a revision."""


class Office(NamedTuple):
    """Who works at a PC that is made at the start; `like` names the PC whose key it shares."""

    role: Role
    unit: Unit
    like: str | None = None
    enrolled: bool = True


A, A2, B, C, DISTRICT_PC, AGENCY = "xã A", "xã A máy 2", "xã B", "xã C", "huyện", "phòng"
_A = Unit(code="06379", name="Xã Tân Thành", kind="commune", region="TDMNPB")
_B = Unit(code="06382", name="Xã Hưng Vũ", kind="commune", region="TDMNPB")
_C = Unit(code="06343", name="Xã Bắc Quỳnh", kind="commune", region="TDMNPB")
OFFICES: Mapping[str, Office] = {
    A: Office(Role.COMMUNE, _A),
    A2: Office(Role.COMMUNE, _A, like=A),
    B: Office(Role.COMMUNE, _B),
    C: Office(Role.COMMUNE, _C, enrolled=False),
    DISTRICT_PC: Office(Role.AUTHORITY, Unit(code=DISTRICT.code, name=DISTRICT.name)),
    AGENCY: Office(Role.AGENCY, Unit(code="185.nn", name="Phòng NN&PTNT")),
}
EVERYBODY = tuple(name for name, office in OFFICES.items() if office.enrolled)


class Save(NamedTuple):
    """What a person wrote, and the revisions of its record that the form had been shown."""

    revision: Revision
    knew: frozenset[Id]


@dataclass(frozen=True, slots=True)
class Cargo:
    """What one package carries, whichever parts it is in."""

    revisions: frozenset[Id]
    heads: frozenset[bytes]


class Stick(NamedTuple):
    """A file that lies somewhere: one part of a package, from one unit to another."""

    path: Path
    package: str
    part: int
    sender: str
    to: str


@dataclass(slots=True)
class Memory:
    """What a PC did by itself: revisions it wrote, and signatures it made with what they cover."""

    wrote: set[Id] = field(default_factory=set)
    signed: dict[bytes, Id] = field(default_factory=dict)

    def copied(self) -> "Memory":
        return Memory(set(self.wrote), dict(self.signed))


class Image(NamedTuple):
    """A whole PC, or its data file alone, as it was at some moment."""

    folder: Path
    memory: Memory


class Pc:
    """One PC of an office, with settings of its own; `memory` is what the tests know of it."""

    def __init__(self, name: str, folder: Path, keys: OfficeKeys, memory: Memory) -> None:
        self.name = name
        self.folder = folder
        self.keys = keys
        self.memory = memory
        self.hours_off = 0
        self.work = self._opened()

    @property
    def data(self) -> DataFolder:
        return DataFolder(self.folder / "data")

    @property
    def unit(self) -> str:
        return self.work.office.unit.code

    @property
    def role(self) -> Role:
        return self.work.office.role

    @property
    def origin(self) -> str:
        with self.work.data.session() as store:
            return str(store.execute("SELECT origin FROM installation").fetchone()[0])

    def _opened(self) -> Workplace:
        with self.at_work():
            return open_workplace(self.data.root)

    def reopen(self, *, closing: bool = True) -> None:
        """Start the program again; without closing first, as after a power cut."""
        if closing:
            self.work.close()
        self.work = self._opened()

    @contextmanager
    def at_work(self) -> Iterator[None]:
        """Use this PC's clock and this PC's settings."""
        settings = patch.object(origins, "settings_folder", lambda: self.folder / "settings")
        with settings, patch.object(_Clock, "off", timedelta(hours=self.hours_off)):
            yield

    def held(self) -> set[Id]:
        with self.work.data.session() as store:
            return {row[0] for row in store.execute("SELECT id FROM revision")}

    def revisions(self, record: Record) -> list[Revision]:
        with self.work.data.session() as store:
            return journal.history(store, record)

    def revision(self, id_: Id) -> Revision:
        with self.work.data.session() as store:
            line = store.execute("SELECT line FROM revision WHERE id = ?", (id_,)).fetchone()[0]
        return known_revision(RevisionId(id_), line.encode())

    def knows(self, record: Record) -> frozenset[Id]:
        """Name what a form about a record rests on when it is opened now."""
        return frozenset(revision.id for revision in self.revisions(record))

    def standing(self) -> dict[str, str]:
        """Name the packages whose import stands here, by the id of the import."""
        with self.work.data.session() as store:
            rows = store.execute("SELECT id, package FROM import WHERE standing = 1 ORDER BY row")
            return {row[0]: row[1] for row in rows}

    def signatures(self) -> dict[bytes, Id]:
        """Give the revisions that heads here cover, by the heads' signatures."""
        with self.work.data.session() as store:
            return {row[0]: row[1] for row in store.execute("SELECT signature, id FROM head")}


class _Clock(datetime):
    """A clock that goes on by a second whenever somebody looks, and may be wrong."""

    seconds = 0
    off = timedelta()

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> Self:
        _Clock.seconds += 1
        return cls(2024, 10, 2, 7, tzinfo=tz) + timedelta(seconds=cls.seconds) + cls.off


@cache
def _empty() -> sqlite3.Connection:
    """A data file of the latest form: checking one makes such a file every time."""
    store = sqlite3.connect(":memory:", isolation_level=None)
    with store:
        store.execute("BEGIN")
        db.migrations.upgrade(store)
    return store


@contextmanager
def quick() -> Iterator[None]:
    """Wait for no disk, and give the same origins, ids and times in every run."""
    chance = Random(1)  # noqa: S311 - not for keys

    def hexed(length: int = 32) -> str:
        return chance.randbytes(length).hex()

    def uuid7() -> UUID:
        digits = chance.randbytes(16).hex()
        return UUID(f"{digits[:12]}7{digits[13:16]}8{digits[17:]}")

    upgrade, empty = db.migrations.upgrade, _empty()

    def upgraded(store: sqlite3.Connection) -> None:
        if store.in_transaction:
            upgrade(store)
        else:
            empty.backup(store)

    pragmas = [
        "synchronous = OFF" if each.startswith("synchronous") else each
        for each in db.connection._PRAGMAS  # noqa: SLF001 - only here may they be relaxed
    ]
    _Clock.seconds = 0
    with (
        patch.object(db.connection, "_PRAGMAS", pragmas),
        patch.object(db.migrations, "upgrade", upgraded),
        patch.object(os, "fsync", lambda _: None),
        patch.object(secrets, "token_hex", hexed),
        patch.object(uuid_utils, "uuid7", uuid7),
        patch.object(db.journal, "datetime", _Clock),
        patch.object(db.imports, "datetime", _Clock),
        patch.object(db.installation, "datetime", _Clock),
        patch.object(composing, "datetime", _Clock),
        patch.object(db.sent, "datetime", _Clock),
    ):
        yield


class _Templates(NamedTuple):
    folder: tempfile.TemporaryDirectory[str]
    keys: Mapping[str, OfficeKeys]


@cache
def _templates() -> _Templates:
    """Set every PC up once a run: making keys takes long, copying folders does not."""
    made = tempfile.TemporaryDirectory(prefix="ntm-offices-")
    root = Path(made.name)
    keys = {}
    for name, office in OFFICES.items():
        like = DataFolder(root / office.like / "data") if office.like else None
        _set_up(root / name / "data", office, like.key_file if like else None)
        with patch.object(origins, "settings_folder", lambda: root / "settings"):
            work = open_workplace(root / name / "data")
        keys[name] = work.keys.unlock(PASSPHRASE)
        if not office.like:
            work.keys.export_public(_public(root, office), PASSPHRASE)
        work.close()
    for name, office in OFFICES.items():
        _let_trust(root, name, office.role)
    return _Templates(made, keys)


def _set_up(folder: Path, office: Office, key_file: Path | None) -> None:
    set_up(
        folder,
        Setup(
            role=office.role,
            unit=office.unit,
            authority=DISTRICT,
            passphrase=PASSPHRASE,
            key_file=key_file,
            author="Nông Văn A",
        ),
    )


def _public(root: Path, office: Office) -> Path:
    return root / f"{office.unit.code}.ntmkey"


def _let_trust(root: Path, name: str, role: Role) -> None:
    """Let the authority enrol the others, and each of them trust the authority."""
    with patch.object(origins, "settings_folder", lambda: root / "settings"):
        work = open_workplace(root / name / "data")
    for other, office in OFFICES.items():
        wanted = role is Role.AUTHORITY or office.role is Role.AUTHORITY
        if other != name and wanted and not office.like and office.enrolled:
            work.keys.trust(_public(root, office))
    work.catalogue.criteria_set(work.office.sets[0])  # so that copies need not parse it
    with work.data.session() as store:  # so that a copy is not taken for one
        change_setting(store, TOKEN, None)
    work.close()


class World:
    """All PCs, everything that was sent, and everything that was saved."""

    def __init__(self, root: Path, names: tuple[str, ...] = EVERYBODY) -> None:
        self.root = root
        self.pcs: dict[str, Pc] = {}
        self.sticks: list[Stick] = []
        self.cargo: dict[str, Cargo] = {}
        self.saves: dict[Id, Save] = {}
        self._numbers = iter(range(1_000_000))
        for name in names:
            self.joins(name)

    def joins(self, name: str) -> Pc:
        """Set a PC up as first start leaves it, with what its office trusts."""
        templates = _templates()
        folder = self.root / name
        shutil.copytree(Path(templates.folder.name) / name, folder)
        pc = Pc(name, folder, templates.keys[name], Memory())
        self.pcs[name] = pc
        pc.memory = Memory(pc.held(), pc.signatures())
        for id_ in pc.memory.wrote:
            self._saved(pc, id_, None)
        return pc

    def public_key(self, name: str) -> Path:
        """Give the public key file of an office."""
        return _public(Path(_templates().folder.name), OFFICES[name])

    def new_folder(self, what: str) -> Path:
        folder = self.root / f"{what}-{next(self._numbers)}"
        folder.mkdir()
        return folder

    def close(self) -> None:
        for pc in self.pcs.values():
            pc.work.close()

    # ---- writing

    def writes(
        self,
        pc: Pc,
        act: Callable[[], Any],
        knew: Mapping[Record, frozenset[Id]] | None = None,
    ) -> list[Revision]:
        """Let a person do something; note what was written, and what its forms had shown."""
        before = pc.held()
        with pc.at_work():
            act()
        written = pc.held() - before
        pc.memory.wrote |= written
        return [self._saved(pc, id_, knew) for id_ in written]

    def _saved(self, pc: Pc, id_: Id, knew: Mapping[Record, frozenset[Id]] | None) -> Revision:
        revision = pc.revision(id_)
        seen = (knew or {}).get(revision.record)
        if seen is None:
            history = [each.id for each in pc.revisions(revision.record)]
            seen = frozenset(history[: history.index(RevisionId(id_))])
        self.saves[id_] = Save(revision, seen)
        return revision

    # ---- sending and receiving

    def sends(self, pc: Pc, to: str, **how: Any) -> list[Stick]:
        """Write a package for a unit, one file on each stick; plain unless said otherwise."""
        folder = self.new_folder("stick")
        with pc.at_work(), self._signing(pc):
            receipt = pc.work.sending.export(
                folder,
                keys=pc.keys,
                year=YEAR,
                progress=Unwatched(),
                to=to,
                **{"plain": True, **how},
            )
        return self.found(pc, receipt.id, to, [each.path for each in receipt.files])

    @contextmanager
    def _signing(self, pc: Pc) -> Iterator[None]:
        """Note what is signed: it stays, even if the package then cannot be written."""
        before = pc.signatures()
        try:
            yield
        finally:
            after = pc.signatures()
            pc.memory.signed |= {each: after[each] for each in after.keys() - before.keys()}

    def found(self, pc: Pc, package: str, to: str, files: Sequence[Path]) -> list[Stick]:
        """Put files of one package among the sticks."""
        sticks = [
            Stick(file, package, part, pc.unit, to) for part, file in enumerate(sorted(files), 1)
        ]
        self._look(pc, sticks[0])
        self.sticks += sticks
        return sticks

    def _look(self, pc: Pc, stick: Stick) -> None:
        """Note what a package carries: its first part says so, to who may open it."""
        identities = pc.work.keys.identities(pc.keys)
        scratch = pc.data.cache
        with (
            unsealed(stick.path, identities, scratch, Unwatched()) as plain,
            open_package(plain) as opened,
        ):
            self.cargo[stick.package] = Cargo(
                frozenset(revision.id for revision in opened.revisions()),
                frozenset(head.signature for head in opened.envelope.heads),
            )

    def takes(self, pc: Pc, stick: Stick, progress: Progress | None = None) -> ImportOutcome:
        with pc.at_work():
            return pc.work.receiving.take_in(stick.path, progress or Unwatched(), pc.keys)

    def undoes(self, pc: Pc, import_id: str) -> bool:
        """Take an import back; say whether nothing needed it."""
        with pc.at_work():
            try:
                pc.work.undoing.undo(import_id, Unwatched())
            except StillNeededError:
                return False
        return True

    # ---- what happens to PCs

    def image(self, pc: Pc) -> Image:
        """Copy a whole PC, as it is at this very moment."""
        folder = self.new_folder("image")
        shutil.copytree(pc.folder, folder, dirs_exist_ok=True)
        return Image(folder, pc.memory.copied())

    def put_back(self, pc: Pc, image: Image) -> None:
        """Give a PC the state of an image; nothing tells the program."""
        pc.work.close()
        shutil.rmtree(pc.folder)
        shutil.copytree(image.folder, pc.folder)
        pc.memory = image.memory.copied()
        pc.reopen()

    def back_up(self, pc: Pc) -> Image:
        """Make a backup as the program does."""
        with pc.at_work():
            made = pc.work.backups.make(None, Unwatched())
        return Image(made.path, pc.memory.copied())

    def restore(self, pc: Pc, backup: Image) -> None:
        """Go back to a backup as the program does."""
        pc.work.close()
        with pc.at_work():
            restore(pc.data.root, backup.folder, Unwatched())
        pc.memory = backup.memory.copied()
        pc.reopen()

    def clone(self, pc: Pc, *, noticed: bool = False) -> Pc:
        """Let a copy of a PC go on working as another one, which may or may not be noticed."""
        image = self.image(pc)
        if noticed:
            shutil.rmtree(image.folder / "settings", ignore_errors=True)
        else:
            self._settle(pc, image.folder)
        clone = Pc(f"{pc.name} #{next(self._numbers)}", image.folder, pc.keys, image.memory)
        self.pcs[clone.name] = clone
        return clone

    def _settle(self, pc: Pc, folder: Path) -> None:
        """Let the settings of a copy say that its folder has always been there."""
        with pc.work.data.session() as store:
            row = store.execute("SELECT value FROM setting WHERE name = ?", (TOKEN,)).fetchone()
        settings = patch.object(origins, "settings_folder", lambda: folder / "settings")
        with settings:
            origins.remember(str((folder / "data").resolve()), row[0].strip('"'))
