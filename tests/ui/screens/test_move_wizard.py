"""Moving to another set with real clicks: nothing happens before it was looked at."""

from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ntm_desktop.app import build
from ntm_desktop.domain.answer import Carried, Given
from ntm_desktop.domain.assessment import Sheet
from ntm_desktop.domain.criteria import IndicatorCode, SetId
from ntm_desktop.domain.subject import SubjectKind
from ntm_desktop.exchange.disk import disk_full
from ntm_desktop.services.moving import Moving
from ntm_desktop.services.self_assessment import Input
from ntm_desktop.services.subjects import Draft
from ntm_desktop.services.workplace import Workplace
from tests.builders import SET, SHEET
from tests.exchange.documents.reading import texts
from tests.moves import ADVANCED, mapping_file
from tests.ui.hands import click, type_text
from ui.changes import Changes
from ui.main_window import MainWindow
from ui.screens.criteria.screen import CriteriaScreen
from ui.screens.sets.move_columns import STEPS
from ui.screens.sets.move_wizard import MoveWizard
from ui.screens.sets.screen import SetsScreen
from ui.tasks import TaskRunner
from ui.widgets import choosing
from ui.widgets.line_list import LineList
from ui.widgets.top_bar import SubjectChoice

MODEL, SMART = SetId("thon-ntm-kieu-mau-langson"), SetId("thon-thong-minh-langson")
HOUSES, OLD_HOUSES = IndicatorCode("9.1"), IndicatorCode("9.2")


@pytest.fixture
def answered(commune: Workplace) -> Workplace:
    commune.self_assessment.enter(SHEET, OLD_HOUSES, Input(answer="80"))
    return commune


@pytest.fixture
def wizard(answered: Workplace, qtbot: QtBot, tasks: TaskRunner) -> MoveWizard:
    made = MoveWizard(answered.moving, SHEET, tasks, Changes(), wanted=ADVANCED)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitUntil(lambda: made.go_on.isEnabled())
    return made


@pytest.fixture
def settle(qtbot: QtBot, tasks: TaskRunner) -> Callable[[], None]:
    return lambda: qtbot.waitUntil(lambda: tasks.is_idle and not tasks.jobs)


def listed(shown: LineList) -> list[str]:
    return [line.spoken for line in shown.lines.lines]


def houses(office: Workplace, set_id: SetId = ADVANCED) -> object:
    sheet = SHEET._replace(criteria_set=set_id)
    return office.self_assessment.board(sheet).indicator(HOUSES).entry.answers


def test_a_move_is_looked_at_done_and_taken_back(
    wizard: MoveWizard, answered: Workplace, qtbot: QtBot, settle: Callable[[], None]
) -> None:
    assert wizard.choice.old_sheet == (SET, 2024)
    assert wizard.choice.new_sheet == (ADVANCED, 2024)
    assert wizard.step.text() == "Bước 1/3: Chọn bộ và năm"
    click(qtbot, wizard.go_on)
    settle()
    assert wizard.step.text() == "Bước 2/3: Xem trước"
    assert "Mang sang 1 kết quả, trong đó 1 kết quả cần xác nhận" in wizard.preview.summary.text()
    assert houses(answered) == ()
    click(qtbot, wizard.go_on)
    settle()
    carried = Given(Decimal(80), carried=Carried(SET, 2024))
    assert houses(answered) == (carried,)
    assert "Còn 1 kết quả cần xác nhận lại" in wizard.done_page.what.text()
    assert listed(wizard.done_page.list)[0].startswith("9.1 Tỷ lệ hộ có nhà ở kiên cố")
    click(qtbot, wizard.done_page.undo)
    settle()
    assert houses(answered) == ()
    assert wizard.message.words.text() == "Đã hoàn tác việc chuyển."
    assert wizard.page == 0


def test_lines_are_narrowed_by_outcome_and_by_words_without_accents(
    wizard: MoveWizard, qtbot: QtBot, settle: Callable[[], None]
) -> None:
    click(qtbot, wizard.go_on)
    settle()
    preview = wizard.preview
    everything = len(listed(preview.list))
    words = [preview.shown.itemText(place) for place in range(preview.shown.count())]
    assert words[:4] == [
        f"Tất cả: {everything}",
        "Có mang sang kết quả: 1",
        "Cần xác nhận lại: 1",
        "Giữ nguyên: 3",
    ]
    preview.shown.setCurrentIndex(1)
    (line,) = listed(preview.list)
    assert line.startswith("9.2 → 9.1 Tỷ lệ hộ có nhà ở kiên cố")
    assert "80 %" in line
    assert "Mang sang, cần xác nhận lại" in line
    preview.shown.setCurrentIndex(0)
    type_text(preview.filter, "nha o kien co")
    assert len(listed(preview.list)) == 1


