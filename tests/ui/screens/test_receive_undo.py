"""The register on the receive screen: what was sent and received, printed, and taken back."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from ntm_desktop.domain.progress import Unwatched
from ntm_desktop.services.workplace import Workplace
from tests.builders import PASSPHRASE, UNIT
from tests.offices import YEAR, enter, export
from tests.ui.hands import click
from tests.ui.screens.test_receive import a_screen, held, looked_at
from ui.screens.receive.screen import ReceiveScreen
from ui.screens.receive.undo_dialog import UndoDialog
from ui.tasks import TaskRunner
from ui.widgets import choosing

PATIENCE = 20_000


@pytest.fixture
def trusted(authority: Workplace, commune: Workplace, tmp_path: Path) -> None:
    authority.keys.trust(commune.keys.export_public(tmp_path / "xa.ntmkey", PASSPHRASE))
    commune.keys.trust(authority.keys.export_public(tmp_path / "huyen.ntmkey", PASSPHRASE))


@pytest.fixture
def package(commune: Workplace, tmp_path: Path) -> Path:
    enter(commune, "1.1", "đạt")
    enter(commune, "1.2", "đạt")
    return export(commune, tmp_path / "usb").path


@pytest.fixture
def imported(trusted: None, authority: Workplace, package: Path) -> Path:
    authority.receiving.take_in(package, Unwatched())
    return package


@pytest.fixture
def screen(qtbot: QtBot, imported: Path, authority: Workplace, tasks: TaskRunner) -> ReceiveScreen:
    return a_screen(qtbot, authority, tasks)


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[UndoDialog]]:
    """Say yes wherever it may be said, and keep what was asked."""
    asked: list[UndoDialog] = []

    def answer(dialog: UndoDialog) -> int:
        asked.append(dialog)
        accepted = not dialog.undo.isHidden()
        return int(QDialog.DialogCode.Accepted if accepted else QDialog.DialogCode.Rejected)

    monkeypatch.setattr(UndoDialog, "exec", answer)
    monkeypatch.setattr(UndoDialog, "deleteLater", lambda _: None)
    yield asked
    for dialog in asked:
        dialog.setParent(None)


def opened_register(qtbot: QtBot, screen: ReceiveScreen, lines: int) -> None:
    click(qtbot, screen.heading.register)
    qtbot.waitUntil(lambda: screen.registry.view.rows.rowCount() == lines, timeout=PATIENCE)


def test_the_register_shows_what_came_with_its_hash(
    qtbot: QtBot, screen: ReceiveScreen, imported: Path
) -> None:
    opened_register(qtbot, screen, 1)
    view = screen.registry.view
    row = [view.rows.index(0, column).data() for column in range(1, 6)]
    assert row == ["Nhận", f"Xã Tân Thành ({UNIT})", "1", "1", "Đã nhập"]
    assert imported.name in view.detail.files.text()
    assert view.detail.undo.isVisible()
    qtbot.keyClick(view.table, Qt.Key.Key_Escape)
    assert screen.page.isVisible()
    assert screen.heading.isVisible()


def test_an_import_is_undone_after_a_look_at_what_goes(
    qtbot: QtBot, screen: ReceiveScreen, authority: Workplace, answers: list[UndoDialog]
) -> None:
    opened_register(qtbot, screen, 1)
    view = screen.registry.view
    assert held(authority) == 1
    click(qtbot, view.detail.undo)
    qtbot.waitUntil(
        lambda: "hoàn tác" in (view.chosen.outcome if view.chosen else ""), timeout=PATIENCE
    )
    (asked,) = answers
    assert any("Mất 3 mục" in text for text in asked.texts)
    assert held(authority) == 0
    assert not view.detail.undo.isVisible()
    assert screen.message.words.text().startswith("Đã hoàn tác: Gói số 1 của Xã Tân Thành")


def test_an_undo_that_would_break_something_is_not_offered(
    qtbot: QtBot,
    screen: ReceiveScreen,
    authority: Workplace,
    commune: Workplace,
    tmp_path: Path,
    answers: list[UndoDialog],
) -> None:
    back = export(authority, tmp_path / "usb", to=UNIT).path
    commune.receiving.take_in(back, Unwatched())
    enter(commune, "1.1", "chưa đạt")
    authority.receiving.take_in(export(commune, tmp_path / "usb").path, Unwatched())
    opened_register(qtbot, screen, 3)
    view = screen.registry.view
    view.table.selectRow(2)
    click(qtbot, view.detail.undo)
    qtbot.waitUntil(lambda: bool(answers), timeout=PATIENCE)
    (asked,) = answers
    assert asked.undo.isHidden()
    assert any("hoàn tác gói số 2 của Xã Tân Thành trước" in text for text in asked.texts)
    assert len(authority.receiving.waiting()) == 0


def test_the_register_is_filtered_and_printed(
    qtbot: QtBot,
    screen: ReceiveScreen,
    authority: Workplace,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    export(authority, tmp_path / "usb", to=UNIT)
    opened_register(qtbot, screen, 2)
    view = screen.registry.view
    view.kind.setCurrentIndex(1)
    assert [view.rows.index(0, 1).data(), view.rows.rowCount()] == ["Gửi", 1]
    dest = tmp_path / "sổ.pdf"
    shown: list[Path] = []
    monkeypatch.setattr(choosing, "new_file", lambda *_: dest)
    monkeypatch.setattr(choosing, "open_with_system", shown.append)
    click(qtbot, view.print)
    qtbot.waitUntil(lambda: shown == [dest], timeout=PATIENCE)
    assert dest.read_bytes().startswith(b"%PDF")


def test_a_package_undone_before_says_so(
    qtbot: QtBot, screen: ReceiveScreen, authority: Workplace, imported: Path
) -> None:
    known = authority.receiving.inspect(imported, Unwatched()).imported
    authority.undoing.undo(known or "", Unwatched())
    (card,) = looked_at(qtbot, screen, imported)
    assert any(line.startswith("Gói này đã nhập rồi hoàn tác ngày ") for line in card.lines)
    assert card.take.isVisible()


def test_a_sealed_package_opens_with_the_passphrase_typed_once(
    qtbot: QtBot,
    trusted: None,
    commune: Workplace,
    authority: Workplace,
    tasks: TaskRunner,
    tmp_path: Path,
) -> None:
    enter(commune, "1.1", "đạt")
    keys = commune.keys.unlock(PASSPHRASE)
    paths = []
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        made = commune.sending.export(
            tmp_path / name, keys=keys, year=YEAR, progress=Unwatched(), plain=False
        )
        paths.append(made.path)
    screen = a_screen(qtbot, authority, tasks)
    cards = looked_at(qtbot, screen, *paths)
    assert [card.mark.text for card in cards] == ["Được mã hóa", "Được mã hóa"]
    assert all(card.unlock.isVisible() and not card.take.isVisible() for card in cards)
    screen._session.keep(authority.keys.unlock(PASSPHRASE))  # noqa: SLF001 - as the dialog does
    qtbot.waitUntil(
        lambda: [card.mark.text for card in cards] == ["Người gửi đã tin cậy"] * 2,
        timeout=PATIENCE,
    )
    click(qtbot, cards[0].take)
    qtbot.waitUntil(lambda: cards[0].mark.text == "Đã nhập", timeout=PATIENCE)


def test_a_waiting_package_is_given_up(
    qtbot: QtBot, authority: Workplace, tasks: TaskRunner, package: Path
) -> None:
    authority.receiving.take_in(package, Unwatched())
    screen = a_screen(qtbot, authority, tasks)
    qtbot.waitUntil(lambda: len(screen.page.waiting.entries) == 1, timeout=PATIENCE)
    click(qtbot, screen.page.waiting.entries[0].leave)
    qtbot.waitUntil(lambda: not screen.page.waiting.isVisible(), timeout=PATIENCE)
    assert authority.receiving.waiting() == []


def test_a_conflict_that_came_leads_to_where_it_is_settled(
    qtbot: QtBot,
    trusted: None,
    commune: Workplace,
    authority: Workplace,
    tasks: TaskRunner,
    package: Path,
) -> None:
    from ntm_desktop.services.receiving import ImportOutcome

    screen = a_screen(qtbot, authority, tasks)
    (card,) = looked_at(qtbot, screen, package)
    card.show_result(ImportOutcome(import_id="x", revisions=1, conflicts=2))
    with qtbot.waitSignal(screen.asked_for) as asked:
        click(qtbot, card.disputed)
    assert asked.args == ["conflicts"]
