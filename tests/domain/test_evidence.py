from pathlib import PurePath
from unicodedata import normalize

import pytest

from ntm_desktop.domain.evidence import (
    BadDocumentDateError,
    Details,
    Evidence,
    EvidenceFile,
    name_for_people,
    stored_fields,
)


def titled(details: Details, *names: str) -> str:
    files = tuple(
        EvidenceFile(sha256="0" * 64, name=name, kind=None, size=1, pages=None, is_here=False)
        for name in names
    )
    return Evidence(key="k", scope="06379", details=details, files=files, links=()).title


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("05/02/2024", "2024-02-05"),
        ("5/2/2024", "2024-02-05"),
        (" 5-2-2024 ", "2024-02-05"),
        ("5.2.2024", "2024-02-05"),
        ("2024-02-05", "2024-02-05"),
        ("", None),
    ],
)
def test_dates_are_kept_in_one_spelling(typed: str, kept: str | None) -> None:
    assert stored_fields({"issued_on": typed}) == {"issued_on": kept}


@pytest.mark.parametrize(
    "typed", ["31/02/2024", "hôm qua", "2/2024", "1/2/24", "1/1/1/2024", "٣/x/2024", "1/1/20240"]
)
def test_what_is_no_date_is_refused_with_an_example(typed: str) -> None:
    with pytest.raises(BadDocumentDateError, match="05/02/2024"):
        stored_fields({"valid_to": typed})


def test_texts_are_kept_composed_and_trimmed_and_flags_as_they_are() -> None:
    typed = {"issuer": normalize("NFD", " Ủy ban "), "summary": "  ", "original": False}
    assert stored_fields(typed) == {"issuer": "Ủy ban", "summary": None, "original": False}


def test_a_detail_nobody_knows_is_a_defect() -> None:
    with pytest.raises(KeyError):
        stored_fields({"colour": "red"})


def test_a_document_is_named_by_the_best_that_is_said_of_it() -> None:
    said = Details(number="12/QĐ-UBND", issued_on="2024-02-05", summary="Công nhận")
    assert titled(said, "a.pdf") == "12/QĐ-UBND ngày 05/02/2024, Công nhận"
    assert titled(Details(number="12/QĐ-UBND")) == "12/QĐ-UBND"
    assert titled(Details(issued_on="2024-02-05"), "a.pdf", "b.pdf") == "a.pdf"
    assert titled(Details()) == "(chưa có trích yếu)"


def test_names_of_files_have_one_spelling() -> None:
    path = PurePath("x") / normalize("NFD", "Quyết định.pdf")
    assert name_for_people(path) == "Quyết định.pdf"
    assert name_for_people(path, stem=True) == "Quyết định"
