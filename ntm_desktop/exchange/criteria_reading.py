"""Reads a criteria set from its workbook: whole, or refused with every problem by its cell."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from ntm_desktop.domain.criteria import CriteriaSet, SetId
from ntm_desktop.domain.text import fold
from ntm_desktop.exchange import criteria_sheets as sheets
from ntm_desktop.exchange import workbook_cells as cells
from ntm_desktop.exchange.criteria_rows import Builder
from ntm_desktop.exchange.criteria_schema import problems
from ntm_desktop.exchange.criteria_workbook import ITEM, VALUE
from ntm_desktop.exchange.workbook import Column, Problem, Row, Table, WorkbookProblemsError
from ntm_desktop.exchange.workbook_sheets import Sheets, read_sheets


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadSet:
    """What a workbook says: the document of a criteria file, and what nobody read."""

    document: Mapping[str, Any]
    unread: Sequence[str]


def read(path: Path, agencies: Mapping[str, str], known: Mapping[SetId, CriteriaSet]) -> ReadSet:
    """Read a set; raises WorkbookError, WorkbookProblemsError.

    What the set says is held to the same rules as a criteria file.
    """
    found = read_sheets(path, _WANTED)
    wrong = list(found.problems)
    said = _said(found.tables[sheets.SET.name], wrong) if sheets.SET.name in found.tables else {}
    _refuse(path, wrong)
    builder = Builder(found.tables, {fold(name): id_ for id_, name in agencies.items()})
    document = builder.document({name: value for name, (value, _) in said.items()})
    table = found.tables[sheets.SET.name]
    for name, (_, row) in said.items():
        for place in _PLACES.get(name, ((name,),)):
            builder.cells.note(place, table, row, "value")
    wrong = builder.problems + [
        builder.cells.problem(place, in_a_workbook(words))
        for place, words in problems(document, known)
    ]
    _refuse(path, wrong)
    return ReadSet(document=document, unread=tuple(_unread(found)))


_WANTED: Final = {
    sheets.SET.name: (
        Column("item", (ITEM,), needed=True),
        Column("value", (VALUE,), lambda given: given),
    ),
    **{sheet.name: tuple(field.column for field in sheet.fields) for sheet in sheets.LISTS},
}
_PLACES: Final = {
    "first_year": (("period",),),
    "criteria": (("expected", "criteria"), ("expected",)),
    "indicators": (("expected", "indicators"),),
}


def _refuse(path: Path, wrong: Sequence[Problem]) -> None:
    """Refuse what has problems, told in the order of the sheets."""
    if wrong:
        order = {name: place for place, name in enumerate(_WANTED)}
        raise WorkbookProblemsError(
            path.name, sorted(wrong, key=lambda each: order[each.sheet.strip()])
        )


def _said(table: Table, wrong: list[Problem]) -> dict[str, tuple[Any, Row]]:
    """Read the lines of the first sheet, each as what its item asks for."""
    fields = {fold(field.heading): field for field in sheets.SET.fields}
    found: dict[str, tuple[Any, Row]] = {}
    for row in table.rows:
        field = fields.get(fold(row["item"] or ""))
        if field is None:
            wrong.append(table.problem(row, "item", f"không có mục nào tên “{row['item']}”"))
        elif field.name in found:
            wrong.append(table.problem(row, "item", f"mục “{field.heading}” ghi hai lần"))
        else:
            found[field.name] = (_value(field, table, row, wrong), row)
    missing = [field.heading for field in sheets.SET.fields if field.name not in found]
    if missing:
        wrong.append(table.nothing(f"thiếu mục {', '.join(missing)}"))
    return found


def _value(field: sheets.Field, table: Table, row: Row, wrong: list[Problem]) -> Any:
    given = row["value"]
    if given is None:
        if field.needed:
            wrong.append(table.problem(row, "value", f"thiếu “{field.heading}”"))
        return None
    try:
        return field.read(given)
    except cells.CellError as error:
        wrong.append(table.problem(row, "value", str(error)))
        return None


def _unread(found: Sheets) -> list[str]:
    ours = {sheets.GUIDE, sheets.AGENCIES}
    told = [f"tờ “{name}”" for name in found.unread if name not in ours]
    for name, table in found.tables.items():
        if name != sheets.SET.name:
            told += [f"cột “{heading}” ở tờ “{name}”" for heading in table.ignored]
    return told


def in_a_workbook(words: str) -> str:
    """Say of a workbook what the rules say of a criteria file: by its headings, without YAML."""
    for before, after in _SPOKEN:
        words = re.sub(before, after, words)
    return re.sub(r"“([a-z_]+)”", _named, words)


def _named(found: re.Match[str]) -> str:
    return f"“{_HEADINGS.get(found[1], found[1])}”"


_HEADINGS: Final[Mapping[str, str]] = {
    **{field.name: field.heading for each in sheets.LISTS for field in each.fields},
    **{field.name: field.heading for field in sheets.SET.fields},
    **sheets.KINDS,
    "name": "Tên, nội dung",
    "code": "Mã",
    "id": "Mã",
    "set": "Tính theo bộ",
    "relative_to": "Tính theo chỉ tiêu",
    "parts": "Phần",
    "options": "Lựa chọn",
    "scale": "Thang bậc",
    "papers": "Giấy tờ",
    "by_year": "mức theo năm",
    "by_region": "mức theo vùng",
    "by_group": "mức theo nhóm xã",
}
_SPOKEN: Final = (
    (r"mã ghi trong dấu nháy, ví dụ '17\.10'", "mã dạng số như 17.10 hoặc 4.a"),
    (r"“period” phải là .*", "“Năm đầu” và “Năm cuối” phải là các năm, năm đầu trước"),
    (r"ghi null", "để trống"),
    (r"phải là null", "phải để trống"),
    (r"dùng: >=, <=, ==, >, <, =", "dùng: ≥, ≤, =, >, <"),
    (r"“(>=|<=|==|>|<)” không hợp lệ; dùng: (is|at_least)", "loại này phải để trống"),
    (r"^“value” phải là true$", "loại này phải để trống “value”"),
    (r"“None” không hợp lệ", "để trống không hợp lệ"),
    (r"không có mục nào tên", "loại này không dùng"),
    (r"thiếu mục", "thiếu"),
    (r"“>=”|là >= ", lambda found: found[0].replace(">=", "≥")),
)
