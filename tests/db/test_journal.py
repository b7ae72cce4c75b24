from hashlib import sha256
from sqlite3 import Connection
from typing import Any
from unicodedata import normalize

import pytest

from db import assessments, journal, projections
from db.connection import writing
from db.journal import TooLongError
from ntm_desktop.domain.canonical import canonical
from ntm_desktop.domain.merge import DELETED
from ntm_desktop.domain.ownership import Role
from ntm_desktop.domain.revision import (
    LONGEST_LINE,
    Record,
    Revision,
    RevisionId,
    known_revision,
    read_revision,
)
from tests.builders import (
    AUTHORITY,
    CODE,
    HERE,
    SHEET,
    THERE,
    UNIT,
    a_record,
    a_revision,
    an_identity,
)
from tests.db.stores import RECORD, a_store, answer, exchange, lines, tables, write


@pytest.fixture
def here() -> Connection:
    return a_store()


@pytest.fixture
def there() -> Connection:
    return a_store()


def answers(store: Connection) -> list[str]:
    entry = assessments.read(store, SHEET).get(CODE)
    return [str(one.value) for one in entry.answers if hasattr(one, "value")] if entry else []


def count(store: Connection, table: str) -> int:
    return int(store.execute(f"SELECT count(*) FROM {table}").fetchone()[0])


def test_revisions_of_an_installation_are_a_chain_in_each_scope(here: Connection) -> None:
    district = an_identity("here", unit=AUTHORITY, role=Role.AUTHORITY)
    own, other = Record(AUTHORITY, "threshold", "a"), Record(UNIT, "appraisal", "b")
    written = [
        journal.write(here, district, record, {"n": str(number)})
        for number, record in enumerate([own, other, own, own, other])
    ]
    for scope, seqs in ((AUTHORITY, [1, 2, 3]), (UNIT, [1, 2])):
        chain = [one for one in written if one and one.scope == scope]
        assert [one.seq for one in chain] == seqs
        assert [one.prev for one in chain] == [None, *[one.id for one in chain[:-1]]]


def test_ids_are_the_digests_of_the_lines_that_are_kept(here: Connection) -> None:
    write(here, answer("80"))
    write(here, None)
    for id_, line in here.execute("SELECT id, line FROM revision"):
        assert id_ == sha256(line.encode()).digest()
        assert known_revision(id_, line.encode()) == read_revision(line.encode())


def test_a_revision_is_based_on_all_there_is_or_on_what_was_seen(here: Connection) -> None:
    first = write(here, answer("80"))
    second = write(here, answer("85"))
    assert second.parents == (first.id,)
    assert write(here, answer("90"), seen=[first.id]).parents == (first.id,)
    assert write(here, answer("95"), seen=[]).parents == ()


def test_what_came_while_a_form_was_open_is_not_overwritten_unseen(
    here: Connection, there: Connection
) -> None:
    write(here, answer("80"))
    exchange(here, there)
    opened = journal.heads(here, RECORD)
    journal.write(there, THERE, RECORD, answer("85"))
    exchange(here, there)
    write(here, answer("90"), seen=opened)
    exchange(here, there)
    assert answers(here) == answers(there) == ["85", "90"]


def test_what_was_undone_while_a_form_was_open_is_no_parent(here: Connection) -> None:
    """Everything a held revision rests on is held (merge.md 8)."""
    opened = [write(here, answer("80")).id, RevisionId(b"\7" * 32)]
    assert write(here, answer("90"), seen=opened).parents == (opened[0],)


def test_two_pcs_answer_differently_and_both_answers_stay_visible(
    here: Connection, there: Connection
) -> None:
    journal.write(here, HERE, RECORD, answer("85"))
    journal.write(there, THERE, RECORD, answer("80"))
    exchange(here, there)
    for store in (here, there):
        assert answers(store) == ["80", "85"]
        shown = store.execute("SELECT field, label, value FROM conflict ORDER BY label")
        assert [tuple(row) for row in shown] == [
            ("answer", "A", '{"value":"80"}'),
            ("answer", "B", '{"value":"85"}'),
        ]


def test_a_person_decides_a_conflict_for_everybody(here: Connection, there: Connection) -> None:
    journal.write(here, HERE, RECORD, answer("80"))
    journal.write(there, THERE, RECORD, answer("85"))
    exchange(here, there)
    assert len(write(here, answer("85")).parents) == 2
    exchange(here, there)
    for store in (here, there):
        assert answers(store) == ["85"]
        assert count(store, "conflict") == 0


