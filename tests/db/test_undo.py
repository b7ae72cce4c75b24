"""Undo of a whole import: afterwards it is as if its package had never come (merge.md 34)."""

import pytest
from hypothesis import given

from db import undo
from db.undo import NeededError
from ntm_desktop.domain.revision import Record
from tests.builders import UNIT
from tests.db.stores import answer
from tests.db.undo_stories import Story, stories
from tests.db.undo_world import (
    BESIDE,
    HERE,
    OFFICE,
    OTHER,
    OTHER_KEY,
    OTHER_PC,
    PICTURES,
    History,
    Receiver,
    assessment,
    enrolment,
    packed,
    picture,
    revocation,
    succession,
)

RECORD = assessment(UNIT, "1.1")
EIGHTY, NINETY = answer("80"), answer("90")


@given(stories())
def test_after_an_undo_it_is_as_if_the_package_had_never_come(story: Story) -> None:
    here = Receiver()
    here.take(*story.events)
    gone: list[object] = []
    for package in story.undone:
        if not here.stands(package):
            continue
        never, others = Receiver(), Receiver()
        never.take(*(each for each in story.events if each not in [*gone, package]))
        before = here.content()
        try:
            here.undo(package)
        except NeededError:
            assert here.content() == before
            assert len(never.waiting) > len(here.waiting)
        else:
            gone.append(package)
            others.hold(*(e for e in story.events if e not in [*gone, *here.waiting]))
            assert here.content() == others.content()
            # Two packages that need each other wait for ever where nothing ever joined them.
            if len(never.waiting) == len(here.waiting):
                assert here.content() == never.content()
        assert here.is_sound()


@given(stories())
def test_an_undone_package_can_come_again(story: Story) -> None:
    here = Receiver()
    here.take(*story.events)
    for package in story.undone:
        if here.stands(package):
            before = here.content()
            try:
                here.undo(package)
            except NeededError:
                continue
            here.take(package)
            assert here.content() == before


@given(stories())
def test_a_rehearsal_says_what_comes_true_and_changes_nothing(story: Story) -> None:
    here = Receiver()
    here.take(*story.events)
    package = story.undone[0]
    if not here.stands(package):
        return
    before = here.content()
    try:
        expected = undo.rehearse(here.store, here.row(package))
    except NeededError:
        with pytest.raises(NeededError):
            undo.undo(here.store, here.row(package))
        return
    assert here.content() == before
    assert undo.undo(here.store, here.row(package)) == expected


def test_what_a_later_package_repeats_stays_until_that_is_undone_too() -> None:
    here, history = Receiver(), History()
    first = history.write(BESIDE, RECORD, EIGHTY)
    early = packed(history, "early", BESIDE, [first])
    second = history.write(BESIDE, RECORD, NINETY, first)
    whole = packed(history, "whole", BESIDE, [second])
    empty = here.content()
    here.take(early, whole)
    assert here.undo(early).revisions == 0
    assert here.is_sound()
    assert [head.id for head in here.heads()] == [second.id]
    assert here.undo(whole).revisions == 2
    assert here.content() == empty


def test_what_was_written_here_stays_although_packages_carry_it() -> None:
    here, history = Receiver(), History()
    own = history.write(HERE, RECORD, EIGHTY)
    here.take(own)
    before = here.content()
    echo = packed(history, "echo", BESIDE, [own])
    here.take(echo)
    assert here.undo(echo).revisions == 0
    assert here.content() == before


def test_an_undo_under_something_written_here_is_refused_by_name() -> None:
    here, history = Receiver(), History()
    theirs = history.write(BESIDE, RECORD, EIGHTY)
    package = packed(history, "p", BESIDE, [theirs])
    own = history.write(HERE, RECORD, NINETY, theirs)
    here.take(package, own)
    before = here.content()
    with pytest.raises(NeededError) as refused:
        here.undo(package)
    (need,) = refused.value.needs
    assert (need.unit, need.revision) == (UNIT, own)
    assert need.brought_by is None
    assert here.content() == before
    assert here.stands(package)


def test_an_undo_under_a_later_package_is_refused_by_its_number() -> None:
    here, history = Receiver(), History()
    first = history.write(BESIDE, RECORD, EIGHTY)
    early = packed(history, "early", BESIDE, [first])
    judged = history.write(
        OFFICE, Record(UNIT, "appraisal", "a"), {"result": "met"}, cites=[first]
    )
    late = packed(history, "late", OFFICE, [judged], since=[first])
    here.take(early, late)
    with pytest.raises(NeededError) as refused:
        here.undo(early)
    (need,) = refused.value.needs
    assert need.brought_by == ("late/1", 2, "Huyện Bắc Sơn")
    here.undo(late)
    assert here.undo(early).revisions == 1


def test_an_enrolment_stays_while_what_it_vouches_for_does() -> None:
    here, history = Receiver(), History()
    enrolled = history.write(OFFICE, *enrolment(OTHER_KEY, OTHER))
    keys = packed(history, "keys", OFFICE, [enrolled])
    theirs = history.write(OTHER_PC, assessment(OTHER, "1.1"), EIGHTY)
    package = packed(history, "p", OTHER_PC, [theirs])
    here.take(package, keys)
    assert here.stands(package)
    before = here.content()
    with pytest.raises(NeededError) as refused:
        here.undo(keys)
    (need,) = refused.value.needs
    assert (need.name, need.revision) == ("Xã Hưng Vũ", None)
    assert need.brought_by == ("p/1", 2, "Xã Hưng Vũ")
    assert here.content() == before
    here.undo(package)
    assert here.undo(keys).gone == 1


