"""Random histories of one record, and merge.md rules 14 to 16 once more, slowly and literally."""

from collections.abc import Sequence
from typing import NamedTuple

from hypothesis import strategies as st

from ntm_desktop.domain.canonical import JsonValue, canonical
from ntm_desktop.domain.merge import DELETED, EXISTENCE, FieldValue, State
from ntm_desktop.domain.revision import Fields, Revision, RevisionId
from tests.builders import HERE, THERE, a_revision, an_identity

ORIGINS = (HERE.origin, THERE.origin, an_identity("elsewhere").origin)
CARRIED: dict[str, JsonValue] = {"value": "80", "carried": {"set": "s", "year": 2023}}
LATER: dict[str, JsonValue] = {**CARRIED, "value": "81"}
PLAIN: Sequence[JsonValue] = (None, None, "80", "85", True, 1, False, 0, {"value": "80"}, ["80"])
VALUES: Sequence[JsonValue] = [*PLAIN, CARRIED, LATER]
NAMES = ("answer", "claim", "note")


class Step(NamedTuple):
    """One revision to be: of which origin, on which of the earlier ones, saying what."""

    origin: str
    parents: frozenset[int]
    fields: Fields | None


FIELDS = st.none() | st.dictionaries(st.sampled_from(NAMES), st.sampled_from(VALUES), max_size=3)


@st.composite
def histories(draw: st.DrawFn, *, largest: int = 9) -> list[Revision]:
    """Revisions of one record in an order in which they can have come about."""
    steps = [
        Step(
            draw(st.sampled_from(ORIGINS)),
            draw(st.frozensets(st.integers(0, place - 1), max_size=3)) if place else frozenset(),
            draw(FIELDS),
        )
        for place in range(draw(st.integers(1, largest)))
    ]
    return build(steps)


@st.composite
def lines(draw: st.DrawFn) -> list[Revision]:
    """Revisions each based on just the one before."""
    wanted = draw(st.lists(FIELDS, min_size=1, max_size=9))
    return build(
        [
            Step(draw(st.sampled_from(ORIGINS)), frozenset({place - 1} if place else ()), fields)
            for place, fields in enumerate(wanted)
        ]
    )


def build(steps: Sequence[Step]) -> list[Revision]:
    """Write the revisions, each origin's in a chain."""
    made: list[Revision] = []
    last: dict[str, Revision] = {}
    for origin, parents, fields in steps:
        after = last.get(origin)
        last[origin] = a_revision(
            fields, *(made[place] for place in parents), origin=origin, after=after
        )
        made.append(last[origin])
    return made


Candidates = dict[bytes, tuple[FieldValue, set[RevisionId]]]
"""Values of a field by their canonical spelling, deletion as none, with the latest writes."""


def slowly(revisions: Sequence[Revision]) -> tuple[set[RevisionId], dict[str, Candidates]]:
    """Add up the heads and the candidates of each field, straight from the rules."""
    known = {revision.id: revision for revision in revisions}
    above = {id_: _ancestors(id_, known) for id_ in known}
    heads = {id_ for id_ in known if not any(id_ in above[other] for other in known)}
    names = {name for revision in revisions for name in revision.fields or {}}
    return heads, {name: _candidates(name, known, above) for name in {EXISTENCE, *names}}


def _ancestors(id_: RevisionId, known: dict[RevisionId, Revision]) -> set[RevisionId]:
    found: set[RevisionId] = set()
    for parent in known[id_].parents:
        if parent in known:
            found |= {parent} | _ancestors(parent, known)
    return found


def _candidates(
    name: str, known: dict[RevisionId, Revision], above: dict[RevisionId, set[RevisionId]]
) -> Candidates:
    writes = {id_ for id_, revision in known.items() if _says(name, revision)}
    latest = {id_ for id_ in writes if not any(id_ in above[other] for other in writes)}
    found: Candidates = {}
    for id_ in latest:
        value = _value(name, known[id_])
        spelling = b"" if value is DELETED else canonical(value)
        found.setdefault(spelling, (value, set()))[1].add(id_)
    if len(found) > 1:
        found.pop(b"null", None)
    unconfirmed = [spelling for spelling in found if b'"carried":' in spelling]
    if found.keys() - {*unconfirmed, b""}:
        for spelling in unconfirmed:
            del found[spelling]
    return found


def _says(name: str, revision: Revision) -> bool:
    if revision.fields is None:
        return True
    if name == EXISTENCE:
        return any(value is not None for value in revision.fields.values())
    return name in revision.fields


def _value(name: str, revision: Revision) -> FieldValue:
    if revision.fields is None:
        return DELETED
    return True if name == EXISTENCE else revision.fields[name]


def spread(state: State) -> tuple[set[RevisionId], dict[str, Candidates]]:
    """Bring a state into the reference's form."""
    return set(state.heads), {
        name: {
            b"" if one.value is DELETED else canonical(one.value): (one.value, set(one.writes))
            for one in candidates
        }
        for name, candidates in state.fields.items()
    }
