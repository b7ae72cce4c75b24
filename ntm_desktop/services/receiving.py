"""An office receives packages: looks at them first, then takes them in whole or not at all."""

import shutil
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path
from sqlite3 import Connection

from db import imports, journal, objects, sent
from db.connection import DataFile, reading, writing
from db.files import FileStore, StoredFile
from db.imports import HeldRevisions, ImportedPackage, WaitingPackage
from db.intake import Parcel, add_all
from db.sent import SeenReceipt
from ntm_desktop.domain.acceptance import Accepted, Offices, accept
from ntm_desktop.domain.merge import merge
from ntm_desktop.domain.progress import Progress
from ntm_desktop.domain.revision import Record, Revision
from ntm_desktop.domain.topics import EVERYTHING, Topic
from ntm_desktop.errors import InputError
from ntm_desktop.exchange.package import envelope_json
from ntm_desktop.exchange.package.envelope import Envelope, Sender
from ntm_desktop.exchange.package.reader import OpenedPackage, open_package
from ntm_desktop.paths import DataFolder
from ntm_desktop.services.office import Office

STORING = "Đang lưu tệp minh chứng"


class PracticeMixedError(InputError):
    """Practice data must not come among real data, nor the other way round."""

    code = "practice_mixed"


class NotForUsError(InputError):
    """The package is addressed to another office."""

    code = "not_for_us"


@dataclass(frozen=True, slots=True, kw_only=True)
class Would:
    """What an import would do here: counts of records new, changed and in conflict, and gaps."""

    new: int
    changed: int
    conflicts: int
    gaps: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspection:
    """A package looked at without changing anything; `would` is None for one that stands already.

    `day` is when it was made, by its sender's clock.
    `signature` is "trusted" or "unknown"; a bad one is refused when the package is opened.
    """

    envelope: Envelope
    day: date
    size: int
    signature: str
    imported: str | None
    would: Would | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportOutcome:
    """What became of an import: applied, known already, or kept waiting for `waiting_for`."""

    import_id: str | None
    known: bool = False
    revisions: int = 0
    objects: int = 0
    conflicts: int = 0
    waiting_for: tuple[str, ...] = ()
    missing_objects: tuple[str, ...] = ()
    changed: frozenset[Topic] = frozenset()


@dataclass(frozen=True, slots=True)
class _Judged:
    """What a package carries, what was thought of it, and on what that rested."""

    revisions: tuple[Revision, ...]
    accepted: Accepted
    basis: tuple[str, Offices]

    def once_more(self, store: Connection, envelope: Envelope) -> Accepted:
        """Judge again, unless nothing that it rests on has changed."""
        if _basis(store) == self.basis:
            return self.accepted
        return _accepted(store, self.revisions, envelope)


