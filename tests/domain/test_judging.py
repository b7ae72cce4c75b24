from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ntm_desktop.domain.answer import Answer, Given, NotApplicable, read_amount
from ntm_desktop.domain.assessment import CONFLICT_WORDS, Judgement, Verdict
from ntm_desktop.domain.criteria import Comparison, Indicator, Kind, Part, Rule
from ntm_desktop.domain.judging import hold, judge, judge_indicator
from ntm_desktop.domain.threshold import Figure, Where, threshold
from tests.builders import an_indicator

OUT = NotApplicable("không có")
MET, NOT_MET, INCOMPLETE, NO_THRESHOLD, NOT_APPLICABLE = (
    Verdict.MET,
    Verdict.NOT_MET,
    Verdict.INCOMPLETE,
    Verdict.NO_THRESHOLD,
    Verdict.NOT_APPLICABLE,
)
AMOUNTS = st.decimals(min_value=0, max_value=200, places=1)


WHERE = Where(year=2024, region="TDMNPB")


def judged(indicator: Indicator, *answers: Answer, where: Where = WHERE, **how: Any) -> Judgement:
    return judge_indicator(indicator, answers, where, **how)


def verdict(indicator: Indicator, *answers: Answer, **how: Any) -> Verdict:
    return judged(indicator, *answers, **how).verdict


def of(number: str, **parts: str) -> Given:
    return Given(Decimal(number), {id_: Decimal(value) for id_, value in parts.items()})


def with_rule(**rule: Any) -> Indicator:
    return replace(an_indicator(), rule=Rule(comparison=Comparison.AT_LEAST, **rule))


def with_part(limit: str | None = "50") -> Indicator:
    rule = Rule(comparison=Comparison.AT_LEAST, value=None if limit is None else Decimal(limit))
    part = Part(id="a", name="trong đó tập trung", kind=Kind.PERCENT, unit="%", rule=rule)
    return replace(an_indicator(), parts=(part,))


@pytest.mark.parametrize(
    ("comparison", "below", "at", "above"),
    [
        (Comparison.AT_LEAST, NOT_MET, MET, MET),
        (Comparison.AT_MOST, MET, MET, NOT_MET),
        (Comparison.EQUAL, NOT_MET, MET, NOT_MET),
        (Comparison.ABOVE, NOT_MET, NOT_MET, MET),
        (Comparison.BELOW, MET, NOT_MET, NOT_MET),
    ],
)
def test_the_boundary_belongs_to_the_requirement_unless_it_is_strict(
    comparison: Comparison, below: Verdict, at: Verdict, above: Verdict
) -> None:
    indicator = an_indicator(comparison=comparison)
    assert [verdict(indicator, of(value)) for value in ("79.999", "80.0", "80.001")] == [
        below,
        at,
        above,
    ]


@pytest.mark.parametrize(
    ("comparison", "value", "reason"),
    [
        (Comparison.AT_LEAST, "80", "80 ≥ 80 %"),
        (Comparison.AT_LEAST, "79,5", "79,5 < 80 %"),
        (Comparison.AT_MOST, "80.5", "80,5 > 80 %"),
        (Comparison.EQUAL, "80.0", "80 = 80 %"),
        (Comparison.EQUAL, "81", "81 > 80 %"),
        (Comparison.ABOVE, "80,1", "80,1 > 80 %"),
        (Comparison.ABOVE, "80", "80 không > 80 %"),
        (Comparison.ABOVE, "79", "79 < 80 %"),
        (Comparison.BELOW, "80", "80 không < 80 %"),
        (Comparison.BELOW, "79", "79 < 80 %"),
    ],
)
def test_a_reason_names_the_value_the_sign_and_the_limit(
    comparison: Comparison, value: str, reason: str
) -> None:
    indicator = an_indicator(comparison=comparison)
    assert judged(indicator, Given(read_amount(indicator, value))).reason == reason


@pytest.mark.parametrize("comparison", Comparison)
@given(value=AMOUNTS)
def test_an_unknown_limit_never_lets_anybody_pass_or_fail(
    comparison: Comparison, value: Decimal
) -> None:
    indicator = an_indicator(limit=None, comparison=comparison)
    assert verdict(indicator, Given(value)) is NO_THRESHOLD
    assert verdict(indicator) is INCOMPLETE


