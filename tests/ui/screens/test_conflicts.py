from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from db import journal
from ntm_desktop.domain.criteria import IndicatorCode
from ntm_desktop.domain.revision import Record
from ntm_desktop.services.workplace import Workplace
from tests import disputes
from tests.builders import CODE, SHEET, UNIT
from tests.disputes import enter, meet
from tests.ui.hands import click, type_text
from ui.changes import Changes
from ui.screens.conflicts import columns
from ui.screens.conflicts.screen import ConflictServices, ConflictsScreen
from ui.tasks import TaskRunner
from ui.widgets.history_dialog import HistoryDialog

REASON = "Theo biên bản kiểm tra"


@pytest.fixture
def other(commune: Workplace, commune_template: Path, tmp_path: Path) -> Iterator[Workplace]:
    """Another PC of the commune, which holds the same."""
    other = disputes.second_pc(commune_template, tmp_path / "máy hai")
    meet(commune, other)
    yield other
    other.close()


def a_screen(qtbot: QtBot, office: Workplace, tasks: TaskRunner) -> ConflictsScreen:
    screen = ConflictsScreen(
        services=ConflictServices(
            conflicts=lambda: office.conflicts,
            history=lambda: office.history,
            own_unit=office.office.unit.code,
            opens_criteria=True,
        ),
        tasks=tasks,
        changes=Changes(),
    )
    qtbot.addWidget(screen)
    screen.show_sheet(SHEET)
    screen.resize(1170, 700)
    screen.show()
    qtbot.waitUntil(lambda: tasks.is_idle)
    return screen


@pytest.fixture
def screen(
    qtbot: QtBot, commune: Workplace, other: Workplace, tasks: TaskRunner
) -> ConflictsScreen:
    """Two indicators that two PCs answered differently."""
    for code, one, another in (("3.1", "86,5", "80"), ("3.2", "đạt", "chưa đạt")):
        enter(commune, code, one)
        enter(other, code, another)
    meet(commune, other)
    return a_screen(qtbot, commune, tasks)


def words(screen: ConflictsScreen) -> list[str]:
    return [card.words.text() for card in screen.detail.cards]


def decide(qtbot: QtBot, screen: ConflictsScreen, place: int) -> None:
    type_text(screen.detail.reason, REASON)
    qtbot.waitUntil(lambda: screen.detail.buttons[place].isVisible())
    click(qtbot, screen.detail.buttons[place])
    qtbot.waitUntil(lambda: not screen.detail.reason.isReadOnly())


def test_nothing_in_dispute_is_said_calmly(
    qtbot: QtBot, commune: Workplace, tasks: TaskRunner
) -> None:
    screen = a_screen(qtbot, commune, tasks)
    assert screen.pages.currentWidget() is screen.empty
    assert not screen.list.isVisible()
    assert screen.unsaved() == ""


def test_both_values_stand_side_by_side(screen: ConflictsScreen) -> None:
    assert len(screen.list.lines.lines) == 2
    assert screen.count.text() == "2 mục"
    assert screen.detail.name.text().startswith("Chỉ tiêu 3.1: ")
    assert screen.detail.field.text() == "Kết quả"
    assert words(screen) == ["80 %", "86,5 %"]
    assert screen.detail.buttons[1].accessibleName() == "Lấy giá trị B: 86,5 %"


def test_a_value_can_be_taken_once_there_is_a_reason(screen: ConflictsScreen) -> None:
    assert not any(button.isEnabled() for button in screen.detail.buttons)
    assert screen.detail.buttons[0].toolTip() == columns.REASON_FIRST
    type_text(screen.detail.reason, "  ")
    assert not any(button.isEnabled() for button in screen.detail.buttons)
    type_text(screen.detail.reason, REASON)
    assert all(button.isEnabled() for button in screen.detail.buttons)
    assert "chưa chọn" in screen.unsaved()


