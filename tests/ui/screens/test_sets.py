from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from ntm_desktop.domain.criteria import IndicatorCode, SetId
from ntm_desktop.domain.ownership import Role
from ntm_desktop.services.figure_files import FigureFiles
from ntm_desktop.services.thresholds import Statement, Thresholds
from ntm_desktop.services.workplace import Workplace, open_workplace
from tests.builders import AUTHORITY, PASSPHRASE, SET, SHEET, an_identity
from tests.ui.conftest import an_office
from tests.ui.hands import click
from ui.changes import Changes
from ui.screens.sets.screen import SetsScreen
from ui.session_keys import SessionKeys
from ui.tasks import TaskRunner

NEW = "xa-ntm-2026-2030"
STATED = Statement(value="", decision="1062/QĐ-UBND", date="2024-06-17", year=2024)
ADVANCED = "xa-ntm-nang-cao-2021-2025"
DISTRICT, GARDEN = "huyen-ntm-2021-2025", "vuon-mau-langson"
ON_THE_BOX = QPoint(8, 10)


def shown_to(qtbot: QtBot, office: Workplace, tasks: TaskRunner) -> SetsScreen:
    screen = SetsScreen(
        workplace=office,
        session=SessionKeys(office.keys.unlock, tasks),
        tasks=tasks,
        changes=Changes(),
    )
    qtbot.addWidget(screen)
    screen.resize(1100, 700)
    screen.show()
    screen.show_sheet(office.sheet(set_id=SET, year=SHEET.year))
    qtbot.waitUntil(lambda: bool(screen.view.list.lines.lines))
    return screen


@pytest.fixture
def screen(qtbot: QtBot, authority: Workplace, tasks: TaskRunner) -> SetsScreen:
    return shown_to(qtbot, authority, tasks)


def choose(qtbot: QtBot, screen: SetsScreen, set_id: str) -> None:
    """Click on a set in the list, and wait for its page."""
    row = [line.target for line in screen.sets.lines.lines].index(set_id)
    place = screen.sets.visualRect(screen.sets.lines.index(row)).center()
    qtbot.mouseClick(screen.sets.viewport(), Qt.MouseButton.LeftButton, pos=place)
    qtbot.waitUntil(lambda: screen.view.page is not None and shown(screen) == set_id)


def shown(screen: SetsScreen) -> str:
    assert screen.view.page is not None
    return screen.view.page.line.criteria_set.id


def test_every_set_is_listed_with_how_far_it_can_be_relied_on(
    screen: SetsScreen, authority: Workplace
) -> None:
    lines = {line.target: line for line in screen.sets.lines.lines}
    assert set(lines) == set(authority.catalogue.ids())
    assert lines[SET].head == "Xã"
    assert "mục chưa đối chiếu" in lines[SET].detail
    assert lines[GARDEN].state.word == "Mẫu chung, chờ quyết định của tỉnh"


def test_another_set_opens_by_a_click(qtbot: QtBot, screen: SetsScreen) -> None:
    choose(qtbot, screen, DISTRICT)
    assert "9 tiêu chí, 37 chỉ tiêu" in screen.view.about.text()
    assert any("36" in words for words in screen.view.said), "the count is not hidden"


def test_the_legal_basis_says_decision_once(qtbot: QtBot, screen: SetsScreen) -> None:
    click(qtbot, screen.view.pages.buttons[1])
    first = screen.view.in_full[0]
    assert first.startswith("Căn cứ Quyết định số 318/QĐ-TTg ngày 08 tháng 3 năm 2022")


def test_figures_that_nobody_stated_come_first(screen: SetsScreen) -> None:
    assert "11 chưa có mức" in screen.view.count.text()
    first = screen.view.list.lines.lines[:11]
    assert [line.state.word for line in first] == ["Chưa có mức quy định"] * 11


