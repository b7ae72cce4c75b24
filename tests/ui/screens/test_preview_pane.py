"""Opening evidence with the PC's own programs."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from ntm_desktop.domain.evidence import EvidenceFile
from ntm_desktop.domain.media import Kind
from ntm_desktop.services.preview import Preview
from ntm_desktop.services.workplace import Workplace
from ui.screens.criteria.preview_pane import PreviewPane
from ui.tasks import TaskRunner
from ui.widgets import choosing

FILE = EvidenceFile(
    sha256="0" * 64, name="Bảng.docx", kind=Kind.DOCX, size=4, pages=None, is_here=True
)


@pytest.fixture
def pane(qtbot: QtBot, tasks: TaskRunner, commune: Workplace) -> PreviewPane:
    pane = PreviewPane(
        preview=Preview(commune.files), copy=lambda _, name: Path(name), tasks=tasks
    )
    qtbot.addWidget(pane)
    pane.show()
    pane.show_files([FILE])
    return pane


def test_a_pc_without_a_program_for_a_file_says_so(
    qtbot: QtBot, pane: PreviewPane, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(choosing, "open_with_system", lambda _: False)
    qtbot.mouseClick(pane.outside, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "chưa có chương trình mở tệp .docx" in pane.words.text())


def test_a_file_is_opened_under_its_own_name(
    qtbot: QtBot, pane: PreviewPane, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[Path] = []

    def open_(path: Path) -> bool:
        opened.append(path)
        return True

    monkeypatch.setattr(choosing, "open_with_system", open_)
    qtbot.mouseClick(pane.outside, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: opened == [Path("Bảng.docx")])
