"""What a decision on a conflict writes: the value taken, and all that a deletion took along."""

from collections.abc import Collection, Iterable, Mapping, Set
from string import ascii_uppercase
from typing import Final, TypeAlias

from ntm_desktop.domain.canonical import JsonValue
from ntm_desktop.domain.merge import (
    DELETED,
    EXISTENCE,
    Candidate,
    Deleted,
    FieldValue,
    State,
    merge,
)
from ntm_desktop.domain.revision import Fields, Revision, RevisionId

KIND: Final = "decision"
KEPT: Final = "kept"
"""A field that says only that a record is there, where nothing else is left to say it."""
Writes: TypeAlias = "tuple[Fields | None, ...]"
"""The fields of revisions to be written side by side on all there is; None deletes the record."""


def settling(
    revisions: Collection[Revision],
    name: str,
    taken: FieldValue,
    masked: Set[RevisionId] = frozenset(),
) -> Writes:
    """Say what settles one field of a record for the value taken (merge.md 17).

    While its being there is in dispute, taking a deletion deletes the record, and taking anything
    else keeps it: every field is written again as it was without the deletion, except those still
    in conflict. Two values that contradicted before the deletion contradict again, which takes a
    revision each. Else only the field itself is written.
    """
    now = merge(revisions, masked)
    gone = deletions(now)
    if isinstance(taken, Deleted):
        return (None,) if gone else ({name: None},)
    decided: dict[str, JsonValue] = {} if name == EXISTENCE else {name: taken}
    if not gone:
        return (decided,)
    without = merge(revisions, masked | gone)
    return _kept(decided, _restored(now, without, besides=name))


def bringing_back(
    revisions: Collection[Revision],
    gone: Set[RevisionId],
    masked: Set[RevisionId] = frozenset(),
) -> Writes:
    """Say what brings a deleted record back as it was without these deletions.

    Nothing, if it is there anyhow, or would be gone all the same.
    """
    now, without = merge(revisions, masked), merge(revisions, masked | gone)
    if now.alive or not without.alive:
        return ()
    return _kept({}, _restored(now, without, besides=EXISTENCE))


def letter(place: int) -> str:
    """Give the letter of a conflict's value, by its place in canonical order (merge.md 18)."""
    return ascii_uppercase[place] if place < len(ascii_uppercase) else f"Z{place}"


def deletions(state: State) -> frozenset[RevisionId]:
    """Name the deletions that stand against somebody's keeping the record."""
    found = state.fields.get(EXISTENCE, ())
    return _deleting(found) if len(found) > 1 else frozenset()


def _deleting(candidates: Iterable[Candidate]) -> frozenset[RevisionId]:
    return frozenset(write for one in candidates if one.value is DELETED for write in one.writes)


def _restored(now: State, without: State, *, besides: str) -> Mapping[str, list[JsonValue]]:
    """Give the values of every field that a deletion emptied and nobody disputes."""
    return {
        name: without.values(name)
        for name in without.fields
        if name not in (EXISTENCE, besides) and len(now.fields.get(name, ())) < 2
    }


def _kept(decided: Fields, restored: Mapping[str, list[JsonValue]]) -> Writes:
    sides = max((1, *map(len, restored.values())))
    written: list[dict[str, JsonValue]] = [
        {name: values[side] for name, values in restored.items() if side < len(values)}
        for side in range(sides)
    ]
    written[0].update(decided)
    return tuple(written) if written[0] else ({KEPT: True},)
