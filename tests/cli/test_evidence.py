from pathlib import Path

import pytest

from tests.cli.conftest import Ntm
from tests.samples import DECOMPOSED_NAME, damaged_pdf, photo, program, scanned_pdf, write

AT = ("--year", "2024", "--json", "--data")


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    return write(tmp_path, DECOMPOSED_NAME, scanned_pdf(2))


def test_each_file_is_one_document(ntm: Ntm, commune: Path, tmp_path: Path, paper: Path) -> None:
    picture = write(tmp_path, "z1 .jpg", photo((64, 48)))
    ran = ntm("evidence", "add", paper, picture, "--indicator", "3.1,3.2", *AT, commune)
    assert (ran.status, ran.document["added"], len(ran.document["evidence"])) == (0, 2, 2)
    first = ran.document["files"][0]
    assert (first["outcome"], first["kind"], first["pages"]) == ("added", "pdf", 2)
    listed = ntm("evidence", "list", *AT, commune).document["evidence"]
    assert [[link["code"] for link in each["indicators"]] for each in listed] == [
        ["3.1", "3.2"],
        ["3.1", "3.2"],
    ]
    status = ntm("status", *AT, commune).document
    assert status["criteria"][2]["indicators"][0]["evidence"] == 2


def test_together_they_are_one_document_with_its_details(
    ntm: Ntm, commune: Path, tmp_path: Path, paper: Path
) -> None:
    picture = write(tmp_path, "z2.jpg", photo((64, 48)))
    details = ("--number", "12/QĐ-UBND", "--issued-on", "2024-02-05", "--issuer", "UBND xã")
    words = ("--together", "--indicator", "3.1", "--summary", "Công nhận", *details)
    ran = ntm("evidence", "add", paper, picture, *words, *AT, commune)
    assert len(ran.document["evidence"]) == 1
    (listed,) = ntm("evidence", "list", *AT, commune).document["evidence"]
    assert listed["title"] == "12/QĐ-UBND ngày 05/02/2024, Công nhận"
    assert [file["kind"] for file in listed["files"]] == ["pdf", "jpeg"]
    told = ntm("evidence", "list", "--year", "2024", "--data", commune).out
    assert "12/QĐ-UBND ngày 05/02/2024, Công nhận · 2 tệp → 3.1" in told


def test_a_content_already_there_is_said_to_be(ntm: Ntm, commune: Path, paper: Path) -> None:
    ntm("evidence", "add", paper, "--indicator", "3.1", *AT, commune)
    ran = ntm("evidence", "add", paper, "--indicator", "3.2", *AT, commune)
    assert (ran.status, ran.document["present"]) == (0, 1)


def test_a_single_file_refused_is_an_error(ntm: Ntm, commune: Path, tmp_path: Path) -> None:
    virus = write(tmp_path, "Báo cáo.pdf", program())
    ran = ntm("evidence", "add", virus, "--indicator", "3.1", *AT, commune)
    assert ran.status == 3
    assert ran.error == "evidence_program"


def test_of_several_the_good_ones_are_kept_and_each_is_listed(
    ntm: Ntm, commune: Path, tmp_path: Path, paper: Path
) -> None:
    others = [
        write(tmp_path, "hỏng.pdf", damaged_pdf()),
        write(tmp_path, "rỗng.pdf", b""),
        tmp_path / "không có.pdf",
        write(tmp_path, "virus.pdf", program()),
    ]
    ran = ntm("evidence", "add", paper, *others, "--indicator", "3.1", *AT, commune)
    assert ran.status == 3
    results = {each["name"]: each for each in ran.document["files"]}
    assert results["rỗng.pdf"]["error"]["code"] == "evidence_empty"
    assert results["không có.pdf"]["error"]["code"] == "evidence_vanished"
    assert ran.document["files"][0]["outcome"] == "added"
    assert ntm("check", "--data", commune).status == 0


def test_an_unknown_indicator_adds_nothing(ntm: Ntm, commune: Path, paper: Path) -> None:
    ran = ntm("evidence", "add", paper, "--indicator", "3.1,99.9", *AT, commune)
    assert (ran.status, ran.error) == (3, "unknown_indicator")
    assert ntm("evidence", "list", *AT, commune).document == {"evidence": []}


def test_a_bad_date_adds_nothing(ntm: Ntm, commune: Path, paper: Path) -> None:
    words = ("--indicator", "3.1", "--issued-on", "2024-02-31")
    assert ntm("evidence", "add", paper, *words, *AT, commune).error == "bad_date"


def test_an_authority_adds_none_to_a_commune(ntm: Ntm, authority: Path, paper: Path) -> None:
    ran = ntm("evidence", "add", paper, "--indicator", "3.1", *AT, authority)
    assert (ran.status, ran.error) == (2, "subject_missing")
