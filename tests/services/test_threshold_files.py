"""Figures go to Excel and come back the same; what is wrong is named and nothing is entered."""

import errno
import os
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from db import journal
from db.connection import DataFile
from db.data_file import prepare
from ntm_desktop.domain.criteria import IndicatorCode, SetId
from ntm_desktop.domain.threshold import Figure
from ntm_desktop.exchange.disk import DiskFullError
from ntm_desktop.exchange.workbook import WorkbookProblemsError
from ntm_desktop.paths import DataFolder
from ntm_desktop.services import threshold_files
from ntm_desktop.services.catalogue import Catalogue
from ntm_desktop.services.thresholds import Statement, Thresholds
from tests.builders import AUTHORITY, HERE, SET, UNIT, an_identity

NEW = SetId("xa-ntm-2026-2030")
STATED = Statement(value="", decision="1062/QĐ-UBND", date="2024-06-17", year=2024)
SOURCE = Figure(decision="1062/QĐ-UBND", date="2024-06-17")
THIS = SetId(SET)
FILLED = {"H": 65, "J": "1062/QĐ-UBND", "K": "17/06/2024"}


@pytest.fixture
def data(tmp_path: Path) -> Iterator[DataFile]:
    opened = prepare(DataFolder(tmp_path))
    yield opened
    opened.close()


def a_service(data: DataFile, unit: str = UNIT) -> Thresholds:
    identity = HERE if unit == UNIT else an_identity("o", unit=unit)
    catalogue = Catalogue(data.path.parent / "cache")
    return Thresholds(data=data, identity=identity, catalogue=catalogue, authority=AUTHORITY)


@pytest.fixture
def service(data: DataFile) -> Thresholds:
    return a_service(data)


@pytest.fixture
def catalogue(tmp_path: Path) -> Catalogue:
    return Catalogue(tmp_path / "cache")


def test_a_full_disk_leaves_the_file_that_was_there(
    service: Thresholds, catalogue: Catalogue, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise OSError(errno.ENOSPC, "full")

    target = tmp_path / "mức.xlsx"
    target.write_bytes(b"filled in by somebody")
    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(DiskFullError):
        threshold_files.export(service, catalogue.criteria_set(SET), target, 2024)
    assert target.read_bytes() == b"filled in by somebody"
    assert sorted(path.name for path in tmp_path.glob("mức*")) == ["mức.xlsx"]


def figures(service: Thresholds, set_id: SetId = THIS) -> dict[IndicatorCode, Figure]:
    found = service.effective(set_id).items()
    return {code: by[service.office] for code, by in found if service.office in by}


def filled(
    service: Thresholds, catalogue: Catalogue, rows: dict[tuple[str, str], dict[str, Any]]
) -> Path:
    """Export, then type into cells: by code and part, the column letters."""
    path = service._data.path.parent / "a.xlsx"  # noqa: SLF001
    threshold_files.export(service, catalogue.criteria_set(SET), path, 2024)
    book = load_workbook(path)
    sheet = book.worksheets[0]
    for row in range(2, sheet.max_row + 1):
        place = (str(sheet[f"A{row}"].value), str(sheet[f"C{row}"].value or ""))
        for letter, value in rows.get(place, {}).items():
            sheet[f"{letter}{row}"] = value
    book.save(path)
    return path


def take(service: Thresholds, catalogue: Catalogue, path: Path, set_id: str = SET) -> int:
    planned = threshold_files.plan(service, catalogue.criteria_set(set_id), path)
    threshold_files.apply(service, planned)
    return len(planned.changes)


def test_a_filled_row_is_entered_and_empty_ones_say_nothing(
    service: Thresholds, catalogue: Catalogue
) -> None:
    service.enter(THIS, IndicatorCode("2.2"), replace(STATED, value="70"))
    path = filled(service, catalogue, {("2.1", ""): FILLED, ("2.2", ""): dict.fromkeys("HIJK")})
    planned = threshold_files.plan(service, catalogue.criteria_set(SET), path)
    (change,) = planned.changes
    assert change.words == ("chưa nhập", "từ 65 % trở lên, theo 1062/QĐ-UBND ngày 17/06/2024")
    assert IndicatorCode("2.1") not in figures(service), "a plan enters nothing"
    threshold_files.apply(service, planned)
    assert {code: one.value for code, one in figures(service).items()} == {"2.1": 65, "2.2": 70}


def test_demands_without_a_number_are_confirmed(service: Thresholds, catalogue: Catalogue) -> None:
    take(
        service,
        catalogue,
        filled(service, catalogue, {("1.1", ""): {**FILLED, "H": None, "I": "x"}}),
    )
    assert figures(service)[IndicatorCode("1.1")] == replace(SOURCE, confirmed=True)


def test_groups_of_communes_travel(
    data: DataFile, tmp_path: Path, service: Thresholds, catalogue: Catalogue
) -> None:
    code, criteria = IndicatorCode("4.a"), catalogue.criteria_set(NEW)
    for group, value in (("nhom_1", "60"), ("nhom_3", "0,1")):
        stated = replace(STATED, value=value, year=2026, group=group)
        service.enter(NEW, code, stated)
    threshold_files.export(service, criteria, tmp_path / "n.xlsx", 2026)
    other = a_service(data, "06382")
    assert take(other, catalogue, tmp_path / "n.xlsx", NEW) == 1
    assert figures(other, NEW) == figures(service, NEW)


@settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.dictionaries(
        st.sampled_from(["2.1", "2.2", "17.1", "17.1:a", "10.1", "1.1"]),
        st.decimals(0, 100, places=3),
        min_size=1,
    ),
    st.sampled_from([2023, 2024, 2025]),
)
def test_what_goes_to_excel_comes_back_the_same(
    tmp_path_factory: pytest.TempPathFactory, stated: dict[str, Decimal], year: int
) -> None:
    folder = tmp_path_factory.mktemp("round")
    data = prepare(DataFolder(folder))
    try:
        catalogue = Catalogue(folder / "cache")
        ours, theirs = a_service(data), a_service(data, "06382")
        for place, value in stated.items():
            code, _, part = place.partition(":")
            text = "" if code == "1.1" else f"{value}".replace(".", ",")
            said = replace(STATED, value=text, year=year, part=part or None)
            if code == "1.1":
                said = replace(STATED, confirmed=True)
            ours.enter(THIS, IndicatorCode(code), said)
        path = folder / "a.xlsx"
        threshold_files.export(ours, catalogue.criteria_set(SET), path, year)
        assert take(ours, catalogue, path) == 0
        take(theirs, catalogue, path)
        assert figures(theirs) == figures(ours)
    finally:
        data.close()


