from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTreeWidgetItem, QWidget
from pytestqt.qtbot import QtBot

from ntm_desktop.domain.progress import Unwatched
from ntm_desktop.domain.topics import Topic
from ntm_desktop.services.correspondence import Correspondence
from ntm_desktop.services.drives import Drive
from ntm_desktop.services.sending import EachExport
from ntm_desktop.services.workplace import Workplace
from tests.builders import PASSPHRASE, UNIT
from tests.offices import YEAR, enter, export
from tests.ui.hands import click
from ui.changes import Changes
from ui.screens.send.results_screen import ResultsScreen
from ui.screens.send.services import SendServices
from ui.session_keys import SessionKeys
from ui.tasks import TaskRunner

PATIENCE = 30_000


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "usb"
    folder.mkdir()
    return folder


@pytest.fixture
def screen(
    qtbot: QtBot, commune: Workplace, authority: Workplace, tasks: TaskRunner, stick: Path
) -> Iterator[ResultsScreen]:
    """The authority's; the commune's key is known, and its dossier came."""
    authority.keys.trust(commune.keys.export_public(stick.parent / "xa.ntmkey", PASSPHRASE))
    commune.keys.trust(authority.keys.export_public(stick.parent / "huyen.ntmkey", PASSPHRASE))
    enter(commune, "4.1", "đạt")
    authority.receiving.take_in(export(commune, stick.parent).path, Unwatched())
    session = SessionKeys(authority.keys.unlock, tasks)
    session.keep(authority.keys.unlock(PASSPHRASE))
    drive = Drive(path=stick, name="HOSO", file_system="FAT32", free=10**9, total=10**9)
    made = ResultsScreen(
        services=SendServices(
            workplace=authority,
            sent=Correspondence(authority).sent,
            drives=lambda: [drive],
            session=session,
        ),
        tasks=tasks,
        changes=Changes(),
    )
    qtbot.addWidget(made)
    made.resize(1100, 680)
    made.show()
    made.show_sheet(authority.sheet(subject=UNIT, year=YEAR))
    qtbot.waitUntil(lambda: made.offices.tree.topLevelItemCount() == 1)
    qtbot.waitUntil(lambda: bool(made.sending.places.sticks))
    yield made
    made.hide()


def row(screen: ResultsScreen) -> QTreeWidgetItem:
    item = screen.offices.tree.topLevelItem(0)
    assert item is not None
    return item


def write(qtbot: QtBot, screen: ResultsScreen) -> None:
    click(qtbot, screen.sending.write)
    qtbot.waitUntil(screen.sending.message.isVisible, timeout=PATIENCE)


def said(screen: ResultsScreen) -> str:
    return screen.sending.message.words.text()


def test_each_office_shows_its_receipt_and_what_is_new_for_it(screen: ResultsScreen) -> None:
    name, receipt, new = (row(screen).text(column) for column in range(3))
    assert name == "Xã Tân Thành"
    assert receipt.count("/") == 2
    assert new == "2 lượt ghi"  # the authority's name and the enrolment
    assert screen.offices.count.text() == "Đã chọn 0 trên 1 nơi nhận."


def test_without_a_tick_nothing_is_written(
    qtbot: QtBot, screen: ResultsScreen, stick: Path
) -> None:
    write(qtbot, screen)
    assert said(screen) == "Hãy đánh dấu ít nhất một nơi nhận trong danh sách."
    assert list(stick.iterdir()) == []


def test_a_package_for_each_ticked_office_is_written_and_counted(
    qtbot: QtBot, screen: ResultsScreen, stick: Path, commune: Workplace
) -> None:
    click(qtbot, screen.offices.news)
    assert screen.offices.chosen == [UNIT]
    write(qtbot, screen)
    assert said(screen) == "Đã ghi xong. Có thể rút USB."
    assert screen.sending.message.kept.text().startswith("Xã Tân Thành: gói số 1, 2 lượt ghi")
    (path,) = stick.iterdir()
    assert path.name in screen.sending.files.text()
    assert commune.receiving.take_in(path, Unwatched()).import_id
    qtbot.waitUntil(lambda: len(screen.history.texts) == 1)
    assert screen.history.texts[0][1] == "Chưa có biên nhận của Xã Tân Thành"
    assert screen.offices.chosen == [UNIT]  # the list was read again


def test_an_office_that_confirmed_all_has_nothing_new(
    qtbot: QtBot, screen: ResultsScreen, commune: Workplace, authority: Workplace, stick: Path
) -> None:
    commune.receiving.take_in(export(authority, stick, to=UNIT).path, Unwatched())
    changed = authority.receiving.take_in(export(commune, stick).path, Unwatched()).changed
    screen._changes.announce(changed)  # noqa: SLF001
    qtbot.waitUntil(lambda: row(screen).text(2) == "Không có gì mới")
    click(qtbot, screen.offices.news)
    assert screen.offices.chosen == []
    click(qtbot, screen.offices.every)
    assert screen.offices.chosen == [UNIT]
    click(qtbot, screen.offices.none)
    assert screen.offices.chosen == []


def test_space_ticks_an_office(qtbot: QtBot, screen: ResultsScreen) -> None:
    screen.offices.tree.setFocus()
    qtbot.keyClick(screen.offices.tree, Qt.Key.Key_Space)
    assert screen.offices.count.text() == "Đã chọn 1 trên 1 nơi nhận."


def test_what_broke_off_keeps_what_was_written(
    qtbot: QtBot, screen: ResultsScreen, authority: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    stopped = EachExport(done=(), left=(UNIT,), stopped=True)
    monkeypatch.setattr(type(authority.sending), "export_each", lambda *_, **__: stopped)
    click(qtbot, screen.offices.every)
    write(qtbot, screen)
    assert said(screen) == "Đã dừng. Không có gói nào được ghi."
    assert screen.sending.message.kept.text() == "Chưa làm đến: Xã Tân Thành."


def test_a_place_of_the_screen_ticks_an_office_or_opens_the_history(
    qtbot: QtBot, screen: ResultsScreen
) -> None:
    screen.open_place(UNIT)
    assert screen.offices.chosen == [UNIT]
    screen.open_place("sent")
    assert screen.history.isVisible()
    screen._changes.announce(frozenset({Topic.KEYS}))  # noqa: SLF001
    qtbot.waitUntil(lambda: screen.offices.tree.topLevelItemCount() == 1)


@pytest.mark.parametrize("page", [0, 1])
def test_everything_that_takes_the_keyboard_has_a_name(screen: ResultsScreen, page: int) -> None:
    screen.go_to_page(page)
    nameless = [
        widget
        for widget in screen.findChildren(QWidget)
        if widget.isVisible()
        and widget.focusPolicy() is not Qt.FocusPolicy.NoFocus
        and not widget.accessibleName()
        and not widget.objectName().startswith("qt_")
    ]
    assert nameless == []
