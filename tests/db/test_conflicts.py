from sqlite3 import Connection

import pytest

from db import conflicts, journal
from ntm_desktop.domain.ownership import Role
from ntm_desktop.domain.revision import Record
from tests.builders import AUTHORITY, HERE, UNIT, a_record, an_identity
from tests.db.stores import RECORD, a_store, answer, write


@pytest.fixture
def here() -> Connection:
    return a_store()


def disputed(store: Connection) -> conflicts.Dispute:
    write(store, answer("80"))
    write(store, answer("85"), seen=[])
    (found,) = conflicts.listed(store)
    return found


def test_a_dispute_is_found_by_its_id_as_long_as_it_stands(here: Connection) -> None:
    assert (conflicts.listed(here), conflicts.count(here)) == ([], 0)
    found = disputed(here)
    assert (found.record, found.field) == (RECORD, "answer")
    assert conflicts.count(here) == 1
    assert conflicts.find(here, found.id) == found
    write(here, answer("85"))
    assert conflicts.find(here, found.id) is None
    assert conflicts.count(here) == 0


def test_a_decision_is_written_side_by_side_as_it_is(here: Connection) -> None:
    disputed(here)
    seen = journal.heads(here, RECORD)
    one, other = journal.settle(here, HERE, RECORD, [answer("85"), {"note": "x"}])
    assert one.parents == other.parents == seen
    assert other.prev == one.id
    assert journal.state(here, RECORD).decided("answer") == {"value": "85"}
    assert conflicts.count(here) == 0


def test_what_the_journal_would_leave_out_as_known_is_written_all_the_same(
    here: Connection,
) -> None:
    write(here, answer("80"))
    assert journal.write(here, HERE, RECORD, answer("80")) is None
    (written,) = journal.settle(here, HERE, RECORD, [answer("80")])
    assert written.fields == answer("80")


def test_who_may_not_write_may_not_decide(here: Connection) -> None:
    district = an_identity("there", unit=AUTHORITY, role=Role.AUTHORITY)
    with pytest.raises(journal.NotYoursError):
        journal.settle(here, district, RECORD, [answer("80")])
    assert list(journal.everything(here)) == []


def test_decisions_are_those_of_the_record_alone(here: Connection) -> None:
    found = disputed(here)
    for place, record in enumerate([RECORD, a_record("9.9")]):
        of = conflicts.Dispute(id=found.id, record=record, field="answer")
        content = conflicts.entry(of, label="A", value={"value": "80"}, reason=f"r{place}")
        journal.write(here, HERE, Record(UNIT, "decision", f"k{place}"), {"decided": content})
    (decided,) = conflicts.decisions(here, RECORD)
    assert decided.content["reason"] == "r0"
    assert decided.content["conflict"] == found.id.hex()
    assert conflicts.decisions(here, Record(AUTHORITY, *RECORD[1:])) == []
