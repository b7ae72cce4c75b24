"""Comparing years, and what may be lost: tables of cases."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ntm_desktop.domain.answer import Answer, Carried, Given, NotApplicable
from ntm_desktop.domain.assessment import Verdict
from ntm_desktop.domain.comparison import Course, compare, course
from ntm_desktop.domain.criteria import (
    Comparison,
    CriteriaSet,
    Criterion,
    Indicator,
    IndicatorCode,
    Kind,
    Rule,
)
from ntm_desktop.domain.evidence import Details, Evidence, Link
from ntm_desktop.domain.regression import Danger, Risk, expiring, lost, lost_criteria, risks
from ntm_desktop.domain.standing import Board, Context, Entry, board
from ntm_desktop.domain.withdrawal import Withdrawal
from tests.builders import SET, SHEET, an_indicator

MET, NOT_MET, INCOMPLETE, NO_THRESHOLD, NOT_APPLICABLE = (
    Verdict.MET,
    Verdict.NOT_MET,
    Verdict.INCOMPLETE,
    Verdict.NO_THRESHOLD,
    Verdict.NOT_APPLICABLE,
)
INCOME = replace(
    an_indicator("10.1", kind=Kind.MONEY),
    unit="triệu đồng",
    rule=Rule(
        comparison=Comparison.AT_LEAST,
        by_year={"2023": Decimal(42), "2024": Decimal(45), "2025": Decimal(48)},
    ),
)
ROADS = replace(an_indicator("2.1"), if_any=True)


def a_set(*indicators: Indicator) -> CriteriaSet:
    return CriteriaSet(
        id=SET,
        name="Xã nông thôn mới",
        subject="commune",
        tier="standard",
        first_year=2021,
        last_year=2025,
        region="TDMNPB",
        criteria=tuple(
            Criterion(order=int(one.code.split(".")[0]), name=one.name, indicators=(one,))
            for one in indicators
        ),
    )


def judged(year: int, answers: Mapping[str, Answer], **conflict: object) -> Board:
    entries = {
        IndicatorCode(code): Entry(answers=[answer], **conflict)  # type: ignore[arg-type]
        for code, answer in answers.items()
    }
    context = Context(year=year, region="TDMNPB")
    sheet = SHEET._replace(year=year)
    return board(sheet, a_set(ROADS, INCOME), entries, context=context, entered={})


def number(value: str) -> Given:
    return Given(Decimal(value))


def a_document(
    code: str = "2.1", valid_to: str = "", year: int = 2024, key: str = "k"
) -> Evidence:
    link = Link(subject=SHEET.subject, criteria_set=SET, year=year, indicator=code)
    details = Details(summary="Chứng nhận OCOP", valid_to=valid_to)
    return Evidence(key=key, scope=SHEET.subject, details=details, files=(), links=(link,))


@pytest.mark.parametrize(
    ("before", "now", "expected"),
    [
        (MET, NOT_MET, Course.LOST),
        (NOT_APPLICABLE, NOT_MET, Course.LOST),
        (MET, INCOMPLETE, Course.OPEN),
        (MET, NO_THRESHOLD, Course.OPEN),
        (NOT_MET, MET, Course.GAINED),
        (INCOMPLETE, NOT_APPLICABLE, Course.GAINED),
        (MET, NOT_APPLICABLE, Course.SAME),
        (INCOMPLETE, NOT_MET, Course.SAME),
        (NO_THRESHOLD, INCOMPLETE, Course.SAME),
    ],
)
def test_what_is_not_concluded_this_year_is_not_lost(
    before: Verdict, now: Verdict, expected: Course
) -> None:
    assert course(before, now) is expected


@given(st.sampled_from(Verdict), st.sampled_from(Verdict))
def test_only_a_result_can_be_lost_or_gained(before: Verdict, now: Verdict) -> None:
    found = course(before, now)
    assert (found is Course.LOST) is (before.counts_as_met and now is NOT_MET)
    assert (found is Course.GAINED) is (now.counts_as_met and not before.counts_as_met)


def test_two_years_are_held_against_one_another_line_by_line() -> None:
    before = judged(2023, {"2.1": number("86"), "10.1": number("43")})
    now = judged(2024, {"2.1": number("78.5")})
    found = compare(now, before)
    roads, income = found.lines
    assert (roads.course, roads.difference) == (Course.LOST, Decimal("-7.5"))
    assert (income.course, income.difference) == (Course.OPEN, None)
    assert found.counts == {Course.LOST: 1, Course.OPEN: 1}


def test_what_was_carried_over_waits_to_be_confirmed() -> None:
    before = judged(2023, {"2.1": number("86")})
    carried = replace(number("86"), carried=Carried(SET, 2023))
    roads, income = compare(judged(2024, {"2.1": carried}), before).lines
    assert (roads.to_confirm, roads.course) == (True, Course.OPEN)
    assert income.to_confirm is False


def test_what_was_met_in_the_latest_year_that_met_it_and_is_not_now_is_lost() -> None:
    earlier = [judged(2022, {"2.1": number("90")}), judged(2023, {"2.1": number("86")})]
    (risk,) = lost(judged(2024, {"2.1": number("78")}), earlier)
    assert risk.indicator == "2.1"
    assert risk.words == "Năm 2023 đạt (86 %), nay chưa đạt: 78 < 80 %"


def test_what_was_lost_two_years_ago_is_still_lost() -> None:
    earlier = [judged(2022, {"2.1": number("90")}), judged(2023, {"2.1": number("70")})]
    (risk,) = lost(judged(2024, {"2.1": number("70")}), earlier)
    assert "Năm 2022 đạt" in risk.words


@pytest.mark.parametrize(
    "answers",
    [{}, {"2.1": number("80")}, {"2.1": NotApplicable("không có")}],
)
def test_nothing_is_lost_where_nothing_is_concluded_or_all_is_met(
    answers: Mapping[str, Answer],
) -> None:
    assert not list(lost(judged(2024, answers), [judged(2023, {"2.1": number("86")})]))


def test_a_contradiction_is_not_called_lost() -> None:
    now = judged(2024, {"2.1": number("70")}, in_conflict=frozenset({"note"}))
    assert not list(lost(now, [judged(2023, {"2.1": number("86")})]))


def test_what_never_was_met_was_not_lost() -> None:
    assert not list(lost(judged(2024, {"2.1": number("70")}), [judged(2023, {})]))
    assert not list(lost(judged(2024, {"2.1": number("70")}), []))


@pytest.mark.parametrize(("value", "at_risk"), [("45", True), ("47.9", True), ("48", False)])
def test_a_limit_that_rises_next_year_is_foreseen(value: str, at_risk: object) -> None:
    now, following = (judged(year, {"10.1": number(value)}) for year in (2024, 2025))
    found = risks(now, [], following, [], "2024-12-31")
    assert [risk.danger for risk in found] == ([Danger.RISING] if at_risk else [])
    assert all("năm 2025" in risk.words for risk in found)


def test_without_a_following_year_no_limit_rises() -> None:
    assert not risks(judged(2025, {"10.1": number("48")}), [], None, [], "2025-12-31")


@pytest.mark.parametrize(
    ("valid_to", "until", "expected"),
    [
        ("2024-12-30", "2024-12-31", True),
        ("2024-12-31", "2024-12-31", False),
        ("2025-01-01", "2024-12-31", False),
        ("", "2024-12-31", False),
        ("2025-03-31", "2025-06-30", True),
    ],
)
def test_a_document_has_to_hold_to_the_day(valid_to: str, until: str, expected: object) -> None:
    now = judged(2024, {"2.1": number("86")})
    assert bool(list(expiring(now, [a_document(valid_to=valid_to)], until))) is expected


def test_several_documents_that_end_are_one_risk_named_by_the_first() -> None:
    now = judged(2024, {"2.1": number("86")})
    ending = [
        a_document(valid_to="2024-09-01", key="b"),
        a_document(valid_to="2024-06-01", key="a"),
        a_document(valid_to="2030-01-01", key="c"),
    ]
    (risk,) = expiring(now, ending, "2024-12-31")
    assert risk.words.endswith("hết hạn ngày 01/06/2024 (và 1 minh chứng khác)")


@pytest.mark.parametrize(
    "document", [a_document("10.1", "2024-01-01"), a_document("2.1", "2024-01-01", year=2023)]
)
def test_documents_of_other_indicators_and_years_do_not_count(document: Evidence) -> None:
    assert not list(expiring(judged(2024, {"2.1": number("86")}), [document], "2024-12-31"))


def test_proof_of_what_is_not_met_anyway_is_no_further_risk() -> None:
    now = judged(2024, {"2.1": number("70")})
    assert not list(expiring(now, [a_document(valid_to="2024-01-01")], "2024-12-31"))


def test_the_most_urgent_comes_first() -> None:
    now = judged(2024, {"2.1": number("78"), "10.1": number("45")})
    found: list[Risk] = risks(
        now,
        [judged(2023, {"2.1": number("86")})],
        judged(2025, {"2.1": number("78"), "10.1": number("45")}),
        [a_document("10.1", "2024-06-01")],
        "2024-12-31",
    )
    assert [risk.danger for risk in found] == [Danger.LOST, Danger.RISING, Danger.EXPIRING]


def test_criteria_lost_are_those_met_in_some_year() -> None:
    now = judged(2024, {"2.1": number("70"), "10.1": number("40")})
    earlier = [judged(2022, {"2.1": number("90")}), judged(2023, {"2.1": number("70")})]
    assert [one.order for one in lost_criteria(now, earlier)] == [2]


def some(count: int, *, key: bool = False) -> tuple[Criterion, ...]:
    return tuple(
        Criterion(order=n, name="Thu nhập", key=key and n == 1) for n in range(1, count + 1)
    )


@pytest.mark.parametrize(
    ("count", "total", "key", "due"),
    [
        (0, 19, False, False),
        (5, 19, True, False),  # 26,3 %
        (6, 20, True, True),  # 30 % exactly, with a key one
        (6, 20, False, False),
        (6, 19, True, True),  # 31,6 %
        (6, 19, False, False),
        (9, 19, False, False),  # 47,4 %
        (9, 18, False, True),  # 50 % exactly
        (10, 19, False, True),
        (10, 19, True, True),
    ],
)
def test_withdrawal_is_due_from_thirty_percent_with_a_key_one_or_from_half(
    count: int, total: int, key: object, due: object
) -> None:
    found = Withdrawal(lost=some(count, key=bool(key)), total=total)
    assert found.is_due is due
    assert found.words.startswith("Đã đến mức xét thu hồi") is due


def test_the_counter_says_what_is_lost_of_how_many() -> None:
    words = Withdrawal(lost=some(2, key=True), total=19).words
    assert words.startswith(
        "2/19 tiêu chí không còn đạt (10,5 %), có tiêu chí chủ chốt: 1. Thu nhập"
    )
    assert "30 %" in words
    assert "50 %" in words
    assert "Quyết định số 18/2022/QĐ-TTg" in words
