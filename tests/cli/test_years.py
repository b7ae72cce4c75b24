"""Years without a window: compared, carried forward, confirmed, at risk."""

from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Ntm


def enter(ntm: Ntm, commune: Path, year: int, code: str, value: str) -> None:
    words = ("indicator", "set", code, value, "--year", year)
    assert ntm("--data", commune, *words).status == 0


def asked(ntm: Ntm, commune: Path, *words: object) -> Any:
    ran = ntm("--json", "--data", commune, *words)
    assert ran.status == 0, ran.err
    return ran.document


def indicator(ntm: Ntm, commune: Path, code: str) -> Any:
    found = asked(ntm, commune, "status", "--year", 2024)
    return next(
        one
        for criterion in found["criteria"]
        for one in criterion["indicators"]
        if one["code"] == code
    )


def test_a_year_is_carried_forward_and_confirmed(ntm: Ntm, commune: Path) -> None:
    enter(ntm, commune, 2023, "3.1", "86,5")
    enter(ntm, commune, 2023, "1.1", "đạt")
    carry = ("year", "carry", "--year", 2024)
    shown = asked(ntm, commune, *carry, "--dry-run")
    assert (shown["carried"], shown["changed"]) == (["1.1", "3.1"], False)
    assert indicator(ntm, commune, "3.1")["value"] is None
    done = asked(ntm, commune, *carry)
    assert (done["before"], done["year"], done["changed"]) == (2023, 2024, True)
    road = indicator(ntm, commune, "3.1")
    assert road["carried_from"] == {"set": "xa-ntm-2021-2025", "year": 2023}
    assert (road["value"], road["verdict"]) == ("86.5", "incomplete")
    confirm = ("indicator", "confirm", "3.1,1.1", "--year", 2024)
    assert asked(ntm, commune, *confirm)["changed"] is True
    assert asked(ntm, commune, *confirm)["changed"] is False
    road = indicator(ntm, commune, "3.1")
    assert (road["carried_from"], road["verdict"]) == (None, "met")


def test_two_years_are_compared(ntm: Ntm, commune: Path) -> None:
    enter(ntm, commune, 2022, "3.1", "86,5")
    enter(ntm, commune, 2024, "3.1", "70")
    found = asked(ntm, commune, "year", "compare", "--year", 2024)
    assert (found["before"], found["met_before"], found["total"]) == (2022, 0, 19)
    road = found["criteria"][2]["indicators"][0]
    assert road == {
        "code": "3.1",
        "before": {"value": "86.5", "verdict": "met"},
        "now": {"value": "70", "verdict": "not_met"},
        "difference": "-16.5",
        "course": "lost",
        "to_confirm": False,
    }
    told = ntm("--data", commune, "year", "compare", "--year", 2024).out
    assert "3.1: 86,5 % → 70 % (không còn đạt)" in told


def test_what_may_be_lost_is_listed(ntm: Ntm, commune: Path) -> None:
    enter(ntm, commune, 2023, "4.1", "đạt")
    enter(ntm, commune, 2023, "4.2", "100")
    enter(ntm, commune, 2024, "4.1", "chưa đạt")
    found = asked(ntm, commune, "year", "risks", "--year", 2024)
    assert [(risk["danger"], risk["indicator"]) for risk in found["risks"]] == [("lost", "4.1")]
    assert found["withdrawal"] == {
        "lost": [4],
        "key": [],
        "total": 19,
        "percent": "5.3",
        "due": False,
    }
    assert "thu hồi" in ntm("--data", commune, "year", "risks", "--year", 2024).out


def test_without_an_earlier_year_there_is_no_risk_to_tell(ntm: Ntm, commune: Path) -> None:
    enter(ntm, commune, 2024, "4.1", "chưa đạt")
    found = asked(ntm, commune, "year", "risks", "--year", 2024)
    assert (found["risks"], found["withdrawal"]) == ([], None)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("year", "carry"), "no_earlier_year"),
        (("year", "compare", "--before", "2021"), "no_earlier_year"),
        (("year", "risks", "--until", "31/02/2024"), "bad_date"),
        (("indicator", "confirm", "3.1,99.9"), "unknown_indicator"),
    ],
)
def test_what_cannot_be_done_is_refused(
    ntm: Ntm, commune: Path, words: tuple[str, ...], code: str
) -> None:
    ran = ntm("--json", "--data", commune, *words, "--year", 2024)
    assert (ran.status, ran.error) == (3, code)
