"""What the revisions of one record add up to: a function of the set, never of order or clock."""

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from hashlib import sha256
from typing import Final, TypeAlias, TypeVar

from ntm_desktop.domain.canonical import JsonValue, canonical
from ntm_desktop.domain.revision import Fields, Record, Revision, RevisionId


class Deleted:
    """Stands for the value that a deletion gives to every field."""

    def __repr__(self) -> str:
        return "DELETED"


T = TypeVar("T")
DELETED: Final = Deleted()
EXISTENCE = ""
"""The name under which a record's being there at all is merged like a field."""
FieldValue: TypeAlias = "JsonValue | Deleted"


@dataclass(frozen=True, slots=True)
class Candidate:
    """One of the values of a field, and the latest writes that say so."""

    value: FieldValue
    writes: tuple[RevisionId, ...]


@dataclass(frozen=True, slots=True)
class State:
    """What a record's revisions add up to; several candidates of a field are a conflict."""

    heads: tuple[RevisionId, ...]
    fields: Mapping[str, tuple[Candidate, ...]]

    @property
    def alive(self) -> bool:
        """Tell whether the record is there; while that is in dispute, it is."""
        found = self.fields.get(EXISTENCE, ())
        return any(candidate.value is not DELETED for candidate in found)

    def decided(self, name: str) -> JsonValue:
        """Give the one value of a field; None while there is none or a conflict."""
        values = self.values(name)
        return values[0] if len(values) == 1 and len(self.fields[name]) == 1 else None

    def values(self, name: str) -> list[JsonValue]:
        """Give every candidate value of a field but deletion and none, in canonical order."""
        return [
            candidate.value
            for candidate in self.fields.get(name, ())
            if not isinstance(candidate.value, Deleted) and candidate.value is not None
        ]

    @property
    def conflicts(self) -> dict[str, tuple[Candidate, ...]]:
        """Give the fields in conflict; existence only where no other field shows it."""
        found = {name: seen for name, seen in self.fields.items() if len(seen) > 1}
        if len(found) > 1:
            found.pop(EXISTENCE, None)
        return found


def undisputed(stated: Iterable[Mapping[str, T]]) -> dict[str, T]:
    """Keep what several contradicting values say of their parts where no two of them differ."""
    found: dict[str, set[T]] = {}
    for each in stated:
        for name, value in each.items():
            found.setdefault(name, set()).add(value)
    return {name: values.pop() for name, values in found.items() if len(values) == 1}


def conflict_id(record: Record, name: str, candidates: Sequence[Candidate]) -> bytes:
    """Name a conflict by what it is between (merge.md 18): 32 bytes."""
    latest = sorted(write.hex() for candidate in candidates for write in candidate.writes)
    return sha256(canonical([*record, name, latest])).digest()


def merge(revisions: Iterable[Revision], masked: Set[RevisionId] = frozenset()) -> State:
    """Add up the revisions of one record, whatever the order they came in (merge.md 14-16).

    Those `masked` say nothing, but are ancestors as before (merge.md 22).
    """
    known = {revision.id: revision for revision in revisions}
    line = _in_a_line(known)
    if line:
        return _of_a_line(line, masked)
    beneath = _beneath(known, known)
    counted = {id_: revision for id_, revision in known.items() if id_ not in masked}
    names = {name for revision in counted.values() for name in revision.fields or ()}
    return State(
        heads=tuple(sorted(known.keys() - beneath)),
        fields={name: _candidates(name, known, counted) for name in (EXISTENCE, *sorted(names))},
    )


def _in_a_line(known: Mapping[RevisionId, Revision]) -> list[Revision] | None:
    """Put revisions that each had just the one before as parent in order; None if others are."""
    after: dict[RevisionId | None, Revision] = {}
    for revision in known.values():
        parents = [parent for parent in revision.parents if parent in known]
        before = parents[0] if parents else None
        if len(parents) > 1 or after.setdefault(before, revision) is not revision:
            return None
    line: list[Revision] = []
    following = after.get(None)
    while following:
        line.append(following)
        following = after.get(following.id)
    return line if len(line) == len(known) else None


def _of_a_line(line: list[Revision], masked: Set[RevisionId]) -> State:
    latest: dict[str, Candidate] = {}
    written: set[str] = set()
    for revision in line:
        if revision.id in masked:
            continue
        written.update(revision.fields or ())
        if revision.fields is None:
            values: dict[str, FieldValue] = dict.fromkeys((EXISTENCE, *written), DELETED)
        else:
            values = {**revision.fields}
            if _writes(revision.fields, EXISTENCE):
                values[EXISTENCE] = True
        for name, value in values.items():
            latest[name] = Candidate(value, (revision.id,))
    fields = {name: (latest[name],) if name in latest else () for name in (EXISTENCE, *written)}
    return State(heads=(line[-1].id,), fields=fields)


def _candidates(
    name: str, known: Mapping[RevisionId, Revision], counted: Mapping[RevisionId, Revision]
) -> tuple[Candidate, ...]:
    writes = {
        id_: revision
        for id_, revision in counted.items()
        if revision.fields is None or _writes(revision.fields, name)
    }
    found: Found = {}
    for id_ in sorted(writes.keys() - _beneath(known, writes)):
        value = _written(writes[id_], name)
        found.setdefault(_spelling(value), (value, []))[1].append(id_)
    if len(found) > 1:
        found.pop(_spelling(None), None)
        found = _stated(found)
    return tuple(Candidate(*_frozen(found[key])) for key in sorted(found))


Found: TypeAlias = "dict[bytes, tuple[FieldValue, list[RevisionId]]]"


def _stated(found: Found) -> Found:
    """Leave out answers carried over that nobody confirmed, where somebody stated any."""
    stated = {key: each for key, each in found.items() if not _is_unconfirmed(each[0])}
    return stated if any(value is not DELETED for value, _ in stated.values()) else found


def _is_unconfirmed(value: FieldValue) -> bool:
    return isinstance(value, Mapping) and "carried" in value


def _frozen(
    pair: tuple[FieldValue, list[RevisionId]],
) -> tuple[FieldValue, tuple[RevisionId, ...]]:
    return pair[0], tuple(pair[1])


def _writes(fields: Fields, name: str) -> bool:
    """Tell whether a field is written; what only empties fields says nothing of existence."""
    if name == EXISTENCE:
        return any(value is not None for value in fields.values())
    return name in fields


def _written(revision: Revision, name: str) -> FieldValue:
    if revision.fields is None:
        return DELETED
    return True if name == EXISTENCE else revision.fields[name]


def _spelling(value: FieldValue) -> bytes:
    return b"" if isinstance(value, Deleted) else canonical(value)


def _beneath(known: Mapping[RevisionId, Revision], above: Iterable[RevisionId]) -> set[RevisionId]:
    """Give every ancestor of any of these revisions, each visited once."""
    found: set[RevisionId] = set()
    waiting = list(above)
    while waiting:
        fresh = [parent for parent in known[waiting.pop()].parents if parent in known]
        waiting.extend(parent for parent in fresh if parent not in found)
        found.update(fresh)
    return found
