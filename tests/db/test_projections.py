import gc
from collections.abc import Iterable
from decimal import Decimal
from sqlite3 import Connection
from typing import Any, NamedTuple

import pytest
from hypothesis import given, target
from hypothesis import strategies as st

from db import assessments, enrolments, journal, subjects, thresholds, units
from ntm_desktop.domain.answer import Given
from ntm_desktop.domain.assessment import natural_key
from ntm_desktop.domain.canonical import JsonValue
from ntm_desktop.domain.criteria import CriteriaSet
from ntm_desktop.domain.forms import well_formed
from ntm_desktop.domain.ownership import Identity, Role, may_write
from ntm_desktop.domain.revision import (
    Authorship,
    ChainEnd,
    Fields,
    Record,
    Revision,
    RevisionId,
    new_revision,
)
from ntm_desktop.domain.standing import Board, Context, board
from tests.builders import AUTHORITY, CODE, HERE, SET, SHEET, THERE, UNIT, a_record, an_identity
from tests.db.hostile import SHA, hostile
from tests.db.stores import a_store, answer, exchange, lines, tables
from tests.sets import the_set

DISTRICT = an_identity("district", unit=AUTHORITY, role=Role.AUTHORITY)
WHO = (HERE, THERE, DISTRICT)


def receive(
    fields: Fields | None, *, kind: str = "assessment", key: str, scope: str = UNIT
) -> Connection:
    """A data file into which one revision came from elsewhere."""
    store = a_store()
    journal.receive(
        store,
        [
            new_revision(
                Record(scope, kind, key),
                fields,
                chain=ChainEnd(THERE.origin, 0, None),
                parents=[],
                by=Authorship("", ""),
            )
        ],
    )
    return store


def a_board(store: Connection, criteria: CriteriaSet) -> Board:
    figures = thresholds.read(store, SET, (AUTHORITY, UNIT))
    return board(
        SHEET,
        criteria,
        assessments.read(store, SHEET),
        context=Context(year=SHEET.year, region="TDMNPB"),
        entered={code: next(iter(by.items())) for code, by in figures.items()},
    )


class Write(NamedTuple):
    """What somebody does on one of the PCs; `stale` bases it on what was there at first."""

    pc: int
    who: Identity
    record: Record
    fields: Fields | None
    stale: bool


def values(*found: Any) -> st.SearchStrategy[JsonValue]:
    return st.sampled_from([None, *found])


def may(
    kind: str, key: str, *, scope: str = UNIT, **fields: st.SearchStrategy[JsonValue]
) -> st.SearchStrategy[Write]:
    record = Record(scope, kind, key)
    writers = [who for who in WHO if may_write(who.role, who.unit, kind=kind, scope=scope)]
    return st.builds(
        Write,
        st.integers(0, 2),
        st.sampled_from(writers),
        st.just(record),
        st.none() | st.fixed_dictionaries({}, optional=fields),
        st.booleans(),
    )


WRITES = st.one_of(
    *[
        may(
            "assessment",
            SHEET.key(code),  # type: ignore[arg-type]
            answer=values({"value": "80"}, {"value": "85", "parts": {"a": "1"}}, {"value": True}),
            claim=values({"claim": "met"}),
            note=values("a", "b"),
        )
        for code in ("3.1", "17.1")
    ],
    *[
        may("threshold", natural_key(SET, "3.1"), scope=scope, figure=values({"value": "90"}))
        for scope in (UNIT, AUTHORITY)
    ],
    may("evidence", "e1", number=values("05/QĐ"), summary=values("x"), original=values(True)),
    may("evidence_file", natural_key("e1", SHA), name=values("a", "b"), pages=values(1, 2)),
    may("evidence_link", natural_key("e1", UNIT, SET, "2024", "3.1"), paper=values("P1", "P2")),
    may("unit", UNIT, name=values("Xã A", "Xã B"), region=values("TN")),
    may(
        "enrolment",
        natural_key(UNIT, SHA),
        scope=AUTHORITY,
        office=values(
            dict.fromkeys(("name", "role", "age_recipient"), "x")
            | {"unit": UNIT, "signing_key": SHA}
        ),
    ),
)
MEETINGS = st.sets(st.integers(0, 2), min_size=2)


