"""A new year through the real window, and the same folder through `ntm`."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ntm_desktop import cli
from ntm_desktop.app import build
from ntm_desktop.services.workplace import Workplace, open_workplace
from tests.offices import Templates
from tests.ui.hands import click
from ui.main_window import MainWindow
from ui.screens.overview.screen import OverviewScreen
from ui.screens.years.screen import YearsScreen

PATIENCE = 30_000
LAST_YEAR = (("4.1", "đạt"), ("4.2", "99,5"), ("3.1", "86,5"))


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A commune that answered some indicators in 2024."""
    root = tmp_path_factory.mktemp("year-templates")
    Templates.made(root)
    for code, value in LAST_YEAR:
        ntm(root / "commune", "indicator", "set", code, value, "--year", "2024")
    return root / "commune"


@pytest.fixture
def commune(template: Path, tmp_path: Path) -> Path:
    root = tmp_path / "xã"
    shutil.copytree(template, root)
    return root


@pytest.fixture
def window(qtbot: QtBot, qapp: QApplication, commune: Path) -> Iterator[MainWindow]:
    workplace: Workplace = open_workplace(commune)
    made = build(qapp, workplace)
    qtbot.addWidget(made)
    made.show()
    settled(qtbot, made)
    made.top.year.setCurrentIndex(made.top.year.findData(2025))
    settled(qtbot, made)
    yield made
    made.tasks.close()
    workplace.close()


def ntm(root: Path, *words: str) -> int:
    return cli.main(["--data", str(root), *words])


def asked(capsys: pytest.CaptureFixture[str], root: Path, *words: str) -> Any:
    capsys.readouterr()
    assert ntm(root, "--json", *words) == 0
    return json.loads(capsys.readouterr().out)


def settled(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.waitUntil(lambda: window.tasks.is_idle, timeout=PATIENCE)


def overview(window: MainWindow) -> OverviewScreen:
    window.go_to("overview")
    assert isinstance(window.current, OverviewScreen)
    return window.current


def test_last_year_is_carried_over_and_confirmed(
    qtbot: QtBot, window: MainWindow, commune: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = overview(window)
    qtbot.waitUntil(lambda: "Năm 2025 chưa nhập gì" in page.message.words.text(), timeout=PATIENCE)
    click(qtbot, page.message.action)

    years = window.current
    assert isinstance(years, YearsScreen)
    qtbot.waitUntil(lambda: years.desk.dialog is not None, timeout=PATIENCE)
    dialog = years.desk.dialog
    assert dialog is not None
    click(qtbot, dialog.save)
    qtbot.waitUntil(lambda: "Đã mang 3 kết quả" in years.message.words.text(), timeout=PATIENCE)
    assert asked(capsys, commune, "status", "--year", "2025")["met"] == 0

    years.kind.setCurrentIndex(3)
    qtbot.waitUntil(lambda: years.table.rows.rowCount() == 3, timeout=PATIENCE)
    years.table.selectAll()
    click(qtbot, years.confirm)
    qtbot.waitUntil(lambda: years.table.rows.rowCount() == 0, timeout=PATIENCE)
    assert asked(capsys, commune, "status", "--year", "2025")["met"] == 1


def test_what_falls_is_told_on_the_overview_and_leads_to_its_indicator(
    qtbot: QtBot, window: MainWindow, commune: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = overview(window)
    qtbot.waitUntil(lambda: "Năm 2024 đạt 1 tiêu chí" in page.notes.text(), timeout=PATIENCE)
    assert page.risks is None or not page.risks.isVisible()
    assert ntm(commune, "indicator", "set", "4.1", "chưa đạt", "--year", "2025") == 0
    qtbot.waitUntil(lambda: page.risks is not None and page.risks.isVisible(), timeout=PATIENCE)
    assert page.risks is not None
    (line,) = page.risks.lines.lines.lines
    assert line.head == "4.1"
    where = page.risks.lines.visualRect(page.risks.lines.lines.index(0)).center()
    qtbot.mouseClick(page.risks.lines.viewport(), Qt.MouseButton.LeftButton, pos=where)
    qtbot.waitUntil(lambda: window.current is not page, timeout=PATIENCE)
    found = asked(capsys, commune, "year", "risks", "--year", "2025")
    assert found["withdrawal"]["lost"] == [4]
