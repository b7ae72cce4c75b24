import json
from copy import deepcopy
from decimal import Decimal
from typing import Any

import pytest

from ntm_desktop.domain.criteria import CriteriaSet, Kind
from ntm_desktop.exchange import criteria_file
from ntm_desktop.exchange.criteria_file import CriteriaFileError, criteria_set, parse
from resources import read_text
from tests.builders import SET
from tests.sets import the_set

TEXT = read_text(f"criteria_sets/{SET}.yaml")


@pytest.fixture
def document() -> dict[str, Any]:
    """The shipped file as plain values, to be spoiled."""
    return deepcopy(dict(parse(TEXT)))


def of(document: Any) -> CriteriaSet:
    return criteria_set(document, "digest")


def first(document: dict[str, Any], kind: str) -> dict[str, Any]:
    found: dict[str, Any] = next(
        indicator
        for criterion in document["criteria"]
        for indicator in criterion["indicators"]
        if indicator["kind"] == kind
    )
    return found


def test_the_shipped_set_has_the_official_counts(document: dict[str, Any]) -> None:
    assert len(the_set().criteria) == document["expected"]["criteria"] == 19
    assert len(the_set().indicators) == document["expected"]["indicators"] == 57
    assert [criterion.order for criterion in the_set().criteria] == list(range(1, 20))


def test_indicators_come_as_people_number_them() -> None:
    codes = [line.code for line in the_set().criteria[16].indicators]
    assert codes == [f"17.{number}" for number in range(1, 13)]


def test_every_indicator_has_a_rule_just_if_it_is_a_number() -> None:
    for indicator in the_set().indicators.values():
        assert (indicator.rule is not None) is indicator.kind.is_numeric
        assert indicator.name
        assert indicator.unit
        assert all(paper.id and paper.name for paper in indicator.papers)


def test_numbers_are_exactly_as_written() -> None:
    rule = the_set().indicators["15.3"].rule  # type: ignore[index]
    assert rule is not None
    assert rule.by_region is not None
    assert rule.by_region["DBSH"] == Decimal("16.5")


def test_the_compact_form_says_the_same(document: dict[str, Any]) -> None:
    document.pop("research", None)
    assert of(json.loads(json.dumps(document, ensure_ascii=False))) == the_set()


def test_research_is_never_looked_at(document: dict[str, Any]) -> None:
    document["research"] = object()
    assert of(document) == the_set()


def test_years_may_be_written_without_quotes(document: dict[str, Any]) -> None:
    first(document, "money")["rule"]["by_year"] = {2024: 42}
    rule = of(document).indicators["10.1"].rule  # type: ignore[index]
    assert rule is not None
    assert rule.limit(year=2024, region="") == Decimal(42)


def test_a_yes_or_no_has_no_figure(document: dict[str, Any]) -> None:
    first(document, "yes_no")["rule"] = {"op": "is", "value": True, "content_by": "province"}
    indicator = of(document).indicators["1.1"]  # type: ignore[index]
    assert (indicator.kind, indicator.rule, indicator.content_by_province) == (
        Kind.YES_NO,
        None,
        True,
    )


@pytest.mark.parametrize(
    ("confidence", "checked"), [("high", True), ("medium", False), ("low", False)]
)
def test_only_a_figure_that_was_compared_is_checked(
    document: dict[str, Any], confidence: str, checked: object
) -> None:
    first(document, "yes_no")["confidence"] = confidence
    assert of(document).indicators["1.1"].checked is checked  # type: ignore[index]


@pytest.mark.parametrize(
    "text", ["a: [", "a: b: c", "\t- x", "!!python/object:os.system {}", "\x00"]
)
def test_a_file_that_is_no_yaml_is_refused(text: str) -> None:
    with pytest.raises(CriteriaFileError):
        parse(text)


@pytest.mark.parametrize("value", [None, "x", 5, [], {}, [{"id": "x"}], {"id": "x"}])
def test_a_file_of_another_form_is_refused(value: Any) -> None:
    with pytest.raises(CriteriaFileError, match="Hãy"):
        of(value)


@pytest.mark.parametrize("name", ["id", "version", "period", "criteria", "legal_basis", "region"])
def test_a_file_without_what_it_needs_is_refused(document: dict[str, Any], name: str) -> None:
    del document[name]
    with pytest.raises(CriteriaFileError, match=name):
        of(document)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("value", "eighty"),
        ("value", float("nan")),
        ("value", float("inf")),
        ("value", [80]),
        ("value", True),
        ("op", "!="),
        ("op", None),
        ("by_year", [42]),
        ("by_region", {"TDMNPB": "x"}),
        ("parts", [{"id": "a"}]),
        ("parts", 5),
    ],
)
def test_a_rule_of_another_form_is_refused(
    document: dict[str, Any], name: str, value: Any
) -> None:
    first(document, "percent")["rule"][name] = value
    with pytest.raises(CriteriaFileError):
        of(document)


def test_a_digest_names_the_text() -> None:
    assert criteria_file.digest("a") != criteria_file.digest("b")
    assert len(criteria_file.digest("đ")) == 64


def test_a_digest_says_nothing_of_who_made_a_file() -> None:
    text = "id: xa\n{}legal_basis: []\n"
    digests = {
        criteria_file.digest(text.format(made))
        for made in (
            "",
            "made: {office: Xã A, on: '2026-01-01'}\n",
            "made: {office: B,\n  on: C}\n",
        )
    }
    assert len(digests) == 1
    assert criteria_file.digest(text.format("name: B\n")) not in digests
