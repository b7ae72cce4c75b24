from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QCheckBox
from pytestqt.qtbot import QtBot

from ntm_desktop.domain.answer import Answer, Chosen, Given, Level
from ntm_desktop.domain.criteria import IndicatorCode, SetId
from ntm_desktop.domain.revision import Seen
from ntm_desktop.services.self_assessment import Input
from ntm_desktop.services.workplace import Workplace
from tests.builders import SHEET
from tests.ui.hands import click
from tests.ui.screens.criteria_page import a_criteria_screen, open_indicator
from ui.screens.criteria.answer_card import AnswerCard
from ui.screens.criteria.pickers import NOT_CHOSEN, LevelPicker
from ui.screens.criteria.screen import CriteriaScreen
from ui.tasks import TaskRunner

ADVANCED = SHEET._replace(criteria_set=SetId("xa-ntm-nang-cao-2021-2025"))
EXEMPLARY = SHEET._replace(criteria_set=SetId("xa-ntm-kieu-mau-2021-2025"))
LEVEL, OPTIONS = IndicatorCode("5.5"), IndicatorCode("4.1")
LEVELS = [NOT_CHOSEN, "Yếu", "Trung bình", "Khá", "Tốt"]


@pytest.fixture
def by_level(
    qtbot: QtBot, commune: Workplace, tasks: TaskRunner, tmp_path: Path
) -> CriteriaScreen:
    screen = a_criteria_screen(qtbot, commune, tasks, tmp_path / "view", ADVANCED)
    open_indicator(qtbot, screen, LEVEL)
    return screen


@pytest.fixture
def by_options(
    qtbot: QtBot, commune: Workplace, tasks: TaskRunner, tmp_path: Path
) -> CriteriaScreen:
    screen = a_criteria_screen(qtbot, commune, tasks, tmp_path / "view", EXEMPLARY)
    open_indicator(qtbot, screen, OPTIONS)
    return screen


@pytest.fixture
def level_kept(commune: Workplace) -> Callable[[], Answer | None]:
    return lambda: commune.self_assessment.opened(ADVANCED, LEVEL).standing.answer


@pytest.fixture
def options_kept(commune: Workplace) -> Callable[[], Answer | None]:
    return lambda: commune.self_assessment.opened(EXEMPLARY, OPTIONS).standing.answer


def pick(qtbot: QtBot, picker: LevelPicker, entry: str) -> None:
    """Open the drop-down and click an entry, as an officer does."""
    click(qtbot, picker)
    view = picker.view()
    qtbot.waitUntil(view.isVisible)
    where = view.visualRect(picker.model().index(picker.findText(entry), 0)).center()
    qtbot.mouseMove(view.viewport(), where)
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=where, delay=250)
    qtbot.waitUntil(lambda: not view.isVisible())


