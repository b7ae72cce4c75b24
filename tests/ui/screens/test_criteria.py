from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ntm_desktop.domain.assessment import Verdict
from ntm_desktop.domain.criteria import IndicatorCode, SetId
from ntm_desktop.domain.revision import Seen
from ntm_desktop.services.self_assessment import Input, Opened
from ntm_desktop.services.workplace import Workplace
from tests.builders import SHEET
from tests.ui.hands import click
from tests.ui.screens.criteria_page import a_criteria_screen, open_indicator
from ui.screens.criteria.screen import CriteriaScreen
from ui.tasks import TaskRunner
from ui.widgets import autosave
from ui.widgets.autosave import SavingLine, SavingText
from ui.widgets.history_dialog import HistoryDialog

LEFT = Qt.MouseButton.LeftButton
PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[3 0 R]\n"
    + (
        b"/Count 1>>endobj 3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 300]>>endobj\n"
        b"xref\n0 4\n0000000000 65535 f \n0000000009 00000 n \n0000000053 00000 n \n"
        b"0000000105 00000 n \ntrailer<</Size 4/Root 1 0 R>>\nstartxref\n170\n%%EOF\n"
    )
)


@pytest.fixture(autouse=True)
def quick_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(autosave, "PAUSE_MS", 30)


@pytest.fixture
def screen(qtbot: QtBot, commune: Workplace, tasks: TaskRunner, tmp_path: Path) -> CriteriaScreen:
    return a_criteria_screen(qtbot, commune, tasks, tmp_path / "view")


@pytest.fixture
def stored(commune: Workplace) -> Callable[[str], Opened]:
    return lambda code: commune.self_assessment.opened(SHEET, IndicatorCode(code))


def type_value(qtbot: QtBot, screen: CriteriaScreen, text: str) -> None:
    screen.form.answer.value.setFocus()
    screen.form.answer.value.selectAll()
    qtbot.keyClicks(screen.form.answer.value, text)


def value_of(opened: Opened) -> str:
    answer = opened.standing.answer
    return "" if answer is None else str(getattr(answer, "value", ""))


def test_a_value_saves_itself_when_typing_stops(
    qtbot: QtBot, screen: CriteriaScreen, stored: Callable[[str], Opened]
) -> None:
    open_indicator(qtbot, screen, "3.1")
    type_value(qtbot, screen, "86,5")
    qtbot.waitUntil(lambda: screen.form.answer.mark.text == "Đạt")
    assert value_of(stored("3.1")) == "86.5"
    assert screen.form.answer.reason.text().startswith("86,5 ≥ 80")
    assert "nhập 86,5" in screen.form.history.text()


def test_leaving_for_another_indicator_saves_what_was_just_typed(
    qtbot: QtBot, screen: CriteriaScreen, stored: Callable[[str], Opened], tasks: TaskRunner
) -> None:
    open_indicator(qtbot, screen, "3.1")
    type_value(qtbot, screen, "84")
    open_indicator(qtbot, screen, "10.1")
    qtbot.waitUntil(lambda: tasks.is_idle)
    assert value_of(stored("3.1")) == "84"
    assert screen.form.answer.value.text() == ""


def test_closing_saves_what_was_just_typed(
    qtbot: QtBot, screen: CriteriaScreen, stored: Callable[[str], Opened], tasks: TaskRunner
) -> None:
    open_indicator(qtbot, screen, "3.1")
    screen.form.answer.note.setFocus()
    qtbot.keyClicks(screen.form.answer.note, "theo bao cao")
    screen.flush()
    qtbot.waitUntil(lambda: tasks.is_idle)
    assert stored("3.1").standing.entry.note == "theo bao cao"


def test_a_wrong_number_stays_on_screen_and_the_old_one_in_the_data(
    qtbot: QtBot, screen: CriteriaScreen, stored: Callable[[str], Opened]
) -> None:
    open_indicator(qtbot, screen, "3.1")
    type_value(qtbot, screen, "86,5")
    qtbot.waitUntil(lambda: screen.form.answer.mark.text == "Đạt")
    type_value(qtbot, screen, "1.500")
    qtbot.waitUntil(lambda: screen.form.message.isVisible())
    assert "hai cách" in screen.form.message.words.text()
    assert screen.form.answer.value.text() == "1.500"
    assert "3.1" in screen.unsaved()
    assert value_of(stored("3.1")) == "86.5"
    type_value(qtbot, screen, "90")
    qtbot.waitUntil(lambda: screen.unsaved() == "")