def test_the_authority_states_a_figure_for_all(qtbot: QtBot, screen: SetsScreen) -> None:
    screen.open_place("2.1")
    qtbot.waitUntil(lambda: screen.stating.dialog is not None)
    dialog = screen.stating.dialog
    assert dialog is not None
    qtbot.keyClicks(dialog.values[None], "65")
    qtbot.keyClicks(dialog.decision, "1062/QD-UBND")
    qtbot.keyClicks(dialog.date, "17/6/2024")
    click(qtbot, dialog.save)
    qtbot.waitUntil(lambda: "10 chưa có mức" in screen.view.count.text())
    stated = next(line for line in screen.view.list.lines.lines if line.head == "2.1")
    assert stated.state.word == "Đã đối chiếu"
    assert "1062/QD-UBND ngày 17/06/2024" in stated.detail
    assert "Nông Văn A, Huyện Bắc Sơn nhập " in stated.detail


def test_the_filter_works_without_accents(qtbot: QtBot, screen: SetsScreen) -> None:
    qtbot.keyClicks(screen.view.filter, "nuoc sach")
    assert {line.head for line in screen.view.list.lines.lines} == {"17.1", "17.3", "17.8"}


def test_a_demand_without_a_number_is_confirmed_by_a_tick(
    qtbot: QtBot, screen: SetsScreen
) -> None:
    screen.open_place("1.1")
    qtbot.waitUntil(lambda: screen.stating.dialog is not None)
    dialog = screen.stating.dialog
    assert dialog is not None
    assert dialog.fields.confirmed is not None
    click(qtbot, dialog.fields.confirmed)
    qtbot.keyClicks(dialog.decision, "1062/QD-UBND")
    qtbot.keyClicks(dialog.date, "17/6/2024")
    click(qtbot, dialog.save)

    def confirmed() -> bool:
        found = {line.head: line.state.word for line in screen.view.list.lines.lines}
        return found["1.1"] == "Đã đối chiếu"

    qtbot.waitUntil(confirmed)


def test_a_set_is_used_by_a_tick(qtbot: QtBot, screen: SetsScreen, authority: Workplace) -> None:
    choose(qtbot, screen, ADVANCED)
    assert not screen.view.use.isChecked()
    qtbot.mouseClick(screen.view.use, Qt.MouseButton.LeftButton, pos=ON_THE_BOX)
    qtbot.waitUntil(screen.message.action.isVisible)
    assert authority.sets == (SET, ADVANCED)
    with qtbot.waitSignal(screen.asked_for) as asked:
        click(qtbot, screen.message.action)
    assert asked.args == [f"set:{ADVANCED}"]

    def is_listed_as_used() -> bool:
        listed = {line.target: line.detail for line in screen.sets.lines.lines}
        return listed[ADVANCED].startswith("đang dùng")

    qtbot.waitUntil(is_listed_as_used)


def test_the_last_set_stays_ticked_and_says_why(
    qtbot: QtBot, screen: SetsScreen, authority: Workplace
) -> None:
    qtbot.mouseClick(screen.view.use, Qt.MouseButton.LeftButton, pos=ON_THE_BOX)
    qtbot.waitUntil(lambda: "ít nhất một bộ" in screen.message.words.text())
    assert screen.view.use.isChecked()
    assert authority.sets == (SET,)


def test_sets_of_villages_are_not_ticked_here(qtbot: QtBot, screen: SetsScreen) -> None:
    choose(qtbot, screen, GARDEN)
    assert not screen.view.use.isVisible()


def test_the_figure_of_another_office_is_shown_beside_the_one_that_is_used(
    qtbot: QtBot, commune: Workplace, tasks: TaskRunner
) -> None:
    of_authority = Thresholds(
        data=commune.data,
        identity=an_identity("o", unit=AUTHORITY, role=Role.AUTHORITY),
        catalogue=commune.catalogue,
        authority=AUTHORITY,
    )
    for service, value in ((of_authority, "65"), (commune.thresholds, "60")):
        service.enter(SetId(SET), IndicatorCode("2.1"), replace(STATED, value=value))
    screen = shown_to(qtbot, commune, tasks)
    told = {line.head: line.detail for line in screen.view.list.lines.lines}["2.1"]
    assert told.startswith("từ 65 % trở lên")
    assert "Xã Tân Thành ghi khác: từ 60 %" in told


