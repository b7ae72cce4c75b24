"""Workbooks are read whole or refused with every problem named by sheet and cell."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from ntm_desktop.exchange import workbook_cells as cells
from ntm_desktop.exchange.workbook import Column, WorkbookProblemsError, read_table
from ntm_desktop.exchange.workbook_file import WorkbookError

COLUMNS = (
    Column("code", ("Mã", "Mã xã"), cells.code, needed=True),
    Column("name", ("Tên", "Tên xã"), needed=True),
    Column("share", ("Tỷ lệ (%)",), cells.number, optional=True),
    Column("since", ("Từ ngày",), cells.day, optional=True),
    Column("kind", ("Loại",), cells.choice({"Xã": "commune", "Phường": "ward"}), optional=True),
)
HEADER = ["STT", "Mã xã", "TÊN  XÃ", "Tỷ lệ (%)", "Từ ngày", "Loại"]
Shape = Callable[[Worksheet], None]


def write(path: Path, *rows: list[Any], shape: Shape = lambda _: None, title: str = "Xã") -> Path:
    """Write a workbook with a title above the header."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = title
    sheet.append(["DANH SÁCH XÃ"])
    sheet.merge_cells("A1:F1")
    sheet.append(HEADER)
    for row in rows:
        sheet.append(row)
    shape(sheet)
    book.save(path)
    return path


def problems(path: Path, sheet: str = "") -> list[str]:
    with pytest.raises(WorkbookProblemsError) as raised:
        read_table(path, COLUMNS, sheet=sheet)
    return [str(each) for each in raised.value.problems]


GOOD = [1, "06379", "Xã Tân Thành", 15.8, date(2025, 7, 1), "xa"]


def test_values_come_typed_by_their_columns(tmp_path: Path) -> None:
    table = read_table(write(tmp_path / "a.xlsx", GOOD), COLUMNS)
    (row,) = table.rows
    assert row.values == {
        "code": "06379",
        "name": "Xã Tân Thành",
        "share": Decimal("15.8"),
        "since": date(2025, 7, 1),
        "kind": "commune",
    }
    assert (row.number, table.sheet, table.ignored) == (3, "Xã", ("STT",))


def test_text_is_read_as_it_is_typed_here(tmp_path: Path) -> None:
    row = ["", " 01 ", "Xa\u0303 A", "15,8", "01/07/2025", "PHƯỜNG"]
    (read,) = read_table(write(tmp_path / "a.xlsx", row), COLUMNS).rows
    assert list(read.values.values()) == [
        "01", "Xã A", Decimal("15.8"), date(2025, 7, 1), "ward",
    ]  # fmt: skip


def test_ten_thousand_empty_rows_are_passed_over(tmp_path: Path) -> None:
    def shape(sheet: Worksheet) -> None:
        for row in range(4, 10_004):
            sheet.cell(row, 2).font = Font(bold=True)
            sheet.cell(row, 3, "  " if row % 2 else None)

    path = write(tmp_path / "a.xlsx", GOOD, shape=shape)
    assert len(read_table(path, COLUMNS).rows) == 1


def merged(sheet: Worksheet) -> None:
    sheet.merge_cells("C3:C4")


def hidden_row(sheet: Worksheet) -> None:
    sheet.row_dimensions[3].hidden = True


def hidden_column(sheet: Worksheet) -> None:
    sheet.column_dimensions["C"].hidden = True


def formula(sheet: Worksheet) -> None:
    sheet["D3"] = "=10+5"


def excel_error(sheet: Worksheet) -> None:
    sheet["D3"] = "#REF!"


def tcvn3(sheet: Worksheet) -> None:
    sheet["C3"] = "X· T©n Thµnh"


def vni_font(sheet: Worksheet) -> None:
    sheet["C3"] = "Hà"
    sheet["C3"].font = Font(name="VNI-Times")


def lost_zero(sheet: Worksheet) -> None:
    sheet["B3"] = 6379


def no_name(sheet: Worksheet) -> None:
    sheet["C3"] = None


def words_for_number(sheet: Worksheet) -> None:
    sheet["D3"] = "mười"


def two_meanings(sheet: Worksheet) -> None:
    sheet["D3"] = "1.500"


def no_day(sheet: Worksheet) -> None:
    sheet["E3"] = "31/02/2025"


def other_word(sheet: Worksheet) -> None:
    sheet["F3"] = "Thôn"


@pytest.mark.parametrize(
    ("shape", "place", "words"),
    [
        (merged, "ô C3:C4", "ô gộp"),
        (hidden_row, "dòng 3", "ẩn"),
        (hidden_column, "cột C", "ẩn"),
        (formula, "ô D3", "công thức"),
        (excel_error, "ô D3", "#REF!"),
        (tcvn3, "ô C3", "TCVN3"),
        (vni_font, "ô C3", "VNI"),
        (lost_zero, "ô B3", "số 0 ở đầu"),
        (no_name, "ô C3", "thiếu “Tên”"),
        (words_for_number, "ô D3", "số"),
        (two_meanings, "ô D3", "1.500"),
        (no_day, "ô E3", "dd/mm/yyyy"),
        (other_word, "ô F3", "Xã, Phường"),
    ],
)
def test_what_could_be_taken_wrongly_is_named(
    tmp_path: Path, shape: Shape, place: str, words: str
) -> None:
    (told,) = problems(write(tmp_path / "a.xlsx", GOOD, shape=shape))
    assert told.startswith(f"Tờ “Xã”, {place}: ")
    assert words in told