class Receiving:
    """The packages that come into one data folder."""

    def __init__(
        self, *, folder: DataFolder, data: DataFile, office: Office, files: FileStore
    ) -> None:
        self._folder = folder
        self._data = data
        self._office = office
        self._files = files

    def inspect(self, path: Path, progress: Progress) -> Inspection:
        """Verify a package and say what it would change; raises PackageError. Changes nothing."""
        with open_package(path) as package:
            package.verify_objects(progress)
            with self._data.session() as store, reading(store):
                imported = imports.stands(store, package.envelope.id)
                would = None if imported else self._would(store, package)
                signature = self._signature(store, package.envelope.sender)
            return Inspection(
                envelope=package.envelope,
                day=package.day,
                size=package.size,
                signature=signature,
                imported=imported,
                would=would,
            )

    def take_in(self, path: Path, progress: Progress) -> ImportOutcome:
        """Import a package, whole or not at all; long work.

        Raises PackageError or RefusedRevisionError, and then no trace is left. The same package
        again adds nothing. One that needs something first is kept and waits (merge.md 32, 33).
        """
        with open_package(path) as package:
            envelope = package.envelope
            self._check_fits(envelope)
            with self._data.session() as store, reading(store):
                known = imports.stands(store, envelope.id)
                if known:
                    return ImportOutcome(import_id=known, known=True)
                judged = _judged(store, package)
            if judged.accepted.waits:
                package.verify_objects(progress)
                return self._wait(path, package, judged.accepted)
            outcome = self._apply(path.name, package, judged, progress)
        self._kept(envelope).unlink(missing_ok=True)  # it waits no longer
        self._apply_waiting(progress)
        return outcome

    def _kept(self, envelope: Envelope) -> Path:
        """Say where a package is kept while it waits."""
        return self._folder.inbox / f"{envelope.id}.ntm"

    def waiting(self) -> list[WaitingPackage]:
        """List confirmed packages that wait, oldest first."""
        with self._data.session() as store:
            return imports.waiting(store)

    def _check_fits(self, envelope: Envelope) -> None:
        if envelope.practice is not self._office.practice:
            raise PracticeMixedError(
                "Gói này là số liệu luyện tập, không nhập vào số liệu thật được."
                if envelope.practice
                else "Gói này là số liệu thật, không nhập vào thư mục luyện tập được. "
                "Hãy mở thư mục dữ liệu của đơn vị."
            )
        own = self._office.unit.code
        if own not in {*envelope.to, envelope.sender.unit}:
            raise NotForUsError(
                f"Gói này gửi cho đơn vị {', '.join(envelope.to)}, không phải {own}. "
                "Hãy kiểm tra lại tệp đã chọn."
            )

    def _would(self, store: Connection, package: OpenedPackage) -> Would:
        accepted = _judged(store, package).accepted
        by_record: dict[Record, list[Revision]] = {}
        for revision in accepted.fresh:
            by_record.setdefault(revision.record, []).append(revision)
        new = changed = conflicts = 0
        for record, revisions in by_record.items():
            before = journal.history(store, record)
            new += not before
            changed += bool(before)
            conflicts += bool(merge([*before, *revisions]).conflicts)
        return Would(
            new=new,
            changed=changed,
            conflicts=conflicts,
            gaps=self._gaps(store, package, accepted),
        )

    def _gaps(
        self, store: Connection, package: OpenedPackage, accepted: Accepted
    ) -> tuple[str, ...]:
        """Name what has to come first, in words."""
        found: list[str] = []
        if accepted.strangers:
            sender = package.envelope.sender
            found.append(f"chưa tin cậy khóa của {sender.name} ({sender.unit})")
        if accepted.missing:
            held = set(imports.numbers(store, package.envelope.sender.origin))
            numbers = [
                before.number
                for before in package.envelope.predecessors
                if before.number not in held
            ]
            names = ", ".join(map(str, numbers)) or "trước đó"
            found.append(f"thiếu gói hồ sơ số {names}")
        return tuple(found)

    def _signature(self, store: Connection, sender: Sender) -> str:
        known = imports.offices(store).get(sender.signing_key)
        return "trusted" if known and known.unit == sender.unit else "unknown"

    def _wait(self, path: Path, package: OpenedPackage, accepted: Accepted) -> ImportOutcome:
        """Keep a confirmed package in the inbox; its receipt counts already (merge.md 27)."""
        envelope = package.envelope
        kept = self._kept(envelope)
        if kept != path:
            kept.parent.mkdir(parents=True, exist_ok=True)
            partial = kept.with_suffix(".partial")
            shutil.copyfile(path, partial)
            partial.replace(kept)
        with self._data.session() as store, writing(store):
            needs = self._gaps(store, package, accepted)
            if not accepted.strangers:
                _keep_receipt(store, envelope)
            imports.wait(
                store,
                WaitingPackage(
                    package=envelope.id,
                    number=envelope.number,
                    sender=envelope.sender.name,
                    origin=envelope.sender.origin,
                    file_name=path.name,
                    kept_as=kept.name,
                    reason="signer" if accepted.strangers else "gap",
                    needs=needs,
                    at=imports.now(),
                ),
            )
        return ImportOutcome(
            import_id=None, waiting_for=needs, changed=frozenset({Topic.PACKAGES})
        )

    def _apply(
        self,
        file_name: str,
        package: OpenedPackage,
        judged: _Judged,
        progress: Progress,
    ) -> ImportOutcome:
        envelope = package.envelope
        stored = self._store_objects(package, progress)
        import_id = _new_id()
        try:
            with self._data.session() as store, writing(store):
                # Between the look and the writing somebody may have written, or taken it in too.
                known = imports.stands(store, envelope.id)
                if known:
                    return ImportOutcome(import_id=known, known=True)
                fresh = judged.once_more(store, envelope).fresh
                objects.keep(store, stored)
                imports.enter(
                    store,
                    _imported(import_id, file_name, package, len(fresh), len(stored)),
                    carried=(revision.id for revision in judged.revisions),
                    fresh=fresh,
                    heads=envelope.heads,
                )
                _keep_receipt(store, envelope)
                records = {revision.record for revision in fresh}
                conflicts = imports.conflicts(store, records)
                missing = objects.missing(store, [part.scope for part in envelope.scopes])
        except BaseException:
            self._discard(stored)
            raise
        return ImportOutcome(
            import_id=import_id,
            revisions=len(fresh),
            objects=len(stored),
            conflicts=conflicts,
            missing_objects=tuple(missing),
            changed=EVERYTHING,
        )

    def _store_objects(self, package: OpenedPackage, progress: Progress) -> list[StoredFile]:
        stored: list[StoredFile] = []
        parcels = (
            Parcel(each.sha256, each.size, partial(package.object_chunks, each.sha256))
            for each in package.envelope.objects
        )
        try:
            add_all(self._files, parcels, progress, phase=STORING, kept=stored)
        except BaseException:
            self._discard(stored)
            raise
        return stored

    def _discard(self, stored: Iterable[StoredFile]) -> None:
        """Give up what an import that failed had brought, unless somebody named it meanwhile."""
        with self._data.session() as store, writing(store):
            named = objects.expected(store)
            for kept in stored:
                if kept.is_new and kept.sha256 not in named:
                    self._files.remove(kept.sha256)

    def _apply_waiting(self, progress: Progress) -> None:
        """Apply waiting packages whose need has come, each as an import of its own.

        One that turns out to be refused stays, with the reason beside it; the others go on.
        """
        for waiting in self.waiting():
            path = self._folder.inbox / waiting.kept_as
            try:
                if path.is_file() and self._is_ready(path):
                    self.take_in(path, progress)
            except InputError as refused:
                with self._data.session() as store:
                    imports.wait(store, replace(waiting, needs=(str(refused),)))

    def _is_ready(self, path: Path) -> bool:
        with open_package(path) as package, self._data.session() as store, reading(store):
            return not _judged(store, package).accepted.waits

    def retry_waiting(self, progress: Progress) -> frozenset[Topic]:
        """Apply what waits, as far as its needs have come; say what changed."""
        before = len(self.waiting())
        self._apply_waiting(progress)
        return EVERYTHING if len(self.waiting()) != before else frozenset()