def test_an_offices_own_mapping_decides_and_can_be_dropped(
    wizard: MoveWizard,
    qtbot: QtBot,
    settle: Callable[[], None],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    file = mapping_file(tmp_path)
    monkeypatch.setattr(choosing, "file", lambda *_: file)
    click(qtbot, wizard.choice.choose)
    settle()
    assert wizard.choice.mapping_words.text() == "Theo tệp: Bảng chuyển đổi của huyện"
    click(qtbot, wizard.go_on)
    settle()
    assert wizard.preview.rests_on.text() == "Theo bảng chuyển đổi: Bảng chuyển đổi của huyện."
    assert any("Tách ra" in line for line in listed(wizard.preview.list))
    click(qtbot, wizard.back)
    click(qtbot, wizard.choice.drop)
    click(qtbot, wizard.go_on)
    settle()
    assert not any("Tách ra" in line for line in listed(wizard.preview.list))


def test_a_mapping_to_begin_with_can_be_saved_and_chosen(
    wizard: MoveWizard,
    qtbot: QtBot,
    settle: Callable[[], None],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    file = tmp_path / "mẫu.yaml"
    monkeypatch.setattr(choosing, "new_file", lambda *_: file)
    click(qtbot, wizard.choice.template)
    settle()
    assert wizard.message.words.text() == "Đã lưu tệp mẫu mẫu.yaml."
    wizard.take_mapping(file)
    settle()
    assert wizard.choice.mapping is not None
    assert wizard.choice.new_sheet[0] == ADVANCED


def test_a_bad_mapping_is_named_by_line_and_nothing_is_lost(
    wizard: MoveWizard, settle: Callable[[], None], tmp_path: Path
) -> None:
    file = mapping_file(tmp_path)
    file.write_text(file.read_text(encoding="utf-8").replace("'9.2'", "'9.9'"), encoding="utf-8")
    wizard.take_mapping(file)
    settle()
    assert "dòng 6: bộ cũ" in wizard.message.words.text()
    assert wizard.choice.mapping is None
    assert wizard.go_on.isEnabled()


def test_the_plan_is_printed_before_anything_is_done(
    wizard: MoveWizard,
    answered: Workplace,
    qtbot: QtBot,
    settle: Callable[[], None],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pdf = tmp_path / "bảng.pdf"
    monkeypatch.setattr(choosing, "new_file", lambda *_: pdf)
    click(qtbot, wizard.go_on)
    settle()
    click(qtbot, wizard.print)
    settle()
    assert "BẢNG CHUYỂN KẾT QUẢ SANG BỘ TIÊU CHÍ KHÁC" in texts(pdf)[0]
    assert wizard.message.words.text().startswith("Đã in bảng ra tệp bảng.pdf")
    assert houses(answered) == ()


def test_what_changed_meanwhile_is_said_and_nothing_is_done(
    wizard: MoveWizard, answered: Workplace, qtbot: QtBot, settle: Callable[[], None]
) -> None:
    click(qtbot, wizard.go_on)
    settle()
    answered.self_assessment.enter(SHEET, OLD_HOUSES, Input(answer="85"))
    click(qtbot, wizard.go_on)
    settle()
    assert "thay đổi" in wizard.message.words.text()
    assert wizard.page == 1
    assert houses(answered) == ()


def test_what_is_left_names_the_half_of_a_split_that_nobody_answered(
    wizard: MoveWizard,
    answered: Workplace,
    qtbot: QtBot,
    settle: Callable[[], None],
    tmp_path: Path,
) -> None:
    new = SHEET._replace(criteria_set=ADVANCED)
    answered.self_assessment.enter(new, IndicatorCode("1.1"), Input(answer="đạt"))
    wizard.take_mapping(mapping_file(tmp_path))
    settle()
    for _ in range(2):
        click(qtbot, wizard.go_on)
        settle()
    heads = [line.head for line in wizard.done_page.list.lines.lines]
    assert "1.3" in heads
    assert "1.1" not in heads


def test_taking_back_can_be_tried_again_after_a_failure(
    wizard: MoveWizard,
    answered: Workplace,
    qtbot: QtBot,
    settle: Callable[[], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(*_: object) -> None:
        raise disk_full(answered.folder.root)

    for _ in range(2):
        click(qtbot, wizard.go_on)
        settle()
    with monkeypatch.context() as broken:
        broken.setattr(Moving, "undo", fail)
        click(qtbot, wizard.done_page.undo)
        settle()
    assert houses(answered) != ()
    click(qtbot, wizard.done_page.undo)
    settle()
    assert houses(answered) == ()


def test_nothing_to_carry_is_said(
    wizard: MoveWizard, answered: Workplace, qtbot: QtBot, settle: Callable[[], None]
) -> None:
    place = wizard.choice.new.findData("xa-ntm-2026-2030")
    wizard.choice.new.setCurrentIndex(place)
    assert wizard.choice.new_sheet == ("xa-ntm-2026-2030", 2026)
    click(qtbot, wizard.go_on)
    settle()
    assert not wizard.go_on.isEnabled()
    assert "Không có gì để mang sang" in wizard.message.words.text()


@pytest.fixture
def window(answered: Workplace, qtbot: QtBot, qapp: QApplication) -> Iterator[MainWindow]:
    made = build(qapp, answered)
    qtbot.addWidget(made)
    made.show()
    yield made
    made.tasks.close()


def at_rest(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.waitUntil(lambda: window.tasks.is_idle)


def a_wizard(window: MainWindow, qtbot: QtBot) -> MoveWizard:
    window.go_to("sets")
    at_rest(qtbot, window)
    screen = window.current
    assert isinstance(screen, SetsScreen)
    click(qtbot, screen.start_move)
    at_rest(qtbot, window)
    assert screen.moving is not None
    assert screen.moving.wizard is not None
    return screen.moving.wizard


def test_a_village_is_moved_from_the_page_of_sets_and_opened(
    answered: Workplace, window: MainWindow, qtbot: QtBot
) -> None:
    village = answered.subjects.add(Draft(name="Nà Riềng", kind=SubjectKind.VILLAGE)).id
    sheet = Sheet(village, MODEL, 2024)
    plan = answered.moving.plan(sheet, SMART, 2024)
    code = plan.lines[-1].match.new[0].code
    window.open_subject(SubjectChoice(name="Nà Riềng", sheet=sheet, sets=()), "sets")
    wizard = a_wizard(window, qtbot)
    assert wizard.choice.new.findData(SET) < 0
    assert wizard.choice.new_sheet[0] == SMART
    wizard.opened.emit(plan, code)
    at_rest(qtbot, window)
    assert window.sheet == plan.new
    assert isinstance(window.current, CriteriaScreen)
    assert window.top.subject.text() == "Nà Riềng"


def test_a_click_on_what_is_left_opens_it_in_the_new_set(
    answered: Workplace, window: MainWindow, qtbot: QtBot
) -> None:
    wizard = a_wizard(window, qtbot)
    wizard.choice.new.setCurrentIndex(wizard.choice.new.findData(ADVANCED))
    for _ in range(2):
        click(qtbot, wizard.go_on)
        at_rest(qtbot, window)
    left = wizard.done_page.list
    first = left.lines.index(0)
    qtbot.waitUntil(lambda: left.indexAt(left.visualRect(first).center()) == first)
    with qtbot.waitSignal(wizard.opened) as asked:
        place = left.visualRect(first).center()
        qtbot.mouseClick(left.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert asked.args is not None
    assert asked.args[1] == HOUSES
    assert not wizard.isVisible()
    assert isinstance(window.current, CriteriaScreen)
    at_rest(qtbot, window)
    assert answered.sets == (SET, ADVANCED)
    assert window.sheet == SHEET._replace(criteria_set=ADVANCED)


def test_the_new_set_is_begun_with_only_if_it_is_ticked(
    wizard: MoveWizard, answered: Workplace, qtbot: QtBot, settle: Callable[[], None]
) -> None:
    click(qtbot, wizard.go_on)
    settle()
    click(qtbot, wizard.preview.use)
    click(qtbot, wizard.go_on)
    settle()
    assert answered.sets == (SET,)
    assert wizard.page == len(STEPS) - 1


def test_a_set_is_turned_to_in_a_year(window: MainWindow, qtbot: QtBot) -> None:
    window.go_to(f"set:{SET}:2023")
    assert window.sheet == SHEET._replace(year=2023)
    at_rest(qtbot, window)