def test_an_enrolment_stays_while_a_package_it_let_in_stands() -> None:
    here, history = Receiver(), History()
    keys = packed(history, "keys", OFFICE, [history.write(OFFICE, *enrolment(OTHER_KEY, OTHER))])
    relayed = packed(history, "p", OTHER_PC, [history.write(BESIDE, RECORD, EIGHTY)])
    here.take(keys, relayed)
    with pytest.raises(NeededError):
        here.undo(keys)


def test_an_enrolment_may_go_once_a_person_trusts_the_key() -> None:
    here, history = Receiver(), History()
    keys = packed(history, "keys", OFFICE, [history.write(OFFICE, *enrolment(OTHER_KEY, OTHER))])
    theirs = history.write(OTHER_PC, assessment(OTHER, "1.1"), EIGHTY)
    here.take(keys, packed(history, "p", OTHER_PC, [theirs]))
    here.trust(OTHER_KEY, OTHER)
    assert here.undo(keys).gone == 1
    assert here.is_sound()


def test_a_succession_stays_while_the_successor_wrote_for_the_old_commune() -> None:
    here, history = Receiver(), History()
    joined = packed(history, "joined", OFFICE, [history.write(OFFICE, *succession(OTHER, UNIT))])
    record = assessment(OTHER, "1.1")
    written = packed(history, "p", BESIDE, [history.write(BESIDE, record, EIGHTY)])
    here.take(joined, written)
    assert here.stands(written)
    with pytest.raises(NeededError) as refused:
        here.undo(joined)
    assert refused.value.needs[0].unit == UNIT
    here.undo(written)
    here.undo(joined)


def test_a_revocation_that_goes_gives_back_what_it_masked() -> None:
    here, history = Receiver(), History()
    enrolled = history.write(OFFICE, *enrolment(OTHER_KEY, OTHER))
    theirs = history.write(OTHER_PC, assessment(OTHER, "1.1"), EIGHTY)
    here.take(packed(history, "p", OTHER_PC, [enrolled, theirs]))
    shown = here.tables()["assessment"]
    assert shown
    stolen = history.write(OFFICE, *revocation([]))
    package = packed(history, "r", OFFICE, [stolen])
    here.take(package)
    assert here.tables()["assessment"] == []
    assert here.undo(package).changed == 1
    assert here.tables()["assessment"] == shown


def test_a_conflict_that_a_package_brought_ends_with_it() -> None:
    here, history = Receiver(), History()
    own = history.write(HERE, RECORD, EIGHTY)
    package = packed(history, "p", BESIDE, [history.write(BESIDE, RECORD, NINETY)])
    here.take(own, package)
    assert here.tables()["conflict"]
    undone = here.undo(package)
    assert (undone.settled, undone.reopened, undone.changed, undone.gone) == (1, 0, 1, 0)
    assert here.tables()["conflict"] == []


def test_a_conflict_that_a_package_settled_stands_again() -> None:
    here, history = Receiver(), History()
    own = history.write(HERE, RECORD, EIGHTY)
    other = history.write(BESIDE, RECORD, NINETY)
    here.take(own, packed(history, "p", BESIDE, [other]))
    decided = history.write(BESIDE, RECORD, NINETY, own, other)
    package = packed(history, "q", BESIDE, [decided], since=[own, other])
    here.take(package)
    assert here.tables()["conflict"] == []
    assert here.undo(package).reopened == 1
    assert here.tables()["conflict"]


def test_an_origin_is_burnt_only_as_long_as_both_branches_are_here() -> None:
    here, history = Receiver(), History()
    first = history.write(BESIDE, RECORD, EIGHTY)
    one = history.write(BESIDE, RECORD, NINETY, first)
    two = history.write(BESIDE, RECORD, {"note": "máy sao"}, first, after=first)
    branch = packed(history, "branch", BESIDE, [two])
    here.take(packed(history, "line", BESIDE, [one]), branch)
    assert here.content()["burnt"] == [(BESIDE.origin,)]
    here.undo(branch)
    assert here.content()["burnt"] == []


def test_a_file_goes_with_the_last_that_named_it() -> None:
    here, history = Receiver(), History()
    kept, dropped = (picture(UNIT, each) for each in PICTURES)
    own = history.write(HERE, kept, {"name": "ảnh"})
    deleted = history.write(HERE, kept, None, own)
    theirs = [history.write(BESIDE, each, {"name": "ảnh"}) for each in (kept, dropped)]
    package = packed(history, "p", BESIDE, theirs)
    here.take(own, deleted, package)
    assert here.undo(package).objects == (PICTURES[1],)
    assert here.content()["objects"] == [(bytes.fromhex(PICTURES[0]),)]


def test_the_import_stays_listed_as_undone() -> None:
    here, history = Receiver(), History()
    package = packed(history, "p", BESIDE, [history.write(BESIDE, RECORD, EIGHTY)])
    here.take(package)
    here.undo(package)
    (row,) = here.store.execute("SELECT standing, undone_at FROM import").fetchall()
    assert row["standing"] == 0
    assert row["undone_at"]
    assert undo.row_of(here.store, "p/0") == (1, False)
    assert undo.row_of(here.store, "q/0") is None


def test_an_undo_that_breaks_off_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    here, history = Receiver(), History()
    package = packed(history, "p", BESIDE, [history.write(BESIDE, RECORD, EIGHTY)])
    here.take(package)
    before = here.content()

    def power_cut(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr(undo, "_close", power_cut)
    with pytest.raises(MemoryError):
        undo.undo(here.store, here.row(package))
    assert here.content() == before
    assert here.stands(package)
    assert here.is_sound()
