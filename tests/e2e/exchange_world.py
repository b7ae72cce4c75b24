"""PCs of offices and the sticks between them, watched at every step."""

import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any, NamedTuple
from unittest.mock import patch

from db import journal
from ntm_desktop.domain.ownership import Role
from ntm_desktop.domain.progress import Progress, Unwatched
from ntm_desktop.domain.revision import Record, Revision, RevisionId, known_revision
from ntm_desktop.exchange.keys import OfficeKeys
from ntm_desktop.exchange.package.reader import open_package
from ntm_desktop.exchange.package.sealing import unsealed
from ntm_desktop.paths import DataFolder
from ntm_desktop.services import origins
from ntm_desktop.services.origins import TOKEN
from ntm_desktop.services.receiving import ImportOutcome
from ntm_desktop.services.restoring import restore
from ntm_desktop.services.undoing import StillNeededError
from ntm_desktop.services.workplace import Workplace, open_workplace
from tests.e2e.exchange_offices import EVERYBODY, Clock, templates
from tests.offices import YEAR

Id = bytes
"""The id of a revision."""


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
        with settings, patch.object(Clock, "off", timedelta(hours=self.hours_off)):
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
        made = templates()
        folder = self.root / name
        shutil.copytree(Path(made.folder.name) / name, folder)
        pc = Pc(name, folder, made.keys[name], Memory())
        self.pcs[name] = pc
        pc.memory = Memory(pc.held(), pc.signatures())
        for id_ in pc.memory.wrote:
            self._saved(pc, id_, None)
        return pc

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
        how = {"plain": True, "progress": Unwatched(), **how}
        with pc.at_work(), self._signing(pc):
            receipt = pc.work.sending.export(folder, keys=pc.keys, year=YEAR, to=to, **how)
        return self.found(pc, receipt.id, to, [each.path for each in receipt.files])

    @contextmanager
    def _signing(self, pc: Pc) -> Iterator[None]:
        """Note what is signed: it stays, even if the package then cannot be written."""
        before = pc.signatures()
        try:
            yield
        finally:
            self.signed_since(pc, before)

    def signed_since(self, pc: Pc, before: Mapping[bytes, Id]) -> None:
        after = pc.signatures()
        pc.memory.signed |= {each: after[each] for each in after.keys() - before.keys()}

    def sends_again(self, pc: Pc, stick: Stick) -> None:
        """Write one part of a package once more: it must be what it was."""
        folder = self.new_folder("stick")
        with pc.at_work():
            receipt = pc.work.sending.resend(
                stick.package, [stick.part], folder, keys=pc.keys, progress=Unwatched()
            )
        again = stick._replace(path=receipt.path)
        before = self.cargo[stick.package]
        if stick.part == 1:
            self._look(pc, again)
        assert self.cargo[stick.package] == before
        self.sticks.append(again)

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

    def undoes(self, pc: Pc, import_id: str, progress: Progress | None = None) -> bool:
        """Take an import back; say whether nothing needed it."""
        with pc.at_work():
            try:
                pc.work.undoing.undo(import_id, progress or Unwatched())
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
