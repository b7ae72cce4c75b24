import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ntm_desktop.app import build
from ntm_desktop.domain.topics import EVERYTHING
from ntm_desktop.services import surroundings
from ntm_desktop.services.workplace import Workplace, open_workplace
from tests.builders import SET
from tests.moves import TWIN, add_twin
from tests.offices import enter
from tests.set_workbooks import take_version
from ui.housekeeping import Housekeeping
from ui.main_window import MainWindow

ADVANCED = "xa-ntm-nang-cao-2021-2025"


@pytest.fixture
def window(qtbot: QtBot, qapp: QApplication, commune: Workplace) -> Iterator[MainWindow]:
    built = build(qapp, commune)
    qtbot.addWidget(built)
    qtbot.waitUntil(lambda: built.tasks.is_idle)
    yield built
    built.tasks.close()


def housekeeping(window: MainWindow) -> Housekeeping:
    found = window.findChild(Housekeeping)
    assert found is not None
    return found


def test_what_another_program_writes_is_read_again(
    qtbot: QtBot, window: MainWindow, commune: Workplace
) -> None:
    keeper = housekeeping(window)
    keeper.look_for_changes()
    qtbot.waitUntil(lambda: window.tasks.is_idle)
    other = open_workplace(commune.folder.root)
    enter(other, "3.1", "86,5")
    other.close()
    with qtbot.waitSignal(window.changes.announced) as announced:
        keeper.look_for_changes()
    assert announced.args == [EVERYTHING]


def test_a_set_that_another_program_takes_in_is_read_again(
    qtbot: QtBot, window: MainWindow, commune: Workplace, tmp_path: Path
) -> None:
    keeper = housekeeping(window)
    keeper.look_for_changes()
    qtbot.waitUntil(lambda: window.tasks.is_idle)
    other = open_workplace(commune.folder.root)
    take_version(other, tmp_path / "bộ.xlsx", B3=2, B4="Bộ tiêu chí mới")
    other.close()
    with qtbot.waitSignal(window.changes.announced) as announced:
        keeper.look_for_changes()
    assert announced.args == [EVERYTHING]


def test_the_search_box_finds_without_accents(qtbot: QtBot, window: MainWindow) -> None:
    window.show()
    qtbot.keyClicks(window.top.search, "nuoc sach")
    qtbot.waitUntil(lambda: window.top.search.list.count() > 0)
    texts = [
        window.top.search.list.item(row).text() for row in range(window.top.search.list.count())
    ]
    assert any(text.startswith("17.1 ") for text in texts)


def test_a_data_folder_in_danger_is_said_and_can_be_put_away(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(surroundings, "concern", lambda _: "Dữ liệu đang nằm trên USB.")
    window.show()
    housekeeping(window).look_around()
    qtbot.waitUntil(window.notice.isVisible)
    assert window.notice.words.text() == "Dữ liệu đang nằm trên USB."
    qtbot.mouseClick(window.notice.dismiss, Qt.MouseButton.LeftButton)
    assert not window.notice.isVisible()


def test_a_set_in_use_that_is_gone_is_said(
    qtbot: QtBot, window: MainWindow, commune: Workplace
) -> None:
    add_twin(commune)
    commune.office_sets.use(TWIN)
    (commune.folder.criteria / f"{TWIN}.yaml").unlink()
    window.show()
    housekeeping(window).look_around()
    qtbot.waitUntil(window.notice.isVisible)
    assert f"không có bộ tiêu chí “{TWIN}”" in window.notice.words.text()


def test_copies_that_a_crash_left_are_removed_after_the_start(
    qtbot: QtBot, window: MainWindow, commune: Workplace
) -> None:
    view = commune.folder.cache / "view" / "0123456789abcdef"
    view.mkdir(parents=True)
    old, new = view / "cũ.pdf", view / "vừa mở.pdf"
    for copy in (old, new):
        copy.write_bytes(b"%PDF")
    os.utime(old, (1, 1))
    qtbot.waitUntil(lambda: not old.exists(), timeout=10_000)
    assert new.exists()


def test_a_further_set_is_offered_above_at_once(
    qtbot: QtBot, window: MainWindow, commune: Workplace
) -> None:
    window.changes.announce(commune.office_sets.use(ADVANCED))
    qtbot.waitUntil(lambda: window.top.set.count() == 2)
    assert window.sheet.criteria_set == SET, "what is open stays open"
    window.go_to(f"set:{ADVANCED}")
    assert window.sheet.criteria_set == ADVANCED
    window.changes.announce(commune.office_sets.leave(ADVANCED))
    qtbot.waitUntil(lambda: window.sheet.criteria_set == SET)
    assert window.top.set.count() == 1
