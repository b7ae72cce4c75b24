"""Reading the shared folder: what each file there is, and taking in what other PCs put there."""

import os
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from sqlite3 import Connection
from stat import S_ISREG
from typing import TYPE_CHECKING, Final, NamedTuple

from db import imports, neighbours
from db.connection import DataFile, reading
from ntm_desktop.domain.neighbours import Lying, in_order, is_package_name
from ntm_desktop.domain.progress import Progress
from ntm_desktop.domain.topics import Topic
from ntm_desktop.errors import DataFolderError, InputError
from ntm_desktop.exchange.keys import OfficeKeys
from ntm_desktop.exchange.package.envelope import Envelope
from ntm_desktop.exchange.package.errors import (
    PackageBadSignatureError,
    PackageError,
    PackageSealedForOthersError,
    PackageTooNewError,
)
from ntm_desktop.exchange.package.reader import open_package
from ntm_desktop.exchange.package.sealing import unsealed
from ntm_desktop.paths import reachable
from ntm_desktop.services.folder_notes import FileNote, Found, Notes

if TYPE_CHECKING:
    from ntm_desktop.services.receiving import Identities, Receiving

LOOKING: Final = "Đang trao đổi trong cơ quan"
_UNTRUSTED: Final = (
    "Gói của {} ký bằng khóa chưa được tin cậy nên chưa nhập. Hãy đối chiếu khóa, hoặc mở gói ở "
    "trang nhận hồ sơ."
)
_FOREIGN: Final = (PackageSealedForOthersError,)
_FOR_GOOD: Final = (PackageTooNewError, PackageBadSignatureError)
"""What no further copying mends; other packages may still be on their way."""


class TakenLine(NamedTuple):
    """A package that was taken in: its file, sender, and counts."""

    name: str
    sender: str
    revisions: int
    objects: int
    conflicts: int


@dataclass(slots=True, kw_only=True)
class Reader:
    """Takes in what lies in a folder, once each; says so in `taken`, `notices`, `changed`."""

    folder: Path
    data: DataFile
    unit: str
    cache: Path
    receiving: "Receiving"
    identities: "Identities"
    notes: Notes
    keys: OfficeKeys
    progress: Progress
    taken: list[TakenLine] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    changed: frozenset[Topic] = frozenset()

    def take_all(self) -> None:
        """Look at every package that is new or changed; raises OSError if the folder is gone.

        A file that is unreadable or refused holds up no other; it is looked at again, ever more
        rarely as long as it stays the same.
        """
        there = dict(_files(self.folder))
        for name in self.notes.files.keys() - there.keys():
            del self.notes.files[name]
        for count, name in enumerate(in_order(there)):
            self.progress.step(LOOKING, count, len(there))
            try:
                self._visit(name, there[name])
            except DataFolderError as trouble:  # our own disk: the rest would fare no better
                self.notices.append(str(trouble))
                return

    def note_own(self, path: Path) -> None:
        """Take note of a package that was just put there."""
        try:
            now = reachable(path).lstat()
            envelope, _ = self._look(path)
        except (OSError, PackageError):  # looked at with the others next time
            return
        self.notes.files[path.name] = FileNote(
            size=now.st_size, mtime=now.st_mtime_ns, found=Found.OWN, lying=_lying(envelope)
        )

    def _visit(self, name: str, now: os.stat_result) -> None:
        before = self.notes.files.get(name)
        if before is not None and not before.is_of(now):
            before = None
        if before is not None and not self._is_due(before):
            self.notes.files[name] = before.passed_over() if before.is_bad else before
            return
        fresh = FileNote(size=now.st_size, mtime=now.st_mtime_ns, found=Found.TAKEN)
        tries = before.tries if before else 0
        try:
            self.notes.files[name] = self._take(self.folder / name, fresh)
        except InputError as refused:
            self.notes.files[name] = _not_used(fresh, refused, tries + 1)

    def _is_due(self, note: FileNote) -> bool:
        if note.found is not Found.STRANGER:
            return note.is_due
        with self.data.session() as store:
            return bytes.fromhex(note.signer) in imports.offices(store)

    def _take(self, path: Path, fresh: FileNote) -> FileNote:
        """Look into a file, and take it in if another PC put it there for us."""
        envelope, signer = self._look(path)
        note = replace(
            fresh, sender=envelope.sender.name, signer=signer.hex(), lying=_lying(envelope)
        )
        with self.data.session() as store, reading(store):
            found = self._found(store, envelope, signer)
        if found is Found.STRANGER:
            return replace(note, found=found, sentence=_UNTRUSTED.format(note.sender))
        if found is not Found.TAKEN:
            return replace(note, found=found)
        self.notes.hear(
            envelope.sender.origin, {echo.installation: echo.number for echo in envelope.echoes}
        )
        self._take_in(path, note.sender)
        return note

    def _look(self, path: Path) -> tuple[Envelope, bytes]:
        """Read what a package says of itself, and who signed it; raises PackageError."""
        identities = self.identities(self.keys)
        with (
            unsealed(path, identities, self.cache, self.progress) as plain,
            open_package(plain) as package,
        ):
            return package.envelope, package.signer

    def _found(self, store: Connection, envelope: Envelope, signer: bytes) -> Found:
        """Say what a package is here."""
        if neighbours.was_sent(store, envelope.id):
            return Found.OWN
        if imports.undone(store, envelope.id) and not imports.standing(store, envelope.id):
            return Found.UNDONE
        if self.unit not in {*envelope.to, envelope.sender.unit}:
            return Found.FOREIGN
        return Found.TAKEN if signer in imports.offices(store) else Found.STRANGER

    def _take_in(self, path: Path, sender: str) -> None:
        outcome = self.receiving.take_in(path, self.progress, self.keys)
        self.changed |= outcome.changed
        self.notices.extend(outcome.notices)
        if outcome.import_id is not None and not outcome.known:
            counts = outcome.revisions, outcome.objects, outcome.conflicts
            self.taken.append(TakenLine(path.name, sender, *counts))


def _files(folder: Path) -> Iterator[tuple[str, os.stat_result]]:
    """List what may be packages; raises OSError if the folder is gone."""
    for path in folder.iterdir():  # scandir fails on an empty stick: Windows lists no "."
        if is_package_name(path.name):
            try:
                now = path.lstat()
            except OSError:  # gone this moment
                continue
            if S_ISREG(now.st_mode):
                yield path.name, now


def _not_used(fresh: FileNote, refused: InputError, tries: int) -> FileNote:
    """Note why a file was not used: it is whole and refused, or may not be whole yet."""
    found = Found.UNREADABLE
    if isinstance(refused, _FOREIGN):
        found = Found.FOREIGN
    elif isinstance(refused, _FOR_GOOD) or not isinstance(refused, PackageError):
        found = Found.REFUSED
    return replace(fresh, found=found, tries=tries, sentence=str(refused))


def _lying(envelope: Envelope) -> Lying:
    receipt = envelope.receipt
    return Lying(
        package=envelope.id,
        origin=envelope.sender.origin,
        number=envelope.number,
        receipt=receipt.number if receipt else 0,
        since=tuple(point for scope in envelope.scopes for point in scope.since),
        upto=tuple(point for scope in envelope.scopes for point in scope.upto),
        objects=frozenset(each.sha256 for each in envelope.objects),
    )
