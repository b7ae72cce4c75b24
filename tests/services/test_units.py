"""Units by date: old dossiers keep the old name, and lists come whole or not at all."""

from pathlib import Path

import pytest
from openpyxl import Workbook

from db import journal, units
from db.journal import NotYoursError
from db.units import Unit
from ntm_desktop.domain.progress import Unwatched
from ntm_desktop.domain.revision import Record
from ntm_desktop.exchange.workbook import WorkbookProblemsError
from ntm_desktop.services.unit_files import read_list
from ntm_desktop.services.units import ListedUnit, UnitChangeError
from ntm_desktop.services.workplace import Workplace
from tests.offices import PASSPHRASE, YEAR, enter, export
from tests.services.conftest import Offices

NOTHING = Unwatched()
NEW = "Xã Tân Thành Mới"


def unit_on(office: Workplace, day: str, code: str = "06379") -> Unit:
    with office.data.session() as store:
        found = units.find(store, code, on=day)
    assert found
    return found


def bring(authority: Workplace, commune: Workplace, folder: Path) -> None:
    folder.mkdir()
    made = authority.sending.export(
        folder,
        keys=authority.keys.unlock(PASSPHRASE),
        year=YEAR,
        progress=NOTHING,
        to="06379",
        plain=True,
    )
    commune.receiving.take_in(made.path, NOTHING)


@pytest.mark.parametrize(
    ("day", "name"),
    [("2024-12-31", "Xã Tân Thành"), ("2025-06-30", "Xã Tân Thành"), ("2025-07-01", NEW)],
)
def test_a_name_holds_from_its_day_on(offices: Offices, day: str, name: str) -> None:
    offices.commune.units.change("06379", since="2025-07-01", name=NEW, decision="1672/NQ")
    assert unit_on(offices.commune, day).name == name


def test_the_dossier_of_an_old_year_keeps_the_old_name(offices: Offices) -> None:
    office = offices.commune
    office.units.change("06379", since="2025-07-01", name=NEW)
    documents = office.documents
    assert documents.collected(office.sheet(year=2024)).office.name == "Xã Tân Thành"
    assert documents.collected(office.sheet(year=2025)).office.name == NEW


def test_an_authority_renames_and_the_commune_learns_it(offices: Offices, tmp_path: Path) -> None:
    commune, authority = offices.commune, offices.authority
    enter(commune, "3.1", "80")
    authority.receiving.take_in(export(commune, offices.stick).path, NOTHING)
    authority.units.change("06379", since="2025-07-01", name=NEW, decision="1672/NQ-UBTVQH15")
    bring(authority, commune, tmp_path / "về")
    for office in (commune, authority):
        assert unit_on(office, "2025-07-01").name == NEW
        assert unit_on(office, "2024-12-31").name == "Xã Tân Thành"


def test_nobody_else_says_what_a_unit_is_called(offices: Offices) -> None:
    """A commune can write of another only in its own scope, where it counts for nothing."""
    commune, authority = offices.commune, offices.authority
    enter(commune, "3.1", "80")
    with pytest.raises(NotYoursError):
        commune.units.change("185", since="2020-01-01", name="Huyện Khác")
    record = Record("06379", "unit_state", units.state_key("185", "2020-01-01"))
    with commune.data.session() as store:
        journal.write(store, commune.office.identity, record, {"name": "Huyện Khác"})
    authority.receiving.take_in(export(commune, offices.stick).path, NOTHING)
    assert unit_on(authority, "2024-01-01", "185").name == "Huyện Bắc Sơn"


def test_the_authoritys_word_wins_on_the_same_day(offices: Offices) -> None:
    commune, authority = offices.commune, offices.authority
    commune.units.change("06379", since="2025-07-01", name="Xã Một", group="nhom_1")
    authority.receiving.take_in(export(commune, offices.stick).path, NOTHING)
    authority.units.change("06379", since="2025-07-01", name="Xã Hai")
    found = unit_on(authority, "2025-07-01")
    assert (found.name, found.group) == ("Xã Hai", "nhom_1")


@pytest.mark.parametrize(
    ("since", "name"),
    [("2025-07-01", " "), ("", NEW), ("tháng 7", NEW), ("1/7/25", NEW), ("2025-02-30", NEW)],
)
def test_a_change_needs_a_day_and_something_to_say(
    offices: Offices, since: str, name: str
) -> None:
    with pytest.raises(UnitChangeError):
        offices.commune.units.change("06379", since=since, name=name)


def test_a_group_without_a_day_always_was(offices: Offices) -> None:
    """Nobody knew it until now, and no day can be named."""
    office = offices.commune
    office.units.change("06379", group="nhom_3")
    assert unit_on(office, "2021-01-01").group == "nhom_3"
    office.units.change("06379", since="2026-01-01", group="nhom_2")
    assert unit_on(office, "2025-12-31").group == "nhom_3"
    assert unit_on(office, "2026-12-31").group == "nhom_2"


