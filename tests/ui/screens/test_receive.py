import threading
import zipfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ntm_desktop.domain.progress import Unwatched
from ntm_desktop.domain.topics import Topic
from ntm_desktop.services.correspondence import Correspondence
from ntm_desktop.services.workplace import Workplace
from tests.builders import PASSPHRASE, UNIT
from tests.offices import YEAR, enter, export
from tests.set_workbooks import take_version
from tests.ui.hands import click
from ui.changes import Changes
from ui.screens.receive import columns
from ui.screens.receive.card import PackageCard
from ui.screens.receive.screen import ReceiveScreen
from ui.screens.receive.services import ReceiveServices
from ui.session_keys import SessionKeys
from ui.tasks import TaskRunner
from ui.widgets import choosing

PATIENCE = 20_000


def a_screen(qtbot: QtBot, office: Workplace, tasks: TaskRunner) -> ReceiveScreen:
    screen = ReceiveScreen(
        services=ReceiveServices(
            receiving=lambda: office.receiving,
            correspondence=lambda: Correspondence(office),
            undoing=lambda: office.undoing,
        ),
        session=SessionKeys(office.keys.unlock, tasks),
        role=office.office.role,
        tasks=tasks,
        changes=Changes(),
    )
    qtbot.addWidget(screen)
    screen.resize(1100, 700)
    screen.show()
    screen.show_sheet(office.sheet(year=YEAR))
    return screen


@pytest.fixture
def screen(qtbot: QtBot, authority: Workplace, tasks: TaskRunner) -> ReceiveScreen:
    return a_screen(qtbot, authority, tasks)


@pytest.fixture
def package(commune: Workplace, tmp_path: Path) -> Path:
    enter(commune, "1.1", "đạt")
    enter(commune, "1.2", "đạt")
    return export(commune, tmp_path / "usb").path


@pytest.fixture
def trusted(authority: Workplace, commune: Workplace, tmp_path: Path) -> None:
    key = commune.keys.export_public(tmp_path / "xa.ntmkey", PASSPHRASE)
    authority.keys.trust(key)


def looked_at(qtbot: QtBot, screen: ReceiveScreen, *files: Path) -> list[PackageCard]:
    screen.take_files(files)
    qtbot.waitUntil(
        lambda: all(card.mark.text != "Đang kiểm tra" for card in screen.cards), timeout=PATIENCE
    )
    return screen.cards


def held(office: Workplace) -> int:
    return office.self_assessment.board(office.sheet(subject=UNIT, year=YEAR)).met


@pytest.mark.usefixtures("trusted")
def test_a_package_is_looked_at_before_anything_changes(
    qtbot: QtBot, screen: ReceiveScreen, authority: Workplace, package: Path
) -> None:
    (card,) = looked_at(qtbot, screen, package)
    assert card.whose.text() == f"Xã Tân Thành ({UNIT})"
    assert card.mark.text == "Người gửi đã tin cậy"
    facts = {fact.name: fact.words for fact in columns.facts(card.found)} if card.found else {}
    assert (facts["Gói số"], facts["Minh chứng"]) == ("1", "0 tệp")
    assert facts["Ngày lập"] == f"{datetime.now().astimezone():%d/%m/%Y}"
    assert card.lines == ["Thêm mới 3 mục"]
    assert held(authority) == 0
    click(qtbot, card.leave)
    assert screen.cards == []


@pytest.mark.usefixtures("trusted")
def test_a_confirmed_package_comes_in_and_the_commune_shows(
    qtbot: QtBot, screen: ReceiveScreen, authority: Workplace, package: Path
) -> None:
    (card,) = looked_at(qtbot, screen, package)
    with qtbot.waitSignal(screen.desk.changed, timeout=PATIENCE) as changed:
        click(qtbot, card.take)
    assert changed.args is not None
    assert Topic.ASSESSMENTS in changed.args[0]
    assert card.mark.text == "Đã nhập"
    assert "lượt ghi mới" in card.lines[0]
    assert held(authority) == 1
    qtbot.waitUntil(lambda: screen.page.table.rows.index(0, 1).data() == "1/19")
    row = [screen.page.table.rows.index(0, column).data() for column in range(3)]
    assert row == ["Xã Tân Thành", "1/19", "1"]


