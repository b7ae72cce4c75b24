"""Tables read from Excel workbooks, each problem named by sheet and cell."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from ntm_desktop.domain.legacy_text import legacy_encoding
from ntm_desktop.domain.text import clean, fold
from ntm_desktop.errors import InputError
from ntm_desktop.exchange import workbook_cells
from ntm_desktop.exchange.workbook_cells import CellError, Read, text, words_of
from ntm_desktop.exchange.workbook_file import WorkbookError, open_workbook

if TYPE_CHECKING:
    from pathlib import Path

    from openpyxl.cell.cell import Cell, MergedCell
    from openpyxl.workbook.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

    SheetCell = Cell | MergedCell

MOST_TOLD: Final = 50
_HEADER_WITHIN = 30
_MOST_ROWS, _MOST_COLUMNS = 100_000, 200


class Problem(NamedTuple):
    """One thing that is wrong: the sheet, its cell or row (may be empty), and what in words."""

    sheet: str
    place: str
    words: str

    def __str__(self) -> str:
        where = ", ".join(part for part in (f"Tờ “{self.sheet}”", self.place) if part)
        return f"{where}: {self.words}"


class WorkbookProblemsError(InputError):
    """A workbook of which nothing was taken over; `problems` names everything that is wrong."""

    code = "workbook_problems"

    def __init__(self, file_name: str, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        told = [f"- {problem}" for problem in self.problems[:MOST_TOLD]]
        if len(self.problems) > MOST_TOLD:
            told.append(f"- … và {len(self.problems) - MOST_TOLD} chỗ khác")
        super().__init__(
            f"Tệp “{file_name}” có {len(self.problems)} chỗ phải sửa, chưa nhập gì. "
            "Hãy sửa trong Excel rồi nhập lại:\n" + "\n".join(told)
        )


@dataclass(frozen=True, slots=True)
class Column:
    """A column that is looked for by its heading, in any of these wordings (accents optional).

    `needed`: every row must have it; `optional`: the whole column may be absent.
    """

    name: str
    headings: tuple[str, ...]
    read: Read = text
    needed: bool = False
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its number in the sheet, and the values by column name; empty cells are None.

    Not `whole`: something is wrong with it, and told already.
    """

    number: int
    values: Mapping[str, Any]
    whole: bool = True

    def __getitem__(self, name: str) -> Any:
        return self.values[name]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """What a sheet holds; `places` tells the cell of each column (without row), for problems.

    `ignored` are headings that belong to no column asked for.
    """

    file_name: str
    sheet: str
    rows: tuple[Row, ...]
    places: Mapping[str, str]
    ignored: tuple[str, ...] = ()

    def problem(self, row: Row, column: str, words: str) -> Problem:
        """Name the cell of a row that something is wrong with."""
        return Problem(self.sheet, _at(f"{self.places[column]}{row.number}"), words)

    def nothing(self, words: str) -> Problem:
        """Name the sheet as what is wrong."""
        return Problem(self.sheet, "", words)


def read_table(path: "Path", columns: Sequence[Column], *, sheet: str = "") -> Table:
    """Read the table whose header row has these columns; raises WorkbookError.

    `sheet` is the name to prefer where there are several. Empty rows are passed over. Anything
    that could be taken wrongly raises WorkbookProblemsError with every problem, and gives nothing.
    """
    table, problems = look_at_table(path, columns, sheet=sheet)
    if problems:
        raise WorkbookProblemsError(path.name, problems)
    return table


def look_at_table(
    path: "Path", columns: Sequence[Column], *, sheet: str = ""
) -> tuple[Table, list[Problem]]:
    """Read as `read_table` does; gives what is wrong beside what could be read."""
    book = open_workbook(path)
    try:
        reader = _choose(path.name, book, columns, sheet)
        return reader.table(), reader.problems
    finally:
        book.close()


def read_sheet(
    file_name: str, sheet: "Worksheet", columns: Sequence[Column]
) -> tuple[Table, list[Problem]]:
    """Read one sheet of an open workbook; gives what is wrong beside what could be read."""
    reader = _Reader(file_name, sheet, columns)
    reader.find_header()
    return reader.table(), reader.problems


def _at(cell: str) -> str:
    return f"ô {cell}"