def test_yes_and_no_are_one_click(
    qtbot: QtBot, screen: CriteriaScreen, stored: Callable[[str], Opened]
) -> None:
    qtbot.mouseClick(screen.form.answer.yes_no.no, LEFT)
    qtbot.waitUntil(lambda: screen.form.answer.mark.text == "Chưa đạt")
    qtbot.mouseClick(screen.form.answer.yes_no.no, LEFT)
    qtbot.waitUntil(lambda: screen.form.answer.mark.text == "Chưa đủ số liệu")
    assert stored("1.1").standing.answer is None


def test_a_condition_beyond_the_criteria_is_answered_in_its_own_section(
    qtbot: QtBot, screen: CriteriaScreen, stored: Callable[[str], Opened]
) -> None:
    open_indicator(qtbot, screen, "dk.1")
    section = screen.tree.tree.topLevelItem(19)
    assert section is not None
    assert section.text(0) == "Điều kiện ngoài tiêu chí"
    qtbot.mouseClick(screen.form.answer.yes_no.yes, LEFT)
    qtbot.waitUntil(lambda: screen.form.answer.mark.text == "Đạt")
    assert stored("dk.1").standing.verdict is Verdict.MET


def test_ctrl_z_takes_the_last_save_back(
    qtbot: QtBot, screen: CriteriaScreen, stored: Callable[[str], Opened]
) -> None:
    qtbot.mouseClick(screen.form.answer.yes_no.yes, LEFT)
    qtbot.waitUntil(lambda: screen.form.answer.mark.text == "Đạt")
    qtbot.keyClick(
        screen.form.answer.yes_no.yes, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier
    )
    qtbot.waitUntil(lambda: screen.form.answer.mark.text == "Chưa đủ số liệu")
    assert "hoàn tác" in screen.form.message.words.text()
    assert stored("1.1").standing.answer is None


def test_not_applicable_needs_its_reason_first(
    qtbot: QtBot, screen: CriteriaScreen, commune: Workplace
) -> None:
    board = commune.self_assessment.board(SHEET)
    code = next(
        line.indicator.code
        for criterion in board.criteria
        for line in criterion.indicators
        if line.indicator.if_any
    )
    open_indicator(qtbot, screen, code)
    screen.form.answer.excluded.click()
    assert screen.form.answer.excluded_reason.hasFocus()
    qtbot.keyClicks(screen.form.answer.excluded_reason, "xa khong co cho")
    qtbot.waitUntil(lambda: screen.form.answer.mark.text == "Không áp dụng")
    opened = commune.self_assessment.opened(SHEET, code)
    assert opened.standing.verdict is Verdict.NOT_APPLICABLE


def test_a_claim_may_differ_with_its_reason(
    qtbot: QtBot, screen: CriteriaScreen, stored: Callable[[str], Opened]
) -> None:
    open_indicator(qtbot, screen, "3.1")
    type_value(qtbot, screen, "70")
    qtbot.waitUntil(lambda: screen.form.answer.mark.text == "Chưa đạt")
    screen.form.answer.differs.click()
    qtbot.mouseClick(screen.form.answer.claim.yes, LEFT)
    qtbot.keyClicks(screen.form.answer.claim_reason, "mua kho")

    def claimed() -> bool:
        claim = stored("3.1").standing.entry.claim
        return claim is not None and claim.met and claim.reason == "mua kho"

    qtbot.waitUntil(claimed)


