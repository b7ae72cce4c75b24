from dataclasses import replace
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from ntm_desktop.domain.answer import (
    Answer,
    Carried,
    Chosen,
    Given,
    Level,
    NotApplicable,
    answer_field,
    read_answer,
)
from ntm_desktop.domain.assessment import Verdict
from ntm_desktop.domain.carry import carried_over, confirmed, still_holds
from ntm_desktop.domain.criteria import IndicatorCode
from ntm_desktop.domain.evidence import Details
from ntm_desktop.domain.judging import judge_indicator
from ntm_desktop.domain.standing import Entry
from ntm_desktop.domain.threshold import Where
from tests.builders import SET, an_indicator

LAST_YEAR, BEFORE = Carried(SET, 2023), Carried(SET, 2022)
CODES = [IndicatorCode(code) for code in ("1.1", "1.2", "2.1")]
VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.decimals(min_value=0, max_value=100, places=1),
    st.just(Level("Khá")),
    st.just(Chosen(("a", "b"))),
)
PARTS = st.dictionaries(st.sampled_from("ab"), st.decimals(0, 9, places=0), max_size=2)
MARKS = st.none() | st.just(BEFORE)
ANSWERS: st.SearchStrategy[Answer] = st.one_of(
    st.builds(Given, VALUES, PARTS, MARKS), st.builds(NotApplicable, st.just("không có"), MARKS)
)
ENTRIES = st.dictionaries(
    st.sampled_from(CODES),
    st.builds(
        Entry,
        answers=st.lists(ANSWERS, max_size=2),
        in_conflict=st.sampled_from([frozenset[str](), frozenset({"answer"})]),
    ),
)


def said(number: str) -> Entry:
    return Entry(answers=[Given(Decimal(number))])


def test_an_answer_is_copied_with_the_year_it_comes_from() -> None:
    found = carried_over({CODES[0]: said("80")}, {}, CODES, LAST_YEAR)
    assert found == {CODES[0]: Given(Decimal(80), carried=LAST_YEAR)}


def test_what_is_answered_already_stays() -> None:
    assert not carried_over({CODES[0]: said("80")}, {CODES[0]: said("70")}, CODES, LAST_YEAR)


def test_an_answer_that_was_cleared_may_be_filled_again() -> None:
    cleared = {CODES[0]: Entry(answers=[Given(None)])}
    assert carried_over({CODES[0]: said("80")}, cleared, CODES, LAST_YEAR)


def test_contradictions_are_neither_copied_nor_settled() -> None:
    disputed = {CODES[0]: Entry(answers=[Given(Decimal(1)), Given(Decimal(2))])}
    assert not carried_over(disputed, {}, CODES, LAST_YEAR)
    assert not carried_over({CODES[0]: said("80")}, disputed, CODES, LAST_YEAR)


def test_what_nobody_confirmed_keeps_the_year_it_was_found_in() -> None:
    old = {CODES[0]: Entry(answers=[Given(Decimal(80), carried=BEFORE)])}
    assert carried_over(old, {}, CODES, LAST_YEAR)[CODES[0]].carried == BEFORE


def test_what_the_set_no_longer_asks_for_is_left_behind() -> None:
    assert not carried_over({CODES[0]: said("80")}, {}, CODES[1:], LAST_YEAR)


@given(ENTRIES, ENTRIES)
def test_carrying_never_invents_a_value(
    before: dict[IndicatorCode, Entry], now: dict[IndicatorCode, Entry]
) -> None:
    for code, answer in carried_over(before, now, CODES, LAST_YEAR).items():
        assert answer.carried is not None
        (source,) = before[code].answers
        assert confirmed(answer) == confirmed(source)
        assert not any(_says(one) for one in now.get(code, Entry()).answers)


@given(ENTRIES, ENTRIES)
def test_carrying_twice_is_carrying_once(
    before: dict[IndicatorCode, Entry], now: dict[IndicatorCode, Entry]
) -> None:
    found = carried_over(before, now, CODES, LAST_YEAR)
    after = {**now, **{code: Entry(answers=[answer]) for code, answer in found.items()}}
    assert not carried_over(before, after, CODES, LAST_YEAR)


@given(ANSWERS)
def test_the_mark_survives_being_stored(answer: Answer) -> None:
    marked = replace(answer, carried=LAST_YEAR)
    empty = isinstance(marked, Given) and marked.value is None and not marked.parts
    assert read_answer(answer_field(marked)) == (None if empty else marked)


@given(VALUES)
def test_nothing_is_concluded_from_what_nobody_confirmed(value: object) -> None:
    for indicator in (an_indicator(), replace(an_indicator(), if_any=True)):
        for answer in (Given(value, carried=LAST_YEAR), NotApplicable("không có", LAST_YEAR)):  # type: ignore[arg-type]
            found = judge_indicator(indicator, [answer], Where(year=2024))
            assert found.verdict is Verdict.INCOMPLETE
            assert "2023" in found.reason
            assert "xác nhận lại" in found.reason


def test_confirming_makes_it_count() -> None:
    carried = Given(Decimal(90), carried=LAST_YEAR)
    found = judge_indicator(an_indicator(), [confirmed(carried)], Where(year=2024))
    assert found.verdict is Verdict.MET


def test_a_document_holds_to_the_end_of_its_last_day() -> None:
    cases = {"": True, "2024-01-01": True, "2023-12-31": False, "2025-06-30": True}
    for valid_to, expected in cases.items():
        assert still_holds(Details(valid_to=valid_to), 2024) is expected


def _says(answer: Answer) -> bool:
    return not isinstance(answer, Given) or answer.value is not None or bool(answer.parts)


def test_an_officer_reads_where_it_came_from() -> None:
    words = [
        judge_indicator(
            an_indicator(), [Given(Decimal(80), carried=mark)], Where(year=2024)
        ).reason
        for mark in (LAST_YEAR, Carried("xa-ntm-nang-cao-2021-2025", 2024))
    ]
    assert words == [
        "Số liệu mang từ năm 2023 sang, cần xác nhận lại",
        "Số liệu mang từ bộ tiêu chí khác sang, cần xác nhận lại",
    ]
