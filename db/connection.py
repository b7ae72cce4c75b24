"""Connections to the data file."""

import sqlite3
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from errno import ENOSPC
from pathlib import Path

from ntm_desktop.errors import DataFolderError
from ntm_desktop.held_files import HELD


class DataFile:
    """The data file, with one connection kept open per thread until the thread is done with it.

    Closing the last connection makes SQLite checkpoint, which costs several saves: so a connection
    stays open between two pieces of work. Callable from any thread.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._kept = threading.local()
        self._all: list[sqlite3.Connection] = []
        self._lock = threading.Lock()

    @contextmanager
    def session(self) -> Iterator[sqlite3.Connection]:
        """Lend this thread's connection for one piece of work; raises DataFolderError."""
        with told_plainly():
            yield self._of_this_thread()

    def _of_this_thread(self) -> sqlite3.Connection:
        store: sqlite3.Connection | None = getattr(self._kept, "store", None)
        if store is None:
            store = connect(self.path)
            self._kept.store = store
            with self._lock:
                self._all.append(store)
        return store

    def close(self) -> None:
        """Close every connection; no work may be under way. A later session opens a new one."""
        with self._lock:
            for store in self._all:
                store.close()
            self._all.clear()
            self._kept = threading.local()


class DiskFullError(DataFolderError):
    """The disk with the data folder has no room left."""

    code = "disk_full"


class DataFileBusyError(DataFolderError):
    """Another program kept the data file locked for too long."""

    code = "data_file_busy"


class DataFileDamagedError(DataFolderError):
    """The data file cannot be read."""

    code = "data_file_damaged"


class DataFolderNotWritableError(DataFolderError):
    """The data folder cannot be written to."""

    code = "data_folder_not_writable"


_ERRORS: Mapping[int, tuple[type[DataFolderError], str]] = {
    sqlite3.SQLITE_FULL: (
        DiskFullError,
        "Ổ đĩa đã đầy nên chưa lưu được. Số liệu đã lưu trước đó vẫn còn nguyên. "
        "Hãy dọn bớt ổ đĩa rồi làm lại.",
    ),
    sqlite3.SQLITE_BUSY: (
        DataFileBusyError,
        "Tệp dữ liệu đang bị chương trình khác giữ. Hãy đợi một lát rồi làm lại.",
    ),
    sqlite3.SQLITE_CORRUPT: (
        DataFileDamagedError,
        "Tệp dữ liệu bị hỏng. Hãy phục hồi từ bản sao lưu trong thư mục backups.",
    ),
    sqlite3.SQLITE_NOTADB: (
        DataFileDamagedError,
        "Tệp dữ liệu không đọc được. Hãy phục hồi từ bản sao lưu trong thư mục backups.",
    ),
    sqlite3.SQLITE_READONLY: (
        DataFolderNotWritableError,
        "Thư mục dữ liệu không cho ghi. Hãy kiểm tra quyền ghi hoặc chọn thư mục khác.",
    ),
    sqlite3.SQLITE_CANTOPEN: (
        DataFolderNotWritableError,
        "Không mở được tệp dữ liệu. Hãy kiểm tra thư mục dữ liệu còn đó và cho phép ghi.",
    ),
    sqlite3.SQLITE_IOERR: (
        DataFolderNotWritableError,
        "Không đọc hoặc ghi được ổ đĩa. Hãy kiểm tra ổ đĩa rồi mở lại chương trình.",
    ),
}


_TRIES, _PAUSE_S = 100, 0.02
_PRAGMAS = (
    "busy_timeout = 10000",
    "journal_mode = WAL",
    "synchronous = FULL",
    "foreign_keys = ON",
)


@contextmanager
def told_plainly() -> Iterator[None]:
    """Turn what the disk does to SQLite into something a user can act on."""
    try:
        yield
    except OSError as error:
        if error.errno == ENOSPC:
            kind, sentence = _ERRORS[sqlite3.SQLITE_FULL]
        elif getattr(error, "winerror", None) in HELD:
            kind, sentence = _ERRORS[sqlite3.SQLITE_BUSY]
        else:
            raise
        raise kind(sentence) from error
    except sqlite3.DatabaseError as error:
        known = _ERRORS.get(getattr(error, "sqlite_errorcode", 0) & 0xFF)
        if known is None:
            raise
        kind, sentence = known
        raise kind(sentence) from error


def connect(path: Path) -> sqlite3.Connection:
    """Open a connection that is durable and waits for other writers up to 10 seconds."""
    # Not bound to its thread, so that closing may happen elsewhere; work never shares one.
    store = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    store.row_factory = sqlite3.Row
    try:
        for pragma in _PRAGMAS:
            _set(store, pragma)
    except sqlite3.Error:
        store.close()
        raise
    return store


def _set(store: sqlite3.Connection, pragma: str) -> None:
    """Set a pragma; turning a new file to WAL is refused at once while others do the same."""
    for left in reversed(range(_TRIES)):
        try:
            store.execute(f"PRAGMA {pragma}")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or not left:
                raise
            time.sleep(_PAUSE_S)
        else:
            return


@contextmanager
def session(path: Path) -> Iterator[sqlite3.Connection]:
    """Lend a connection that is closed afterwards."""
    with closing(connect(path)) as store:
        yield store


@contextmanager
def writing(store: sqlite3.Connection) -> Iterator[None]:
    """Do all or nothing, as the only writer from the start; inside another one, as part of it."""
    if store.in_transaction:
        yield
        return
    with store:
        store.execute("BEGIN IMMEDIATE")
        yield


@contextmanager
def reading(store: sqlite3.Connection) -> Iterator[None]:
    """See one state of the data, whatever others write meanwhile."""
    if store.in_transaction:
        yield
        return
    with store:
        store.execute("BEGIN")
        yield
