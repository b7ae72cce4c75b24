from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from ntm_desktop.domain.progress import Unwatched
from ntm_desktop.domain.topics import Topic
from ntm_desktop.exchange.recovery_sheet import sheet_of
from ntm_desktop.services.keys import OwnKey
from ntm_desktop.services.recovery import Why, keys_in_image
from ntm_desktop.services.workplace import Workplace
from tests.builders import PASSPHRASE
from tests.offices import enter, export
from tests.ui.hands import click, type_text
from ui.changes import Changes
from ui.screens.keys import columns
from ui.screens.keys.dialogs import ChangeDialog, ForgottenDialog
from ui.screens.keys.own_card import OwnCard
from ui.screens.keys.renew_dialog import RenewDialog
from ui.screens.keys.revoke_dialog import RevokeDialog
from ui.screens.keys.screen import KeysScreen
from ui.session_keys import SessionKeys
from ui.tasks import TaskRunner
from ui.widgets import choosing

NEW = "sông xanh núi đỏ"


def a_screen(
    qtbot: QtBot, office: Workplace, tasks: TaskRunner, *, unlocked: bool = False
) -> KeysScreen:
    session = SessionKeys(office.keys.unlock, tasks, tasks)
    if unlocked:
        session.keep(office.keys.unlock(PASSPHRASE))
    screen = KeysScreen(workplace=office, session=session, tasks=tasks, changes=Changes())
    qtbot.addWidget(screen)
    screen.show()
    return screen


@pytest.fixture
def screen(qtbot: QtBot, commune: Workplace, tasks: TaskRunner) -> KeysScreen:
    return a_screen(qtbot, commune, tasks, unlocked=True)


def press(qtbot: QtBot, button: QAbstractButton) -> None:
    """Press what may lie below the visible part of the column."""
    button.click()


def said(qtbot: QtBot, screen: KeysScreen, words: str) -> None:
    qtbot.waitUntil(lambda: words in screen.message.words.text(), timeout=20000)


@pytest.fixture
def their_key(authority: Workplace, tmp_path: Path) -> Path:
    return authority.keys.export_public(tmp_path / "huyen.ntmkey", PASSPHRASE)


def test_the_own_fingerprint_is_shown_to_be_read_out(
    screen: KeysScreen, commune: Workplace
) -> None:
    assert screen.own.fingerprint.text().split() == commune.keys.fingerprint.split()
    assert commune.keys.fingerprint in screen.own.fingerprint.accessibleName()


