"""What is written when a person decides a conflict (merge.md 17)."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from ntm_desktop.domain.canonical import canonical
from ntm_desktop.domain.decision import KEPT, bringing_back, deletions, letter, settling
from ntm_desktop.domain.merge import DELETED, EXISTENCE, Deleted, FieldValue, State, merge
from ntm_desktop.domain.revision import Fields, Revision
from tests.builders import THERE, a_revision, an_identity
from tests.domain.merging import ORIGINS, histories

START = a_revision({"answer": "80", "note": "a"})
DELETION = a_revision(None, START, after=START)


def there(fields: Fields | None, *parents: Revision) -> Revision:
    return a_revision(fields, *parents or [START], origin=THERE.origin)


def decided(history: list[Revision], name: str, taken: FieldValue) -> list[Revision]:
    """The history with what a decision writes, one after the other in a chain of its own."""
    heads = [revision for revision in history if revision.id in merge(history).heads]
    made: list[Revision] = []
    for fields in settling(history, name, taken):
        after = made[-1] if made else None
        made.append(a_revision(fields, *heads, origin=an_identity("judge").origin, after=after))
    return [*history, *made]


def values(state: State) -> dict[str, object]:
    return {
        name: [one.value for one in candidates]
        for name, candidates in state.fields.items()
        if name != EXISTENCE
    }


EDIT = there({"answer": "85"})
OTHER = a_revision({"answer": "90"}, START, origin=an_identity("elsewhere").origin)
CLEARED = there({"note": None}, there({"note": "b"}))


@pytest.mark.parametrize(
    ("history", "name", "taken", "written"),
    [
        pytest.param([START, EDIT, OTHER], "answer", "90", ({"answer": "90"},), id="a value"),
        pytest.param(
            [START, DELETION, EDIT],
            "answer",
            "85",
            ({"answer": "85", "note": "a"},),
            id="keep writes the rest again",
        ),
        pytest.param([START, DELETION, EDIT], "answer", DELETED, (None,), id="delete"),
        pytest.param(
            [START, DELETION, there({"answer": "85", "note": "b"})],
            "answer",
            "85",
            ({"answer": "85"},),
            id="what is itself in conflict is left",
        ),
    ],
)
def test_what_is_written(
    history: list[Revision], name: str, taken: FieldValue, written: tuple[Fields | None, ...]
) -> None:
    assert settling(history, name, taken) == written


def test_keeping_where_only_existence_is_in_dispute_restores_everything() -> None:
    written = there({"note": "b"})
    history = [START, DELETION, written, there({"note": None}, written)]
    assert list(merge(history).conflicts) == [EXISTENCE]
    state = merge(decided(history, EXISTENCE, True))
    assert (state.alive, state.conflicts) == (True, {})
    assert state.decided("answer") == "80"
    assert state.decided("note") is None


def test_a_record_with_nothing_left_to_say_is_kept_all_the_same() -> None:
    first = a_revision({"note": "a"})
    deletion, edit = a_revision(None, first, after=first), there({"note": "b"}, first)
    history = [first, deletion, edit, there({"note": None}, edit)]
    assert settling(history, EXISTENCE, True) == ({KEPT: True},)
    state = merge(decided(history, EXISTENCE, True))
    assert (state.alive, state.conflicts) == (True, {})


def test_deleting_where_only_existence_is_in_dispute_deletes() -> None:
    written = there({"note": "b"})
    history = [START, DELETION, written, there({"note": None}, written)]
    state = merge(decided(history, EXISTENCE, DELETED))
    assert (state.alive, state.conflicts) == (False, {})


def test_a_deletion_that_somebody_created_the_record_after_empties_only_the_field() -> None:
    """Rule 16: the record is there for sure; what is in dispute is one field of it."""
    again = a_revision({"answer": "90"}, DELETION, after=DELETION)
    history = [START, DELETION, again, there({"note": "b"})]
    assert list(merge(history).conflicts) == ["note"]
    assert settling(history, "note", DELETED) == ({"note": None},)
    state = merge(decided(history, "note", DELETED))
    assert (state.decided("answer"), state.decided("note")) == ("90", None)
    assert (state.alive, state.conflicts) == (True, {})


def test_what_contradicted_before_the_deletion_contradicts_again_once_the_record_is_kept() -> None:
    """Its writer saw both values and meant to delete both; who keeps the record needs them."""
    one, two = there({"claim": "x"}), a_revision({"claim": "y"}, START, after=START)
    deletion = a_revision(None, one, two, after=two)
    edit = a_revision({"answer": "85"}, START, origin=an_identity("elsewhere").origin)
    history = [START, one, two, deletion, edit]
    assert list(merge(history).conflicts) == ["answer"]
    state = merge(decided(history, "answer", "85"))
    assert values(state) == {"answer": ["85"], "note": ["a"], "claim": ["x", "y"]}


def test_deciding_between_values_of_a_record_somebody_deleted_and_cleared_keeps_it() -> None:
    """The deletion stands against the record, though no longer against the field decided."""
    cleared = a_revision({"answer": None}, DELETION, after=DELETION)
    history = [START, DELETION, cleared, EDIT, OTHER]
    assert [one.value for one in merge(history).conflicts["answer"]] == ["85", "90"]
    state = merge(decided(history, "answer", "85"))
    assert values(state) == {"answer": ["85"], "note": ["a"]}
    assert state.conflicts == {}


def test_what_a_revoked_key_deleted_is_no_deletion() -> None:
    history = [START, DELETION, EDIT, OTHER]
    assert settling(history, "answer", "90", frozenset({DELETION.id})) == ({"answer": "90"},)


@st.composite
def disputes(draw: st.DrawFn, *, keeping: bool = False) -> tuple[list[Revision], str, FieldValue]:
    """A history with a conflict, one of its fields, and a value of it that is taken."""
    history = draw(histories(largest=6))
    for who, fields in (("p", draw(st.sampled_from([None, {"answer": "78"}]))), ("q", EDITED)):
        seen = draw(st.lists(st.sampled_from(history), unique_by=lambda one: one.id, max_size=3))
        unseen = [one for one in seen if one.origin in ORIGINS]
        history = [*history, a_revision(fields, *unseen, origin=an_identity(who).origin)]
    conflicts = merge(history).conflicts
    name = draw(st.sampled_from(sorted(conflicts)))
    values = [one.value for one in conflicts[name]]
    wanted = [value for value in values if not (keeping and value is DELETED)]
    return history, name, draw(st.sampled_from(wanted))


EDITED = {"answer": "77"}


@given(disputes())
def test_a_decision_settles_its_field_for_the_value_taken(
    dispute: tuple[list[Revision], str, FieldValue],
) -> None:
    history, name, taken = dispute
    state = merge(decided(history, name, taken))
    if name == EXISTENCE:
        assert state.alive is (taken is not DELETED)
    else:
        (found,) = state.fields[name]
        assert found.value == taken or (taken is DELETED and found.value is None)
    assert len(state.fields[EXISTENCE]) < 2


@given(disputes(keeping=True))
def test_keeping_restores_exactly_what_is_not_in_dispute(
    dispute: tuple[list[Revision], str, FieldValue],
) -> None:
    history, name, taken = dispute
    before = merge(history)
    without = merge(history, deletions(before))
    after = merge(decided(history, name, taken))
    for other in before.fields.keys() - {name, EXISTENCE}:
        if len(before.fields[other]) > 1:
            assert after.fields[other] == before.fields[other]
        elif deletions(before):
            assert after.values(other) == without.values(other)
        else:
            assert after.fields[other] == before.fields[other]


@given(disputes(keeping=True))
def test_no_value_goes_without_a_conflict_unless_a_person_deleted_it(
    dispute: tuple[list[Revision], str, FieldValue],
) -> None:
    history, name, taken = dispute
    before, after = merge(history), merge(decided(history, name, taken))
    for other in before.fields.keys() - {name, EXISTENCE}:
        assert set(map(canonical, before.values(other))) <= set(
            map(canonical, after.values(other))
        )


@given(disputes(), st.data())
def test_two_decide_at_once_the_same_settles_another_is_a_new_conflict(
    dispute: tuple[list[Revision], str, FieldValue], data: st.DataObject
) -> None:
    history, name, taken = dispute
    state = merge(history)
    assume(name != EXISTENCE)
    second = data.draw(st.sampled_from(state.conflicts[name])).value
    heads = [revision for revision in history if revision.id in state.heads]
    writes = [
        a_revision(fields, *heads, origin=an_identity(f"{who}{place}").origin)
        for who, value in (("p", taken), ("q", second))
        for place, fields in enumerate(settling(history, name, value))
    ]
    both = merge([*history, *writes])
    values_said = {canonical(value) for value in (taken, second) if not isinstance(value, Deleted)}
    assert set(map(canonical, both.values(name))) == values_said
    assert (len(both.fields[name]) > 1) is (
        len(values_said) + _deletes(history, taken, second) > 1
    )


def _deletes(history: list[Revision], *taken: FieldValue) -> bool:
    """Tell whether one of two decisions deletes the record; emptying a field is no value."""
    return DELETED in taken and bool(deletions(merge(history)))


def test_conflicts_beyond_z_have_labels_of_their_own() -> None:
    labels = [letter(place) for place in range(40)]
    assert labels[:2] == ["A", "B"]
    assert len(set(labels)) == 40


def test_what_was_removed_along_with_something_is_brought_back_unless_it_is_gone_anyhow() -> None:
    second = there(None)
    assert bringing_back([START, DELETION], {DELETION.id}) == ({"answer": "80", "note": "a"},)
    assert bringing_back([START, DELETION, second], {DELETION.id}) == ()
    assert bringing_back([START, DELETION, EDIT], {DELETION.id}) == ()
