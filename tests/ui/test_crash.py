import faulthandler
import logging
import sys
import threading
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from ntm_desktop import logs
from ui.crash import CrashHandler
from ui.widgets.crash_dialog import CrashDialog

pytestmark = pytest.mark.os


def a_defect() -> tuple[type[BaseException], BaseException]:
    error = ZeroDivisionError("division by zero")
    return type(error), error


def test_a_defect_is_logged_and_shown_once_at_a_time(
    qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    shown: list[str] = []

    def show(details: str, log_file: Path | None) -> None:
        shown.append(details)
        handler.handle(*a_defect(), None)  # a second one while the first is on screen

    handler = CrashHandler(show=show)
    handler.handle(*a_defect(), None)
    assert len(shown) == 1
    assert "ZeroDivisionError" in shown[0]
    assert len([line for line in caplog.records if line.levelno == logging.CRITICAL]) == 2
    caplog.clear()


def test_a_defect_in_a_thread_reaches_the_user_on_the_main_thread(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    where: list[threading.Thread] = []
    handler = CrashHandler(show=lambda _details, _file: where.append(threading.current_thread()))
    handler.install()
    try:
        worker = threading.Thread(target=lambda: 1 // 0)
        worker.start()
        worker.join()
        qtbot.waitUntil(lambda: bool(where))
    finally:
        from PySide6.QtCore import qInstallMessageHandler

        qInstallMessageHandler(None)
    assert where == [threading.main_thread()]
    caplog.clear()


def test_the_dialog_copies_what_support_needs(qtbot: QtBot, tmp_path: Path) -> None:
    dialog = CrashDialog("chi tiết lỗi", tmp_path / "ntm.log")
    qtbot.addWidget(dialog)
    assert "Số liệu đã báo “Đã lưu” vẫn còn nguyên" in dialog.text.text()
    qtbot.mouseClick(dialog.copy, Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == "chi tiết lỗi"
    assert dialog.copy.text() == "Đã sao chép"


@pytest.fixture
def clean_root() -> object:
    root = logging.getLogger()
    before = list(root.handlers), root.level
    yield None
    for handler in set(root.handlers) - set(before[0]):
        root.removeHandler(handler)
        handler.close()
    root.setLevel(before[1])
    return None


@pytest.mark.usefixtures("clean_root")
def test_the_log_is_written_and_a_full_one_put_aside(tmp_path: Path) -> None:
    (tmp_path / "ntm.log").write_bytes(b"x" * 1_000_001)
    file = logs.start(tmp_path)
    logging.getLogger("thử").info("đã mở")
    assert "đã mở" in logs.last_lines(file)
    assert (tmp_path / "ntm.log.1").stat().st_size == 1_000_001


def test_a_folder_that_cannot_be_written_leaves_the_program_running(tmp_path: Path) -> None:
    blocked = tmp_path / "logs"
    blocked.write_text("không phải thư mục", encoding="utf-8")
    handlers = list(logging.getLogger().handlers)
    logs.start(blocked)
    assert logging.getLogger().handlers == handlers


@pytest.mark.parametrize(("size", "kept"), [(999_999, 999_999), (1_000_000, 0)])
def test_the_file_of_crashes_begins_anew_once_it_is_full(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int, kept: int
) -> None:
    enabled: list[object] = []
    monkeypatch.setattr(faulthandler, "enable", enabled.append)
    crashes = tmp_path / "ntm-crash.log"
    crashes.write_bytes(b"x" * size)

    file = logs.watch_crashes(tmp_path)

    assert file is not None
    assert enabled == [file]
    file.close()
    assert crashes.stat().st_size == kept


def test_crashes_need_no_file_that_can_be_written(tmp_path: Path) -> None:
    assert logs.watch_crashes(tmp_path / "không có") is None