def test_a_deletion_against_an_edit_is_a_choice(here: Connection, there: Connection) -> None:
    write(here, {**answer("80"), "note": "a"})
    exchange(here, there)
    write(here, None)
    journal.write(there, THERE, RECORD, answer("85"))
    exchange(here, there)
    values = here.execute("SELECT field, value FROM conflict ORDER BY label").fetchall()
    assert [tuple(row) for row in values] == [("answer", None), ("answer", '{"value":"85"}')]
    assert tables(here) == tables(there)


def test_nothing_is_written_when_nothing_changes(here: Connection) -> None:
    write(here, {**answer("80"), "note": "a"})
    for fields in (answer("80"), {"note": " a "}, {"claim": None}, {"claim": " "}, {}):
        assert journal.write(here, HERE, RECORD, fields) is None
    changed = write(here, {**answer("80"), "note": "b", "claim": None})
    assert changed.fields == {"note": "b"}
    assert count(here, "revision") == 2


@pytest.mark.parametrize(("before", "after"), [(True, 1), (1, True), (0, False), ("1", 1)])
def test_a_value_of_another_type_is_a_change(here: Connection, before: Any, after: Any) -> None:
    write(here, {"later": before})
    assert write(here, {"later": after}).fields == {"later": after}
    write(here, {"later": {"a": [before]}})
    assert journal.write(here, HERE, RECORD, {"later": {"a": [after]}}) is not None


def test_deleting_what_is_not_there_writes_nothing(here: Connection) -> None:
    assert journal.write(here, HERE, RECORD, None) is None
    write(here, answer("80"))
    write(here, None)
    assert journal.write(here, HERE, RECORD, None) is None
    assert journal.write(here, HERE, RECORD, {"answer": None}) is None
    assert count(here, "assessment") == 0


def test_choosing_the_value_that_is_shown_first_still_decides(
    here: Connection, there: Connection
) -> None:
    journal.write(here, HERE, RECORD, answer("80"))
    journal.write(there, THERE, RECORD, answer("85"))
    exchange(here, there)
    assert write(here, answer("80")).fields == answer("80")
    assert answers(here) == ["80"]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (normalize("NFD", " Đường thôn đã bê tông \n"), "Đường thôn đã bê tông"),
        ("", None),
        (" \u00a0 ", None),
        ({"reason": " a ", "parts": [normalize("NFD", "ế")]}, {"reason": "a", "parts": ["ế"]}),
        ({}, None),
        ([], None),
        (False, False),
        (0, 0),
        ("\udcff a\ud800", "? a?"),
    ],
)
def test_texts_are_brought_to_one_spelling_at_the_door(
    here: Connection, typed: Any, kept: Any
) -> None:
    first = write(here, {"other": "x", "note": typed})
    assert (first.fields or {}).get("note") == kept


def test_an_authors_name_may_be_typed_in_any_form(here: Connection) -> None:
    typed = an_identity(normalize("NFD", "Nông Thị Hằng"))
    written = journal.write(here, typed, RECORD, answer("80"))
    assert written is not None
    assert written.author == "Nông Thị Hằng"


@pytest.mark.parametrize(
    ("role", "unit", "kind"),
    [
        (Role.COMMUNE, "06382", "assessment"),
        (Role.AUTHORITY, AUTHORITY, "assessment"),
        (Role.AGENCY, AUTHORITY, "threshold"),
        (Role.COMMUNE, UNIT, "enrolment"),
    ],
)
def test_what_an_office_may_not_write_is_not_written(
    here: Connection, role: Role, unit: str, kind: str
) -> None:
    with pytest.raises(journal.NotYoursError):
        journal.write(here, an_identity(unit=unit, role=role), Record(UNIT, kind, "k"), {"a": "1"})
    assert count(here, "revision") == count(here, "record") == 0


