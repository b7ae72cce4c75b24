import pytest

from tests.offices import YEAR
from tests.services.conftest import Offices


@pytest.mark.parametrize(("words", "place"), [("no dong", "dk.1"), ("dk.2", "dk.2")])
def test_conditions_beyond_the_criteria_are_found_too(
    offices: Offices, words: str, place: str
) -> None:
    office = offices.commune
    found = office.search.find(office.sheet(year=YEAR), words)
    assert [hit.place for hit in found].count(f"criteria:{place}") == 1


def test_an_indicator_is_found_once_and_not_as_a_condition(offices: Offices) -> None:
    office = offices.commune
    found = office.search.find(office.sheet(year=YEAR), "3.1")
    assert [hit.place for hit in found if hit.place == "criteria:3.1"] == ["criteria:3.1"]
