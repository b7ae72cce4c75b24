"""Revisions: what users did, one immutable line each, and what they add up to."""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from itertools import pairwise
from typing import NamedTuple, NewType, TypeAlias

from ntm_desktop.domain.canonical import JsonValue, NotCanonicalError, canonical, read_canonical

RevisionId = NewType("RevisionId", bytes)
"""SHA-256 of a revision's line, 32 bytes."""
Fields: TypeAlias = Mapping[str, JsonValue]

LONGEST_LINE = 1 << 20
"""Bytes of a line that no reader refuses."""

_HEX_ID = re.compile(r"[0-9a-f]{64}")
_ORIGIN = re.compile(r"[0-9a-f]{32}\.[0-9a-f]{16}")
_LENGTH = 11


class Record(NamedTuple):
    """What revisions are about; the key says it alike on every PC."""

    scope: str
    kind: str
    key: str


class MalformedRevisionError(ValueError):
    """A line is not a revision as merge.md rule 1 has it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """One change a user made, kept and forwarded as the line it was written as.

    `fields` is None for a deletion; `prev` is None for the first of a chain (scope, origin).
    """

    line: bytes
    id: RevisionId
    scope: str
    origin: str
    seq: int
    prev: RevisionId | None
    kind: str
    key: str
    parents: tuple[RevisionId, ...]
    fields: Fields | None
    author: str
    at: str
    cites: tuple[RevisionId, ...] = ()

    @property
    def record(self) -> Record:
        """Say what it is about."""
        return Record(self.scope, self.kind, self.key)


def new_revision(
    record: Record,
    fields: Fields | None,
    *,
    chain: "ChainEnd",
    parents: Iterable[RevisionId],
    by: "Authorship",
    cites: Iterable[RevisionId] = (),
) -> Revision:
    """Write the next line of a chain."""
    line = canonical(
        [
            record.scope,
            chain.origin,
            chain.seq + 1,
            chain.id.hex() if chain.id else None,
            record.kind,
            record.key,
            sorted({parent.hex() for parent in parents}),
            dict(fields) if fields is not None else None,
            by.author,
            by.at,
            sorted({cited.hex() for cited in cites}),
        ]
    )
    return known_revision(RevisionId(sha256(line).digest()), line)


class Authorship(NamedTuple):
    """Who did it, and when by that PC's clock (ISO 8601, UTC): for people only."""

    author: str
    at: str


@dataclass(slots=True)
class Seen:
    """The heads that a form shows (merge.md 12): moves on with what the form itself writes."""

    heads: tuple[RevisionId, ...]

    def wrote(self, revision: "Revision | None") -> None:
        """Take note that the form wrote a revision on top of what it showed."""
        if revision is not None:
            self.heads = (revision.id,)


class ChainEnd(NamedTuple):
    """The last revision of one origin in one scope: seq 0 and no id before the first."""

    origin: str
    seq: int
    id: RevisionId | None


def read_revision(line: bytes) -> Revision:
    """Read a line; raises MalformedRevisionError unless it is canonical and of the right form."""
    try:
        content = read_canonical(line)
    except NotCanonicalError as error:
        raise MalformedRevisionError(str(error)) from error
    if not isinstance(content, list) or len(content) != _LENGTH:
        raise MalformedRevisionError("not an array of eleven")
    return _checked(RevisionId(sha256(line).digest()), line, content)


def known_revision(id_: RevisionId, line: bytes) -> Revision:
    """Read a line again whose spelling and id were found good before."""
    return _checked(id_, line, json.loads(line))


def _checked(id_: RevisionId, line: bytes, content: list[JsonValue]) -> Revision:
    scope, origin, seq, prev, kind, key, parents, fields, author, at, cites = content
    if not (
        isinstance(scope, str)
        and isinstance(origin, str)
        and isinstance(kind, str)
        and isinstance(key, str)
        and isinstance(author, str)
        and isinstance(at, str)
    ):
        raise MalformedRevisionError("scope, origin, kind, key, author or at is no text")
    if not (scope and kind and key) or not _ORIGIN.fullmatch(origin):
        raise MalformedRevisionError("scope, kind, key or origin")
    if (
        not isinstance(seq, int)
        or isinstance(seq, bool)
        or seq < 1
        or (seq == 1) != (prev is None)
    ):
        raise MalformedRevisionError("seq or prev")
    if fields is not None and not isinstance(fields, dict):
        raise MalformedRevisionError("fields")
    return Revision(
        line=line,
        id=id_,
        scope=scope,
        origin=origin,
        seq=seq,
        prev=None if prev is None else _id(prev),
        kind=kind,
        key=key,
        parents=_ids(parents),
        fields=fields,
        author=author,
        at=at,
        cites=_ids(cites),
    )


def _id(value: JsonValue) -> RevisionId:
    if not isinstance(value, str) or not _HEX_ID.fullmatch(value):
        raise MalformedRevisionError("not an id")
    return RevisionId(bytes.fromhex(value))


def _ids(values: JsonValue) -> tuple[RevisionId, ...]:
    if not isinstance(values, list):
        raise MalformedRevisionError("not a list of ids")
    ids = tuple(_id(value) for value in values)
    if any(one >= two for one, two in pairwise(ids)):
        raise MalformedRevisionError("ids not sorted, or repeated")
    return ids
