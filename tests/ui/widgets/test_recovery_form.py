"""Typing the recovery sheet."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ntm_desktop.errors import InputError
from ntm_desktop.exchange import keys as key_files
from ntm_desktop.exchange.keys import OfficeKeys
from ntm_desktop.exchange.recovery_sheet import grouped, sheet_of
from tests.ui.hands import click
from ui.tasks import TaskRunner
from ui.widgets import choosing
from ui.widgets.recovery_form import RecoveryForm

KEYS = key_files.create()
ROWS = sheet_of(KEYS).rows


def read_image(file: Path) -> OfficeKeys:
    if file.name != "ảnh.jpg":
        raise InputError("Không thấy mã vuông.")
    return KEYS


@pytest.fixture
def form(qtbot: QtBot, tasks: TaskRunner) -> RecoveryForm:
    made = RecoveryForm(read_image, tasks)
    qtbot.addWidget(made)
    made.show()
    return made


def test_typing_goes_from_row_to_row_and_ends_with_the_keys(
    qtbot: QtBot, form: RecoveryForm
) -> None:
    form.rows[0].setFocus()
    for place, row in enumerate(ROWS):
        qtbot.keyClicks(form.rows[place], row)
        assert form.rows[place].accessibleDescription() == f"Hàng {place + 1} đúng"
    assert form.keys == KEYS
    assert form.message.words.text() == "Đủ 17 hàng, đúng hết."


def test_a_wrong_row_is_marked_at_once_and_named(qtbot: QtBot, form: RecoveryForm) -> None:
    wrong = ROWS[6][:-1] + str((int(ROWS[6][-1]) + 1) % 10)
    qtbot.keyClicks(form.rows[6], wrong)
    assert form.rows[6].accessibleDescription() == "Hàng 7 gõ sai"
    form.fill("\n".join([*ROWS[:6], wrong, *ROWS[7:]]))
    assert form.keys is None
    assert "hàng 7 gõ sai" in form.message.words.text()
    form.rows[6].clear()
    qtbot.keyClicks(form.rows[6], grouped(ROWS[6]))
    assert form.keys == KEYS


def test_a_row_left_half_typed_is_marked(qtbot: QtBot, form: RecoveryForm) -> None:
    qtbot.keyClicks(form.rows[2], "1234")
    assert form.rows[2].accessibleDescription() == ""
    qtbot.keyClick(form.rows[2], Qt.Key.Key_Return)
    assert form.rows[2].accessibleDescription() == "Hàng 3 còn thiếu"


def test_a_whole_sheet_may_be_pasted(qtbot: QtBot, form: RecoveryForm) -> None:
    QApplication.clipboard().setText("\n".join(map(grouped, ROWS)))
    qtbot.keyClick(form.rows[0], Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert form.keys == KEYS
    QApplication.clipboard().clear()


def test_a_picture_fills_the_rows(
    qtbot: QtBot, form: RecoveryForm, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(choosing, "file", lambda *_: Path("ảnh.jpg"))
    with qtbot.waitSignal(form.changed):
        click(qtbot, form.image)
    assert form.keys == KEYS
    assert form.rows[16].text() == grouped(ROWS[16])
    form.forget()
    assert form.rows[16].text() == ""
    assert form.message.isHidden()


def test_a_picture_without_a_code_says_so(qtbot: QtBot, form: RecoveryForm) -> None:
    form.read(Path("mèo.jpg"))
    qtbot.waitUntil(lambda: "Không thấy mã vuông" in form.message.words.text())
    assert form.image.isEnabled()
