from collections.abc import Sequence
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ntm_desktop.domain import merge as merge_module
from ntm_desktop.domain.merge import DELETED, EXISTENCE, State, conflict_id, merge
from ntm_desktop.domain.revision import Fields, Revision
from tests.builders import HERE, THERE, a_record, a_revision, an_identity
from tests.domain.merging import CARRIED, ORIGINS, histories, lines, slowly, spread

START = a_revision({"answer": "80", "note": "a"})


def here(fields: Fields | None, *parents: Revision) -> Revision:
    return a_revision(fields, *parents or [START], after=START)


def there(fields: Fields | None, *parents: Revision) -> Revision:
    return a_revision(fields, *parents or [START], origin=THERE.origin)


def shown(state: State) -> dict[str, object]:
    """Each field: its value, several as a list; deletion as such."""
    found = {
        name: [candidate.value for candidate in candidates]
        for name, candidates in state.fields.items()
        if name != EXISTENCE
    }
    return {name: values[0] if len(values) == 1 else values for name, values in found.items()}


def ids(state: State) -> dict[str, bytes]:
    return {
        name: conflict_id(a_record(), name, candidates)
        for name, candidates in state.conflicts.items()
    }


@given(histories(), st.randoms(use_true_random=False))
def test_order_and_repetition_never_matter(history: list[Revision], random: Random) -> None:
    shuffled = [*history, *random.choices(history, k=2)]
    random.shuffle(shuffled)
    state = merge(shuffled)
    assert state == merge(history)
    assert ids(state) == ids(merge(history))


@given(histories())
def test_it_is_what_the_rules_say(history: list[Revision]) -> None:
    assert spread(merge(history)) == slowly(history)


@given(lines())
def test_the_short_way_for_a_line_is_what_the_rules_say(history: list[Revision]) -> None:
    assert spread(merge(history)) == slowly(history)


@given(lines(), st.randoms(use_true_random=False))
def test_the_short_way_and_the_general_way_agree(history: list[Revision], random: Random) -> None:
    random.shuffle(history)
    short = merge(history)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(merge_module, "_in_a_line", lambda _known: None)
        assert merge(history) == short


@given(histories(), st.data())
def test_what_is_held_in_part_merges_as_if_the_rest_did_not_exist(
    history: list[Revision], data: st.DataObject
) -> None:
    kept = data.draw(st.lists(st.sampled_from(history), unique_by=lambda one: one.id))
    assert spread(merge(kept)) == slowly(kept)


@given(histories())
def test_candidates_come_in_canonical_order_and_once_each(history: list[Revision]) -> None:
    for candidates in merge(history).fields.values():
        spellings = [merge_module._spelling(one.value) for one in candidates]  # noqa: SLF001
        assert spellings == sorted(set(spellings))
        assert all(one.writes == tuple(sorted(one.writes)) for one in candidates)


@given(histories())
def test_null_never_stands_beside_anything(history: list[Revision]) -> None:
    for candidates in merge(history).fields.values():
        assert len(candidates) < 2 or all(one.value is not None for one in candidates)


@given(histories(largest=7), st.sampled_from(["80", "99", None]))
def test_who_saw_everything_settles_everything(history: list[Revision], value: str | None) -> None:
    state = merge(history)
    names = [name for name in state.fields if name != EXISTENCE]
    heads = [revision for revision in history if revision.id in state.heads]
    decision = a_revision(dict.fromkeys(names, value), *heads, origin=an_identity("new").origin)
    after = merge([*history, decision])
    assert after.heads == (decision.id,)
    assert all(len(after.fields[name]) == 1 for name in names)
    assert all(after.decided(name) == value for name in names)


@given(histories(largest=7))
def test_a_conflict_is_named_anew_when_what_it_is_between_changes(
    history: list[Revision],
) -> None:
    before = merge(history)
    for name, candidates in before.conflicts.items():
        if name == EXISTENCE:
            continue
        more = a_revision({name: "new"}, origin=an_identity("new").origin)
        after = merge([*history, more])
        assert ids(before)[name] != conflict_id(a_record(), name, after.fields[name])
        assert conflict_id(a_record("9.9"), name, candidates) != ids(before)[name]
        assert conflict_id(a_record(), name + "x", candidates) != ids(before)[name]


def test_the_same_values_written_again_are_another_conflict() -> None:
    one, two = here({"answer": "85"}), there({"answer": "90"})
    again = there({"answer": "90"}, one, two)
    third = a_revision({"answer": "85"}, START, origin=ORIGINS[2])
    assert len({ids(merge([START, *more]))["answer"] for more in ([one, two], [two, third])}) == 2
    assert merge([START, one, two, again]).conflicts == {}


def test_each_field_merges_by_itself() -> None:
    value, note = here({"answer": "85"}), there({"note": "b"})
    state = merge([note, value, START])
    assert shown(state) == {"answer": "85", "note": "b"}
    assert set(state.heads) == {value.id, note.id}


def test_a_write_is_passed_over_through_writes_of_other_fields() -> None:
    note = there({"note": "b"})
    assert merge([START, note, here({"answer": "85"}, note)]).decided("answer") == "85"


def test_the_same_value_twice_is_no_conflict_but_true_and_1_are() -> None:
    assert shown(merge([START, here({"answer": "85"}), there({"answer": "85"})]))["answer"] == "85"
    assert len(merge([START, here({"answer": 1}), there({"answer": True})]).conflicts) == 1


