"""Figures to files and back, with the screen's own buttons."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from ntm_desktop.domain.criteria import IndicatorCode, SetId
from ntm_desktop.domain.threshold import Figure
from ntm_desktop.services.figure_files import FigureFiles
from ntm_desktop.services.thresholds import Statement
from ntm_desktop.services.workplace import Workplace
from tests.builders import PASSPHRASE, SET, SHEET, UNIT
from tests.ui.hands import click
from ui.changes import Changes
from ui.screens.sets.file_dialog import FileDialog
from ui.screens.sets.screen import SetsScreen
from ui.session_keys import SessionKeys
from ui.tasks import TaskRunner
from ui.widgets import choosing

DECIDED = {"decision": "1062/QĐ-UBND", "date": "2024-06-17", "year": 2024}
CODE = IndicatorCode("2.1")


@pytest.fixture
def screen(qtbot: QtBot, commune: Workplace, tasks: TaskRunner) -> Iterator[SetsScreen]:
    session = SessionKeys(commune.keys.unlock, tasks)
    session.keep(commune.keys.unlock(PASSPHRASE))
    screen = SetsScreen(workplace=commune, session=session, tasks=tasks, changes=Changes())
    qtbot.addWidget(screen)
    screen.resize(1100, 700)
    screen.show()
    screen.show_sheet(commune.sheet(subject=UNIT, set_id=SetId(SET), year=SHEET.year))
    qtbot.waitUntil(lambda: bool(screen.view.list.lines.lines))
    yield screen
    qtbot.waitUntil(lambda: tasks.is_idle and not tasks.jobs)


def state(work: Workplace, value: str = "65") -> None:
    work.thresholds.enter(SetId(SET), CODE, Statement(value=value, **DECIDED))  # type: ignore[arg-type]


def figure(work: Workplace) -> Figure | None:
    return work.thresholds.effective(SetId(SET)).get(CODE, {}).get(work.office.unit.code)


@pytest.fixture
def signed(authority: Workplace, tmp_path: Path) -> Path:
    """The authority's figure of one indicator, as a file it signed."""
    state(authority)
    path = tmp_path / "mức quy định.ntm-data"
    FigureFiles(authority).export(path, [SET], authority.keys.unlock(PASSPHRASE))
    return path


def choose(monkeypatch: pytest.MonkeyPatch, file: Path) -> None:
    monkeypatch.setattr(choosing, "file", lambda *_: file)
    monkeypatch.setattr(choosing, "new_file", lambda *_: file)


def asked(qtbot: QtBot, screen: SetsScreen) -> FileDialog:
    """Give the dialog, once it has read the file."""
    qtbot.waitUntil(lambda: screen.desk.dialog is not None)
    dialog = screen.desk.dialog
    assert dialog is not None
    qtbot.waitUntil(dialog.busy.isHidden)
    return dialog


