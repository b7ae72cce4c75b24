"""What the dossier says, page by page."""

from pathlib import Path

import pikepdf
import pytest

from ntm_desktop.domain.dossier import (
    Authority,
    AuthorityLevel,
    Dossier,
    DossierCondition,
    DossierReceipt,
    LeftOut,
    Mark,
)
from ntm_desktop.domain.progress import Unwatched
from ntm_desktop.exchange.documents.dossier import write_dossier
from ntm_desktop.exchange.documents.failures import MissingGlyphError
from ntm_desktop.exchange.documents.fonts import Face, width
from ntm_desktop.exchange.documents.pen import Align
from ntm_desktop.exchange.documents.pieces import Line, Style, underlined
from ntm_desktop.exchange.documents.proposal import proposal
from tests.exchange.documents.reading import opened, sound, texts
from tests.exchange.documents.samples import (
    criterion,
    dossier,
    evidence,
    indicator,
    photo,
    scan,
    stored,
)


def written(given: Dossier, folder: Path) -> tuple[Path, DossierReceipt]:
    dest = folder / "Hồ sơ Tân Thành.pdf"
    return dest, write_dossier(given, dest, Unwatched())


def page_of(found: list[str], words: str) -> int:
    return next(n for n, text in enumerate(found, 1) if words in text)


def test_a_dossier_without_evidence_is_sound_and_whole(tmp_path: Path) -> None:
    dest, receipt = written(dossier(), tmp_path)
    found = texts(dest)
    assert sound(dest)
    assert receipt == DossierReceipt(len(found), 0, ())
    assert "Không có trang minh chứng nào in kèm sau tờ này." in found[-1]


def test_the_proposal_has_the_parts_that_the_decree_asks_for(tmp_path: Path) -> None:
    dest, _ = written(dossier(), tmp_path)
    text = next(text for text in texts(dest) if "TỜ TRÌNH" in text)
    for part in (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "ỦY BAN NHÂN DÂN XÃ TÂN THÀNH",
        "/TTr-UBND",
        "Tân Thành, ngày",
        "năm 2024",
        "Kính gửi: Ủy ban nhân dân huyện Bắc Sơn Căn cứ",
        "Căn cứ Quyết định số 318/QĐ-TTg ngày 08 tháng 3 năm 2022 của Thủ tướng Chính phủ",
        "./.",
        "TM. ỦY BAN NHÂN DÂN CHỦ TỊCH",
        "Nơi nhận:",
        "- Lưu: VT.",
    ):
        assert part in text


def test_a_title_of_two_lines_is_broken_in_the_middle_and_never_before_the_year() -> None:
    text = f"Về việc đề nghị thẩm tra kết quả thực hiện các tiêu chí năm{chr(160)}2024 của xã"
    style = Style(face=Face.BOLD, align=Align.CENTRE)
    lines = [one.text for one in underlined(text, style, 400, 0.4) if isinstance(one, Line)]
    wide = [width(line, style.face, style.size) for line in lines]
    assert " ".join(lines) == text
    assert len(lines) == 2
    assert min(wide) > 0.8 * max(wide)


def test_the_name_of_the_unit_stays_on_one_line_of_the_title() -> None:
    for given in (dossier(), dossier(criteria=())):
        pieces = proposal(given, ())[0].pieces
        lines = [one.text for one in pieces if isinstance(one, Line) and "Căn cứ" not in one.text]
        assert any(f"xã{chr(160)}Tân{chr(160)}Thành" in line for line in lines)


def test_recognition_is_asked_for_only_when_every_criterion_is_met(tmp_path: Path) -> None:
    dest, _ = written(dossier(), tmp_path)
    asked = "Về việc đề nghị thẩm tra, xét, công nhận xã Tân Thành đạt chuẩn nông thôn mới"
    assert any(asked in text for text in texts(dest))
    failing = criterion(2, [indicator("2.1", met=False, verdict="Chưa đạt")], "Giao thông")
    dest, _ = written(dossier(criteria=(criterion(1), failing)), tmp_path)
    found = " ".join(texts(dest))
    assert asked not in found
    assert "Tiêu chí chưa kết luận đạt: 2 (Giao thông)." in found


