"""Many files taken in at once: one is hashed while another is on its way to the disk."""

import threading
from collections import deque
from collections.abc import Generator, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from db.files import FileStore, StoredFile
from ntm_desktop.domain.progress import CancelledError, Progress, Unwatched
from ntm_desktop.errors import UserError

WORKERS = 3
"""Two cores hash and copy while a third file waits for the disk; more gain nothing."""


@dataclass(frozen=True, slots=True)
class Taken:
    """One original, and what became of it."""

    source: Path
    outcome: StoredFile | UserError


def take_in_all(
    store: FileStore, sources: Iterable[Path], progress: Progress | None = None
) -> Generator[Taken, None, None]:
    """Take originals in, each with a result of its own, in their order; each given is durable.

    Raises CancelledError. Leaving it early stops what has not begun. `progress` counts bytes and
    is told from several threads, one at a time.
    """
    waiting = deque(sources)
    tally = _Tally(progress or Unwatched(), sum(map(_size, waiting)))
    under_way: deque[tuple[Path, Future[StoredFile]]] = deque()
    with ThreadPoolExecutor(WORKERS, thread_name_prefix="intake") as pool:
        try:
            while waiting or under_way:
                while waiting and len(under_way) < 2 * WORKERS:
                    source = waiting.popleft()
                    work = partial(store.take_in, source, _Part(tally))
                    under_way.append((source, pool.submit(work)))
                source, future = under_way.popleft()
                yield Taken(source, _outcome(future))
        finally:
            tally.stop()


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
