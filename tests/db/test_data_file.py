import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from decimal import Decimal
from pathlib import Path

import pytest
from sqlite_utils import Database

import db as db_package
from db import assessments, installation, journal, migrations, thresholds, units
from db.connection import DataFileDamagedError, DataFolderNotWritableError, DiskFullError, session
from db.data_file import (
    APPLICATION_ID,
    DataFileTooNewError,
    DataFolderMissingError,
    prepare,
)
from ntm_desktop.domain.answer import answer_for_people
from ntm_desktop.domain.assessment import Claim
from ntm_desktop.domain.criteria import IndicatorCode
from ntm_desktop.domain.forms import well_formed
from ntm_desktop.domain.revision import read_revision
from ntm_desktop.paths import DataFolder
from tests.builders import AUTHORITY, HERE, SET, SHEET, UNIT, a_record
from tests.db.stores import answer, lines, tables

pytestmark = pytest.mark.os

SCHEMA_FILE = Path(db_package.__file__).parent / "schema.sql"
RELEASES = Path(__file__).parents[1] / "releases"
ROOT = Path(__file__).parents[2]
NEWER_TABLES = ("subject", "unit_state")
SINCE_THE_FIRST_RELEASE = (
    *("former_origin", "own_receipt", "sent_file", "import_part", "refusal"),
    *("revocation", "succession", "masked"),
    *NEWER_TABLES,
)
NEWER_COLUMNS = (("unit", "grp"), ("succession", "decision"), ("succession", "date"))


@pytest.fixture
def folder(tmp_path: Path) -> DataFolder:
    return DataFolder(tmp_path)


def prepared(folder: DataFolder) -> None:
    prepare(folder).close()


def shape(store: sqlite3.Connection) -> set[str]:
    """Every table and index as SQL, whatever the order they were made in."""
    rows = store.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL")
    return {" ".join(row[0].replace('"', "").split()) for row in rows if "_sqlite_" not in row[0]}


def shape_of_schema_file() -> set[str]:
    with closing(sqlite3.connect(":memory:")) as store:
        store.executescript(SCHEMA_FILE.read_text(encoding="utf-8"))
        return shape(store)


def version(folder: DataFolder) -> int:
    with session(folder.file) as store:
        return int(store.execute("PRAGMA user_version").fetchone()[0])


def make_older(folder: DataFolder) -> None:
    """Take the last step back, as if it had been added since."""
    with session(folder.file) as store:
        for table in NEWER_TABLES:
            store.execute(f"DROP TABLE {table}")
        for table, column in NEWER_COLUMNS:
            store.execute(f"ALTER TABLE {table} DROP COLUMN {column}")
        name = migrations.STEPS[-1].__name__.rpartition(".")[2]
        store.execute("DELETE FROM _sqlite_migrations WHERE name = ?", (name,))
        store.execute(f"PRAGMA user_version = {migrations.LATEST - 1}")


def test_steps_are_numbered_without_gaps() -> None:
    numbers = [int(step.__name__.rpartition(".m")[2][:4]) for step in migrations.STEPS]
    assert numbers == list(range(1, migrations.LATEST + 1))


def test_schema_file_shows_the_schema_that_the_steps_build(folder: DataFolder) -> None:
    prepared(folder)
    with session(folder.file) as store:
        assert shape(store) == shape_of_schema_file()
        assert store.execute("PRAGMA application_id").fetchone()[0] == APPLICATION_ID
        assert store.execute("PRAGMA foreign_key_check").fetchall() == []


def test_a_prepared_file_is_left_as_it_is(folder: DataFolder) -> None:
    prepared(folder)
    before = folder.file.read_bytes()
    prepared(folder)
    assert folder.file.read_bytes() == before
    assert not folder.backups.exists()


def test_a_newer_file_is_refused_with_advice_and_not_touched(folder: DataFolder) -> None:
    prepared(folder)
    with session(folder.file) as store:
        store.execute(f"PRAGMA user_version = {migrations.LATEST + 1}")
    before = folder.file.read_bytes()
    with pytest.raises(DataFileTooNewError, match="cập nhật"):
        prepare(folder)
    assert folder.file.read_bytes() == before
    assert not folder.backups.exists()