def test_what_came_meanwhile_does_not_replace_what_is_being_typed(
    qtbot: QtBot, screen: CriteriaScreen, commune: Workplace, tasks: TaskRunner
) -> None:
    open_indicator(qtbot, screen, "3.1")
    qtbot.waitUntil(lambda: tasks.is_idle)
    screen.form.answer.note.setFocus()
    qtbot.keyClicks(screen.form.answer.note, "dang go")
    commune.self_assessment.enter(SHEET, IndicatorCode("3.1"), Input(answer="91"))
    screen.refresh()
    qtbot.waitUntil(lambda: screen.form.answer.value.text() == "91")
    assert screen.form.answer.note.toPlainText() == "dang go"


def test_the_province_s_figure_is_entered_with_its_decision(
    qtbot: QtBot, screen: CriteriaScreen
) -> None:
    open_indicator(qtbot, screen, "2.1")
    type_value(qtbot, screen, "70")
    qtbot.waitUntil(lambda: screen.form.answer.mark.text == "Chưa có mức quy định")
    qtbot.mouseClick(screen.form.answer.threshold, LEFT)
    qtbot.waitUntil(lambda: screen._dialog is not None)  # noqa: SLF001
    dialog = screen._dialog  # noqa: SLF001
    assert dialog is not None
    qtbot.keyClicks(dialog.values[None], "65")
    qtbot.mouseClick(dialog.save, LEFT)
    qtbot.waitUntil(lambda: dialog.message.isVisible())
    assert "quyết định" in dialog.message.words.text()
    qtbot.keyClicks(dialog.decision, "1062/QD-UBND")
    qtbot.keyClicks(dialog.date, "17/6/2024")
    qtbot.mouseClick(dialog.save, LEFT)
    qtbot.waitUntil(lambda: screen.form.answer.mark.text == "Đạt")
    assert "17/06/2024" in screen.form.answer.source.text()


def test_a_demand_without_a_number_is_confirmed_beside_it(
    qtbot: QtBot, screen: CriteriaScreen
) -> None:
    open_indicator(qtbot, screen, "1.1")
    button = screen.form.answer.threshold
    qtbot.waitUntil(lambda: button.text() == "Xác nhận theo quyết định…")
    qtbot.mouseClick(button, LEFT)
    qtbot.waitUntil(lambda: screen._dialog is not None)  # noqa: SLF001
    dialog = screen._dialog  # noqa: SLF001
    assert dialog is not None
    assert dialog.fields.confirmed is not None
    qtbot.mouseClick(dialog.fields.confirmed, LEFT, pos=QPoint(8, 10))
    qtbot.keyClicks(dialog.decision, "1062/QD-UBND")
    qtbot.keyClicks(dialog.date, "17/6/2024")
    qtbot.mouseClick(dialog.save, LEFT)
    qtbot.waitUntil(lambda: button.text() == "Sửa xác nhận…")


def test_dropped_files_become_evidence_and_bad_ones_are_named(
    qtbot: QtBot, screen: CriteriaScreen, tmp_path: Path
) -> None:
    open_indicator(qtbot, screen, "3.1")
    good, bad = tmp_path / "Báo cáo số 12.pdf", tmp_path / "chương trình.pdf"
    good.write_bytes(PDF)
    bad.write_bytes(b"MZ" + b"\0" * 100)
    screen.panel.take_files((good, bad))
    qtbot.waitUntil(lambda: screen.panel.heading.text() == "Minh chứng (1)")
    assert screen.panel.message.words.text() == "Đã thêm 1 tệp, 1 tệp không thêm được."
    assert "chương trình.pdf" in screen.panel.message.kept.text()
    qtbot.waitUntil(lambda: not screen.panel.preview.view.is_empty)
    screen.panel.take_off.click()
    qtbot.waitUntil(lambda: screen.panel.heading.text() == "Minh chứng")
    qtbot.mouseClick(screen.panel.message.action, LEFT)
    qtbot.waitUntil(lambda: screen.panel.heading.text() == "Minh chứng (1)")


