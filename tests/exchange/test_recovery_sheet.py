"""The digits of the recovery sheet."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ntm_desktop.exchange import bech32, keys
from ntm_desktop.exchange import recovery_sheet as sheets
from ntm_desktop.exchange.keys import OfficeKeys
from ntm_desktop.exchange.recovery_sheet import DIGITS, ROWS, RecoveryDigitsError

SECRETS = st.binary(min_size=64, max_size=64)
ROW = st.integers(0, ROWS - 1)


def made(secret: bytes) -> OfficeKeys:
    return OfficeKeys(secret[:32], bech32.spelled("age-secret-key-", secret[32:]).upper())


def rows_of(secret: bytes) -> list[str]:
    return list(sheets.sheet_of(made(secret)).rows)


def refused(rows: list[str]) -> RecoveryDigitsError:
    with pytest.raises(RecoveryDigitsError) as found:
        sheets.keys_of(rows)
    return found.value


def test_the_sheet_brings_real_keys_back() -> None:
    office = keys.create()
    sheet = sheets.sheet_of(office)
    assert sheets.keys_of(sheet.rows) == office
    assert sheets.read_text(sheet.code) == office


@given(secret=SECRETS)
def test_any_keys_come_back_however_they_are_typed(secret: bytes) -> None:
    office, rows = made(secret), rows_of(secret)
    assert all(len(row) == DIGITS and row.isdecimal() for row in rows)
    lines = "\n".join(sheets.grouped(row) for row in rows)
    numbered = "\r\n".join(f" {n}. {row}" for n, row in enumerate(rows, 1))
    copied = "\n".join(f"{n:02}  {sheets.grouped(row)}" for n, row in enumerate(rows, 1))
    pairs = "\n".join(".".join(row[at : at + 2] for at in range(0, 12, 2)) for row in rows)
    dashed = lines.replace(" ", "-") + "\n\n"
    for typed in (lines, numbered, copied, pairs, dashed, "".join(rows)):
        assert sheets.read_text(typed) == office


@given(secret=SECRETS, row=ROW, at=st.integers(0, DIGITS - 1), by=st.integers(1, 9))
def test_any_wrong_digit_is_found_and_its_row_named(
    secret: bytes, row: int, at: int, by: int
) -> None:
    rows = rows_of(secret)
    right = rows[row]
    rows[row] = f"{right[:at]}{(int(right[at]) + by) % 10}{right[at + 1 :]}"
    error = refused(rows)
    assert error.rows == (row + 1,)
    assert f"hàng {row + 1} gõ sai" in str(error)


@given(
    secret=SECRETS,
    row=ROW,
    places=st.lists(st.integers(0, DIGITS - 1), min_size=2, max_size=2, unique=True),
)
def test_any_two_exchanged_digits_are_found_neighbours_too(
    secret: bytes, row: int, places: list[int]
) -> None:
    rows = rows_of(secret)
    digits = list(rows[row])
    one, other = places
    digits[one], digits[other] = digits[other], digits[one]
    changed = "".join(digits)
    if changed != rows[row]:
        rows[row] = changed
        assert refused(rows).rows == (row + 1,)


@given(secret=SECRETS, places=st.lists(ROW, min_size=2, max_size=2, unique=True))
def test_two_exchanged_rows_are_found_and_said_to_be(secret: bytes, places: list[int]) -> None:
    rows = rows_of(secret)
    one, other = sorted(places)
    rows[one], rows[other] = rows[other], rows[one]
    error = refused(rows)
    assert error.rows == (one + 1, other + 1)
    assert f"hàng {one + 1} và hàng {other + 1} đổi chỗ" in str(error)


@given(secret=SECRETS, other=SECRETS, row=ROW)
def test_a_row_of_another_sheet_is_found(secret: bytes, other: bytes, row: int) -> None:
    rows, others = rows_of(secret), rows_of(other)
    if rows[row] != others[row]:
        rows[row] = others[row]
        assert "tờ giấy khác" in str(refused(rows))


@given(secret=SECRETS, row=ROW)
def test_a_row_left_out_typed_twice_or_cut_short_is_said(secret: bytes, row: int) -> None:
    rows = rows_of(secret)
    assert "mới có 16 hàng" in str(refused(rows[:row] + rows[row + 1 :]))
    assert "mới có 18 hàng" in str(refused([*rows[: row + 1], *rows[row:]]))
    rows[row] = rows[row][:-1]
    assert f"hàng {row + 1} có 11 chữ số" in str(refused(rows))


def test_a_letter_for_a_digit_is_said() -> None:
    rows = rows_of(bytes(64))
    rows[2] = "O" + rows[2][1:]
    assert "hàng 3 có ký tự không phải chữ số" in str(refused(rows))
    rows[2] = "٣" + rows[2][1:]
    assert refused(rows).rows == (3,)


def test_all_wrong_rows_are_named_at_once() -> None:
    rows = rows_of(bytes(range(64)))
    for number in (2, 9):
        rows[number - 1] = "000000000000"
    assert refused(rows).rows == (2, 9)


def test_a_number_beyond_four_bytes_is_wrong() -> None:
    check = (1 - int("1429496729600")) % 97
    assert not sheets.is_right(1, f"4294967296{check:02}")


@given(data=st.binary(max_size=40))
def test_bech32_reads_what_it_spells(data: bytes) -> None:
    text = bech32.spelled("age-secret-key-", data)
    assert bech32.read("age-secret-key-", text) == bech32.read("age-secret-key-", text.upper())
    assert bech32.read("age-secret-key-", text) == data


def test_bech32_agrees_with_the_age_library() -> None:
    office = keys.create()
    assert made(bytes(32) + bech32.read("age-secret-key-", office.age_identity)).age_recipient == (
        office.age_recipient
    )


@pytest.mark.parametrize("text", ["", "1", "age1qqqqqqqq", "aGe1x", "age1!!!!!!", "other1qqqqqqq"])
def test_what_is_no_bech32_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - no message is promised
        bech32.read("age", text)
