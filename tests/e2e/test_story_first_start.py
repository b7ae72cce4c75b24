"""A commune of another province, from its list in Excel to the limit of its own group."""

from pathlib import Path

import pytest
from openpyxl import Workbook
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ntm_desktop.app import build
from ntm_desktop.domain.criteria import IndicatorCode, SetId
from ntm_desktop.domain.ownership import Role
from ntm_desktop.services.self_assessment import Input
from ntm_desktop.services.statements import Statement
from ntm_desktop.services.workplace import open_workplace
from tests.builders import PASSPHRASE
from tests.ui.hands import click, type_text
from ui.main_window import MainWindow
from ui.screens.first_start.screen import FirstStart
from ui.screens.overview.screen import OverviewScreen
from ui.screens.units.dialogs import ChangeDialog
from ui.screens.units.screen import UnitsScreen
from ui.widgets import choosing

PATIENCE = 30_000
NEXT_PERIOD, TRAINED = SetId("xa-ntm-2026-2030"), IndicatorCode("4.a")
MINE = "nhom_2"


def a_list(folder: Path) -> Path:
    book = Workbook()
    for row in (
        ("Mã", "Tên", "Vùng"),
        ("04", "Tỉnh Cao Bằng"),
        ("01273", "Xã Trường Hà", "TDMNPB"),
        ("01288", "Phường Thục Phán", "TDMNPB"),
    ):
        book.worksheets[0].append(list(row))
    book.save(folder / "xã Cao Bằng.xlsx")
    return folder / "xã Cao Bằng.xlsx"


def begin(qtbot: QtBot, root: Path) -> None:
    """Answer the questions of the first start, with the set of the next period alone."""
    first = FirstStart(root, lambda _: None)
    qtbot.addWidget(first)
    first.show()
    steps = first.steps
    click(qtbot, steps.role_step.choices[Role.COMMUNE])
    qtbot.waitUntil(first.next.isEnabled, timeout=PATIENCE)
    click(qtbot, first.next)
    with qtbot.waitSignal(steps.unit_step.listed, timeout=PATIENCE):
        click(qtbot, steps.unit_step.excel)
    qtbot.keyClicks(steps.unit_step.filter, "truong ha")
    click(qtbot, first.next)
    for set_id in (NEXT_PERIOD, "xa-ntm-2021-2025"):
        steps.place_step.sets[set_id].click()
    click(qtbot, first.next)
    for field in (steps.key_step.first, steps.key_step.second):
        type_text(field, PASSPHRASE)
    click(qtbot, first.next)
    qtbot.waitUntil(steps.sheet_step.print.isVisible, timeout=PATIENCE)
    with qtbot.waitSignal(first.accepted, timeout=PATIENCE):
        click(qtbot, first.next)


def say_the_group(qtbot: QtBot, window: MainWindow) -> None:
    """Follow the overview to where the group is entered, and back."""
    overview = window.current
    assert isinstance(overview, OverviewScreen)
    qtbot.waitUntil(lambda: "Chưa biết xã thuộc nhóm nào" in overview.notes.text())
    overview.notes.linkActivated.emit("units:place")
    units = window.current
    assert isinstance(units, UnitsScreen)
    qtbot.waitUntil(lambda: isinstance(units.dialog, ChangeDialog), timeout=PATIENCE)
    form = units.dialog
    assert isinstance(form, ChangeDialog)
    form.group.setCurrentIndex(form.group.findData(MINE))
    with qtbot.waitSignal(window.changes.announced, timeout=PATIENCE):
        click(qtbot, form.save)
    window.go_to("overview")
    qtbot.waitUntil(lambda: "Chưa biết xã" not in overview.notes.text(), timeout=PATIENCE)


def test_a_commune_of_no_shipped_list_comes_to_the_limit_of_its_group(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = a_list(tmp_path)
    monkeypatch.setattr(choosing, "file", lambda *_: path)
    begin(qtbot, tmp_path / "data")
    workplace = open_workplace(tmp_path / "data")
    office, sheet = workplace.office, workplace.sheet(year=2026)
    assert (office.unit.name, office.authority.name) == ("Xã Trường Hà", "Tỉnh Cao Bằng")
    assert (office.unit.region, sheet.criteria_set) == ("TDMNPB", NEXT_PERIOD)
    window = build(qapp, workplace)
    qtbot.addWidget(window)
    window.show()
    say_the_group(qtbot, window)
    stated = Statement(value="60", decision="1/QĐ-UBND", date="2026-01-02", year=2026, group=MINE)
    workplace.thresholds.enter(NEXT_PERIOD, TRAINED, stated)
    workplace.self_assessment.enter(sheet, TRAINED, Input(answer="59,9"))
    judgement = workplace.board(sheet).indicator(TRAINED).judgement
    assert (judgement.verdict.value, judgement.reason) == ("not_met", "59,9 < 60 %")
    window.tasks.close()
    workplace.close()
