"""A criteria set in an Excel workbook: written to be changed there, and read back."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final

from ntm_desktop.domain.criteria import condition_code
from ntm_desktop.exchange import criteria_sheets as sheets
from ntm_desktop.exchange.criteria_sheets import Field, Sheet

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

Record = Mapping[str, Any]
ITEM, VALUE, HINT = "Mục", "Nội dung", "Giải thích"
_GUIDE: Final = (
    "Sửa bộ tiêu chí trong tệp này rồi nhập lại vào chương trình: trang Bộ tiêu chí, nút "
    "“Nhập bộ…”. Chương trình cho xem trước mọi chỗ khác bản đang dùng; chưa bấm đồng ý "
    "thì chưa có gì thay đổi.",
    "Trước khi nhập, tăng “Phiên bản” ở tờ “Bộ tiêu chí”. Muốn lập một bộ mới thì đổi “Mã bộ”.",
    "Giữ nguyên tên các tờ và tên cột. Không gộp ô, không ẩn dòng, không dùng công thức; chữ gõ "
    "bằng Unicode.",
    "Mức là số: gõ 80 hoặc 16,5. Ô để trống là chưa biết, không phải bằng 0.",
    "Mã chỉ tiêu là tên của chỉ tiêu mãi mãi: số liệu đã nhập đi theo mã. Không xóa, không đổi "
    "mã, loại, đơn vị, các bậc và lựa chọn đã có; chỉ tiêu mới thì thêm mã mới.",
)


def workbook(document: Record, agencies: Mapping[str, str]) -> bytes:
    """Give a set, as its file says it, as a workbook.

    `agencies` are the names of the offices in charge by their ids, for people to look up.
    """
    from openpyxl import Workbook

    book = Workbook()
    _write_guide(book.worksheets[0])
    _write_set(book.create_sheet(sheets.SET.name), document)
    rows = dict(_rows(document))
    for sheet in sheets.LISTS:
        _write_list(book.create_sheet(sheet.name), sheet, rows[sheet.name])
    _write_table(book.create_sheet(sheets.AGENCIES), ("Mã", "Tên"), [*agencies.items()], (24, 60))
    written = BytesIO()
    book.save(written)
    return written.getvalue()


def asked(document: Record) -> Iterator[tuple[str, Record]]:
    """Go through all that a file asks for with its code, the conditions last."""
    for criterion in document["criteria"]:
        for indicator in criterion["indicators"]:
            yield indicator["code"], indicator
    for place, condition in enumerate(document["conditions"], 1):
        yield condition_code(place), condition


def _rows(document: Record) -> Iterator[tuple[str, Sequence[Record]]]:
    yield sheets.BASIS.name, document["legal_basis"]
    yield sheets.GROUPS.name, document.get("groups", ())
    yield sheets.CRITERIA.name, document["criteria"]
    yield (
        sheets.INDICATORS.name,
        [
            {"criterion": criterion["order"], **_flat(indicator)}
            for criterion in document["criteria"]
            for indicator in criterion["indicators"]
        ],
    )
    yield sheets.CONDITIONS.name, [_flat(condition) for condition in document["conditions"]]
    found = [(code, one, one["rule"]) for code, one in asked(document)]
    yield sheets.PARTS.name, [{"code": c, **x} for c, _, rule in found for x in _of(rule, "parts")]
    yield (
        sheets.SCALES.name,
        [{"code": code, "level": x} for code, _, rule in found for x in _of(rule, "scale")],
    )
    yield (
        sheets.OPTIONS.name,
        [{"code": code, **x} for code, _, rule in found for x in _of(rule, "options")],
    )
    yield sheets.LIMITS.name, [*_limits(document)]
    yield sheets.PAPERS.name, [{"code": c, **x} for c, one, _ in found for x in _of(one, "papers")]


def _of(record: Record, name: str) -> Sequence[Any]:
    found: Sequence[Any] = record.get(name, ())
    return found


def _limits(document: Record) -> Iterator[Record]:
    for code, one in asked(document):
        for by in sheets.BY:
            for key, value in one["rule"].get(by, {}).items():
                yield {"code": code, "by": by, "key": str(key), "value": value}


def _flat(one: Record) -> Record:
    """Put the rule of an indicator beside what else is said of it."""
    rule = dict(one["rule"])
    if rule["op"] in ("is", "at_least"):
        rule["op"] = rule["value"] = None
    relative = rule.get("relative_to", {})
    rule["op"] = "==" if rule["op"] == "=" else rule["op"]
    return {
        **rule,
        **one,
        "content_by": "content_by" in rule,
        "relative_set": relative.get("set"),
        "relative_code": relative.get("code"),
        "factor": relative.get("factor"),
    }


def _write_guide(sheet: "Worksheet") -> None:
    sheet.title = sheets.GUIDE
    lines = [(line, "") for line in _GUIDE]
    about = [(each.name, each.purpose) for each in (sheets.SET, *sheets.LISTS)]
    columns = [
        (f"{each.name}: {field.heading}", _hint(field))
        for each in sheets.LISTS
        for field in each.fields
        if _hint(field)
    ]
    _write_table(sheet, (sheets.GUIDE, ""), [*lines, *about, *columns], (46, 90))
    for row in range(2, len(lines) + 2):
        sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=2)
        sheet.row_dimensions[row].height = 32


def _hint(field: Field) -> str:
    chosen = f"Một trong: {', '.join(field.words.values())}." if field.words else ""
    return f"{chosen} {field.hint}".strip()


def _write_set(sheet: "Worksheet", document: Record) -> None:
    first, last = document["period"]
    said = {
        **document,
        **(document["expected"] or {"criteria": None, "indicators": None}),
        "first_year": first,
        "last_year": last,
        "requires": "; ".join(document["requires"]),
    }
    rows = [
        (field.heading, field.shown(said[field.name]), _hint(field)) for field in sheets.SET.fields
    ]
    _write_table(sheet, (ITEM, VALUE, HINT), rows, (26, 70, 70))
    for row, field in enumerate(sheets.SET.fields, 2):
        _offer(sheet, field, f"B{row}")


def _write_list(sheet: "Worksheet", about: Sheet, rows: Sequence[Record]) -> None:
    from openpyxl.utils import get_column_letter

    written = [
        [field.shown(_dated(field.name, row.get(field.name))) for field in about.fields]
        for row in rows
    ]
    headings = [field.heading for field in about.fields]
    _write_table(sheet, headings, written, [field.width for field in about.fields])
    for place, field in enumerate(about.fields, 1):
        letter = get_column_letter(place)
        if field.read is sheets.code:
            sheet.column_dimensions[letter].number_format = "@"
        _offer(sheet, field, f"{letter}2:{letter}2000")


def _dated(name: str, value: Any) -> Any:
    return date.fromisoformat(value) if name == "date" and value else value


def _write_table(
    sheet: "Worksheet",
    headings: Sequence[str],
    rows: Sequence[Sequence[Any]],
    widths: Sequence[int],
) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    for number, row in enumerate((headings, *rows), 1):
        for place, value in enumerate(row, 1):
            cell = sheet.cell(number, place)
            _put(cell, value)
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            if number == 1:
                cell.font = Font(bold=True)
                cell.fill = PatternFill("solid", "FFEDEDED")
    for place, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    sheet.freeze_panes = "A2"


def _put(cell: "Cell | Any", value: Any) -> None:
    """Write a value as what it is: text is never taken for a number, a date or a formula."""
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"
        cell.number_format = "@"
    elif isinstance(value, date):
        cell.number_format = "dd/mm/yyyy"


def _offer(sheet: "Worksheet", field: Field, cells: str) -> None:
    """Offer the words of a column as a list to choose from."""
    from openpyxl.worksheet.datavalidation import DataValidation

    if field.words:
        offered = DataValidation(type="list", formula1=f'"{",".join(field.words.values())}"')
        offered.add(cells)
        sheet.add_data_validation(offered)