@given(st.lists(WRITES | MEETINGS, max_size=14))
def test_rebuilt_tables_are_the_live_ones_and_pcs_agree(steps: list[Write | set[int]]) -> None:
    stores = [a_store() for _ in range(3)]
    for step in [*steps, {0, 1, 2}]:
        if isinstance(step, Write):
            origin = f"{step.who.origin[:-1]}{step.pc}"  # each office has an installation per PC
            who = Identity(unit=step.who.unit, role=step.who.role, origin=origin, author="")
            seen = _oldest(stores[step.pc], step.record) if step.stale else None
            journal.write(stores[step.pc], who, step.record, step.fields, seen=seen)
        else:
            exchange(*[stores[pc] for pc in step])
    target(float(stores[0].execute("SELECT count(*) FROM conflict").fetchone()[0]))
    live = tables(stores[0])
    assert tables(stores[1]) == tables(stores[2]) == live
    assert len({frozenset(lines(store)) for store in stores}) == 1
    assert stores[0].execute("SELECT count(*) FROM burnt").fetchone()[0] == 0
    journal.rebuild(stores[0])
    assert tables(stores[0]) == live
    _closed(stores)


def _oldest(store: Connection, record: Record) -> list[RevisionId]:
    return [revision.id for revision in journal.history(store, record)[:1]]


def _closed(stores: Iterable[Connection]) -> None:
    for store in stores:
        store.close()
    gc.collect(0)


@given(hostile())
def test_no_revision_whatever_its_form_makes_a_table_or_a_board_raise(
    revisions: list[Revision],
) -> None:
    store = a_store()
    journal.receive(store, revisions)
    found = a_board(store, the_set())
    assert found.total == 19
    assert all(each.name for each in subjects.read(store))
    assert all(each.code for each in units.everyone(store) + units.listed(store, AUTHORITY))
    live = tables(store)
    journal.rebuild(store)
    assert tables(store) == live
    backwards = a_store()
    journal.receive(backwards, revisions[::-1])
    assert tables(backwards) == live
    assert a_board(backwards, the_set()) == found
    _closed([store, backwards])


@given(hostile())
def test_what_is_well_formed_is_shown_as_it_is(revisions: list[Revision]) -> None:
    """Nothing that passed the form check is passed over when it is read."""
    store = a_store()
    passed = [one for one in revisions if well_formed(one) is None and not one.parents]
    alone = [one for one in passed if [other.record for other in passed].count(one.record) == 1]
    journal.receive(store, alone)
    for revision in alone:
        if revision.kind == "threshold" and (revision.fields or {}).get("figure"):
            offices = thresholds.read(store, SET, (revision.scope,))
            assert any(revision.scope in by for by in offices.values())
        if revision.kind == "enrolment" and (revision.fields or {}).get("office"):
            rows = store.execute("SELECT scope FROM enrolment").fetchall()
            assert revision.scope in [row[0] for row in rows]
    _closed([store])


@pytest.mark.parametrize(
    ("fields", "value", "shown"),
    [
        ({"answer": {"value": "abc"}}, None, 1),
        ({"answer": {"value": "80", "parts": ["1"]}}, "80", 1),
        ({"answer": ["80"]}, None, 0),
        ({"answer": "80", "claim": 5, "note": ["x"]}, None, 0),
    ],
)
def test_an_answer_of_another_form_is_an_entry_without_a_value(
    fields: dict[str, JsonValue], value: str | None, shown: int
) -> None:
    entry = assessments.read(receive(fields, key=SHEET.key(CODE)), SHEET)[CODE]
    assert len(entry.answers) == shown
    wanted = Given(None if value is None else Decimal(value))
    assert list(entry.answers) == [wanted] * shown
    assert (entry.claim, entry.note) == (None, "")


