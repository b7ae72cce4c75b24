"""What Windows is told of a running window."""

import os
from pathlib import Path

import pytest

from ui import windows_shell

pytestmark = pytest.mark.os


@pytest.mark.skipif(os.name == "nt", reason="says something there")
def test_other_systems_are_told_nothing() -> None:
    assert windows_shell.announce() is None


@pytest.mark.skipif(os.name != "nt", reason="there is no such thing elsewhere")
def test_installer_can_see_that_the_program_runs() -> None:
    import ctypes

    kernel = getattr(ctypes, "windll").kernel32  # noqa: B009 - there is none elsewhere
    held = windows_shell.announce()

    seen = kernel.OpenMutexW(0x100000, 0, windows_shell.MUTEX)

    assert seen
    kernel.CloseHandle(seen)
    kernel.CloseHandle(held)
    assert not kernel.OpenMutexW(0x100000, 0, windows_shell.MUTEX)


def test_folder_the_program_was_started_from_can_be_removed_on_windows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stick = tmp_path / "USB"
    stick.mkdir()
    monkeypatch.chdir(stick)

    windows_shell.leave_starting_folder()

    assert (Path.cwd() == Path.home()) is (os.name == "nt")
    monkeypatch.undo()
    stick.rmdir()
