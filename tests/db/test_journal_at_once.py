"""Several connections and processes writing to one data file."""

import subprocess
import sys
import threading
from pathlib import Path

import pytest

from db import journal
from db.data_file import prepare
from ntm_desktop.paths import DataFolder
from tests.builders import HERE, a_record
from tests.db.stores import answer, tables

pytestmark = pytest.mark.os

ROOT = Path(__file__).parents[2]


def test_two_threads_write_to_one_file_without_a_gap(tmp_path: Path) -> None:
    data = prepare(DataFolder(tmp_path))

    def write_twenty(name: str) -> None:
        for number in range(20):
            with data.session() as store:
                journal.write(store, HERE, a_record(f"{name}.{number}"), answer("80"))

    threads = [threading.Thread(target=write_twenty, args=(name,)) for name in "12"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    _is_whole(data_path=tmp_path, expected=40)
    data.close()


_WRITER = """
import sys
from pathlib import Path
from db import journal
from db.data_file import prepare
from ntm_desktop.paths import DataFolder
from tests.builders import HERE, a_record

data = prepare(DataFolder(Path(sys.argv[1])))
print("ready", flush=True)
sys.stdin.readline()
for number in range(25):
    with data.session() as store:
        journal.write(store, HERE, a_record("1.1"), {"note": f"{sys.argv[2]} {number}"})
data.close()
"""


def test_processes_prepare_and_write_at_once_without_a_gap(tmp_path: Path) -> None:
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", _WRITER, str(tmp_path), name],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for name in ("one", "two", "three")
    ]
    ready = [writer.stdout.readline() for writer in writers if writer.stdout]
    for writer in writers:
        writer.communicate("go\n")
    assert ready == ["ready\n"] * 3
    assert [writer.returncode for writer in writers] == [0, 0, 0]
    _is_whole(data_path=tmp_path, expected=75)


def _is_whole(*, data_path: Path, expected: int) -> None:
    data = prepare(DataFolder(data_path))
    with data.session() as store:
        chain = [row.revision for row in journal.everything(store)]
        assert [revision.seq for revision in chain] == list(range(1, expected + 1))
        assert [one.prev for one in chain] == [None, *[one.id for one in chain[:-1]]]
        assert store.execute("SELECT count(*) FROM burnt").fetchone()[0] == 0
        assert store.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        live = tables(store)
        journal.rebuild(store)
        assert tables(store) == live
    data.close()