def test_a_workbook_is_filled_shown_and_taken(
    qtbot: QtBot,
    screen: SetsScreen,
    commune: Workplace,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    file = tmp_path / "mức.xlsx"
    choose(monkeypatch, file)
    click(qtbot, screen.desk.to_excel)
    qtbot.waitUntil(lambda: "Đã ghi" in screen.message.words.text())
    book = load_workbook(file)
    sheet = book.worksheets[0]
    row = next(each for each in range(2, 99) if sheet[f"A{each}"].value == CODE)
    sheet[f"H{row}"], sheet[f"J{row}"], sheet[f"K{row}"] = 65, "1062/QĐ-UBND", "17/06/2024"
    book.save(file)

    click(qtbot, screen.desk.from_file)

    dialog = asked(qtbot, screen)
    assert dialog.go.text() == "Nhập 1 mức"
    assert "chưa nhập  →  từ 65 %" in dialog.list.lines.lines[0].detail
    assert figure(commune) is None, "nothing is entered before it was shown"
    click(qtbot, dialog.go)
    qtbot.waitUntil(lambda: "Đã nhập 1 mức" in screen.message.words.text())
    assert figure(commune) == Figure(value=65, decision="1062/QĐ-UBND", date="2024-06-17")  # type: ignore[arg-type]


def test_every_problem_of_a_workbook_is_named_by_its_cell(
    qtbot: QtBot,
    screen: SetsScreen,
    commune: Workplace,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    file = tmp_path / "mức.xlsx"
    choose(monkeypatch, file)
    click(qtbot, screen.desk.to_excel)
    qtbot.waitUntil(lambda: "Đã ghi" in screen.message.words.text())
    book = load_workbook(file)
    sheet = book.worksheets[0]
    sheet["H9"], sheet["H10"] = "nhiều", "=1+1"
    book.save(file)

    click(qtbot, screen.desk.from_file)

    dialog = asked(qtbot, screen)
    assert "ô H9" in dialog.trouble.text()
    assert "ô H10" in dialog.trouble.text()
    assert not dialog.go.isEnabled()
    assert commune.thresholds.effective(SetId(SET)) == {}


def test_figures_go_out_signed(
    qtbot: QtBot,
    screen: SetsScreen,
    commune: Workplace,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    state(commune)
    file = tmp_path / "mức.ntm-data"
    choose(monkeypatch, file)
    click(qtbot, screen.desk.to_others)
    qtbot.waitUntil(lambda: "Đã ghi mức của 1 chỉ tiêu" in screen.message.words.text())
    assert commune.keys.fingerprint in screen.message.words.text()
    assert file.exists()


def test_without_figures_of_its_own_the_office_is_told(
    qtbot: QtBot, screen: SetsScreen, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    choose(monkeypatch, tmp_path / "mức.ntm-data")
    click(qtbot, screen.desk.to_others)
    qtbot.waitUntil(lambda: "chưa nhập mức nào" in screen.message.words.text())
    assert not (tmp_path / "mức.ntm-data").exists()


def test_a_file_of_an_unknown_office_is_taken_only_after_comparing(
    qtbot: QtBot, screen: SetsScreen, commune: Workplace, signed: Path
) -> None:
    screen.take_files((signed,))
    dialog = asked(qtbot, screen)
    assert dialog.check.isVisible()
    assert not dialog.go.isEnabled()
    qtbot.keyClick(dialog.check.compared, Qt.Key.Key_Space)
    click(qtbot, dialog.go)
    qtbot.waitUntil(lambda: "Đã nhập 1 mức" in screen.message.words.text())
    found = figure(commune)
    assert found is not None
    assert found.file_of is not None
    assert found.file_of.name == "Huyện Bắc Sơn"

    def says_from_whom() -> bool:
        lines = {line.head: line.detail for line in screen.view.list.lines.lines}
        return "theo tệp của Huyện Bắc Sơn" in lines[CODE]

    qtbot.waitUntil(says_from_whom)


def test_a_file_of_a_trusted_office_needs_no_comparing(
    qtbot: QtBot,
    screen: SetsScreen,
    commune: Workplace,
    authority: Workplace,
    signed: Path,
    tmp_path: Path,
) -> None:
    commune.keys.trust(authority.keys.export_public(tmp_path / "huyen.ntmkey", PASSPHRASE))
    screen.take_files((signed,))
    dialog = asked(qtbot, screen)
    assert dialog.check.isHidden()
    assert "đã được tin cậy" in dialog.told.text()
    click(qtbot, dialog.go)
    qtbot.waitUntil(lambda: figure(commune) is not None)


def test_of_several_files_dropped_none_is_passed_over(
    qtbot: QtBot, screen: SetsScreen, signed: Path, tmp_path: Path
) -> None:
    second = tmp_path / "thứ hai.ntm-data"
    second.write_bytes(signed.read_bytes()[:-1])
    screen.take_files((signed, second))
    first = asked(qtbot, screen)
    click(qtbot, first.no)
    qtbot.waitUntil(lambda: screen.desk.dialog is not first)
    dialog = asked(qtbot, screen)
    assert "thứ hai" in dialog.trouble.text()
    click(qtbot, dialog.no)
    screen.take_files((signed,))
    qtbot.waitUntil(lambda: screen.desk.dialog is not dialog)
    click(qtbot, asked(qtbot, screen).no)


def test_a_damaged_file_says_so_and_offers_nothing(
    qtbot: QtBot, screen: SetsScreen, signed: Path
) -> None:
    signed.write_bytes(signed.read_bytes()[:-1])
    screen.take_files((signed,))
    dialog = asked(qtbot, screen)
    assert "không còn nguyên vẹn" in dialog.trouble.text()
    assert not dialog.go.isEnabled()
    click(qtbot, dialog.no)
    assert not dialog.isVisible()
