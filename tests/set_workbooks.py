"""Workbooks of criteria sets as an officer changes them."""

from functools import cache
from pathlib import Path

from openpyxl import load_workbook

from ntm_desktop.domain.criteria import SetId
from ntm_desktop.exchange import criteria_file, criteria_workbook
from ntm_desktop.services.catalogue import agencies
from ntm_desktop.services.set_files import SetFiles
from ntm_desktop.services.workplace import Workplace
from resources import read_text
from tests.builders import SET

ABOUT = "Bộ tiêu chí"
"""The first sheet: B2 the id, B3 the version, B4 the name."""


@cache
def _next_version() -> bytes:
    document = criteria_file.parse(read_text(f"criteria_sets/{SET}.yaml"))
    return criteria_workbook.workbook(document | {"version": document["version"] + 1}, agencies())


def next_version(path: Path) -> Path:
    """Write the shipped set of communes as its next version."""
    path.write_bytes(_next_version())
    return path


def put(path: Path, sheet: str, **cells: str | float) -> None:
    """Write into cells of a sheet."""
    book = load_workbook(path)
    for place, value in cells.items():
        book[sheet][place] = value
    book.save(path)


def row_of(path: Path, code: str) -> int:
    """Find the row of an indicator."""
    sheet = load_workbook(path)["Chỉ tiêu"]
    return next(each for each in range(2, 99) if sheet[f"B{each}"].value == code)


def take_version(work: Workplace, file: Path, set_id: str = SET, **cells: str | int) -> None:
    """Take a set over from Excel whose first sheet was changed."""
    service = SetFiles(work)
    service.export(SetId(set_id), file)
    put(file, ABOUT, **cells)
    service.apply(service.plan(file), accepted=True)
