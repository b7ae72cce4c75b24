from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from ntm_desktop.domain.progress import Unwatched
from ntm_desktop.domain.topics import Topic
from ntm_desktop.services.workplace import Workplace
from tests.builders import PASSPHRASE
from tests.offices import enter, export
from tests.ui.hands import click, type_text
from ui.changes import Changes
from ui.screens.keys.screen import KeysScreen
from ui.tasks import TaskRunner
from ui.widgets import choosing


def a_screen(qtbot: QtBot, office: Workplace, tasks: TaskRunner) -> KeysScreen:
    screen = KeysScreen(
        keys=office.keys,
        receiving=office.receiving,
        office=office.office,
        tasks=tasks,
        changes=Changes(),
    )
    qtbot.addWidget(screen)
    screen.show()
    return screen


@pytest.fixture
def screen(qtbot: QtBot, commune: Workplace, tasks: TaskRunner) -> KeysScreen:
    return a_screen(qtbot, commune, tasks)


@pytest.fixture
def their_key(authority: Workplace, tmp_path: Path) -> Path:
    return authority.keys.export_public(tmp_path / "huyen.ntmkey", PASSPHRASE)


def test_the_own_fingerprint_is_shown_to_be_read_out(
    screen: KeysScreen, commune: Workplace
) -> None:
    assert screen.fingerprint.text().split() == commune.keys.fingerprint.split()
    assert commune.keys.fingerprint in screen.fingerprint.accessibleName()


def test_the_public_key_is_written_with_the_passphrase(
    qtbot: QtBot,
    screen: KeysScreen,
    commune: Workplace,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    target = tmp_path / "khoa.ntmkey"
    monkeypatch.setattr(choosing, "new_file", lambda *_: target)
    type_text(screen.passphrase.field, PASSPHRASE)
    click(qtbot, screen.export)
    qtbot.waitUntil(lambda: "Đã xuất khóa công khai" in screen.message.words.text(), timeout=20000)
    assert commune.keys.read(target).fingerprint == commune.keys.fingerprint
    assert screen.passphrase.text == ""


@pytest.mark.parametrize(
    ("typed", "said"),
    [("", "Hãy nhập mật khẩu"), ("sai mật khẩu", "Mật khẩu không đúng")],
    ids=["none", "wrong"],
)
def test_without_the_right_passphrase_nothing_is_written(
    qtbot: QtBot,
    screen: KeysScreen,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    typed: str,
    said: str,
) -> None:
    target = tmp_path / "khoa.ntmkey"
    monkeypatch.setattr(choosing, "new_file", lambda *_: target)
    type_text(screen.passphrase.field, typed)
    qtbot.keyClick(screen.passphrase.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: said in screen.message.words.text(), timeout=20000)
    assert not target.exists()


def test_typed_letters_show_only_on_request(qtbot: QtBot, screen: KeysScreen) -> None:
    assert screen.passphrase.field.echoMode() is QLineEdit.EchoMode.Password
    qtbot.keyClick(screen.passphrase.shown, Qt.Key.Key_Space)
    assert screen.passphrase.field.echoMode() is QLineEdit.EchoMode.Normal


def test_the_copy_of_the_key_is_the_key(
    qtbot: QtBot,
    screen: KeysScreen,
    commune: Workplace,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    copy = tmp_path / "sao-luu.key"
    monkeypatch.setattr(choosing, "new_file", lambda *_: copy)
    click(qtbot, screen.back_up)
    qtbot.waitUntil(lambda: "Đã sao lưu khóa" in screen.message.words.text())
    assert copy.read_bytes() == commune.folder.key_file.read_bytes()


def test_a_key_is_trusted_only_after_comparing(
    qtbot: QtBot,
    screen: KeysScreen,
    commune: Workplace,
    their_key: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(choosing, "file", lambda *_: their_key)
    click(qtbot, screen.add)
    qtbot.waitUntil(screen.stranger.isVisible)
    fingerprint = commune.keys.read(their_key).fingerprint
    assert screen.stranger.fingerprint.text().split() == fingerprint.split()
    click(qtbot, screen.stranger.accept)
    assert commune.keys.trusted() == []
    qtbot.keyClick(screen.stranger.compared, Qt.Key.Key_Space)
    with qtbot.waitSignal(screen._changes.announced) as announced:  # noqa: SLF001
        click(qtbot, screen.stranger.accept)
    assert announced.args == [frozenset({Topic.KEYS})]
    assert [office.name for office in commune.keys.trusted()] == ["Huyện Bắc Sơn"]
    qtbot.waitUntil(lambda: screen.count.text() == "1 đơn vị")
    assert "Huyện Bắc Sơn" in screen.offices.lines.lines[0].text


def test_digits_that_differ_lead_nowhere(
    qtbot: QtBot, screen: KeysScreen, commune: Workplace, their_key: Path
) -> None:
    screen.take_files((their_key,))
    qtbot.waitUntil(screen.stranger.isVisible)
    click(qtbot, screen.stranger.differ)
    assert screen.stranger.isHidden()
    assert commune.keys.trusted() == []


def test_another_key_put_in_place_of_the_compared_one_is_refused(
    qtbot: QtBot, screen: KeysScreen, commune: Workplace, their_key: Path, tmp_path: Path
) -> None:
    screen.take_files((their_key,))
    qtbot.waitUntil(screen.stranger.isVisible)
    qtbot.keyClick(screen.stranger.compared, Qt.Key.Key_Space)
    commune.keys.export_public(their_key, PASSPHRASE)
    click(qtbot, screen.stranger.accept)
    qtbot.waitUntil(lambda: "không khớp" in screen.message.words.text())
    assert commune.keys.trusted() == []


def test_a_file_that_is_no_key_is_named_and_refused(
    qtbot: QtBot, screen: KeysScreen, tmp_path: Path
) -> None:
    file = tmp_path / "ảnh.ntmkey"
    file.write_bytes(b"nothing")
    screen.take_files((file,))
    qtbot.waitUntil(lambda: "ảnh.ntmkey" in screen.message.words.text())
    assert "Hãy xin đơn vị kia gửi lại" in screen.message.words.text()
    assert screen.stranger.isHidden()


def test_what_waited_for_a_key_comes_in_once_it_is_trusted(
    qtbot: QtBot, commune: Workplace, authority: Workplace, tasks: TaskRunner, tmp_path: Path
) -> None:
    enter(commune, "4.1", "đạt")
    authority.receiving.take_in(export(commune, tmp_path / "usb").path, Unwatched())
    assert len(authority.receiving.waiting()) == 1
    screen = a_screen(qtbot, authority, tasks)
    screen.take_files((commune.keys.export_public(tmp_path / "xa.ntmkey", PASSPHRASE),))
    qtbot.waitUntil(screen.stranger.isVisible)
    qtbot.keyClick(screen.stranger.compared, Qt.Key.Key_Space)
    click(qtbot, screen.stranger.accept)
    qtbot.waitUntil(lambda: "đang chờ đã được nhập" in screen.message.words.text(), timeout=20000)
    assert authority.receiving.waiting() == []
