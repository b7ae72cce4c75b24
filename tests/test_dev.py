import os
from pathlib import Path

import pytest

import dev


def test_every_library_is_missing_on_a_bare_system() -> None:
    assert dev.missing_packages(set()) == [*dev.QT_LIBRARIES, *dev.TEST_TOOLS]


def test_nothing_is_missing_once_all_is_installed() -> None:
    assert dev.missing_packages({*dev.QT_LIBRARIES, *dev.TEST_TOOLS}) == []


def test_a_library_under_its_newer_name_is_not_missing() -> None:
    others = {*dev.QT_LIBRARIES, *dev.TEST_TOOLS} - {"libglib2.0-0"}
    assert dev.missing_packages(others | {"libglib2.0-0t64"}) == []


def test_venv_package_is_wanted_where_python_comes_without_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    installed = {*dev.QT_LIBRARIES, *dev.TEST_TOOLS}
    assert dev.missing_packages(installed) == ["python3-venv"]


@pytest.mark.parametrize("changed", dev.PINNED)
def test_changing_any_pin_changes_the_digest(
    changed: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dev, "ROOT", tmp_path)
    for name in dev.PINNED:
        (tmp_path / name).write_text("pytest==1\n")
    before = dev.pins_digest()
    (tmp_path / changed).write_text("pytest==2\n")
    assert dev.pins_digest() != before


@pytest.mark.parametrize(
    ("environment", "shown"),
    [
        ({}, False),
        ({"DISPLAY": ""}, False),
        ({"DISPLAY": ":1"}, True),
        ({"WAYLAND_DISPLAY": "w"}, True),
    ],
)
def test_a_window_needs_a_display(
    environment: dict[str, str], *, shown: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    assert dev.has_display(environment) is shown


def test_a_first_start_is_not_shown_on_top_of_data(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "ntm.sqlite3").touch()
    assert dev.run(None, tmp_path) == 1
    assert "not empty" in capsys.readouterr().out


def test_a_build_is_current_until_a_source_is_changed(tmp_path: Path) -> None:
    source, setup = tmp_path / "ui" / "screen.py", tmp_path / "dist" / "Setup.exe"
    for path in (source, setup, tmp_path / ".build" / "files.nsh"):
        assert not dev.is_current(tmp_path)
        path.parent.mkdir()
        path.touch()
    os.utime(source, (1_000, 1_000))
    os.utime(setup, (2_000, 2_000))
    assert dev.is_current(tmp_path)
    os.utime(source, (3_000, 3_000))
    assert not dev.is_current(tmp_path)
