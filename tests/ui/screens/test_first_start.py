from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from ntm_desktop.domain.ownership import Role
from ntm_desktop.exchange.recovery_sheet import sheet_of
from ntm_desktop.services.recovery import keys_in_image
from ntm_desktop.services.workplace import Workplace, open_workplace
from tests.builders import PASSPHRASE
from tests.ui.hands import type_text
from ui.screens.first_start.columns import KeySource
from ui.screens.first_start.screen import FirstStart, practice_root
from ui.widgets import choosing
from ui.widgets.new_passphrase import strength

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def made() -> list[Path]:
    return []


@pytest.fixture
def first(qtbot: QtBot, tmp_path: Path, made: list[Path]) -> Iterator[FirstStart]:
    first = FirstStart(tmp_path / "data", made.append)
    qtbot.addWidget(first)
    first.show()
    qtbot.waitUntil(lambda: bool(first._lists))  # noqa: SLF001
    yield first
    first.done(0)


def test_a_commune_sets_itself_up_with_clicks_and_typing(
    qtbot: QtBot, first: FirstStart, tmp_path: Path
) -> None:
    assert not first.next.isEnabled()
    qtbot.mouseClick(first.role_step.choices[Role.COMMUNE], LEFT)
    qtbot.mouseClick(first.next, LEFT)
    qtbot.keyClicks(first.unit_step.filter, "vu lang")
    assert first.unit_step.list.count() == 2  # the district's of 2024 and the province's of 2025
    first.unit_step.list.setCurrentRow(0)
    assert first.unit_step.authority.currentData().name == "Huyện Bắc Sơn"
    qtbot.mouseClick(first.next, LEFT)
    qtbot.keyClicks(first.key_step.author, "Nong Van A")
    qtbot.keyClicks(first.key_step.first, "lua chin vang dong")
    qtbot.keyClicks(first.key_step.second, "lua chin vang")
    assert first.key_step.chosen.same.text() == "Chưa khớp"
    assert not first.next.isEnabled()
    qtbot.keyClicks(first.key_step.second, " dong")
    qtbot.mouseClick(first.next, LEFT)
    qtbot.waitUntil(first.sheet_step.print.isVisible, timeout=20_000)
    assert first.back.isHidden()
    with qtbot.waitSignal(first.accepted):
        qtbot.mouseClick(first.next, LEFT)
    workplace = open_workplace(tmp_path / "data")
    office = workplace.office
    workplace.close()
    assert (office.unit.code, office.unit.name) == ("06367", "Xã Vũ Lăng")
    assert (office.authority.code, office.identity.author) == ("185", "Nong Van A")


def test_an_authority_receives_and_reports_to_nobody(qtbot: QtBot, first: FirstStart) -> None:
    qtbot.mouseClick(first.role_step.choices[Role.AUTHORITY], LEFT)
    qtbot.mouseClick(first.next, LEFT)
    assert first.unit_step.list.item(0).text().startswith("Huyện Bắc Sơn")
    assert first.unit_step.authority.isHidden()


def test_a_unit_of_no_list_is_typed(qtbot: QtBot, first: FirstStart) -> None:
    qtbot.mouseClick(first.role_step.choices[Role.COMMUNE], LEFT)
    qtbot.mouseClick(first.next, LEFT)
    first.unit_step.typed.click()
    qtbot.keyClicks(first.unit_step.code, "99999")
    assert not first.next.isEnabled()
    qtbot.keyClicks(first.unit_step.name, "Xa Moi")
    assert first.next.isEnabled()


def test_practice_goes_to_its_own_folder(
    qtbot: QtBot, first: FirstStart, made: list[Path], tmp_path: Path
) -> None:
    with qtbot.waitSignal(first.accepted):
        qtbot.mouseClick(first.role_step.practice, LEFT)
    assert made == [practice_root(tmp_path / "data")] == [first.chosen]
    assert not (tmp_path / "data").exists()