def test_an_older_file_is_backed_up_then_upgraded_and_its_tables_made_anew(
    folder: DataFolder,
) -> None:
    data = prepare(folder)
    with data.session() as store:
        journal.write(store, HERE, a_record(), answer("80"))
        kept, shown = lines(store), tables(store)
        store.execute("DELETE FROM assessment")
    data.close()
    make_older(folder)
    prepared(folder)
    with session(folder.file) as store:
        assert shape(store) == shape_of_schema_file()
        assert (lines(store), tables(store)) == (kept, shown)
    assert version(folder) == migrations.LATEST
    (copy,) = folder.backups.glob(f"ntm-v{migrations.LATEST - 1}-*.sqlite3")
    with session(copy) as store:
        assert lines(store) == kept
        assert store.execute("PRAGMA user_version").fetchone()[0] == migrations.LATEST - 1


def test_upgrading_twice_keeps_both_backups(folder: DataFolder) -> None:
    prepared(folder)
    for _ in range(2):
        make_older(folder)
        prepared(folder)
    assert len(list(folder.backups.iterdir())) == 2


def _half_done(store: Database, /) -> None:
    store.executescript("CREATE TABLE a (x); CREATE TABLE b (y);")
    raise RuntimeError("stop")


def _into_a_full_disk(store: Database, /) -> None:
    pages = store.conn.execute("PRAGMA page_count").fetchone()[0]
    store.conn.execute(f"PRAGMA max_page_count = {pages}")
    store.executescript("CREATE TABLE a (x); CREATE TABLE b (y);" * 1)
    store.conn.execute("INSERT INTO a SELECT zeroblob(1000000)")


@pytest.mark.parametrize(
    ("step", "error"), [(_half_done, RuntimeError), (_into_a_full_disk, DiskFullError)]
)
@pytest.mark.parametrize("older", [False, True])
def test_a_failing_step_leaves_no_trace(
    folder: DataFolder,
    monkeypatch: pytest.MonkeyPatch,
    step: Callable[[Database], None],
    error: type[Exception],
    older: object,
) -> None:
    """executescript inside a step must not commit half of it."""
    if older:
        prepared(folder)
        make_older(folder)
        with session(folder.file) as store:
            before = list(store.iterdump())
    monkeypatch.setattr(migrations.STEPS[-1], "upgrade", step)
    with pytest.raises(error):
        prepare(folder)
    with session(folder.file) as store:
        if older:
            assert list(store.iterdump()) == before
        else:
            assert shape(store) == set()
    assert version(folder) == (migrations.LATEST - 1 if older else 0)


def test_a_failing_rebuild_leaves_the_older_file_as_it_was(
    folder: DataFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: object) -> None:
        raise RuntimeError("stop")

    prepared(folder)
    make_older(folder)
    monkeypatch.setattr(journal, "rebuild", fail)
    with pytest.raises(RuntimeError, match="stop"):
        prepare(folder)
    assert version(folder) == migrations.LATEST - 1


def test_without_a_backup_there_is_no_upgrade(folder: DataFolder) -> None:
    prepared(folder)
    make_older(folder)
    folder.backups.write_text("a file where the folder should be")
    with pytest.raises(Exception, match="sao lưu"):
        prepare(folder)
    assert version(folder) == migrations.LATEST - 1


_PREPARE = """
import sys
from pathlib import Path
from db.data_file import prepare
from ntm_desktop.paths import DataFolder

print("ready", flush=True)
sys.stdin.readline()
prepare(DataFolder(Path(sys.argv[1]))).close()
"""


