"""Lists of units in Excel, as offices keep them."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from ntm_desktop.domain.unit_code import WHAT_IT_IS, is_unit_code
from ntm_desktop.services.places import REGIONS
from ntm_desktop.services.units import KINDS, ListedUnit, kind_of

if TYPE_CHECKING:
    from ntm_desktop.exchange.workbook import Column, Problem, Row, Table
    from ntm_desktop.exchange.workbook_cells import Cell

_SHEET = "Đơn vị"


def read_list(path: Path, groups: Mapping[str, str] | None = None) -> list[ListedUnit]:
    """Read units from an Excel workbook; raises WorkbookError, WorkbookProblemsError.

    `groups` are the known groups (name by id). Nothing is kept: the caller takes the list over.
    """
    from ntm_desktop.exchange.workbook import WorkbookProblemsError, read_table

    table = read_table(path, _columns(groups or {}), sheet=_SHEET)
    problems = _twins(table)
    if not table.rows:
        problems = [table.nothing("không có đơn vị nào dưới dòng tên cột")]
    if problems:
        raise WorkbookProblemsError(path.name, problems)
    return [_listed(row) for row in table.rows]


def _columns(groups: Mapping[str, str]) -> "tuple[Column, ...]":
    from ntm_desktop.exchange import workbook_cells as cells
    from ntm_desktop.exchange.workbook import Column

    kinds = {words: id_ for id_, words in KINDS.items()}
    regions = {words: id_ for id_, words in REGIONS.items()}
    numbers = {str(number): id_ for number, id_ in enumerate(groups, 1)}
    spelled = {f"Nhóm {number}": id_ for number, id_ in numbers.items()}
    ids = {id_: id_ for id_ in (*REGIONS, *groups)}
    kind, region = cells.choice(kinds), cells.choice(regions, ids)
    group = cells.choice(numbers, spelled | ids)
    return (
        Column("code", ("Mã", "Mã đơn vị", "Mã xã", "Mã ĐVHC"), _code, needed=True),
        Column("name", ("Tên", "Tên đơn vị", "Tên xã", "Xã, phường", "Đơn vị"), needed=True),
        Column("kind", ("Loại", "Cấp", "Loại đơn vị"), kind, optional=True),
        Column("region", ("Vùng",), region, optional=True),
        Column("group", ("Nhóm", "Nhóm xã"), group, optional=True),
    )


def _code(given: "Cell") -> str:
    from ntm_desktop.exchange import workbook_cells as cells

    found = cells.code(given)
    if not is_unit_code(found):
        raise cells.CellError(f"mã đơn vị phải {WHAT_IT_IS}")
    return found


def _twins(table: "Table") -> "list[Problem]":
    """Name every code that stands there twice."""
    problems, seen = [], set[str]()
    for row in table.rows:
        if row["code"] in seen:
            problems.append(table.problem(row, "code", f"mã “{row['code']}” có hai lần"))
        seen.add(row["code"])
    return problems


def _listed(row: "Row") -> ListedUnit:
    return ListedUnit(
        code=row["code"],
        name=row["name"],
        kind=row["kind"] or kind_of(row["name"]),
        region=row["region"] or "",
        group=row["group"] or "",
    )
