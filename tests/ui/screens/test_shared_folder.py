"""Trao đổi nội bộ, as two officers at two PCs use it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ntm_desktop.app import build
from ntm_desktop.domain.ownership import Role
from ntm_desktop.domain.progress import Unwatched
from ntm_desktop.exchange.keys import OfficeKeys
from ntm_desktop.services.office import Authority
from ntm_desktop.services.setup import Setup, set_up
from ntm_desktop.services.shared_folder import SharedFolder
from ntm_desktop.services.workplace import Workplace, open_workplace
from tests.builders import AUTHORITY, PASSPHRASE
from tests.offices import COMMUNE, enter
from tests.ui.hands import click
from ui.main_window import MainWindow
from ui.screens.shared_folder.screen import SharedFolderScreen
from ui.theme import Theme
from ui.widgets import choosing, question


@pytest.fixture
def shared(tmp_path: Path) -> Path:
    folder = tmp_path / "chung"
    folder.mkdir()
    return folder


@pytest.fixture
def keys(commune: Workplace) -> OfficeKeys:
    return commune.keys.unlock(PASSPHRASE)


@pytest.fixture
def window(
    qtbot: QtBot, qapp: QApplication, themed: Theme, commune: Workplace
) -> Iterator[MainWindow]:
    built = build(qapp, commune)
    built.show()
    built.go_to("folder")
    yield built
    qtbot.waitUntil(lambda: built.tasks.is_idle and not built.tasks.jobs)
    built.tasks.close()
    built.hide()
    built.deleteLater()


@pytest.fixture
def screen(qtbot: QtBot, window: MainWindow) -> SharedFolderScreen:
    found = window.current
    assert isinstance(found, SharedFolderScreen)
    qtbot.waitUntil(lambda: window.tasks.is_idle)
    return found


@pytest.fixture
def other(commune: Workplace, tmp_path: Path, shared: Path) -> Iterator[Workplace]:
    """The office's other PC, which has put its package into the folder."""
    set_up(
        tmp_path / "máy hai",
        Setup(
            role=Role.COMMUNE,
            unit=COMMUNE,
            authority=Authority(code=AUTHORITY, name="Huyện Bắc Sơn"),
            passphrase=PASSPHRASE,
            author="Hoàng Thị B",
            key_file=commune.folder.key_file,
        ),
    )
    second = open_workplace(tmp_path / "máy hai")
    SharedFolder(second).choose(shared)
    enter(second, "3.1", "86,5")
    SharedFolder(second).exchange(second.keys.unlock(PASSPHRASE), Unwatched())
    yield second
    second.close()