@pytest.mark.parametrize("comparison", Comparison)
@pytest.mark.parametrize("limit", ["0", "80", None])
def test_without_an_answer_nothing_is_concluded(comparison: Comparison, limit: str | None) -> None:
    indicator = an_indicator(limit=limit, comparison=comparison)
    assert verdict(indicator) is INCOMPLETE
    assert verdict(indicator, Given(None)) is INCOMPLETE
    assert verdict(replace(indicator, if_any=True), OUT) is NOT_APPLICABLE


def test_zero_is_an_answer_and_a_limit() -> None:
    assert verdict(an_indicator(limit="0", comparison=Comparison.EQUAL), of("0")) is MET
    assert verdict(an_indicator(limit="0"), of("0")) is MET
    assert verdict(an_indicator(), of("0")) is NOT_MET


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (Given(True), MET),
        (Given(False), NOT_MET),
        (Given(None), INCOMPLETE),
        (OUT, INCOMPLETE),
        (of("1"), INCOMPLETE),
    ],
)
def test_a_yes_or_no_is_the_officers_own(answer: Answer, expected: Verdict) -> None:
    assert verdict(an_indicator(kind=Kind.YES_NO), answer) is expected


def test_a_yes_says_nothing_about_a_number() -> None:
    assert verdict(an_indicator(), Given(True)) is INCOMPLETE
    assert verdict(an_indicator(limit=None), Given(True)) is INCOMPLETE


@pytest.mark.parametrize(
    ("whole", "part", "expected"),
    [
        ("80", "50", MET),
        ("80", "49.9", NOT_MET),
        ("79", "50", NOT_MET),
        ("79", None, NOT_MET),
        (None, "49", NOT_MET),
        ("80", None, INCOMPLETE),
        (None, "50", INCOMPLETE),
        (None, None, INCOMPLETE),
    ],
)
def test_every_part_must_hold(whole: str | None, part: str | None, expected: Verdict) -> None:
    answer = Given(
        None if whole is None else Decimal(whole), {} if part is None else {"a": Decimal(part)}
    )
    assert verdict(with_part(), answer) is expected


@pytest.mark.parametrize(
    ("limit", "part_limit", "answer", "expected"),
    [
        (None, "50", of("1", a="50"), NO_THRESHOLD),
        (None, "50", of("1", a="49"), NOT_MET),
        ("80", None, of("80", a="1"), NO_THRESHOLD),
        ("80", None, of("79", a="1"), NOT_MET),
        ("80", None, of("80"), INCOMPLETE),
        (None, None, of("80"), INCOMPLETE),
    ],
)
def test_an_unknown_limit_of_a_part_or_the_whole_holds_back_the_rest(
    limit: str | None, part_limit: str | None, answer: Answer, expected: Verdict
) -> None:
    indicator = replace(an_indicator(limit=limit), parts=with_part(part_limit).parts)
    assert verdict(indicator, answer) is expected


def test_each_part_is_judged_by_itself() -> None:
    (part,) = judged(with_part(), of("79", a="50")).parts
    assert (part.verdict, part.value) == (MET, Decimal(50))
    (part,) = judged(with_part(), of("80", b="99")).parts
    assert (part.verdict, part.value) == (INCOMPLETE, None)


@pytest.mark.parametrize(
    ("by_year", "expected"),
    [
        ({"2024": Decimal(40)}, MET),
        ({"2024": Decimal(60)}, NOT_MET),
        ({"2024": None}, NO_THRESHOLD),
        ({"2023": Decimal(40)}, NO_THRESHOLD),
        ({}, NO_THRESHOLD),
    ],
)
def test_a_year_without_an_entry_is_unknown(
    by_year: Mapping[str, Decimal | None], expected: Verdict
) -> None:
    indicator = with_rule(value=Decimal(1), by_year=by_year)
    assert verdict(indicator, of("50")) is expected


