"""The passphrase is typed once."""

from threading import current_thread, main_thread

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from ntm_desktop.exchange.keys import OfficeKeys, WrongPassphraseError
from tests.ui.hands import click, type_text
from ui import session_keys
from ui.session_keys import PassphraseDialog, SessionKeys
from ui.tasks import TaskRunner

KEYS = OfficeKeys(bytes(32), "AGE-SECRET-KEY-1")


def unlock(passphrase: str) -> OfficeKeys:
    assert current_thread() is not main_thread()
    if passphrase != "đúng":
        raise WrongPassphraseError("Mật khẩu không đúng.")
    return KEYS


@pytest.fixture
def dialog(qtbot: QtBot, tasks: TaskRunner) -> PassphraseDialog:
    made = PassphraseDialog(unlock, tasks, "Gói hồ sơ được mã hóa.")
    qtbot.addWidget(made)
    made.show()
    return made


def test_the_right_passphrase_opens_the_keys(qtbot: QtBot, dialog: PassphraseDialog) -> None:
    assert not dialog.open_keys.isEnabled()
    type_text(dialog.passphrase.field, "đúng")
    with qtbot.waitSignal(dialog.accepted):
        click(qtbot, dialog.open_keys)
    assert dialog.keys is KEYS
    assert dialog.passphrase.text == ""


def test_a_wrong_passphrase_is_said_and_may_be_typed_again(
    qtbot: QtBot, dialog: PassphraseDialog
) -> None:
    type_text(dialog.passphrase.field, "sai")
    qtbot.keyClick(dialog.passphrase.field, Qt.Key.Key_Return)
    qtbot.waitUntil(dialog.message.isVisible)
    assert "không đúng" in dialog.message.words.text()
    assert dialog.keys is None
    type_text(dialog.passphrase.field, "đúng")
    with qtbot.waitSignal(dialog.accepted):
        qtbot.keyClick(dialog.passphrase.field, Qt.Key.Key_Return)


class Answers(PassphraseDialog):
    """A person who types at once, or declines."""

    asked = 0
    typed = "đúng"

    def exec(self) -> int:
        """Answer without waiting for the screen."""
        type(self).asked += 1
        if self.typed:
            self.keys = KEYS
        return int(bool(self.typed))


def test_keys_are_asked_for_once(
    qtbot: QtBot, tasks: TaskRunner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(session_keys, "PassphraseDialog", Answers)
    monkeypatch.setattr(Answers, "asked", 0)
    window = QWidget()
    qtbot.addWidget(window)
    held = SessionKeys(unlock, tasks)
    with qtbot.waitSignal(held.changed):
        assert held.ask(window) is KEYS
    assert held.ask(window) is KEYS
    assert Answers.asked == 1
    held.forget()
    assert held.keys is None
    assert held.ask(window) is KEYS
    assert Answers.asked == 2


def test_who_declines_gets_no_keys(
    qtbot: QtBot, tasks: TaskRunner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(session_keys, "PassphraseDialog", Answers)
    monkeypatch.setattr(Answers, "typed", "")
    window = QWidget()
    qtbot.addWidget(window)
    assert SessionKeys(unlock, tasks).ask(window) is None
