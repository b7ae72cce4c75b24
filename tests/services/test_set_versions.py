"""Who judges by another text of a set is told so: before an import, after it, and on the board."""

from pathlib import Path

import pytest

from ntm_desktop.domain.criteria import IndicatorCode, SetId
from ntm_desktop.domain.progress import Unwatched
from ntm_desktop.domain.set_findings import About
from ntm_desktop.domain.subject import SubjectKind
from ntm_desktop.exchange.package.reader import open_package
from ntm_desktop.services.self_assessment import Input
from ntm_desktop.services.set_files import SetFiles
from ntm_desktop.services.subject_progress import progress
from ntm_desktop.services.subjects import Draft
from tests.builders import PASSPHRASE, SET
from tests.offices import YEAR, enter, export
from tests.services.conftest import Offices
from tests.set_workbooks import take_version

OWN, GARDEN = "xa-cua-tinh", "vuon-cua-tinh"


def sent(offices: Offices) -> Path:
    enter(offices.commune, "3.1", "86,5")
    return export(offices.commune, offices.stick).path


def told(offices: Offices, package: Path) -> list[str]:
    """Import at the authority; what is said after is what was said before."""
    receiving = offices.authority.receiving
    seen = receiving.inspect(package, Unwatched())
    outcome = receiving.take_in(package, Unwatched())
    assert set(seen.sets) <= set(outcome.notices)
    return list(seen.sets)


def on_the_board(offices: Offices, set_id: str = SET) -> list[str]:
    sheet = offices.authority.sheet(
        subject=offices.commune.office.unit.code, set_id=set_id, year=YEAR
    )
    found = offices.authority.findings(sheet)
    return [each.words for each in found if each.about is About.VERSION]


def test_the_same_set_needs_no_word(offices: Offices) -> None:
    assert told(offices, sent(offices)) == []
    assert on_the_board(offices) == []


def test_a_version_that_is_not_here_is_told(offices: Offices, tmp_path: Path) -> None:
    take_version(offices.commune, tmp_path / "a.xlsx", B3=2, B4="Bộ của xã")
    (words,) = told(offices, sent(offices))
    assert "Xã Tân Thành dùng nội dung khác" in words
    assert "xét theo phiên bản 1" in words
    assert on_the_board(offices) == [words]


def test_a_version_that_was_replaced_here_is_named(offices: Offices, tmp_path: Path) -> None:
    take_version(offices.authority, tmp_path / "a.xlsx", B3=2, B4="Bộ của huyện")
    (words,) = told(offices, sent(offices))
    assert "Xã Tân Thành còn dùng phiên bản 1" in words
    assert "xét theo phiên bản 2" in words


def test_once_both_have_it_nothing_is_said(offices: Offices, tmp_path: Path) -> None:
    take_version(offices.commune, tmp_path / "a.xlsx", B3=2, B4="Bộ của xã")
    told(offices, sent(offices))
    text = offices.commune.catalogue.text(SET)
    (offices.authority.folder.criteria).mkdir()
    (offices.authority.folder.criteria / f"{SET}.yaml").write_bytes(text.encode())
    assert on_the_board(offices) == []


def test_the_same_workbook_taken_by_two_offices_needs_no_word(
    offices: Offices, tmp_path: Path
) -> None:
    for office in (offices.commune, offices.authority):
        take_version(office, tmp_path / f"{office.office.unit.code}.xlsx", B3=2, B4="Bộ của tỉnh")
    ours, theirs = (
        one.catalogue.criteria_set(SET) for one in (offices.authority, offices.commune)
    )
    assert ours.made != theirs.made
    assert told(offices, sent(offices)) == []
    assert on_the_board(offices) == []


def test_a_set_that_is_not_here_is_told_and_its_answers_are_kept(
    offices: Offices, tmp_path: Path
) -> None:
    take_version(offices.commune, tmp_path / "a.xlsx", B2=OWN, B3=1)
    sheet = offices.commune.sheet(set_id=OWN, year=YEAR)
    offices.commune.self_assessment.enter(sheet, IndicatorCode("3.1"), Input(answer="80"))
    package = export(offices.commune, offices.stick).path
    with open_package(package) as opened:
        assert OWN in [each.id for each in opened.envelope.criteria_sets]
    (words,) = told(offices, package)
    assert f"dùng bộ tiêu chí “{OWN}” chưa có ở đây" in words
    take_version(offices.authority, tmp_path / "b.xlsx", B2=OWN, B3=1)
    board = offices.authority.board(sheet)
    assert str(board.indicator(IndicatorCode("3.1")).verdict) == "met"


def test_what_waits_is_told_too(strangers: Offices, tmp_path: Path) -> None:
    take_version(strangers.commune, tmp_path / "a.xlsx", B3=2, B4="Bộ của xã")
    outcome = strangers.authority.receiving.take_in(sent(strangers), Unwatched())
    assert outcome.waiting_for
    assert any("dùng nội dung khác" in each for each in outcome.notices)


def test_a_package_speaks_of_no_set_of_other_scopes(offices: Offices, tmp_path: Path) -> None:
    take_version(offices.commune, tmp_path / "a.xlsx", B2=OWN, B3=1)
    with open_package(sent(offices)) as opened:
        assert [each.id for each in opened.envelope.criteria_sets] == [SET]


@pytest.mark.parametrize("name", ["x", "2-x", "", "²"])
def test_a_stray_file_among_the_former_versions_is_passed_over(
    name: str, offices: Offices, tmp_path: Path
) -> None:
    take_version(offices.authority, tmp_path / "a.xlsx", B3=2)
    (offices.authority.folder.criteria / "former" / f"{SET}-{name}.yaml").write_text("x")
    assert sorted(offices.authority.catalogue.former(SET).values()) == [1]


def test_an_office_that_takes_the_signed_set_judges_alike(
    offices: Offices, tmp_path: Path
) -> None:
    take_version(offices.authority, tmp_path / "a.xlsx", B3=2, B4="Bộ của huyện")
    file = tmp_path / "bộ.ntm-data"
    keys = offices.authority.keys.unlock(PASSPHRASE)
    SetFiles(offices.authority).sign(SetId(SET), file, keys)
    service = SetFiles(offices.commune)
    service.apply(service.plan(file), accepted=True)
    assert told(offices, sent(offices)) == []
    assert on_the_board(offices) == []


def test_a_village_that_works_for_an_absent_set_is_not_judged_silently(
    offices: Offices, tmp_path: Path
) -> None:
    take_version(offices.commune, tmp_path / "a.xlsx", "vuon-mau-langson", B2=GARDEN)
    garden = Draft(kind=SubjectKind.GARDEN, name="Hộ ông A", sets=(SetId(GARDEN),))
    offices.commune.subjects.add(garden)
    package = export(offices.commune, offices.stick).path
    (words,) = told(offices, package)
    assert f"“{GARDEN}” chưa có ở đây" in words
    lines = progress(offices.authority, YEAR)
    assert {line.absent for line in lines} == {(GARDEN,)}
    take_version(offices.authority, tmp_path / "b.xlsx", "vuon-mau-langson", B2=GARDEN)
    (line,) = progress(offices.authority, YEAR)
    assert (line.criteria_set.id, line.absent) == (GARDEN, ())
