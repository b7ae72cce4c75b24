"""What becomes of each indicator: mappings first, then equal digests, whatever the order."""

from dataclasses import replace
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from ntm_desktop.domain.criteria import CriteriaSet, Indicator, IndicatorCode
from ntm_desktop.domain.indicator_digest import indicator_digest
from ntm_desktop.domain.mapping import Change, Correspondence, SetMapping, SetVersion
from ntm_desktop.domain.matching import Match, Outcome, matches
from tests.builders import a_criterion, an_indicator
from tests.sets import a_set

ROADS = an_indicator("1.1")
WATER = replace(an_indicator("1.2"), name="Tỷ lệ hộ có nước sạch")
HOUSES = replace(an_indicator("1.3"), name="Tỷ lệ nhà kiên cố")


def sets(old: list[Indicator], new: list[Indicator]) -> tuple[CriteriaSet, CriteriaSet]:
    return a_set("bo-cu", a_criterion(*old)), a_set("bo-moi", a_criterion(*new))


def told(*lines: Correspondence) -> SetMapping:
    old, new = sets([], [])
    return SetMapping(
        name="Bảng",
        old=SetVersion(set_id=old.id, version=1),
        new=SetVersion(set_id=new.id, version=1),
        lines=lines,
    )


def line(change: Change, old: str, new: str = "", *, checked: bool = False) -> Correspondence:
    return Correspondence(
        change=change,
        old=tuple(IndicatorCode(code) for code in old.split()),
        new=tuple(IndicatorCode(code) for code in new.split()),
        checked=checked,
    )


def renumbered(indicator: Indicator, code: str) -> Indicator:
    return replace(indicator, code=IndicatorCode(code))


def seen(found: tuple[Match, ...]) -> list[tuple[str, str, str]]:
    return [
        (
            match.outcome.value,
            " ".join(one.code for one in match.old),
            " ".join(one.code for one in match.new),
        )
        for match in found
    ]


def test_the_same_demand_goes_over_under_another_number() -> None:
    old, new = sets([ROADS, WATER], [renumbered(ROADS, "7.1"), HOUSES])
    assert seen(matches(old, new)) == [
        ("unchanged", "1.1", "7.1"),
        ("unmatched", "1.2", ""),
        ("new", "", "1.3"),
    ]


def test_another_limit_is_another_demand() -> None:
    old, new = sets([ROADS], [an_indicator("1.1", limit="90")])
    assert seen(matches(old, new)) == [("unmatched", "1.1", ""), ("new", "", "1.1")]


def test_of_demands_that_occur_twice_only_those_of_one_code_go_together() -> None:
    twice = [ROADS, renumbered(ROADS, "1.9")]
    old, new = sets(twice, [ROADS, renumbered(ROADS, "2.2")])
    assert seen(matches(old, new)) == [
        ("unchanged", "1.1", "1.1"),
        ("unmatched", "1.9", ""),
        ("new", "", "2.2"),
    ]


def test_what_a_mapping_says_comes_before_equal_digests() -> None:
    old, new = sets([ROADS, WATER], [ROADS, HOUSES])
    mapping = told(line(Change.DROPPED, "1.1"), line(Change.RENAMED, "1.2", "1.1"))
    assert seen(matches(old, new, mapping)) == [
        ("dropped", "1.1", ""),
        ("renamed", "1.2", "1.1"),
        ("new", "", "1.3"),
    ]


def test_what_is_said_to_be_renamed_and_did_not_change_is_unchanged() -> None:
    old, new = sets([ROADS], [renumbered(ROADS, "2.1")])
    found = matches(old, new, told(line(Change.RENAMED, "1.1", "2.1")))
    assert seen(found) == [("unchanged", "1.1", "2.1")]
    assert found[0].sure


def test_only_compared_texts_make_the_same_demand_sure() -> None:
    old, new = sets([ROADS, WATER], [renumbered(HOUSES, "2.1"), renumbered(HOUSES, "2.2")])
    found = matches(
        old,
        new,
        told(
            line(Change.SAME, "1.1", "2.1", checked=True),
            line(Change.SAME, "1.2", "2.2", checked=False),
        ),
    )
    assert [match.sure for match in found] == [True, False]
    renamed = matches(old, new, told(line(Change.RENAMED, "1.1", "2.1", checked=True)))
    assert not renamed[0].sure


def test_split_and_merged_name_all_that_belongs_together() -> None:
    old, new = sets(
        [ROADS, WATER, HOUSES], [renumbered(HOUSES, f"2.{place}") for place in (10, 2, 3)]
    )
    found = matches(
        old,
        new,
        told(line(Change.SPLIT, "1.1", "2.10 2.2"), line(Change.MERGED, "1.3 1.2", "2.3")),
    )
    assert seen(found) == [("split", "1.1", "2.2 2.10"), ("merged", "1.2 1.3", "2.3")]


def test_conditions_go_over_too() -> None:
    debt = renumbered(replace(ROADS, id="debt"), "dk.1")
    old, new = sets([ROADS], [WATER])
    found = matches(replace(old, conditions=(debt,)), replace(new, conditions=(debt,)))
    assert ("unchanged", "dk.1", "dk.1") in seen(found)


INDICATORS = st.lists(
    st.builds(
        lambda code, limit: an_indicator(f"1.{code}", limit=str(limit)),
        st.integers(1, 12),
        st.integers(1, 4),
    ),
    unique_by=lambda one: one.code,
    max_size=8,
)


@given(INDICATORS, INDICATORS, st.integers())
def test_the_order_of_indicators_never_matters(
    old: list[Indicator], new: list[Indicator], seed: int
) -> None:
    plain = matches(*sets(old, new))
    shuffle = Random(seed).shuffle  # noqa: S311 - not for keys
    shuffle(old)
    shuffle(new)
    assert matches(*sets(old, new)) == plain


@given(INDICATORS, INDICATORS)
def test_every_indicator_stands_in_exactly_one_match(
    old: list[Indicator], new: list[Indicator]
) -> None:
    found = matches(*sets(old, new))
    for wanted, side in ((old, "old"), (new, "new")):
        codes = [one.code for match in found for one in getattr(match, side)]
        assert sorted(codes) == sorted(one.code for one in wanted)


@given(INDICATORS, INDICATORS)
def test_unchanged_is_said_of_equal_digests_only(
    old: list[Indicator], new: list[Indicator]
) -> None:
    for match in matches(*sets(old, new)):
        if match.outcome is Outcome.UNCHANGED:
            assert indicator_digest(match.old[0]) == indicator_digest(match.new[0])
