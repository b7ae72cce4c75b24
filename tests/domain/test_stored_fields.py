from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ntm_desktop.domain.assessment import (
    Claim,
    claim_field,
    natural_key,
    read_claim,
    read_key,
    read_year,
)


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"])), min_size=1, max_size=5))
def test_a_natural_key_is_taken_apart_again(parts: list[str]) -> None:
    assert read_key(natural_key(*parts), len(parts)) == tuple(parts)
    assert read_key(natural_key(*parts), len(parts) + 1) is None


@pytest.mark.parametrize(
    "key",
    [
        *("", "a", "{}", "null", '"ab"', '["a"]', '["a","b","c"]', '["a",1]', '["a",["b"]]'),
        *('["a", "b"]', '["a","b"] ', '["\\u0061","b"]', '["\\ud800","b"]', '["a","b"', "[NaN]"),
        "[" * 100_000,
    ],
)
def test_another_spelling_or_form_of_a_key_is_none(key: str) -> None:
    assert read_key(key, 2) is None


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("2024", 2024),
        ("0001", 1),
        *[
            (text, None)
            for text in ("", "24", "02024", "-202", "٢٠٢٤", "²024", "9" * 20, "2024\n")
        ],
    ],
)
def test_a_year_is_four_digits(text: str, year: int | None) -> None:
    assert read_year(text) == year


@pytest.mark.parametrize("claim", [None, Claim(True), Claim(False, "đang chờ nghiệm thu")])
def test_a_claim_survives_being_stored(claim: Claim | None) -> None:
    assert read_claim(claim_field(claim)) == claim


@pytest.mark.parametrize(
    "content", ["met", ["met"], {}, {"claim": True}, {"claim": "maybe"}, {"claim": ["met"]}, 1]
)
def test_a_claim_of_another_form_is_none(content: Any) -> None:
    assert read_claim(content) is None


def test_a_claim_with_an_odd_reason_is_still_a_claim() -> None:
    assert read_claim({"claim": "met", "reason": ["?"]}) == Claim(True)
