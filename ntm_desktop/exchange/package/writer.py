"""Writing a package: every part whole and verified under its name, or nothing at all."""

import os
import shutil
import time
from collections.abc import Collection, Sequence
from contextlib import suppress
from io import FileIO
from pathlib import Path
from typing import Final

from ntm_desktop import held_files
from ntm_desktop.domain.progress import Progress
from ntm_desktop.exchange import disk
from ntm_desktop.exchange.keys import OfficeKeys
from ntm_desktop.exchange.package import bag
from ntm_desktop.exchange.package.container import CENTRAL, LOCAL
from ntm_desktop.exchange.package.container_writer import Heard
from ntm_desktop.exchange.package.errors import PackageExistsError
from ntm_desktop.exchange.package.part_writer import PartWriter
from ntm_desktop.exchange.package.parts import sealed_size
from ntm_desktop.exchange.package.plan import PackagePlan, WrittenPackage, WrittenPart
from ntm_desktop.exchange.package.rereading import Digest, reread, reread_sealed
from ntm_desktop.exchange.package.sealing import sealed_writer
from ntm_desktop.exchange.package.summed import Summed
from ntm_desktop.paths import reachable, shown

WRITING: Final = "Đang ghi gói hồ sơ"
REREADING: Final = "Đang kiểm tra lại gói hồ sơ"
_ABANDONED_S: Final = 3600
_PER_ENTRY: Final = 512
_PER_LINE: Final = 200
_PER_LISTED: Final = 150
_LONGEST_NAME: Final = 150


def write_package(
    folder: Path,
    plan: PackagePlan,
    signer: OfficeKeys,
    progress: Progress,
    *,
    recipients: Sequence[str] = (),
    only: Collection[int] | None = None,
) -> WrittenPackage:
    """Write a package into a folder, verify every part, and only then give them their names.

    Sealed to `recipients` (age1…) and to the signer's own office, unless there are none; of
    several parts those in `only`. Raises DiskFullError, FileTooLargeForDiskError,
    TargetNotWritableError, PackageExistsError, EvidenceDamagedError, WrittenBadlyError,
    CancelledError: then nothing is left behind.
    """
    _check_plan(plan, signer)
    parts = _chosen(plan, only)
    folder = reachable(folder, room=_LONGEST_NAME)
    sealed_to = (*recipients, signer.age_recipient) if recipients else ()
    run = _Run(folder, plan, signer, sealed_to, progress)
    with disk.told_plainly(folder):
        run.sweep()
        run.check_room(parts)
        try:
            written = tuple(run.write(part) for part in parts)
            run.name(written)
            held_files.sync_folder(folder)
        except BaseException:
            run.remove(parts)
            raise
    return WrittenPackage(plan.envelope, written)


def _check_plan(plan: PackagePlan, signer: OfficeKeys) -> None:
    """Stop a package that no reader would accept; ValueError is a defect of ours."""
    planned = [(each.sha256, each.size) for each in plan.objects]
    if planned != [(each.sha256, each.size) for each in plan.envelope.objects]:
        raise ValueError("the envelope lists other objects")
    if plan.envelope.sender.signing_key != signer.public_key:
        raise ValueError("the envelope names another key")
    if plan.envelope.part != 1:
        raise ValueError("the envelope is not that of part 1")


def _chosen(plan: PackagePlan, only: Collection[int] | None) -> list[int]:
    every = range(1, plan.envelope.parts + 1)
    parts = list(every) if only is None else sorted(set(only))
    if not parts or not set(parts) <= set(every):
        raise ValueError(f"there are no such parts: {only}")
    return parts


