"""Sealed packages (gói mã hóa): an age file around a package, to the offices' X25519 keys."""

import os
import shutil
import threading
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from errno import ENOSPC
from io import FileIO
from pathlib import Path
from queue import SimpleQueue
from typing import Final, Self

from ntm_desktop import held_files
from ntm_desktop.domain.progress import Progress
from ntm_desktop.exchange import age, disk
from ntm_desktop.exchange.package.age_header import (
    LARGEST_HEADER,
    MOST_RECIPIENTS,
    check_header,
    looks_sealed,
)
from ntm_desktop.exchange.package.errors import (
    PackageChangedError,
    PackageCutShortError,
    PackageSealedError,
    PackageSealedForOthersError,
    PackageUnreadableError,
)
from ntm_desktop.exchange.scratch import scratch_file
from ntm_desktop.paths import reachable

UNSEALING: Final = "Đang giải mã gói hồ sơ"
_PIECE: Final = 256 * 1024
_MOST_WAITING: Final = 4
_SCRATCH: Final = "unsealed"


def is_sealed(path: Path) -> bool:
    """Tell by its first bytes whether a file is sealed; raises PackageUnreadableError."""
    return looks_sealed(_beginning(path, 32))


@contextmanager
def unsealed(
    path: Path, identities: Sequence[str], scratch: Path, progress: Progress
) -> Iterator[Path]:
    """Lend a plain package: the same file if it is not sealed, else one that is gone afterwards.

    `identities` ("AGE-SECRET-KEY-1…") are tried in turn. Raises PackageSealedError without any,
    PackageSealedForOthersError if none fits, other PackageErrors, DiskFullError,
    TargetNotWritableError, CancelledError.
    """
    if not is_sealed(path):
        yield path
        return
    check_header(_beginning(path, LARGEST_HEADER))
    if not identities:
        raise PackageSealedError("no identities")
    with ExitStack() as stack:
        with disk.told_plainly(scratch):
            plain, file = stack.enter_context(scratch_file(scratch, _SCRATCH))
            _unseal(path, identities, file, progress, free=shutil.disk_usage(scratch).free)
        yield plain


@contextmanager
def sealed_writer(stream: age.Writable, recipients: Sequence[str]) -> Iterator["SealedWriter"]:
    """Lend something to write a plain package to; it arrives sealed in `stream`, which stays open.

    ValueError for what are no recipients ("age1…"), none or too many of them. What `stream.write`
    raises comes out of a later write or at the end; with an error what was written opens nowhere.
    """
    writer = SealedWriter(stream, recipients)
    try:
        yield writer
    except BaseException:
        writer.abandon()
        raise
    writer.finish()


class SealedWriter:
    """What is written here is sealed in a thread: the age library asks for bytes, we have them."""

    def __init__(self, stream: age.Writable, recipients: Sequence[str]) -> None:
        unique = sorted(set(recipients))
        if not 0 < len(unique) <= MOST_RECIPIENTS:
            raise ValueError(f"{len(unique)} recipients")
        for recipient in unique:
            age.check_recipient(recipient)
        self._pending = bytearray()
        self._pieces = _Pieces()
        self._failure: BaseException | None = None
        self._thread = threading.Thread(
            target=self._seal, args=(stream, unique), name="sealing", daemon=True
        )
        self._thread.start()

    def write(self, data: bytes | memoryview) -> int:
        """Take all of it, and give its length in bytes."""
        self._check()
        self._pending += data
        if len(self._pending) >= _PIECE:
            self._pieces.put(bytes(self._pending))
            self._pending.clear()
        return len(data)

    def finish(self) -> None:
        """Seal the rest, and wait until all of it is written."""
        self._pieces.put(bytes(self._pending))
        self._pieces.end()
        self._thread.join()
        self._check()

    def abandon(self) -> None:
        """Stop without an end, so that nobody takes it for the whole."""
        self._pieces.abandon()
        self._thread.join()

    def _check(self) -> None:
        if self._failure is not None:
            raise self._failure

    def _seal(self, stream: age.Writable, recipients: Sequence[str]) -> None:
        try:
            age.seal_stream(self._pieces, stream, recipients)
        except BaseException as error:
            self._failure = error
            self._pieces.ignore()


