"""A set goes to Excel and back without loss; what is wrong there is named by sheet and cell."""

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from openpyxl import load_workbook
from openpyxl.styles import Font
from openpyxl.workbook.workbook import Workbook

from ntm_desktop.domain.indicator_digest import set_digests
from ntm_desktop.exchange import (
    criteria_file,
    criteria_reading,
    criteria_workbook,
    criteria_writer,
)
from ntm_desktop.exchange.workbook import WorkbookProblemsError
from ntm_desktop.exchange.workbook_file import WorkbookError
from ntm_desktop.services.catalogue import SETS
from tests.criteria_documents import Document, documents, everything, known, shipped

AGENCIES = {"phong-ktht": "Phòng Kinh tế và Hạ tầng"}


def read(path: Path) -> criteria_reading.ReadSet:
    return criteria_reading.read(path, AGENCIES, known())


def there_and_back(document: Document, folder: Path) -> Document:
    path = folder / "bo.xlsx"
    path.write_bytes(criteria_workbook.workbook(document, AGENCIES))
    return dict(read(path).document)


@pytest.mark.parametrize("name", SETS)
def test_every_shipped_set_comes_back_as_it_was(name: str, tmp_path: Path) -> None:
    found = there_and_back(shipped(name), tmp_path)
    assert found == shipped(name)
    again = criteria_file.criteria_set(found, "")
    assert again == known()[again.id]
    assert set_digests(again) == set_digests(known()[again.id])


@given(document=documents())
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_set_comes_back_as_it_was(document: Document, tmp_path: Path) -> None:
    assert there_and_back(document, tmp_path) == document


@pytest.mark.parametrize("name", SETS)
def test_a_shipped_set_is_written_as_a_file_that_says_the_same(name: str) -> None:
    text = criteria_writer.written(shipped(name))
    assert criteria_file.parse(text) == shipped(name)
    criteria_file.read(text.encode(), name, known=known())


@given(document=documents())
@settings(max_examples=30)
def test_any_set_is_written_as_a_file_that_says_the_same(document: Document) -> None:
    text = criteria_writer.written(document)
    read_again = criteria_file.read(text.encode(), "bo.yaml", known=known())
    assert read_again == criteria_file.criteria_set(document, "")


def test_what_is_the_same_twice_is_written_twice() -> None:
    document = everything()
    document["criteria"][0]["indicators"][1]["rule"] = {"op": ">=", "value": 1}
    document["criteria"][0]["indicators"][3]["rule"] = document["criteria"][0]["indicators"][1][
        "rule"
    ]
    assert "&" not in criteria_writer.written(document)


def test_what_excel_takes_for_a_formula_or_a_number_stays_text(tmp_path: Path) -> None:
    document = everything()
    document["criteria"][0]["name"] = "=1+1"
    document["criteria"][1]["name"] = "100"
    document["criteria"][2]["name"] = "TRUE"
    assert there_and_back(document, tmp_path) == document


# What officers do to it

_OF_THE_FILE = ("null", "true", "None", "_to", "any_of", "op", "trong dấu nháy", "at_least")
Spoil = Callable[[Workbook], None]


@cache
def _everything() -> bytes:
    return criteria_workbook.workbook(everything(), AGENCIES)


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "bo.xlsx"
    path.write_bytes(_everything())
    return path


def spoilt(path: Path, spoil: Spoil) -> list[str]:
    workbook = load_workbook(path)
    spoil(workbook)
    workbook.save(path)
    with pytest.raises(WorkbookProblemsError) as raised:
        read(path)
    return [str(each) for each in raised.value.problems]


def put(sheet: str, **cells: Any) -> Spoil:
    def spoil(workbook: Workbook) -> None:
        for place, value in cells.items():
            workbook[sheet][place] = value

    return spoil


def row(sheet: str, *values: Any) -> Spoil:
    return lambda workbook: workbook[sheet].append(values)


def styled(workbook: Workbook) -> None:
    workbook["Chỉ tiêu"]["C3"] = "§­êng x·"
    workbook["Chỉ tiêu"]["C3"].font = Font(name=".VnTime")


