from pathlib import Path

import pytest

from tests.cli.conftest import Ntm
from tests.samples import scanned_pdf, write

AT = ("--year", "2024", "--json", "--data")


def test_the_dossier_holds_the_evidence(ntm: Ntm, commune: Path, tmp_path: Path) -> None:
    paper = write(tmp_path, "bảng.pdf", scanned_pdf(3))
    ntm("evidence", "add", paper, "--indicator", "3.1", *AT, commune)
    target = tmp_path / "Hồ sơ.pdf"
    made = ntm("dossier", target, *AT, commune).document
    assert (made["path"], made["appended"], made["left_out"]) == (str(target), 1, [])
    assert made["pages"] > 3
    assert target.read_bytes().startswith(b"%PDF-")
    assert target.stat().st_size == made["size"]


def test_checklists_are_blank_or_filled(ntm: Ntm, commune: Path, tmp_path: Path) -> None:
    blank, filled = tmp_path / "trống.pdf", tmp_path / "điền.pdf"
    words = ("--criterion", "3", *AT, commune)
    assert ntm("checklist", blank, "--blank", *words).document["filled"] is False
    made = ntm("checklist", filled, "--filled", *words).document
    assert (made["filled"], made["pages"]) == (True, 1)
    assert blank.exists()


@pytest.mark.parametrize("command", ["dossier", "checklist"])
def test_a_place_that_cannot_be_written_is_4(
    ntm: Ntm, commune: Path, tmp_path: Path, command: str
) -> None:
    ran = ntm(command, tmp_path / "none" / "x.pdf", *AT, commune)
    assert (ran.status, ran.error) == (4, "destination")


def test_a_criterion_that_is_none_is_refused(ntm: Ntm, commune: Path, tmp_path: Path) -> None:
    ran = ntm("checklist", tmp_path / "x.pdf", "--criterion", "20", *AT, commune)
    assert (ran.status, ran.error) == (3, "unknown_criterion")
