from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import Workbook
from pytestqt.qtbot import QtBot

from db import journal
from ntm_desktop.domain.assessment import natural_key
from ntm_desktop.domain.ownership import Role
from ntm_desktop.domain.revision import Fields, Record
from ntm_desktop.services.units import ListedUnit
from ntm_desktop.services.workplace import Workplace
from tests.ui.hands import click, type_text
from ui.changes import Changes
from ui.screens.units.dialogs import ChangeDialog, MergeDialog
from ui.screens.units.screen import UnitsScreen
from ui.tasks import TaskRunner
from ui.widgets import question

LISTED = [ListedUnit(code="06379", name="Xã Tân Thành"), ListedUnit(code="06382", name="Xã Vũ Lễ")]


@pytest.fixture
def changes() -> Changes:
    return Changes()


Make = Callable[[Workplace], UnitsScreen]


@pytest.fixture
def make(qtbot: QtBot, tasks: TaskRunner, changes: Changes) -> Make:
    kept: list[UnitsScreen] = []  # until the lanes are closed: one may still hold its last word

    def made(workplace: Workplace) -> UnitsScreen:
        screen = UnitsScreen(workplace=workplace, tasks=tasks, changes=changes)
        kept.append(screen)
        qtbot.addWidget(screen)
        screen.resize(1000, 600)
        screen.show()
        qtbot.waitUntil(lambda: tasks.is_idle)
        return screen

    return made


@pytest.fixture
def screen(authority: Workplace, make: Make) -> UnitsScreen:
    authority.units.take_list(LISTED)
    return make(authority)


def column(screen: UnitsScreen, place: int) -> list[str]:
    model = screen.rows
    return [str(model.data(model.index(row, place))) for row in range(model.rowCount())]


def test_a_rename_shows_its_day_and_decision(qtbot: QtBot, screen: UnitsScreen) -> None:
    click(qtbot, screen.change)
    form = screen.dialog
    assert isinstance(form, ChangeDialog)
    type_text(form.name, "Xã Tân Thành Mới")
    type_text(form.since, "01/07/2025")
    type_text(form.decision, "1672/NQ-UBTVQH15")
    click(qtbot, form.save)
    qtbot.waitUntil(lambda: "Xã Tân Thành Mới" in column(screen, 1))
    expected = "Từ 01/07/2025: tên là Xã Tân Thành Mới (1672/NQ-UBTVQH15)."
    assert screen.detail.text() == expected


def test_a_change_without_a_day_is_refused_and_stays_typed(
    qtbot: QtBot, screen: UnitsScreen
) -> None:
    click(qtbot, screen.change)
    form = screen.dialog
    assert isinstance(form, ChangeDialog)
    type_text(form.name, "Xã Tân Thành Mới")
    click(qtbot, form.save)
    qtbot.waitUntil(form.message.isVisible)
    assert form.name.text() == "Xã Tân Thành Mới"
    form.reject()


def test_a_merged_unit_names_who_goes_on(qtbot: QtBot, screen: UnitsScreen) -> None:
    click(qtbot, screen.merge)
    form = screen.dialog
    assert isinstance(form, MergeDialog)
    type_text(form.decision, "1672/NQ-UBTVQH15")
    click(qtbot, form.save)
    qtbot.waitUntil(lambda: column(screen, 5) == ["Xã Vũ Lễ", ""])
    assert screen.count.text() == "1 đơn vị"
    assert not screen.merge.isEnabled()


def test_a_wrong_list_changes_nothing_and_names_the_cell(
    qtbot: QtBot, screen: UnitsScreen, tmp_path: Path
) -> None:
    book = Workbook()
    for row in (["Mã", "Tên"], ["01", "Xã A"], ["01", "X· B"]):
        book.worksheets[0].append(row)
    book.save(tmp_path / "a.xlsx")
    screen.read_file(tmp_path / "a.xlsx")
    qtbot.waitUntil(screen.message.isVisible)
    assert "ô B3: chữ còn ở mã TCVN3" in screen.message.words.text()
    assert column(screen, 0) == ["06379", "06382"]


def test_the_list_that_ships_is_taken_over_when_confirmed(
    qtbot: QtBot, authority: Workplace, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen = make(authority)
    assert screen.nothing.isVisible()
    monkeypatch.setattr(question, "ask", lambda *_args, **_words: True)
    click(qtbot, screen.ready)
    qtbot.waitUntil(lambda: len(column(screen, 0)) == 18)


def test_a_commune_sees_itself_and_merges_nobody(commune: Workplace, make: Make) -> None:
    screen = make(commune)
    assert column(screen, 0) == ["06379"]
    assert screen.change.isVisible()
    assert not any(each.isVisible() for each in (screen.merge, screen.excel, screen.ready))


def test_a_commune_whose_group_is_open_is_led_to_it(
    qtbot: QtBot, commune: Workplace, tasks: TaskRunner, changes: Changes
) -> None:
    screen = UnitsScreen(workplace=commune, tasks=tasks, changes=changes)
    qtbot.addWidget(screen)
    screen.show()
    screen.open_place("place")  # before anything was read
    qtbot.waitUntil(lambda: screen.dialog is not None)
    form = screen.dialog
    assert isinstance(form, ChangeDialog)
    qtbot.waitUntil(form.group.hasFocus)
    form.group.setCurrentIndex(3)
    with qtbot.waitSignal(changes.announced):
        click(qtbot, form.save)
    qtbot.waitUntil(lambda: column(screen, 4) == ["Nhóm 3"])
    screen.refresh()
    qtbot.waitUntil(lambda: tasks.is_idle)
    assert screen.dialog is None


def test_a_commune_opens_the_records_of_one_that_was_merged_into_it(
    qtbot: QtBot, commune: Workplace, tasks: TaskRunner, changes: Changes
) -> None:
    record = Record("185", "succession", natural_key("06328", "06379"))
    authority = replace(commune.office.identity, unit="185", role=Role.AUTHORITY)
    with commune.data.session() as store:
        said: Fields = {"succeeded": {"old": "06328", "new": "06379"}}
        journal.write(store, authority, record, said)
    screen = UnitsScreen(workplace=commune, tasks=tasks, changes=changes)
    qtbot.addWidget(screen)
    screen.show()
    qtbot.waitUntil(lambda: column(screen, 0) == ["06379", "06328"])
    assert screen.former.isHidden()
    screen.table.selectRow(1)
    assert not screen.change.isEnabled()  # it is said by whoever it was, or by the authority
    with qtbot.waitSignal(screen.sheet_asked) as asked:
        click(qtbot, screen.former)
    assert asked.args is not None
    choice, target = asked.args
    assert (choice.sheet.subject, target) == ("06328", "overview")
    assert [one.id for one in choice.sets] == ["xa-ntm-2021-2025"]
