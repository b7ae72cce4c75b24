"""Writing a package: whole and verified under its name, or not at all."""

import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Final

from ntm_desktop.domain.progress import Progress
from ntm_desktop.exchange import disk, minisign
from ntm_desktop.exchange.keys import OfficeKeys
from ntm_desktop.exchange.package import bag, envelope_json
from ntm_desktop.exchange.package.container import CHUNK
from ntm_desktop.exchange.package.container_writer import ContainerWriter, SourceDiffersError
from ntm_desktop.exchange.package.errors import EvidenceDamagedError, PackageExistsError
from ntm_desktop.exchange.package.plan import PackagePlan, SourceObject, WrittenPackage, measured
from ntm_desktop.exchange.package.rereading import Digest, reread

WRITING: Final = "Đang ghi gói hồ sơ"
_PER_ENTRY: Final = 512
_PER_LINE: Final = 200


def write_package(
    folder: Path, plan: PackagePlan, signer: OfficeKeys, progress: Progress
) -> WrittenPackage:
    """Write a package into a folder, verify it, and only then give it its name.

    Raises DiskFullError, FileTooLargeForDiskError, TargetNotWritableError, PackageExistsError,
    EvidenceDamagedError, WrittenBadlyError, CancelledError: then nothing is left behind.
    """
    _check_plan(plan, signer)
    path = folder / bag.file_name(plan.envelope, plan.year)
    unfinished = path.with_name(path.name + ".tmp")
    with disk.told_plainly(folder):
        _check_room(folder, path, plan)
        try:
            digest = _write(unfinished, path.stem, plan, signer, progress)
            reread(unfinished, plan, progress)
            size = unfinished.stat().st_size
            unfinished.replace(path)
        except BaseException:
            unfinished.unlink(missing_ok=True)
            raise
        disk.sync_folder(folder)
    return WrittenPackage(path, size, digest, plan.envelope)


def _check_plan(plan: PackagePlan, signer: OfficeKeys) -> None:
    """Stop a package that no reader would accept; ValueError is a defect of ours."""
    planned = [(each.sha256, each.size) for each in plan.objects]
    if planned != [(each.sha256, each.size) for each in plan.envelope.objects]:
        raise ValueError("the envelope lists other objects")
    if plan.envelope.sender.signing_key != signer.public_key:
        raise ValueError("the envelope names another key")


def _check_room(folder: Path, path: Path, plan: PackagePlan) -> None:
    if path.exists():
        raise PackageExistsError(
            f"Trong thư mục đã có tệp “{path.name}”. Hãy chuyển tệp đó đi hoặc chọn thư mục khác."
        )
    entries = len(plan.objects) + len(plan.read_me) + 10
    size = (
        sum(each.size for each in plan.objects)
        + sum(each.path.stat().st_size for each in plan.read_me)
        + entries * _PER_ENTRY
        + plan.envelope.revisions * _PER_LINE
    )
    if size > disk.FAT32_LIMIT and disk.is_fat(folder):
        raise disk.too_large(folder)
    if size > shutil.disk_usage(folder).free:
        raise disk.disk_full(folder)


def _write(file: Path, top: str, plan: PackagePlan, signer: OfficeKeys, progress: Progress) -> str:
    """Write all of it durably; give the file's SHA-256, taken while the disk is busy."""
    file.unlink(missing_ok=True)  # left by a power cut
    with file.open("xb", buffering=0) as stream:
        writing = _Writing(ContainerWriter(stream, plan.day), top)
        _write_payload(writing, plan, progress)
        _write_tag_files(writing, plan, signer)
        writing.container.finish()
        with Digest(file) as digest:
            os.fsync(stream.fileno())
            return digest.result()


def _write_payload(writing: "_Writing", plan: PackagePlan, progress: Progress) -> None:
    total = plan.envelope.object_bytes + sum(each.path.stat().st_size for each in plan.read_me)
    done = 0

    def heard(copied: int) -> None:
        nonlocal done
        done += copied
        progress.step(WRITING, done, total)

    progress.step(WRITING, 0, total)
    writing.add(bag.DECLARATION, [bag.BAGIT])
    writing.add(bag.JOURNAL, _journal(plan, lambda: heard(0)))
    for each in plan.objects:
        writing.copy(bag.OBJECTS + each.sha256, each, heard)
    for page in plan.read_me:
        writing.copy(bag.READ_ME + page.name, measured(page.path), heard)
    progress.step(WRITING, total, total)


def _write_tag_files(writing: "_Writing", plan: PackagePlan, signer: OfficeKeys) -> None:
    """Write what describes and signs the payload."""
    envelope = plan.envelope
    payload = {name: size for name, size in writing.sizes.items() if name.startswith("data/")}
    manifest = bag.manifest({name: writing.digests[name] for name in payload})
    writing.add(bag.INFO, [bag.info(envelope, payload, plan.day)])
    writing.add(bag.PACKAGE, [envelope_json.to_json(envelope)])
    writing.add(bag.MANIFEST, [manifest])
    signed = bag.manifest({name: writing.digests[name] for name in bag.TAG_FILES})
    writing.add(bag.TAG_MANIFEST, [signed])
    comment = bag.trusted_comment(envelope)
    writing.add(bag.SIGNATURE, [minisign.sign(signed, signer.signing_key, comment)])


@dataclass(slots=True)
class _Writing:
    """A container being written, and what is in it so far, by name below the top folder."""

    container: ContainerWriter
    top: str
    digests: dict[str, str] = field(default_factory=dict)
    sizes: dict[str, int] = field(default_factory=dict)

    def add(self, name: str, content: Iterable[bytes]) -> None:
        """Add content that is hashed as it passes."""
        found = sha256()

        def passing() -> Iterator[bytes]:
            for piece in content:
                found.update(piece)
                yield piece

        self.sizes[name] = self.container.add(f"{self.top}/{name}", passing())
        self.digests[name] = found.hexdigest()

    def copy(self, name: str, source: SourceObject, heard: Callable[[int], None]) -> None:
        """Add a file as it is; its digest is what it should be, and verified by rereading."""
        try:
            self.container.add_file(
                f"{self.top}/{name}", source.path, source.size, source.crc32, heard
            )
        except SourceDiffersError as error:
            raise EvidenceDamagedError(source.sha256) from error
        self.sizes[name] = source.size
        self.digests[name] = source.sha256


def _journal(plan: PackagePlan, heard: Callable[[], None]) -> Iterator[bytes]:
    """Gather lines to pieces worth a write; ValueError unless there are as many as promised."""
    count = 0
    piece = bytearray()
    for line in plan.lines:
        piece += line + b"\n"
        count += 1
        if len(piece) >= CHUNK:
            heard()
            yield bytes(piece)
            piece.clear()
    yield bytes(piece)
    if count != plan.envelope.revisions:
        raise ValueError(f"{count} lines, {plan.envelope.revisions} promised")