def vni(workbook: Workbook) -> None:
    workbook["Giấy tờ"]["C2"] = "Quyeát ñònh coâng nhaän"
    workbook["Giấy tờ"]["C2"].font = Font(name="VNI-Times")


def hidden(workbook: Workbook) -> None:
    workbook["Phần"].row_dimensions[2].hidden = True


SPOILT: list[tuple[str, Spoil, str]] = [
    ("duplicate code", put("Chỉ tiêu", B3="1.1"), "Tờ “Chỉ tiêu”, ô B3: mã chỉ tiêu “1.1” bị"),
    ("code as a number", put("Chỉ tiêu", B3=1.2), "ô B3: không phải là chữ nên có thể đã sai mã"),
    ("code of another form", put("Chỉ tiêu", B8="mot"), "ô B8: “Mã” “mot” phải là mã dạng số"),
    ("unknown operator", put("Chỉ tiêu", E3="!="), "ô E3: phải là một trong: ≥, ≤, =, >, <"),
    ("no operator", put("Chỉ tiêu", E3=None), "ô E3: “So sánh” để trống không hợp lệ"),
    ("operator of a yes", put("Chỉ tiêu", E2="≥"), "ô E2: “So sánh” loại này phải để trống"),
    ("figure of a yes", put("Chỉ tiêu", F2=1), "ô F2: loại này phải để trống “Mức”"),
    ("missing unit", put("Chỉ tiêu", G3=None), "ô G3: thiếu đơn vị tính"),
    ("unit of another kind", put("Chỉ tiêu", G8="km"), "đơn vị tính phải là “%”, không phải “km”"),
    ("unit of no money", put("Chỉ tiêu", G3="%"), "“%” không hợp với loại “tiền”"),
    ("threshold as text", put("Chỉ tiêu", F5="80"), "ô F5: “80” không phải là số"),
    ("threshold in words", put("Phần", F2="hai km"), "Tờ “Phần”, ô F2: “hai km” không phải là số"),
    ("below zero", put("Chỉ tiêu", F5=-1), "ô F5: “Mức” phải là số từ 0 trở lên"),
    ("over a hundred", put("Mức theo năm, vùng, nhóm", D6=101), "ô D6: 101 % không hợp lệ"),
    ("unknown kind", put("Chỉ tiêu", D3="chữ"), "ô D3: phải là một trong: đạt hoặc chưa đạt"),
    ("no kind", put("Chỉ tiêu", D3=None), "ô D3: thiếu “Loại”"),
    ("level off the scale", put("Chỉ tiêu", H6="Giỏi"), "ô H6: mức “Giỏi” không có"),
    ("level twice", row("Thang bậc", "2.1", "Đạt"), "Tờ “Thang bậc”, ô B5: mức “Đạt” bị trùng"),
    ("more than there is", put("Chỉ tiêu", F7=3, I7=3), "ô I7: phải là số nguyên từ 1 đến 2"),
    ("other than the options", put("Chỉ tiêu", F7=2), "“So sánh” phải là ≥ và “Mức” phải"),
    ("options of nothing", row("Lựa chọn", "1.10", "a", "A"), "“Số lựa chọn” và “Lựa chọn”"),
    ("option of a yes", row("Lựa chọn", "1.1", "a", "A"), "loại này không dùng “Lựa chọn”"),
    ("unknown criterion", put("Chỉ tiêu", A3=9), "ô A3: tờ “Tiêu chí” không có tiêu chí số 9"),
    ("criterion twice", put("Tiêu chí", A3=1), "Tờ “Tiêu chí”, ô A3: số thứ tự"),
    ("unknown indicator", row("Giấy tờ", "9.9", "P1", "Giấy"), "ô A4: không có chỉ tiêu"),
    ("paper twice", row("Giấy tờ", "2.1", "P1", "Giấy"), "ô B4: giấy tờ “P1” bị trùng"),
    ("paper of a condition", row("Giấy tờ", "dk.1", "P1", "Giấy"), "không dùng “Giấy tờ”"),
    ("part twice", row("Phần", "1.1", "a", "b", "số", "≥", 1, "km"), "ô B3: phần “a” bị trùng"),
    ("condition twice", put("Điều kiện", A3="no_debt"), "ô A3: mã điều kiện “no_debt” bị trùng"),
    (
        "year outside the period",
        put("Mức theo năm, vùng, nhóm", C2=2024),
        "ô D2: “2024” không thuộc giai đoạn của bộ tiêu chí",
    ),
    (
        "year twice",
        put("Mức theo năm, vùng, nhóm", C3=2026),
        "ô C3: chỉ tiêu 1.2 đã có dòng của “2026”",
    ),
    (
        "a group left out",
        lambda workbook: workbook["Mức theo năm, vùng, nhóm"].delete_rows(7),
        "phải có mức của mọi nhóm xã, chưa biết thì để trống",
    ),
    (
        "figure beside years",
        put("Chỉ tiêu", F3=1),
        "ô F3: đã có “mức theo năm” thì “Mức” phải để trống",
    ),
    ("cycle of prerequisites", put("Bộ tiêu chí", B10="tinh-xa-2026-2030"), "ô B10: bộ tiêu chí"),
    ("unknown prerequisite", put("Bộ tiêu chí", B10="khong-co"), "ô B10: không có bộ"),
    ("another subject's", put("Bộ tiêu chí", B10="vuon-mau-langson"), "đánh giá đối tượng khác"),
    ("cycle of figures", put("Chỉ tiêu", M4="1.3"), "ô M4: mức của chỉ tiêu 1.3 được tính vòng"),
    ("refers to nothing", put("Chỉ tiêu", M4="7.7"), "ô M4: “Tính theo chỉ tiêu” nêu"),
    ("half a reference", put("Chỉ tiêu", N4=None), "ô M4: thiếu “Hệ số”"),
    ("years turned round", put("Bộ tiêu chí", B7=2031), "ô B7: “Năm đầu” và “Năm cuối”"),
    ("half a count", put("Bộ tiêu chí", B13=None), "ô B12: thiếu “Số chỉ tiêu theo văn bản”"),
    ("version as text", put("Bộ tiêu chí", B3="hai"), "ô B3: “hai” không phải là số"),
    ("version zero", put("Bộ tiêu chí", B3=0), "ô B3: “Phiên bản” phải là số nguyên từ 1"),
    ("id in capitals", put("Bộ tiêu chí", B2="Xã"), "ô B2: “Mã” “Xã” phải là chữ thường"),
    ("no name", put("Bộ tiêu chí", B4=None), "ô B4: thiếu “Tên bộ tiêu chí”"),
    ("item twice", row("Bộ tiêu chí", "Vùng", "A"), "ô A14: mục “Vùng” ghi hai lần"),
    ("unknown item", row("Bộ tiêu chí", "Màu", "A"), "ô A14: không có mục nào tên “Màu”"),
    (
        "an item gone",
        lambda workbook: workbook["Bộ tiêu chí"].delete_rows(9),
        "Tờ “Bộ tiêu chí”: thiếu mục Vùng",
    ),
    ("date as text", put("Căn cứ", B2="tháng hai"), "Tờ “Căn cứ”, ô B2: phải là ngày"),
    ("date as yes", put("Căn cứ", B2=True), "Tờ “Căn cứ”, ô B2: phải là ngày"),
    ("formula", put("Chỉ tiêu", F5="=2+3"), "Tờ “Chỉ tiêu”, ô F5: là công thức"),
    ("error of Excel", put("Chỉ tiêu", F5="#N/A"), "ô F5: là lỗi của Excel"),
    (
        "merged cells",
        lambda workbook: workbook["Chỉ tiêu"].merge_cells("A2:A3"),
        "Tờ “Chỉ tiêu”, ô A2:A3: là các ô gộp",
    ),
    ("hidden row", hidden, "Tờ “Phần”, dòng 2: đang bị ẩn"),
    ("TCVN3", styled, "Tờ “Chỉ tiêu”, ô C3: chữ còn ở mã TCVN3"),
    ("VNI", vni, "Tờ “Giấy tờ”, ô C2: chữ còn ở mã VNI"),
    (
        "a sheet gone",
        lambda workbook: workbook.remove(workbook["Thang bậc"]),
        "Tờ “Thang bậc”: không có tờ này",
    ),
    ("a column gone", put("Chỉ tiêu", G1="Đơn vị tính"), "không thấy cột “Đơn vị”"),
    ("two lines in a cell", put("Chỉ tiêu", C2="Một\nhai"), "ô C2: “Tên, nội dung” có ký tự"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("spoil", "words"), [each[1:] for each in SPOILT], ids=[each[0] for each in SPOILT]
)
def test_what_is_wrong_is_named_by_sheet_and_cell(book: Path, spoil: Spoil, words: str) -> None:
    problems = spoilt(book, spoil)
    assert any(words in problem for problem in problems), problems
    assert not any(word in each for each in problems for word in _OF_THE_FILE)


def test_problems_of_several_sheets_are_told_at_once(book: Path) -> None:
    def spoil(workbook: Workbook) -> None:
        put("Phần", F2="hai")(workbook)
        put("Bộ tiêu chí", B3="hai")(workbook)
        put("Chỉ tiêu", E3="!=", F5="năm")(workbook)

    assert [each.split(":")[0] for each in spoilt(book, spoil)] == [
        "Tờ “Bộ tiêu chí”, ô B3",
        "Tờ “Chỉ tiêu”, ô E3",
        "Tờ “Chỉ tiêu”, ô F5",
        "Tờ “Phần”, ô F2",
    ]


def test_ten_thousand_empty_rows_are_passed_over(book: Path) -> None:
    workbook = load_workbook(book)
    for number in range(20, 10_020):
        workbook["Chỉ tiêu"].cell(number, 1).font = Font(bold=True)
        workbook["Giấy tờ"].cell(number, 3, "  ")
    workbook.save(book)
    assert read(book).document == everything()


def test_a_figure_shown_in_percent_is_meant_so(book: Path) -> None:
    workbook = load_workbook(book)
    workbook["Mức theo năm, vùng, nhóm"]["D6"] = 0.35
    workbook["Mức theo năm, vùng, nhóm"]["D6"].number_format = "0%"
    workbook.save(book)
    rule = read(book).document["criteria"][1]["indicators"][2]["rule"]
    assert rule["by_group"] == {"n1": 35, "n2": None}


def test_an_agency_may_be_named(book: Path) -> None:
    workbook = load_workbook(book)
    put("Chỉ tiêu", P2="phòng kinh tế và hạ tầng")(workbook)
    workbook.save(book)
    assert read(book).document == everything()


def test_what_nobody_reads_is_told(book: Path) -> None:
    workbook = load_workbook(book)
    workbook.create_sheet("Nháp")
    put("Giấy tờ", D1="Ghi chú")(workbook)
    workbook.save(book)
    assert list(read(book).unread) == ["tờ “Nháp”", "cột “Ghi chú” ở tờ “Giấy tờ”"]


def test_a_blank_after_the_name_of_a_sheet_hides_no_problem(book: Path) -> None:
    def spoil(workbook: Workbook) -> None:
        workbook["Chỉ tiêu"]["D3"] = "chữ"
        workbook["Chỉ tiêu"].title = "Chỉ tiêu "

    assert [each.partition(":")[0] for each in spoilt(book, spoil)] == ["Tờ “Chỉ tiêu ”, ô D3"]


def test_another_workbook_is_told_by_its_missing_sheets(tmp_path: Path) -> None:
    Workbook().save(tmp_path / "khac.xlsx")
    with pytest.raises(WorkbookProblemsError, match="Tờ “Bộ tiêu chí”: không có tờ này"):
        read(tmp_path / "khac.xlsx")


def test_no_workbook_at_all_is_refused(tmp_path: Path) -> None:
    (tmp_path / "khac.xlsx").write_bytes(b"id: xa")
    with pytest.raises(WorkbookError):
        read(tmp_path / "khac.xlsx")


def test_the_guide_comes_first_and_lists_are_offered(book: Path) -> None:
    workbook = load_workbook(book)
    assert workbook.sheetnames[0] == "Hướng dẫn"
    offered = workbook["Chỉ tiêu"].data_validations.dataValidation
    assert '"≥,≤,=,>,<"' in [each.formula1 for each in offered]
