"""Figures of a criteria set in an Excel workbook: one row for each that can be stated."""

from collections.abc import Iterable
from dataclasses import astuple, dataclass
from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Final

from ntm_desktop.domain.text import number_spelling
from ntm_desktop.exchange import workbook_cells as cells
from ntm_desktop.exchange.workbook import Column, Problem, Table, look_at_table

SHEET: Final = "Mức quy định"
_WIDTHS: Final = (9, 50, 8, 11, 8, 12, 26, 16, 12, 20, 14, 30, 22, 24)
_LOCKED: Final = "FFEDEDED"
_TO_FILL: Final = range(8, 12)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One row, in the order of the columns; only `stated` to `date` are for the officer."""

    code: str
    name: str
    part: str = ""
    group: str = ""
    year: str = ""
    unit: str = ""
    shipped: str = ""
    stated: Decimal | str | None = None
    confirmed: bool = False
    decision: str = ""
    date: str = ""
    used: str = ""
    checked: str = ""
    set_id: str = ""


_HEADINGS: Final = (
    "Mã",
    "Nội dung",
    "Phần",
    "Nhóm xã",
    "Năm",
    "Đơn vị",
    "Mức của bộ tiêu chí",
    "Mức theo quyết định",
    "Đã đối chiếu",
    "Số quyết định",
    "Ngày quyết định",
    "Mức đang dùng",
    "Tình trạng",
    "Bộ tiêu chí",
)


def workbook(lines: Iterable[Line]) -> bytes:
    """Give the rows as a workbook."""
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = SHEET
    sheet.append(_HEADINGS)
    for line in lines:
        sheet.append([_written(value) for value in astuple(line)])
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for row in sheet.iter_rows(1):
        for place, cell in enumerate(row, 1):
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            if place not in _TO_FILL:
                cell.fill = PatternFill("solid", _LOCKED)
            elif place > _TO_FILL[1]:
                cell.number_format = "@"
        row[0].number_format = row[2].number_format = "@"
    for place, width in enumerate(_WIDTHS, 1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    sheet.freeze_panes = "C2"
    written = BytesIO()
    book.save(written)
    return written.getvalue()


def read(path: Path) -> tuple[Table, list[Problem]]:
    """Read the rows an officer filled in, and what is wrong with cells; raises WorkbookError."""
    return look_at_table(
        path,
        (
            Column("code", ("Mã", "Mã chỉ tiêu"), cells.code, needed=True),
            Column("part", ("Phần",), optional=True),
            Column("group", ("Nhóm xã",), optional=True),
            Column("year", ("Năm",), cells.count, optional=True),
            Column("stated", ("Mức theo quyết định",), _typed),
            Column("confirmed", ("Đã đối chiếu",), cells.yes_no, optional=True),
            Column("decision", ("Số quyết định", "Quyết định số")),
            Column("date", ("Ngày quyết định", "Ngày"), _day),
            Column("set_id", ("Bộ tiêu chí",), optional=True),
        ),
        sheet=SHEET,
    )


def _written(value: object) -> object:
    if isinstance(value, Decimal):
        exact = Decimal(f"{float(value):.15g}") == value
        return float(value) if exact else number_spelling(value).replace(".", ",")
    if isinstance(value, bool):
        return "x" if value else None
    return value or None


def _typed(given: cells.Cell) -> str:
    """Read a number or level as it would be typed; a cell shown in percent is meant so."""
    value = given.value
    if isinstance(value, bool | date):
        raise cells.CellError("phải là số, hoặc tên bậc")
    if isinstance(value, Decimal):
        shown = value * 100 if "%" in given.number_format else value
        return number_spelling(shown).replace(".", ",")
    return value


def _day(given: cells.Cell) -> str:
    return cells.day(given).isoformat()