def test_empty_never_beats_a_decided_value() -> None:
    cleared = here({"answer": None})
    assert merge([START, cleared]).decided("answer") is None
    assert merge([START, cleared, there({"answer": "85"})]).decided("answer") == "85"
    assert merge([START, cleared, there({"note": "b"})]).decided("answer") is None


@pytest.mark.parametrize("stated", ["85", {"value": "80"}, False])
def test_an_answer_carried_over_gives_way_to_what_somebody_stated(stated: Any) -> None:
    found = merge([START, here({"answer": CARRIED}), there({"answer": stated})])
    assert found.decided("answer") == stated
    assert not found.conflicts


def test_an_answer_carried_over_stands_where_nobody_stated_any() -> None:
    found = merge([START, here({"answer": CARRIED}), there({"answer": None})])
    assert found.decided("answer") == CARRIED


def test_two_that_were_carried_from_different_years_contradict() -> None:
    other: Fields = {"answer": {"value": "81", "carried": {"set": "s", "year": 2022}}}
    assert "answer" in merge([START, here({"answer": CARRIED}), there(other)]).conflicts


def test_a_deletion_against_what_was_carried_over_is_a_conflict() -> None:
    assert "answer" in merge([START, here({"answer": CARRIED}), there(None)]).conflicts


def test_a_form_that_was_open_while_a_newer_value_came_contradicts_it() -> None:
    newer = there({"answer": "85"})
    saved = here({"answer": "90"}, START)
    assert shown(merge([START, newer, saved]))["answer"] == ["85", "90"]


def test_a_deletion_deletes_what_it_has_seen() -> None:
    state = merge([START, here(None)])
    assert shown(state) == {"answer": DELETED, "note": DELETED}
    assert not state.alive
    assert state.decided("answer") is None
    assert state.values("answer") == []


def test_a_deletion_against_an_edit_is_a_conflict_on_what_was_edited() -> None:
    state = merge([START, here(None), there({"answer": "85"})])
    assert shown(state) == {"answer": [DELETED, "85"], "note": DELETED}
    assert state.alive
    assert list(state.conflicts) == ["answer"]
    assert state.decided("answer") is None


def test_a_deletion_beats_an_edit_that_only_empties() -> None:
    state = merge([START, here(None), there({"note": None})])
    assert not state.alive
    assert state.conflicts == {}


def test_two_deletions_agree() -> None:
    state = merge([START, here(None), there(None)])
    assert (state.alive, state.conflicts) == (False, {})


def test_created_again_with_the_deletion_seen_is_alive_and_old_fields_stay_gone() -> None:
    deletion = here(None)
    state = merge([START, deletion, there({"answer": "90"}, deletion)])
    assert shown(state) == {"answer": "90", "note": DELETED}
    assert (state.alive, state.conflicts) == (True, {})


def test_created_again_without_having_seen_the_deletion_is_a_conflict() -> None:
    state = merge([START, here(None), a_revision({"answer": "90"}, origin=THERE.origin)])
    assert list(state.conflicts) == ["answer"]


def test_a_deletion_decides_a_conflict_it_has_seen() -> None:
    one, two = here({"answer": "85"}), there({"answer": "90"})
    state = merge([START, one, two, a_revision(None, one, two, origin=ORIGINS[2])])
    assert (state.alive, state.conflicts) == (False, {})


def test_two_decisions_of_one_conflict_settle_it_or_make_another() -> None:
    sides = [here({"answer": "85"}), there({"answer": "90"})]
    same = [a_revision({"answer": "85"}, *sides, origin=origin) for origin in ORIGINS[1:]]
    assert merge([START, *sides, *same]).decided("answer") == "85"
    other = a_revision({"answer": "99"}, *sides, origin=HERE.origin, after=sides[0])
    state = merge([START, *sides, same[0], other])
    assert shown(state)["answer"] == ["85", "99"]
    assert ids(state) != ids(merge([START, *sides]))


def test_nothing_written_is_nothing_there() -> None:
    assert merge([]) == State(heads=(), fields={EXISTENCE: ()})
    assert not merge([]).alive
    assert not merge([a_revision({})]).alive
    assert not merge([a_revision({"note": None})]).alive


def test_while_its_being_there_is_in_dispute_a_record_is_there() -> None:
    written = there({"note": "b"})
    state = merge([START, here(None), written, there({"note": None}, written)])
    assert (state.alive, list(state.conflicts)) == (True, [EXISTENCE])


class _Counted(dict):  # type: ignore[type-arg]
    looked: int = 0

    def __getitem__(self, key: object) -> object:
        self.looked += 1
        return super().__getitem__(key)


@pytest.mark.parametrize("branches", [1, 2])
def test_the_work_grows_as_the_history_does(branches: int) -> None:
    def steps(count: int) -> int:
        known = _Counted({one.id: one for one in _ladder(count, branches)})
        merge_module._beneath(known, list(known))  # noqa: SLF001
        return known.looked

    assert steps(400) <= 2.1 * steps(200)


def _ladder(count: int, branches: int) -> Sequence[Revision]:
    """Two PCs that keep deciding each other's contradictions."""
    made: list[Revision] = [START]
    for number in range(count):
        parents = made[-branches:]
        made.append(a_revision({"answer": str(number)}, *parents, after=made[-1]))
    return made
