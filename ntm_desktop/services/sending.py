"""An office sends what it has to another: a package written, read again and counted."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from sqlite3 import Connection

from db import receivers, sent
from db.connection import DataFile, reading, writing
from db.files import FileStore
from db.sent import SentFile, SentPackage
from ntm_desktop.domain.ownership import Role
from ntm_desktop.domain.progress import CancelledError, Progress
from ntm_desktop.errors import DataFolderError, InputError, UsageError, UserError
from ntm_desktop.exchange.keys import OfficeKeys
from ntm_desktop.exchange.package import envelope_json, parts
from ntm_desktop.exchange.package.envelope import Envelope
from ntm_desktop.exchange.package.plan import WrittenPart
from ntm_desktop.exchange.package.writer import write_package
from ntm_desktop.services.catalogue import Catalogue
from ntm_desktop.services.composing import Composed, Composer, description
from ntm_desktop.services.office import Office
from ntm_desktop.services.selection import Selector


class ReceiverMissingError(UsageError):
    """It was not said whom the package is for."""

    code = "receiver_missing"


class NotSentHereError(InputError):
    """No such package was sent from here."""

    code = "not_sent_here"


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportReceipt:
    """A package on its target, verified there: counts, and its files with their SHA-256 in hex."""

    id: str
    number: int
    receiver: str
    kind: str
    parts: int
    sealed: bool
    files: tuple[WrittenPart, ...]
    revisions: int
    objects: int
    object_bytes: int

    @property
    def path(self) -> Path:
        """The first file."""
        return self.files[0].path

    @property
    def size(self) -> int:
        """Bytes of all files."""
        return sum(each.size for each in self.files)


@dataclass(frozen=True, slots=True, kw_only=True)
class EachExport:
    """What came of packages to several offices; `failed` says for whom not, and why.

    `left` were not begun: somebody stopped it, or the disk is full or gone.
    """

    done: tuple[ExportReceipt, ...]
    failed: tuple[tuple[str, UserError], ...] = ()
    left: tuple[str, ...] = ()
    stopped: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """What a package to an office would carry; `confirmed_at` is when its last receipt came in.

    `can_seal`: a key of the office is known. `missing` counts evidence named but not here.
    """

    receiver: str
    name: str
    role: Role | None
    revisions: int
    objects: int
    object_bytes: int
    missing: int
    confirmed_at: datetime | None
    can_seal: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PartLine:
    """A part of a package that was sent: its file as last written (bytes), and what it holds."""

    part: int
    file_name: str
    size: int
    objects: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Job:
    """Where and how packages are to be written."""

    target: Path
    keys: OfficeKeys
    year: int
    progress: Progress
    full: bool
    plain: bool
    part_size: int | None


class Sending:
    """The packages that one data folder sends."""

    def __init__(
        self, *, data: DataFile, office: Office, catalogue: Catalogue, files: FileStore
    ) -> None:
        self._data = data
        self._office = office
        self._composer = Composer(office=office, catalogue=catalogue, files=files)

    def export(  # noqa: PLR0913 - most have a default
        self,
        target: Path,
        *,
        keys: OfficeKeys,
        year: int,
        progress: Progress,
        to: str | None = None,
        full: bool = False,
        plain: bool = False,
        part_size: int | None = None,
    ) -> ExportReceipt:
        """Write what the receiver has not into a folder, and read it again; long work.

        `full`: all it may have, whatever it acknowledged. `plain`: not sealed. `part_size`: bytes
        of the largest file (what FAT32 bears by default). Raises ReceiverKeyUnknownError,
        PartTooSmallError, and what `write_package` raises; nothing is left on the target then.
        """
        job = _Job(
            target=target,
            keys=keys,
            year=year,
            progress=progress,
            full=full,
            plain=plain,
            part_size=part_size,
        )
        return self._export(job, self._receiver(to))

    def export_each(  # noqa: PLR0913 - most have a default
        self,
        target: Path,
        to: Iterable[str],
        *,
        keys: OfficeKeys,
        year: int,
        progress: Progress,
        full: bool = False,
        plain: bool = False,
        part_size: int | None = None,
    ) -> EachExport:
        """Write a package for each of several offices; long work. What is written stays."""
        job = _Job(
            target=target,
            keys=keys,
            year=year,
            progress=progress,
            full=full,
            plain=plain,
            part_size=part_size,
        )
        left = list(dict.fromkeys(to))
        done: list[ExportReceipt] = []
        failed: list[tuple[str, UserError]] = []
        while left:
            try:
                done.append(self._export(job, left[0]))
            except CancelledError:
                return _each(done, failed, left, stopped=True)
            except UserError as error:
                failed.append((left[0], error))
                if isinstance(error, DataFolderError):  # the next one would meet it too
                    return _each(done, failed, left[1:])
            left.pop(0)
        return _each(done, failed, left)

    def planned(self, to: str | None = None, *, full: bool = False) -> Planned:
        """Count what a package would carry now; nothing is written."""
        receiver = self._receiver(to)
        with self._data.session() as store, reading(store):
            return self._planned(store, receiver, full=full)

    def receivers(self) -> list[Planned]:
        """List the other offices whose keys are known here, and what is new for each."""
        own = self._office.unit.code
        with self._data.session() as store, reading(store):
            return [
                self._planned(store, each.unit, full=False)
                for each in receivers.known(store)
                if each.unit != own
            ]

    def parts(self, package_id: str) -> tuple[PartLine, ...]:
        """List the parts of a package; raises NotSentHereError, CannotResendError."""
        with self._data.session() as store, reading(store):
            envelope = description(self._package(store, package_id))
            written = {each.part: each for each in sent.files(store, package_id)}
        return tuple(
            PartLine(
                part=part,
                file_name=written[part].file_name,
                size=written[part].size,
                objects=sum(each.part <= part <= each.last_part for each in envelope.objects),
            )
            for part in range(1, envelope.parts + 1)
        )

    def resend(
        self,
        package_id: str,
        only: Collection[int],
        target: Path,
        *,
        keys: OfficeKeys,
        progress: Progress,
    ) -> ExportReceipt:
        """Write parts of a package once more; long work.

        Raises NotSentHereError, NoSuchPartError, CannotResendError and what `export` raises.
        """
        with self._data.session() as store, reading(store):
            composed = self._composer.again(store, self._package(store, package_id), only, keys)
        written = write_package(
            target,
            composed.plan,
            keys,
            progress,
            recipients=composed.recipients,
            only=set(only),
        )
        with self._data.session() as store, writing(store):
            sent.enter_files(store, package_id, map(_file, written.parts))
        return _receipt(composed, written.envelope, written.parts)

    def history(self) -> list[SentPackage]:
        """List what was sent, newest first."""
        with self._data.session() as store:
            return sent.everything(store)

    def _package(self, store: Connection, package_id: str) -> SentPackage:
        package = sent.find(store, package_id)
        if package is None:
            raise NotSentHereError(
                "Không thấy gói này trong danh sách đã gửi của máy này. "
                "Hãy ghi lại từ máy đã lập gói."
            )
        return package

    def _receiver(self, to: str | None) -> str:
        if to is not None:
            return to
        if self._office.role is Role.AUTHORITY:
            raise ReceiverMissingError("Hãy chọn đơn vị nhận gói (--to).")
        return self._office.authority.code

    def _planned(self, store: Connection, receiver: str, *, full: bool) -> Planned:
        selector = Selector(store, self._office, receiver)
        chosen = selector.select(full=full, heads_to_come=True)
        return Planned(
            receiver=receiver,
            name=selector.name,
            role=selector.role,
            revisions=chosen.revisions,
            objects=len(chosen.objects),
            object_bytes=sum(each.size or 0 for each in chosen.objects),
            missing=len(chosen.missing),
            confirmed_at=chosen.confirmed_at,
            can_seal=bool(selector.recipients),
        )

    def _export(self, job: _Job, receiver: str) -> ExportReceipt:
        with self._data.session() as store, writing(store):
            composed = self._composer.new(
                store, job.keys, receiver, year=job.year, full=job.full, plain=job.plain
            )
        recipients = composed.recipients
        plan = parts.in_parts(composed.plan, job.part_size or parts.USB, recipients)
        written = write_package(job.target, plan, job.keys, job.progress, recipients=recipients)
        files = [_file(each) for each in written.parts]
        with self._data.session() as store, writing(store):
            sent.enter(store, _sent(composed, written.envelope, files), files)
        return _receipt(composed, written.envelope, written.parts)


def _each(
    done: Sequence[ExportReceipt],
    failed: Sequence[tuple[str, UserError]],
    left: Sequence[str],
    *,
    stopped: bool = False,
) -> EachExport:
    return EachExport(done=tuple(done), failed=tuple(failed), left=tuple(left), stopped=stopped)


def _file(part: WrittenPart) -> SentFile:
    return SentFile(
        part=part.part,
        file_name=part.path.name,
        size=part.size,
        sha256=bytes.fromhex(part.sha256),
    )


def _sent(composed: Composed, envelope: Envelope, files: Sequence[SentFile]) -> SentPackage:
    return SentPackage(
        package=envelope.id,
        number=envelope.number,
        receiver=envelope.to[0],
        file_name=files[0].file_name,
        upto=tuple(point for scope in envelope.scopes for point in scope.upto),
        objects=tuple(each.sha256 for each in envelope.objects),
        revisions=envelope.revisions,
        size=sum(each.size for each in files),
        origin=composed.origin,
        year=composed.plan.year,
        envelope=envelope_json.to_json(envelope).decode(),
        sealed=bool(composed.recipients),
    )


def _receipt(
    composed: Composed, envelope: Envelope, files: tuple[WrittenPart, ...]
) -> ExportReceipt:
    return ExportReceipt(
        id=envelope.id,
        number=envelope.number,
        receiver=envelope.to[0],
        kind=envelope.kind,
        parts=envelope.parts,
        sealed=bool(composed.recipients),
        files=files,
        revisions=envelope.revisions,
        objects=len(envelope.objects),
        object_bytes=envelope.object_bytes,
    )