@pytest.mark.parametrize("older", [False, True])
def test_processes_that_prepare_at_once_get_one_whole_file(
    folder: DataFolder, older: object
) -> None:
    if older:
        prepared(folder)
        make_older(folder)
    racers = [
        subprocess.Popen(
            [sys.executable, "-c", _PREPARE, str(folder.root)],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(4)
    ]
    for racer in racers:
        assert racer.stdout is not None
        racer.stdout.readline()
    for racer in racers:
        assert racer.stdin is not None
        racer.stdin.write("go\n")
        racer.stdin.flush()
    ends = [racer.communicate() for racer in racers]
    assert [racer.returncode for racer in racers] == [0] * 4, ends
    with session(folder.file) as store:
        assert shape(store) == shape_of_schema_file()
        assert store.execute("PRAGMA integrity_check").fetchone()[0] == "ok"


def test_a_folder_that_cannot_be_made_is_said_plainly(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(DataFolderMissingError, match="file"):
        prepare(DataFolder(tmp_path / "file" / "data"))


def test_a_file_that_cannot_be_made_is_said_plainly(folder: DataFolder) -> None:
    folder.file.mkdir(parents=True)
    with pytest.raises(DataFolderNotWritableError):
        prepare(folder)


def test_a_damaged_file_is_said_to_be_and_left_for_rescue(folder: DataFolder) -> None:
    folder.file.write_bytes(b"\xaa" * 10_000)
    with pytest.raises(DataFileDamagedError):
        prepare(folder)
    assert folder.file.read_bytes() == b"\xaa" * 10_000


@pytest.fixture
def first_release(folder: DataFolder) -> DataFolder:
    with closing(sqlite3.connect(folder.file)) as old:
        old.executescript((RELEASES / "data_v1.sql").read_text(encoding="utf-8"))
    return folder


def test_the_sample_of_the_first_release_has_rows_in_every_table(
    first_release: DataFolder,
) -> None:
    with closing(sqlite3.connect(first_release.file)) as old:
        tables_ = old.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        for (table,) in tables_:
            assert old.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0], table
        assert len(tables_) == tables_of_schema_file() - len(SINCE_THE_FIRST_RELEASE)


def tables_of_schema_file() -> int:
    return SCHEMA_FILE.read_text(encoding="utf-8").count("CREATE TABLE")


def test_a_file_of_the_first_release_becomes_one_of_ours(first_release: DataFolder) -> None:
    prepared(first_release)
    with session(first_release.file) as store:
        assert shape(store) == shape_of_schema_file()
        assert store.execute("PRAGMA foreign_key_check").fetchall() == []
        live = tables(store)
        journal.rebuild(store)
        assert tables(store) == live


def test_ids_of_the_first_release_are_still_what_we_compute(first_release: DataFolder) -> None:
    prepared(first_release)
    with session(first_release.file) as store:
        stored = store.execute("SELECT id, line FROM revision").fetchall()
        assert len(stored) == 18
        for id_, line in stored:
            revision = read_revision(line.encode())
            assert revision.id == id_
            assert well_formed(revision) is None


def test_a_board_of_the_first_release_reads_as_it_did(first_release: DataFolder) -> None:
    prepared(first_release)
    with session(first_release.file) as store:
        entries = assessments.read(store, SHEET)
        figures = thresholds.read(store, SET, (AUTHORITY, UNIT))
        here = installation.read(store)
        unit = units.find(store, UNIT)
    shown = {
        code: [answer_for_people(one, "%") for one in e.answers] for code, e in entries.items()
    }
    assert shown == {
        "1.1": ["Đạt"],
        "2.1": ["70 %", "75 %"],
        "3.1": ["80 %", "86,5 %"],
        "7.1": ["Không áp dụng"],
        "17.1": ["95 %"],
    }
    assert entries[IndicatorCode("3.1")].claim == Claim(met=True, reason="đã nghiệm thu")
    proven = entries[IndicatorCode("1.1")]
    assert (proven.evidence, list(proven.papers)) == (1, ["P1"])
    assert figures[IndicatorCode("10.1")][UNIT].by_year == {"2024": Decimal(42)}
    assert figures[IndicatorCode("17.1")][AUTHORITY].parts == {"a": Decimal(35)}
    assert here is not None
    assert here.identity.author == "Nông Văn An"
    assert unit is not None
    assert (unit.name, unit.authority) == ("Xã Tân Thành", AUTHORITY)
