"""Whole sets to files and back, with the screen's own buttons."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from ntm_desktop.domain.assessment import Sheet
from ntm_desktop.domain.criteria import IndicatorCode, SetId
from ntm_desktop.domain.topics import Topic
from ntm_desktop.services.self_assessment import Input
from ntm_desktop.services.set_files import SetFiles
from ntm_desktop.services.workplace import Workplace
from tests.builders import PASSPHRASE, SET, SHEET, UNIT
from tests.set_workbooks import ABOUT, next_version, put, row_of, take_version
from tests.ui.hands import click
from ui.changes import Changes
from ui.screens.sets.file_dialog import FileDialog
from ui.screens.sets.screen import SetsScreen
from ui.screens.sets.version_preview import CHANGED, REFUSED
from ui.session_keys import SessionKeys
from ui.tasks import TaskRunner
from ui.widgets import choosing

THIS = SetId(SET)


@pytest.fixture
def changes() -> Changes:
    return Changes()


@pytest.fixture
def screen(
    qtbot: QtBot, commune: Workplace, tasks: TaskRunner, changes: Changes
) -> Iterator[SetsScreen]:
    session = SessionKeys(commune.keys.unlock, tasks)
    session.keep(commune.keys.unlock(PASSPHRASE))
    screen = SetsScreen(workplace=commune, session=session, tasks=tasks, changes=changes)
    qtbot.addWidget(screen)
    screen.resize(1100, 700)
    screen.show()
    screen.show_sheet(commune.sheet(subject=UNIT, set_id=THIS, year=SHEET.year))
    qtbot.waitUntil(lambda: bool(screen.view.list.lines.lines))
    yield screen
    qtbot.waitUntil(lambda: tasks.is_idle and not tasks.jobs)


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The set in Excel as its next version; the system's dialogs choose it."""
    path = next_version(tmp_path / "bộ.xlsx")
    monkeypatch.setattr(choosing, "file", lambda *_: path)
    return path


def asked(qtbot: QtBot, screen: SetsScreen) -> FileDialog:
    """Give the dialog, once it has read the file."""
    qtbot.waitUntil(lambda: screen.versions.dialog is not None)
    dialog = screen.versions.dialog
    assert dialog is not None
    qtbot.waitUntil(dialog.busy.isHidden)
    return dialog


def version(work: Workplace) -> int:
    return work.catalogue.criteria_set(SET).version


def test_a_new_version_is_shown_agreed_to_and_taken(
    qtbot: QtBot, screen: SetsScreen, commune: Workplace, changes: Changes, file: Path
) -> None:
    sheet = Sheet(UNIT, THIS, SHEET.year)
    commune.self_assessment.enter(sheet, IndicatorCode("3.1"), Input(answer="80"))
    put(file, "Chỉ tiêu", **{f"F{row_of(file, '3.1')}": 90})
    click(qtbot, screen.versions.from_file)
    dialog = asked(qtbot, screen)
    assert "thay phiên bản 1 đang dùng" in dialog.told.text()
    assert "1 kết quả đã nhập được giữ nguyên; 1 kết quả được xét lại" in dialog.told.text()
    (line,) = dialog.list.lines.lines
    assert (line.head, line.state) == ("3.1", CHANGED)
    assert "“từ 80 % trở lên” thành “từ 90 % trở lên”" in line.text
    assert not dialog.go.isEnabled()
    qtbot.keyClick(dialog.agreed, Qt.Key.Key_Space)
    assert dialog.go.text() == "Nhập phiên bản 2"
    assert version(commune) == 1
    with qtbot.waitSignal(changes.announced) as announced:
        click(qtbot, dialog.go)
    assert announced.args is not None
    assert Topic.SETS in announced.args[0]
    assert version(commune) == 2
    qtbot.waitUntil(lambda: "phiên bản 2" in screen.view.about.text())
    assert "Xã Tân Thành (06379) lập ngày" in screen.view.about.text()
    assert "Đã nhập “" in screen.message.words.text()


def test_what_is_too_long_for_the_list_is_read_below_it(
    qtbot: QtBot, screen: SetsScreen, file: Path
) -> None:
    long = "Có quy hoạch " + "rất dài " * 60
    put(file, "Chỉ tiêu", C2=long.strip())
    click(qtbot, screen.versions.from_file)
    dialog = asked(qtbot, screen)
    assert not dialog.details.isVisible()
    dialog.list.setFocus()
    qtbot.keyClick(dialog.list, Qt.Key.Key_Down)
    assert dialog.details.isVisible()
    assert long.strip() in dialog.detail.text()
    click(qtbot, dialog.no)


