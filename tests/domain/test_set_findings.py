from dataclasses import replace
from decimal import Decimal
from functools import cache

import pytest

from ntm_desktop.domain.criteria import Comparison, CriteriaSet, IndicatorCode, Part, Rule
from ntm_desktop.domain.set_findings import About, set_findings, unchecked_codes, unknown_codes
from ntm_desktop.domain.threshold import Entered, Figure, Where
from ntm_desktop.exchange import criteria_file
from ntm_desktop.services.catalogue import SETS
from resources import read_text
from tests.builders import an_indicator
from tests.domain.test_judge_set import a_set


@cache
def shipped(id_: str) -> CriteriaSet:
    return criteria_file.criteria_set(
        criteria_file.parse(read_text(f"criteria_sets/{id_}.yaml")), ""
    )


def said(criteria_set: CriteriaSet) -> dict[About, list[str]]:
    found: dict[About, list[str]] = {}
    for finding in set_findings(criteria_set):
        found.setdefault(finding.about, []).append(finding.words)
    return found


def test_that_the_district_set_has_one_line_too_many_is_said() -> None:
    words = said(shipped("huyen-ntm-2021-2025"))[About.COUNTS]
    assert len(words) == 1
    assert "37 chỉ tiêu, số chính thức là 36" in words[0]


def test_that_the_next_period_is_only_a_frame_is_said() -> None:
    found = said(shipped("xa-ntm-2026-2030"))
    assert "3 chỉ tiêu, số chính thức là 47" in found[About.COUNTS][0]
    assert "Mới có khung" in found[About.STRUCTURE_ONLY][0]


@pytest.mark.parametrize("id_", SETS)
def test_a_template_of_other_provinces_says_so_and_nothing_else_does(id_: str) -> None:
    assert (About.TEMPLATE in said(shipped(id_))) is id_.endswith("-langson")


@pytest.mark.parametrize(
    ("id_", "counts"),
    [(SETS[0], False), (SETS[1], False), (SETS[2], False), (SETS[5], False)],
)
def test_sets_with_the_official_counts_have_no_such_finding(id_: str, counts: object) -> None:
    assert (About.COUNTS in said(shipped(id_))) is counts


def entered(**figure: object) -> dict[IndicatorCode, Entered]:
    return {IndicatorCode("1.1"): ("185", Figure(**figure))}  # type: ignore[arg-type]


def test_what_an_office_entered_is_checked_and_known() -> None:
    unknown = replace(an_indicator("1.1", limit=None), checked=False)
    criteria_set = a_set([unknown])
    assert unchecked_codes(criteria_set, {}) == unknown_codes(criteria_set, {}) == ["1.1"]
    stated = entered(value=Decimal(1))
    assert unchecked_codes(criteria_set, stated) == unknown_codes(criteria_set, stated) == []
    assert set_findings(criteria_set, stated) == []


GAP = Rule(comparison=Comparison.AT_LEAST)


@pytest.mark.parametrize(
    ("rule", "figure", "unknown"),
    [
        (replace(GAP, by_year={"2024": None, "2025": Decimal(1)}), {}, True),
        (replace(GAP, by_year={"2024": Decimal(1)}), {}, False),
        (replace(GAP, by_year={"2024": None}), {"by_year": {"2024": Decimal(1)}}, False),
        (replace(GAP, by_year={"2024": None}), {"by_year": {"2025": Decimal(1)}}, True),
        (replace(GAP, by_group={"a": None, "b": None}), {"by_group": {"a": Decimal(1)}}, True),
        (replace(GAP, by_group={"a": None}), {"value": Decimal(1)}, False),
        (GAP, {"parts": {"a": Decimal(1)}}, True),
    ],
)
def test_a_limit_is_unknown_as_long_as_any_year_or_group_lacks_one(
    rule: Rule, figure: dict[str, object], unknown: object
) -> None:
    criteria_set = a_set([replace(an_indicator("1.1"), rule=rule)])
    assert (unknown_codes(criteria_set, entered(**figure)) == ["1.1"]) is unknown


def test_a_part_without_a_limit_is_unknown_too() -> None:
    one = an_indicator("1.1")
    part = Part(id="a", name="a", kind=one.kind, unit="%", rule=GAP)
    criteria_set = a_set([replace(one, parts=(part,))])
    assert unknown_codes(criteria_set, entered(value=Decimal(1))) == ["1.1"]
    assert unknown_codes(criteria_set, entered(parts={"a": Decimal(1)})) == []


@pytest.mark.parametrize(
    ("group", "figure", "lacking"),
    [
        ("", None, ["4.a"]),
        ("", Figure(by_group={"nhom_1": Decimal(50)}), ["4.a"]),
        ("", Figure(value=Decimal(50)), []),
        ("nhom_3", None, []),
    ],
)
def test_that_the_group_of_the_commune_is_open_is_said_where_it_matters(
    group: str, figure: Figure | None, lacking: list[str]
) -> None:
    stated: dict[IndicatorCode, Entered] = (
        {} if figure is None else {IndicatorCode("4.a"): ("185", figure)}
    )
    where = Where(year=2026, region="TDMNPB", group=group)
    found = set_findings(shipped("xa-ntm-2026-2030"), stated, where)
    codes = [code for one in found if one.about is About.PLACE for code in one.indicators]
    assert codes == lacking


def test_a_set_without_groups_never_asks_for_one() -> None:
    found = set_findings(shipped(SETS[0]), {}, Where(year=2024))
    assert About.PLACE not in {one.about for one in found}


@pytest.mark.parametrize(
    ("region", "figure", "unknown"),
    [
        ("TDMNPB", {}, False),
        ("DBSH", {}, True),
        ("", {}, True),
        ("DBSH", {"value": Decimal(80)}, False),
    ],
)
def test_what_the_set_states_for_another_region_is_unknown_here(
    region: str, figure: dict[str, object], unknown: object
) -> None:
    """The figures of the north say nothing of the Red River delta."""
    rule = Rule(
        comparison=Comparison.AT_LEAST, value=Decimal(70), by_region={"TDMNPB": Decimal(70)}
    )
    criteria_set = a_set([replace(an_indicator("1.1"), rule=rule)])
    stated = entered(**figure) if figure else {}
    where = Where(year=2024, region=region)
    assert (unknown_codes(criteria_set, stated, where) == ["1.1"]) is unknown
    assert unknown_codes(criteria_set, stated) == []