def test_a_region_and_a_group_reach_the_judging_of_that_year(offices: Offices) -> None:
    from ntm_desktop.services.contexts import Judge

    office = offices.commune
    office.units.change("06379", since="2025-07-01", region="DBSH", group="nhom_2")
    with office.data.session() as store:
        judge = Judge(store, office.catalogue, "185")
        before = judge.context(office.sheet(year=2024))
        after = judge.context(office.sheet(set_id="xa-ntm-2026-2030", year=2026))
    assert (before.region, before.group) == ("TDMNPB", "")
    assert (after.region, after.group) == ("DBSH", "nhom_2")


def test_a_village_takes_region_and_group_of_its_unit_unless_it_has_its_own(
    offices: Offices,
) -> None:
    from ntm_desktop.domain.subject import SubjectKind
    from ntm_desktop.services.contexts import Judge
    from ntm_desktop.services.subjects import Draft

    office = offices.commune
    add = office.subjects.add
    plain = add(Draft(name="A", kind=SubjectKind.VILLAGE)).id
    own = add(Draft(name="B", kind=SubjectKind.VILLAGE, group="nhom_3", region="TN")).id
    office.units.change("06379", since="2020-01-01", group="nhom_1")
    with office.data.session() as store:
        judge = Judge(store, office.catalogue, "185")
        found = [judge.context(office.sheet(subject=id_, year=2024)) for id_ in (plain, own)]
    assert [(each.region, each.group) for each in found] == [
        ("TDMNPB", "nhom_1"),
        ("TN", "nhom_3"),
    ]


def workbook(path: Path, *rows: list[object]) -> Path:
    book = Workbook()
    book.worksheets[0].append(["Mã xã", "Tên xã", "Loại", "Vùng", "Nhóm xã"])
    for row in rows:
        book.worksheets[0].append(row)
    book.save(path)
    return path


GROUPS = {"nhom_1": "Nhóm 1: …", "nhom_2": "Nhóm 2: …"}


def test_a_list_is_read_from_excel(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "xã.xlsx",
        ["01", "Xã A", None, "Tây Nguyên", "Nhóm 2"],
        ["02", "Phường B", None, None, 1],
        ["03", "C", "Thị trấn", "TDMNPB", None],
    )
    assert read_list(path, GROUPS) == [
        ListedUnit(code="01", name="Xã A", kind="commune", region="TN", group="nhom_2"),
        ListedUnit(code="02", name="Phường B", kind="ward", group="nhom_1"),
        ListedUnit(code="03", name="C", kind="town", region="TDMNPB"),
    ]


def test_a_list_with_anything_wrong_is_refused_whole(offices: Offices, tmp_path: Path) -> None:
    path = workbook(tmp_path / "xã.xlsx", ["01", "Xã A"], ["01", "Xã B"], ["02", "Xã C", "Làng"])
    with pytest.raises(WorkbookProblemsError, match="ô C4"):
        read_list(path)
    path = workbook(tmp_path / "xã.xlsx", ["01", "Xã A"], ["01", "Xã B"])
    with pytest.raises(WorkbookProblemsError, match="ô A3: mã “01” có hai lần"):
        read_list(path)
    with pytest.raises(WorkbookProblemsError, match="không có đơn vị nào"):
        read_list(workbook(tmp_path / "xã.xlsx"))
    assert offices.authority.units.listed() == []


def test_a_list_taken_over_names_units_that_never_sent(offices: Offices) -> None:
    authority = offices.authority
    authority.units.take_list([ListedUnit(code="01", name="Xã A", group="nhom_2")])
    (found,) = authority.units.listed()
    assert (found.code, found.name, found.group) == ("01", "Xã A", "nhom_2")
    assert authority.units.changes("01") == []
    assert not authority.units.take_list([ListedUnit(code="01", name="Xã A", group="nhom_2")])


def test_an_agency_takes_no_list_over(offices: Offices) -> None:
    from dataclasses import replace

    from ntm_desktop.domain.ownership import Role
    from ntm_desktop.services.units import Units

    office = offices.authority.office
    agency = replace(office, identity=replace(office.identity, role=Role.AGENCY))
    with pytest.raises(NotYoursError):
        Units(data=offices.authority.data, office=agency).take_list(
            [ListedUnit(code="01", name="Xã A")]
        )


def test_a_change_of_a_unit_is_said_in_words(offices: Offices) -> None:
    office = offices.commune
    office.units.change("06379", since="2025-07-01", name=NEW)
    record = Record("06379", "unit_state", units.state_key("06379", "2025-07-01"))
    (line,) = office.history.of(record)
    assert line.words.startswith("Tên đơn vị: ")