def test_a_document_is_named_and_ticked_as_a_paper(
    qtbot: QtBot, screen: CriteriaScreen, commune: Workplace, tmp_path: Path
) -> None:
    open_indicator(qtbot, screen, "3.1")
    file = tmp_path / "a.pdf"
    file.write_bytes(PDF)
    screen.panel.take_files((file,))
    qtbot.waitUntil(lambda: screen.panel.heading.text() == "Minh chứng (1)")
    screen.panel.edit.click()
    qtbot.waitUntil(lambda: screen.panel._dialog is not None)  # noqa: SLF001
    dialog = screen.panel._dialog  # noqa: SLF001
    assert dialog is not None
    qtbot.keyClicks(dialog.fields["number"], "12/BC-UBND")
    qtbot.keyClicks(dialog.fields["issued_on"], "5/9/2024")
    qtbot.keyClicks(dialog.fields["doc_type"], "Bao cao")
    qtbot.keyClicks(dialog.fields["valid_to"], "31/12/2025")
    dialog.flags["sensitive"].click()
    dialog.paper.setCurrentIndex(1)
    qtbot.mouseClick(dialog.save, LEFT)
    qtbot.waitUntil(lambda: screen.form.papers.marks[0][1] == "Đã có")
    assert "12/BC-UBND ngày 05/09/2024" in screen.panel.list.lines.lines[0].text
    (document,) = commune.evidence.of_indicator(SHEET, IndicatorCode("3.1"))
    details = document.details
    assert (details.doc_type, details.valid_to, details.sensitive) == (
        "Bao cao",
        "2025-12-31",
        True,
    )


def test_a_file_dropped_on_a_field_is_evidence_and_not_text(screen: CriteriaScreen) -> None:
    assert screen.acceptDrops()
    assert [part for part in screen.findChildren(QWidget) if part.acceptDrops()] == []


def test_the_filter_works_without_accents(qtbot: QtBot, screen: CriteriaScreen) -> None:
    qtbot.keyClicks(screen.tree.filter, "nuoc sach")
    tree = screen.tree.tree
    shown = [
        tree.topLevelItem(number).text(0)  # type: ignore[union-attr]
        for number in range(tree.topLevelItemCount())
        if not tree.topLevelItem(number).isHidden()  # type: ignore[union-attr]
    ]
    assert shown == ["17. Môi trường và an toàn thực phẩm"]


def a_page(qtbot: QtBot, *fields: QWidget) -> QWidget:
    page = QWidget()
    layout = QVBoxLayout(page)
    for field in fields:
        layout.addWidget(field)
    qtbot.addWidget(page)
    page.show()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    return page


def test_nothing_is_saved_or_replaced_while_a_letter_is_being_composed(qtbot: QtBot) -> None:
    line = SavingLine("Ghi chú")
    page = a_page(qtbot, line)
    line.setFocus()
    heard: list[str] = []
    line.settled.connect(heard.append)
    qtbot.keyClicks(line, "tha")
    QApplication.sendEvent(line, QInputMethodEvent("à", []))
    line.show_text("cũ")
    qtbot.wait(100)
    assert heard == []
    assert line.text() == "tha"
    done = QInputMethodEvent("", [])
    done.setCommitString("ành")
    with qtbot.waitSignal(line.settled):
        QApplication.sendEvent(line, done)
    assert heard == ["thaành"]
    assert page.isVisible()


