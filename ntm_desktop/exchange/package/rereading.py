"""Reading a written package again before it gets its name."""

import os
import sys
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Self

from ntm_desktop import held_files
from ntm_desktop.domain.progress import Progress
from ntm_desktop.exchange import age
from ntm_desktop.exchange.package import age_header
from ntm_desktop.exchange.package.container import CHUNK
from ntm_desktop.exchange.package.errors import (
    EvidenceDamagedError,
    PackageChangedError,
    PackageError,
    WrittenBadlyError,
)
from ntm_desktop.exchange.package.plan import SourceObject, measured
from ntm_desktop.exchange.package.reader import open_package
from ntm_desktop.exchange.package.summed import Summed


def reread(file: Path, sources: Sequence[SourceObject], progress: Progress, phase: str) -> None:
    """Verify a written part; on a stick, what it holds and not what the system remembers.

    `sources` are what it was written from.
    Raises WrittenBadlyError, EvidenceDamagedError, CancelledError.
    """
    with _told_plainly(file, sources):
        _verify(file, sources, progress, phase)


def reread_sealed(
    file: Path,
    plain: str,
    identity: str,
    sources: Sequence[SourceObject],
    progress: Progress,
    phase: str,
) -> None:
    """Verify that a sealed part opens to what was put in: `plain` is the SHA-256 of that, in hex.

    `identity` is one's own age key. The evidence in it was verified on its way in, so what comes
    out is only summed up and never lies on a disk.
    Raises WrittenBadlyError, CancelledError.
    """
    with _told_plainly(file, sources):
        found = Summed()
        try:
            with _Watched(file, progress, phase) as source:
                age_header.check_header(source.beginning)
                age.unseal_stream(source, found, [identity])
        except (age.NoKeyFitsError, age.SealBrokenError) as error:
            raise PackageChangedError(str(error)) from error
        if found.hexdigest() != plain:
            raise PackageChangedError("other bytes were sealed")


class _Watched:
    """A sealed file that is read from beginning to end, and progress told of it."""

    def __init__(self, file: Path, progress: Progress, phase: str) -> None:
        self._stream = held_files.patiently(lambda: file.open("rb", buffering=CHUNK))
        self._size = os.fstat(self._stream.fileno()).st_size
        self._progress, self._phase = progress, phase
        self._done = self._told = 0

    @property
    def beginning(self) -> bytes:
        """The header and maybe more; reading begins before it all the same."""
        self._progress.step(self._phase, 0, self._size)
        found = self._stream.read(age_header.LARGEST_HEADER)
        self._stream.seek(0)
        return found

    def read(self, size: int, /) -> bytes:
        """Give the next bytes."""
        data = self._stream.read(size)
        self._done += len(data)
        if self._done - self._told >= CHUNK or not data:
            self._told = self._done
            self._progress.step(self._phase, self._done, self._size)
        return data

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: object, error: object, traceback: object) -> None:
        self._stream.close()


@contextmanager
def _told_plainly(file: Path, sources: Sequence[SourceObject]) -> Iterator[None]:
    """Read the disk itself, and turn what is found wrong into advice."""
    if _is_on_another_disk(file, sources):
        _forget_cached(file)
    try:
        yield
    except PackageError as error:
        raise WrittenBadlyError(
            f"Đọc lại gói vừa ghi vào “{file.parent}” thì thấy sai: ổ đĩa hoặc USB có lỗi. "
            "Không có gì được giữ lại ở đó. Hãy dùng USB khác rồi làm lại."
        ) from error


class Digest:
    """A file's SHA-256, taken in another thread."""

    def __init__(self, file: Path) -> None:
        self._enough = threading.Event()
        self._thread = ThreadPoolExecutor(1)
        self._digest = self._thread.submit(_digest, file, self._enough)

    def result(self) -> str:
        """Wait for it; 64 hex digits."""
        return self._digest.result()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: object, error: object, traceback: object) -> None:
        self._enough.set()
        self._thread.shutdown()


def _is_on_another_disk(file: Path, sources: Sequence[SourceObject]) -> bool:
    return any(each.path.stat().st_dev != file.stat().st_dev for each in sources[:1])


def _verify(file: Path, sources: Sequence[SourceObject], progress: Progress, phase: str) -> None:
    try:
        with open_package(file) as package:
            package.verify_objects(progress, phase)
    except PackageChangedError:
        for source in sources:
            _check_source(source)
        raise


def _check_source(source: SourceObject) -> None:
    """Tell damaged evidence from a disk that did not keep what was written."""
    try:
        is_whole = measured(source.path) == source
    except OSError as error:
        raise EvidenceDamagedError(source.sha256) from error
    if not is_whole:
        raise EvidenceDamagedError(source.sha256)


def _digest(file: Path, enough: threading.Event) -> str:
    found = sha256()
    with file.open("rb", buffering=0) as stream:
        while not enough.is_set() and (chunk := stream.read(CHUNK)):
            found.update(chunk)
    return found.hexdigest()


def _forget_cached(file: Path) -> None:
    """Have the next reading come from the disk, not from what the system still remembers."""
    if sys.platform == "linux":
        with file.open("rb") as stream:
            os.posix_fadvise(stream.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
