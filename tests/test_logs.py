"""The log, when it has grown and when another program writes to it."""

from pathlib import Path

import pytest

from ntm_desktop import logs

pytestmark = pytest.mark.os


@pytest.fixture
def full(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A log that is full, with two older ones."""
    monkeypatch.setattr(logs, "_LARGEST", 3)
    for name, content in (("ntm.log", "mới"), ("ntm.log.1", "cũ"), ("ntm.log.2", "cũ hơn")):
        (tmp_path / name).write_text(content, encoding="utf-8")
    return tmp_path / "ntm.log"


def contents(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text(encoding="utf-8") for path in folder.iterdir()}


def test_a_full_log_moves_up_with_the_older_ones(full: Path) -> None:
    logs._rotate(full)  # noqa: SLF001

    assert contents(full.parent) == {
        "ntm.log.1": "mới",
        "ntm.log.2": "cũ",
        "ntm.log.3": "cũ hơn",
    }


def test_a_log_that_another_program_holds_goes_on_and_no_older_one_is_lost(
    full: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    replace = Path.replace

    def held(path: Path, target: Path) -> Path:
        if path == full:
            raise PermissionError(13, "held")
        return replace(path, target)

    monkeypatch.setattr(Path, "replace", held)
    before = contents(full.parent)

    for _ in range(3):
        logs._rotate(full)  # noqa: SLF001

    assert contents(full.parent) == before