def test_a_failing_projection_leaves_no_trace(
    here: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("stop")

    write(here, answer("80"))
    before = list(here.iterdump())
    monkeypatch.setitem(projections.SHOW, RECORD.kind, fail)
    for work in (
        lambda: journal.write(here, HERE, RECORD, answer("85")),
        lambda: journal.write(here, HERE, a_record("9.9"), answer("85")),
        lambda: journal.receive(here, [a_revision(answer("1"), origin=THERE.origin)]),
        lambda: journal.rebuild(here),
    ):
        with pytest.raises(RuntimeError, match="stop"):
            work()
        assert list(here.iterdump()) == before


def test_several_writes_are_one_transaction_if_wanted(here: Connection) -> None:
    def write_and_fail() -> None:
        with writing(here):
            write(here, answer("80"))
            write(here, answer("85"))
            raise RuntimeError("stop")

    with pytest.raises(RuntimeError, match="stop"):
        write_and_fail()
    assert count(here, "revision") == 0


def test_receiving_twice_changes_nothing(here: Connection, there: Connection) -> None:
    write(here, answer("80"))
    write(here, None)
    revisions = [row.revision for row in journal.everything(here)]
    assert len(journal.receive(there, revisions)) == 2
    before = list(there.iterdump())
    assert journal.receive(there, revisions) == []
    assert list(there.iterdump()) == before


def test_lines_are_kept_and_passed_on_as_they_came(here: Connection, there: Connection) -> None:
    newer = a_revision({**answer("80"), "later": {"a": [1, None, ""]}}, origin=THERE.origin)
    journal.receive(here, [newer])
    exchange(here, there)
    assert lines(here) == lines(there) == [newer.line]


def test_kinds_of_a_newer_program_are_kept_and_shown_nowhere(here: Connection) -> None:
    later = read_revision(
        canonical([UNIT, THERE.origin, 1, None, "garden", "k", [], {"a": "1"}, "", "", []])
    )
    journal.receive(here, [later])
    assert lines(here) == [later.line]
    assert all(not rows for rows in tables(here).values())


def test_a_fork_burns_the_origin_once_and_keeps_both_branches(
    here: Connection, there: Connection
) -> None:
    start = a_revision(answer("80"))
    branches = [a_revision(answer(value), start, after=start) for value in ("85", "90")]
    journal.receive(here, [start, *branches])
    journal.receive(there, [start, *reversed(branches)])
    journal.receive(here, [start, *branches])
    for store in (here, there):
        assert count(store, "revision") == 3
        assert [tuple(row) for row in store.execute("SELECT * FROM burnt")] == [(HERE.origin, 0)]
        assert answers(store) == ["85", "90"]


def test_an_own_chain_goes_on_after_the_longest_branch(here: Connection) -> None:
    start = a_revision(answer("80"))
    longer = a_revision(answer("85"), start, after=start)
    journal.receive(here, [start, longer, a_revision({"note": "x"}, start, after=start)])
    assert journal.chain_end(here, UNIT, HERE.origin).seq == 2
    assert write(here, answer("99")).seq == 3


def test_one_scope_can_be_read_alone(here: Connection) -> None:
    district = an_identity("d", unit=AUTHORITY, role=Role.AUTHORITY)
    write(here, answer("80"))
    journal.write(here, district, Record(AUTHORITY, "threshold", "k"), {"a": "1"})
    scopes = [
        [row.revision.scope for row in journal.everything(here, scope)] for scope in (UNIT, "x")
    ]
    assert scopes == [[UNIT], []]


def test_the_mark_changes_with_every_revision_added_or_taken_back(here: Connection) -> None:
    marks = [journal.mark(here)]
    for value in ("80", "85", "90"):
        write(here, answer(value))
        marks.append(journal.mark(here))
    for row in (2, 3):
        here.execute("DELETE FROM revision WHERE row = ?", (row,))
        marks.append(journal.mark(here))
    write(here, {"note": "in the row of the last one"})
    marks.append(journal.mark(here))
    assert len({*marks[:5], marks[-1]}) == 6
    assert marks[5] == marks[1]


def test_a_record_can_be_read_as_a_form_saw_it(here: Connection) -> None:
    first = write(here, answer("80"))
    write(here, answer("85"))
    assert journal.state(here, RECORD, [first.id]).decided("answer") == {"value": "80"}
    assert journal.state(here, RECORD).decided("answer") == {"value": "85"}
    assert journal.state(here, RECORD, []).heads == ()
    write(here, None)
    deleted = journal.state(here, RECORD)
    assert [one.value for one in deleted.fields["answer"]] == [DELETED]


def test_a_long_history_is_read_once_and_costs_no_more_statements(
    here: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[bytes] = []
    statements: list[int] = []

    def counting(id_: RevisionId, line: bytes) -> Revision:
        read.append(line)
        return known_revision(id_, line)

    monkeypatch.setattr("db.journal.known_revision", counting)
    for number in range(500):
        seen: list[str] = []
        here.set_trace_callback(seen.append)
        write(here, {"note": str(number)})
        statements.append(len(seen))
    assert len(read) == sum(range(500))
    assert max(statements[1:]) == min(statements[1:]) <= statements[0] <= 18


def test_what_is_too_long_to_travel_is_not_written(here: Connection) -> None:
    write(here, {"note": "đầu"})
    before = lines(here)
    with pytest.raises(TooLongError, match="rút gọn"):
        write(here, {"note": "a" * LONGEST_LINE})
    assert lines(here) == before
    write(here, {"note": "a" * (LONGEST_LINE - 2000)})
