"""A set goes to Excel and comes back as a new version: shown first, whole or not at all."""

import errno
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from db.connection import DataFile
from ntm_desktop import held_files
from ntm_desktop.domain.assessment import Sheet
from ntm_desktop.domain.criteria import IndicatorCode, SetId
from ntm_desktop.domain.indicator_lint import Lint
from ntm_desktop.exchange.criteria_file import CriteriaFileError
from ntm_desktop.exchange.disk import DiskFullError, TargetNotWritableError
from ntm_desktop.exchange.workbook import WorkbookProblemsError
from ntm_desktop.services.catalogue import SETS, Catalogue
from ntm_desktop.services.office_files import (
    FingerprintNeededError,
    NewerKindError,
    OfficeFiles,
    Signer,
)
from ntm_desktop.services.self_assessment import Input
from ntm_desktop.services.set_files import (
    SetChangedMeanwhileError,
    SetFiles,
    SetRefusedError,
    WarningsNotAcceptedError,
)
from ntm_desktop.services.workplace import Workplace
from resources import read_text
from tests.builders import PASSPHRASE, SET
from tests.services.conftest import Offices
from tests.set_workbooks import next_version, put, row_of

THIS = SetId(SET)


@pytest.fixture
def commune(offices: Offices) -> Workplace:
    return offices.commune


@pytest.fixture
def service(commune: Workplace) -> SetFiles:
    return SetFiles(commune)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """The set in Excel, with the next version."""
    return next_version(tmp_path / "bộ tiêu chí.xlsx")


def change(path: Path, code: str, column: str, value: Any) -> None:
    put(path, "Chỉ tiêu", **{f"{column}{row_of(path, code)}": value})


def seen_elsewhere(commune: Workplace) -> Catalogue:
    return Catalogue(commune.folder.cache, commune.folder.criteria)


def installed(commune: Workplace) -> list[str]:
    folder = commune.folder.criteria
    return sorted(str(each.relative_to(folder)) for each in folder.rglob("*") if each.is_file())


@pytest.mark.parametrize("name", SETS)
def test_every_set_can_be_taken_out(name: str, service: SetFiles, tmp_path: Path) -> None:
    found = service.export(SetId(name), tmp_path / "a.xlsx")
    assert found.id == name
    assert (tmp_path / "a.xlsx").stat().st_size > 5_000


def test_a_new_version_takes_the_place_of_the_old_one(
    commune: Workplace, service: SetFiles, file: Path
) -> None:
    change(file, "1.1", "C", "Có quy hoạch chung được duyệt")
    planned = service.plan(file)
    assert (planned.new.version, planned.previous and planned.previous.version) == (2, 1)
    assert [(each.code, each.indicator) for each in planned.warnings] == [(Lint.TEXT, "1.1")]
    assert planned.errors == []
    assert service.apply(planned, accepted=True)
    for catalogue in (commune.catalogue, seen_elsewhere(commune)):
        now = catalogue.criteria_set(SET)
        assert (now.version, now.indicators[IndicatorCode("1.1")].name) == (
            2,
            "Có quy hoạch chung được duyệt",
        )
        assert now.made is not None
        assert commune.office.unit.name in now.made.office
    assert installed(commune) == [f"former/{SET}-1.yaml", f"{SET}.yaml"]
    former = (commune.folder.criteria / "former" / f"{SET}-1.yaml").read_text(encoding="utf-8")
    assert former == read_text(f"criteria_sets/{SET}.yaml")


def test_the_next_version_is_compared_with_the_one_made_here(
    commune: Workplace, service: SetFiles, file: Path
) -> None:
    service.apply(service.plan(file), accepted=True)
    put(file, "Bộ tiêu chí", B3=3, B4="Tên khác")
    planned = service.plan(file)
    assert planned.previous is not None
    assert (planned.previous.version, [each.code for each in planned.findings]) == (2, [Lint.NAME])
    service.apply(planned, accepted=True)
    assert installed(commune) == [f"former/{SET}-{n}.yaml" for n in (1, 2)] + [f"{SET}.yaml"]


def test_a_new_id_is_a_new_set(commune: Workplace, service: SetFiles, file: Path) -> None:
    put(file, "Bộ tiêu chí", B2="xa-cua-tinh", B3=1)
    planned = service.plan(file)
    assert (planned.previous, list(planned.findings)) == (None, [])
    service.apply(planned, accepted=False)
    assert "xa-cua-tinh" in seen_elsewhere(commune).ids()
    assert commune.catalogue.criteria_set(SET).version == 1
    assert installed(commune) == ["xa-cua-tinh.yaml"]


def test_the_same_version_is_refused_and_nothing_is_written(
    commune: Workplace, service: SetFiles, file: Path
) -> None:
    put(file, "Bộ tiêu chí", B3=1, B4="Tên khác")
    planned = service.plan(file)
    assert [each.code for each in planned.errors] == [Lint.VERSION]
    with pytest.raises(SetRefusedError, match="không lớn hơn"):
        service.apply(planned, accepted=True)
    assert not commune.folder.criteria.exists()


