import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db import backup, journal
from db.backup import BackupDamagedError, BackupNotWrittenError
from db.connection import DataFile, DiskFullError
from db.data_file import prepare
from ntm_desktop.domain.progress import CancelledError, Unwatched
from ntm_desktop.paths import DataFolder
from ntm_desktop.services.backups import KEPT, Backups, surplus
from tests.builders import HERE, a_record
from tests.db.stores import answer, lines

pytestmark = pytest.mark.os

NOW = datetime(2024, 11, 10, 12, tzinfo=UTC)


class Impatient:
    """Gives up at a step."""

    def __init__(self, after: int = 0) -> None:
        self.left = after

    def step(self, phase: str, done: int, total: int) -> None:
        self.left -= 1
        if self.left < 0:
            raise CancelledError


@pytest.fixture
def folder(tmp_path: Path) -> DataFolder:
    return DataFolder(tmp_path / "data")


@pytest.fixture
def data(folder: DataFolder) -> Iterator[DataFile]:
    opened = prepare(folder)
    with opened.session() as store:
        journal.write(store, HERE, a_record(), answer("80"))
    yield opened
    opened.close()


@pytest.fixture
def backups(folder: DataFolder, data: DataFile) -> Backups:
    return Backups(folder, data)


def change(data: DataFile, value: str) -> None:
    with data.session() as store:
        journal.write(store, HERE, a_record(), answer(value))


def kept(folder: DataFolder) -> list[Path]:
    return sorted(folder.backups.iterdir()) if folder.backups.exists() else []


def test_a_copy_is_whole_stands_alone_and_has_what_was_saved(
    backups: Backups, data: DataFile, folder: DataFolder
) -> None:
    made = backups.make(None, Unwatched())
    assert kept(folder) == [made.path]
    assert made.size == made.path.stat().st_size
    with closing(sqlite3.connect(f"file:{made.path}?mode=ro", uri=True)) as copy:
        assert copy.execute("PRAGMA journal_mode").fetchone()[0] == "delete"
        assert copy.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        with data.session() as store:
            assert lines(copy) == lines(store)


def test_a_copy_goes_where_it_is_wanted(backups: Backups, tmp_path: Path) -> None:
    target = tmp_path / "usb" / "sao lưu.sqlite3"
    assert backups.make(target, Unwatched()).path == target
    assert [path.name for path in target.parent.iterdir()] == [target.name]


def test_two_copies_never_have_one_name(backups: Backups, folder: DataFolder) -> None:
    made = {backups.make(None, Unwatched()).path for _ in range(3)}
    assert len(made) == 3 == len(kept(folder))


@pytest.mark.parametrize("after", [0, 1])
def test_a_cancelled_copy_leaves_nothing(
    backups: Backups,
    folder: DataFolder,
    data: DataFile,
    monkeypatch: pytest.MonkeyPatch,
    after: int,
) -> None:
    monkeypatch.setattr(backup, "PAGES_A_STEP", 1)
    with pytest.raises(CancelledError):
        backups.make(None, Impatient(after))
    assert kept(folder) == []
    change(data, "85")
    assert backups.make(None, Unwatched()).path.exists()


