"""Whole sets: what their verdict rests on, and that nothing else moves it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from ntm_desktop.domain.answer import Answer, Chosen, Given, Level, NotApplicable
from ntm_desktop.domain.assessment import Verdict
from ntm_desktop.domain.criteria import (
    Comparison,
    Counts,
    CriteriaSet,
    Criterion,
    Indicator,
    IndicatorCode,
    Kind,
    Named,
    Relative,
    Rule,
    Scale,
    SetId,
    condition_code,
)
from ntm_desktop.domain.standing import Context, Entry, Standing, judge_set
from ntm_desktop.domain.threshold import Entered, Figure, threshold
from tests.builders import SET, an_indicator

MET, NOT_MET, INCOMPLETE, NO_THRESHOLD, NOT_APPLICABLE = (
    Verdict.MET,
    Verdict.NOT_MET,
    Verdict.INCOMPLETE,
    Verdict.NO_THRESHOLD,
    Verdict.NOT_APPLICABLE,
)
CONTEXT = Context(year=2024, region="TDMNPB")
ADVANCED = SetId("xa-ntm-nang-cao-2021-2025")
YES, NO = Given(True), Given(False)
DEBT = replace(
    an_indicator(condition_code(1), kind=Kind.YES_NO), id="no_debt", name="Không có nợ đọng"
)
CONTENT = replace(an_indicator(condition_code(2), limit=None), name="Tỷ lệ hài lòng")


def a_set(*criteria: Sequence[Indicator], **more: Any) -> CriteriaSet:
    return CriteriaSet(
        id=SET,
        name="Bộ tiêu chí",
        subject="commune",
        tier="standard",
        first_year=2021,
        last_year=2025,
        region="TDMNPB",
        criteria=tuple(
            Criterion(order=at, name=f"Tiêu chí {at}", indicators=tuple(lines))
            for at, lines in enumerate(criteria, 1)
        ),
        **more,
    )


def judged(
    criteria_set: CriteriaSet,
    answers: Mapping[str, Answer],
    thresholds: Mapping[str, Entered] | None = None,
    context: Context = CONTEXT,
) -> Standing:
    return judge_set(
        criteria_set,
        {IndicatorCode(code): Entry(answers=[answer]) for code, answer in answers.items()},
        {IndicatorCode(code): entered for code, entered in (thresholds or {}).items()},
        context,
    )


ONE = a_set([an_indicator("1.1", kind=Kind.YES_NO)], [an_indicator("2.1")])
ALL_MET: Mapping[str, Answer] = {"1.1": YES, "2.1": Given(Decimal(80))}


@pytest.mark.parametrize(
    ("answers", "expected", "words"),
    [
        (ALL_MET, MET, "Đạt 2/2 tiêu chí"),
        ({**ALL_MET, "1.1": NO}, NOT_MET, "Đạt 1/2 tiêu chí; chưa đạt: tiêu chí 1"),
        ({"1.1": YES}, INCOMPLETE, "Đạt 1/2 tiêu chí; chưa đủ số liệu: tiêu chí 2"),
        ({"1.1": NO}, NOT_MET, "chưa đạt: tiêu chí 1; chưa đủ số liệu: tiêu chí 2"),
    ],
)
def test_a_set_is_met_if_every_criterion_is(
    answers: Mapping[str, Answer], expected: Verdict, words: str
) -> None:
    found = judged(ONE, answers)
    assert found.verdict is expected
    assert words in found.reason


@pytest.mark.parametrize(
    ("answers", "entered", "expected", "words"),
    [
        ({"dk.1": YES, "dk.2": Given(Decimal(90))}, "90", MET, "Đạt 2/2 tiêu chí"),
        ({"dk.1": YES, "dk.2": Given(Decimal(89))}, "90", NOT_MET, "hài lòng: 89 < 90 %"),
        ({"dk.1": YES, "dk.2": Given(Decimal(90))}, None, NO_THRESHOLD, "Chưa có mức quy định"),
        ({"dk.1": NO, "dk.2": Given(Decimal(90))}, "90", NOT_MET, "nợ đọng: Đánh giá chưa đạt"),
        ({"dk.2": Given(Decimal(90))}, "90", INCOMPLETE, "nợ đọng: Chưa nhập kết quả"),
        ({}, "90", INCOMPLETE, "Chưa nhập kết quả"),
    ],
)
def test_the_conditions_are_answers_of_their_own_and_all_must_hold(
    answers: Mapping[str, Answer], entered: str | None, expected: Verdict, words: str
) -> None:
    with_conditions = replace(ONE, conditions=(DEBT, CONTENT))
    figures: dict[str, Entered] = (
        {"dk.2": ("185", Figure(value=Decimal(entered)))} if entered else {}
    )
    found = judged(with_conditions, {**ALL_MET, **answers}, figures)
    assert found.verdict is expected
    assert words in found.reason
    assert (found.met, found.total) == (2, 2)


def test_a_contradiction_on_a_condition_holds_the_set_back() -> None:
    entries = {IndicatorCode(code): Entry(answers=[one]) for code, one in ALL_MET.items()}
    entries[DEBT.code] = Entry(answers=[YES, NO], in_conflict=frozenset({"answer"}))
    found = judge_set(replace(ONE, conditions=(DEBT,)), entries, {}, CONTEXT)
    assert found.verdict is INCOMPLETE
    assert "Số liệu chưa thống nhất" in found.reason


def test_conditions_are_a_section_of_their_own_after_the_criteria() -> None:
    found = judged(replace(ONE, conditions=(DEBT, CONTENT)), {})
    assert [section.criterion.order for section in found.sections] == [1, 2, 0]
    assert found.indicator(IndicatorCode("dk.2")).indicator is CONTENT
    assert [section.criterion.order for section in judged(ONE, {}).sections] == [1, 2]


@pytest.mark.parametrize(
    ("met_sets", "expected", "words"),
    [
        ({ADVANCED: MET}, MET, "Đạt 2/2 tiêu chí"),
        ({ADVANCED: NOT_MET}, NOT_MET, "Nâng cao: chưa đạt"),
        ({ADVANCED: INCOMPLETE}, INCOMPLETE, "Nâng cao: chưa đủ số liệu"),
        ({ADVANCED: NO_THRESHOLD}, NO_THRESHOLD, "Nâng cao: chưa có mức quy định"),
        ({ADVANCED: NOT_APPLICABLE}, INCOMPLETE, "Nâng cao"),
        ({SET: MET}, INCOMPLETE, "Chưa có kết quả của Nâng cao"),
        ({}, INCOMPLETE, "Chưa có kết quả của Nâng cao"),
    ],
)
def test_a_set_that_requires_another_is_met_only_if_that_one_is(
    met_sets: Mapping[SetId, Verdict], expected: Verdict, words: str
) -> None:
    context = replace(CONTEXT, met_sets=met_sets, names={ADVANCED: "Nâng cao"})
    found = judged(replace(ONE, requires=(ADVANCED,)), ALL_MET, context=context)
    assert found.verdict is expected
    assert words in found.reason
    assert [line.set_id for line in found.prerequisites] == [ADVANCED]


@pytest.mark.parametrize(
    ("criteria", "indicators", "expected"),
    [(2, 2, MET), (2, 1, MET), (1, 1, MET), (2, 3, NO_THRESHOLD), (3, 2, NO_THRESHOLD)],
)
def test_a_set_that_lacks_something_of_its_decree_is_never_met(
    criteria: int, indicators: int, expected: Verdict
) -> None:
    official = Counts(criteria=criteria, indicators=indicators)
    found = judged(replace(ONE, expected=official), ALL_MET)
    assert found.verdict is expected
    assert ("số chính thức là" in found.reason) is ((criteria, indicators) != (2, 2))
    # However much it lacks, what is not met is not met.
    assert judged(replace(ONE, expected=official), {"1.1": NO}).verdict is NOT_MET


def test_a_set_without_criteria_is_never_met() -> None:
    assert judged(a_set(), {}).verdict is NO_THRESHOLD
    assert judged(a_set([]), {}).verdict is NO_THRESHOLD


def a_level(wanted: str = "Khá") -> Indicator:
    scale = Scale(levels=("Chưa đạt", "Đạt", "Khá", "Tốt"), level=wanted)
    return replace(an_indicator("1.1", kind=Kind.LEVEL), rule=None, scale=scale, unit="mức")


@pytest.mark.parametrize(
    ("answer", "expected", "words"),
    [
        (Given(Level("Chưa đạt")), NOT_MET, "“Chưa đạt” chưa đạt yêu cầu: “Khá” trở lên"),
        (Given(Level("Đạt")), NOT_MET, "“Đạt” chưa đạt"),
        (Given(Level("Khá")), MET, "“Khá” đạt yêu cầu: “Khá” trở lên"),
        (Given(Level("Tốt")), MET, "“Tốt” đạt"),
        (Given(Level("Giỏi")), INCOMPLETE, "không đúng dạng"),
        (Given(Decimal(3)), INCOMPLETE, "không đúng dạng"),
        (Given(True), INCOMPLETE, "không đúng dạng"),
        (Given(None), INCOMPLETE, "Chưa nhập"),
    ],
)
def test_a_level_is_compared_by_its_place_on_the_scale(
    answer: Answer, expected: Verdict, words: str
) -> None:
    found = judged(a_set([a_level()]), {"1.1": answer})
    assert found.verdict is expected
    assert words in found.indicator(IndicatorCode("1.1")).judgement.reason


def test_an_office_may_state_another_level_of_the_scale_and_no_other() -> None:
    for level, expected in (("Tốt", NOT_MET), ("Đạt", MET), ("Giỏi", MET)):
        figure = ("185", Figure(level=level, decision="1062/QĐ-UBND", date="2024-06-17"))
        found = judged(a_set([a_level()]), {"1.1": Given(Level("Khá"))}, {"1.1": figure})
        assert found.verdict is expected
        used = found.indicator(IndicatorCode("1.1")).judgement.threshold
        assert (used.office == "185") is (level != "Giỏi")


def test_the_highest_level_is_worded_without_more() -> None:
    assert threshold(a_level("Tốt"), CONTEXT).text == "“Tốt”"
    assert threshold(a_level(), CONTEXT).text == "“Khá” trở lên"


def a_choice(wanted: int | None = 2) -> Indicator:
    options = tuple(Named(id=id_, name=id_.upper()) for id_ in "abc")
    limit = None if wanted is None else str(wanted)
    made = an_indicator("1.1", kind=Kind.NUMBER, limit=limit)
    return replace(made, options=options, unit="lĩnh vực")


@pytest.mark.parametrize(
    ("wanted", "answer", "expected", "words"),
    [
        (2, Given(Chosen(("a",))), NOT_MET, "1 < 2 lĩnh vực: A"),
        (2, Given(Chosen(("a", "c"))), MET, "2 ≥ 2 lĩnh vực: A; C"),
        (2, Given(Chosen(("a", "b", "c"))), MET, "3 ≥ 2 lĩnh vực: A; B; C"),
        (2, Given(Chosen(())), NOT_MET, "0 < 2 lĩnh vực"),
        (2, Given(Chosen(("a", "x"))), INCOMPLETE, "không đúng dạng"),
        (2, Given(Decimal(2)), INCOMPLETE, "không đúng dạng"),
        (2, Given(True), INCOMPLETE, "không đúng dạng"),
        (None, Given(Chosen(("a", "b"))), NO_THRESHOLD, "Chưa có mức quy định"),
    ],
)
def test_at_least_so_many_of_the_options(
    wanted: int | None, answer: Answer, expected: Verdict, words: str
) -> None:
    found = judged(a_set([a_choice(wanted)]), {"1.1": answer})
    assert found.verdict is expected
    assert words in found.indicator(IndicatorCode("1.1")).judgement.reason


INCOME = IndicatorCode("10.1")


def ten_per_cent_more() -> Indicator:
    relative = Relative(set_id=ADVANCED, code=INCOME, factor=Decimal("1.1"))
    rule = Rule(comparison=Comparison.AT_LEAST, relative=relative)
    return replace(
        an_indicator("1.1", kind=Kind.MONEY), rule=rule, unit="triệu đồng", checked=True
    )


@pytest.mark.parametrize(
    ("base", "income", "expected"),
    [
        ("50", "54.999", NOT_MET),
        ("50", "55", MET),
        ("50", "55.001", MET),
        ("0", "0", MET),
        (None, "1000", NO_THRESHOLD),
        ("absent", "1000", NO_THRESHOLD),
    ],
)
def test_a_relative_limit_is_so_many_times_the_other_one(
    base: str | None, income: str, expected: Verdict
) -> None:
    of = an_indicator(INCOME, kind=Kind.MONEY, limit=None if base == "absent" else base)
    references = {} if base == "absent" else {(ADVANCED, INCOME): threshold(of, CONTEXT)}
    context = replace(CONTEXT, references=references)
    found = judged(a_set([ten_per_cent_more()]), {"1.1": Given(Decimal(income))}, context=context)
    assert found.verdict is expected
    reason = found.indicator(IndicatorCode("1.1")).judgement.reason
    assert ("1,1 lần mức" in reason) is (expected is not NO_THRESHOLD)
    assert ("Chưa có mức của chỉ tiêu 10.1" in reason) is (expected is NO_THRESHOLD)


@pytest.mark.parametrize(("own", "others"), [(True, False), (False, True)])
def test_a_computed_limit_is_never_surer_than_what_it_comes_from(
    own: object, others: object
) -> None:
    base = replace(an_indicator(INCOME), checked=bool(others))
    context = replace(CONTEXT, references={(ADVANCED, INCOME): threshold(base, CONTEXT)})
    found = threshold(replace(ten_per_cent_more(), checked=bool(own)), context)
    assert found.checked is False
    assert found.limit == Decimal(88)


def test_a_figure_an_office_states_wins_over_the_computed_one() -> None:
    entered = ("185", Figure(value=Decimal(60)))
    found = judged(a_set([ten_per_cent_more()]), {"1.1": Given(Decimal(60))}, {"1.1": entered})
    assert found.verdict is MET
    assert found.indicator(IndicatorCode("1.1")).judgement.reason == "60 ≥ 60 triệu đồng"


def test_a_stated_figure_says_nothing_of_how_another_was_computed() -> None:
    entered = ("185", Figure(value=Decimal(60)))
    references = {(ADVANCED, INCOME): threshold(an_indicator(INCOME), CONTEXT)}
    found = threshold(
        ten_per_cent_more(), replace(CONTEXT, references=references), entered=entered
    )
    assert (found.limit, found.computed) == (Decimal(60), "")


@pytest.mark.parametrize(
    ("group", "value", "expected", "words"),
    [
        ("nhom_1", "40", MET, "40 ≥ 40"),
        ("nhom_1", "39.9", NOT_MET, "39,9 < 40"),
        ("nhom_2", "35", MET, "35 ≥ 35"),
        ("nhom_3", "99", NO_THRESHOLD, "Chưa có mức quy định"),
        ("nhom_9", "99", NO_THRESHOLD, "Chưa có mức quy định"),
        ("", "99", NO_THRESHOLD, "Chưa biết xã thuộc nhóm nào"),
    ],
)
def test_a_limit_by_group_needs_the_group_of_the_commune(
    group: str, value: str, expected: Verdict, words: str
) -> None:
    by_group = {"nhom_1": Decimal(40), "nhom_2": Decimal(35), "nhom_3": None}
    rule = Rule(comparison=Comparison.AT_LEAST, by_group=by_group)
    indicator = replace(an_indicator("1.1"), rule=rule)
    context = replace(CONTEXT, group=group)
    found = judged(a_set([indicator]), {"1.1": Given(Decimal(value))}, context=context)
    assert found.verdict is expected
    assert words in found.indicator(IndicatorCode("1.1")).judgement.reason


def test_an_office_states_a_figure_for_a_group_alone() -> None:
    rule = Rule(comparison=Comparison.AT_LEAST, by_group={"nhom_1": None, "nhom_2": None})
    indicator = replace(an_indicator("1.1"), rule=rule)
    figure = ("185", Figure(by_group={"nhom_1": Decimal(40)}))
    for group, expected in (("nhom_1", MET), ("nhom_2", NO_THRESHOLD)):
        context = replace(CONTEXT, group=group)
        found = judged(a_set([indicator]), {"1.1": Given(Decimal(50))}, {"1.1": figure}, context)
        assert found.verdict is expected


def test_a_region_nobody_knows_is_not_one_of_the_others() -> None:
    by_region: dict[str, Decimal | None] = {"TDMNPB": Decimal(90), "other": Decimal(10)}
    rule = Rule(comparison=Comparison.AT_LEAST, by_region=by_region)
    indicator = replace(an_indicator("1.1"), rule=rule)
    for region, expected in (("TDMNPB", NOT_MET), ("DBSH", MET), ("", NO_THRESHOLD)):
        context = replace(CONTEXT, region=region)
        found = judged(a_set([indicator]), {"1.1": Given(Decimal(50))}, context=context)
        assert found.verdict is expected


@pytest.mark.parametrize(
    ("if_any", "reason", "expected"),
    [
        (True, "xã không có chợ", NOT_APPLICABLE),
        (True, "  ", INCOMPLETE),
        (True, "", INCOMPLETE),
        (False, "xã không có chợ", INCOMPLETE),
    ],
)
def test_only_what_may_be_absent_is_set_aside_and_only_for_a_reason(
    if_any: object, reason: str, expected: Verdict
) -> None:
    indicator = replace(an_indicator("1.1"), if_any=bool(if_any))
    found = judged(a_set([indicator]), {"1.1": NotApplicable(reason)})
    assert found.indicator(IndicatorCode("1.1")).verdict is expected