def test_every_problem_is_named_at_once(tmp_path: Path) -> None:
    def shape(sheet: Worksheet) -> None:
        for change in (tcvn3, formula, lost_zero, hidden_row):
            change(sheet)

    told = problems(write(tmp_path / "a.xlsx", GOOD, [2, "1", None], shape=shape))
    assert [each.partition(", ")[2].partition(":")[0] for each in told] == [
        "dòng 3", "ô B3", "ô C3", "ô D3", "ô C4",
    ]  # fmt: skip


def test_a_code_shown_with_its_zeros_keeps_them(tmp_path: Path) -> None:
    def shape(sheet: Worksheet) -> None:
        sheet["B3"] = 6379
        sheet["B3"].number_format = "00000"

    (row,) = read_table(write(tmp_path / "a.xlsx", GOOD, shape=shape), COLUMNS).rows
    assert row["code"] == "06379"


def test_a_wrong_sheet_is_named_with_the_columns_it_lacks(tmp_path: Path) -> None:
    book = Workbook()
    book.worksheets[0].title = "Bìa"
    book.worksheets[0].append(["Tên", "Ghi chú"])
    book.save(tmp_path / "a.xlsx")
    assert problems(tmp_path / "a.xlsx") == [
        "Tờ “Bìa”, dòng 1: không thấy cột “Mã”. Hãy chọn đúng tờ, và để tên cột trên một dòng "
        "trong 30 dòng đầu"
    ]


def test_a_column_asked_for_twice_is_named(tmp_path: Path) -> None:
    def shape(sheet: Worksheet) -> None:
        sheet["G2"] = "Mã xã"

    assert problems(write(tmp_path / "a.xlsx", GOOD, shape=shape)) == [
        "Tờ “Xã”, ô G2: cột “Mã xã” có hai lần"
    ]


def two_sheets(path: Path) -> Path:
    book = Workbook()
    for sheet, name in ((book.worksheets[0], "Năm 2024"), (book.create_sheet(), "Năm 2025")):
        sheet.title = name
        sheet.append(["Mã", "Tên"])
        sheet.append(["1", name])
    book.save(path)
    return path


def test_the_sheet_asked_for_is_taken(tmp_path: Path) -> None:
    table = read_table(two_sheets(tmp_path / "a.xlsx"), COLUMNS, sheet="nam 2025")
    assert table.rows[0]["name"] == "Năm 2025"


def test_of_two_sheets_that_fit_none_is_guessed(tmp_path: Path) -> None:
    assert problems(two_sheets(tmp_path / "a.xlsx")) == [
        "Tờ “Năm 2024”: không rõ lấy tờ nào: tờ “Năm 2025” cũng có các cột này; hãy để một tờ"
    ]


def test_a_hidden_sheet_is_not_taken_for_a_shown_one(tmp_path: Path) -> None:
    path = write(tmp_path / "a.xlsx", GOOD)
    book = load_workbook(path)
    book.create_sheet("Trống")
    book["Xã"].sheet_state = "hidden"
    book.save(path)
    assert "không thấy cột" in problems(path)[0]
    assert problems(path, "Xã") == ["Tờ “Xã”: tờ này đang bị ẩn; hãy cho hiện rồi nhập lại"]


@pytest.mark.parametrize(
    "content",
    [b"", b"not a workbook", bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600), b"PK\x03\x04 cut"],
)
def test_what_is_no_workbook_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(content)
    with pytest.raises(WorkbookError, match=r"a\.xlsx"):
        read_table(path, COLUMNS)


def test_a_workbook_with_a_damaged_sheet_is_refused(tmp_path: Path) -> None:
    from zipfile import ZipFile

    good = write(tmp_path / "a.xlsx", GOOD)
    with ZipFile(good) as old, ZipFile(tmp_path / "b.xlsx", "w") as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, content[:100] if "sheet1" in name else content)
    with pytest.raises(WorkbookError, match="bị hỏng"):
        read_table(tmp_path / "b.xlsx", COLUMNS)


def test_the_error_tells_all_and_that_nothing_was_taken(tmp_path: Path) -> None:
    path = write(tmp_path / "a.xlsx", *([n, None, "Xã"] for n in range(60)))
    with pytest.raises(WorkbookProblemsError, match="60 chỗ phải sửa, chưa nhập gì") as raised:
        read_table(path, COLUMNS)
    assert str(raised.value).endswith("- … và 10 chỗ khác")


def test_a_problem_found_later_is_named_alike(tmp_path: Path) -> None:
    table = read_table(write(tmp_path / "a.xlsx", GOOD), COLUMNS)
    assert str(table.problem(table.rows[0], "code", "mã đã có")) == "Tờ “Xã”, ô B3: mã đã có"
