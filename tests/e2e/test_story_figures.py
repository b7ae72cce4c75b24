"""The province's figures go from the district to a commune in a signed file, and judge it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ntm_desktop.app import build
from ntm_desktop.domain.criteria import IndicatorCode
from ntm_desktop.domain.ownership import Role
from ntm_desktop.services.self_assessment import Input
from ntm_desktop.services.workplace import Workplace, open_workplace
from tests.builders import AUTHORITY, PASSPHRASE, UNIT
from tests.ui.conftest import an_office
from tests.ui.hands import click, type_text
from ui.main_window import MainWindow
from ui.screens.criteria.screen import CriteriaScreen
from ui.screens.sets.screen import SetsScreen
from ui.session_keys import PassphraseDialog
from ui.widgets import choosing

PATIENCE = 30_000
LEFT, ON_THE_BOX = Qt.MouseButton.LeftButton, QPoint(8, 10)
CODE, ADVANCED = IndicatorCode("2.1"), "xa-ntm-nang-cao-2021-2025"
Office = tuple[Workplace, MainWindow]


@pytest.fixture
def district(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[Office]:
    an_office(tmp_path / "huyen", Role.AUTHORITY, AUTHORITY, "Huyện Bắc Sơn")
    yield from opened(qtbot, qapp, tmp_path / "huyen")


@pytest.fixture
def commune(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[Office]:
    an_office(tmp_path / "xa", Role.COMMUNE, UNIT, "Xã Tân Thành")
    yield from opened(qtbot, qapp, tmp_path / "xa")


def opened(qtbot: QtBot, qapp: QApplication, root: Path) -> Iterator[Office]:
    workplace = open_workplace(root)
    window = build(qapp, workplace)
    qtbot.addWidget(window)
    window.show()
    yield workplace, window
    window.tasks.close()
    workplace.close()


def page_of_sets(qtbot: QtBot, window: MainWindow) -> SetsScreen:
    click(qtbot, window.side.navigation.button("sets"))
    found = window.current
    assert isinstance(found, SetsScreen)
    qtbot.waitUntil(lambda: bool(found.view.list.lines.lines), timeout=PATIENCE)
    return found


def state_the_figure(qtbot: QtBot, page: SetsScreen) -> None:
    """Find the indicator by words without accents, click it, and fill in the form."""
    qtbot.keyClicks(page.view.filter, "duong xa duoc nhua hoa")
    (line,) = page.view.list.lines.lines
    assert line.head == CODE
    shown = page.view.list
    qtbot.waitUntil(lambda: shown.indexAt(QPoint(40, 12)).isValid(), timeout=PATIENCE)
    qtbot.mouseClick(shown.viewport(), LEFT, pos=QPoint(40, 12))
    qtbot.waitUntil(lambda: page.stating.dialog is not None, timeout=PATIENCE)
    form = page.stating.dialog
    assert form is not None
    qtbot.keyClicks(form.values[None], "65")
    type_text(form.decision, "1062/QĐ-UBND")
    qtbot.keyClicks(form.date, "17/06/2024")
    click(qtbot, form.save)
    qtbot.waitUntil(lambda: "Đã lưu" in page.message.words.text(), timeout=PATIENCE)


def unlock() -> None:
    """Type the passphrase into the dialog that asks for it, once it is there."""
    dialog = QApplication.activeModalWidget()
    if not isinstance(dialog, PassphraseDialog):
        QTimer.singleShot(20, unlock)
        return
    type_text(dialog.passphrase.field, PASSPHRASE)
    dialog.open_keys.click()


def test_figures_of_the_district_judge_a_commune_that_compared_its_key(
    qtbot: QtBot,
    district: Office,
    commune: Office,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    file = tmp_path / "Mức quy định.ntm-data"
    monkeypatch.setattr(choosing, "new_file", lambda *_: file)
    above = page_of_sets(qtbot, district[1])
    state_the_figure(qtbot, above)
    QTimer.singleShot(0, unlock)
    click(qtbot, above.desk.to_others)
    qtbot.waitUntil(lambda: "Đã ghi mức" in above.message.words.text(), timeout=PATIENCE)

    work, window = commune
    sheet = work.sheet()
    work.self_assessment.enter(sheet, CODE, Input(answer="60"))
    window.take_files((file,))
    page = window.current
    assert isinstance(page, SetsScreen)
    qtbot.waitUntil(
        lambda: page.desk.dialog is not None and page.desk.dialog.busy.isHidden(),
        timeout=PATIENCE,
    )
    dialog = page.desk.dialog
    assert dialog is not None
    assert dialog.check.fingerprint.text().split() == district[0].keys.fingerprint.split()
    qtbot.mouseClick(dialog.check.compared, LEFT, pos=ON_THE_BOX)
    click(qtbot, dialog.go)
    qtbot.waitUntil(lambda: "Đã nhập 1 mức" in page.message.words.text(), timeout=PATIENCE)

    window.go_to(f"criteria:{CODE}")
    criteria = window.current
    assert isinstance(criteria, CriteriaScreen)
    qtbot.waitUntil(lambda: criteria.form.answer.mark.text == "Chưa đạt", timeout=PATIENCE)
    assert "1062/QĐ-UBND ngày 17/06/2024" in criteria.form.answer.source.text()


def test_a_commune_goes_on_to_the_advanced_set(qtbot: QtBot, commune: Office) -> None:
    work, window = commune
    page = page_of_sets(qtbot, window)
    window.go_to(f"sets:{ADVANCED}")
    qtbot.waitUntil(lambda: "nâng cao" in page.view.name.text(), timeout=PATIENCE)
    qtbot.mouseClick(page.view.use, LEFT, pos=ON_THE_BOX)
    qtbot.waitUntil(lambda: window.top.set.count() == 2, timeout=PATIENCE)
    window.top.set.setCurrentIndex(1)
    assert window.sheet.criteria_set == ADVANCED
    window.go_to("criteria:1.1")
    criteria = window.current
    assert isinstance(criteria, CriteriaScreen)
    qtbot.waitUntil(lambda: criteria.form.title.text().startswith("1.1 "), timeout=PATIENCE)
    click(qtbot, criteria.form.answer.yes_no.yes)
    qtbot.waitUntil(
        lambda: bool(work.self_assessment.opened(window.sheet, IndicatorCode("1.1")).fields),
        timeout=PATIENCE,
    )
