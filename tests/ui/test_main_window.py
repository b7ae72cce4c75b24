import threading
from pathlib import Path
from uuid import UUID

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ntm_desktop.domain.assessment import Sheet, subject_id
from ntm_desktop.domain.criteria import SetId
from ntm_desktop.errors import UserError
from ui.changes import Changes
from ui.main_window import Heading, MainWindow, ScreenEntry
from ui.screen import Screen
from ui.tasks import Job, TaskRunner
from ui.widgets import question
from ui.widgets.top_bar import SetChoice, SubjectChoice


class Page(Screen):
    made = 0

    def __init__(self) -> None:
        super().__init__()
        type(self).made += 1
        self.sheets: list[Sheet] = []
        self.places: list[str] = []
        self.taken: list[object] = []
        self.flushed = 0
        self.left_over = ""

    def show_sheet(self, sheet: Sheet) -> None:
        self.sheets.append(sheet)

    def open_place(self, place: str) -> None:
        self.places.append(place)

    def flush(self) -> None:
        self.flushed += 1

    def unsaved(self) -> str:
        return self.left_over

    def take_files(self, files: object) -> None:
        self.taken.append(files)


@pytest.fixture
def window(qtbot: QtBot, tasks: TaskRunner) -> MainWindow:
    Page.made = 0
    window = MainWindow(
        heading=Heading(unit="Xã Tân Thành", place="Huyện Bắc Sơn · Lạng Sơn", practice=True),
        entries=[
            ScreenEntry(id="overview", word="Tổng quan", icon="overview", make=Page),
            ScreenEntry(id="criteria", word="Tiêu chí", icon="criteria", make=Page),
        ],
        sets=[SetChoice(id="bo-a", name="Bộ A", first_year=2021, last_year=2025)],
        sheet=Sheet("06379", SetId("bo-a"), 2024),
        tasks=tasks,
        changes=Changes(),
    )
    qtbot.addWidget(window)
    window.show()
    return window


def test_screens_are_built_on_their_first_visit(qtbot: QtBot, window: MainWindow) -> None:
    assert Page.made == 1
    qtbot.mouseClick(window.side.navigation.button("criteria"), Qt.MouseButton.LeftButton)
    assert Page.made == 2
    assert window.current is window.screen_of("criteria")


def test_a_screen_can_ask_for_a_place_of_another(window: MainWindow) -> None:
    window.current.asked_for.emit("criteria:3.1")
    shown = window.current
    assert isinstance(shown, Page)
    assert shown.places == ["3.1"]


def test_the_way_back_leads_to_the_own_unit_whoever_s_subject_was_open(
    qtbot: QtBot, window: MainWindow
) -> None:
    """A village of a commune that was merged into this one belongs to the old code."""
    village = Sheet(subject_id("06328", str(UUID(int=7))), SetId("thon"), 2024)
    sets = (SetChoice(id="thon", name="Thôn", first_year=2021, last_year=2025),)
    window.open_subject(SubjectChoice(name="Thôn Một", sheet=village, sets=sets), "criteria")
    assert window.sheet == village
    qtbot.mouseClick(window.top.back, Qt.MouseButton.LeftButton)
    assert window.sheet.subject == "06379"


def test_another_year_reaches_every_screen_after_saving(window: MainWindow) -> None:
    page = window.current
    assert isinstance(page, Page)
    window.top.year.setCurrentIndex(window.top.year.findData(2023))
    assert page.sheets[-1] == Sheet("06379", SetId("bo-a"), 2023)
    assert page.flushed == 1


def test_closing_waits_for_the_save_in_hand(
    qtbot: QtBot, window: MainWindow, tasks: TaskRunner
) -> None:
    release, saved = threading.Event(), list[bool]()
    tasks.run(window, lambda: release.wait(5), done=saved.append, failed=lambda _: None)
    window.close()
    assert window.isVisible()
    assert window.status.saved.text() == "Đang lưu…"
    with qtbot.waitSignal(window.closing):
        release.set()
    assert saved == [True]
    qtbot.waitUntil(lambda: not window.isVisible())


def test_what_was_typed_is_saved_before_the_pc_shuts_down(
    window: MainWindow, tasks: TaskRunner
) -> None:
    saved: list[bool] = []
    window.current.flush = lambda: tasks.run(  # type: ignore[method-assign]
        window, lambda: not threading.Event().wait(0.1), done=saved.append, failed=lambda _: None
    )
    window.save_now()
    assert saved == [True]
    assert window.isVisible()


