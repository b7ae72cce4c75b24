from contextlib import suppress
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ntm_desktop.domain.answer import (
    AmbiguousNumberError,
    Answer,
    Chosen,
    Given,
    Level,
    NoSuchOptionError,
    NotANumberError,
    NotApplicable,
    NotOnScaleError,
    NotOptionalError,
    NotYesOrNoError,
    OutOfRangeError,
    ReasonMissingError,
    answer_field,
    answer_for_people,
    choice,
    means_not_applicable,
    not_applicable,
    read_amount,
    read_answer,
    read_number,
)
from ntm_desktop.domain.canonical import canonical
from ntm_desktop.domain.criteria import Kind, Named, Scale
from ntm_desktop.domain.text import number_for_people, number_spelling
from ntm_desktop.errors import InputError
from tests.builders import an_indicator

PERCENT, NUMBER = an_indicator(), an_indicator(kind=Kind.NUMBER)
YES_NO = an_indicator(kind=Kind.YES_NO)
AMOUNTS = st.decimals(min_value=0, max_value=10**9, places=3, allow_nan=False)


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("80", "80"),
        ("86,5", "86.5"),
        ("86.5", "86.5"),
        (" 86,50 ", "86.5"),
        ("0", "0"),
        ("00012", "12"),
        ("1,500", "1.5"),
        ("0.500", "0.5"),
        ("1500", "1500"),
        ("1500.500", "1500.5"),
        ("1.5000", "1.5"),
        ("1.50", "1.5"),
        ("1.500,5", "1500.5"),
        ("1.234.567", "1234567"),
        ("1.234.567,89", "1234567.89"),
        ("1 500,5", "1500.5"),
        ("1 500", "1500"),
        ("1\u00a0500,5", "1500.5"),
        ("1\u202f500", "1500"),
        ("12  345", "12345"),
        ("-5", "-5"),
        ("\u22125,5", "-5.5"),
        ("- 5", "-5"),
        ("9" * 24, "9" * 24),
    ],
)
def test_numbers_are_read_as_officers_write_them(typed: str, number: str) -> None:
    assert read_number(typed) == Decimal(number)


@pytest.mark.parametrize("typed", ["1.500", "12.000", "999.999", "-1.500", " 1.500 "])
def test_a_point_before_three_digits_is_refused_and_both_readings_are_offered(typed: str) -> None:
    with pytest.raises(AmbiguousNumberError) as refused:
        read_number(typed)
    bare = typed.strip()
    assert bare.replace(".", ",") in str(refused.value)
    assert bare.replace(".", " ") in str(refused.value)


@given(st.from_regex(r"-?[1-9][0-9]{0,2}\.[0-9]{3}", fullmatch=True))
def test_both_readings_that_are_offered_can_be_typed(typed: str) -> None:
    thousands, decimal = (read_number(typed.replace(".", mark)) for mark in " ,")
    assert thousands == decimal * 1000


@pytest.mark.parametrize(
    "typed",
    [
        *("", " ", "-", "--5", "5-", "+5", ",5", "5,", ".", "1,2,3", "1.2.3", "1.50.000"),
        *("1 50", "1 5000", "12 34,5", "1,500.5", "1.500.5", "1 500.5", "1.500 000", "1. 500"),
        *("abc", "80 km", "8o", "1e3", "NaN", "Infinity", "0x10", "1_000", "5%", "½", "²"),
        *("٨٠", "८०", "\uff18\uff10", "80\x00", "9" * 25, "1" * 100_000),
    ],
)
def test_anything_else_is_no_number(typed: str) -> None:
    with pytest.raises(NotANumberError) as refused:
        read_number(typed)
    assert len(str(refused.value)) < 150


@given(st.text())
def test_what_is_typed_is_a_number_or_an_input_error(typed: str) -> None:
    for indicator in (PERCENT, NUMBER, YES_NO):
        with suppress(InputError):
            read_amount(indicator, typed)


@given(AMOUNTS)
def test_what_people_are_shown_can_be_typed_again(number: Decimal) -> None:
    shown = number_for_people(number)
    if shown.count(".") != 1 or "," in shown:
        assert read_number(shown) == number
    assert read_number(number_for_people(number).replace(".", " ")) == number
    assert read_number(number_spelling(number).replace(".", ",")) == number


@pytest.mark.parametrize(
    ("typed", "number"), [("100", "100"), ("0", "0"), ("86,5%", "86.5"), ("86,5 %", "86.5")]
)
def test_a_percentage_may_carry_its_sign(typed: str, number: str) -> None:
    assert read_amount(PERCENT, typed) == Decimal(number)


