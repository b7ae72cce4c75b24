"""Packages come in by a double click or by a drop, wherever in the window."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from ntm_desktop.app import build
from ntm_desktop.services.workplace import Workplace
from tests.ui.hands import click
from ui.main_window import MainWindow
from ui.outside_files import may_be_evidence, refusal, sorted_out
from ui.screens.criteria.screen import CriteriaScreen
from ui.screens.keys.screen import KeysScreen
from ui.screens.receive.screen import ReceiveScreen
from ui.screens.sets.screen import SetsScreen
from ui.single_instance import SingleInstance
from ui.theme import Theme
from ui.widgets.drop_area import DropAnywhere

ROOT = Path(__file__).parents[2]


@pytest.fixture
def window(
    qtbot: QtBot, qapp: QApplication, themed: Theme, commune: Workplace
) -> Iterator[MainWindow]:
    built = build(qapp, commune)
    built.show()
    yield built
    qtbot.waitUntil(lambda: built.tasks.is_idle and not built.tasks.jobs)
    built.tasks.close()
    built.hide()
    built.deleteLater()


def drag(target: QWidget, *files: Path) -> QMimeData:
    """Drag files over a widget; Qt asks the widgets above it until one wants them."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
    how = Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(target, QDragEnterEvent(QPoint(5, 5), *how))
    return data


def drop(window: MainWindow, over: QWidget, *files: Path) -> None:
    """Let files go over a widget: the first above it that accepts them gets them."""
    taker: QWidget | None = over
    data = drag(over, *files)
    how = Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    while taker is not None:
        entering = QDragEnterEvent(QPoint(5, 5), *how)
        entering.ignore()
        if taker.acceptDrops():
            QApplication.sendEvent(taker, entering)
        if entering.isAccepted() and taker.acceptDrops():
            QApplication.sendEvent(taker, QDropEvent(QPointF(5, 5), *how))
            return
        taker = taker.parentWidget()


def packages(folder: Path, *names: str) -> tuple[Path, ...]:
    """Make files that are no packages at all: they get a card that says so."""
    for name in names:
        (folder / name).write_bytes(b"chua chep xong")
    return tuple(folder / name for name in names)


def shown_cards(window: MainWindow) -> list[str]:
    screen = window.current
    assert isinstance(screen, ReceiveScreen)
    return [card.path.name for card in screen.cards]


def test_files_are_sorted_out_by_their_endings() -> None:
    found = sorted_out([Path("a.NTM"), Path("b.ntmkey"), Path("c.pdf"), Path("d")])
    assert found.packages == (Path("a.NTM"),)
    assert found.keys == (Path("b.ntmkey"),)
    assert found.others == (Path("c.pdf"), Path("d"))
    assert "a.pdf" in refusal((Path("a.pdf"),))
    assert "2 tệp" in refusal((Path("a.pdf"), Path("b.pdf")))
    assert may_be_evidence((Path("a.ntm"), Path("c.pdf")))
    assert not may_be_evidence((Path("a.ntm"), Path("b.ntmkey")))


@pytest.mark.parametrize("place", ["overview", "criteria", "send", "receive", "keys"])
def test_packages_dropped_on_any_screen_are_looked_at(
    window: MainWindow, tmp_path: Path, place: str
) -> None:
    files = packages(tmp_path, "một.ntm", "hai.ntm")
    window.go_to(place)
    drop(window, window.current, *files)
    assert shown_cards(window) == ["một.ntm", "hai.ntm"]
    assert not window.overlay.isVisible()


def test_packages_dropped_beside_the_screen_are_looked_at(
    window: MainWindow, tmp_path: Path
) -> None:
    drop(window, window.side.navigation, *packages(tmp_path, "một.ntm"))
    assert shown_cards(window) == ["một.ntm"]


