"""The plan of a move on paper: every line of it, and nothing cut off."""

from dataclasses import replace
from pathlib import Path

from ntm_desktop.domain.assessment import Sheet
from ntm_desktop.domain.criteria import LegalBasis, SetId
from ntm_desktop.domain.mapping import SetMapping, SetVersion
from ntm_desktop.domain.matching import Match, Outcome
from ntm_desktop.domain.move_plan import MoveLine, MovePlan
from ntm_desktop.domain.progress import Unwatched
from ntm_desktop.exchange.documents.move import write_move
from tests.builders import UNIT, an_indicator
from tests.exchange.documents.reading import sound, texts

OLD, NEW = Sheet(UNIT, SetId("bo-cu"), 2024), Sheet(UNIT, SetId("bo-moi"), 2025)
MAPPING = SetMapping(
    name="Bảng chuyển đổi của tỉnh",
    old=SetVersion(set_id=OLD.criteria_set, version=1),
    new=SetVersion(set_id=NEW.criteria_set, version=1),
    legal_basis=(
        LegalBasis(number="12/HD-VPĐP", date="2026-03-01", issuer="Tỉnh", title="Chuyển đổi"),
    ),
)


def a_line(place: int, outcome: Outcome = Outcome.RENAMED) -> MoveLine:
    old, new = (an_indicator(f"{side}.{place}") for side in (1, 2))
    return MoveLine(
        match=Match(outcome=outcome, old=(old,), new=(new,)),
        value="80 %",
        happens="Mang sang, cần xác nhận lại",
        carried=True,
        to_confirm=True,
        links=3,
        outdated=1,
        notes=("Minh chứng hết hạn 31/12/2024, không gắn: 12/QĐ",),
    )


def a_plan(lines: int, mapping: SetMapping | None = None) -> MovePlan:
    return MovePlan(
        old=OLD,
        new=NEW,
        subject_name="Thôn Nà Riềng",
        unit_name="Xã Tân Thành",
        old_name="Bộ tiêu chí cũ",
        new_name="Bộ tiêu chí mới",
        lines=tuple(a_line(place) for place in range(1, lines + 1)),
        writes=(),
        mapping=mapping,
        practice=True,
        notice="Mẫu chung",
    )


def test_every_line_is_printed_with_what_comes_of_it(tmp_path: Path) -> None:
    file = tmp_path / "bảng chuyển.pdf"
    pages = write_move(a_plan(40, MAPPING), file, Unwatched())
    assert sound(file)
    found = texts(file)
    assert pages == len(found) > 1
    whole = " ".join(found)
    for place in range(1, 41):
        assert f"1.{place}. Tỷ lệ đường" in whole
        assert f"2.{place}. Tỷ lệ đường" in whole
    for words in (
        "XÃ TÂN THÀNH",
        "Thôn Nà Riềng",
        "Bộ cũ: Bộ tiêu chí cũ, năm 2024.",
        "Bộ mới: Bộ tiêu chí mới, năm 2025.",
        "Theo bảng chuyển đổi: Bảng chuyển đổi của tỉnh.",
        "12/HD-VPĐP ngày 01 tháng 3 năm 2026",
        "Mang sang 40 kết quả, trong đó 40 kết quả cần xác nhận lại",
        "Gắn 120 lượt minh chứng với chỉ tiêu mới; 40 lượt đã hết hạn, không gắn.",
        "chỉ tiêu tương ứng: 40.",
        "không gắn: 12/QĐ",
        "NGƯỜI LẬP BẢNG",
    ):
        assert words in whole, words
    assert all("SỐ LIỆU LUYỆN TẬP" in page and "Mẫu chung" in page for page in found)


def test_signatures_never_stand_alone_on_a_page(tmp_path: Path) -> None:
    for lines in range(8, 16):
        file = tmp_path / f"{lines}.pdf"
        write_move(a_plan(lines), file, Unwatched())
        assert f"1.{lines}. Tỷ lệ đường" in texts(file)[-1]


def test_a_plan_without_lines_of_worth_says_so(tmp_path: Path) -> None:
    file = tmp_path / "bảng.pdf"
    line = replace(a_line(1), carried=False, to_confirm=False, links=0, outdated=0)
    write_move(replace(a_plan(0), lines=(line,)), file, Unwatched())
    (page,) = texts(file)
    assert "Không có minh chứng nào để gắn." in page
    assert "Chỉ mang sang những chỉ tiêu có yêu cầu giống hệt nhau ở hai bộ." in page