@pytest.mark.parametrize(
    "key",
    [
        *("x", "[]", "null", "{}", "[" * 5000, natural_key(UNIT, SET, "2024")),
        natural_key(UNIT, SET, "9" * 20, CODE),
        natural_key(UNIT, SET, "٢٠٢٤", CODE),
        SHEET.key(CODE).replace(",", ", "),
    ],
)
def test_a_record_under_a_key_of_another_form_is_kept_and_shown_nowhere(key: str) -> None:
    store = receive(answer("80"), key=key)
    assert assessments.read(store, SHEET) == {}
    assert len(lines(store)) == 1


def test_nobody_answers_for_a_subject_of_another_unit() -> None:
    store = receive(answer("80"), key=SHEET.key(CODE), scope="06382")
    assert assessments.read(store, SHEET) == {}


def test_nobody_proves_anything_for_a_subject_of_another_unit() -> None:
    key = natural_key("e1", UNIT, SET, "2024", CODE)
    store = receive({"paper": "P1"}, kind="evidence_link", key=key, scope="06382")
    assert store.execute("SELECT count(*) FROM evidence_link").fetchone()[0] == 0


def test_a_unit_describes_itself_once() -> None:
    store = receive({"name": "Xã khác", "region": "DBSH"}, kind="unit", key="another", scope=UNIT)
    assert units.find(store, UNIT) is None
    assert units.everyone(store) == []


def test_a_unit_without_a_name_is_called_by_its_code() -> None:
    found = units.find(receive({"name": 5, "kind": ["x"]}, kind="unit", key=UNIT), UNIT)
    assert found is not None
    assert (found.name, found.kind) == (UNIT, "")


def test_an_enrolment_of_another_form_counts_for_nothing() -> None:
    office: dict[str, JsonValue] = dict.fromkeys(("name", "role", "age_recipient"), "x")
    office |= {"unit": UNIT, "signing_key": SHA}
    for change, counted in (({}, 1), ({"from": ["2024"]}, 0), ({"signing_key": "xyz"}, 0)):
        content: Fields = {"office": {**office, **change}}  # type: ignore[dict-item]
        key = natural_key(UNIT, SHA)
        store = receive(content, kind=enrolments.KIND, key=key, scope=AUTHORITY)
        assert store.execute("SELECT count(*) FROM enrolment").fetchone()[0] == counted


def test_a_figure_in_conflict_states_nothing() -> None:
    here, there = a_store(), a_store()
    record = Record(UNIT, "threshold", thresholds.key(SET, CODE))
    journal.write(here, HERE, record, {"figure": {"value": "80"}})
    journal.write(there, THERE, record, {"figure": {"value": "90"}})
    assert len(thresholds.read(here, SET, (UNIT,))) == 1
    exchange(here, there)
    assert thresholds.read(here, SET, (UNIT,)) == {}


def test_a_conflict_of_a_note_leaves_the_answer_alone() -> None:
    here, there = a_store(), a_store()
    journal.write(here, HERE, a_record(), {**answer("80"), "note": "a"})
    exchange(here, there)
    journal.write(here, HERE, a_record(), {"note": "b"})
    journal.write(there, THERE, a_record(), {"note": "c"})
    exchange(here, there)
    entry = assessments.read(here, SHEET)[CODE]
    assert (len(entry.answers), entry.note, list(entry.in_conflict)) == (1, "", ["note"])


def test_a_deletion_against_an_edit_leaves_one_answer_in_dispute() -> None:
    here, there = a_store(), a_store()
    journal.write(here, HERE, a_record(), answer("80"))
    exchange(here, there)
    journal.write(here, HERE, a_record(), None)
    journal.write(there, THERE, a_record(), answer("85"))
    exchange(here, there)
    entry = assessments.read(here, SHEET)[CODE]
    assert (len(entry.answers), entry.in_dispute) == (1, True)
