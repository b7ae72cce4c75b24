from pathlib import Path

import pytest

from ntm_desktop.exchange import criteria_file
from ntm_desktop.services.catalogue import (
    DEFAULT_SETS,
    SETS,
    Catalogue,
    UnknownSetError,
    agencies,
    unit_lists,
)
from tests.builders import AUTHORITY, SET, UNIT
from tests.sets import the_set


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "cache"


def test_the_cached_form_gives_the_same_set_without_reading_yaml(
    cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = the_set()
    first = Catalogue(cache).criteria_set(SET)
    monkeypatch.delattr(criteria_file, "parse")
    again = Catalogue(cache).criteria_set(SET)
    assert first == again == expected
    assert again.digest == the_set().digest
    assert [path.suffix for path in cache.iterdir()] == [".json"]


@pytest.mark.parametrize("content", [b"", b"{", b"null", b"[]", b'{"id": "x"}', b"\xff\xfe"])
def test_a_damaged_cache_only_costs_time(cache: Path, content: bytes) -> None:
    Catalogue(cache).criteria_set(SET)
    (kept,) = cache.iterdir()
    whole = kept.read_bytes()
    kept.write_bytes(content)
    assert Catalogue(cache).criteria_set(SET) == the_set()
    assert kept.read_bytes() == whole


def test_a_cache_that_cannot_be_written_only_costs_time(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert Catalogue(tmp_path / "file" / "cache").criteria_set(SET) == the_set()


def test_a_set_is_read_once(cache: Path) -> None:
    catalogue = Catalogue(cache)
    assert catalogue.criteria_set(SET) is catalogue.criteria_set(SET)


@pytest.mark.parametrize("id_", ["", "xa", "../units/bac-son-2024"])
def test_an_unknown_set_is_named_with_those_there_are(cache: Path, id_: str) -> None:
    with pytest.raises(UnknownSetError, match=SETS[0]):
        Catalogue(cache).criteria_set(id_)


def test_the_lists_have_the_units_of_the_dispatch_and_of_the_province() -> None:
    district, province = unit_lists()
    assert (district.code, district.level, province.level) == (AUTHORITY, "district", "province")
    assert sum(unit.kind == "commune" for unit in district.units) == 17
    assert UNIT in {unit.code for unit in district.units}
    for listed in unit_lists():
        assert len({unit.code for unit in listed.units}) == len(listed.units)


def test_every_agency_in_charge_has_a_name() -> None:
    in_charge = {indicator.agency for indicator in the_set().indicators.values()}
    assert in_charge <= set(agencies())
    assert all(agencies().values())


def test_every_set_of_the_dispatch_and_of_the_next_period_is_there(cache: Path) -> None:
    found = {one.id: (one.subject, one.tier, one.requires) for one in Catalogue(cache).sets()}
    standard, advanced = "xa-ntm-2021-2025", "xa-ntm-nang-cao-2021-2025"
    assert found == {
        standard: ("commune", "standard", ()),
        advanced: ("commune", "advanced", (standard,)),
        "xa-ntm-kieu-mau-2021-2025": ("commune", "exemplary", (advanced,)),
        "xa-ntm-2026-2030": ("commune", "standard", ()),
        "huyen-ntm-2021-2025": ("district", "standard", ()),
        "thon-ntm-kieu-mau-langson": ("village", "exemplary", ()),
        "thon-thong-minh-langson": ("village", "smart", ()),
        "khu-dan-cu-kieu-mau-langson": ("residential_area", "exemplary", ()),
        "vuon-mau-langson": ("garden", "model", ()),
    }


def test_a_new_office_works_with_the_standard_set_alone() -> None:
    assert DEFAULT_SETS == (SET,)


def test_an_installed_set_that_cannot_be_read_leaves_the_others(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "bo-moi.yaml").write_text("id: [", encoding="utf-8")
    catalogue = Catalogue(tmp_path / "cache", tmp_path)
    assert list(catalogue.ids()) == list(SETS)
    assert len(catalogue.sets()) == len(SETS)
    with pytest.raises(UnknownSetError):
        catalogue.criteria_set("bo-moi")
    assert caplog.text.count("bo-moi, as it was installed, cannot be read") == 1
