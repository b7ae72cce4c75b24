import json
from collections.abc import Callable
from hashlib import sha256
from typing import Any

import pytest

from ntm_desktop.domain.canonical import NotCanonicalError, canonical
from ntm_desktop.domain.revision import (
    Authorship,
    ChainEnd,
    MalformedRevisionError,
    new_revision,
    read_revision,
)
from tests.builders import HERE, THERE, a_record, a_revision

FIRST, OTHER = a_revision({"note": "a"}), a_revision({"note": "b"}, origin=THERE.origin)
SECOND = a_revision({"note": "đ"}, FIRST, OTHER, after=FIRST)
SCOPE, ORIGIN, SEQ, PREV, KIND, KEY, PARENTS, FIELDS, AUTHOR, AT, CITES = range(11)


def content() -> list[Any]:
    read: list[Any] = json.loads(SECOND.line)
    return read


def test_a_line_is_the_canonical_array_and_its_digest_the_id() -> None:
    assert SECOND.line == canonical(content())
    assert SECOND.id == sha256(SECOND.line).digest()
    assert content() == [
        *(SECOND.scope, HERE.origin, 2, FIRST.id.hex(), "assessment", SECOND.key),
        *(sorted([FIRST.id.hex(), OTHER.id.hex()]), {"note": "đ"}, SECOND.author, SECOND.at, []),
    ]


def test_what_is_written_is_what_is_read() -> None:
    for revision in (FIRST, SECOND, a_revision(None, FIRST, after=FIRST)):
        assert read_revision(revision.line) == revision


def test_parents_and_cites_are_sorted_and_said_once() -> None:
    revision = new_revision(
        a_record(),
        {},
        chain=ChainEnd(HERE.origin, 0, None),
        parents=[SECOND.id, FIRST.id, SECOND.id],
        by=Authorship("", ""),
        cites=[SECOND.id, FIRST.id, FIRST.id],
    )
    assert revision.parents == revision.cites == tuple(sorted([FIRST.id, SECOND.id]))


@pytest.mark.parametrize(
    "change",
    [
        {SCOPE: ""},
        {SCOPE: 6379},
        {SCOPE: None},
        {ORIGIN: "here"},
        {ORIGIN: HERE.origin.upper()},
        {ORIGIN: HERE.origin + "\n"},
        {SEQ: 0},
        {SEQ: -1},
        {SEQ: "2"},
        {SEQ: True, PREV: None},
        {SEQ: 1},
        {PREV: None},
        {PREV: "x"},
        {PREV: FIRST.id.hex().upper()},
        {PREV: FIRST.id.hex()[:-2]},
        {KIND: ""},
        {KIND: ["assessment"]},
        {KEY: ""},
        {KEY: {"a": 1}},
        {PARENTS: None},
        {PARENTS: {}},
        {PARENTS: [FIRST.id.hex()] * 2},
        {PARENTS: sorted([FIRST.id.hex(), OTHER.id.hex()], reverse=True)},
        {PARENTS: [1]},
        {PARENTS: ["\u0660" * 64]},
        {FIELDS: []},
        {FIELDS: "x"},
        {FIELDS: False},
        {AUTHOR: None},
        {AT: 2024},
        {CITES: None},
        {CITES: [FIRST.id.hex()] * 2},
    ],
)
def test_another_form_is_refused(change: dict[int, Any]) -> None:
    changed = content()
    for place, value in change.items():
        changed[place] = value
    with pytest.raises(MalformedRevisionError):
        read_revision(canonical(changed))


@pytest.mark.parametrize(
    "spoil", [lambda it: it[:-1], lambda it: [*it, None], lambda it: {"a": it}]
)
def test_another_number_of_parts_is_refused(spoil: Callable[[list[Any]], Any]) -> None:
    with pytest.raises(MalformedRevisionError):
        read_revision(canonical(spoil(content())))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b",2,", b",2.0,"),
        (b",2,", b", 2,"),
        (b",2,", b",02,"),
        ("đ".encode(), b"\\u0111"),
        ("đ".encode(), b"\xff"),
        ("đ".encode(), b"\\ud800"),
        (b'{"note":"', b'{"note":"x","note":"'),
        (b'{"note":', b'{"Note":'),
        (b"[", b"[[" + b"[" * 40),
    ],
)
def test_bytes_that_are_not_canonical_are_refused(old: bytes, new: bytes) -> None:
    assert old in SECOND.line
    with pytest.raises(MalformedRevisionError):
        read_revision(SECOND.line.replace(old, new, 1))
    with pytest.raises(MalformedRevisionError):
        read_revision(SECOND.line + b"\n")


@pytest.mark.parametrize("value", [1.5, float("nan"), "e\u0301", 2**53, {"A": 1}])
def test_what_has_no_canonical_spelling_is_never_written(value: Any) -> None:
    with pytest.raises(NotCanonicalError):
        a_revision({"note": value})


def test_the_id_covers_every_part() -> None:
    changes: dict[int, Any] = {
        SCOPE: "185",
        ORIGIN: THERE.origin,
        SEQ: 3,
        PREV: OTHER.id.hex(),
        KIND: "evidence",
        KEY: "k",
        PARENTS: [],
        FIELDS: None,
        AUTHOR: "",
        AT: "",
        CITES: [FIRST.id.hex()],
    }
    made = {SECOND.id}
    for place, value in changes.items():
        changed = content()
        changed[place] = value
        made.add(read_revision(canonical(changed)).id)
    assert len(made) == 12
