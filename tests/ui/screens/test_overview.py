import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from ntm_desktop.domain.assessment import Sheet
from ntm_desktop.domain.criteria import IndicatorCode, SetId
from ntm_desktop.domain.findings import Urgency, findings
from ntm_desktop.domain.revision import Seen
from ntm_desktop.domain.set_findings import About
from ntm_desktop.services.self_assessment import Input
from ntm_desktop.services.workplace import Workplace
from tests.builders import SHEET
from tests.ui.hands import click
from ui.changes import Changes
from ui.screens.overview import columns, set_notes
from ui.screens.overview.screen import OverviewScreen
from ui.tasks import TaskRunner


@pytest.fixture
def changes() -> Changes:
    return Changes()


@pytest.fixture
def screen(
    qtbot: QtBot, commune: Workplace, tasks: TaskRunner, changes: Changes
) -> OverviewScreen:
    commune.self_assessment.enter(SHEET, IndicatorCode("3.1"), Input(answer="86,5"))
    commune.self_assessment.enter(SHEET, IndicatorCode("3.2"), Input(answer="chưa đạt"))
    screen = OverviewScreen(
        board=commune.board,
        about_set=commune.findings,
        outlook=commune.years.outlook,
        tasks=tasks,
        changes=changes,
    )
    qtbot.addWidget(screen)
    screen.resize(1170, 700)
    screen.show()
    screen.show_sheet(SHEET)
    qtbot.waitUntil(lambda: len(screen.tiles) == 19)
    return screen


def test_it_counts_what_is_met(screen: OverviewScreen) -> None:
    assert screen.title.text() == "0 trên 19 tiêu chí đạt"
    assert "đã nhập 2/57 chỉ tiêu" in screen.subtitle.text()


def test_it_counts_what_is_in_dispute(
    qtbot: QtBot, screen: OverviewScreen, commune: Workplace
) -> None:
    assert "chưa thống nhất" not in screen.subtitle.text()
    commune.self_assessment.enter(SHEET, IndicatorCode("3.1"), Input(answer="90"), seen=Seen(()))
    screen.refresh()
    qtbot.waitUntil(lambda: "1 số liệu chưa thống nhất" in screen.subtitle.text())


def test_a_tile_tells_state_and_indicators(screen: OverviewScreen) -> None:
    third = screen.tiles[2].shown
    assert (third.order, third.done, len(third.lines)) == (3, 1, 2)
    assert third.state.word == "Chưa đạt"
    assert third.missing == "còn 3.2"


def test_the_most_urgent_comes_first_and_leads_to_its_indicator(
    qtbot: QtBot, screen: OverviewScreen
) -> None:
    first = screen.to_do.lines.lines[0]
    assert first.head == "3.2"
    first_index = screen.to_do.lines.index(0)
    qtbot.waitUntil(
        lambda: screen.to_do.indexAt(screen.to_do.visualRect(first_index).center()) == first_index
    )
    with qtbot.waitSignal(screen.asked_for) as asked:
        index = screen.to_do.lines.index(0)
        where = screen.to_do.visualRect(index).center()
        qtbot.mouseClick(screen.to_do.viewport(), Qt.MouseButton.LeftButton, pos=where)
    assert asked.args == ["criteria:3.2"]


def test_a_tile_leads_to_what_it_lacks_most(qtbot: QtBot, screen: OverviewScreen) -> None:
    with qtbot.waitSignal(screen.asked_for) as asked:
        qtbot.mouseClick(screen.tiles[2], Qt.MouseButton.LeftButton)
    assert asked.args == ["criteria:3.2"]


def test_it_follows_what_is_entered(
    qtbot: QtBot, screen: OverviewScreen, commune: Workplace, changes: Changes
) -> None:
    changed = commune.self_assessment.enter(SHEET, IndicatorCode("3.2"), Input(answer="đạt"))
    changes.announce(changed)
    qtbot.waitUntil(lambda: screen.title.text() == "1 trên 19 tiêu chí đạt")
    assert screen.tiles[2].shown.missing == "thiếu minh chứng 3.1, 3.2"


def test_it_says_what_the_set_comes_to_and_what_nobody_checked(
    qtbot: QtBot, screen: OverviewScreen, commune: Workplace
) -> None:
    qtbot.waitUntil(screen.notes.isVisible)
    assert "Kết luận chung: chưa đạt" in screen.notes.text()
    found = commune.findings(SHEET)
    assert all(finding.words in screen.notes.text() for finding in found)
    assert screen.notes.toolTip().startswith("Đạt 0/19 tiêu chí")