def to_the_key(qtbot: QtBot, first: FirstStart) -> None:
    """Answer the first two questions."""
    qtbot.mouseClick(first.role_step.choices[Role.COMMUNE], LEFT)
    qtbot.mouseClick(first.next, LEFT)
    qtbot.keyClicks(first.unit_step.filter, "vu lang")
    first.unit_step.list.setCurrentRow(0)
    qtbot.mouseClick(first.next, LEFT)


def test_the_recovery_sheet_is_offered_once_keys_are_made(
    qtbot: QtBot, first: FirstStart, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "giấy.pdf"
    monkeypatch.setattr(choosing, "new_file", lambda *_: target)
    to_the_key(qtbot, first)
    for field in (first.key_step.first, first.key_step.second):
        type_text(field, PASSPHRASE)
    qtbot.mouseClick(first.next, LEFT)
    qtbot.waitUntil(first.sheet_step.print.isVisible, timeout=20_000)
    qtbot.mouseClick(first.sheet_step.print, LEFT)
    qtbot.waitUntil(lambda: "Đã lưu giấy.pdf" in first.message.words.text(), timeout=20_000)
    with qtbot.waitSignal(first.accepted):  # Escape goes to work too: all is set up
        qtbot.keyClick(first, Qt.Key.Key_Escape)
    workplace = open_workplace(tmp_path / "data")
    assert keys_in_image(target) == workplace.keys.unlock(PASSPHRASE)
    workplace.close()


def test_a_second_pc_takes_the_key_file_of_the_first(
    qtbot: QtBot,
    first: FirstStart,
    commune: Workplace,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    copy = commune.keys.back_up(tmp_path / "khóa.key")
    monkeypatch.setattr(choosing, "file", lambda *_: copy)
    to_the_key(qtbot, first)
    first.key_step.sources[KeySource.FILE].click()
    type_text(first.key_step.first, PASSPHRASE)
    assert first.key_step.second.isHidden()
    assert not first.next.isEnabled()
    first.key_step.pick.click()
    assert first.key_step.picked.text() == "khóa.key"
    with qtbot.waitSignal(first.accepted, timeout=20_000):
        qtbot.mouseClick(first.next, LEFT)
    workplace = open_workplace(tmp_path / "data")
    assert workplace.keys.fingerprint == commune.keys.fingerprint
    assert workplace.office.identity.origin != commune.office.identity.origin
    workplace.close()


def test_the_recovery_sheet_brings_the_key_under_a_new_passphrase(
    qtbot: QtBot, first: FirstStart, commune: Workplace, tmp_path: Path
) -> None:
    keys = commune.keys.unlock(PASSPHRASE)
    to_the_key(qtbot, first)
    first.key_step.sources[KeySource.SHEET].click()
    for field in (first.key_step.first, first.key_step.second):
        type_text(field, "sông xanh núi đỏ")
    assert not first.next.isEnabled()
    first.key_step.form.fill(sheet_of(keys).code)
    assert commune.keys.fingerprint in first.key_step.whose.text()
    with qtbot.waitSignal(first.accepted, timeout=20_000):
        qtbot.mouseClick(first.next, LEFT)
    workplace = open_workplace(tmp_path / "data")
    assert workplace.keys.unlock("sông xanh núi đỏ") == keys
    workplace.close()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", ""),
        ("abc", "Quá ngắn: cần ít nhất 8 ký tự"),
        ("12345678901234", "Yếu: dễ đoán, hãy dùng vài từ liền nhau"),
        ("aaaaaaaaaa", "Yếu: dễ đoán, hãy dùng vài từ liền nhau"),
        ("nông thôn", "Tạm được: thêm một, hai từ nữa thì tốt hơn"),
        ("lúa chín vàng đồng", "Mạnh"),
    ],
)
def test_passphrases_are_judged_in_words(typed: str, said: str) -> None:
    assert strength(typed)[0] == said
