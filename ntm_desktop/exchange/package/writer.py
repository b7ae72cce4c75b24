"""Writing a package: whole and verified under its name, or not at all."""

import os
import shutil
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Final

from ntm_desktop.domain.progress import Progress
from ntm_desktop.exchange import disk, minisign
from ntm_desktop.exchange.keys import OfficeKeys
from ntm_desktop.exchange.package import bag, envelope_json
from ntm_desktop.exchange.package.container import CHUNK
from ntm_desktop.exchange.package.errors import (
    EvidenceDamagedError,
    PackageExistsError,
)
from ntm_desktop.exchange.package.plan import PackagePlan, SourceObject, WrittenPackage
from ntm_desktop.exchange.package.rereading import reread

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
            _write(unfinished, path.stem, plan, signer, progress)
            digest = reread(unfinished, plan, progress)
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


def _write(
    file: Path, top: str, plan: PackagePlan, signer: OfficeKeys, progress: Progress
) -> None:
    with file.open("xb") as stream:
        with zipfile.ZipFile(stream, "w") as container:
            writing = _Writing(container, top, plan.day)
            _write_payload(writing, plan, progress)
            _write_tag_files(writing, plan, signer)
        stream.flush()
        os.fsync(stream.fileno())


def _write_payload(writing: "_Writing", plan: PackagePlan, progress: Progress) -> None:
    total = plan.envelope.object_bytes
    done = 0
    writing.add(bag.DECLARATION, [bag.BAGIT])
    writing.add(bag.JOURNAL, _journal(plan, lambda: progress.step(WRITING, 0, total)))
    for each in plan.objects:
        progress.step(WRITING, done, total)
        found = writing.add(bag.OBJECTS + each.sha256, _content(each), each.size, each.sha256)
        if found != (each.size, each.crc32):
            raise EvidenceDamagedError(each.sha256)
        done += each.size
    for page in plan.read_me:
        with page.path.open("rb") as stream:
            size = page.path.stat().st_size
            writing.add(bag.READ_ME + page.name, iter(lambda: stream.read(CHUNK), b""), size)
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
    """A container being written, and what is in it so far."""

    container: zipfile.ZipFile
    top: str
    day: date
    digests: dict[str, str] = field(default_factory=dict)
    sizes: dict[str, int] = field(default_factory=dict)

    def add(
        self,
        name: str,
        content: Iterable[bytes],
        size: int | None = None,
        digest: str | None = None,
    ) -> tuple[int, int]:
        """Add a file and give its real size and CRC-32; it is hashed unless its digest is known.

        With the `size` expected (for ZIP64 fields where needed) it is stored, else deflated.
        """
        entry = zipfile.ZipInfo(f"{self.top}/{name}", (*self.day.timetuple()[:3], 0, 0, 0))
        entry.create_system = 3  # Unix, on Windows too
        entry.external_attr = 0o100644 << 16
        entry.compress_type = zipfile.ZIP_DEFLATED if size is None else zipfile.ZIP_STORED
        entry.file_size = size or 0
        found = None if digest else sha256()
        with self.container.open(entry, "w") as out:
            for chunk in content:
                out.write(chunk)
                if found:
                    found.update(chunk)
        self.digests[name] = digest or (found.hexdigest() if found else "")
        self.sizes[name] = entry.file_size
        return entry.file_size, entry.CRC


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


def _content(source: SourceObject) -> Iterator[bytes]:
    try:
        with source.path.open("rb") as stream:
            while chunk := stream.read(CHUNK):
                yield chunk
    except OSError as error:
        raise EvidenceDamagedError(source.sha256) from error
