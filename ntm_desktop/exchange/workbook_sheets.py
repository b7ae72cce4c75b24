"""Workbooks of several sheets: each by its name, with the problems of all of them at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ntm_desktop.exchange.workbook import Column, Problem, Table, read_sheet
from ntm_desktop.exchange.workbook_file import open_workbook


@dataclass(frozen=True, slots=True)
class Sheets:
    """What was read: the tables by the names of their sheets, and all that is wrong with them.

    `unread` names sheets nobody asked for.
    """

    tables: Mapping[str, Table]
    problems: Sequence[Problem]
    unread: Sequence[str] = ()


def read_sheets(path: Path, wanted: Mapping[str, Sequence[Column]]) -> Sheets:
    """Read sheets by their names; raises WorkbookError. A sheet that is missing is a problem."""
    book = open_workbook(path)
    try:
        there = {each.title.strip(): each for each in book.worksheets}
        problems = [
            Problem(name, "", "không có tờ này; hãy giữ nguyên tên các tờ")
            for name in wanted
            if name not in there
        ]
        tables = {}
        for name in wanted.keys() & there.keys():
            tables[name], wrong = read_sheet(path.name, there[name], wanted[name])
            problems += wrong
    finally:
        book.close()
    return Sheets(tables, problems, [name for name in there if name not in wanted])
