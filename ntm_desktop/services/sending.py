"""An office sends what it has to another: a package written, read again and counted."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from sqlite3 import Connection

from db import exports, installation, sent
from db.connection import DataFile, writing
from db.exports import NamedObject
from db.files import FileStore
from db.sent import SeenReceipt, SentPackage
from ntm_desktop.domain.head import Head, Point
from ntm_desktop.domain.ownership import Role
from ntm_desktop.domain.progress import Progress
from ntm_desktop.errors import UsageError
from ntm_desktop.exchange.keys import OfficeKeys, origin_prefix
from ntm_desktop.exchange.package.envelope import (
    CarriedObject,
    CarriedSet,
    Echo,
    Envelope,
    Predecessor,
    Receipt,
    ScopePart,
    Sender,
)
from ntm_desktop.exchange.package.heads import sign_head
from ntm_desktop.exchange.package.plan import PackagePlan, SourceObject
from ntm_desktop.exchange.package.writer import write_package
from ntm_desktop.services.catalogue import Catalogue
from ntm_desktop.services.office import Office


class ReceiverMissingError(UsageError):
    """It was not said whom the package is for."""

    code = "receiver_missing"


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportReceipt:
    """A package on its target, verified there: counts, and the file with its SHA-256 in hex."""

    id: str
    number: int
    path: Path
    size: int
    sha256: str
    revisions: int
    objects: int
    object_bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Content:
    envelope: Envelope
    lines: list[bytes]
    objects: Sequence[NamedObject]
    upto: tuple[Point, ...]


class Sending:
    """The packages that one data folder sends."""

    def __init__(
        self, *, data: DataFile, office: Office, catalogue: Catalogue, files: FileStore
    ) -> None:
        self._data = data
        self._office = office
        self._catalogue = catalogue
        self._files = files

    def export(
        self,
        target: Path,
        *,
        keys: OfficeKeys,
        year: int,
        progress: Progress,
        to: str | None = None,
        full: bool = False,
    ) -> ExportReceipt:
        """Write a package into a folder, and read it again; long work.

        Raises a UserError, and then nothing is left on the target.
        """
        content = self._read(keys, self._receiver(to), full=full)
        plan = PackagePlan(
            envelope=content.envelope,
            year=year,
            day=datetime.now(UTC).astimezone().date(),
            lines=content.lines,
            objects=tuple(self._planned(each) for each in content.objects),
        )
        written = write_package(target, plan, keys, progress)
        envelope, (part,) = content.envelope, written.parts
        with self._data.session() as store, writing(store):
            sent.enter(
                store,
                SentPackage(
                    package=envelope.id,
                    number=envelope.number,
                    receiver=envelope.to[0],
                    file_name=part.path.name,
                    upto=content.upto,
                    objects=tuple(each.sha256 for each in envelope.objects),
                    revisions=envelope.revisions,
                    size=part.size,
                ),
            )
        return ExportReceipt(
            id=envelope.id,
            number=envelope.number,
            path=part.path,
            size=part.size,
            sha256=part.sha256,
            revisions=envelope.revisions,
            objects=len(envelope.objects),
            object_bytes=envelope.object_bytes,
        )

    def history(self) -> list[SentPackage]:
        """List what was sent, newest first."""
        with self._data.session() as store:
            return sent.everything(store)

    def _receiver(self, to: str | None) -> str:
        if to is not None:
            return to
        if self._office.role is Role.AUTHORITY:
            raise ReceiverMissingError("Hãy chọn đơn vị nhận gói (--to).")
        return self._office.authority.code

    def _planned(self, each: NamedObject) -> SourceObject:
        digest = each.sha256.hex()
        return SourceObject(
            sha256=digest,
            size=each.size or 0,
            crc32=each.crc32 or 0,
            path=self._files.path(digest),
        )

    def _read(self, keys: OfficeKeys, receiver: str, *, full: bool) -> _Content:
        """Read one state of the data, and sign the heads of one's own chains in it."""
        with self._data.session() as store, writing(store):
            number = installation.next_number(store, "package")
            receipt_number = installation.next_number(store, "receipt")
            scopes = self._scopes(store, receiver)
            self._sign(store, keys)
            lines = [line for scope in scopes for line in exports.lines(store, scope)]
            named = self._objects(store, scopes, full=full)
            present = [each for each in named if each.size is not None]
            upto = tuple(point for scope in scopes for point in exports.chain_ends(store, scope))
            envelope = Envelope(
                id=_new_id(),
                kind="dossier" if self._office.role is Role.COMMUNE else "sync",
                number=number,
                sender=self._sender(),
                to=(receiver,),
                revisions=len(lines),
                objects=tuple(
                    CarriedObject(each.sha256.hex(), each.size or 0) for each in present
                ),
                scopes=tuple(self._scope_part(store, scope) for scope in scopes),
                criteria_sets=tuple(
                    CarriedSet(id_, self._catalogue.criteria_set(id_).digest)
                    for id_ in self._office.sets
                ),
                receipt=Receipt(
                    installation=self._office.identity.origin,
                    number=receipt_number,
                    ends=tuple(exports.chain_ends(store)),
                    missing=tuple(each.sha256.hex() for each in named if each.size is None),
                ),
                echoes=tuple(_echo(seen) for seen in sent.receipts(store, [receiver])),
                predecessors=tuple(
                    Predecessor(before.number, before.upto)
                    for before in reversed(sent.to(store, receiver))
                ),
                practice=self._office.practice,
            )
        return _Content(envelope=envelope, lines=lines, objects=present, upto=upto)

    def _scopes(self, store: Connection, receiver: str) -> list[str]:
        """Choose whose dossiers travel, the authority's scope first (merge.md 21)."""
        held = exports.scopes(store)
        authority = self._office.authority.code
        wanted = {authority, self._office.unit.code, receiver}
        if self._office.role is Role.COMMUNE:
            wanted = {authority, self._office.unit.code}
        return sorted(wanted & set(held), key=lambda scope: (scope != authority, scope))

    def _objects(
        self, store: Connection, scopes: Sequence[str], *, full: bool
    ) -> list[NamedObject]:
        if self._office.role is not Role.COMMUNE and not full:
            return []
        found = {each.sha256: each for scope in scopes for each in exports.objects(store, scope)}
        return [found[digest] for digest in sorted(found)]

    def _sign(self, store: Connection, keys: OfficeKeys) -> None:
        """Vouch for every chain under the office's key, also those of an earlier installation."""
        for point in exports.chain_ends(store):
            own = origin_prefix(self._office.signing_key) == point.origin.partition(".")[0]
            if own and not exports.is_head_signed(store, point):
                exports.keep_head(store, sign_head(keys, point))

    def _scope_part(self, store: Connection, scope: str) -> ScopePart:
        heads: Sequence[Head] = exports.heads(store, scope)
        return ScopePart(scope, (), tuple(exports.chain_ends(store, scope)), tuple(heads))

    def _sender(self) -> Sender:
        office = self._office
        return Sender(
            unit=office.unit.code,
            name=office.unit.name,
            role=office.role,
            origin=office.identity.origin,
            signing_key=office.signing_key,
            age_recipient=office.age_recipient,
        )


def _echo(seen: SeenReceipt) -> Echo:
    return Echo(seen.installation, seen.number, seen.digest.hex())


def _new_id() -> str:
    from uuid_utils import uuid7

    return str(uuid7())