@pytest.mark.usefixtures("trusted")
def test_a_commune_is_opened_from_the_table_and_left_again(
    qtbot: QtBot, screen: ReceiveScreen, authority: Workplace, package: Path
) -> None:
    authority.receiving.take_in(package, Unwatched())
    screen.refresh()
    qtbot.waitUntil(lambda: screen.page.table.rows.index(0, 1).data() == "1/19")
    place = screen.page.table.visualRect(screen.page.table.rows.index(0, 0)).center()
    qtbot.mouseClick(
        screen.page.table.viewport(),
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
        place,
    )
    qtbot.waitUntil(screen.standing.isVisible)
    assert screen.standing.title.text() == "Xã Tân Thành: 1 trên 19 tiêu chí đạt"
    first = screen.standing.tree.topLevelItem(0)
    assert first is not None
    assert [first.text(column) for column in range(4)] == [
        "1. Quy hoạch",
        "Đạt",
        "2/2 chỉ tiêu",
        "0",
    ]
    click(qtbot, screen.standing.open_all)
    qtbot.keyClick(screen.standing.tree, Qt.Key.Key_Down)
    assert first.isExpanded()
    assert "Đánh giá đạt" in screen.standing.detail.text()
    click(qtbot, screen.standing.back)
    assert not screen.standing.isVisible()


@pytest.mark.usefixtures("trusted")
def test_a_commune_with_another_text_of_the_set_is_told_before_and_after(
    qtbot: QtBot, screen: ReceiveScreen, authority: Workplace, package: Path
) -> None:
    take_version(authority, package.with_name("bộ.xlsx"), B3=2, B4="Bộ của huyện")
    (card,) = looked_at(qtbot, screen, package)
    words = "Xã Tân Thành còn dùng phiên bản 1"
    assert any(words in line for line in card.lines)
    with qtbot.waitSignal(screen.desk.changed, timeout=PATIENCE):
        click(qtbot, card.take)
    assert any(words in line for line in card.lines)
    qtbot.waitUntil(lambda: screen.page.table.rows.index(0, 1).data() == "1/19")
    screen.page.table.selectRow(0)
    qtbot.keyClick(screen.page.table, Qt.Key.Key_Return)
    qtbot.waitUntil(screen.standing.isVisible)
    assert screen.standing.notes.isVisible()
    assert words in screen.standing.notes.text()


def test_a_commune_that_sent_nothing_is_listed_and_not_opened(
    qtbot: QtBot, screen: ReceiveScreen
) -> None:
    qtbot.waitUntil(lambda: screen.page.table.rows.rowCount() == 18)
    screen.page.table.selectRow(3)
    screen.page.table.setFocus()
    qtbot.keyClick(screen.page.table, Qt.Key.Key_Return)
    assert not screen.standing.isVisible()
    assert screen.page.table.rows.index(3, 2).data() == "chưa có"


def test_a_stranger_s_package_is_only_looked_at_and_says_how_to_trust(
    qtbot: QtBot, screen: ReceiveScreen, authority: Workplace, commune: Workplace, package: Path
) -> None:
    (card,) = looked_at(qtbot, screen, package)
    assert card.mark.text == "Người gửi chưa được tin cậy"
    assert card.digits.text().split() == commune.keys.fingerprint.split()
    assert "nghe họ đọc dãy số" in card.advice.text()
    with qtbot.waitSignal(screen.asked_for) as asked:
        click(qtbot, card.trust)
    assert asked.args == ["keys:trust"]
    assert held(authority) == 0


