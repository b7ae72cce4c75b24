"""A set is made stricter in Excel, goes to the communes, and is judged by everywhere."""

from pathlib import Path

import pytest

from tests.builders import SET, UNIT
from tests.cli.conftest import Ntm
from tests.set_workbooks import ABOUT, put, row_of

YEAR = ("--year", "2024")
At = tuple[object, ...]


@pytest.fixture
def places(commune: Path, authority: Path, passphrase_file: Path, enrolled: None) -> tuple[At, At]:
    """The commune and the district, as options of commands."""
    secret = ("--passphrase-file", passphrase_file, "--json")
    return ("--data", commune, *secret), ("--data", authority, *secret)


def make_stricter(ntm: Ntm, book: Path, at: At) -> None:
    """Ask for 90 % in 3.1, as version 2."""
    ntm("set", "export", SET, book, *at)
    put(book, ABOUT, B3=2)
    put(book, "Chỉ tiêu", **{f"F{row_of(book, '3.1')}": 90})
    assert ntm("set", "import", book, "--accept-warnings", *at).status == 0


def told(ntm: Ntm, usb: Path, commune: At, district: At) -> list[str]:
    """Send a package; give what the district is told of sets, before and after."""
    usb.mkdir(exist_ok=True)
    sent = ntm("package", "export", usb, *YEAR, *commune).document["files"][0]["path"]
    seen: list[str] = ntm("package", "inspect", sent, *district).document["sets"]
    notices = ntm("package", "import", sent, *district).document["notices"]
    assert set(seen) <= set(notices)
    return seen


def standing(ntm: Ntm, at: At) -> tuple[str, bool]:
    """Give the verdict on 3.1, and whether the set is said to be another one than the sender's."""
    found = ntm("status", "--subject", UNIT, *YEAR, *at).document
    asked = [each for one in found["criteria"] for each in one["indicators"]]
    verdict = next(each["verdict"] for each in asked if each["code"] == "3.1")
    return verdict, "version" in [each["about"] for each in found["findings"]]


def test_a_stricter_version_reaches_every_verdict_and_never_silently(
    ntm: Ntm, places: tuple[At, At], tmp_path: Path
) -> None:
    commune, district = places
    make_stricter(ntm, tmp_path / "bộ.xlsx", district)
    ntm("indicator", "set", "3.1", "85", *YEAR, *commune)
    (words,) = told(ntm, tmp_path / "usb", commune, district)
    assert "còn dùng phiên bản 1" in words
    assert standing(ntm, commune) == ("met", False)
    assert standing(ntm, district) == ("not_met", True)

    file = tmp_path / "bộ.ntm-data"
    ntm("set", "export", SET, file, *district)
    taken = ntm("set", "import", file, "--accept-warnings", *commune).document
    assert taken["judged_anew"] == 1
    assert standing(ntm, commune) == ("not_met", False)
    ntm("indicator", "set", "3.1", "91", *YEAR, *commune)
    assert told(ntm, tmp_path / "usb", commune, district) == []
    assert standing(ntm, district) == ("met", False)