def chosen(
    qtbot: QtBot, screen: SharedFolderScreen, shared: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(choosing, "folder", lambda *_args, **_words: shared)
    click(qtbot, screen.choose)
    qtbot.waitUntil(lambda: screen.place.text() == str(shared))


def test_a_folder_is_chosen_and_named(
    qtbot: QtBot, screen: SharedFolderScreen, shared: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert screen.place.text() == "Chưa chọn thư mục dùng chung."
    assert not screen.now.isVisible()
    chosen(qtbot, screen, shared, monkeypatch)
    assert screen.now.isVisible()
    assert "Không bao giờ" in screen.message.kept.text()
    assert screen.last.text() == "Chưa trao đổi lần nào."
    assert screen.locked.isVisible()


def test_a_data_folder_is_refused_in_words(
    qtbot: QtBot, screen: SharedFolderScreen, commune: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(choosing, "folder", lambda *_args, **_words: commune.folder.root)
    click(qtbot, screen.choose)
    qtbot.waitUntil(screen.message.isVisible)
    assert "thư mục dữ liệu" in screen.message.words.text()
    assert screen.place.text() == "Chưa chọn thư mục dùng chung."


def test_exchanging_at_once_brings_the_other_pcs_work_and_names_it(  # noqa: PLR0913
    qtbot: QtBot,
    window: MainWindow,
    screen: SharedFolderScreen,
    shared: Path,
    other: Workplace,
    keys: OfficeKeys,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    chosen(qtbot, screen, shared, monkeypatch)
    services = screen._services  # noqa: SLF001
    monkeypatch.setattr(services.session, "ask", lambda *_: keys)
    with qtbot.waitSignal(services.rounds.ended):
        click(qtbot, screen.now)
    assert screen.message.words.text() == "Đã trao đổi: nhập 1 gói, ghi 1 gói."
    qtbot.waitUntil(lambda: len(screen.others.lines.lines) == 1)
    (line,) = screen.others.lines.lines
    digits = other.office.identity.origin.partition(".")[2][:4]
    assert (line.head, line.text) == (f"Máy {digits}", "Hoàng Thị B")
    assert "Trao đổi lần cuối" in screen.last.text()
    assert len(list(shared.iterdir())) == 2


def test_once_the_keys_are_unlocked_it_exchanges_by_itself(
    qtbot: QtBot,
    screen: SharedFolderScreen,
    shared: Path,
    other: Workplace,
    keys: OfficeKeys,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    chosen(qtbot, screen, shared, monkeypatch)
    services = screen._services  # noqa: SLF001
    with qtbot.waitSignal(services.rounds.ended):
        services.session.keep(keys)
    qtbot.waitUntil(lambda: len(screen.others.lines.lines) == 1)
    enter(other, "3.2", "đạt")
    SharedFolder(other).exchange(keys, Unwatched())
    with qtbot.waitSignal(services.rounds.ended) as ended:
        services.rounds.timer.timeout.emit()
    assert len(ended.args[0].taken) == 1


def test_a_folder_that_is_gone_is_said_where_it_is_shown(
    qtbot: QtBot,
    window: MainWindow,
    screen: SharedFolderScreen,
    shared: Path,
    keys: OfficeKeys,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    chosen(qtbot, screen, shared, monkeypatch)
    shared.rmdir()
    services = screen._services  # noqa: SLF001
    with qtbot.waitSignal(services.rounds.ended):
        services.session.keep(keys)
    qtbot.waitUntil(screen.trouble.isVisible)
    assert "tự thử lại" in screen.trouble.text()


def test_a_pc_that_is_gone_for_good_is_given_up(
    qtbot: QtBot,
    screen: SharedFolderScreen,
    shared: Path,
    other: Workplace,
    keys: OfficeKeys,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    chosen(qtbot, screen, shared, monkeypatch)
    with qtbot.waitSignal(screen._services.rounds.ended):  # noqa: SLF001
        screen._services.session.keep(keys)  # noqa: SLF001
    qtbot.waitUntil(screen.others.isVisible)
    assert not screen.forget.isEnabled()
    screen.others.setCurrentIndex(screen.others.lines.index(0, 0))
    monkeypatch.setattr(question, "ask", lambda *_args, **_words: True)
    click(qtbot, screen.forget)
    qtbot.waitUntil(screen.nobody.isVisible)
    assert "Không chờ máy" in screen.message.words.text()


def test_the_folder_can_be_left(
    qtbot: QtBot, screen: SharedFolderScreen, shared: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chosen(qtbot, screen, shared, monkeypatch)
    monkeypatch.setattr(question, "ask", lambda *_args, **_words: True)
    click(qtbot, screen.leave)
    qtbot.waitUntil(lambda: screen.place.text() == "Chưa chọn thư mục dùng chung.")


def test_an_unreadable_file_is_listed_after_a_while(
    qtbot: QtBot,
    screen: SharedFolderScreen,
    shared: Path,
    commune: Workplace,
    keys: OfficeKeys,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    chosen(qtbot, screen, shared, monkeypatch)
    (shared / "GOI_06379_2024_ffff-1_p1of1.ntm").write_text("dở dang", encoding="utf-8")
    for _ in range(5):
        SharedFolder(commune).exchange(keys, Unwatched())
    screen.refresh()
    qtbot.waitUntil(screen.files_card.isVisible)
    (line,) = screen.files.lines.lines
    assert line.text.startswith("GOI_06379_2024_ffff")
    assert line.state.word == "Không nhận được"
