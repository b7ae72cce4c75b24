from collections.abc import Iterator
from pathlib import Path

import pypdfium2  # type: ignore[import-untyped]
import pytest

from ntm_desktop.domain.assessment import Claim, Sheet
from ntm_desktop.domain.criteria import IndicatorCode, SetId
from ntm_desktop.domain.dossier import LeftOut, Mark
from ntm_desktop.domain.evidence import Details
from ntm_desktop.domain.progress import Unwatched
from ntm_desktop.exchange.documents.failures import EvidenceVanishedError
from ntm_desktop.services.documents import Documents, UnknownCriterionError, addressee
from ntm_desktop.services.intake import Purpose
from ntm_desktop.services.office import Authority
from ntm_desktop.services.self_assessment import Input
from ntm_desktop.services.workplace import Workplace
from tests.exchange.documents.samples import photo, scan
from tests.offices import YEAR, Templates, enter


@pytest.fixture(scope="module")
def templates(tmp_path_factory: pytest.TempPathFactory) -> Templates:
    return Templates.made(tmp_path_factory.mktemp("offices"))


@pytest.fixture
def commune(templates: Templates, tmp_path: Path) -> Iterator[Workplace]:
    opened = templates.opened("commune", tmp_path / "commune")
    yield opened
    opened.close()


@pytest.fixture
def sheet(commune: Workplace) -> Sheet:
    return commune.sheet(year=YEAR)


@pytest.fixture
def documents(commune: Workplace) -> Documents:
    return Documents(
        data=commune.data,
        office=commune.office,
        self_assessment=commune.self_assessment,
        evidence=commune.evidence,
        files=commune.files,
    )


def read(path: Path) -> str:
    with pypdfium2.PdfDocument(path) as pdf:
        return " ".join(" ".join(page.get_textpage().get_text_bounded().split()) for page in pdf)


def test_the_dossier_says_who_for_whom_and_on_what_ground(
    documents: Documents, sheet: Sheet
) -> None:
    found = documents.collected(sheet)
    assert found.office.committee == "Ủy ban nhân dân xã Tân Thành"
    assert found.authority.name == "Ủy ban nhân dân huyện Bắc Sơn"
    assert found.aim == "xã đạt chuẩn nông thôn mới"
    assert found.legal_basis[0].cited().startswith("Quyết định số 318/QĐ-TTg ngày 08 tháng 3")
    assert (len(found.criteria), len(found.indicators)) == (19, 57)
    assert not found.complete


@pytest.mark.parametrize(
    ("set_id", "notice"),
    [
        ("xa-ntm-2021-2025", ""),
        ("xa-ntm-2026-2030", "Mới có khung của bộ tiêu chí"),
        ("thon-thong-minh-langson", "Mẫu chung, chờ quyết định của tỉnh."),
    ],
)
def test_every_page_says_that_a_set_is_a_template(
    documents: Documents, sheet: Sheet, tmp_path: Path, set_id: str, notice: str
) -> None:
    of_set = sheet._replace(criteria_set=SetId(set_id))
    checklist = tmp_path / "checklist.pdf"
    documents.checklist(checklist, of_set, Unwatched())
    assert documents.collected(of_set).notice.startswith(notice)
    with pypdfium2.PdfDocument(checklist) as pdf:
        pages = [page.get_textpage().get_text_bounded() for page in pdf]
    assert all(notice in " ".join(page.split()) for page in pages)
    assert bool(documents.collected(of_set).notice) is bool(notice)


def test_each_condition_beyond_the_criteria_names_the_paper_that_confirms_it(
    documents: Documents, sheet: Sheet
) -> None:
    papers = [condition.paper for condition in documents.collected(sheet).conditions]
    assert papers == [
        "báo cáo tình hình nợ đọng xây dựng cơ bản",
        "báo cáo kết quả lấy ý kiến về sự hài lòng của người dân",
        "văn bản xác nhận về an ninh, trật tự",
    ]


def test_an_indicator_is_told_as_it_stands(
    commune: Workplace, documents: Documents, sheet: Sheet
) -> None:
    enter(commune, "3.1", "78,5")
    claim = Claim(met=True, reason="đang chờ nghiệm thu")
    code = IndicatorCode("3.1")
    commune.self_assessment.enter(sheet, code, Input(claim=claim, note="Niên giám 2023"))
    lines = {line.code: line for line in documents.collected(sheet).indicators}
    line = lines["3.1"]
    assert (line.requirement, line.result, line.verdict, line.met) == (
        "từ 80 % trở lên",
        "78,5 %",
        "Chưa đạt",
        False,
    )
    assert (line.claim, line.claim_reason) == ("Đạt", "đang chờ nghiệm thu")
    assert line.note == "Niên giám 2023"
    assert Mark.NO_THRESHOLD in lines["2.1"].marks
    assert lines["2.1"].requirement == "Chưa có mức quy định"


