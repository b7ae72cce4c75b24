"""The evidence store: every content once, under its own hash, complete or not there at all."""

import os
import re
import stat
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256 as new_sha256
from io import FileIO
from pathlib import Path
from typing import BinaryIO, NamedTuple
from zlib import crc32

from db.file_errors import (
    EvidenceDamagedError,
    SourceChangedError,
    SourceEmptyError,
    SourceIsFolderError,
    reading_source,
    reading_store,
    writing_store,
)
from db.incoming import Incoming, NewNames, incoming, sweep
from ntm_desktop import held_files
from ntm_desktop.domain.media import Kind, UnknownKindError, recognise
from ntm_desktop.domain.progress import Progress, Unwatched
from ntm_desktop.paths import reachable

CHUNK = 256 << 10
"""Bytes read at a time: 1 MiB is three times slower (docs/performance.md)."""
_PATIENCE = 1.0
"""Seconds to wait for an original that is held: a scanner lets go by then, Word does not."""
_DIGEST = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class StoredFile:
    """One content, kept and durable.

    `sha256` is lower-case hex, `size` in bytes, `crc32` as zip has it. `kind` is None only for
    content from a package whose kind this program does not know.
    """

    sha256: str
    size: int
    crc32: int
    kind: Kind | None
    is_new: bool
    """False: the same content was here before, perhaps under another name."""


class Problem(StrEnum):
    """What can be wrong with the store."""

    MISSING = "missing"
    CHANGED = "changed"
    STRAY = "stray"
    UNUSED = "unused"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing wrong with the store, in words."""

    problem: Problem
    name: str
    """The SHA-256, or for a stray its path in the store."""

    @property
    def is_harmless(self) -> bool:
        """Say whether nothing is lost: a crash between keeping a file and naming it leaves one."""
        return self.problem is Problem.UNUSED

    def __str__(self) -> str:
        return _FINDINGS[self.problem].format(self.name)


_FINDINGS = {
    Problem.MISSING: "Thiếu tệp minh chứng {}.",
    Problem.CHANGED: "Tệp minh chứng {} đã bị hỏng hoặc bị sửa.",
    Problem.STRAY: "Tệp {} nằm trong kho minh chứng nhưng không phải do chương trình ghi.",
    Problem.UNUSED: "Tệp {} còn nguyên nhưng không thuộc minh chứng nào.",
}


class FileStore:
    """Keeps evidence as `ab/<sha256>`, read-only; callable from any thread and process.

    Opening it sweeps what a crash left half done.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        sweep(self._incoming)

    @property
    def _incoming(self) -> Path:
        return self.root / "incoming"

    def path(self, sha256: str) -> Path:
        """Say where a content lies; raises ValueError for what is no SHA-256 in hex."""
        if not _DIGEST.fullmatch(sha256):
            raise ValueError(sha256)
        return self.root / sha256[:2] / sha256

    def holds(self, sha256: str) -> bool:
        """Say whether a content is here, without looking into it."""
        return self.path(sha256).is_file()

    def take_in(
        self,
        source: Path,
        progress: Progress | None = None,
        names: NewNames | None = None,
        *,
        recheck: bool = False,
    ) -> StoredFile:
        """Copy an original in, reading it once; on return it is durable.

        With `names` it is so only when those are synced. Raises SourceError, NotEvidenceError,
        DataFolderError or CancelledError, and then keeps nothing. `recheck` also hashes a copy
        already here, and replaces it if it is damaged.
        """
        with self._synced(names) as given, _opened(source) as (original, before):
            with reading_source():
                kind = recognise(original, source.name)
                original.seek(0)
            with self._temporary() as made:
                copied = _copy(_chunks(original, before.st_size, progress or Unwatched()), made)
                _refuse_changed(source, original, before, copied.size)
                return self._keep(made, copied, kind, given, recheck=recheck)

    def add_stream(
        self,
        chunks: Iterable[bytes | memoryview],
        expected_sha256: str,
        names: NewNames | None = None,
    ) -> StoredFile:
        """Keep content that comes from a package, with the same guarantees.

        Raises EvidenceDamagedError if it is not what was expected, ProgramRefusedError or
        MacrosRefusedError, DataFolderError; a kind not known yet is kept (a newer program's).
        """
        with self._synced(names) as given, self._temporary() as made:
            copied = _copy(chunks, made)
            if copied.sha256 != expected_sha256:
                raise EvidenceDamagedError
            return self._keep(made, copied, _kind_of_parcel(made), given, recheck=True)

    def sync(self, names: NewNames) -> None:
        """Make what was kept under these names durable; raises DataFolderError."""
        with writing_store():
            names.sync()

    def open_verified(self, sha256: str) -> BinaryIO:
        """Open a content for reading once it has proved whole.

        Raises EvidenceMissingError or EvidenceDamagedError.
        """
        with reading_store():
            kept = held_files.patiently(lambda: self.path(sha256).open("rb"))
        try:
            with reading_store():
                if _hash(kept) != sha256:
                    raise EvidenceDamagedError
                kept.seek(0)
        except BaseException:
            kept.close()
            raise
        return kept

    def verify(self, sha256: str) -> None:
        """Read a content through; raises EvidenceMissingError or EvidenceDamagedError."""
        self.open_verified(sha256).close()

    def remove(self, sha256: str) -> None:
        """Remove a content that nothing names any more; raises DataFolderError."""
        with writing_store():
            held_files.remove(self.path(sha256))

    def digests(self) -> Iterator[str]:
        """List the contents here, in order, by name alone."""
        for path in self._everything():
            if self._is_in_place(path):
                yield path.name

    def check(
        self, expected: Mapping[str, int], progress: Progress | None = None
    ) -> Iterator[Finding]:
        """Compare with what should be here (size in bytes by SHA-256), reading all of it."""
        watch = progress or Unwatched()
        for number, (sha256, size) in enumerate(sorted(expected.items())):
            watch.step("Kiểm tra tệp minh chứng", number, len(expected))
            problem = self._problem(sha256, size)
            if problem:
                yield Finding(problem, sha256)
        for path in self._everything():
            if not self._is_in_place(path):
                yield Finding(Problem.STRAY, path.relative_to(self.root).as_posix())
            elif path.name not in expected:
                yield Finding(Problem.UNUSED, path.name)

    def _problem(self, sha256: str, size: int) -> Problem | None:
        path = self.path(sha256)
        if not path.is_file():
            return Problem.MISSING
        return None if _is_whole(path, size, sha256) else Problem.CHANGED

    def _everything(self) -> Iterator[Path]:
        """List all files but those on their way in."""
        sweep(self._incoming)
        for folder in sorted(self.root.iterdir()) if self.root.is_dir() else ():
            if folder.is_dir() and folder != self._incoming:
                yield from sorted(path for path in folder.rglob("*") if not path.is_dir())
            elif not folder.is_dir():
                yield folder

    def _is_in_place(self, path: Path) -> bool:
        return bool(_DIGEST.fullmatch(path.name)) and path == self.path(path.name)

    @contextmanager
    def _temporary(self) -> Iterator[Incoming]:
        with ExitStack() as stack:
            with writing_store():
                made = stack.enter_context(incoming(self._incoming))
            yield made

    @contextmanager
    def _synced(self, names: NewNames | None) -> Iterator[NewNames]:
        """Give the names that the caller syncs, or new ones that are synced at the end."""
        given = names or NewNames()
        yield given
        if names is None:
            self.sync(given)

    def _keep(
        self,
        made: Incoming,
        copied: "_Copied",
        kind: Kind | None,
        names: NewNames,
        *,
        recheck: bool,
    ) -> StoredFile:
        target = self.path(copied.sha256)
        with writing_store():
            is_new = not _is_whole(target, copied.size, copied.sha256 if recheck else None)
            if is_new:
                made.put_in_place(target)
        names.add(target)
        return StoredFile(copied.sha256, copied.size, copied.crc32, kind, is_new)