@pytest.mark.parametrize("typed", ["100,1", "101", "-0,1", "-5%"])
def test_a_percentage_lies_between_0_and_100(typed: str) -> None:
    with pytest.raises(OutOfRangeError, match="từ 0 đến 100"):
        read_amount(PERCENT, typed)


def test_an_amount_may_exceed_100_but_not_be_negative() -> None:
    assert read_amount(NUMBER, "100,1") == Decimal("100.1")
    with pytest.raises(OutOfRangeError, match="từ 0 trở lên"):
        read_amount(NUMBER, "-1")


@pytest.mark.parametrize("typed", ["%", "50%%", "%50", "đạt", "không áp dụng"])
def test_a_percentage_is_a_number(typed: str) -> None:
    with pytest.raises(NotANumberError):
        read_amount(PERCENT, typed)


@pytest.mark.parametrize(
    ("typed", "met"),
    [
        *[(word, True) for word in ("đạt", "Đạt", " ĐẠT ", "dat", "có", "Co")],
        *[(word, False) for word in ("chưa đạt", "CHƯA  ĐẠT", "không đạt", "không", "chưa")],
    ],
)
def test_yes_and_no_are_said_in_several_ways(typed: str, met: object) -> None:
    assert read_amount(YES_NO, typed) is met


@pytest.mark.parametrize("typed", ["", "1", "yes", "true", "đạt chuẩn", "không áp dụng", "80"])
def test_anything_else_is_neither_yes_nor_no(typed: str) -> None:
    with pytest.raises(NotYesOrNoError):
        read_amount(YES_NO, typed)


@pytest.mark.parametrize("typed", ["không áp dụng", "KHÔNG ÁP DỤNG", " khong  ap dung "])
def test_not_applicable_is_said_with_or_without_accents(typed: str) -> None:
    assert means_not_applicable(typed)
    assert not means_not_applicable(typed.strip() + " nữa")


def test_only_an_indicator_that_may_be_absent_is_set_aside_and_only_with_a_reason() -> None:
    optional = an_indicator(if_any=True)
    assert not_applicable(optional, " xã không có chợ ") == NotApplicable("xã không có chợ")
    with pytest.raises(ReasonMissingError):
        not_applicable(optional, " \u00a0")
    with pytest.raises(NotOptionalError):
        not_applicable(an_indicator(), "lý do")


ANSWERS: st.SearchStrategy[Answer] = st.builds(
    Given,
    st.none() | st.booleans() | AMOUNTS,
    st.dictionaries(st.sampled_from("abc"), AMOUNTS),
) | st.builds(NotApplicable, st.text(min_size=1))


@given(ANSWERS)
def test_an_answer_survives_being_stored(answer: Answer) -> None:
    stored = answer_field(answer)
    assert read_answer(stored) == (None if answer == Given(None) else answer)


@given(AMOUNTS)
def test_equal_answers_are_stored_alike(number: Decimal) -> None:
    longer = Given(number * Decimal("1.000"), {"a": number * Decimal("1.0")})
    assert canonical(answer_field(longer)) == canonical(answer_field(Given(number, {"a": number})))


def test_no_answer_is_stored_as_null() -> None:
    assert answer_field(None) is None
    assert answer_field(Given(None)) is None


@pytest.mark.parametrize(
    ("content", "answer"),
    [
        (None, None),
        ("80", None),
        (["80"], None),
        ({"value": "80", "later": [1]}, Given(Decimal(80))),
        ({"value": "abc"}, Given(None)),
        ({"value": "NaN"}, Given(None)),
        ({"value": "1e999999"}, Given(None)),
        ({"value": 80}, Given(None)),
        ({"value": {"a": 1}}, Given(None)),
        ({"parts": ["1", "2"]}, Given(None)),
        ({"parts": {"a": "x", "b": "5"}}, Given(None, {"b": Decimal(5)})),
        ({"not_applicable": "không có chợ"}, NotApplicable("không có chợ")),
        ({"not_applicable": ["?"], "value": True}, Given(True)),
    ],
)
def test_an_answer_of_another_form_is_passed_over(content: Any, answer: Answer | None) -> None:
    assert read_answer(content) == answer


@pytest.mark.parametrize(
    ("answer", "shown"),
    [
        (Given(Decimal("86.50")), "86,5 %"),
        (Given(True), "Đạt"),
        (Given(False), "Chưa đạt"),
        (Given(None, {"a": Decimal(1)}), ""),
        (NotApplicable("không có"), "Không áp dụng"),
        (None, ""),
    ],
)
def test_answers_are_shown_as_officers_say_them(answer: Answer | None, shown: str) -> None:
    assert answer_for_people(answer, "%") == shown


