"""A package file taken in: its journal at once or when its needs come, its evidence by parts."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from sqlite3 import Connection

from db import imports, objects, sent
from db.connection import DataFile, reading, writing
from db.files import FileStore, StoredFile
from db.imports import ArrivedFile, ImportedPackage, Standing
from db.sent import SeenReceipt
from ntm_desktop.domain.progress import Progress
from ntm_desktop.domain.topics import EVERYTHING, Topic
from ntm_desktop.exchange.package import envelope_json
from ntm_desktop.exchange.package.envelope import Envelope
from ntm_desktop.paths import DataFolder
from ntm_desktop.services import origins
from ntm_desktop.services.arriving import Arrival, Arriving, MissingPart
from ntm_desktop.services.judgement import Judged, gaps, judged
from ntm_desktop.services.waiting_room import WaitingRoom

_REST = "chờ các phần còn lại của tệp lớn"
_MET_ITSELF = (
    "Gói này có số liệu mang mã của máy này mà máy này không giữ. Từ nay máy này ghi dưới mã mới; "
    "không có gì bị mất."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportOutcome:
    """What became of an import: applied, known already, or kept waiting for `waiting_for`.

    `missing_objects` are SHA-256 in hex; `notices` are sentences a person should read.
    """

    import_id: str | None
    known: bool = False
    revisions: int = 0
    objects: int = 0
    conflicts: int = 0
    waiting_for: tuple[str, ...] = ()
    missing_objects: tuple[str, ...] = ()
    missing_parts: tuple[MissingPart, ...] = ()
    notices: tuple[str, ...] = ()
    changed: frozenset[Topic] = frozenset()


class _OvertakenError(Exception):
    """What a package rests on was taken back between the look and the writing."""


class TakingIn:
    """Applies package files to one data folder, or has them wait."""

    def __init__(
        self, *, folder: DataFolder, data: DataFile, files: FileStore, room: WaitingRoom
    ) -> None:
        self._folder = folder
        self._data = data
        self._files = files
        self._room = room
        self._arriving = Arriving(data=data, files=files)

    def take_in(self, arrival: Arrival, progress: Progress) -> ImportOutcome:
        """Take a part in, whole or not at all; raises RefusedRevisionError, PackageError."""
        while True:
            with self._data.session() as store, reading(store):
                here = imports.standing(store, arrival.envelope.id)
            with suppress(_OvertakenError):  # somebody undid an import meanwhile: look again
                if here is None and arrival.envelope.part == 1:
                    return self._take_first(arrival, progress)
                return self._take_part(arrival, here, progress)

    def _take_first(self, arrival: Arrival, progress: Progress) -> ImportOutcome:
        """Take in the part with the journal."""
        with self._data.session() as store, reading(store):
            found = judged(store, arrival.package)
        if not found.accepted.waits:
            self._keep_pieces(arrival, progress)
            outcome = self._apply(arrival, found, progress)
            return outcome if outcome.known else self._with_pieces(arrival, outcome, progress)
        arrival.package.verify_objects(progress)
        with self._data.session() as store:
            needs = gaps(store, arrival.envelope, found.accepted)
        self._room.keep(arrival.envelope, arrival.plain)
        with self._data.session() as store, writing(store):
            trusted = not found.accepted.strangers
            origins_here = {revision.origin for revision in found.accepted.fresh}
            met = trusted and self._meets_itself(store, arrival.envelope, origins_here)
            if trusted:
                _keep_receipt(store, arrival.envelope)
            reason = "gap" if trusted else "signer"
            self._room.enter(store, arrival, reason, needs)
        return self._told(
            ImportOutcome(import_id=None, waiting_for=needs, changed=frozenset({Topic.PACKAGES})),
            met=met,
        )

    def _apply(self, arrival: Arrival, found: Judged, progress: Progress) -> ImportOutcome:
        envelope = arrival.envelope
        stored = self._arriving.whole(arrival.package, progress)
        import_id = _new_id()
        try:
            file = arrival.file()
            with self._data.session() as store, writing(store):
                # Between the look and the writing somebody may have written, or taken it in too.
                known = imports.standing(store, envelope.id)
                if known:
                    return ImportOutcome(import_id=known.id, known=True)
                accepted = found.once_more(store, envelope)
                if accepted.waits:
                    raise _OvertakenError
                fresh = accepted.fresh
                met = self._meets_itself(store, envelope, {each.origin for each in fresh})
                self._keep_objects(store, stored)
                row = imports.enter(
                    store,
                    _imported(import_id, arrival, len(fresh), len(stored)),
                    carried=(revision.id for revision in found.revisions),
                    fresh=fresh,
                    heads=envelope.heads,
                )
                if arrival.package.pieces:
                    self._room.enter(store, arrival, "part", (_REST,))
                else:
                    imports.enter_part(store, row, 1, file)
                    imports.wait_no_longer(store, envelope.id, 1)
                _keep_receipt(store, envelope)
                conflicts = imports.conflicts(store, {revision.record for revision in fresh})
                missing = objects.missing(store, [part.scope for part in envelope.scopes])
        except BaseException:
            self._arriving.discard(stored)
            self._room.sweep(envelope.id)
            raise
        outcome = ImportOutcome(
            import_id=import_id,
            revisions=len(fresh),
            objects=len(stored),
            conflicts=conflicts,
            missing_objects=tuple(missing),
            changed=EVERYTHING,
        )
        return self._told(outcome, met=met)

    def _take_part(
        self, arrival: Arrival, here: Standing | None, progress: Progress
    ) -> ImportOutcome:
        """Take evidence from a part: at once if the journal is here, else once it is."""
        envelope = arrival.envelope
        if here is None or here.signing_key != arrival.package.signer:
            arrival.package.verify_objects(progress)
            needs = (f"chưa có phần 1 của gói số {envelope.number}",)
            self._room.keep(arrival.envelope, arrival.plain)
            with self._data.session() as store, writing(store):
                self._room.enter(store, arrival, "part", needs)
            return ImportOutcome(
                import_id=None, waiting_for=needs, changed=frozenset({Topic.PACKAGES})
            )
        with self._data.session() as store, reading(store):
            held = objects.expected(store)
            known = envelope.part in imports.parts(store, here.row)
        if known and all(each.sha256 in held for each in envelope.here):
            return ImportOutcome(import_id=here.id, known=True)
        self._keep_pieces(arrival, progress)
        stored = self._arriving.whole(arrival.package, progress)
        self._enter_objects(arrival, here, stored)
        outcome = ImportOutcome(import_id=here.id, objects=len(stored), changed=EVERYTHING)
        return self._with_pieces(arrival, outcome, progress)

    def _enter_objects(
        self, arrival: Arrival, here: Standing, stored: Sequence[StoredFile]
    ) -> None:
        try:
            file = arrival.file()
            with self._data.session() as store, writing(store):
                if imports.standing(store, arrival.envelope.id) != here:
                    raise _OvertakenError
                self._keep_objects(store, stored)
                if arrival.package.pieces:
                    self._room.enter(store, arrival, "part", (_REST,))
                else:
                    imports.enter_part(store, here.row, arrival.envelope.part, file)
                    imports.wait_no_longer(store, arrival.envelope.id, arrival.envelope.part)
        except BaseException:
            self._arriving.discard(stored)
            self._room.sweep(arrival.envelope.id)
            raise

    def _keep_pieces(self, arrival: Arrival, progress: Progress) -> None:
        """Verify and copy a part that holds pieces, before anything of it is applied."""
        if arrival.package.pieces:
            arrival.package.verify_objects(progress)
            self._room.keep(arrival.envelope, arrival.plain)

    def _keep_objects(self, store: Connection, stored: Sequence[StoredFile]) -> None:
        """Name files that are still here: an undo, or another import that failed, removes some."""
        if not all(self._files.holds(each.sha256) for each in stored):
            raise _OvertakenError
        objects.keep(store, stored)

    def _with_pieces(
        self, arrival: Arrival, outcome: ImportOutcome, progress: Progress
    ) -> ImportOutcome:
        """Put pieces together once all of them are here; until then their parts wait."""
        if not arrival.package.pieces:
            return outcome
        envelope = arrival.envelope
        kept = self._room.parts(envelope.id)
        files = {part: self._room.path(each) for part, each in kept.items()}
        stored = self._arriving.joined(envelope, files, progress)
        with self._data.session() as store, writing(store):
            here_still = [each for each in stored if self._files.holds(each.sha256)]
            objects.keep(store, here_still)
            here = imports.standing(store, envelope.id)
            held = objects.expected(store)
            done = [
                part
                for part in kept
                if all(
                    each.sha256 in held
                    for each in envelope.objects
                    if each.part <= part <= each.last_part
                )
            ]
            for part in done if here else ():
                file = ArrivedFile(kept[part].file_name, kept[part].sha256)
                imports.enter_part(store, here.row if here else 0, part, file)
                imports.wait_no_longer(store, envelope.id, part)
        return replace(outcome, objects=outcome.objects + len(stored))

    def _meets_itself(self, store: Connection, envelope: Envelope, fresh: set[str]) -> bool:
        """Give this PC a new origin if another one writes under its own (merge.md 10)."""
        if not origins.meets_itself(store, envelope, fresh):
            return False
        origins.renew(store, origins.Reason.MET_ITSELF)
        return True

    def _told(self, outcome: ImportOutcome, *, met: bool) -> ImportOutcome:
        if not met:
            return outcome
        origins.after_change(self._folder, self._data)
        return replace(outcome, notices=(*outcome.notices, _MET_ITSELF))


def _imported(import_id: str, arrival: Arrival, revisions: int, objects_: int) -> ImportedPackage:
    envelope = arrival.envelope
    return ImportedPackage(
        id=import_id,
        package=envelope.id,
        number=envelope.number,
        sender=envelope.sender.unit,
        sender_name=envelope.sender.name,
        origin=envelope.sender.origin,
        signing_key=arrival.package.signer,
        envelope=arrival.package.description.decode(),
        file_name=arrival.name,
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
