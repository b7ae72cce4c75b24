import errno
import sqlite3
import threading
from pathlib import Path

import pytest

from db import connection, journal
from db.connection import (
    DataFile,
    DataFileBusyError,
    DataFileDamagedError,
    DataFolderNotWritableError,
    DiskFullError,
    reading,
    session,
    told_plainly,
    writing,
)
from db.data_file import prepare
from ntm_desktop.errors import DataFolderError
from ntm_desktop.paths import DataFolder
from tests.builders import HERE, a_record
from tests.db.stores import answer, lines, tables

pytestmark = pytest.mark.os


@pytest.fixture
def data(tmp_path: Path) -> DataFile:
    return prepare(DataFolder(tmp_path))


def test_a_connection_is_durable_waits_and_checks_references(data: DataFile) -> None:
    with data.session() as store:
        found = {
            name: store.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
    assert found == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "busy_timeout": 10000,
    }


def test_a_thread_keeps_its_connection_and_shares_it_with_nobody(data: DataFile) -> None:
    others: list[sqlite3.Connection] = []

    def look() -> None:
        with data.session() as store:
            others.append(store)

    with data.session() as first, data.session() as again:
        assert first is again
        thread = threading.Thread(target=look)
        thread.start()
        thread.join()
    assert others[0] is not first
    data.close()
    for store in (first, others[0]):
        with pytest.raises(sqlite3.ProgrammingError):
            store.execute("SELECT 1")
    with data.session() as store:
        assert store is not first
        assert store.execute("SELECT 1").fetchone()[0] == 1
    data.close()


def test_a_full_disk_is_said_plainly_and_loses_nothing(data: DataFile) -> None:
    with data.session() as store:
        journal.write(store, HERE, a_record("1.1"), answer("80"))
        pages = store.execute("PRAGMA page_count").fetchone()[0]
        store.execute(f"PRAGMA max_page_count = {pages}")
        before, shown = lines(store), tables(store)
        with pytest.raises(DiskFullError, match="dọn bớt"), data.session():
            journal.write(store, HERE, a_record("1.2"), {"note": "x" * 100_000})
        assert not store.in_transaction
        assert (lines(store), tables(store)) == (before, shown)
        store.execute("PRAGMA max_page_count = 1000000")
        assert journal.write(store, HERE, a_record("1.2"), answer("85")) is not None
        assert [row.revision.seq for row in journal.everything(store)] == [1, 2]
        assert store.execute("PRAGMA integrity_check").fetchone()[0] == "ok"


@pytest.mark.parametrize("content", [b"not a database at all, but long enough" * 50, b"\0" * 4096])
def test_a_file_that_is_no_database_is_said_to_be_damaged(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "ntm.sqlite3").write_bytes(content)
    data = DataFile(tmp_path / "ntm.sqlite3")
    with pytest.raises(DataFileDamagedError, match="backups"), data.session():
        pass
    assert (tmp_path / "ntm.sqlite3").read_bytes() == content


def test_a_torn_page_is_said_to_be_damage(data: DataFile) -> None:
    with data.session() as store:
        for number in range(200):
            journal.write(store, HERE, a_record(f"1.{number}"), answer("80"))
    data.close()
    content = bytearray(data.path.read_bytes())
    for page in range(1, len(content) // 4096):
        content[page * 4096 : page * 4096 + 200] = b"\xaa" * 200
    data.path.write_bytes(content)
    with pytest.raises(DataFileDamagedError), data.session() as store:
        lines(store)
    data.close()


def test_a_file_that_cannot_be_opened_is_said_plainly(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "missing" / "ntm.sqlite3"):
        with pytest.raises(DataFolderNotWritableError), DataFile(path).session():
            pass


def test_a_read_only_file_is_said_plainly(data: DataFile) -> None:
    with data.session() as store:
        store.execute("PRAGMA query_only = ON")
        with pytest.raises(DataFolderNotWritableError), data.session():
            journal.write(store, HERE, a_record(), answer("80"))


def test_a_file_that_others_keep_locked_is_said_to_be_busy(data: DataFile) -> None:
    with session(data.path) as other, data.session() as store:
        store.execute("PRAGMA busy_timeout = 1")
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(DataFileBusyError), data.session():
            journal.write(store, HERE, a_record(), answer("80"))
        other.execute("ROLLBACK")
        assert journal.write(store, HERE, a_record(), answer("80")) is not None


def test_a_failed_opening_leaves_nothing_open(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[sqlite3.Connection] = []
    original = sqlite3.connect

    def remembering(*args: object, **options: object) -> sqlite3.Connection:
        opened.append(original(*args, **options))  # type: ignore[call-overload]
        return opened[-1]

    monkeypatch.setattr("db.connection.sqlite3.connect", remembering)
    (tmp_path / "ntm.sqlite3").write_bytes(b"x" * 5000)
    with pytest.raises(DataFolderError):
        prepare(DataFolder(tmp_path))
    for store in opened:
        with pytest.raises(sqlite3.ProgrammingError):
            store.execute("SELECT 1")


def test_a_full_disk_is_known_by_the_systems_number_too() -> None:
    with pytest.raises(DiskFullError), told_plainly():
        raise OSError(errno.ENOSPC, "no space")
    with pytest.raises(PermissionError), told_plainly():
        raise PermissionError(errno.EACCES, "no")
    with pytest.raises(sqlite3.ProgrammingError), told_plainly():
        raise sqlite3.ProgrammingError("our own mistake")


def test_every_known_failure_has_a_sentence_and_a_status() -> None:
    for kind, sentence in connection._ERRORS.values():  # noqa: SLF001
        assert "Hãy" in sentence
        assert kind.exit_status == 4


def test_writing_inside_writing_is_one_transaction(data: DataFile) -> None:
    with data.session() as store:
        with pytest.raises(RuntimeError), writing(store):
            _write_then_fail(store)
        assert lines(store) == []


def _write_then_fail(store: sqlite3.Connection) -> None:
    with writing(store):
        journal.write(store, HERE, a_record(), answer("80"))
    raise RuntimeError


def test_reading_sees_one_state_whatever_others_write(data: DataFile) -> None:
    with data.session() as store, session(data.path) as other:
        with reading(store), reading(store):
            assert lines(store) == []
            journal.write(other, HERE, a_record(), answer("80"))
            assert lines(store) == []
        assert len(lines(store)) == 1