def test_a_claim_that_agrees_is_not_printed_twice(
    commune: Workplace, documents: Documents, sheet: Sheet
) -> None:
    enter(commune, "3.1", "85")
    code = IndicatorCode("3.1")
    commune.self_assessment.enter(sheet, code, Input(claim=Claim(met=True)))
    lines = {line.code: line for line in documents.collected(sheet).indicators}
    assert lines["3.1"].met
    assert lines["3.1"].claim == ""


def add(commune: Workplace, sheet: Sheet, *sources: Path, **details: object) -> None:
    said = Details(number="05/QĐ-UBND", issued_on="2024-03-07", **details)  # type: ignore[arg-type]
    purpose = Purpose(sheet=sheet, indicators=[IndicatorCode("3.1"), IndicatorCode("1.1")])
    commune.evidence.add(sources, purpose, said, together=True)


def test_evidence_is_appended_from_the_store(
    commune: Workplace, documents: Documents, sheet: Sheet, tmp_path: Path
) -> None:
    sources = [photo(tmp_path / "Ảnh đường.jpg").path, scan(tmp_path / "b.pdf", 2).path]
    text = tmp_path / "ghi chú.txt"
    text.write_text("Biên bản họp thôn", encoding="utf-8")
    add(commune, sheet, *sources, text)
    dest = tmp_path / "hồ sơ.pdf"
    receipt = documents.dossier(dest, sheet, Unwatched())
    [proof] = documents.collected(sheet).evidence
    assert proof.indicators == ("1.1", "3.1")
    assert receipt.appended == 2
    assert [left.name for left in receipt.left_out] == ["ghi chú.txt"]
    assert "05/QĐ-UBND 07/03/2024" in read(dest)


def test_a_sensitive_document_is_only_listed(
    commune: Workplace, documents: Documents, sheet: Sheet, tmp_path: Path
) -> None:
    add(commune, sheet, scan(tmp_path / "danh sách.pdf").path, sensitive=True)
    receipt = documents.dossier(tmp_path / "hồ sơ.pdf", sheet, Unwatched())
    assert receipt.left_out == (LeftOut("danh sách.pdf", "tài liệu hạn chế sao chụp"),)


def test_a_file_that_vanished_from_the_store_is_an_error(
    commune: Workplace, documents: Documents, sheet: Sheet, tmp_path: Path
) -> None:
    add(commune, sheet, scan(tmp_path / "b.pdf").path)
    [document] = commune.evidence.of_sheet(sheet)
    commune.files.remove(document.files[0].sha256)
    with pytest.raises(EvidenceVanishedError, match=r"b\.pdf"):
        documents.dossier(tmp_path / "hồ sơ.pdf", sheet, Unwatched())
    assert not (tmp_path / "hồ sơ.pdf").exists()


def test_a_checklist_covers_the_set_or_one_criterion(
    commune: Workplace, documents: Documents, sheet: Sheet, tmp_path: Path
) -> None:
    enter(commune, "3.1", "86,5")
    dest = tmp_path / "phiếu.pdf"
    assert documents.checklist(dest, sheet, Unwatched()) >= 19
    assert "86,5 %" not in read(dest)
    assert documents.checklist(dest, sheet, Unwatched(), criterion=3, filled=True) == 1
    text = read(dest)
    assert "Tiêu chí 3. Thủy lợi và phòng, chống thiên tai" in text
    assert "86,5 %" in text
    assert "Tiêu chí 4" not in text


def test_a_criterion_that_the_set_does_not_have_is_refused(
    documents: Documents, sheet: Sheet, tmp_path: Path
) -> None:
    with pytest.raises(UnknownCriterionError, match="từ 1 đến 19"):
        documents.checklist(tmp_path / "phiếu.pdf", sheet, Unwatched(), criterion=20)


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("Huyện Bắc Sơn", "Ủy ban nhân dân huyện Bắc Sơn"),
        ("Tỉnh Lạng Sơn", "Ủy ban nhân dân tỉnh Lạng Sơn"),
        ("Văn phòng Điều phối", "Văn phòng Điều phối"),
    ],
)
def test_a_dossier_is_addressed_to_the_committee_of_a_territory(name: str, body: str) -> None:
    assert addressee(Authority(code="1", name=name)) == body
