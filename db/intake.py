"""Many files taken in at once: one is hashed while another is on its way to the disk."""

import threading
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from db.files import FileStore, StoredFile
from db.incoming import NewNames
from ntm_desktop.domain.progress import CancelledError, Progress, Unwatched
from ntm_desktop.errors import DataFolderError, UserError

WORKERS = 3
"""Two cores hash and copy while a third file waits for the disk; more gain nothing."""
AHEAD = 16
"""Files begun before the one whose turn it is; as many wait for their folders together."""
Thing = TypeVar("Thing")
Made = TypeVar("Made")


@dataclass(frozen=True, slots=True)
class Taken:
    """One original, and what became of it."""

    source: Path
    outcome: StoredFile | UserError


@dataclass(frozen=True, slots=True)
class Parcel:
    """Content that a package carries: its SHA-256 in hex, its bytes, and how to read them."""

    sha256: str
    size: int
    read: Callable[[], Iterable[bytes]]


def take_in_all(
    store: FileStore, sources: Iterable[Path], progress: Progress | None = None
) -> Generator[Taken, None, None]:
    """Take originals in, each with a result of its own, in their order; each given is durable.

    Raises CancelledError when all that was done is given. Leaving it early stops what has not
    begun. `progress` counts bytes and is told from several threads, one at a time.
    """
    originals = tuple(sources)
    tally = _Tally(progress or Unwatched(), sum(map(_size, originals)))
    names = NewNames()
    done: list[Taken] = []

    def take(source: Path) -> StoredFile:
        return store.take_in(source, _Part(tally), names)

    with closing(_in_order(take, originals, tally)) as under_way:
        try:
            for source, future in under_way:
                done.append(Taken(source, _outcome(future)))
                if len(done) == AHEAD:
                    yield from _durable(store, names, done)
                    done.clear()
        except CancelledError:
            yield from _durable(store, names, done)
            raise
    yield from _durable(store, names, done)


def add_all(
    store: FileStore,
    parcels: Iterable[Parcel],
    progress: Progress,
    *,
    phase: str,
    kept: list[StoredFile],
) -> None:
    """Keep what a package carries, durable on return; `kept` grows by each, also before a failure.

    Raises what `FileStore.add_stream` does, or CancelledError; nothing goes on then. `progress`
    is told as by `take_in_all`.
    """
    carried = tuple(parcels)
    tally = _Tally(progress, sum(parcel.size for parcel in carried))
    names = NewNames()

    def keep(parcel: Parcel) -> None:
        kept.append(store.add_stream(_counted(parcel, phase, tally), parcel.sha256, names))

    tally.add(phase, 0)
    with closing(_in_order(keep, carried, tally)) as under_way:
        for _, future in under_way:
            future.result()
    store.sync(names)


def _in_order(
    work: Callable[[Thing], Made], things: Iterable[Thing], tally: "_Tally"
) -> Generator[tuple[Thing, Future[Made]], None, None]:
    """Work on several things at a time, and give them in order; left early, the rest stops."""
    waiting = deque(things)
    begun: deque[tuple[Thing, Future[Made]]] = deque()
    with ThreadPoolExecutor(WORKERS, thread_name_prefix="intake") as pool:
        try:
            while waiting or begun:
                while waiting and len(begun) < AHEAD:
                    thing = waiting.popleft()
                    begun.append((thing, pool.submit(work, thing)))
                yield begun.popleft()
        finally:
            tally.stop()


def _durable(store: FileStore, names: NewNames, done: Sequence[Taken]) -> list[Taken]:
    """Make what was done durable; where that fails, nothing of it was kept for certain."""
    try:
        store.sync(names)
    except DataFolderError as error:
        return [
            Taken(each.source, error) if isinstance(each.outcome, StoredFile) else each
            for each in done
        ]
    return list(done)


def _counted(parcel: Parcel, phase: str, tally: "_Tally") -> Iterator[bytes]:
    for chunk in parcel.read():
        tally.add(phase, len(chunk))
        yield chunk


def _outcome(future: Future[StoredFile]) -> StoredFile | UserError:
    try:
        return future.result()
    except UserError as error:
        return error


def _size(path: Path) -> int:
    with suppress(OSError):
        return path.stat().st_size
    return 0


class _Tally:
    """Adds up what the files under way have done; a lock keeps its reports in order."""

    def __init__(self, progress: Progress, total: int) -> None:
        self._progress = progress
        self._total = total
        self._done = 0
        self._stopped = False
        self._lock = threading.Lock()

    def add(self, phase: str, more: int) -> None:
        """Report more bytes; raises CancelledError from the first refusal on."""
        with self._lock:
            if self._stopped:
                raise CancelledError
            self._done += more
            try:
                self._progress.step(phase, min(self._done, self._total), self._total)
            except BaseException:
                self._stopped = True
                raise

    def stop(self) -> None:
        """Let nothing go on."""
        with self._lock:
            self._stopped = True


class _Part:
    """What one file reports to: passes on how much further it got."""

    def __init__(self, tally: _Tally) -> None:
        self._tally = tally
        self._reported = 0

    def step(self, phase: str, done: int, total: int) -> None:  # noqa: ARG002 - as Progress
        """Report where this file is."""
        more, self._reported = done - self._reported, done
        self._tally.add(phase, more)
