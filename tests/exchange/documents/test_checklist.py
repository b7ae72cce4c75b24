from dataclasses import replace
from pathlib import Path

import pypdfium2  # type: ignore[import-untyped]
import pytest

from ntm_desktop.domain.checklist import (
    Checklist,
    ChecklistItem,
    ChecklistSection,
    RequiredPaper,
    SheetMark,
)
from ntm_desktop.domain.dossier import Office
from ntm_desktop.domain.progress import CancelledError, Unwatched
from ntm_desktop.exchange.documents.checklist import SHEET, write_checklist
from ntm_desktop.exchange.documents.codes import Code
from ntm_desktop.exchange.documents.failures import MissingGlyphError
from ntm_desktop.exchange.documents.pen import MM
from tests.exchange.documents.reading import sound, texts


def item(code: str = "3.1", **changes: object) -> ChecklistItem:
    given: dict[str, object] = {
        "code": code,
        "name": "Tỷ lệ diện tích được tưới, tiêu chủ động",
        "requirement": "từ 80 % trở lên",
        "papers": (RequiredPaper("Biểu diện tích tưới", present=True), RequiredPaper("Xác nhận")),
        "result": "86,5 %",
        "met": True,
    }
    return ChecklistItem(**(given | changes))  # type: ignore[arg-type]


def section(order: int = 3, count: int = 1) -> ChecklistSection:
    items = tuple(item(f"{order}.{n + 1}") for n in range(count))
    return ChecklistSection(order=order, name="Thủy lợi", items=items)


def checklist(**changes: object) -> Checklist:
    given: dict[str, object] = {
        "office": Office("06379", "Xã Tân Thành"),
        "set_id": "xa-ntm-2021-2025",
        "set_name": "Bộ tiêu chí quốc gia về xã nông thôn mới",
        "subject": "06379",
        "subject_name": "Xã Tân Thành",
        "year": 2024,
        "sections": (section(),),
    }
    return Checklist(**(given | changes))  # type: ignore[arg-type]


def written(given: Checklist, folder: Path) -> tuple[Path, list[str]]:
    dest = folder / "phiếu.pdf"
    count = write_checklist(given, dest, Unwatched())
    found = texts(dest)
    assert count == len(found)
    assert sound(dest)
    assert list(folder.iterdir()) == [dest]
    return dest, found


def test_a_sheet_asks_for_everything_to_be_filled_in_and_signed(tmp_path: Path) -> None:
    _, [text] = written(checklist(), tmp_path)
    for words in (
        "PHIẾU KIỂM TRA",
        "Tiêu chí 3. Thủy lợi",
        "3.1. Tỷ lệ diện tích được tưới, tiêu chủ động",
        "từ 80 % trở lên",
        "Biểu diện tích tưới",
        "Hiện trạng",
        "Chưa đạt",
        "NGƯỜI KIỂM TRA",
        "Ngày",
        "(ký, ghi rõ họ tên)",
        "Trang 1/1",
    ):
        assert words in text


def test_a_blank_sheet_shows_no_data_and_a_filled_one_does(tmp_path: Path) -> None:
    _, [blank] = written(checklist(), tmp_path)
    _, [filled] = written(checklist(filled=True), tmp_path)
    assert "86,5 %" not in blank
    assert "86,5 %" in filled


def ticks(path: Path) -> int:
    """Count the drawn ticks: paths of the one thickness only they have."""
    import pikepdf

    with pikepdf.open(path) as pdf:
        return sum(
            str(done.operator) == "w" and float(done.operands[0]) == 1.4
            for page in pdf.pages
            for done in pikepdf.parse_content_stream(page)
        )


@pytest.mark.parametrize(
    ("filled", "met", "expected"), [(False, True, 0), (True, None, 1), (True, False, 2)]
)
def test_boxes_are_ticked_from_the_data_only_when_filled(
    tmp_path: Path, *, filled: bool, met: bool | None, expected: int
) -> None:
    one = replace(section(), items=(item(met=met),))
    path, _ = written(checklist(filled=filled, sections=(one,)), tmp_path)
    assert ticks(path) == expected


def test_each_criterion_starts_a_sheet_and_counts_its_own_pages(tmp_path: Path) -> None:
    _, found = written(checklist(sections=(section(3, 30), section(4))), tmp_path)
    own = [text for text in found if "Tiêu chí 3 " in text]
    assert len(own) == len(found) - 1 > 1
    assert all(f"Trang {n}/{len(own)}" in text for n, text in enumerate(own, 1))
    assert all("Giấy tờ cần có" in text for text in own)
    assert "Tiêu chí 4. Thủy lợi" in found[-1]
    assert "Trang 1/1" in found[-1]


def test_practice_and_notice_are_said_on_every_page(tmp_path: Path) -> None:
    given = checklist(sections=(section(3, 30),), practice=True, notice="Khung tham khảo")
    _, found = written(given, tmp_path)
    assert all("SỐ LIỆU LUYỆN TẬP" in text and "Khung tham khảo" in text for text in found)
    _, [text] = written(checklist(), tmp_path)
    assert "LUYỆN TẬP" not in text


def test_the_code_of_each_page_is_drawn_module_by_module(tmp_path: Path) -> None:
    path, found = written(checklist(sections=(section(3, 30),)), tmp_path)
    for page in range(1, len(found) + 1):
        mark = SheetMark("xa-ntm-2021-2025", "06379", 2024, 3, page)
        assert drawn(path, page) == Code(mark).modules()


def drawn(path: Path, page: int) -> list[list[int]]:
    """Read the code back from the pixels in the right upper corner."""
    count = len(Code(SheetMark("xa-ntm-2021-2025", "06379", 2024, 3, page)).modules())
    scale = 4
    with pypdfium2.PdfDocument(path) as pdf:
        shown = pdf[page - 1]
        image = shown.render(scale=scale).to_pil().convert("L")
        shown.close()
    module = Code.side / (count + 8)
    left, top = SHEET.width - SHEET.right - Code.side, 4 * MM

    def dark(line: int, column: int) -> int:
        x, y = left + (column + 4.5) * module, top + (line + 4.5) * module
        value = image.getpixel((int(x * scale), int(y * scale)))
        assert isinstance(value, int | float)
        return int(value < 128)

    return [[dark(line, column) for column in range(count)] for line in range(count)]


def test_a_character_that_cannot_be_printed_is_named_with_its_place(tmp_path: Path) -> None:
    bad = replace(section(), items=(item("3.2", name="Mương 🚜"),))
    with pytest.raises(MissingGlyphError, match=r"U\+1F69C.*chỉ tiêu 3\.2"):
        write_checklist(checklist(sections=(bad,)), tmp_path / "phiếu.pdf", Unwatched())
    assert list(tmp_path.iterdir()) == []


def test_stopping_leaves_nothing(tmp_path: Path) -> None:
    class Stop:
        def step(self, phase: str, done: int, total: int) -> None:
            raise CancelledError

    with pytest.raises(CancelledError):
        write_checklist(checklist(), tmp_path / "phiếu.pdf", Stop())
    assert list(tmp_path.iterdir()) == []
