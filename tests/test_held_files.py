"""Files that another program holds for a moment."""

import errno
import os
import stat
from io import FileIO
from pathlib import Path

import pytest

from ntm_desktop import held_files

pytestmark = pytest.mark.os


class Scanner:
    """Holds a file for a number of tries, as Windows tells it."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, tries: int, winerror: int) -> None:
        self.left, self.winerror = tries, winerror
        self.replace = Path.replace
        monkeypatch.setattr(Path, "replace", lambda *paths: self.let_through(*paths))

    def let_through(self, source: Path, target: Path) -> Path:
        if self.left:
            self.left -= 1
            error = PermissionError(13, "held")
            error.winerror = self.winerror  # type: ignore[attr-defined, unused-ignore]
            raise error
        return self.replace(source, target)


@pytest.mark.parametrize("winerror", sorted(held_files.HELD))
def test_a_file_held_for_a_moment_is_replaced_in_the_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, winerror: int
) -> None:
    (tmp_path / "new").write_text("mới", encoding="utf-8")
    (tmp_path / "old").write_text("cũ", encoding="utf-8")
    scanner = Scanner(monkeypatch, 3, winerror)

    held_files.replace(tmp_path / "new", tmp_path / "old")

    assert scanner.left == 0
    assert (tmp_path / "old").read_text(encoding="utf-8") == "mới"


def test_patience_ends_and_nothing_is_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "new").write_text("mới", encoding="utf-8")
    (tmp_path / "old").write_text("cũ", encoding="utf-8")
    Scanner(monkeypatch, 1_000_000, 32)

    with pytest.raises(PermissionError):
        held_files.replace(tmp_path / "new", tmp_path / "old", patience=0)

    assert (tmp_path / "new").read_text(encoding="utf-8") == "mới"
    assert (tmp_path / "old").read_text(encoding="utf-8") == "cũ"


def test_what_no_waiting_mends_is_told_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scanner = Scanner(monkeypatch, 2, 112)  # ERROR_DISK_FULL

    with pytest.raises(PermissionError):
        held_files.replace(tmp_path / "new", tmp_path / "old")

    assert scanner.left == 1


@pytest.mark.skipif(os.name != "nt", reason="elsewhere an open file does not hold its name")
def test_an_open_file_holds_its_name(tmp_path: Path) -> None:
    (tmp_path / "new").write_text("mới", encoding="utf-8")
    (tmp_path / "old").write_text("cũ", encoding="utf-8")

    with (tmp_path / "old").open(), pytest.raises(PermissionError) as told:
        held_files.replace(tmp_path / "new", tmp_path / "old", patience=0)

    assert held_files.is_held(told.value)
    held_files.replace(tmp_path / "new", tmp_path / "old")
    assert (tmp_path / "old").read_text(encoding="utf-8") == "mới"


@pytest.fixture
def on_windows(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take the way of Windows."""
    monkeypatch.setattr(held_files, "_ON_WINDOWS", True)


def denied(error: int | None) -> PermissionError:
    """Say no, as Windows does (a number of its own) or as C does there (none)."""
    told = PermissionError(errno.EACCES, "held")
    told.winerror = error  # type: ignore[attr-defined, unused-ignore]
    return told


@pytest.mark.usefixtures("on_windows")
@pytest.mark.parametrize("error", [*sorted(held_files.HELD), None])
def test_opening_waits_for_who_holds_the_file(tmp_path: Path, error: int | None) -> None:
    (tmp_path / "a").write_bytes(b"a")
    tries = iter([denied(error), denied(error)])

    def opened() -> bytes:
        for told in tries:
            raise told
        return (tmp_path / "a").read_bytes()

    assert held_files.patiently(opened) == b"a"


@pytest.mark.skipif(os.name == "nt", reason="no file is held elsewhere")
def test_where_no_program_holds_files_refusal_is_told_at_once() -> None:
    tries = 0

    def refused() -> None:
        nonlocal tries
        tries += 1
        raise denied(None)

    with pytest.raises(PermissionError):
        held_files.patiently(refused)
    assert tries == 1


def test_what_is_not_there_needs_no_removing(tmp_path: Path) -> None:
    held_files.remove(tmp_path / "a")
    held_files.clear(tmp_path / "no folder" / "a")


@pytest.mark.skipif(os.name != "nt", reason="elsewhere an open file can be removed")
def test_an_open_file_is_neither_removed_nor_swept_but_cleared_without_a_word(
    tmp_path: Path,
) -> None:
    file = tmp_path / "a"
    with file.open("wb"):
        with pytest.raises(PermissionError):
            held_files.remove(file, patience=0)
        with pytest.raises(PermissionError):
            held_files.remove_unused(file)
        held_files.clear(file)
        assert file.exists()

    held_files.remove_unused(file)
    assert not file.exists()


def test_a_file_in_use_is_not_swept(tmp_path: Path) -> None:
    with FileIO(tmp_path / "a", "x") as file:
        held_files.hold(file, wait=False)
        with pytest.raises(OSError):  # noqa: PT011 - BlockingIOError or PermissionError
            held_files.remove_unused(tmp_path / "a")

    held_files.remove_unused(tmp_path / "a")
    assert not (tmp_path / "a").exists()


def test_a_folder_goes_with_its_read_only_files(tmp_path: Path) -> None:
    file = tmp_path / "a" / "b" / "c"
    file.parent.mkdir(parents=True)
    file.write_bytes(b"c")
    file.chmod(stat.S_IREAD)

    held_files.clear_tree(tmp_path / "a")

    assert not (tmp_path / "a").exists()
