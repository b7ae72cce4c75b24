from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from ntm_desktop.app import build
from ntm_desktop.domain.assessment import Sheet
from ntm_desktop.domain.criteria import IndicatorCode
from ntm_desktop.domain.subject import SubjectKind
from ntm_desktop.services.self_assessment import Input
from ntm_desktop.services.subjects import Draft
from ntm_desktop.services.workplace import Workplace
from tests.builders import SHEET
from tests.ui.hands import click, type_text
from ui.changes import Changes
from ui.main_window import MainWindow
from ui.screens.criteria.screen import CriteriaScreen
from ui.screens.models.dialogs import CloseDialog, SubjectDialog
from ui.screens.models.screen import ModelsScreen
from ui.tasks import TaskRunner

MODEL, SMART = "thon-ntm-kieu-mau-langson", "thon-thong-minh-langson"
VILLAGE = Draft(name="Thôn Nà Riềng", kind=SubjectKind.VILLAGE, sets=(MODEL,))
GARDEN = Draft(name="Hộ ông Tâm", kind=SubjectKind.GARDEN, village="Thôn Đon Riệc")
D = TypeVar("D", bound=QDialog)


def shown(screen: ModelsScreen) -> list[str]:
    model = screen.rows
    return [str(model.data(model.index(row, 0))) for row in range(model.rowCount())]


@pytest.fixture
def changes() -> Changes:
    return Changes()


@pytest.fixture
def make(qtbot: QtBot, tasks: TaskRunner, changes: Changes) -> Callable[[Workplace], ModelsScreen]:
    kept: list[ModelsScreen] = []  # until the lanes are closed: one may still hold its last word

    def made(workplace: Workplace) -> ModelsScreen:
        screen = ModelsScreen(workplace=workplace, tasks=tasks, changes=changes)
        kept.append(screen)
        qtbot.addWidget(screen)
        screen.resize(1000, 600)
        screen.show()
        screen.show_sheet(SHEET)
        qtbot.waitUntil(lambda: tasks.is_idle)
        return screen

    return made


def dialog(screen: ModelsScreen, kind: type[D]) -> D:
    assert isinstance(screen.dialog, kind)
    return screen.dialog


def add_typed(qtbot: QtBot, screen: ModelsScreen, name: str) -> None:
    click(qtbot, screen.add)
    form = dialog(screen, SubjectDialog)
    type_text(form.name, name)
    click(qtbot, form.save)


def test_an_empty_page_says_what_to_do(
    commune: Workplace, make: Callable[[Workplace], ModelsScreen]
) -> None:
    screen = make(commune)
    assert screen.nothing.isVisible()
    assert "Thêm…" in screen.nothing.text()
    assert not screen.open.isEnabled()


def test_a_village_is_added_and_taken_back(
    qtbot: QtBot, commune: Workplace, make: Callable[[Workplace], ModelsScreen]
) -> None:
    screen = make(commune)
    add_typed(qtbot, screen, "Thôn Nà Riềng")
    qtbot.waitUntil(lambda: len(shown(screen)) == 2)  # one line for each set of villages
    assert screen.dialog is None
    click(qtbot, screen.take_back)
    qtbot.waitUntil(lambda: shown(screen) == [])
    assert not screen.take_back.isEnabled()


def test_a_name_in_use_is_refused_and_stays_typed(
    qtbot: QtBot, commune: Workplace, make: Callable[[Workplace], ModelsScreen]
) -> None:
    commune.subjects.add(VILLAGE)
    screen = make(commune)
    add_typed(qtbot, screen, VILLAGE.name)
    form = dialog(screen, SubjectDialog)
    qtbot.waitUntil(form.message.isVisible)
    assert "Đã có thôn" in form.message.words.text()
    assert form.name.text() == VILLAGE.name
    form.reject()


def test_a_wrong_number_of_households_is_refused(
    qtbot: QtBot, commune: Workplace, make: Callable[[Workplace], ModelsScreen]
) -> None:
    screen = make(commune)
    click(qtbot, screen.add)
    form = dialog(screen, SubjectDialog)
    type_text(form.households, "tám mươi")
    click(qtbot, form.save)
    assert "Số hộ" in form.message.words.text()
    form.reject()


def test_the_form_asks_what_fits_the_kind(
    qtbot: QtBot, commune: Workplace, make: Callable[[Workplace], ModelsScreen]
) -> None:
    screen = make(commune)
    click(qtbot, screen.add)
    form = dialog(screen, SubjectDialog)
    assert (form.households.isVisible(), form.village.isVisible(), len(form.sets)) == (
        True,
        False,
        2,
    )
    form.kind.setCurrentIndex(form.kind.findData(SubjectKind.GARDEN))
    assert (form.households.isVisible(), form.village.isVisible(), len(form.sets)) == (
        False,
        True,
        1,
    )
    form.reject()


def test_a_rename_keeps_what_was_entered(
    qtbot: QtBot, commune: Workplace, make: Callable[[Workplace], ModelsScreen]
) -> None:
    id_ = commune.subjects.add(VILLAGE).id
    sheet = commune.sheet(subject=id_, set_id=MODEL, year=2024)
    code = first_code(commune, sheet)
    commune.self_assessment.enter(sheet, code, Input(note="đã xem"))
    screen = make(commune)
    click(qtbot, screen.edit)
    qtbot.waitUntil(lambda: screen.dialog is not None)
    form = dialog(screen, SubjectDialog)
    form.name.clear()
    type_text(form.name, "Thôn Nà Riềng 1")
    click(qtbot, form.save)
    qtbot.waitUntil(lambda: shown(screen) == ["Thôn Nà Riềng 1"])
    assert commune.board(sheet).indicator(code).entry.note == "đã xem"
    click(qtbot, screen.take_back)
    qtbot.waitUntil(lambda: shown(screen) == [VILLAGE.name])