def test_conditions_beyond_the_criteria_are_left_to_papers_of_their_own(tmp_path: Path) -> None:
    conditions = (
        DossierCondition("Không có nợ đọng xây dựng cơ bản", "báo cáo tình hình nợ đọng"),
        DossierCondition("Xã không phức tạp về an ninh", "văn bản xác nhận"),
    )
    said = "Các điều kiện ngoài tiêu chí"
    dest, _ = written(dossier(conditions=conditions), tmp_path)
    [text] = [text for text in texts(dest) if said in text]
    assert (
        "không có nợ đọng xây dựng cơ bản (báo cáo tình hình nợ đọng); "
        "xã không phức tạp về an ninh (văn bản xác nhận)." in text
    )
    dest, _ = written(dossier(), tmp_path)
    assert not any(said in text for text in texts(dest))


def test_a_province_appraises_by_its_own_word(tmp_path: Path) -> None:
    authority = Authority("Ủy ban nhân dân tỉnh Lạng Sơn", AuthorityLevel.PROVINCE)
    dest, _ = written(dossier(authority=authority), tmp_path)
    found = " ".join(texts(dest))
    assert "thẩm định, xét, công nhận" in found
    assert "thẩm tra" not in found


def test_the_table_prints_claim_verdict_reason_marks_and_proofs(tmp_path: Path) -> None:
    line = indicator(
        "1.1",
        met=False,
        verdict="Chưa đạt",
        claim="Đạt",
        claim_reason="đang chờ nghiệm thu",
        marks=(Mark.UNCHECKED, Mark.CONFLICT),
    )
    given = dossier(
        criteria=(criterion(1, [line]),), evidence=(evidence(scan(tmp_path / "a.pdf")),)
    )
    dest, _ = written(given, tmp_path)
    text = next(text for text in texts(dest) if "BẢNG TỰ ĐÁNH GIÁ" in text)
    for words in (
        "(kết quả tính: Chưa đạt)",
        "Lý do: đang chờ nghiệm thu",
        "(mức chưa đối chiếu)",
        "(số liệu chưa thống nhất)",
        "MC 1",
    ):
        assert words in text


def test_numbers_of_the_contents_are_labels_and_places_of_the_pages(tmp_path: Path) -> None:
    files = (scan(tmp_path / "a.pdf", 3), photo(tmp_path / "b.jpg"))
    given = dossier(
        evidence=(evidence(*files), evidence(scan(tmp_path / "c.pdf", 1), codes="2.1"))
    )
    given = dossier(
        evidence=(evidence(*files), evidence(scan(tmp_path / "c.pdf", 2), codes=["2.1"]))
    )
    dest, receipt = written(given, tmp_path)
    found = texts(dest)
    first = page_of(found, "MINH CHỨNG TIÊU CHÍ 1. QUY HOẠCH")
    second = page_of(found, "MINH CHỨNG TIÊU CHÍ 2. GIAO THÔNG")
    assert f"Tiêu chí 1. Quy hoạch {'.' * 10}" in found[0]
    assert found[0].split("Tiêu chí 2.")[0].endswith(f" {first} ")
    assert f"các trang từ {first + 1} đến {first + 4} của hồ sơ" in found[first - 1]
    assert second == first + 5
    assert receipt.pages == len(found) == second + 2
    with opened(dest) as pdf:
        assert [page.label for page in pdf.pages] == [str(n + 1) for n in range(receipt.pages)]


def leads_to(pdf: pikepdf.Pdf, item: pikepdf.OutlineItem) -> int:
    """Give the page, counted from 1, that a line of the outline leads to."""
    assert isinstance(item.destination, pikepdf.Array)
    return pdf.pages.index(pikepdf.Page(item.destination[0])) + 1