def test_changes_have_to_be_accepted(commune: Workplace, service: SetFiles, file: Path) -> None:
    put(file, "Bộ tiêu chí", B4="Tên khác")
    with pytest.raises(WarningsNotAcceptedError, match="1 chỗ khác"):
        service.apply(service.plan(file), accepted=False)
    assert not commune.folder.criteria.exists()


def test_what_becomes_of_answers_is_counted(
    commune: Workplace, service: SetFiles, file: Path
) -> None:
    for year in (2021, 2025):
        sheet = Sheet(commune.office.unit.code, THIS, year)
        for code in ("1.1", "3.1"):
            typed = Input(answer="đạt" if code == "1.1" else "80")
            commune.self_assessment.enter(sheet, IndicatorCode(code), typed)
    change(file, "1.1", "C", "Khác")
    planned = service.plan(file)
    assert (planned.kept.answers.total(), planned.judged_anew, planned.figures) == (4, 2, 0)
    assert planned.kept.years == {2021, 2025}
    put(file, "Bộ tiêu chí", B7=2022)
    assert [each.code for each in service.plan(file).errors] == [Lint.YEARS_LOST]


def test_the_later_of_two_windows_is_compared_with_what_is_there(
    commune: Workplace, service: SetFiles, file: Path
) -> None:
    first = service.plan(file)
    put(file, "Bộ tiêu chí", B4="Tên hai")
    second = service.plan(file)
    service.apply(first, accepted=True)
    with pytest.raises(SetRefusedError, match="phiên bản 2 không lớn hơn"):
        service.apply(second, accepted=True)
    put(file, "Bộ tiêu chí", B3=3, B4="Tên ba")
    third = service.plan(file)
    put(file, "Bộ tiêu chí", B3=4, B4="Tên bốn")
    fourth = service.plan(file)
    service.apply(third, accepted=True)
    with pytest.raises(SetChangedMeanwhileError):
        service.apply(fourth, accepted=True)
    assert commune.catalogue.criteria_set(SET).name == "Tên ba"


def test_taking_the_same_twice_changes_nothing(service: SetFiles, file: Path) -> None:
    planned = service.plan(file)
    assert service.apply(planned, accepted=True)
    assert service.apply(planned, accepted=True) == frozenset()
    assert service.plan(file).is_here


def test_another_window_sees_the_new_version_without_being_told(
    commune: Workplace, service: SetFiles, file: Path
) -> None:
    elsewhere = seen_elsewhere(commune)
    assert elsewhere.criteria_set(SET).version == 1
    service.apply(service.plan(file), accepted=True)
    assert elsewhere.criteria_set(SET).version == 2


def test_a_reference_that_broke_meanwhile_is_found_when_it_is_applied(
    commune: Workplace, service: SetFiles, file: Path
) -> None:
    put(file, "Bộ tiêu chí", B2="bo-moi", B3=1)
    needed = service.plan(file)
    put(file, "Bộ tiêu chí", B2="bo-can-bo-moi", B10="bo-moi")
    service.apply(needed, accepted=True)
    planned = service.plan(file)
    (commune.folder.criteria / "bo-moi.yaml").unlink()
    with pytest.raises(SetChangedMeanwhileError):
        service.apply(planned, accepted=True)
    assert "bo-can-bo-moi" not in commune.catalogue.ids()