def test_figures_by_group_and_year_say_what_is_missing(
    qtbot: QtBot, commune: Workplace, tasks: TaskRunner
) -> None:
    by_group = replace(STATED, value="70", group="nhom_1", year=2026)
    commune.thresholds.enter(SetId(NEW), IndicatorCode("4.a"), by_group)
    commune.thresholds.enter(SetId(SET), IndicatorCode("10.1"), replace(STATED, value="48"))
    screen = shown_to(qtbot, commune, tasks)
    told = {line.head: line.detail for line in screen.view.list.lines.lines}["10.1"]
    assert "chưa có mức năm 2023, 2025 ·" in told
    choose(qtbot, screen, NEW)
    told = {line.head: line.detail for line in screen.view.list.lines.lines}["4.a"]
    assert "nhóm 1: từ 70 % trở lên; nhóm 2: chưa có mức" in told


def test_a_group_that_is_missing_is_one_click_away(
    qtbot: QtBot, commune: Workplace, tasks: TaskRunner
) -> None:
    by_group = [replace(STATED, value="70", group=f"nhom_{n}", year=2026) for n in (1, 2, 3)]
    commune.thresholds.enter_all(SetId(NEW), IndicatorCode("4.a"), by_group)
    screen = shown_to(qtbot, commune, tasks)
    assert not screen.view.place.isVisible()
    choose(qtbot, screen, NEW)
    qtbot.waitUntil(screen.view.place.isVisible)
    with qtbot.waitSignal(screen.asked_for) as asked:
        click(qtbot, screen.view.place)
    assert asked.args == ["units:place"]


def test_a_district_has_no_group_that_could_be_missing(
    qtbot: QtBot, screen: SetsScreen, authority: Workplace
) -> None:
    by_group = [replace(STATED, value="70", group=f"nhom_{n}", year=2026) for n in (1, 2, 3)]
    authority.thresholds.enter_all(SetId(NEW), IndicatorCode("4.a"), by_group)
    choose(qtbot, screen, NEW)
    assert not screen.view.place.isVisible()
    assert not any("thuộc nhóm nào" in words for words in screen.view.said)


def test_an_agency_sees_all_and_changes_nothing(
    qtbot: QtBot, authority: Workplace, tmp_path: Path, tasks: TaskRunner
) -> None:
    an_office(tmp_path / "phong", Role.AGENCY, "185-nn", "Phòng Nông nghiệp")
    agency = open_workplace(tmp_path / "phong")
    screen = shown_to(qtbot, agency, tasks)
    assert screen.desk.to_excel.isVisible()
    assert not screen.desk.from_file.isVisible()
    assert not screen.desk.to_others.isVisible()
    screen.open_place("2.1")
    qtbot.waitUntil(lambda: tasks.is_idle)
    assert screen.stating.dialog is None
    file = tmp_path / "mức.ntm-data"
    authority.thresholds.enter(SetId(SET), IndicatorCode("2.1"), replace(STATED, value="65"))
    FigureFiles(authority).export(file, [SET], authority.keys.unlock(PASSPHRASE))
    screen.take_files((file,))
    qtbot.waitUntil(lambda: screen.desk.dialog is not None)
    dialog = screen.desk.dialog
    assert dialog is not None
    qtbot.waitUntil(dialog.busy.isHidden)
    assert "1 mức thay đổi" in dialog.told.text()
    assert not dialog.go.isVisible()
    qtbot.waitUntil(lambda: tasks.is_idle and not tasks.jobs)
    agency.close()
