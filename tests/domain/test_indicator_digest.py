from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from ntm_desktop.domain.criteria import (
    Comparison,
    IndicatorCode,
    Kind,
    Named,
    Paper,
    Part,
    Relative,
    Rule,
    Scale,
    SetId,
)
from ntm_desktop.domain.indicator_digest import indicator_digest, set_digests
from tests.builders import an_indicator
from tests.sets import the_set

RULE = Rule(comparison=Comparison.AT_LEAST, value=Decimal(80))
RELATIVE = Relative(set_id=SetId("a"), code=IndicatorCode("1.1"), factor=Decimal("1.1"))
PART = Part(id="a", name="trong đó", kind=Kind.PERCENT, unit="%", rule=RULE)
CHANGES: list[dict[str, Any]] = [
    {"name": "Tỷ lệ đường xã"},
    {"kind": Kind.NUMBER},
    {"unit": "km"},
    {"if_any": True},
    {"content_by_province": True},
    {"rule": None},
    {"rule": replace(RULE, value=Decimal(81))},
    {"rule": replace(RULE, value=None)},
    {"rule": replace(RULE, comparison=Comparison.ABOVE)},
    {"rule": replace(RULE, by_year={"2024": Decimal(80)})},
    {"rule": replace(RULE, by_year={"2024": None})},
    {"rule": replace(RULE, by_region={"2024": Decimal(80)})},
    {"rule": replace(RULE, by_group={"2024": Decimal(80)})},
    {"rule": replace(RULE, relative=RELATIVE)},
    {"rule": replace(RULE, relative=replace(RELATIVE, factor=Decimal("1.2")))},
    {"scale": Scale(levels=("Đạt", "Khá"), level="Khá")},
    {"scale": Scale(levels=("Đạt", "Khá"), level="Đạt")},
    {"options": (Named(id="a", name="A"),)},
    {"parts": (PART,)},
    {"parts": (replace(PART, rule=replace(RULE, value=None)),)},
]


@pytest.mark.parametrize("change", CHANGES, ids=str)
def test_whatever_changes_the_demand_changes_the_digest(change: dict[str, Any]) -> None:
    assert indicator_digest(replace(an_indicator(), **change)) != indicator_digest(an_indicator())


def test_no_two_demands_have_one_digest() -> None:
    digests = {indicator_digest(replace(an_indicator(), **change)) for change in CHANGES}
    assert len(digests) == len(CHANGES)


@pytest.mark.parametrize(
    "change",
    [
        {"code": IndicatorCode("9.9")},
        {"papers": (Paper(id="P1", name="Ảnh"),)},
        {"agency": "phong-ktht"},
        {"checked": False},
        {"source": "QĐ 318"},
        {"rule": replace(RULE, value=Decimal("80.00"))},
    ],
    ids=str,
)
def test_what_leaves_the_demand_as_it_is_leaves_the_digest(change: dict[str, Any]) -> None:
    assert indicator_digest(replace(an_indicator(), **change)) == indicator_digest(an_indicator())


def test_digests_are_the_same_for_ever() -> None:
    assert (
        indicator_digest(an_indicator())
        == "f419df6b33a083757a5babf287722f9d94ff4893ec6f0364344b22ca97a5eba0"
    )


def test_a_set_has_a_digest_for_everything_it_asks() -> None:
    digests = set_digests(the_set())
    assert list(digests) == list(the_set().asked)
    assert len(set(digests.values())) == len(digests)
