from collections.abc import Iterator
from sqlite3 import Connection

import pytest

from db import journal
from db.verification import Fault, faults
from ntm_desktop.domain.revision import Authorship, ChainEnd, RevisionId, new_revision
from tests.builders import HERE, THERE, a_record, a_revision
from tests.db.stores import RECORD, a_store, answer, write


@pytest.fixture
def store() -> Iterator[Connection]:
    """Two values of one record on one chain, and one of another PC."""
    made = a_store()
    write(made, answer("80"))
    write(made, answer("81"))
    journal.write(made, THERE, a_record("3.2"), answer("90"))
    yield made
    made.close()


def found(store: Connection) -> list[Fault]:
    return list(faults(store, lambda _: None))


def codes(store: Connection) -> set[str]:
    return {fault.code for fault in found(store)}


def swap_line(store: Connection, row: int, old: str, new: str) -> None:
    store.execute("UPDATE revision SET line = replace(line, ?, ?) WHERE row = ?", (old, new, row))


def test_a_sound_store_has_no_faults(store: Connection) -> None:
    assert found(store) == []


def test_phases_are_told(store: Connection) -> None:
    told: list[str] = []
    list(faults(store, told.append))
    assert len(told) == 3


def test_nothing_is_changed(store: Connection) -> None:
    before = "\n".join(store.iterdump())
    found(store)
    assert "\n".join(store.iterdump()) == before


def test_a_line_changed_by_hand_is_found(store: Connection) -> None:
    swap_line(store, 3, '"90"', '"99"')
    assert codes(store) == {"line_changed"}


def test_a_line_that_is_none_is_found(store: Connection) -> None:
    store.execute("UPDATE revision SET line = '{}' WHERE row = 2")
    assert codes(store) == {"line_changed"}


def test_a_line_taken_out_is_found_by_those_after_it(store: Connection) -> None:
    store.execute("DELETE FROM revision WHERE row = 1")
    assert [fault.words for fault in found(store) if fault.code == "journal_broken"] == [
        "Dòng 2 của nhật ký thiếu dòng đứng trước trong chuỗi.",
        "Dòng 2 của nhật ký thiếu giá trị mà nó sửa.",
    ]


def test_a_line_in_another_record_is_found(store: Connection) -> None:
    store.execute("UPDATE revision SET record = 2 WHERE row = 1")
    assert "journal_broken" in codes(store)


def test_a_line_in_another_chain_is_found(store: Connection) -> None:
    store.execute("UPDATE revision SET chain = 2 WHERE row = 1")
    assert "Dòng 1 của nhật ký nằm sai chuỗi." in {fault.words for fault in found(store)}


def test_a_number_that_is_not_the_lines_is_found(store: Connection) -> None:
    store.execute("UPDATE revision SET seq = 7 WHERE row = 2")
    assert "Dòng 2 của nhật ký nằm sai chuỗi." in {fault.words for fault in found(store)}


def test_a_chain_that_skips_a_number_is_found(store: Connection) -> None:
    first, _, _ = (row.revision for row in journal.everything(store))
    skipping = a_revision(answer("82"), first, after=first)
    late = new_revision(
        a_record(),
        answer("83"),
        chain=ChainEnd(HERE.origin, 8, skipping.id),
        parents=[first.id],
        by=Authorship("A", "2024-10-02T07:05:00+00:00"),
    )
    journal.receive(store, [skipping, late])
    assert "Dòng 5 của nhật ký nối sai vào chuỗi." in {fault.words for fault in found(store)}


def test_a_parent_in_another_record_is_found(store: Connection) -> None:
    _, second, third = (row.revision for row in journal.everything(store))
    odd = new_revision(
        RECORD,
        answer("84"),
        chain=ChainEnd(HERE.origin, second.seq, second.id),
        parents=[third.id],
        by=Authorship("A", "2024-10-02T07:05:00+00:00"),
    )
    journal.receive(store, [odd])
    assert "Dòng 4 của nhật ký thiếu giá trị mà nó sửa." in {fault.words for fault in found(store)}


def test_a_cited_revision_that_is_not_here_is_found(store: Connection) -> None:
    _, second, _ = (row.revision for row in journal.everything(store))
    citing = new_revision(
        RECORD,
        answer("84"),
        chain=ChainEnd(HERE.origin, second.seq, second.id),
        parents=[second.id],
        by=Authorship("A", "2024-10-02T07:05:00+00:00"),
        cites=[RevisionId(bytes(32))],
    )
    journal.receive(store, [citing])
    assert "Dòng 4 của nhật ký thiếu số liệu mà nó dẫn." in {fault.words for fault in found(store)}


def test_a_fork_is_no_fault_once_it_is_noted(store: Connection) -> None:
    first, _, _ = (row.revision for row in journal.everything(store))
    journal.receive(store, [a_revision(answer("82"), first, after=first)])
    assert found(store) == []
    store.execute("DELETE FROM burnt")
    assert codes(store) == {"fork_unnoticed"}


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE assessment SET answer = '{\"value\":\"99\"}' WHERE indicator = '3.1'",
        "DELETE FROM assessment WHERE indicator = '3.1'",
        "INSERT INTO assessment SELECT 3, subject, criteria_set, year, '9.9', answer, claim, note"
        " FROM assessment LIMIT 1",
    ],
)
def test_a_table_changed_by_hand_is_found(store: Connection, change: str) -> None:
    store.execute("PRAGMA foreign_keys = OFF")
    store.execute("INSERT INTO record VALUES (3, '06379', 'works', 'k')")
    store.execute(change)
    assert codes(store) == {"tables_differ"}


def test_a_row_that_points_nowhere_is_found(store: Connection) -> None:
    store.execute("PRAGMA foreign_keys = OFF")
    store.execute("DELETE FROM record WHERE row = 1")
    assert codes(store) == {"data_file_damaged"}


def test_conflicts_are_the_same_when_made_again(store: Connection) -> None:
    journal.write(store, THERE, RECORD, answer("85"), seen=())
    assert store.execute("SELECT count(*) FROM conflict").fetchone()[0] == 2
    assert found(store) == []
    store.execute("DELETE FROM conflict WHERE label = 'B'")
    assert codes(store) == {"tables_differ"}