def test_the_outline_leads_to_parts_criteria_and_documents(tmp_path: Path) -> None:
    given = dossier(evidence=(evidence(scan(tmp_path / "a.pdf", 2)),))
    dest, _ = written(given, tmp_path)
    found = texts(dest)
    with opened(dest) as pdf, pdf.open_outline() as outline:
        titles = [item.title for item in outline.root]
        assert titles == [
            "Mục lục",
            "Tờ trình",
            "Báo cáo và bảng tự đánh giá",
            "Danh mục minh chứng",
            "Tiêu chí 1. Quy hoạch",
            "Tiêu chí 2. Giao thông",
        ]
        chapter = outline.root[4]
        [document] = chapter.children
        assert document.title == "1. 05/QĐ-UBND Phê duyệt quy hoạch chung xây dựng xã"
        place = page_of(found, "MINH CHỨNG TIÊU CHÍ 1")
        assert leads_to(pdf, chapter) == place
        assert leads_to(pdf, document) == place + 1


def test_title_and_author_are_said_and_no_clock_is(tmp_path: Path) -> None:
    dest, _ = written(dossier(), tmp_path)
    with opened(dest) as pdf:
        assert str(pdf.docinfo.Title) == (
            "Hồ sơ xã đạt chuẩn nông thôn mới năm 2024 - Xã Tân Thành"
        )
        assert str(pdf.docinfo.Author) == "Ủy ban nhân dân xã Tân Thành"
        assert set(pdf.docinfo) == {"/Title", "/Author"}


def test_only_our_own_font_is_used_and_it_is_embedded(tmp_path: Path) -> None:
    dest, _ = written(dossier(), tmp_path)
    with opened(dest) as pdf:
        fonts = [f for page in pdf.pages for f in dict(page.resources.get("/Font", {})).values()]
        assert fonts
        assert all("NTMSerif" in str(font.BaseFont) for font in fonts)
        assert all("/FontFile2" in font.FontDescriptor for font in fonts)


@pytest.mark.parametrize("practice", [True, False])
def test_practice_is_said_on_every_page_or_nowhere(tmp_path: Path, *, practice: bool) -> None:
    files = (scan(tmp_path / "a.pdf", 2), photo(tmp_path / "b.jpg"))
    dest, _ = written(dossier(practice=practice, evidence=(evidence(*files),)), tmp_path)
    assert {"SỐ LIỆU LUYỆN TẬP" in text for text in texts(dest)} == {practice}
    assert sound(dest)


def test_a_notice_stands_on_every_page_of_ours(tmp_path: Path) -> None:
    notice = "Khung tham khảo, chưa phải văn bản chính thức"
    dest, _ = written(dossier(notice=notice), tmp_path)
    assert all(notice in text for text in texts(dest))


def test_what_cannot_be_appended_is_listed_with_its_reason(tmp_path: Path) -> None:
    table = tmp_path / "Bảng kê.xlsx"
    table.write_bytes(b"PK\x03\x04")
    given = dossier(evidence=(evidence(stored(table)),))
    dest, receipt = written(given, tmp_path)
    listed = next(
        text for text in texts(dest) if "DANH MỤC MINH CHỨNG (K" in text or "SHA" in text
    )
    reason = "kiểu tệp này không ghép vào PDF được"
    assert receipt.left_out == (LeftOut("Bảng kê.xlsx", reason),)
    assert f"Không in kèm được: Bảng kê.xlsx ({reason}), gửi kèm trong gói." in listed


def test_a_character_that_cannot_be_printed_is_named_with_its_place(tmp_path: Path) -> None:
    given = dossier(criteria=(criterion(1, [indicator(note="xong 👍")]),))
    with pytest.raises(MissingGlyphError, match=r"U\+1F44D.*tiêu chí 1 \(Quy hoạch\)"):
        written(given, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_long_list_of_evidence_keeps_its_numbers_right(tmp_path: Path) -> None:
    file = scan(tmp_path / "a.pdf", 1)
    last = evidence(scan(tmp_path / "b.pdf", 1, Title="b"), codes=["2.1"])
    given = dossier(evidence=(*(evidence(file) for _ in range(150)), last))
    dest, receipt = written(given, tmp_path)
    found = texts(dest)
    assert receipt.appended == 2
    listed = next(text for text in found if "Cộng: 151 tài liệu, 2 tệp in kèm" in text)
    assert f" 1/1 {receipt.pages} " in listed
