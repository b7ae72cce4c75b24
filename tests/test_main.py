import sys
from pathlib import Path
from types import ModuleType

import pytest

from ntm_desktop.__main__ import main
from ntm_desktop.paths import default_folder


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
