"""The envelope as JSON."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ntm_desktop.domain.canonical import canonical
from ntm_desktop.domain.head import Point
from ntm_desktop.exchange.keys import OfficeKeys
from ntm_desktop.exchange.package import envelope_json
from ntm_desktop.exchange.package.envelope import (
    CarriedObject,
    Echo,
    Envelope,
    Predecessor,
    Receipt,
    ScopePart,
)
from ntm_desktop.exchange.package.heads import sign_head, verify_head
from tests.exchange import packages

hexes = st.binary(min_size=32, max_size=32)
digests = hexes.map(bytes.hex)
origins = st.binary(min_size=24, max_size=24).map(lambda b: f"{b[:16].hex()}.{b[16:].hex()}")
units = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9._-]{0,10}", fullmatch=True)
numbers = st.integers(1, 2**53 - 1)
points = st.builds(Point, units, origins, numbers, hexes)
receipts = st.builds(
    Receipt,
    st.just(packages.ORIGIN),
    numbers,
    st.lists(points, max_size=3).map(tuple),
    st.lists(origins, max_size=2).map(tuple),
    st.lists(digests, max_size=2).map(tuple),
)
objects = st.lists(
    st.builds(CarriedObject, digests, st.integers(0, 2**40), st.just(1), st.just(())),
    max_size=4,
    unique_by=lambda each: each.sha256,
).map(lambda found: tuple(sorted(found)))


@st.composite
def scope_parts(draw: st.DrawFn) -> ScopePart:
    scope = draw(units)
    here = st.lists(points.map(lambda point: point._replace(scope=scope)), max_size=2).map(tuple)
    heads = tuple(sign_head(packages.KEYS, point) for point in draw(here))
    return ScopePart(scope, draw(here), draw(here), heads)


@given(
    objects=objects,
    scopes=st.lists(scope_parts(), max_size=2, unique_by=lambda each: each.scope).map(tuple),
    receipt=st.none() | receipts,
    echoes=st.lists(st.builds(Echo, origins, numbers, digests), max_size=2).map(tuple),
    predecessors=st.lists(
        st.builds(Predecessor, numbers, st.lists(points, max_size=2).map(tuple)), max_size=2
    ).map(tuple),
    to=st.lists(units, max_size=3).map(tuple),
    practice=st.booleans(),
)
def test_every_envelope_comes_back(**fields: object) -> None:
    envelope = packages.changed(packages.envelope(packages.history()), **fields)
    assert envelope_json.from_json(envelope_json.to_json(envelope)) == envelope


GOOD: dict[str, Any] = json.loads(
    envelope_json.to_json(
        packages.changed(
            packages.envelope(packages.history()),
            objects=(CarriedObject("ab" * 32, 7), CarriedObject("cd" * 32, 8)),
            echoes=(Echo(packages.ORIGIN, 1, "ab" * 32),),
            predecessors=(Predecessor(1, ()),),
        )
    )
)


def _put(value: object, *path: str | int) -> Callable[[dict[str, Any]], None]:
    def change(content: Any) -> None:
        for step in path[:-1]:
            content = content[step]
        content[path[-1]] = value

    return change


POINT = [packages.ORIGIN, 1, "ab" * 32]


@pytest.mark.parametrize(
    "change",
    [
        _put(0, "number"),
        _put(True, "number"),
        _put("1", "number"),
        _put(None, "id"),
        _put("01927f3a-5b6c-4d8e-9f01-23456789abcd", "id"),
        _put("01927F3A-5B6C-7D8E-9F01-23456789ABCD", "id"),
        _put("Dossier", "kind"),
        _put("yes", "practice"),
        _put(2, "part"),
        _put(0, "parts"),
        _put("185", "to"),
        _put(["một"], "to"),
        _put(["../185"], "to"),
        _put("", "from", "name"),
        _put("A", "from", "role"),
        _put("ab", "from", "signing_key"),
        _put("AB" * 32, "from", "signing_key"),
        _put("cd" * 32, "from", "signing_key"),
        _put("ab" * 16 + "." + "ab" * 8, "from", "origin"),
        _put("ab" * 16, "from", "origin"),
        _put(packages.ORIGIN[:-1] + "0", "receipt", "installation"),
        _put(3, "counts", "objects"),
        _put(16, "counts", "bytes"),
        _put(-1, "counts", "revisions"),
        _put("cd" * 32, "objects", 0, "sha256"),
        _put("ef" * 32, "objects", 0, "sha256"),
        _put(-1, "objects", 0, "size"),
        _put(2, "objects", 0, "part"),
        _put([], "objects", 0),
        _put({}, "receipt"),
        _put([[*POINT]], "receipt", "ends"),
        _put(0, "receipt", "number"),
        _put(["ab"], "receipt", "missing"),
        _put([POINT[:2]], "scopes", 0, "since"),
        _put([POINT], "scopes", 0, "heads"),
        _put([[*POINT, "ab" * 32, "ab" * 32]], "scopes", 0, "heads"),
        _put("", "scopes", 0, "scope"),
        _put([GOOD["scopes"][0]] * 2, "scopes"),
        _put("ab", "echoes", 0, "digest"),
        _put({}, "predecessors"),
        _put("", "criteria_sets", 0, "id"),
        _put(1, "unknown"),
        _put(1, "from", "unknown"),
        _put({"major": 1, "minor": -1}, "format"),
        _put({"major": 1}, "format"),
    ],
)
def test_another_form_is_refused(change: Callable[[dict[str, Any]], None]) -> None:
    content = json.loads(canonical(GOOD))
    change(content)
    with pytest.raises(ValueError, match=r"."):
        envelope_json.from_json(canonical(content))


@pytest.mark.parametrize("name", GOOD)
def test_no_member_may_be_missing(name: str) -> None:
    content = {other: value for other, value in GOOD.items() if other != name}
    with pytest.raises(ValueError, match=r"."):
        envelope_json.from_json(canonical(content))


def test_a_newer_major_format_is_told_apart() -> None:
    with pytest.raises(envelope_json.EnvelopeTooNewError):
        envelope_json.from_json(b'{"format":{"major":2}}')


def test_an_envelope_that_no_reader_accepts_is_not_written() -> None:
    envelope: Envelope = packages.changed(packages.envelope(packages.history()), to=("a b",))
    with pytest.raises(ValueError, match="form"):
        envelope_json.to_json(envelope)


def test_a_receipt_s_digest_is_that_of_its_canonical_bytes() -> None:
    receipt = Receipt(packages.ORIGIN, 1, ())
    assert envelope_json.receipt_digest(receipt) != envelope_json.receipt_digest(
        Receipt(packages.ORIGIN, 2, ())
    )


def test_a_head_counts_only_under_the_key_its_origin_is_named_after() -> None:
    point = Point(packages.UNIT, packages.ORIGIN, 1, b"\xab" * 32)
    assert verify_head(sign_head(packages.KEYS, point))
    assert not verify_head(sign_head(OfficeKeys(bytes(32), ""), point))