class _Run:
    """One run of writing into a folder."""

    def __init__(
        self,
        folder: Path,
        plan: PackagePlan,
        signer: OfficeKeys,
        recipients: Sequence[str],
        progress: Progress,
    ) -> None:
        self._folder = folder
        self._plan = plan
        self._signer = signer
        self._recipients = recipients
        self._progress = progress
        self._writer = PartWriter(plan, signer)
        self._named: list[Path] = []

    def sweep(self) -> None:
        """Remove what this PC was writing here when its power was cut, an hour ago or more.

        A younger one may be what another program of this PC is writing now.
        """
        sender = self._plan.envelope.sender
        pattern = bag.unfinished(sender.unit, sender.origin)
        for file in self._folder.iterdir():  # glob fails on an empty stick: Windows lists no "."
            with suppress(OSError):
                if file.match(pattern) and time.time() - file.stat().st_mtime > _ABANDONED_S:
                    file.unlink()

    def check_room(self, parts: Sequence[int]) -> None:
        """Raise PackageExistsError, FileTooLargeForDiskError, DiskFullError."""
        needed, recipients = 0, len(self._recipients)
        for part in parts:
            path = self._path(part)
            if path.exists():
                raise PackageExistsError(
                    f"Trong thư mục đã có tệp “{path.name}”. "
                    "Hãy chuyển tệp đó đi hoặc chọn thư mục khác."
                )
            payload = self._writer.payload(part)
            least = sum(payload) + len(payload) * (LOCAL.size + CENTRAL.size)
            if sealed_size(least, recipients) > disk.FAT32_LIMIT and disk.is_fat(self._folder):
                raise disk.too_large(self._folder)
            needed += sealed_size(self._expected(part, payload), recipients)
        if needed > shutil.disk_usage(self._folder).free:
            raise disk.disk_full(self._folder)

    def _expected(self, part: int, payload: Sequence[int]) -> int:
        """Reckon roughly how large a part's file becomes."""
        envelope = self._plan.envelope
        entries = (len(payload) + 10) * _PER_ENTRY
        journal = envelope.revisions * _PER_LINE if part == 1 else 0
        return sum(payload) + entries + journal + len(envelope.objects) * _PER_LISTED

    def write(self, part: int) -> WrittenPart:
        """Write a part under its unfinished name, and verify it."""
        path, unfinished = self._path(part), self.unfinished(part)
        held_files.remove(unfinished)  # left by a power cut
        digest, plain = self._write(part, unfinished, path.stem)
        phase, sources = self._phase(REREADING, part), self._writer.sources(part)
        if plain is None:
            reread(unfinished, sources, self._progress, phase)
        else:
            identity = self._signer.age_identity
            reread_sealed(unfinished, plain, identity, sources, self._progress, phase)
        return WrittenPart(part, shown(path), unfinished.stat().st_size, digest)

    def _write(self, part: int, file: Path, top: str) -> tuple[str, str | None]:
        """Write a part durably; give the file's SHA-256, taken while the disk is busy.

        Also that of what is in it, if it is sealed.
        """
        phase, total, done = self._phase(WRITING, part), sum(self._writer.payload(part)), 0

        def heard(copied: int) -> None:
            nonlocal done
            done += copied
            self._progress.step(phase, done, total)

        heard(0)
        with file.open("xb", buffering=0) as stream:
            plain = None
            if self._recipients:
                plain = self._seal(part, stream, top, heard)
            else:
                self._writer.write(part, stream, top, heard)
            self._progress.step(phase, total, total)
            with Digest(file) as digest:
                os.fsync(stream.fileno())
                return digest.result(), plain

    def _seal(self, part: int, stream: FileIO, top: str, heard: Heard) -> str:
        """Write a part sealed; give the SHA-256 of what is in it."""
        with sealed_writer(stream, self._recipients) as sealing:
            passing = Summed(sealing)
            self._writer.write(part, passing, top, heard)
            return passing.hexdigest()

    def unfinished(self, part: int) -> Path:
        """Say what a part is called until all are verified."""
        path = self._path(part)
        return path.with_name(path.name + ".tmp")

    def name(self, written: Sequence[WrittenPart]) -> None:
        """Give verified parts their names."""
        for each in written:
            path = self._path(each.part)
            held_files.replace(self.unfinished(each.part), path)
            self._named.append(path)

    def remove(self, parts: Sequence[int]) -> None:
        """Remove what this run wrote."""
        for path in (*map(self.unfinished, parts), *self._named):
            held_files.clear(path)

    def _path(self, part: int) -> Path:
        return self._writer.path(self._folder, part)

    def _phase(self, words: str, part: int) -> str:
        parts = self._plan.envelope.parts
        return words if parts == 1 else f"{words} (phần {part}/{parts})"