@pytest.mark.parametrize(
    ("region", "expected"),
    [("TDMNPB", MET), ("DBSH", NOT_MET), ("TN", NO_THRESHOLD)],
)
def test_a_region_without_an_entry_is_unknown(region: str, expected: Verdict) -> None:
    by_region = {"TDMNPB": Decimal(40), "DBSH": Decimal(60)}
    indicator = with_rule(value=Decimal(1), by_region=by_region)
    assert verdict(indicator, of("50"), where=replace(WHERE, region=region)) is expected
    others = with_rule(by_region={**by_region, "other": Decimal(50)})
    assert verdict(others, of("50"), where=replace(WHERE, region="TN")) is MET


def test_a_figure_an_office_entered_wins_and_counts_as_checked() -> None:
    figure = Figure(value=Decimal(90), decision="1062/QĐ-UBND", date="2024-06-17")
    found = judged(an_indicator(), of("85"), entered=("185", figure))
    assert found.verdict is NOT_MET
    assert (found.threshold.office, found.threshold.checked) == ("185", True)
    assert found.threshold.source == "1062/QĐ-UBND ngày 17/06/2024"


@pytest.mark.parametrize(
    ("figure", "expected"),
    [
        (Figure(by_year={"2024": Decimal(40)}), MET),
        (Figure(by_year={"2024": Decimal(60)}), NOT_MET),
        (Figure(by_year={"2023": Decimal(40)}), NO_THRESHOLD),
        (Figure(by_year={"2023": Decimal(40)}, value=Decimal(40)), MET),
        (Figure(parts={"a": Decimal(40)}), NO_THRESHOLD),
        (Figure(), NO_THRESHOLD),
    ],
)
def test_what_a_figure_does_not_state_stays_as_the_set_has_it(
    figure: Figure, expected: Verdict
) -> None:
    indicator = with_rule(by_year={"2024": None})
    assert verdict(indicator, of("50"), entered=("185", figure)) is expected


def test_a_figure_for_a_part_is_for_that_part_alone() -> None:
    entered = ("185", Figure(parts={"a": Decimal(60)}))
    indicator = with_part(None)
    assert verdict(indicator, of("80", a="60"), entered=entered) is MET
    assert verdict(indicator, of("80", a="59"), entered=entered) is NOT_MET
    assert verdict(indicator, of("79", a="60"), entered=entered) is NOT_MET


def test_no_figure_turns_a_yes_or_no_into_a_number() -> None:
    entered = ("185", Figure(value=Decimal(1)))
    assert verdict(an_indicator(kind=Kind.YES_NO), Given(True), entered=entered) is MET


def test_a_threshold_nobody_checked_judges_and_says_so() -> None:
    for checked, said in ((True, False), (False, True)):
        indicator = replace(an_indicator(), checked=checked)
        found = judged(indicator, of("80"))
        assert found.verdict is MET
        assert ("mức chưa đối chiếu" in found.reason) is said


@pytest.mark.parametrize("limit", ["0", None])
def test_contradicting_answers_conclude_nothing(limit: str | None) -> None:
    indicator = replace(an_indicator(limit=limit), parts=with_part("0").parts)
    found = judged(indicator, of("80", a="80"), of("85", a="80"))
    assert (found.verdict, found.reason) == (INCOMPLETE, CONFLICT_WORDS)
    assert [part.verdict for part in found.parts] == [INCOMPLETE]


def test_an_answer_in_dispute_with_its_deletion_concludes_nothing() -> None:
    assert verdict(an_indicator(), of("80"), in_dispute=True) is INCOMPLETE
    assert verdict(an_indicator(), OUT, in_dispute=True) is INCOMPLETE


def test_not_applicable_sets_the_parts_aside_too() -> None:
    found = judged(replace(with_part(), if_any=True), OUT)
    assert found.verdict is NOT_APPLICABLE
    assert all(part.verdict is NOT_APPLICABLE for part in found.parts)