def _judged(store: Connection, package: OpenedPackage) -> _Judged:
    revisions = tuple(package.revisions())
    accepted = _accepted(store, revisions, package.envelope)
    return _Judged(revisions, accepted, _basis(store))


def _accepted(store: Connection, revisions: Iterable[Revision], envelope: Envelope) -> Accepted:
    return accept(
        revisions, envelope.heads, held=HeldRevisions(store), offices=imports.offices(store)
    )


def _basis(store: Connection) -> tuple[str, Offices]:
    """Give what a judgement depends on besides the package; the same means judged alike."""
    return journal.mark(store), imports.offices(store)


def _imported(
    import_id: str, file_name: str, package: OpenedPackage, revisions: int, objects_: int
) -> ImportedPackage:
    envelope = package.envelope
    return ImportedPackage(
        id=import_id,
        package=envelope.id,
        number=envelope.number,
        sender=envelope.sender.unit,
        sender_name=envelope.sender.name,
        origin=envelope.sender.origin,
        signing_key=package.signer,
        envelope=package.description.decode(),
        file_name=file_name,
        revisions=revisions,
        objects=objects_,
    )


def _keep_receipt(store: Connection, envelope: Envelope) -> None:
    receipt = envelope.receipt
    if receipt is not None:
        sent.keep_receipt(
            store,
            SeenReceipt(
                installation=receipt.installation,
                number=receipt.number,
                unit=envelope.sender.unit,
                digest=bytes.fromhex(envelope_json.receipt_digest(receipt)),
                content=envelope_json.receipt_members(receipt),
            ),
        )


def _new_id() -> str:
    from uuid_utils import uuid7

    return str(uuid7())
