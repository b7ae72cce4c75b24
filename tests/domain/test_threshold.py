from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ntm_desktop.domain.canonical import canonical
from ntm_desktop.domain.criteria import Comparison, Indicator, Kind, Rule
from ntm_desktop.domain.threshold import (
    Entered,
    Figure,
    Threshold,
    Where,
    figure_field,
    read_figure,
)
from ntm_desktop.domain.threshold import threshold as find
from tests.builders import an_indicator

AMOUNTS = st.decimals(min_value=0, max_value=10**6, places=2)
TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cn"]), max_size=5)
FIGURES = st.builds(
    Figure,
    value=st.none() | AMOUNTS,
    level=TEXTS,
    confirmed=st.booleans(),
    by_group=st.dictionaries(st.sampled_from(["nhom_1", "nhom_2"]), AMOUNTS),
    by_year=st.dictionaries(st.sampled_from(["2023", "2024"]), AMOUNTS),
    parts=st.dictionaries(st.sampled_from("ab"), AMOUNTS),
    decision=TEXTS,
    date=TEXTS,
)


def threshold(indicator: Indicator, entered: Entered | None = None) -> Threshold:
    return find(indicator, Where(year=2024, region="TDMNPB"), entered=entered)


@given(FIGURES)
def test_a_figure_survives_being_stored(figure: Figure) -> None:
    assert read_figure(figure_field(figure)) == figure


@given(AMOUNTS)
def test_equal_figures_are_stored_alike(number: Decimal) -> None:
    one, other = (Figure(value=value, by_year={"2024": value}) for value in (number, number * 1))
    assert canonical(figure_field(one)) == canonical(figure_field(other))


@pytest.mark.parametrize(
    ("content", "figure"),
    [
        (None, None),
        ("80", None),
        ({}, Figure()),
        ({"value": "abc", "decision": ["x"], "date": 5}, Figure()),
        ({"by_year": ["42"], "parts": "a"}, Figure()),
        ({"level": 3, "confirmed": "yes", "by_group": [1]}, Figure()),
        ({"by_year": {"2023": 42, "2024": "43"}}, Figure(by_year={"2024": Decimal(43)})),
    ],
)
def test_a_figure_of_another_form_is_passed_over(content: Any, figure: Figure | None) -> None:
    assert read_figure(content) == figure


@pytest.mark.parametrize(
    ("indicator", "words"),
    [
        (an_indicator(), "từ 80 % trở lên"),
        (an_indicator(comparison=Comparison.AT_MOST, limit="12.5"), "không quá 12,5 %"),
        (an_indicator(comparison=Comparison.EQUAL, limit="0"), "đúng 0 %"),
        (an_indicator(limit=None), "Chưa có mức quy định"),
        (an_indicator(kind=Kind.YES_NO), "Đạt"),
    ],
)
def test_a_requirement_is_worded_for_people(indicator: Indicator, words: str) -> None:
    assert threshold(indicator).text == words


def test_a_set_says_whether_its_own_figure_was_checked_and_where_it_is_from() -> None:
    indicator = replace(an_indicator(), checked=False, source="QĐ 318/QĐ-TTg")
    found = threshold(indicator)
    assert (found.checked, found.source, found.office) == (False, "QĐ 318/QĐ-TTg", "")


def test_a_figure_of_zero_is_a_statement() -> None:
    found = threshold(an_indicator(), ("185", Figure(value=Decimal(0))))
    assert (found.limit, found.office) == (Decimal(0), "185")


def test_a_figure_of_a_year_wins_over_one_for_all_years() -> None:
    figure = Figure(value=Decimal(1), by_year={"2024": Decimal(2)})
    assert threshold(an_indicator(), ("185", figure)).limit == Decimal(2)
    assert figure.limit(2023) == Decimal(1)


def test_a_figure_wins_over_the_region_of_the_set() -> None:
    rule = Rule(comparison=Comparison.AT_LEAST, by_region={"TDMNPB": Decimal(70)})
    indicator = replace(an_indicator(), rule=rule)
    assert threshold(indicator).limit == Decimal(70)
    assert threshold(indicator, ("185", Figure(value=Decimal(75)))).limit == Decimal(75)


def test_confirming_makes_sure_of_what_the_set_has_and_invents_nothing() -> None:
    entered = ("185", Figure(confirmed=True, decision="1062/QĐ-UBND", date="2024-06-17"))
    unchecked = replace(an_indicator(), checked=False)
    known, unknown = (
        threshold(unchecked, entered),
        threshold(replace(unchecked, rule=Rule(comparison=Comparison.AT_LEAST)), entered),
    )
    assert (known.limit, known.checked, known.office) == (Decimal(80), True, "185")
    assert (unknown.limit, unknown.checked, unknown.office) == (None, False, "")
    yes_no = replace(an_indicator(kind=Kind.YES_NO), checked=False)
    assert threshold(yes_no, entered).checked is True


@given(FIGURES)
def test_a_figure_is_empty_only_if_it_states_nothing(figure: Figure) -> None:
    assert figure.is_empty is (
        figure_field(replace(figure, decision="", date="")) == {"decision": "", "date": ""}
    )


def test_figures_by_group_say_nothing_of_a_commune_whose_group_is_open() -> None:
    """The same is missing whether the set states them or an office does."""
    by_group = {"nhom_1": Decimal(70), "nhom_2": Decimal(60)}
    unknown = an_indicator(limit=None)
    own = replace(unknown, rule=Rule(comparison=Comparison.AT_LEAST, by_group=by_group))
    entered = ("185", Figure(by_group=by_group))
    for indicator, stated in ((own, None), (unknown, entered)):
        for group, limit in (("", None), ("nhom_1", Decimal(70)), ("nhom_2", Decimal(60))):
            found = find(indicator, Where(year=2026, group=group), entered=stated)
            assert (found.limit, found.lacks_group) == (limit, not group)
    elsewhere = find(own, Where(year=2026, group="nhom_3"))
    assert (elsewhere.limit, elsewhere.lacks_group) == (None, False)
