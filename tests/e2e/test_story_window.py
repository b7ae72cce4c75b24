"""The main job through the real window: a commune's first day, and the district's."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from ntm_desktop.app import build
from ntm_desktop.domain.ownership import Role
from ntm_desktop.services.workplace import Workplace, open_workplace
from tests import samples
from tests.builders import PASSPHRASE
from tests.ui.hands import click, type_text
from ui.main_window import MainWindow
from ui.screens.criteria.screen import CriteriaScreen
from ui.screens.first_start.screen import FirstStart
from ui.screens.keys.screen import KeysScreen
from ui.screens.overview.screen import OverviewScreen
from ui.screens.receive.screen import ReceiveScreen
from ui.screens.send.papers_page import Paper
from ui.screens.send.screen import SendScreen
from ui.session_keys import PassphraseDialog
from ui.widgets import choosing

PATIENCE = 30_000
LEFT = Qt.MouseButton.LeftButton
Opener = Callable[[Path], MainWindow]


@pytest.fixture
def opened(qtbot: QtBot, qapp: QApplication) -> Iterator[Opener]:
    """Opens the window of a folder, as the program does; all are closed in the end."""
    made: list[tuple[MainWindow, Workplace]] = []

    def open_window(root: Path) -> MainWindow:
        workplace = open_workplace(root)
        window = build(qapp, workplace)
        qtbot.addWidget(window)
        window.show()
        made.append((window, workplace))
        return window

    yield open_window
    for window, workplace in made:
        window.tasks.close()
        workplace.close()


def first_day(qtbot: QtBot, root: Path, role: Role, unit: str) -> None:
    """Go through first start with clicks and typing."""
    first = FirstStart(root, lambda _: None)
    qtbot.addWidget(first)
    first.show()
    qtbot.mouseClick(first.steps.role_step.choices[role], LEFT)
    go_on(qtbot, first)
    qtbot.keyClicks(first.steps.unit_step.filter, unit)
    first.steps.unit_step.list.setCurrentRow(0)
    go_on(qtbot, first)
    go_on(qtbot, first)  # the sets and the region as they are
    type_text(first.steps.key_step.author, "Nông Văn A")
    for field in (first.steps.key_step.first, first.steps.key_step.second):
        type_text(field, PASSPHRASE)
    go_on(qtbot, first)
    qtbot.waitUntil(first.steps.sheet_step.print.isVisible, timeout=PATIENCE)
    with qtbot.waitSignal(first.accepted, timeout=PATIENCE):
        go_on(qtbot, first)


def go_on(qtbot: QtBot, first: FirstStart) -> None:
    qtbot.waitUntil(first.next.isEnabled, timeout=PATIENCE)
    qtbot.mouseClick(first.next, LEFT)


def unlock(qtbot: QtBot) -> None:
    """Type the passphrase into the dialog that asks for it, once it is there."""
    dialog = QApplication.activeModalWidget()
    if not isinstance(dialog, PassphraseDialog):
        QTimer.singleShot(20, lambda: unlock(qtbot))
        return
    type_text(dialog.passphrase.field, PASSPHRASE)
    click(qtbot, dialog.open_keys)


def drop(widget: QWidget, *files: Path) -> None:
    """Drop files the way the system does."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
    keys = (Qt.DropAction.CopyAction, data, LEFT, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(widget, QDragEnterEvent(QPoint(5, 5), *keys))
    QApplication.sendEvent(widget, QDropEvent(QPointF(5, 5), *keys))


def screen(window: MainWindow, place: str) -> QWidget:
    window.go_to(place)
    return window.current


def open_indicator(qtbot: QtBot, window: MainWindow, code: str) -> CriteriaScreen:
    found = screen(window, f"criteria:{code}")
    assert isinstance(found, CriteriaScreen)
    qtbot.waitUntil(lambda: found.form.title.text().startswith(f"{code} "), timeout=PATIENCE)
    return found


def answer(qtbot: QtBot, window: MainWindow, code: str, value: str, verdict: str) -> None:
    found = open_indicator(qtbot, window, code)
    if value:
        found.form.answer.value.setFocus()
        qtbot.keyClicks(found.form.answer.value, value)
    else:
        qtbot.mouseClick(found.form.answer.yes_no.yes, LEFT)
    qtbot.waitUntil(lambda: found.form.answer.mark.text == verdict, timeout=PATIENCE)


def add_evidence(qtbot: QtBot, window: MainWindow, folder: Path) -> None:
    found = open_indicator(qtbot, window, "3.1")
    files = [
        samples.write(folder, "Báo cáo tưới tiêu năm 2024.pdf", samples.scanned_pdf(3)),
        samples.write(folder, "ảnh kênh Nà Thí.jpg", samples.photo((400, 300))),
        samples.write(folder, "hồ sơ.pdf", samples.program()),
    ]
    drop(found, *files)
    qtbot.waitUntil(found.panel.message.isVisible, timeout=PATIENCE)
    qtbot.waitUntil(lambda: len(found.panel.list.lines.lines) == 2, timeout=PATIENCE)
    assert "hồ sơ.pdf" in found.panel.message.kept.text()


def send(qtbot: QtBot, window: MainWindow, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make the dossier and write the package; give the package."""
    monkeypatch.setattr(choosing, "folder", lambda *_: folder)
    found = screen(window, "send")
    assert isinstance(found, SendScreen)
    qtbot.waitUntil(lambda: "2" in found.check.met.text(), timeout=PATIENCE)
    click(qtbot, found.check.go_on)
    found.papers.show_folder(folder)
    click(qtbot, found.papers.buttons[Paper.DOSSIER])
    qtbot.waitUntil(found.papers.message.isVisible, timeout=PATIENCE)
    (dossier,) = folder.glob("*.pdf")
    assert dossier.read_bytes().startswith(b"%PDF-")
    click(qtbot, found.papers.go_on)
    click(qtbot, found.sending.places.choose)
    click(qtbot, found.sending.write)
    qtbot.waitUntil(lambda: "Đã ghi xong" in found.sending.message.words.text(), timeout=PATIENCE)
    (package,) = folder.glob("*.ntm")
    return package


def hand_over_the_key(
    qtbot: QtBot,
    commune: MainWindow,
    authority: MainWindow,
    file: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The commune writes its public key; the district compares the digits and trusts it."""
    monkeypatch.setattr(choosing, "new_file", lambda *_: file)
    monkeypatch.setattr(choosing, "file", lambda *_: file)
    own = screen(commune, "keys")
    assert isinstance(own, KeysScreen)
    QTimer.singleShot(0, lambda: unlock(qtbot))
    click(qtbot, own.own.export)
    qtbot.waitUntil(file.exists, timeout=PATIENCE)
    theirs = screen(authority, "keys")
    assert isinstance(theirs, KeysScreen)
    click(qtbot, theirs.add)
    qtbot.waitUntil(theirs.stranger.isVisible, timeout=PATIENCE)
    assert theirs.stranger.fingerprint.text() == own.own.fingerprint.text()
    qtbot.mouseClick(theirs.stranger.compared, LEFT, pos=QPoint(8, 8))
    click(qtbot, theirs.stranger.accept)
    qtbot.waitUntil(lambda: "1" in theirs.count.text(), timeout=PATIENCE)


def receive(qtbot: QtBot, window: MainWindow, package: Path) -> ReceiveScreen:
    """Look at the package, import it, open the commune."""
    window.take_files((package,))
    found = window.current
    assert isinstance(found, ReceiveScreen)
    qtbot.waitUntil(
        lambda: bool(found.cards) and found.cards[0].mark.text == "Người gửi đã tin cậy",
        timeout=PATIENCE,
    )
    with qtbot.waitSignal(found.desk.changed, timeout=PATIENCE):
        click(qtbot, found.cards[0].take)
    assert found.cards[0].mark.text == "Đã nhập"
    return found


def test_from_first_start_to_a_dossier_that_the_district_opens(
    qtbot: QtBot, opened: Opener, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stick = tmp_path / "USB của xã"
    stick.mkdir()
    first_day(qtbot, tmp_path / "xã", Role.COMMUNE, "tan thanh")
    first_day(qtbot, tmp_path / "huyện", Role.AUTHORITY, "bac son")
    commune, authority = opened(tmp_path / "xã"), opened(tmp_path / "huyện")

    answer(qtbot, commune, "1.1", "", "Đạt")
    answer(qtbot, commune, "1.2", "", "Đạt")
    answer(qtbot, commune, "3.1", "86,5", "Đạt")
    answer(qtbot, commune, "3.2", "", "Đạt")
    add_evidence(qtbot, commune, tmp_path)
    overview = screen(commune, "overview")
    assert isinstance(overview, OverviewScreen)
    qtbot.waitUntil(lambda: overview.title.text() == "2 trên 19 tiêu chí đạt", timeout=PATIENCE)

    hand_over_the_key(qtbot, commune, authority, tmp_path / "khóa.ntmkey", monkeypatch)
    package = send(qtbot, commune, stick, monkeypatch)
    desk = receive(qtbot, authority, package)
    qtbot.waitUntil(lambda: desk.page.table.rows.index(0, 1).data() == "2/19", timeout=PATIENCE)
    place = desk.page.table.visualRect(desk.page.table.rows.index(0, 0)).center()
    qtbot.mouseClick(desk.page.table.viewport(), LEFT, Qt.KeyboardModifier.NoModifier, place)
    qtbot.waitUntil(desk.standing.isVisible, timeout=PATIENCE)
    assert desk.standing.title.text() == "Xã Tân Thành: 2 trên 19 tiêu chí đạt"