@pytest.mark.parametrize("make", [SavingLine, SavingText])
def test_leaving_a_field_saves_it_at_once(
    qtbot: QtBot, make: type[SavingLine] | type[SavingText], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(autosave, "PAUSE_MS", 60_000)
    field, other = make("Ghi chú"), QLineEdit()
    page = a_page(qtbot, field, other)
    field.setFocus()
    qtbot.keyClicks(field, "86")
    with qtbot.waitSignal(field.settled) as settled:
        other.setFocus()
    assert settled.args == ["86"]
    assert page.isVisible()


def test_undo_never_overwrites_what_came_meanwhile_unseen(
    qtbot: QtBot,
    screen: CriteriaScreen,
    commune: Workplace,
    stored: Callable[[str], Opened],
    tasks: TaskRunner,
) -> None:
    open_indicator(qtbot, screen, "3.1")
    type_value(qtbot, screen, "86,5")
    qtbot.waitUntil(lambda: screen.form.answer.mark.text == "Đạt")
    commune.self_assessment.enter(SHEET, IndicatorCode("3.1"), Input(answer="70"))
    screen.undo()
    qtbot.waitUntil(lambda: tasks.is_idle)
    found = stored("3.1")
    assert value_of(found) == "70"


def test_several_undos_go_back_step_by_step_without_a_conflict(
    qtbot: QtBot, screen: CriteriaScreen, stored: Callable[[str], Opened], tasks: TaskRunner
) -> None:
    open_indicator(qtbot, screen, "3.1")
    for value in ("86,5", "90", "95"):
        type_value(qtbot, screen, value)
        qtbot.waitUntil(lambda: screen.form.answer.reason.text().startswith(value))  # noqa: B023
    screen.undo()
    qtbot.waitUntil(lambda: tasks.is_idle)
    screen.undo()
    qtbot.waitUntil(lambda: tasks.is_idle and value_of(stored("3.1")) == "86.5")
    assert not stored("3.1").standing.in_conflict


def test_a_conflict_leads_to_where_it_is_decided(
    qtbot: QtBot, screen: CriteriaScreen, commune: Workplace
) -> None:
    code = IndicatorCode("3.1")
    commune.self_assessment.enter(SHEET, code, Input(answer="80"))
    commune.self_assessment.enter(SHEET, code, Input(answer="86,5"), seen=Seen(()))
    open_indicator(qtbot, screen, code)
    qtbot.waitUntil(screen.form.conflict.isVisible)
    with qtbot.waitSignal(screen.asked_for) as asked:
        screen.form.conflict.action.click()
    assert asked.args == [f"conflicts:{SHEET.key(code)}"]


def test_the_whole_history_opens_beside_the_work(
    qtbot: QtBot, screen: CriteriaScreen, commune: Workplace
) -> None:
    open_indicator(qtbot, screen, "3.2")
    assert not screen.form.whole_history.isVisible()
    commune.self_assessment.enter(SHEET, IndicatorCode("3.1"), Input(answer="80"))
    open_indicator(qtbot, screen, "3.1")
    screen.form.whole_history.click()
    qtbot.waitUntil(lambda: bool(screen.findChildren(HistoryDialog)))
    (dialog,) = screen.findChildren(HistoryDialog)
    assert dialog.windowTitle() == "Lịch sử"
    dialog.close()


def test_a_commune_whose_group_is_open_is_led_to_it_in_one_click(
    qtbot: QtBot, commune: Workplace, tasks: TaskRunner, tmp_path: Path
) -> None:
    sheet = SHEET._replace(criteria_set=SetId("xa-ntm-2026-2030"), year=2026)
    screen = a_criteria_screen(qtbot, commune, tasks, tmp_path / "view", sheet)
    card = screen.form.answer
    assert card.place.isHidden()
    open_indicator(qtbot, screen, "4.a")
    with qtbot.waitSignal(screen.asked_for) as asked:
        click(qtbot, card.place)
    assert asked.args == ["units:place"]
    commune.units.change("06379", group="nhom_3")
    screen.refresh()
    qtbot.waitUntil(card.place.isHidden)


def test_an_answer_carried_over_is_confirmed_with_one_click_and_may_be_taken_back(
    qtbot: QtBot, screen: CriteriaScreen, commune: Workplace, tasks: TaskRunner
) -> None:
    code = IndicatorCode("3.1")
    commune.self_assessment.enter(SHEET._replace(year=2023), code, Input(answer="86"))
    commune.carrying.carry(commune.carrying.plan(SHEET))
    open_indicator(qtbot, screen, "1.1")
    assert not screen.form.answer.confirm.isVisible()
    open_indicator(qtbot, screen, "3.1")
    assert screen.form.answer.value.text() == "86"
    assert "cần xác nhận lại" in screen.form.answer.reason.text()
    click(qtbot, screen.form.answer.confirm)
    qtbot.waitUntil(lambda: screen.form.answer.mark.text == "Đạt")
    assert not screen.form.answer.confirm.isVisible()
    screen.undo()
    qtbot.waitUntil(screen.form.answer.confirm.isVisible)
    assert commune.board(SHEET).indicator(code).verdict is Verdict.INCOMPLETE