@dataclass(slots=True)
class _Reader:
    """Reads one sheet and collects what is wrong with it."""

    file_name: str
    sheet: "Worksheet"
    columns: Sequence[Column]
    header: int = 0
    found: dict[str, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def say(self, place: str, words: str) -> None:
        self.problems.append(Problem(self.sheet.title, place, words))

    def find_header(self) -> None:
        """Choose the row that has the most of the headings; the first of several."""
        most = min(self.sheet.max_row, _HEADER_WITHIN)
        for row, cells in enumerate(self.sheet.iter_rows(1, most, max_col=_MOST_COLUMNS), 1):
            places = {_wording(each.value): n for n, each in reversed(list(enumerate(cells, 1)))}
            found = {
                column.name: places[wording]
                for column in self.columns
                for wording in reversed([_wording(each) for each in column.headings])
                if wording in places
            }
            if len(found) > len(self.found):
                self.header, self.found = row, found

    @property
    def missing(self) -> list[str]:
        return [
            column.headings[0]
            for column in self.columns
            if not column.optional and column.name not in self.found
        ]

    def table(self) -> Table:
        from openpyxl.utils import get_column_letter

        rows: list[Row] = []
        if self.missing:
            self._say_missing()
        else:
            self._check_layout()
            rows = list(self._rows())
        return Table(
            file_name=self.file_name,
            sheet=self.sheet.title,
            rows=tuple(rows),
            places={name: get_column_letter(place) for name, place in self.found.items()},
            ignored=self._ignored() if self.header else (),
        )

    def _say_missing(self) -> None:
        names = ", ".join(f"“{name}”" for name in self.missing)
        where = f"dòng {self.header}" if self.found else ""
        self.say(
            where,
            f"không thấy cột {names}. Hãy chọn đúng tờ, và để tên cột trên một dòng trong "
            f"{_HEADER_WITHIN} dòng đầu",
        )

    def _ignored(self) -> tuple[str, ...]:
        taken = set(self.found.values())
        return tuple(
            str(each.value).strip()
            for each in self.sheet[self.header]
            if each.value is not None and each.column not in taken
        )

    def _check_layout(self) -> None:
        self._check_headings()
        columns = set(self.found.values())
        for area in self.sheet.merged_cells.ranges:
            touched = columns.intersection(range(area.min_col, area.max_col + 1))
            if touched and area.max_row >= self.header:
                self.say(_at(area.coord), "là các ô gộp; hãy bỏ gộp ô và điền từng ô")
        if self.sheet.sheet_state != "visible":
            self.say("", "tờ này đang bị ẩn; hãy cho hiện rồi nhập lại")
        for letter, shape in self.sheet.column_dimensions.items():
            hidden = columns.intersection(range(shape.min or 0, (shape.max or 0) + 1))
            if shape.hidden and hidden:
                self.say(f"cột {letter}", "đang bị ẩn; hãy cho hiện rồi nhập lại")

    def _check_headings(self) -> None:
        wordings = {_wording(each) for column in self.columns for each in column.headings}
        seen: set[str] = set()
        for each in self.sheet[self.header]:
            wording = _wording(each.value)
            if wording in wordings and wording in seen:
                self.say(_at(each.coordinate), f"cột “{each.value}” có hai lần")
            seen.add(wording)

    def _rows(self) -> Iterator[Row]:
        last = max(self.found.values())
        if self.sheet.max_row > _MOST_ROWS:
            self.say("", f"có hơn {_MOST_ROWS} dòng; hãy xóa các dòng thừa")
            return
        first = self.header + 1
        for row, cells in enumerate(self.sheet.iter_rows(first, max_col=last), first):
            given = {name: cells[place - 1] for name, place in self.found.items()}
            if any(_filled(each) for each in given.values()):
                yield self._row(row, given)

    def _row(self, number: int, given: Mapping[str, "SheetCell"]) -> Row:
        before = len(self.problems)
        if self.sheet.row_dimensions[number].hidden:
            self.say(f"dòng {number}", "đang bị ẩn hoặc bị lọc; hãy cho hiện hoặc xóa đi")
        values = {
            column.name: self._value(column, given[column.name]) if column.name in given else None
            for column in self.columns
        }
        return Row(number, values, whole=len(self.problems) == before)

    def _value(self, column: Column, given: "SheetCell") -> Any:
        taken = workbook_cells.cell(given.value, given.number_format)
        wrong = _odd(given)
        if wrong is None and taken is None:
            wrong = f"thiếu “{column.headings[0]}”" if column.needed else None
        if wrong is None and taken is not None:
            try:
                return column.read(taken)
            except (CellError, InputError) as error:
                wrong = words_of(error)
        if wrong is not None:
            self.say(_at(given.coordinate), wrong)
        return None


def _odd(given: "SheetCell") -> str | None:
    """Say why a cell cannot be taken as it shows; None where it can."""
    if given.data_type == "f":
        return "là công thức; hãy chép rồi dán lại dạng giá trị (Paste Values)"
    if given.data_type == "e":
        return f"là lỗi của Excel ({given.value})"
    if isinstance(given.value, str):
        encoding = legacy_encoding(given.value, given.font.name or "")
        if encoding:
            return f"chữ còn ở mã {encoding}; hãy chuyển sang Unicode rồi nhập lại"
    return None


def _filled(given: "SheetCell") -> bool:
    value = given.value
    return bool(clean(value)) if isinstance(value, str) else value is not None


def _wording(value: object) -> str:
    """Bring a heading to what is compared: no accents, no case, no signs, single blanks."""
    if value is None:
        return ""
    kept = "".join(c if c.isalnum() else " " for c in fold(str(value)))
    return " ".join(kept.split())


def _choose(
    file_name: str, book: "Workbook", columns: Sequence[Column], preferred: str
) -> _Reader:
    """Choose the sheet of that name, else the one that has the most of the columns."""
    readers = [_Reader(file_name, each, columns) for each in book.worksheets]
    if not readers:
        raise WorkbookError(f"Tệp “{file_name}” không có tờ nào. Hãy chọn đúng tệp.")
    for reader in readers:
        reader.find_header()
    named = [each for each in readers if _wording(each.sheet.title) == _wording(preferred)]
    shown = [each for each in readers if each.sheet.sheet_state == "visible"]
    chosen = named[0] if preferred and named else max(shown or readers, key=_fits)
    rivals = [each for each in shown if not each.missing and each is not chosen]
    if not named and rivals and not chosen.missing:
        names = ", ".join(f"“{each.sheet.title}”" for each in rivals)
        chosen.say("", f"không rõ lấy tờ nào: tờ {names} cũng có các cột này; hãy để một tờ")
    return chosen


def _fits(reader: _Reader) -> int:
    return len(reader.found)
