"""Updating from a stick, through the window."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ntm_desktop.app import build
from ntm_desktop.services import updates as module
from ntm_desktop.services.updates import Updates
from ntm_desktop.services.workplace import Workplace
from tests.exchange.test_update_file import PUBLIC
from tests.offices import Templates
from tests.services.test_updates import criteria, program
from tests.ui.hands import click
from ui.main_window import MainWindow
from ui.widgets.update_dialog import UpdateDialog


@pytest.fixture(scope="module")
def office_templates(tmp_path_factory: pytest.TempPathFactory) -> Templates:
    return Templates.made(tmp_path_factory.mktemp("office-templates"))


@pytest.fixture
def commune(
    office_templates: Templates, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Workplace]:
    opened = office_templates.opened("commune", tmp_path / "data")
    offered = Updates(
        opened.folder,
        opened.backups,
        opened.catalogue,
        public_key=lambda: PUBLIC,
        staging=tmp_path / "staging",
        windows=True,
    )
    monkeypatch.setattr(Workplace, "updates", property(lambda _: offered))
    yield opened
    opened.close()


@pytest.fixture
def window(qtbot: QtBot, qapp: QApplication, commune: Workplace) -> Iterator[MainWindow]:
    made = build(qapp, commune)
    qtbot.addWidget(made)
    made.show()
    yield made
    made.tasks.close()


def dialog(qtbot: QtBot, window: MainWindow) -> UpdateDialog:
    qtbot.waitUntil(lambda: window.findChild(UpdateDialog) is not None)
    found = window.findChild(UpdateDialog)
    assert isinstance(found, UpdateDialog)
    return found


def test_a_program_opened_with_its_file_backs_up_closes_and_starts_the_installer(
    qtbot: QtBot,
    window: MainWindow,
    commune: Workplace,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    started: list[Path] = []
    monkeypatch.setattr(module, "launch", started.append)
    window.take_files((program(tmp_path),))
    shown = dialog(qtbot, window)
    qtbot.waitUntil(shown.update_now.isEnabled)
    assert "bản 99.0" in shown.what.text()
    assert "sao lưu" in shown.steps.text()

    with qtbot.waitSignal(window.closing, timeout=30_000):
        click(qtbot, shown.update_now)

    assert started == []
    assert window.after_closing is not None
    window.after_closing()
    assert [path.name for path in started] == ["NTM-Desktop-Setup.exe"]
    assert list(commune.folder.backups.iterdir())


def test_an_older_program_is_refused_in_words(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    window.take_files((program(tmp_path, "0.0.1"),))
    shown = dialog(qtbot, window)

    qtbot.waitUntil(shown.message.isVisible)

    assert not shown.update_now.isEnabled()


def test_a_criteria_set_is_used_at_once(
    qtbot: QtBot, window: MainWindow, commune: Workplace, tmp_path: Path
) -> None:
    before = commune.catalogue.criteria_set("xa-ntm-2021-2025").version
    window.take_files((criteria(tmp_path, before + 1),))
    shown = dialog(qtbot, window)
    qtbot.waitUntil(shown.update_now.isEnabled)

    with qtbot.waitSignal(window.changes.announced, timeout=30_000):
        click(qtbot, shown.update_now)

    assert commune.catalogue.criteria_set("xa-ntm-2021-2025").version == before + 1
    assert shown.message.isVisible()


def test_help_says_which_program_this_is_and_leads_to_updating(
    qtbot: QtBot, window: MainWindow
) -> None:
    window.show_help()

    click(qtbot, window._help.update_program)  # noqa: SLF001 - what F1 opens

    assert not dialog(qtbot, window).update_now.isEnabled()