def test_the_public_key_is_written_once_the_keys_are_unlocked(
    qtbot: QtBot,
    screen: KeysScreen,
    commune: Workplace,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    target = tmp_path / "khoa.ntmkey"
    monkeypatch.setattr(choosing, "new_file", lambda *_: target)
    click(qtbot, screen.own.export)
    said(qtbot, screen, "Đã xuất khóa công khai")
    assert commune.keys.read(target).fingerprint == commune.keys.fingerprint


def test_who_does_not_unlock_the_keys_writes_nothing(
    qtbot: QtBot,
    commune: Workplace,
    tasks: TaskRunner,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(SessionKeys, "ask", lambda *_: None)
    monkeypatch.setattr(choosing, "new_file", lambda *_: pytest.fail("asked where to write"))
    screen = a_screen(qtbot, commune, tasks)
    click(qtbot, screen.own.export)
    press(qtbot, screen.own.sheet)
    assert screen.message.isHidden()


def test_the_recovery_sheet_is_written_and_removed_after_printing(
    qtbot: QtBot,
    screen: KeysScreen,
    commune: Workplace,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    target = tmp_path / "giấy.pdf"
    monkeypatch.setattr(choosing, "new_file", lambda *_: target)
    monkeypatch.setattr(choosing, "open_with_system", lambda _: True)
    press(qtbot, screen.own.sheet)
    said(qtbot, screen, "Đã lưu giấy.pdf")
    assert keys_in_image(target) == commune.keys.unlock(PASSPHRASE)
    click(qtbot, screen.message.action)
    said(qtbot, screen, "In xong chưa?")
    click(qtbot, screen.message.action)
    said(qtbot, screen, "Đã xóa tệp")
    assert not target.exists()


def test_the_copy_of_the_key_is_the_key(
    qtbot: QtBot,
    screen: KeysScreen,
    commune: Workplace,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    copy = tmp_path / "sao-luu.key"
    monkeypatch.setattr(choosing, "new_file", lambda *_: copy)
    press(qtbot, screen.own.back_up)
    said(qtbot, screen, "Đã sao lưu khóa")
    assert copy.read_bytes() == commune.folder.key_file.read_bytes()


def test_the_passphrase_is_changed_after_a_wrong_try(
    qtbot: QtBot, screen: KeysScreen, commune: Workplace
) -> None:
    press(qtbot, screen.own.change)
    dialog = screen.desk.dialog
    assert isinstance(dialog, ChangeDialog)
    type_text(dialog.old.field, "sai mật khẩu")
    for field in (dialog.new.first, dialog.new.second):
        assert not dialog.go.isEnabled()
        type_text(field, NEW)
    click(qtbot, dialog.go)
    qtbot.waitUntil(lambda: "không đúng" in dialog.message.words.text(), timeout=20000)
    dialog.old.field.clear()
    type_text(dialog.old.field, PASSPHRASE)
    click(qtbot, dialog.go)
    said(qtbot, screen, "Đã đổi mật khẩu")
    commune.keys.unlock(NEW)


def test_a_forgotten_passphrase_is_made_anew_from_the_sheet(
    qtbot: QtBot, screen: KeysScreen, commune: Workplace
) -> None:
    keys = commune.keys.unlock(PASSPHRASE)
    press(qtbot, screen.own.forgotten)
    dialog = screen.desk.dialog
    assert isinstance(dialog, ForgottenDialog)
    for field in (dialog.new.first, dialog.new.second):
        type_text(field, NEW)
    assert not dialog.go.isEnabled()
    dialog.form.fill(sheet_of(keys).code)
    click(qtbot, dialog.go)
    said(qtbot, screen, "Đã đặt mật khẩu mới")
    assert commune.keys.unlock(NEW) == keys


def test_a_lost_key_asks_for_no_old_passphrase_and_is_replaced(
    qtbot: QtBot, screen: KeysScreen, commune: Workplace
) -> None:
    before = commune.keys.fingerprint
    press(qtbot, screen.own.renew)
    dialog = screen.desk.dialog
    assert isinstance(dialog, RenewDialog)
    for field in (dialog.new.first, dialog.new.second):
        type_text(field, NEW)
    assert dialog.old.isVisible()
    assert not dialog.go.isEnabled()
    dialog.whys[Why.LOST].click()
    assert dialog.old.isHidden()
    assert "nguyên vẹn dưới khóa mới" in dialog.then.text()
    with qtbot.waitSignal(screen._changes.announced, timeout=20000):  # noqa: SLF001
        click(qtbot, dialog.go)
    assert "Đã tạo khóa mới" in screen.message.words.text()
    after = commune.keys.fingerprint
    assert after != before
    assert screen.own.fingerprint.text().split() == after.split()
    assert screen.desk._session.keys == commune.keys.unlock(NEW)  # noqa: SLF001


def test_an_authority_takes_a_key_back_after_checking(
    qtbot: QtBot, commune: Workplace, authority: Workplace, tasks: TaskRunner, tmp_path: Path
) -> None:
    authority.keys.trust(commune.keys.export_public(tmp_path / "xa.ntmkey", PASSPHRASE))
    enter(commune, "4.1", "đạt")
    authority.receiving.take_in(export(commune, tmp_path / "usb").path, Unwatched())
    screen = a_screen(qtbot, authority, tasks)
    qtbot.waitUntil(screen.revoke.isEnabled)
    click(qtbot, screen.revoke)
    dialog = screen.desk.dialog
    assert isinstance(dialog, RevokeDialog)
    qtbot.waitUntil(lambda: dialog.up_to.count() == 2)
    assert dialog.up_to.itemText(1).startswith("gói số 1, nhận ngày")
    type_text(dialog.reason, "mất USB")
    assert not dialog.go.isEnabled()
    dialog.understood.click()
    with qtbot.waitSignal(screen._changes.announced, timeout=20000):  # noqa: SLF001
        click(qtbot, dialog.go)
    qtbot.waitUntil(lambda: screen.offices.lines.lines[0].state is columns.REVOKED)
    assert "mất USB" in screen.offices.lines.lines[0].detail
    assert not screen.revoke.isEnabled()


def test_only_an_authority_is_offered_to_revoke(screen: KeysScreen) -> None:
    assert screen.revoke.isHidden()


@pytest.mark.parametrize(
    ("own", "words", "action"),
    [
        (OwnKey(fingerprint="1", revoked=None, unvouched=0), "", ""),
        (OwnKey(fingerprint="1", revoked="lộ", unvouched=3), "(lý do: lộ)", ""),
        (OwnKey(fingerprint="1", revoked=None, unvouched=3), "3 thay đổi", "Ghi lại"),
    ],
    ids=["well", "revoked", "renewed"],
)
def test_the_card_says_what_is_wrong_with_the_own_key(
    qtbot: QtBot, own: OwnKey, words: str, action: str
) -> None:
    card = OwnCard("Xã", "1")
    qtbot.addWidget(card)
    card.show_key(own)
    assert card.trouble.isHidden() is not bool(words)
    assert words in card.trouble.words.text()
    assert card.trouble.action.text().startswith(action)
    assert not words or card.trouble.action.isHidden() is not bool(action)


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
