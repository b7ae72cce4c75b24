"""The criteria screen as its tests open it."""

from functools import partial
from pathlib import Path

from pytestqt.qtbot import QtBot

from ntm_desktop.domain.assessment import Sheet
from ntm_desktop.services.preview import Preview
from ntm_desktop.services.viewing import copy_to_view
from ntm_desktop.services.workplace import Workplace
from tests.builders import SHEET
from ui.changes import Changes
from ui.screens.criteria.preview_pane import PreviewPane
from ui.screens.criteria.screen import CriteriaScreen, CriteriaServices
from ui.tasks import TaskRunner


def a_criteria_screen(
    qtbot: QtBot, commune: Workplace, tasks: TaskRunner, view: Path, sheet: Sheet = SHEET
) -> CriteriaScreen:
    """Open the screen on the first indicator of a sheet."""
    first = next(iter(commune.board(sheet).criteria_set.asked))
    screen = CriteriaScreen(
        services=CriteriaServices(
            self_assessment=commune.self_assessment,
            thresholds=commune.thresholds,
            evidence=commune.evidence,
            history=lambda: commune.history,
        ),
        preview=PreviewPane(
            preview=Preview(commune.files),
            copy=partial(copy_to_view, commune.files, view),
            tasks=tasks,
        ),
        tasks=tasks,
        changes=Changes(),
    )
    qtbot.addWidget(screen)
    screen.resize(1170, 700)
    screen.show()
    screen.activateWindow()
    screen.show_sheet(sheet)
    qtbot.waitUntil(lambda: screen.form.title.text().startswith(first))
    return screen


def open_indicator(qtbot: QtBot, screen: CriteriaScreen, code: str) -> None:
    """Turn to an indicator and wait until it is shown."""
    screen.open_place(code)
    qtbot.waitUntil(lambda: screen.form.title.text().startswith(f"{code} "))