def test_a_set_required_first_is_named_and_opened(
    qtbot: QtBot, screen: OverviewScreen, commune: Workplace
) -> None:
    sheet = SHEET._replace(criteria_set=SetId("xa-ntm-nang-cao-2021-2025"))
    screen.show_sheet(sheet)
    qtbot.waitUntil(lambda: "set:xa-ntm-2021-2025" in screen.notes.text())
    said = set_notes.notes(commune.board(sheet), commune.findings(sheet))
    assert said[1].words.endswith(": chưa đạt")
    assert said[1].target == "set:xa-ntm-2021-2025"
    with qtbot.waitSignal(screen.asked_for) as asked:
        screen.notes.setFocus()
        qtbot.keyClick(screen.notes, Qt.Key.Key_Tab)
        qtbot.keyClick(screen.notes, Qt.Key.Key_Return)
    assert asked.args == ["set:xa-ntm-2021-2025"]


def test_unchecked_figures_lead_to_the_first_of_them(commune: Workplace) -> None:
    found = commune.findings(SHEET)
    about = next(one for one in found if one.about is About.UNCHECKED)
    said = set_notes.notes(commune.board(SHEET), found)
    assert f"criteria:{about.indicators[0]}" in [note.target for note in said]


def test_notes_are_written_as_text_and_not_as_markup() -> None:
    assert set_notes.rich([set_notes.Note("a < b")]) == "a &lt; b"


def test_every_indicator_and_condition_is_listed_once(commune: Workplace) -> None:
    lines = columns.to_do(findings(commune.self_assessment.board(SHEET)))
    assert len(lines) == len({line.head for line in lines}) == 57 + 3


def test_a_criterion_whose_indicators_are_not_here_yet_leads_nowhere(commune: Workplace) -> None:
    board = commune.self_assessment.board(SHEET._replace(criteria_set=SetId("xa-ntm-2026-2030")))
    tiles = columns.tiles(board, findings(board))
    assert [tile.target for tile in tiles[:4]] == ["1.a", "", "", "4.a"]


NEXT = Sheet("06379", SetId("xa-ntm-2026-2030"), 2026)


def test_an_open_group_is_said_and_leads_to_where_it_is_entered(
    qtbot: QtBot, screen: OverviewScreen, commune: Workplace
) -> None:
    screen.show_sheet(NEXT)
    words = "Chưa biết xã thuộc nhóm nào"
    qtbot.waitUntil(lambda: words in screen.notes.text())
    board = commune.board(NEXT)
    (note,) = [
        each for each in set_notes.notes(board, commune.findings(NEXT)) if words in each.words
    ]
    assert note.target == "units:place"
    commune.units.change("06379", group="nhom_3")
    screen.refresh()
    qtbot.waitUntil(lambda: words not in screen.notes.text())


def test_what_is_to_be_done_about_an_open_group_is_not_a_decision(commune: Workplace) -> None:
    commune.self_assessment.enter(NEXT, IndicatorCode("4.a"), Input(answer="50"))
    (line,) = [
        each for each in findings(commune.board(NEXT)) if each.urgency is Urgency.NO_THRESHOLD
    ]
    assert line.words == "Chưa biết xã thuộc nhóm nào: khai ở trang Đơn vị"


def test_what_may_be_lost_is_shown_and_earlier_years_lead_on(
    qtbot: QtBot, screen: OverviewScreen, commune: Workplace
) -> None:
    before = SHEET._replace(year=2023)
    commune.self_assessment.enter(before, IndicatorCode("3.2"), Input(answer="đạt"))
    screen.refresh()
    qtbot.waitUntil(lambda: screen.risks is not None and screen.risks.isVisible())
    assert screen.risks is not None
    (line,) = screen.risks.lines.lines.lines
    assert (line.head, line.target) == ("3.2", "criteria:3.2")
    assert "Năm 2023 đạt 0 tiêu chí" in screen.notes.text()
    assert 'href="years"' in screen.notes.text()
    assert not screen.message.isVisible()


def test_a_year_that_is_not_begun_offers_the_one_before(
    qtbot: QtBot, screen: OverviewScreen, commune: Workplace
) -> None:
    screen.show_sheet(SHEET._replace(year=2025))
    qtbot.waitUntil(lambda: "Năm 2025 chưa nhập gì" in screen.message.words.text())
    with qtbot.waitSignal(screen.asked_for) as asked:
        click(qtbot, screen.message.action)
    assert asked.args == ["years:carry"]


def test_what_is_saved_elsewhere_is_read_when_the_page_is_next_seen(
    qtbot: QtBot, screen: OverviewScreen, commune: Workplace, changes: Changes, tasks: TaskRunner
) -> None:
    qtbot.waitUntil(lambda: tasks.is_idle)
    screen.hide()
    changes.announce(
        commune.self_assessment.enter(SHEET, IndicatorCode("3.2"), Input(answer="đạt"))
    )
    assert tasks.is_idle
    screen.show()
    qtbot.waitUntil(lambda: screen.title.text() == "1 trên 19 tiêu chí đạt")