def test_after_a_decision_the_next_one_is_shown(
    qtbot: QtBot, screen: ConflictsScreen, commune: Workplace
) -> None:
    decide(qtbot, screen, 1)
    qtbot.waitUntil(lambda: screen.detail.name.text().startswith("Chỉ tiêu 3.2: "))
    assert "86,5 %" in screen.message.words.text()
    assert screen.detail.reason.text() == ""
    assert commune.conflicts.count() == 1
    (decision,) = commune.conflicts.decisions(Record(UNIT, "assessment", SHEET.key(CODE)))
    assert (decision.label, decision.reason) == ("B", REASON)
    decide(qtbot, screen, 0)
    qtbot.waitUntil(lambda: screen.pages.currentWidget() is screen.empty)
    assert screen.unsaved() == ""


def test_arrow_keys_go_along_the_list_and_enter_goes_to_the_reason(
    qtbot: QtBot, screen: ConflictsScreen
) -> None:
    screen.activateWindow()
    screen.list.setFocus()
    qtbot.keyClick(screen.list, Qt.Key.Key_Down)
    assert screen.detail.name.text().startswith("Chỉ tiêu 3.2: ")
    assert words(screen) == ["Chưa đạt", "Đạt"]
    qtbot.keyClick(screen.list, Qt.Key.Key_Return)
    qtbot.waitUntil(screen.detail.reason.hasFocus)


def test_a_value_that_came_meanwhile_is_shown_and_the_reason_stays(
    qtbot: QtBot, screen: ConflictsScreen, commune: Workplace
) -> None:
    with commune.data.session() as store:
        record = Record(UNIT, "assessment", SHEET.key(CODE))
        journal.write(store, commune.office.identity, record, {"answer": {"value": "99"}}, seen=[])
    decide(qtbot, screen, 0)
    qtbot.waitUntil(lambda: len(screen.detail.cards) == 3)
    assert "giá trị mới" in screen.message.words.text()
    assert screen.detail.reason.text() == REASON
    assert commune.conflicts.count() == 2


def test_a_place_opens_its_conflict(qtbot: QtBot, screen: ConflictsScreen) -> None:
    screen.open_place(SHEET.key(IndicatorCode("3.2")))
    assert screen.detail.name.text().startswith("Chỉ tiêu 3.2: ")
    with qtbot.waitSignal(screen.asked_for) as asked:
        click(qtbot, screen.detail.open)
    assert asked.args == ["criteria:3.2"]


def test_what_a_deletion_means_is_said(
    qtbot: QtBot, commune: Workplace, other: Workplace, tasks: TaskRunner
) -> None:
    enter(commune, CODE, "80", note="sổ theo dõi")
    meet(commune, other)
    with commune.data.session() as store:
        record = Record(UNIT, "assessment", SHEET.key(CODE))
        journal.write(store, commune.office.identity, record, None)
    enter(other, CODE, "86,5")
    meet(commune, other)
    screen = a_screen(qtbot, commune, tasks)
    assert words(screen) == ["Đã xóa", "86,5 %"]
    deleted, kept = (card.meaning.text() for card in screen.detail.cards)
    assert deleted.startswith("Xóa cả mục này")
    assert kept.endswith("Ghi chú.")


def test_who_may_not_decide_sees_who_may(
    qtbot: QtBot, commune: Workplace, other: Workplace, authority: Workplace, tasks: TaskRunner
) -> None:
    enter(commune, CODE, "86,5")
    enter(other, CODE, "80")
    meet(commune, other, authority)
    screen = a_screen(qtbot, authority, tasks)
    assert not screen.detail.choosing.isVisible()
    assert "Chỉ Xã Tân Thành mới được chọn" in screen.detail.others.text()
    assert screen.list.lines.lines[0].state.word == "Chờ đơn vị khác thống nhất"


def test_the_history_opens_beside_it(qtbot: QtBot, screen: ConflictsScreen) -> None:
    click(qtbot, screen.detail.history)
    qtbot.waitUntil(lambda: bool(screen.findChildren(HistoryDialog)))
    (dialog,) = screen.findChildren(HistoryDialog)
    assert dialog.rows.rowCount() >= 2
    dialog.close()