@pytest.fixture
def full_disk(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Let the disk be full when a file of that name gets its place."""

    def fill(name: str) -> None:
        replace = held_files.replace

        def failing(source: Path, target: Path, **more: Any) -> None:
            if target.name == name:
                raise OSError(errno.ENOSPC, "full")
            replace(source, target, **more)

        monkeypatch.setattr(held_files, "replace", failing)

    return fill


@pytest.mark.parametrize("name", [f"{SET}.yaml", f"{SET}-1.yaml"])
def test_a_full_disk_leaves_the_old_version(
    name: str,
    commune: Workplace,
    service: SetFiles,
    file: Path,
    full_disk: Callable[[str], None],
) -> None:
    planned = service.plan(file)
    full_disk(name)
    with pytest.raises(DiskFullError):
        service.apply(planned, accepted=True)
    assert seen_elsewhere(commune).criteria_set(SET).version == 1
    assert f"{SET}.yaml" not in installed(commune)
    assert not [each for each in installed(commune) if each.endswith(".tmp")]


def test_a_folder_that_cannot_be_made_is_told(
    commune: Workplace, service: SetFiles, file: Path
) -> None:
    commune.folder.criteria.write_text("tệp ở chỗ của thư mục")
    with pytest.raises(TargetNotWritableError):
        service.apply(service.plan(file), accepted=True)
    assert commune.catalogue.criteria_set(SET).version == 1


def test_a_workbook_with_problems_changes_nothing(
    commune: Workplace, service: SetFiles, file: Path
) -> None:
    change(file, "3.1", "F", "tám mươi")
    with pytest.raises(WorkbookProblemsError, match="ô F"):
        service.plan(file)
    assert not commune.folder.criteria.exists()


def test_answers_are_judged_by_the_new_version(
    commune: Workplace, service: SetFiles, file: Path
) -> None:
    sheet = Sheet(commune.office.unit.code, THIS, 2024)
    code = IndicatorCode("3.1")
    commune.self_assessment.enter(sheet, code, Input(answer="80"))
    assert str(commune.board(sheet).indicator(code).verdict) == "met"
    change(file, "3.1", "F", 90)
    service.apply(service.plan(file), accepted=True)
    assert str(commune.board(sheet).indicator(code).verdict) == "not_met"


def test_the_file_made_here_reads_like_a_shipped_one(
    commune: Workplace, service: SetFiles, file: Path
) -> None:
    service.apply(service.plan(file), accepted=True)
    text = (commune.folder.criteria / f"{SET}.yaml").read_text(encoding="utf-8")
    lines = text.splitlines()
    assert lines[:2] == [f"id: {SET}", "version: 2"]
    assert any(line.startswith("made: {office: ") for line in lines)
    assert set(read_text(f"criteria_sets/{SET}.yaml").splitlines()) & set(lines[20:])


def test_two_processes_cannot_take_sets_at_once(
    commune: Workplace, service: SetFiles, file: Path
) -> None:
    planned = service.plan(file)
    other = DataFile(commune.data.path)
    with other.session() as store:
        store.execute("BEGIN IMMEDIATE")
        with commune.data.session() as mine:
            mine.execute("PRAGMA busy_timeout = 50")
        with pytest.raises(Exception, match="đang bị chương trình khác giữ"):
            service.apply(planned, accepted=True)
        store.execute("ROLLBACK")
    other.close()
    assert commune.catalogue.criteria_set(SET).version == 1


# In a signed file


@pytest.fixture
def signed(offices: Offices, file: Path) -> Path:
    """What the authority signs, once it has taken the new version."""
    put(file, "Bộ tiêu chí", B4="Bộ của tỉnh")
    authority = SetFiles(offices.authority)
    authority.apply(authority.plan(file), accepted=True)
    path = file.with_name("bộ tiêu chí.ntm-data")
    authority.sign(THIS, path, offices.authority.keys.unlock(PASSPHRASE))
    return path


def test_a_signed_set_is_taken_byte_for_byte(offices: Offices, signed: Path) -> None:
    service = SetFiles(offices.commune)
    planned = service.plan(signed)
    assert planned.arrival is not None
    assert planned.arrival.signer is Signer.TRUSTED
    assert [each.code for each in planned.findings] == [Lint.NAME]
    assert service.apply(planned, accepted=True)
    here, there = (
        work.catalogue.criteria_set(SET) for work in (offices.commune, offices.authority)
    )
    assert here.digest == there.digest
    assert here.made == there.made


def test_taking_a_signed_set_twice_changes_nothing(offices: Offices, signed: Path) -> None:
    service = SetFiles(offices.commune)
    service.apply(service.plan(signed), accepted=True)
    again = service.plan(signed)
    assert (again.is_here, list(again.findings)) == (True, [])
    assert service.apply(again, accepted=False) == frozenset()


def test_another_text_under_the_same_version_is_refused(
    offices: Offices, file: Path, signed: Path
) -> None:
    service = SetFiles(offices.commune)
    put(file, "Bộ tiêu chí", B4="Bộ của xã")
    service.apply(service.plan(file), accepted=True)
    planned = service.plan(signed)
    assert [each.code for each in planned.errors] == [Lint.VERSION]
    with pytest.raises(SetRefusedError, match="từ phiên bản 3"):
        service.apply(planned, accepted=True)


def test_a_set_of_an_unknown_office_needs_its_digits(strangers: Offices, tmp_path: Path) -> None:
    path = tmp_path / "bộ.ntm-data"
    authority = strangers.authority
    SetFiles(authority).sign(SetId(SETS[3]), path, authority.keys.unlock(PASSPHRASE))
    service = SetFiles(strangers.commune)
    planned = service.plan(path)
    with pytest.raises(FingerprintNeededError):
        service.apply(planned, accepted=True)
    assert planned.arrival is not None
    assert service.apply(planned, accepted=True, fingerprint=planned.arrival.fingerprint) == (
        frozenset()
    )


def test_a_signed_file_of_figures_is_no_set(offices: Offices, tmp_path: Path) -> None:
    authority, path = offices.authority, tmp_path / "mức.ntm-data"
    OfficeFiles(authority).sign(path, "figures", "X", b"{}", authority.keys.unlock(PASSPHRASE))
    with pytest.raises(NewerKindError):
        SetFiles(offices.commune).plan(path)


@pytest.mark.parametrize("content", [b"id: [", b"\xff\xfe", b"id: x", b"[]"])
def test_a_signed_file_that_is_no_set_is_refused_by_line(
    content: bytes, offices: Offices, tmp_path: Path
) -> None:
    authority, path = offices.authority, tmp_path / "bộ.ntm-data"
    keys = authority.keys.unlock(PASSPHRASE)
    OfficeFiles(authority).sign(path, "criteria_set", "X", content, keys)
    with pytest.raises(CriteriaFileError, match="dòng 1"):
        SetFiles(offices.commune).plan(path)
    assert not offices.commune.folder.criteria.exists()