SCALE = Scale(levels=("Mức độ 1", "Mức độ 2", "Mức độ 3"), level="Mức độ 2")
LEVEL = replace(an_indicator(kind=Kind.LEVEL), rule=None, scale=SCALE)
FIELDS = (Named(id="du_lich", name="Du lịch"), Named(id="giao_duc", name="Giáo dục"))
CHOICE = replace(NUMBER, options=FIELDS)


@pytest.mark.parametrize("typed", ["Mức độ 3", " mức  độ 3 ", "muc do 3", "MỨC ĐỘ 3"])
def test_a_level_is_typed_with_or_without_accents(typed: str) -> None:
    assert read_amount(LEVEL, typed) == Level("Mức độ 3")


@pytest.mark.parametrize("typed", ["3", "Khá", "", "Mức độ", "đạt"])
def test_a_level_that_is_not_on_the_scale_is_refused_with_those_that_are(typed: str) -> None:
    with pytest.raises(NotOnScaleError, match="Mức độ 1, Mức độ 2, Mức độ 3"):
        read_amount(LEVEL, typed)


@pytest.mark.parametrize(
    ("typed", "ids"),
    [
        ("Du lịch", ("du_lich",)),
        ("giao duc; DU LỊCH", ("du_lich", "giao_duc")),
        ("du_lich;giao_duc;", ("du_lich", "giao_duc")),
        ("Du lịch; Du lịch", ("du_lich",)),
        ("không", ()),
        ("0", ()),
        ("Chưa có", ()),
    ],
)
def test_options_are_typed_by_name_in_any_order(typed: str, ids: tuple[str, ...]) -> None:
    assert read_amount(CHOICE, typed) == Chosen(ids)


@pytest.mark.parametrize("typed", ["1", "2", "Du lịch, Giáo dục", "Du lịch; Y tế", "đạt"])
def test_what_is_none_of_the_options_is_refused_with_those_there_are(typed: str) -> None:
    with pytest.raises(NoSuchOptionError, match="Du lịch; Giáo dục"):
        read_amount(CHOICE, typed)


@pytest.mark.parametrize(
    "answer",
    [
        Given(Level("Mức độ 3")),
        Given(Level("3")),
        Given(Chosen(())),
        Given(choice(["giao_duc", "du_lich"]), {"a": Decimal(1)}),
    ],
)
def test_levels_and_choices_survive_being_stored(answer: Answer) -> None:
    assert read_answer(answer_field(answer)) == answer


@given(st.lists(st.sampled_from(["a", "b", "c"])), st.randoms())
def test_a_choice_has_one_spelling_whatever_the_order(ids: list[str], random: Any) -> None:
    shuffled = ids + ids
    random.shuffle(shuffled)
    fields = [answer_field(Given(choice(each))) for each in (ids, shuffled)]
    assert canonical(fields[0]) == canonical(fields[1])


@pytest.mark.parametrize(
    ("content", "answer"),
    [
        ({"level": 3}, Given(None)),
        ({"options": "du_lich"}, Given(None)),
        ({"options": ["du_lich", 5]}, Given(Chosen(("du_lich",)))),
        ({"options": ["b", "a", "b"]}, Given(Chosen(("a", "b")))),
        ({"level": "Khá", "value": "3"}, Given(Level("Khá"))),
    ],
)
def test_a_level_or_choice_of_another_form_is_passed_over(content: Any, answer: Answer) -> None:
    assert read_answer(content) == answer


@pytest.mark.parametrize(
    ("answer", "shown"),
    [
        (Given(Level("Khá")), "Khá"),
        (Given(Chosen(("giao_duc", "du_lich"))), "Du lịch; Giáo dục"),
        (Given(Chosen(("du_lich", "y_te"))), "Du lịch; y_te"),
        (Given(Chosen(())), "Không có"),
    ],
)
def test_levels_and_choices_are_shown_by_their_names(answer: Answer, shown: str) -> None:
    assert answer_for_people(answer, "lĩnh vực", FIELDS) == shown


@given(st.sets(st.sampled_from(FIELDS)))
def test_the_names_people_are_shown_can_be_typed_again(chosen: set[Named]) -> None:
    picked = choice(one.id for one in chosen)
    assert read_amount(CHOICE, answer_for_people(Given(picked), options=FIELDS)) == picked
