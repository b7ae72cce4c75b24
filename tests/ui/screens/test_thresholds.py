import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from ntm_desktop.domain.criteria import SetId
from ntm_desktop.services.workplace import Workplace
from tests.builders import AUTHORITY, SET, SHEET
from ui.changes import Changes
from ui.screens.thresholds.screen import ThresholdsScreen
from ui.tasks import TaskRunner


@pytest.fixture
def screen(qtbot: QtBot, authority: Workplace, tasks: TaskRunner) -> ThresholdsScreen:
    screen = ThresholdsScreen(
        self_assessment=authority.self_assessment,
        thresholds=authority.thresholds,
        tasks=tasks,
        changes=Changes(),
    )
    qtbot.addWidget(screen)
    screen.show()
    screen.show_sheet(authority.sheet(subject=AUTHORITY, set_id=SetId(SET), year=SHEET.year))
    qtbot.waitUntil(lambda: bool(screen.list.lines.lines))
    return screen


def test_figures_that_nobody_stated_come_first(screen: ThresholdsScreen) -> None:
    assert "11 chưa có mức" in screen.count.text()
    assert [line.state.word for line in screen.list.lines.lines[:11]] == [
        "Chưa có mức quy định"
    ] * 11


def test_the_authority_states_a_figure_for_all(qtbot: QtBot, screen: ThresholdsScreen) -> None:
    screen.open_place("2.1")
    qtbot.waitUntil(lambda: screen.dialog is not None)
    dialog = screen.dialog
    assert dialog is not None
    qtbot.keyClicks(dialog.values[None], "65")
    qtbot.keyClicks(dialog.decision, "1062/QD-UBND")
    qtbot.keyClicks(dialog.date, "17/6/2024")
    qtbot.mouseClick(dialog.save, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "10 chưa có mức" in screen.count.text())
    stated = next(line for line in screen.list.lines.lines if line.head == "2.1")
    assert stated.state.word == "Đã đối chiếu"
    assert "1062/QD-UBND ngày 17/06/2024" in stated.detail


def test_the_filter_works_without_accents(qtbot: QtBot, screen: ThresholdsScreen) -> None:
    qtbot.keyClicks(screen.filter, "nuoc sach")
    assert {line.head for line in screen.list.lines.lines} == {"17.1", "17.8"}