def test_a_copy_that_is_not_whole_is_no_copy(
    backups: Backups, folder: DataFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    copying = backup._copy  # noqa: SLF001

    def torn(source: Path, partial: Path, progress: Unwatched) -> None:
        copying(source, partial, progress)
        content = bytearray(partial.read_bytes())
        content[4096 * 3 : 4096 * 3 + 16] = b"\xff" * 16
        partial.write_bytes(content)

    monkeypatch.setattr(backup, "_copy", torn)
    with pytest.raises(BackupDamagedError, match="sao lưu lại"):
        backups.make(None, Unwatched())
    assert kept(folder) == []


def test_a_full_disk_leaves_nothing(
    backups: Backups, folder: DataFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_source: Path, partial: Path, _progress: object) -> None:
        partial.write_bytes(b"half")
        raise OSError(28, "no space")

    monkeypatch.setattr(backup, "_copy", full)
    with pytest.raises(DiskFullError):
        backups.on_closing(Unwatched())
    assert kept(folder) == []
    monkeypatch.undo()
    assert backups.on_closing(Unwatched()) is not None


def test_a_place_that_cannot_be_written_is_said_plainly(backups: Backups, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    (tmp_path / "folder.sqlite3").mkdir()
    for target in (tmp_path / "file" / "a.sqlite3", tmp_path / "folder.sqlite3"):
        with pytest.raises(BackupNotWrittenError, match="chọn nơi khác"):
            backups.make(target, Unwatched())
    assert sorted(path.name for path in tmp_path.iterdir()) == ["data", "file", "folder.sqlite3"]


def test_a_copy_never_replaces_the_data_file(
    backups: Backups, folder: DataFolder, data: DataFile
) -> None:
    inode = folder.file.stat().st_ino
    for target in (folder.file, folder.root / "." / folder.file.name):
        with pytest.raises(BackupNotWrittenError, match="tên khác"):
            backups.make(target, Unwatched())
    assert folder.file.stat().st_ino == inode
    change(data, "85")


def test_a_failed_copy_leaves_the_older_one_of_that_name(backups: Backups, tmp_path: Path) -> None:
    target, neighbour = tmp_path / "a.sqlite3", tmp_path / "a.partial"
    target.write_text("older")
    neighbour.write_text("somebody else's")
    with pytest.raises(CancelledError):
        backups.make(target, Impatient())
    assert (target.read_text(), neighbour.read_text()) == ("older", "somebody else's")


def test_on_closing_there_is_a_copy_only_when_something_changed(
    backups: Backups, folder: DataFolder, data: DataFile
) -> None:
    assert backups.on_closing(Unwatched()) is not None
    assert backups.on_closing(Unwatched()) is None
    change(data, "85")
    assert backups.on_closing(Unwatched()) is not None
    with data.session() as store:  # an undone import takes rows back, the next write reuses them
        store.execute("DELETE FROM revision WHERE row = (SELECT max(row) FROM revision)")
    assert backups.on_closing(Unwatched()) is not None
    change(data, "90")
    assert backups.on_closing(Unwatched()) is not None
    assert len(kept(folder)) == 4


def test_a_copy_on_a_stick_does_not_spare_the_one_in_the_folder(
    backups: Backups, folder: DataFolder, tmp_path: Path
) -> None:
    backups.make(tmp_path / "stick.sqlite3", Unwatched())
    assert backups.on_closing(Unwatched()) is not None
    backups.make(None, Unwatched())
    assert backups.on_closing(Unwatched()) is None


def test_latest_is_the_newest_in_the_folder(backups: Backups, tmp_path: Path) -> None:
    assert backups.latest() is None
    made = [backups.make(None, Unwatched()) for _ in range(2)]
    os.utime(made[0].path, (0, 0))
    assert backups.latest() == made[1]


def test_on_closing_old_copies_are_thinned_to_ten(
    backups: Backups, folder: DataFolder, data: DataFile
) -> None:
    folder.backups.mkdir()
    for age in range(15):
        path = folder.backups / f"ntm-dong-{age}.sqlite3"
        path.write_text("")
        moment = (NOW - timedelta(hours=age)).timestamp()
        os.utime(path, (moment, moment))
    (folder.backups / "mine.sqlite3").write_text("not ours")
    assert backups.on_closing(Unwatched()) is not None
    names = {path.name for path in kept(folder)}
    assert "mine.sqlite3" in names
    assert len(names) == KEPT + 1
    assert {"ntm-dong-0.sqlite3", "ntm-dong-1.sqlite3"} <= names


def test_the_copy_just_made_stays_whatever_the_clock_says(
    backups: Backups, folder: DataFolder
) -> None:
    folder.backups.mkdir()
    later = datetime.now(UTC) + timedelta(days=4000)
    for age in range(12):
        path = folder.backups / f"ntm-dong-{age}.sqlite3"
        path.write_text("")
        moment = (later - timedelta(days=40 * age)).timestamp()
        os.utime(path, (moment, moment))
    made = backups.on_closing(Unwatched())
    assert made is not None
    assert made.path.exists()


def files(folder: Path, ages: list[timedelta]) -> list[Path]:
    """Files of such ages, oldest first."""
    made = []
    for number, age in enumerate(sorted(ages, reverse=True)):
        path = folder / f"{number}.sqlite3"
        path.write_text("")
        moment = (NOW - age).timestamp()
        os.utime(path, (moment, moment))
        made.append(path)
    return made


def test_thinning_keeps_the_newest_of_days_weeks_and_months(tmp_path: Path) -> None:
    ages = [timedelta(hours=hours) for hours in range(10)]
    ages += [timedelta(days=days) for days in (1, 2, 9, 16, 40, 80, 200)]
    made = files(tmp_path, ages)
    gone = set(surplus(made))
    left = [NOW - datetime.fromtimestamp(p.stat().st_mtime, UTC) for p in made if p not in gone]
    for days in (0, 1, 2, 9, 16, 80):
        assert timedelta(days=days) in left
    assert len(left) == KEPT


@given(ages=st.lists(st.timedeltas(timedelta(0), timedelta(days=900)), unique=True, max_size=30))
def test_thinning_leaves_ten_or_all_and_always_the_newest_three(
    tmp_path_factory: pytest.TempPathFactory, ages: list[timedelta]
) -> None:
    made = files(tmp_path_factory.mktemp("backups"), ages)
    gone = surplus(made)
    assert len(made) - len(gone) == min(len(made), KEPT)
    assert not set(gone) & set(made[-3:])
    assert surplus([path for path in made if path not in gone]) == []