class _AbandonedError(Exception):
    """There will be no more pieces, and what came is not all."""


class _Pieces:
    """Pieces on their way to the thread that seals, only a few at a time."""

    def __init__(self) -> None:
        self._queue: SimpleQueue[bytes | None] = SimpleQueue()
        self._room = threading.Semaphore(_MOST_WAITING)
        self._rest = memoryview(b"")
        self._ended = self._abandoned = False

    def put(self, piece: bytes) -> None:
        """Hand over a piece, when there is room."""
        self._room.acquire()
        self._queue.put(piece)

    def end(self) -> None:
        """Say that this was all."""
        self._queue.put(None)

    def abandon(self) -> None:
        """Say that this is given up."""
        self._abandoned = True
        self._queue.put(None)

    def ignore(self) -> None:
        """Take what still comes to nowhere, so that nobody waits."""
        while not self._ended:
            self._ended = self._queue.get() is None
            self._room.release()

    def read(self, size: int) -> bytes:
        """Give the next bytes to the thread that seals, none at the end."""
        while not self._rest and not self._ended:
            piece = self._queue.get()
            self._room.release()
            self._ended = piece is None
            self._rest = memoryview(piece or b"")
            if self._abandoned:
                raise _AbandonedError
        part, self._rest = self._rest[:size], self._rest[size:]
        return bytes(part)


def _unseal(
    path: Path, identities: Sequence[str], to: FileIO, progress: Progress, *, free: int
) -> None:
    """Decrypt into a scratch file, which nobody needs to be durable."""
    with _Ciphertext(path, progress) as source:
        progress.step(UNSEALING, 0, source.size)
        if source.size > free:
            raise OSError(ENOSPC, "no room to unseal")
        gathered = _Gathered(to)
        try:
            age.unseal_stream(source, gathered, identities)
            gathered.flush()
        except age.NoKeyFitsError as error:
            raise PackageSealedForOthersError from error
        except age.SealBrokenError as error:
            # Bytes changed in the last 64 KiB look just like a copy that was cut short.
            if source.is_at_end:
                raise PackageCutShortError(str(error)) from error
            raise PackageChangedError(str(error)) from error


class _Gathered:
    """Small writes made large: the library's are of 8 KiB."""

    def __init__(self, to: FileIO) -> None:
        self._to = to
        self._pending = bytearray()

    def write(self, data: bytes) -> int:
        """Take all of it; raises OSError."""
        self._pending += data
        if len(self._pending) >= _PIECE:
            self.flush()
        return len(data)

    def flush(self) -> None:
        """Write what is pending; raises OSError."""
        with memoryview(bytes(self._pending)) as left:
            done = 0
            while done < len(left):
                done += self._to.write(left[done:])
        self._pending.clear()


class _Ciphertext:
    """The sealed file, telling progress as it is read; never written to."""

    def __init__(self, path: Path, progress: Progress) -> None:
        self._progress = progress
        self._done = self._told = 0
        try:
            self._stream = held_files.patiently(
                lambda: reachable(path).open("rb", buffering=_PIECE)
            )
            self.size = os.fstat(self._stream.fileno()).st_size
        except OSError as error:
            raise PackageUnreadableError(str(error)) from error

    @property
    def is_at_end(self) -> bool:
        """Tell whether all of the file was read."""
        return self._done >= self.size

    def read(self, size: int) -> bytes:
        """Give bytes to the library; raises PackageUnreadableError, CancelledError."""
        try:
            data = self._stream.read(size)
        except OSError as error:
            raise PackageUnreadableError(str(error)) from error
        self._done += len(data)
        if self._done >= self._told + _PIECE or not data:
            self._told = self._done
            self._progress.step(UNSEALING, self._done, self.size)
        return data

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: object, error: object, traceback: object) -> None:
        self._stream.close()


def _beginning(path: Path, length: int) -> bytes:
    try:
        with held_files.patiently(lambda: reachable(path).open("rb")) as stream:
            return stream.read(length)
    except OSError as error:
        raise PackageUnreadableError(str(error)) from error