def tick(qtbot: QtBot, box: QCheckBox) -> None:
    """Click the box itself: beside its words a click counts for nothing."""
    assert box.isVisible()
    qtbot.mouseClick(box, Qt.MouseButton.LeftButton, pos=QPoint(8, box.height() // 2))


def fields(card: AnswerCard) -> list[bool]:
    return [part.isVisible() for part in (card.value, card.yes_no, card.level, card.options)]


def test_a_level_is_picked_from_its_scale_the_lowest_first(
    qtbot: QtBot, by_level: CriteriaScreen, level_kept: Callable[[], Answer | None]
) -> None:
    card = by_level.form.answer
    assert fields(card) == [False, False, True, False]
    assert [card.level.itemText(place) for place in range(card.level.count())] == LEVELS
    pick(qtbot, card.level, "Tốt")
    qtbot.waitUntil(lambda: card.mark.text == "Đạt")
    assert level_kept() == Given(Level("Tốt"))


def test_the_empty_entry_takes_a_level_away(
    qtbot: QtBot, by_level: CriteriaScreen, level_kept: Callable[[], Answer | None]
) -> None:
    card = by_level.form.answer
    pick(qtbot, card.level, "Yếu")
    qtbot.waitUntil(lambda: card.mark.text == "Chưa đạt")
    pick(qtbot, card.level, NOT_CHOSEN)
    qtbot.waitUntil(lambda: card.mark.text == "Chưa đủ số liệu")
    assert level_kept() is None


def test_a_level_is_picked_by_keys_and_taken_back_by_ctrl_z(
    qtbot: QtBot, by_level: CriteriaScreen, level_kept: Callable[[], Answer | None]
) -> None:
    card = by_level.form.answer
    card.level.setFocus()
    qtbot.keyClick(card.level, Qt.Key.Key_End)
    qtbot.waitUntil(lambda: card.mark.text == "Đạt")
    qtbot.keyClick(card.level, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: card.level.currentText() == NOT_CHOSEN)
    assert level_kept() is None


def test_the_wheel_never_changes_a_level(qtbot: QtBot, by_level: CriteriaScreen) -> None:
    picker = by_level.form.answer.level
    picker.setFocus()
    middle = picker.rect().center()
    turned = QWheelEvent(
        QPointF(middle),
        QPointF(picker.mapToGlobal(middle)),
        QPoint(),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    with qtbot.assertNotEmitted(picker.chosen):
        QApplication.sendEvent(picker, turned)
    assert picker.currentText() == NOT_CHOSEN


def test_a_level_that_left_the_scale_is_still_shown(qtbot: QtBot) -> None:
    picker = LevelPicker("Kết quả")
    qtbot.addWidget(picker)
    picker.show_level(("Khá", "Tốt"), "Giỏi")
    assert picker.currentText() == "Giỏi"
    picker.show_level(("Khá", "Tốt"), "Tốt")
    assert picker.findText("Giỏi") == -1


def test_in_dispute_either_level_can_be_picked_anew(
    qtbot: QtBot,
    by_level: CriteriaScreen,
    commune: Workplace,
    level_kept: Callable[[], Answer | None],
) -> None:
    card = by_level.form.answer
    commune.self_assessment.enter(ADVANCED, LEVEL, Input(answer="Khá"))
    commune.self_assessment.enter(ADVANCED, LEVEL, Input(answer="Tốt"), seen=Seen(()))
    by_level.refresh()
    qtbot.waitUntil(by_level.form.conflict.isVisible)
    assert card.level.currentText() == NOT_CHOSEN
    pick(qtbot, card.level, "Khá")
    qtbot.waitUntil(lambda: level_kept() == Given(Level("Khá")))


def test_every_tick_of_an_option_saves_itself(
    qtbot: QtBot, by_options: CriteriaScreen, options_kept: Callable[[], Answer | None]
) -> None:
    card = by_options.form.answer
    assert fields(card) == [False, False, False, True]
    tick(qtbot, card.options.boxes["van_hoa"])
    qtbot.waitUntil(lambda: card.mark.text == "Đạt")
    tick(qtbot, card.options.boxes["du_lich"])
    qtbot.waitUntil(lambda: options_kept() == Given(Chosen(("du_lich", "van_hoa"))))


def test_quick_ticks_are_all_kept(
    qtbot: QtBot, by_options: CriteriaScreen, commune: Workplace, tasks: TaskRunner
) -> None:
    options = by_options.form.answer.options
    for box in options.boxes.values():
        tick(qtbot, box)
    qtbot.waitUntil(lambda: tasks.is_idle)
    kept = commune.self_assessment.opened(EXEMPLARY, OPTIONS).standing.answer
    assert kept == Given(Chosen(tuple(sorted(options.boxes))))
    assert all(box.isChecked() for box in options.boxes.values())


def test_none_of_the_options_is_an_answer_and_no_tick_at_all_is_none(
    qtbot: QtBot, by_options: CriteriaScreen, options_kept: Callable[[], Answer | None]
) -> None:
    card = by_options.form.answer
    first = card.options.boxes["san_xuat"]
    tick(qtbot, first)
    qtbot.waitUntil(lambda: card.mark.text == "Đạt")
    tick(qtbot, card.options.none)
    qtbot.waitUntil(lambda: card.mark.text == "Chưa đạt")
    assert not first.isChecked()
    assert options_kept() == Given(Chosen(()))
    tick(qtbot, card.options.none)
    qtbot.waitUntil(lambda: card.mark.text == "Chưa đủ số liệu")
    assert options_kept() is None


def test_options_are_ticked_by_keys_and_taken_back_by_ctrl_z(
    qtbot: QtBot, by_options: CriteriaScreen, options_kept: Callable[[], Answer | None]
) -> None:
    card = by_options.form.answer
    first, second, *_ = card.options.boxes.values()
    first.setFocus()
    qtbot.keyClick(first, Qt.Key.Key_Tab)
    assert second.hasFocus()
    qtbot.keyClick(second, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: card.mark.text == "Đạt")
    qtbot.keyClick(second, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: not second.isChecked())
    assert options_kept() is None


def test_what_is_picked_from_is_named_for_those_who_listen(by_options: CriteriaScreen) -> None:
    options = by_options.form.answer.options
    assert options.boxes["van_hoa"].accessibleName() == "Kết quả: Văn hóa"
    assert options.none.accessibleName() == "Kết quả: Không có"
    assert by_options.form.answer.level.accessibleName() == "Kết quả"