class _Copied(NamedTuple):
    sha256: str
    size: int
    crc32: int


def _copy(chunks: Iterable[bytes | memoryview], made: Incoming) -> _Copied:
    digest, check, size = new_sha256(), 0, 0
    for chunk in chunks:
        digest.update(chunk)
        check = crc32(chunk, check)
        size += len(chunk)
        with writing_store():
            _write(made.file, chunk)
    return _Copied(digest.hexdigest(), size, check)


def _write(file: FileIO, chunk: bytes | memoryview) -> None:
    written = file.write(chunk)
    while written < len(chunk):  # a disk about to be full takes a part first
        written += file.write(memoryview(chunk)[written:])


@contextmanager
def _opened(source: Path) -> Iterator[tuple[FileIO, os.stat_result]]:
    with reading_source():
        source = reachable(source)
        if not stat.S_ISREG(source.stat().st_mode):  # opening a pipe would wait for ever
            raise SourceIsFolderError
        original = held_files.patiently(lambda: FileIO(source), patience=_PATIENCE)
    with original:
        before = os.fstat(original.fileno())
        if before.st_size == 0:
            raise SourceEmptyError
        yield original, before


def _chunks(original: FileIO, total: int, progress: Progress) -> Iterator[memoryview]:
    """Give one piece after the other in the same room; each is gone with the next."""
    room = memoryview(bytearray(CHUNK))
    done = 0
    while True:
        progress.step("Nhận tệp", done, total)
        with reading_source():
            length = original.readinto(room)
        if not length:
            return
        done += length
        yield room[:length]


def _refuse_changed(source: Path, original: FileIO, before: os.stat_result, copied: int) -> None:
    """Raise SourceChangedError if someone wrote to the original, or replaced it, meanwhile."""
    with reading_source():
        states = (os.fstat(original.fileno()), reachable(source).stat())
    for state in states:
        same = (state.st_size, state.st_mtime_ns) == (before.st_size, before.st_mtime_ns)
        if not same or state.st_size != copied:
            raise SourceChangedError


def _kind_of_parcel(made: Incoming) -> Kind | None:
    try:
        return recognise(made.file, "")
    except UnknownKindError:
        return None


def _hash(file: BinaryIO) -> str:
    digest = new_sha256()
    while chunk := file.read(CHUNK):
        digest.update(chunk)
    return digest.hexdigest()


def _is_whole(path: Path, size: int, sha256: str | None) -> bool:
    """Say whether a content lies there in full; compares the hash only if one is given."""
    try:
        with held_files.patiently(lambda: path.open("rb")) as kept:
            if os.fstat(kept.fileno()).st_size != size:
                return False
            return sha256 is None or _hash(kept) == sha256
    except OSError:
        return False