def test_a_confirmed_stranger_waits_and_comes_in_once_trusted(
    qtbot: QtBot,
    screen: ReceiveScreen,
    authority: Workplace,
    commune: Workplace,
    package: Path,
    tmp_path: Path,
) -> None:
    (card,) = looked_at(qtbot, screen, package)
    click(qtbot, card.take)
    qtbot.waitUntil(lambda: card.mark.text == "Đang chờ", timeout=PATIENCE)
    qtbot.waitUntil(screen.page.waiting.isVisible)
    assert screen.page.waiting.entries[0].trust.isVisible()
    assert held(authority) == 0
    topics = authority.keys.trust(commune.keys.export_public(tmp_path / "xa.ntmkey", PASSPHRASE))
    screen._changes.announce(topics)  # noqa: SLF001
    qtbot.waitUntil(lambda: card.mark.text == "Đã nhập", timeout=PATIENCE)
    assert held(authority) == 1
    assert screen.message.words.text() == "Gói đang chờ đã được nhập."
    qtbot.waitUntil(lambda: not screen.page.waiting.isVisible())


def test_what_was_trusted_elsewhere_comes_in_when_the_screen_opens(
    qtbot: QtBot,
    authority: Workplace,
    commune: Workplace,
    tasks: TaskRunner,
    package: Path,
    tmp_path: Path,
) -> None:
    authority.receiving.take_in(package, Unwatched())
    authority.keys.trust(commune.keys.export_public(tmp_path / "xa.ntmkey", PASSPHRASE))
    screen = a_screen(qtbot, authority, tasks)
    qtbot.waitUntil(
        lambda: screen.message.words.text() == "Gói đang chờ đã được nhập.", timeout=PATIENCE
    )
    assert held(authority) == 1


@pytest.mark.usefixtures("trusted")
def test_the_same_package_again_adds_nothing(
    qtbot: QtBot, screen: ReceiveScreen, authority: Workplace, package: Path
) -> None:
    authority.receiving.take_in(package, Unwatched())
    (card,) = looked_at(qtbot, screen, package)
    assert card.lines == ["Gói này đã nhập rồi. Nhập lại cũng không thêm gì."]
    assert not card.take.isVisible()


def test_a_file_dropped_twice_lies_there_once(
    qtbot: QtBot, screen: ReceiveScreen, package: Path
) -> None:
    looked_at(qtbot, screen, package)
    assert len(looked_at(qtbot, screen, package)) == 1


def cut_short(data: bytes) -> bytes:
    return data[: len(data) // 2]


def changed_in_one_byte(data: bytes) -> bytes:
    place = data.index(b"manifest") - 200
    return data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :]


def another_zip(data: bytes) -> bytes:
    import io

    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr("a.txt", "a")
    return out.getvalue()


@pytest.mark.parametrize(
    "spoil", [cut_short, changed_in_one_byte, another_zip, lambda _: b"", lambda _: b"MZ" * 99]
)
@pytest.mark.usefixtures("trusted")
def test_a_spoilt_package_is_named_and_changes_nothing(
    qtbot: QtBot,
    screen: ReceiveScreen,
    authority: Workplace,
    package: Path,
    spoil: Callable[[bytes], bytes],
) -> None:
    bad = package.with_name("GOI_hỏng.ntm")
    bad.write_bytes(spoil(package.read_bytes()))
    good, spoilt = looked_at(qtbot, screen, package, bad)
    assert good.mark.text == "Người gửi đã tin cậy"
    assert spoilt.mark.text == "Không nhận được"
    assert spoilt.whose.text() == "GOI_hỏng.ntm"
    assert len(spoilt.lines) == 1
    assert "Hãy" in spoilt.lines[0] or "hãy" in spoilt.lines[0]
    assert not spoilt.take.isVisible()
    assert held(authority) == 0