def test_no_field_takes_a_files_address_as_text(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    for place in ("overview", "criteria", "send", "receive", "keys"):
        window.go_to(place)
        qtbot.waitUntil(lambda: window.tasks.is_idle)
        fields = [field for field in window.findChildren(QLineEdit) if field.isVisible()]
        assert not any(field.acceptDrops() for field in fields), place
    drop(window, window.top.search, *packages(tmp_path, "một.ntm"))
    assert window.top.search.text() == ""
    assert shown_cards(window) == ["một.ntm"]


def test_the_window_says_what_letting_go_would_do(window: MainWindow) -> None:
    drag(window, Path("một.ntm"), Path("hai.ntm"))
    assert window.overlay.isVisible()
    assert window.overlay.size() == window.size()
    assert "2 gói hồ sơ" in window.overlay.accessibleName()
    assert "chưa thay đổi gì" in window.overlay.accessibleName()
    QApplication.sendEvent(window, QDragLeaveEvent())
    assert not window.overlay.isVisible()
    drag(window, Path("ảnh.jpg"))
    assert "không phải gói hồ sơ" in window.overlay.accessibleName()
    QApplication.sendEvent(window, QDragLeaveEvent())


def test_other_files_get_a_sentence_and_the_way_to_the_right_screen(
    qtbot: QtBot, window: MainWindow
) -> None:
    drop(window, window.side, Path("ảnh.jpg"))
    assert "ảnh.jpg" in window.notice.words.text()
    assert "minh chứng" in window.notice.kept.text()
    click(qtbot, window.notice.action)
    assert isinstance(window.current, CriteriaScreen)


def test_evidence_dropped_on_the_criteria_is_evidence_as_before(window: MainWindow) -> None:
    window.go_to("criteria")
    screen = window.current
    assert isinstance(screen, CriteriaScreen)
    taken: list[object] = []
    anywhere = screen.findChild(DropAnywhere)
    assert anywhere is not None
    anywhere.dropped.disconnect()
    anywhere.dropped.connect(taken.append)
    drop(window, screen, Path("ảnh.jpg"))
    assert taken == [(Path("ảnh.jpg"),)]
    assert not window.notice.isVisible()


def test_a_key_file_dropped_anywhere_is_shown_to_be_compared(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[object] = []
    monkeypatch.setattr(KeysScreen, "take_files", lambda _screen, files: read.append(files))
    drop(window, window.side, Path("KHOA_06379.ntmkey"))
    assert isinstance(window.current, KeysScreen)
    assert read == [(Path("KHOA_06379.ntmkey"),)]


def test_a_data_file_opens_by_a_drop_and_by_a_double_click(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[object] = []
    monkeypatch.setattr(SetsScreen, "take_files", lambda _screen, files: read.append(files))
    file = Path("Mức quy định.ntm-data")
    drag(window, file)
    assert "Thả tệp số liệu" in window.overlay.accessibleName()
    drop(window, window.side, file)
    assert isinstance(window.current, SetsScreen)
    window.go_to("overview")
    window.take_files((file,))
    assert isinstance(window.current, SetsScreen)
    assert read == [(file,), (file,)]


def test_a_double_click_shows_every_package_in_the_running_window(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, commune: Workplace
) -> None:
    """As the system does it: `ntm-desktop --data DIR FILE FILE`, with relative names."""
    instance = SingleInstance(commune.folder.root)
    assert instance.claim()
    instance.handed_over.connect(window.take_files)
    instance.listen()
    packages(tmp_path, "một.ntm", "hai.ntm")
    words = [sys.executable, "-m", "ntm_desktop", "--data", str(commune.folder.root)]
    environment = os.environ | {"PYTHONPATH": str(ROOT), "QT_QPA_PLATFORM": "offscreen"}
    with (
        subprocess.Popen([*words, "một.ntm", "hai.ntm"], cwd=tmp_path, env=environment) as second,
        qtbot.waitSignal(instance.handed_over, timeout=20_000),
    ):
        pass
    instance.release()
    assert second.returncode == 0
    assert shown_cards(window) == ["một.ntm", "hai.ntm"]
