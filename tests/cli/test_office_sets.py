"""Beginning with a criteria set without a window."""

from pathlib import Path

from tests.builders import SET
from tests.cli.conftest import Ntm

ADVANCED = "xa-ntm-nang-cao-2021-2025"


def test_a_set_is_begun_and_left(ntm: Ntm, commune: Path) -> None:
    at = ("--json", "--data", commune)
    assert ntm("set", "use", ADVANCED, *at).document == {
        "changed": True,
        "sets": [SET, ADVANCED],
    }
    assert ntm("set", "use", ADVANCED, *at).document["changed"] is False
    assert ntm("set", "leave", SET, *at).document["sets"] == [ADVANCED]
    assert ntm("status", "--year", "2024", *at).document["set"] == ADVANCED
    assert ntm("set", "leave", ADVANCED, *at).error == "no_set_left"


def test_people_read_the_names(ntm: Ntm, commune: Path) -> None:
    assert "nâng cao" in ntm("set", "use", ADVANCED, "--data", commune).out
