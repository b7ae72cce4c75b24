"""Files that another program holds for a moment."""

import os
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
