"""An office receives packages: looks at them first, then takes them in whole or not at all."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from sqlite3 import Connection

from db import imports, objects, successions
from db.connection import DataFile, reading, writing
from db.files import FileStore
from db.imports import ArrivedFile, Refusal, Standing, WaitingPackage
from ntm_desktop.domain.progress import Progress
from ntm_desktop.domain.topics import EVERYTHING, Topic
from ntm_desktop.errors import InputError
from ntm_desktop.exchange.keys import OfficeKeys
from ntm_desktop.exchange.package import envelope_json
from ntm_desktop.exchange.package.envelope import Envelope
from ntm_desktop.exchange.package.errors import PackageSealedError
from ntm_desktop.exchange.package.reader import OpenedPackage, open_package
from ntm_desktop.exchange.package.rereading import Digest
from ntm_desktop.exchange.package.sealing import unsealed
from ntm_desktop.paths import DataFolder, reachable
from ntm_desktop.services.arriving import Arrival, MissingPart, is_complete, missing_parts
from ntm_desktop.services.catalogue import Catalogue
from ntm_desktop.services.judgement import Would, judged, signature, would
from ntm_desktop.services.office import Office
from ntm_desktop.services.set_versions import differences
from ntm_desktop.services.taking_in import ImportOutcome as ImportOutcome
from ntm_desktop.services.taking_in import TakingIn
from ntm_desktop.services.waiting_room import WaitingRoom

Identities = Callable[[OfficeKeys], Sequence[str]]
"""Gives what opens packages that were sealed to an office, now or under a former key."""


class PracticeMixedError(InputError):
    """Practice data must not come among real data, nor the other way round."""

    code = "practice_mixed"


class NotForUsError(InputError):
    """The package is addressed to another office."""

    code = "not_for_us"


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspection:
    """A package looked at without changing anything; `would` is None where nothing would change.

    `day` is when it was made, by its sender's clock. `signature` is "trusted", "revoked" or
    "unknown"; a bad one is refused when the package is opened. `have` are the parts at hand with
    this one, `missing` the others. `undone_at` is when an import of it was undone (local time).
    `sets` say which criteria sets the sender has otherwise.
    """

    envelope: Envelope
    day: date
    size: int
    signature: str
    imported: str | None
    would: Would | None
    have: tuple[int, ...] = (1,)
    missing: tuple[MissingPart, ...] = ()
    undone_at: datetime | None = None
    sets: tuple[str, ...] = ()


class Receiving:
    """The packages that come into one data folder."""

    def __init__(
        self,
        *,
        folder: DataFolder,
        data: DataFile,
        office: Office,
        catalogue: Catalogue,
        files: FileStore,
        identities: Identities,
    ) -> None:
        self._folder = folder
        self._data = data
        self._office = office
        self._catalogue = catalogue
        self._identities = identities
        self._room = WaitingRoom(folder=folder, data=data)
        self._taking_in = TakingIn(folder=folder, data=data, files=files, room=self._room)

    def inspect(
        self, path: Path, progress: Progress, keys: OfficeKeys | None = None
    ) -> Inspection:
        """Verify a package and say what it would change; raises PackageError. Changes nothing.

        A sealed one needs `keys`: PackageSealedError.
        """
        path = reachable(path)
        with self._opened(path, progress, keys) as (_, package):
            package.verify_objects(progress)
            envelope = package.envelope
            with self._data.session() as store, reading(store):
                here = imports.standing(store, envelope.id)
                have = self._have(store, envelope.id, here) | {envelope.part}
                undone = None if here else imports.undone(store, envelope.id)
                return Inspection(
                    envelope=envelope,
                    day=package.day,
                    size=path.stat().st_size,
                    signature=signature(store, envelope.sender),
                    imported=here.id if here else None,
                    would=None if here or envelope.part > 1 else would(store, package),
                    have=tuple(sorted(have)),
                    missing=tuple(missing_parts(store, envelope, have)),
                    undone_at=datetime.fromisoformat(undone).astimezone() if undone else None,
                    sets=self._differing_sets(envelope),
                )

    def take_in(
        self, path: Path, progress: Progress, keys: OfficeKeys | None = None
    ) -> ImportOutcome:
        """Import a package, or a part of one, whole or not at all; long work.

        Raises PackageError or RefusedRevisionError, and then no trace is left but a line in the
        history. The same package again adds nothing. One that needs something first is kept and
        waits (merge.md 31-33).
        """
        path = reachable(path)
        opened: list[Envelope] = []
        try:
            outcome = self._take_in(path, progress, keys, opened=opened)
        except PackageSealedError:
            raise  # nothing is wrong with it: a passphrase is
        except InputError as refused:
            self._remember(path, refused, opened[0] if opened else None)
            raise
        if outcome.known:
            return outcome
        notices = (*outcome.notices, *self._differing_sets(opened[0]))
        outcome = replace(outcome, notices=notices)
        if outcome.waiting_for:
            return outcome
        self._sweep(outcome)
        self._apply_waiting(progress)
        return self._as_it_is_now(outcome)

    def waiting(self) -> list[WaitingPackage]:
        """List confirmed packages that wait, oldest first."""
        return self._room.listed()

    def give_up(self, package: str, part: int = 1) -> frozenset[Topic]:
        """Let a part that waits go; nothing of it was applied, and it may be taken in again."""
        with self._data.session() as store, writing(store):
            imports.wait_no_longer(store, package, part)
        self._room.sweep(package)
        return frozenset({Topic.PACKAGES})

    def retry_waiting(self, progress: Progress) -> frozenset[Topic]:
        """Apply what waits, as far as its needs have come; say what changed."""
        before = len(self.waiting())
        self._apply_waiting(progress)
        return EVERYTHING if len(self.waiting()) != before else frozenset()

    @contextmanager
    def _opened(
        self, path: Path, progress: Progress, keys: OfficeKeys | None
    ) -> Iterator[tuple[Path, OpenedPackage]]:
        identities = () if keys is None else self._identities(keys)
        with (
            unsealed(path, identities, self._folder.cache, progress) as plain,
            open_package(plain) as package,
        ):
            yield plain, package

    def _take_in(
        self,
        path: Path,
        progress: Progress,
        keys: OfficeKeys | None,
        *,
        opened: list[Envelope] | None = None,
        came: ArrivedFile | None = None,
    ) -> ImportOutcome:
        """Take a file in; `opened` learns whose it is as soon as its signature proved good."""
        with (
            self._opened(path, progress, keys) as (plain, package),
            Digest(path) as digest,
        ):
            if opened is not None:
                opened.append(package.envelope)
            self._check_fits(package.envelope)
            name = came.name if came else path.name
            arrival = Arrival(name, plain, package, digest, came)
            return self._taking_in.take_in(arrival, progress)

    def _as_it_is_now(self, outcome: ImportOutcome) -> ImportOutcome:
        """Say what is still missing after parts that waited were taken in too."""
        with self._data.session() as store, reading(store):
            described = imports.envelope(store, outcome.import_id or "")
            if described is None:
                return outcome
            envelope = envelope_json.from_json(described.encode())
            here = imports.standing(store, envelope.id)
            have = self._have(store, envelope.id, here)
            scopes = [part.scope for part in envelope.scopes]
            return replace(
                outcome,
                missing_parts=tuple(missing_parts(store, envelope, have)),
                missing_objects=tuple(objects.missing(store, scopes)),
            )

    def _sweep(self, outcome: ImportOutcome) -> None:
        with self._data.session() as store:
            package = imports.package(store, outcome.import_id or "")
        if package:
            self._room.sweep(package)

    def _differing_sets(self, envelope: Envelope) -> tuple[str, ...]:
        sender = envelope.sender
        whose = "" if sender.unit == self._office.unit.code else sender.name
        return tuple(differences(self._catalogue, whose, envelope.criteria_sets))

    def _have(self, store: Connection, package: str, here: Standing | None) -> set[int]:
        waiting = {each.part for each in imports.waiting(store) if each.package == package}
        return waiting | (imports.parts(store, here.row) if here else set())

    def _apply_waiting(self, progress: Progress) -> None:
        """Apply waiting packages whose need has come, each as an import of its own.

        One that turns out to be refused stays, with the reason beside it; the others go on. What
        comes in may be what others wait for.
        """
        tried: frozenset[tuple[str, int]] | None = None
        while (here := _places(self.waiting())) != tried:
            tried = here
            for waiting in self.waiting():
                self._try(waiting, progress)

    def _try(self, waiting: WaitingPackage, progress: Progress) -> None:
        path = self._room.path(waiting)
        try:
            if path.is_file() and self._is_ready(path):
                came = ArrivedFile(waiting.file_name, waiting.sha256)
                outcome = self._take_in(path, progress, None, came=came)
                if outcome.known:
                    self.give_up(waiting.package, waiting.part)
                self._room.sweep(waiting.package)
        except InputError as refused:
            with self._data.session() as store:
                imports.wait(store, replace(waiting, needs=(str(refused),)))

    def _is_ready(self, path: Path) -> bool:
        with open_package(path) as package, self._data.session() as store, reading(store):
            here = imports.standing(store, package.envelope.id)
            if here is None:
                return package.envelope.part == 1 and not judged(store, package).accepted.waits
            kept = self._room.parts(package.envelope.id)
            return here.signing_key == package.signer and is_complete(package, kept)

    def _check_fits(self, envelope: Envelope) -> None:
        if envelope.practice is not self._office.practice:
            raise PracticeMixedError(
                "Gói này là số liệu luyện tập, không nhập vào số liệu thật được."
                if envelope.practice
                else "Gói này là số liệu thật, không nhập vào thư mục luyện tập được. "
                "Hãy mở thư mục dữ liệu của đơn vị."
            )
        own = self._office.unit.code
        with self._data.session() as store:
            ours = {own} | {old for old, new in successions.read(store) if new == own}
        if not ours & {*envelope.to, envelope.sender.unit}:
            raise NotForUsError(
                f"Gói này gửi cho đơn vị {', '.join(envelope.to)}, không phải {own}. "
                "Hãy kiểm tra lại tệp đã chọn."
            )

    def _remember(self, path: Path, refused: InputError, envelope: Envelope | None) -> None:
        """Enter a refused file into the history, as far as the disk lets us."""
        digest = None
        with suppress(OSError), Digest(path) as hashing:
            digest = bytes.fromhex(hashing.result())
        with self._data.session() as store:
            imports.refuse(
                store,
                Refusal(
                    file=ArrivedFile(path.name, digest),
                    code=refused.code,
                    sentence=str(refused),
                    sender=envelope.sender.name if envelope else None,
                    number=envelope.number if envelope else None,
                ),
            )


def _places(waiting: Sequence[WaitingPackage]) -> frozenset[tuple[str, int]]:
    return frozenset((each.package, each.part) for each in waiting)
