"""Canonical JSON."""

import json
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ntm_desktop.domain.canonical import (
    LARGEST_INTEGER,
    JsonValue,
    NotCanonicalError,
    canonical,
    read_canonical,
)

texts = st.text(st.characters(exclude_categories=["Cs"])).map(lambda text: normalize("NFC", text))
scalars = st.none() | st.booleans() | st.integers(-LARGEST_INTEGER, LARGEST_INTEGER) | texts
names = st.text("abcdefghijklmnopqrstuvwxyz0123456789_", min_size=1)
values: st.SearchStrategy[JsonValue] = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(names, inner, max_size=4),
    max_leaves=20,
)


@given(values)
def test_a_value_comes_back_from_its_canonical_bytes(value: JsonValue) -> None:
    assert read_canonical(canonical(value)) == value


@given(values)
def test_other_spellings_of_a_value_are_refused(value: JsonValue) -> None:
    spellings = (
        json.dumps(value).encode(),
        json.dumps(value, indent=1).encode(),
        canonical(value) + b"\n",
        b"\xef\xbb\xbf" + canonical(value),
    )
    for spelling in spellings:
        if spelling != canonical(value):
            with pytest.raises(NotCanonicalError):
                read_canonical(spelling)


@given(st.binary(max_size=40) | values.map(lambda value: json.dumps(value).encode()))
def test_bytes_are_read_only_if_they_are_what_would_be_written(data: bytes) -> None:
    try:
        value = read_canonical(data)
    except NotCanonicalError:
        return
    assert canonical(value) == data


def test_members_are_sorted_and_text_is_left_as_it_is() -> None:
    assert canonical({"b": ["Đạt", None], "a": True}) == '{"a":true,"b":["Đạt",null]}'.encode()


def test_tuples_are_lists() -> None:
    assert canonical((1, ("a",))) == b'[1,["a"]]'


@pytest.mark.parametrize(
    "value",
    [
        1.5,
        float("nan"),
        LARGEST_INTEGER + 1,
        -LARGEST_INTEGER - 1,
        "e\u0301",
        "\ud800",
        {"Name": 1},
        {"": 1},
        {"a\n": 1},
        {"đ": 1},
        {1: 1},
        {1, 2},
        b"bytes",
        [{"a": object()}],
    ],
)
def test_what_has_no_canonical_spelling_is_not_written(value: object) -> None:
    with pytest.raises(NotCanonicalError):
        canonical(value)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"1.0",
        b"1e3",
        b"-0",
        b"NaN",
        b"-Infinity",
        b"9007199254740992",
        b"1" * 5000,
        b'{"a":1,"a":1}',
        b'{"b":1,"a":1}',
        b'{"A":1}',
        b'{"":1}',
        b"[1, 2]",
        b"[1] ",
        b"[1]]",
        b"[1",
        b'"\\ud800"',
        b'"\\u00e9"',
        b'"\\/"',
        b'"\xff"',
        b'"\xed\xa0\x80"',
        '"e\u0301"'.encode(),
        b'"\x01"',
    ],
)
def test_what_is_not_canonical_is_refused(data: bytes) -> None:
    with pytest.raises(NotCanonicalError):
        read_canonical(data)


def test_a_combining_mark_after_an_escape_is_text_like_any_other() -> None:
    assert read_canonical(canonical("\n\u0301")) == "\n\u0301"


def test_depth_is_bounded_before_anything_is_parsed() -> None:
    assert read_canonical(b"[" * 4 + b"]" * 4, max_depth=4) == [[[[]]]]
    with pytest.raises(NotCanonicalError):
        read_canonical(b"[" * 5 + b"]" * 5, max_depth=4)
    with pytest.raises(NotCanonicalError):
        read_canonical(b"[" * 1_000_000)


def test_brackets_in_text_and_side_by_side_are_no_levels() -> None:
    value = ["[" * 50, '\\"[' * 50, *([{}] * 50)]
    assert read_canonical(canonical(value), max_depth=2) == value


def test_values_too_deep_are_not_written() -> None:
    value: list[object] = []
    for _ in range(5000):
        value = [value]
    with pytest.raises(NotCanonicalError):
        canonical(value)