def test_what_is_refused_is_listed_and_cannot_be_taken(
    qtbot: QtBot, screen: SetsScreen, commune: Workplace, file: Path
) -> None:
    row = row_of(file, "3.1")
    put(file, "Chỉ tiêu", **{f"D{row}": "số", f"G{row}": "km"})
    click(qtbot, screen.versions.from_file)
    dialog = asked(qtbot, screen)
    states = [(line.head, line.state) for line in dialog.list.lines.lines]
    assert ("3.1", REFUSED) in states
    assert "Không nhập được" in dialog.told.text()
    assert not dialog.go.isEnabled()
    assert dialog.agreed.isHidden()
    click(qtbot, dialog.no)
    assert version(commune) == 1


def test_every_problem_is_named_by_its_cell(
    qtbot: QtBot, screen: SetsScreen, commune: Workplace, file: Path
) -> None:
    put(file, "Chỉ tiêu", E4="!=", F4="nhiều")
    click(qtbot, screen.versions.from_file)
    dialog = asked(qtbot, screen)
    assert "Tờ “Chỉ tiêu”, ô E4" in dialog.trouble.text()
    assert "Tờ “Chỉ tiêu”, ô F4" in dialog.trouble.text()
    assert not dialog.go.isEnabled()
    assert not commune.folder.criteria.exists()
    click(qtbot, dialog.no)


def test_the_same_version_has_nothing_to_take(
    qtbot: QtBot, screen: SetsScreen, file: Path
) -> None:
    put(file, ABOUT, B3=1)
    click(qtbot, screen.versions.from_file)
    dialog = asked(qtbot, screen)
    assert "không có gì thay đổi" in dialog.told.text()
    assert not dialog.go.isEnabled()
    click(qtbot, dialog.no)


def test_a_new_set_comes_in_front(qtbot: QtBot, screen: SetsScreen, file: Path) -> None:
    put(file, ABOUT, B2="xa-cua-tinh", B3=1, B4="Bộ của tỉnh")
    click(qtbot, screen.versions.from_file)
    dialog = asked(qtbot, screen)
    assert "Bộ mới, chưa có ở đây" in dialog.told.text()
    click(qtbot, dialog.go)
    qtbot.waitUntil(lambda: screen.view.name.text() == "Bộ của tỉnh")
    qtbot.waitUntil(lambda: "xa-cua-tinh" in [line.target for line in screen.sets.lines.lines])


def test_a_set_goes_out_to_excel_and_signed(
    qtbot: QtBot,
    screen: SetsScreen,
    commune: Workplace,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for made, name in (
        (screen.versions.to_excel, "ra.xlsx"),
        (screen.versions.to_others, "ra.ntm-data"),
    ):
        monkeypatch.setattr(choosing, "new_file", lambda *_, name=name: tmp_path / name)
        click(qtbot, made)
        qtbot.waitUntil(lambda name=name: f"“{name}”" in screen.message.words.text())  # type: ignore[misc]
        assert "19 tiêu chí, 57 chỉ tiêu, 3 điều kiện" in screen.message.words.text()
    assert commune.keys.fingerprint in screen.message.words.text()
    assert SetFiles(commune).plan(tmp_path / "ra.ntm-data").is_here


def test_a_signed_set_from_outside_is_looked_at_as_a_set(
    qtbot: QtBot, screen: SetsScreen, commune: Workplace, authority: Workplace, tmp_path: Path
) -> None:
    take_version(authority, tmp_path / "bộ.xlsx", B3=2, B4="Bộ của huyện")
    path = tmp_path / "bộ.ntm-data"
    SetFiles(authority).sign(THIS, path, authority.keys.unlock(PASSPHRASE))
    screen.take_files((path,))
    dialog = asked(qtbot, screen)
    assert dialog.check.isVisible()
    assert "Huyện Bắc Sơn ký ngày" in dialog.told.text()
    qtbot.keyClick(dialog.agreed, Qt.Key.Key_Space)
    assert not dialog.go.isEnabled(), "nobody compared the digits"
    qtbot.keyClick(dialog.check.compared, Qt.Key.Key_Space)
    click(qtbot, dialog.go)
    qtbot.waitUntil(lambda: screen.view.name.text() == "Bộ của huyện")
    assert version(commune) == 2
