from datetime import date
from decimal import Decimal
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ntm_desktop.domain.text import (
    clean,
    date_for_people,
    fold,
    number_for_people,
    number_spelling,
    spelled_number,
)

NUMBERS = st.decimals(
    allow_nan=False, allow_infinity=False, min_value=-(10**15), max_value=10**15, places=6
)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Xã Tân Thành\n", "Xã Tân Thành"),
        (normalize("NFD", "đường thôn"), "đường thôn"),
        ("", None),
        (" \u00a0\t ", None),
    ],
)
def test_text_has_one_spelling_and_blank_is_none(typed: str, kept: str | None) -> None:
    assert clean(typed) == kept


@pytest.mark.parametrize("typed", ["Đạt chuẩn", "DAT CHUAN", normalize("NFD", "đạt chuẩn")])
def test_search_needs_neither_accents_nor_case(typed: str) -> None:
    assert fold(typed) == "dat chuan"


@pytest.mark.parametrize(
    ("number", "spelling", "for_people"),
    [
        ("80", "80", "80"),
        ("80.00", "80", "80"),
        ("8E+1", "80", "80"),
        ("0.50", "0.5", "0,5"),
        ("-0", "0", "0"),
        ("1500.5", "1500.5", "1.500,5"),
        ("999", "999", "999"),
        ("1000", "1000", "1.000"),
        ("-1234567.25", "-1234567.25", "-1.234.567,25"),
        ("0.0000001", "0.0000001", "0,0000001"),
    ],
)
def test_a_number_has_one_spelling_inside_and_one_for_people(
    number: str, spelling: str, for_people: str
) -> None:
    assert number_spelling(Decimal(number)) == spelling
    assert number_for_people(Decimal(number)) == for_people


@given(NUMBERS)
def test_equal_numbers_are_spelled_alike_and_read_back(number: Decimal) -> None:
    spelling = number_spelling(number)
    assert spelled_number(spelling) == number
    assert number_spelling(number * Decimal("1.00")) == spelling


@pytest.mark.parametrize(
    "value",
    [
        *("", "-", ".", "80.0", "080", "-0", "+80", "80,5", "1e3", ".5", "5.", "٨٠", "80\n"),
        *("NaN", "Infinity", "1_000", " 80", "9" * 29, 80, 80.5, True, None, ["80"], {}),
    ],
)
def test_any_other_spelling_of_a_number_is_none(value: object) -> None:
    assert spelled_number(value) is None


@pytest.mark.parametrize(
    ("day", "shown"),
    [
        (date(2024, 9, 5), "05/09/2024"),
        ("2024-09-05", "05/09/2024"),
        ("tháng 9/2024", "tháng 9/2024"),
        ("2024-02-30", "2024-02-30"),
        ("", ""),
        (None, ""),
    ],
)
def test_dates_are_shown_as_officers_write_them(day: date | str | None, shown: str) -> None:
    assert date_for_people(day) == shown