@pytest.mark.parametrize(("room", "filled"), [((1366, 728), True), ((1920, 1040), False)])
def test_a_screen_no_larger_than_the_window_is_filled(
    window: MainWindow,
    monkeypatch: pytest.MonkeyPatch,
    room: tuple[int, int],
    filled: bool,
) -> None:
    class Small:
        def availableSize(self) -> QSize:  # noqa: N802 - as Qt names it
            return QSize(*room)

    window.hide()
    monkeypatch.setattr(window, "screen", Small)
    window.appear()
    assert window.isVisible()
    assert window.isMaximized() is filled


def test_typed_text_that_cannot_be_saved_is_not_dropped_silently(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = window.current
    assert isinstance(page, Page)
    page.left_over = "3.1: “abc”"
    monkeypatch.setattr(question, "ask", lambda *_args, **_words: False)
    window.close()
    assert window.isVisible()
    monkeypatch.setattr(question, "ask", lambda *_args, **_words: True)
    window.close()
    assert not window.isVisible()


def test_files_from_outside_open_the_screen_for_them(window: MainWindow, tmp_path: Path) -> None:
    window.take_files((tmp_path / "a.ntm",), "criteria")
    page = window.screen_of("criteria")
    assert isinstance(page, Page)
    assert window.current is page
    assert page.taken == [(tmp_path / "a.ntm",)]


def test_f1_explains_the_screen(qtbot: QtBot, window: MainWindow, qapp: QApplication) -> None:
    window.activateWindow()
    qtbot.keyClick(window, Qt.Key.Key_F1)
    from ui.widgets.help_dialog import HelpDialog

    dialogs = window.findChildren(HelpDialog)
    assert len(dialogs) == 1
    assert "Tổng quan" in dialogs[0].text.toPlainText()


def test_practice_says_so(window: MainWindow) -> None:
    assert window.side.practice.text() == "Số liệu luyện tập"


def test_a_long_job_shows_below(qtbot: QtBot, window: MainWindow, tasks: TaskRunner) -> None:
    release = threading.Event()

    def work(job: Job) -> None:
        job.step("Đang sao lưu", 3, 10)
        release.wait(5)

    job = tasks.start(window, work, done=lambda _: None, failed=lambda _: None)
    qtbot.waitUntil(lambda: window.status.background.text() == "Đang sao lưu 3 trên 10")
    with qtbot.waitSignal(job.ended):
        release.set()
    assert window.status.background.text() == ""


def test_the_last_work_is_done_before_the_window_goes(
    qtbot: QtBot, window: MainWindow, tasks: TaskRunner
) -> None:
    done: list[str] = []
    window.before_leaving(lambda _job: done.append("sao lưu"))
    with qtbot.waitSignal(window.closing):
        window.close()
    assert done == ["sao lưu"]
    qtbot.waitUntil(lambda: not window.isVisible())


def test_leaving_without_a_backup_is_the_users_choice(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def fail(_job: object) -> None:
        raise UserError("Ổ đĩa đã đầy nên chưa sao lưu được.")

    def stay(_parent: object, _heading: str, text: str, **_words: str) -> bool:
        asked.append(text)
        return False

    monkeypatch.setattr(question, "ask", stay)
    window.before_leaving(fail)
    window.close()
    qtbot.waitUntil(lambda: bool(asked))
    assert "Ổ đĩa đã đầy" in asked[0]
    assert window.isVisible()
    assert window.isEnabled()
    monkeypatch.setattr(question, "ask", lambda *_args, **_words: True)
    with qtbot.waitSignal(window.closing):
        window.close()


def test_long_work_is_only_stopped_when_the_user_says_so(
    qtbot: QtBot, window: MainWindow, tasks: TaskRunner, monkeypatch: pytest.MonkeyPatch
) -> None:
    release = threading.Event()

    def work(job: Job) -> None:
        while not release.wait(0.01):
            job.step("Đang ghi gói hồ sơ", 3, 10)

    job = tasks.start(window, work, done=lambda _: None, failed=lambda _: None)
    monkeypatch.setattr(question, "ask", lambda *_args, **_words: False)
    window.close()
    assert window.isVisible()
    monkeypatch.setattr(question, "ask", lambda *_args, **_words: True)
    with qtbot.waitSignals([job.ended, window.closing]):
        window.close()
    assert not release.is_set()
