from collections.abc import Iterator
from pathlib import Path
from sqlite3 import Connection

import pytest

from db import evidence, journal, search
from db.data_file import prepare
from ntm_desktop.domain.revision import Record
from ntm_desktop.paths import DataFolder
from tests.builders import HERE, SHEET, UNIT


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Connection]:
    data = prepare(DataFolder(tmp_path))
    with data.session() as opened:
        for key, summary in [("e1", "Báo cáo tưới tiêu 100%"), ("e2", "Quyết định quy hoạch")]:
            journal.write(
                opened, HERE, Record(UNIT, evidence.KIND, key), {"summary": summary, "number": key}
            )
            link = evidence.link_key(key, *SHEET, "3.1")
            journal.write(opened, HERE, Record(UNIT, evidence.LINK_KIND, link), {"linked": True})
        yield opened
    data.close()


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (["bao", "cao"], ["e1"]),
        (["dinh"], ["e2"]),
        (["100%"], ["e1"]),
        (["_"], []),
        (["khong", "co"], []),
    ],
)
def test_every_word_must_be_there_and_wildcards_are_letters(
    store: Connection, words: list[str], found: list[str]
) -> None:
    assert [each.key for each in search.evidence(store, SHEET, words, most=10)] == found
