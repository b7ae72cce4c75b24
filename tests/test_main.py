import sys
from pathlib import Path
from types import ModuleType

import pytest

from ntm_desktop.__main__ import main
from ntm_desktop.paths import default_folder
from ui import windows_shell

pytestmark = pytest.mark.os


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Path, list[Path]]]:
    """What the window was opened with; the window itself is a stand-in."""
    calls: list[tuple[Path, list[Path]]] = []

    def run(data: Path, files: list[Path]) -> int:
        calls.append((data, files))
        return 7

    app = ModuleType("ntm_desktop.app")
    app.run = run  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "ntm_desktop.app", app)
    monkeypatch.setattr("ntm_desktop.app", app, raising=False)
    return calls


def test_files_open_the_window_on_the_folder_named(
    opened: list[tuple[Path, list[Path]]],
) -> None:
    assert main(["--data", "D", "gói 1.ntm", "gói 2.ntm"]) == 7
    assert opened == [(Path("D"), [Path("gói 1.ntm"), Path("gói 2.ntm")])]


def test_without_arguments_it_is_the_users_own_folder(
    opened: list[tuple[Path, list[Path]]],
) -> None:
    main([])
    assert opened == [(default_folder(), [])]


def test_a_command_opens_no_window(
    opened: list[tuple[Path, list[Path]]], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["status", "--data", str(tmp_path)]) == 2
    assert opened == []
    assert "ntm init" in capsys.readouterr().err


def without_console(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Run as Windows runs a window's program from now on; give what it says in boxes."""
    said: list[str] = []
    monkeypatch.setattr(sys, "stdout", None)
    monkeypatch.setattr(sys, "stderr", None)
    monkeypatch.setattr(sys, "excepthook", sys.__excepthook__)
    monkeypatch.setattr(windows_shell, "tell", lambda _heading, text: said.append(text))
    return said


def test_without_a_console_a_wrong_word_is_said_in_a_box(
    opened: list[tuple[Path, list[Path]]], monkeypatch: pytest.MonkeyPatch
) -> None:
    boxes = without_console(monkeypatch)
    status = main(["--nothing-like-it"])
    monkeypatch.undo()
    assert status == 2
    assert len(boxes) == 1
    assert "--nothing-like-it" in boxes[0]
    assert opened == []


@pytest.mark.usefixtures("opened")
def test_without_a_console_a_program_that_cannot_start_says_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    boxes = without_console(monkeypatch)
    main([])
    sys.excepthook(ImportError, ImportError("DLL load failed"), None)
    monkeypatch.undo()
    assert len(boxes) == 1
    assert "không khởi động được" in boxes[0]
    assert "DLL load failed" in boxes[0]


def test_without_a_console_help_is_no_defect(monkeypatch: pytest.MonkeyPatch) -> None:
    without_console(monkeypatch)
    with pytest.raises(SystemExit) as left:
        main(["--help"])
    monkeypatch.undo()
    assert left.value.code == 0