def test_a_file_that_is_gone_says_so(qtbot: QtBot, screen: ReceiveScreen, tmp_path: Path) -> None:
    (card,) = looked_at(qtbot, screen, tmp_path / "rút USB.ntm")
    assert "Hãy kiểm tra USB còn cắm" in card.lines[0]


@pytest.mark.usefixtures("trusted")
def test_all_that_is_trusted_comes_in_with_one_click(
    qtbot: QtBot,
    screen: ReceiveScreen,
    authority: Workplace,
    commune: Workplace,
    package: Path,
    tmp_path: Path,
) -> None:
    enter(commune, "4.1", "đạt")
    second = export(commune, tmp_path / "usb").path
    looked_at(qtbot, screen, package, second)
    click(qtbot, screen.heading.take_all)
    qtbot.waitUntil(
        lambda: [card.mark.text for card in screen.cards] == ["Đã nhập", "Đã nhập"],
        timeout=PATIENCE,
    )
    assert not screen.heading.take_all.isVisible()


@pytest.mark.usefixtures("trusted")
def test_an_import_that_is_stopped_leaves_nothing(
    qtbot: QtBot,
    screen: ReceiveScreen,
    authority: Workplace,
    package: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (card,) = looked_at(qtbot, screen, package)
    pause = threading.Event()

    def without_end(self: Any, path: Path, progress: Any, keys: Any) -> None:
        while True:  # until the job is stopped
            progress.step("Đang nhập", 1, 10)
            pause.wait(0.01)

    monkeypatch.setattr(type(authority.receiving), "take_in", without_end)
    click(qtbot, card.take)
    qtbot.waitUntil(screen.job_bar.isVisible)
    click(qtbot, screen.job_bar.stop)
    qtbot.waitUntil(lambda: card.lines == ["Đã dừng, chưa nhập gì."])
    assert card.take.isVisible()
    assert held(authority) == 0


def test_files_are_chosen_in_a_dialog_or_dropped_anywhere(
    qtbot: QtBot,
    screen: ReceiveScreen,
    package: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    other = tmp_path / "khác.ntm"
    other.write_bytes(b"")
    monkeypatch.setattr(choosing, "files", lambda *_: (package,))
    click(qtbot, screen.page.drop.choose)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(other))])
    both = (
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(screen, QDragEnterEvent(QPoint(5, 5), *both))
    QApplication.sendEvent(screen, QDropEvent(QPointF(5, 5), *both))
    assert [card.path for card in screen.cards] == [package, other]
    qtbot.waitUntil(
        lambda: all(card.mark.text != "Đang kiểm tra" for card in screen.cards), timeout=PATIENCE
    )


def test_a_commune_sees_who_sent_it_something(
    qtbot: QtBot,
    commune: Workplace,
    authority: Workplace,
    tasks: TaskRunner,
    package: Path,
    tmp_path: Path,
) -> None:
    commune.keys.trust(authority.keys.export_public(tmp_path / "huyen.ntmkey", PASSPHRASE))
    own = a_screen(qtbot, commune, tasks)
    assert own.page.how.isVisible()
    (card,) = looked_at(qtbot, own, export(authority, tmp_path / "usb", to=UNIT).path)
    click(qtbot, card.take)
    qtbot.waitUntil(lambda: own.page.table.rows.rowCount() == 1, timeout=PATIENCE)
    assert own.page.table.rows.index(0, 0).data() == "Huyện Bắc Sơn"
    assert not own.page.nothing.isVisible()


def test_everything_that_takes_the_keyboard_has_a_name(screen: ReceiveScreen) -> None:
    from PySide6.QtWidgets import QWidget

    nameless = [
        widget
        for widget in screen.findChildren(QWidget)
        if widget.isVisible()
        and widget.focusPolicy() is not Qt.FocusPolicy.NoFocus
        and not widget.accessibleName()
        and not widget.objectName().startswith("qt_")
    ]
    assert nameless == []
