"""The page that holds years against one another: carried forward, confirmed, printed, at risk."""

from pathlib import Path

import pikepdf
import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from pytestqt.qtbot import QtBot

from ntm_desktop.domain.assessment import Verdict
from ntm_desktop.domain.criteria import IndicatorCode
from ntm_desktop.domain.evidence import Details
from ntm_desktop.services.intake import Purpose
from ntm_desktop.services.self_assessment import Input
from ntm_desktop.services.workplace import Workplace
from tests.builders import SHEET
from tests.ui.hands import click
from ui.changes import Changes
from ui.screens.years import columns
from ui.screens.years.carry_dialog import CarryDialog
from ui.screens.years.screen import YearsScreen
from ui.tasks import TaskRunner
from ui.widgets import choosing

BEFORE = SHEET._replace(year=2023)
ROAD, PLAN = IndicatorCode("3.1"), IndicatorCode("1.1")


@pytest.fixture
def changes() -> Changes:
    return Changes()


@pytest.fixture
def screen(qtbot: QtBot, commune: Workplace, tasks: TaskRunner, changes: Changes) -> YearsScreen:
    commune.self_assessment.enter(BEFORE, ROAD, Input(answer="86,5"))
    commune.self_assessment.enter(BEFORE, PLAN, Input(answer="đạt"))
    made = YearsScreen(workplace=commune, tasks=tasks, changes=changes)
    qtbot.addWidget(made)
    made.resize(1170, 700)
    made.show()
    shown(qtbot, made, tasks)
    return made


def shown(qtbot: QtBot, screen: YearsScreen, tasks: TaskRunner) -> None:
    screen.show_sheet(SHEET)
    qtbot.waitUntil(lambda: tasks.is_idle)


def cells(screen: YearsScreen, code: str) -> list[str]:
    rows = screen.table.rows
    row = next(
        row
        for row in range(rows.rowCount())
        if rows.row(rows.index(row, 0)).now.indicator.code == code
    )
    return [str(rows.data(rows.index(row, at))) for at in range(rows.columnCount())]


def carry(qtbot: QtBot, screen: YearsScreen) -> None:
    click(qtbot, screen.carry)
    qtbot.waitUntil(lambda: screen.desk.dialog is not None and screen.desk.dialog.isVisible())
    dialog = screen.desk.dialog
    assert isinstance(dialog, CarryDialog)
    click(qtbot, dialog.save)
    qtbot.waitUntil(lambda: "Đã mang" in screen.message.words.text())


def test_it_shows_both_years(screen: YearsScreen) -> None:
    assert screen.before.currentText() == "So với năm 2023"
    assert cells(screen, "3.1")[2:] == ["86,5 %", "chưa nhập", "", "Chưa kết luận"]
    assert screen.summary.text().startswith("Năm 2024 đạt 0/19 tiêu chí · năm 2023 đạt")


def test_every_mark_is_said_in_words_too(screen: YearsScreen) -> None:
    rows = screen.table.rows
    index = rows.index(0, columns.COLUMNS.index(columns.BEFORE))
    assert rows.data(index, Qt.ItemDataRole.AccessibleTextRole) == "Đạt, Đạt"
    assert not rows.data(index, Qt.ItemDataRole.DecorationRole).isNull()


def test_a_year_is_carried_forward_and_taken_back(
    qtbot: QtBot, screen: YearsScreen, commune: Workplace, tasks: TaskRunner
) -> None:
    carry(qtbot, screen)
    qtbot.waitUntil(lambda: cells(screen, "3.1")[-1] == "Cần xác nhận lại")
    assert commune.board(SHEET).indicator(ROAD).verdict is Verdict.INCOMPLETE
    click(qtbot, screen.message.action)
    qtbot.waitUntil(lambda: cells(screen, "3.1")[3] == "chưa nhập")
    assert commune.board(SHEET).indicator(ROAD).answer is None


