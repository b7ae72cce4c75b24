from datetime import date

import pytest

from ntm_desktop.domain.dossier import AuthorityLevel, LegalBasis, Office, long_date, lower_first


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2024, 2, 5), "ngày 05 tháng 02 năm 2024"),
        (date(2024, 9, 10), "ngày 10 tháng 9 năm 2024"),
        (date(2024, 12, 31), "ngày 31 tháng 12 năm 2024"),
    ],
)
def test_only_days_below_ten_and_the_first_two_months_get_a_zero(day: date, words: str) -> None:
    assert long_date(day) == words


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("Xã Tân Thành", "Tân Thành"),
        ("Thị trấn Bắc Sơn", "Bắc Sơn"),
        ("Phường 5", "Phường 5"),
        ("Bắc Sơn", "Bắc Sơn"),
    ],
)
def test_the_place_is_the_name_without_its_kind_unless_it_is_a_number(
    name: str, place: str
) -> None:
    assert Office("06379", name).place == place


@pytest.mark.parametrize(
    ("number", "cited"),
    [
        ("318/QĐ-TTg", "Quyết định số 318/QĐ-TTg"),
        ("QĐ 318/QĐ-TTg", "Quyết định số 318/QĐ-TTg"),
        ("Quyết định số 318/QĐ-TTg", "Quyết định số 318/QĐ-TTg"),
        ("18/2022/QĐ-TTg", "Quyết định số 18/2022/QĐ-TTg"),
        ("124/HD-VPĐP", "Hướng dẫn số 124/HD-VPĐP"),
        ("30/2020/NĐ-CP", "Nghị định số 30/2020/NĐ-CP"),
        ("7", "Văn bản số 7"),
    ],
)
def test_a_document_is_cited_by_its_kind_once(number: str, cited: str) -> None:
    assert LegalBasis(number, None, "", "").cited() == cited


def test_a_legal_basis_is_cited_with_date_issuer_and_title() -> None:
    basis = LegalBasis(
        "318/QĐ-TTg", date(2022, 3, 8), "Thủ tướng Chính phủ", "Ban hành Bộ tiêu chí"
    )
    assert basis.cited() == (
        "Quyết định số 318/QĐ-TTg ngày 08 tháng 3 năm 2022 của Thủ tướng Chính phủ "
        "về việc ban hành Bộ tiêu chí"
    )


def test_an_abbreviation_keeps_its_capitals_within_a_sentence() -> None:
    assert lower_first("UBND xã") == "UBND xã"
    assert lower_first("Đạt chuẩn") == "đạt chuẩn"


def test_the_district_checks_and_the_province_appraises() -> None:
    assert AuthorityLevel.DISTRICT.appraisal == "thẩm tra"
    assert AuthorityLevel.PROVINCE.appraisal == "thẩm định"