def test_closing_asks_since_when_and_can_be_taken_back(
    qtbot: QtBot, commune: Workplace, make: Callable[[Workplace], ModelsScreen]
) -> None:
    commune.subjects.add(VILLAGE)
    screen = make(commune)
    click(qtbot, screen.close_)
    form = dialog(screen, CloseDialog)
    click(qtbot, form.save)
    qtbot.waitUntil(form.message.isVisible)
    type_text(form.on, "01/07/2025")
    click(qtbot, form.save)
    qtbot.waitUntil(lambda: shown(screen) == [])
    screen.closed.setChecked(True)
    assert shown(screen) == [VILLAGE.name]
    assert screen.close_.text() == "Theo dõi lại"
    assert "01/07/2025" in str(screen.rows.data(screen.rows.index(0, 4)))
    click(qtbot, screen.close_)
    qtbot.waitUntil(lambda: screen.close_.text() == "Ngừng theo dõi…")


def test_search_and_kind_narrow_the_list_without_accents(
    commune: Workplace, make: Callable[[Workplace], ModelsScreen]
) -> None:
    commune.subjects.add(VILLAGE)
    commune.subjects.add(GARDEN)
    screen = make(commune)
    assert shown(screen) == ["Thôn Nà Riềng", "Hộ ông Tâm, Thôn Đon Riệc"]
    screen.search.setText("don riec")
    assert shown(screen) == ["Hộ ông Tâm, Thôn Đon Riệc"]
    screen.search.setText("khong co")
    assert screen.nothing.isVisible()
    screen.search.clear()
    screen.kind.setCurrentIndex(screen.kind.findData(SubjectKind.VILLAGE))
    assert shown(screen) == ["Thôn Nà Riềng"]


def test_what_is_missing_is_told(
    commune: Workplace, make: Callable[[Workplace], ModelsScreen]
) -> None:
    commune.subjects.add(VILLAGE)
    screen = make(commune)
    line = screen.chosen
    assert line is not None
    assert f"đạt 0/{line.total} tiêu chí" in screen.detail.text()
    assert all(each.name in screen.detail.text() for each in line.missing)


def test_an_authority_reads_and_changes_nothing(
    authority: Workplace, make: Callable[[Workplace], ModelsScreen]
) -> None:
    screen = make(authority)
    assert not any(
        each.isVisible()
        for each in (screen.add, screen.edit, screen.close_, screen.take_back, screen.open)
    )


def first_code(office: Workplace, sheet: Sheet) -> IndicatorCode:
    return next(iter(office.catalogue.criteria_set(sheet.criteria_set).indicators))


@pytest.fixture
def window(qtbot: QtBot, commune: Workplace, qapp: object) -> MainWindow:
    from PySide6.QtWidgets import QApplication

    application = QApplication.instance()
    assert isinstance(application, QApplication)
    made = build(application, commune)
    qtbot.addWidget(made)
    made.show()
    return made


def test_enter_opens_the_criteria_of_a_village_and_the_way_back_leads_to_the_commune(
    qtbot: QtBot, commune: Workplace, window: MainWindow
) -> None:
    id_ = commune.subjects.add(VILLAGE).id
    window.go_to("models")
    models = window.current
    assert isinstance(models, ModelsScreen)
    qtbot.waitUntil(lambda: shown(models) == [VILLAGE.name])
    own = window.sheet
    models.table.setFocus()
    qtbot.keyClick(models.table, Qt.Key.Key_Return)
    criteria = window.current
    assert isinstance(criteria, CriteriaScreen)
    assert (window.sheet.subject, window.sheet.criteria_set) == (id_, MODEL)
    assert window.top.subject.text() == VILLAGE.name
    qtbot.waitUntil(lambda: criteria.form.title.text() != "")
    assert window.top.set.findData(SMART) >= 0
    click(qtbot, window.top.back)
    assert window.sheet == own
    assert window.current is models
    assert not window.top.subject.isVisible()
    qtbot.waitUntil(lambda: window.tasks.is_idle)
    window.tasks.close()


def test_three_hundred_subjects_narrow_at_once(
    qtbot: QtBot, commune: Workplace, make: Callable[[Workplace], ModelsScreen]
) -> None:
    from db.connection import writing

    with commune.data.session() as store, writing(store):
        for number in range(300):
            commune.subjects.restore(
                f"06379/0193a7c2-5b1e-7c3f-9a40-{number:012d}",
                {"name": f"Hộ {number}", "kind": "garden"},
            )
    screen = make(commune)
    assert len(shown(screen)) == 300
    screen.search.setText("ho 299")
    assert shown(screen) == ["Hộ 299"]


def test_a_set_that_is_not_here_is_said_where_another_is_shown(
    commune: Workplace, make: Callable[[Workplace], ModelsScreen]
) -> None:
    commune.subjects.add(replace(GARDEN, sets=("vuon-cua-tinh",)))
    screen = make(commune)
    cells = [str(screen.rows.data(screen.rows.index(0, column))) for column in range(5)]
    assert "Chưa có bộ tiêu chí" in cells
    screen.table.selectRow(0)
    assert "“vuon-cua-tinh” chưa có ở máy này" in screen.detail.text()