@pytest.mark.parametrize(
    ("indicators", "expected"),
    [
        ([], NO_THRESHOLD),
        ([MET], MET),
        ([MET, MET], MET),
        ([MET, NOT_APPLICABLE], MET),
        ([NOT_APPLICABLE, NOT_APPLICABLE], NOT_APPLICABLE),
        ([MET, NO_THRESHOLD], NO_THRESHOLD),
        ([NOT_APPLICABLE, NO_THRESHOLD], NO_THRESHOLD),
        ([NO_THRESHOLD, INCOMPLETE], INCOMPLETE),
        ([NOT_APPLICABLE, INCOMPLETE], INCOMPLETE),
        ([MET, NO_THRESHOLD, INCOMPLETE, NOT_MET], NOT_MET),
        ([NOT_APPLICABLE, NOT_MET], NOT_MET),
    ],
)
def test_the_first_that_applies_decides_a_criterion(
    indicators: list[Verdict], expected: Verdict
) -> None:
    assert judge([(one, False) for one in indicators]) is expected


@given(st.lists(st.sampled_from(Verdict), min_size=1), st.data())
def test_a_conflict_leaves_a_criterion_incomplete_whatever_else(
    verdicts: list[Verdict], data: st.DataObject
) -> None:
    place = data.draw(st.integers(0, len(verdicts) - 1))
    lines = [(one, at == place) for at, one in enumerate(verdicts)]
    assert judge(lines) is INCOMPLETE


@given(st.lists(st.tuples(st.sampled_from(Verdict), st.booleans())), st.randoms())
def test_order_never_matters_to_a_criterion(
    lines: list[tuple[Verdict, bool]], random: Any
) -> None:
    shuffled = lines[:]
    random.shuffle(shuffled)
    assert judge(shuffled) is judge(lines)


def test_only_met_and_not_applicable_count_as_met() -> None:
    assert {one for one in Verdict if one.counts_as_met} == {MET, NOT_APPLICABLE}


LIMITS = st.none() | AMOUNTS
RULES = st.builds(
    Rule,
    comparison=st.sampled_from(Comparison),
    value=LIMITS,
    by_year=st.none() | st.dictionaries(st.sampled_from(["2023", "2024"]), LIMITS),
    by_region=st.none() | st.dictionaries(st.sampled_from(["TDMNPB", "other", "TN"]), LIMITS),
)
FIGURES = st.builds(
    Figure,
    value=LIMITS,
    by_year=st.dictionaries(st.sampled_from(["2023", "2024"]), AMOUNTS),
    parts=st.dictionaries(st.sampled_from("ab"), AMOUNTS),
)
INDICATORS = st.builds(
    lambda rule, parts: replace(
        an_indicator(),
        rule=rule,
        parts=tuple(
            Part(id=id_, name=id_, kind=Kind.PERCENT, unit="%", rule=part)
            for id_, part in parts.items()
        ),
    ),
    RULES,
    st.dictionaries(st.sampled_from("ab"), RULES),
)
GIVEN = st.builds(
    Given, st.none() | st.booleans() | AMOUNTS, st.dictionaries(st.sampled_from("ab"), AMOUNTS)
)


@given(INDICATORS, st.lists(GIVEN, max_size=2), st.none() | FIGURES)
def test_met_means_that_every_limit_is_known_and_holds(
    indicator: Indicator, answers: list[Given], figure: Figure | None
) -> None:
    entered = None if figure is None else ("185", figure)
    found = judged(indicator, *answers, entered=entered)
    if found.verdict is not MET:
        return
    (answer,) = answers
    for part in (None, *indicator.parts):
        limit = threshold(indicator, WHERE, entered=entered, part=part)
        value = answer.parts[part.id] if part else answer.value
        assert limit.limit is not None
        assert limit.comparison is not None
        assert isinstance(value, Decimal)
        assert limit.comparison.holds(value, limit.limit)


@given(st.none() | st.booleans() | AMOUNTS, RULES)
def test_the_reason_shows_the_figures_it_rests_on(
    value: Decimal | bool | None, rule: Rule
) -> None:
    indicator = replace(an_indicator(), rule=rule)
    limit = threshold(indicator, WHERE)
    found, reason = hold(value, limit)
    assert reason
    assert (found in {MET, NOT_MET}) is any(sign in reason for sign in "≥≤=<>")