def test_picked_lines_are_confirmed_at_once(
    qtbot: QtBot, screen: YearsScreen, commune: Workplace
) -> None:
    assert not screen.confirm.isEnabled()
    carry(qtbot, screen)
    qtbot.waitUntil(lambda: cells(screen, "3.1")[-1] == "Cần xác nhận lại")
    screen.kind.setCurrentIndex(3)
    assert screen.table.rows.rowCount() == 2
    screen.table.setFocus()
    qtbot.keyClick(screen.table, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert screen.confirm.text() == "Xác nhận 2 dòng đã chọn"
    click(qtbot, screen.confirm)
    qtbot.waitUntil(lambda: screen.table.rows.rowCount() == 0)
    board = commune.board(SHEET)
    assert {board.indicator(code).verdict for code in (ROAD, PLAN)} == {Verdict.MET}


def test_evidence_is_linked_only_if_wanted(
    qtbot: QtBot, screen: YearsScreen, commune: Workplace, tasks: TaskRunner
) -> None:
    said = Details(summary="Quy hoạch chung")
    commune.evidence.confirm(Purpose(sheet=BEFORE, indicators=[PLAN]), said)
    click(qtbot, screen.carry)
    qtbot.waitUntil(lambda: screen.desk.dialog is not None and screen.desk.dialog.isVisible())
    dialog = screen.desk.dialog
    assert dialog is not None
    assert dialog.linking.text() == "Gắn cả 1 minh chứng còn hiệu lực"
    qtbot.keyClick(dialog.linking, Qt.Key.Key_Space)
    click(qtbot, dialog.save)
    qtbot.waitUntil(lambda: "Đã mang 2 kết quả từ" in screen.message.words.text())
    assert commune.board(SHEET).indicator(PLAN).entry.evidence == 0


def test_what_changed_meanwhile_is_said_and_nothing_is_written(
    qtbot: QtBot, screen: YearsScreen, commune: Workplace
) -> None:
    click(qtbot, screen.carry)
    qtbot.waitUntil(lambda: screen.desk.dialog is not None and screen.desk.dialog.isVisible())
    dialog = screen.desk.dialog
    assert dialog is not None
    commune.self_assessment.enter(SHEET, ROAD, Input(answer="70"))
    click(qtbot, dialog.save)
    qtbot.waitUntil(dialog.message.isVisible)
    assert "chưa mang gì sang" in dialog.message.words.text()
    assert commune.board(SHEET).indicator(PLAN).answer is None
    dialog.reject()


def test_what_may_be_lost_is_named_and_leads_there(
    qtbot: QtBot, screen: YearsScreen, commune: Workplace, tasks: TaskRunner
) -> None:
    commune.self_assessment.enter(SHEET, ROAD, Input(answer="70"))
    shown(qtbot, screen, tasks)
    (line,) = screen.risks.lines.lines.lines
    assert (line.head, line.target) == ("3.1", "criteria:3.1")
    assert "Năm 2023 đạt (86,5 %), nay chưa đạt" in line.detail
    with qtbot.waitSignal(screen.asked_for) as asked:
        where = screen.risks.lines.visualRect(screen.risks.lines.lines.index(0)).center()
        qtbot.mouseClick(screen.risks.lines.viewport(), Qt.MouseButton.LeftButton, pos=where)
    assert asked.args == ["criteria:3.1"]


def test_the_day_to_which_documents_have_to_hold_can_be_typed(
    qtbot: QtBot, screen: YearsScreen, commune: Workplace, tasks: TaskRunner
) -> None:
    commune.self_assessment.enter(SHEET, PLAN, Input(answer="đạt"))
    said = Details(summary="Giấy chứng nhận", valid_to="2025-03-31")
    commune.evidence.confirm(Purpose(sheet=SHEET, indicators=[PLAN]), said)
    shown(qtbot, screen, tasks)
    assert screen.risks.nothing.isVisible()
    screen.risks.until.selectAll()
    qtbot.keyClicks(screen.risks.until, "30/06/2025")
    qtbot.keyClick(screen.risks.until, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(screen.risks.lines.lines.lines) == 1)
    assert screen.risks.lines.lines.lines[0].state.word == "Minh chứng hết hạn"
    screen.risks.until.selectAll()
    qtbot.keyClicks(screen.risks.until, "31/02/2025")
    qtbot.keyClick(screen.risks.until, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "ngày/tháng/năm" in screen.message.words.text())


def test_without_an_earlier_year_it_says_so(
    qtbot: QtBot, screen: YearsScreen, tasks: TaskRunner
) -> None:
    screen.show_sheet(BEFORE)
    qtbot.waitUntil(lambda: tasks.is_idle)
    assert screen.nothing.isVisible()
    assert not screen.carry.isVisible()


def test_a_double_click_opens_the_indicator(qtbot: QtBot, screen: YearsScreen) -> None:
    table = screen.table
    table.selectionModel().setCurrentIndex(
        table.rows.index(0, 1), QItemSelectionModel.SelectionFlag.SelectCurrent
    )
    with qtbot.waitSignal(screen.asked_for) as asked:
        qtbot.keyClick(table, Qt.Key.Key_Return)
    assert asked.args == ["criteria:1.1"]


def test_it_is_printed(
    qtbot: QtBot, screen: YearsScreen, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "So sánh.pdf"
    monkeypatch.setattr(choosing, "new_file", lambda *_: target)
    click(qtbot, screen.print)
    qtbot.waitUntil(lambda: "Đã ghi" in screen.message.words.text(), timeout=20_000)
    with pikepdf.open(target) as pdf:
        assert len(pdf.pages) > 1


def test_it_asks_to_carry_at_once_when_sent_there(qtbot: QtBot, screen: YearsScreen) -> None:
    screen.open_place("carry")
    qtbot.waitUntil(lambda: screen.desk.dialog is not None and screen.desk.dialog.isVisible())
    assert screen.desk.dialog is not None
    screen.desk.dialog.reject()