@pytest.mark.parametrize(
    ("place", "cells", "words"),
    [
        (("2.1", ""), {**FILLED, "H": 101}, "ô H"),
        (("2.1", ""), {**FILLED, "H": "đạt"}, "không phải là số"),
        (("2.1", ""), {**FILLED, "H": True}, "phải là số"),
        (("2.1", ""), {**FILLED, "H": "=1+1"}, "công thức"),
        (("2.1", ""), {**FILLED, "J": None}, "ô J"),
        (("2.1", ""), {**FILLED, "K": None}, "ô K"),
        (("2.1", ""), {**FILLED, "K": "hôm qua"}, "ô K"),
        (("2.1", ""), {**FILLED, "A": "99.9"}, "không có chỉ tiêu “99.9”"),
        (("2.1", ""), {**FILLED, "A": 2.1}, "ô A"),
        (("2.1", ""), {**FILLED, "A": "2.2"}, "hai dòng giống nhau"),
        (("2.1", ""), {**FILLED, "C": "z"}, "không có phần “z”"),
        (("2.1", ""), {**FILLED, "D": "nhom_1"}, "ô D"),
        (("2.1", ""), {**FILLED, "E": 2024}, "không chia theo năm"),
        (("10.1", ""), {**FILLED, "E": None}, "phải ghi năm"),
        (("1.1", ""), FILLED, "không có mức số"),
        (("2.1", ""), {**FILLED, "N": "huyen-ntm-2021-2025"}, "là bộ khác"),
    ],
)
def test_what_is_wrong_is_named_and_nothing_is_entered(
    data: DataFile,
    service: Thresholds,
    catalogue: Catalogue,
    place: tuple[str, str],
    cells: dict[str, Any],
    words: str,
) -> None:
    path = filled(service, catalogue, {place: cells, ("17.1", ""): FILLED})
    with pytest.raises(WorkbookProblemsError, match="Tờ “Mức quy định”") as raised:
        take(service, catalogue, path)
    assert words in str(raised.value)
    with data.session() as store:
        assert list(journal.everything(store)) == []


def test_what_cannot_be_read_and_what_does_not_fit_are_named_together(
    service: Thresholds, catalogue: Catalogue
) -> None:
    rows = {("2.1", ""): {**FILLED, "H": "=1+1"}, ("2.2", ""): {**FILLED, "H": 101}}
    with pytest.raises(WorkbookProblemsError) as raised:
        take(service, catalogue, filled(service, catalogue, rows))
    said = [str(problem) for problem in raised.value.problems]
    assert len(said) == 2
    assert "công thức" in said[0]
    assert "101" in said[1]


def test_two_decisions_for_one_indicator_are_refused(
    service: Thresholds, catalogue: Catalogue
) -> None:
    other = {**FILLED, "H": 20, "J": "1/QĐ"}
    path = filled(service, catalogue, {("17.1", ""): FILLED, ("17.1", "a"): other})
    with pytest.raises(WorkbookProblemsError, match="khác quyết định"):
        take(service, catalogue, path)


def test_a_cell_shown_in_percent_is_meant_so(service: Thresholds, catalogue: Catalogue) -> None:
    path = filled(service, catalogue, {("2.1", ""): {**FILLED, "H": 0.65}})
    book = load_workbook(path)
    for (cell,) in book.worksheets[0]["H2:H99"]:
        cell.number_format = "0%"
    book.save(path)
    take(service, catalogue, path)
    assert figures(service)[IndicatorCode("2.1")].value == 65
