from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QColor, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ntm_desktop.errors import UserError
from ui.tasks import Job
from ui.widgets.criterion_tile import CriterionTile, TileText
from ui.widgets.drop_area import DropAnywhere, DropArea
from ui.widgets.help_dialog import HelpDialog
from ui.widgets.job_bar import JobBar
from ui.widgets.legend import Legend
from ui.widgets.message_strip import MessageStrip
from ui.widgets.navigation import NavigationList
from ui.widgets.pixel_view import PixelView
from ui.widgets.progress_ring import ProgressRing
from ui.widgets.search_box import Found, SearchBox
from ui.widgets.state_mark import StateMark
from ui.widgets.tile_grid import TileGrid
from ui.words import MET, NOT_MET


def test_a_state_mark_is_read_aloud(qtbot: QtBot) -> None:
    mark = StateMark(MET)
    qtbot.addWidget(mark)
    before = mark.sizeHint().width()
    mark.show_state(NOT_MET)
    assert mark.accessibleName() == "Chưa đạt"
    assert mark.sizeHint().width() > before


def test_a_ring_says_its_count(qtbot: QtBot) -> None:
    ring = ProgressRing()
    qtbot.addWidget(ring)
    ring.show_count(15, 19)
    assert (ring.text, ring.accessibleName()) == ("15/19", "15 trên 19 tiêu chí đạt")


def test_a_tile_says_what_is_missing_and_opens_by_keyboard(qtbot: QtBot) -> None:
    tile = CriterionTile()
    qtbot.addWidget(tile)
    tile.show_text(
        TileText(
            order=13,
            name="Tổ chức sản xuất",
            state=NOT_MET,
            lines=(MET, NOT_MET),
            done=1,
            missing="còn 13.3",
        )
    )
    assert "Chưa đạt" in tile.accessibleName()
    assert "còn 13.3" in tile.accessibleDescription()
    tile.show()
    with qtbot.waitSignal(tile.clicked):
        qtbot.keyClick(tile, Qt.Key.Key_Space)


@pytest.mark.parametrize(("width", "columns"), [(786, 5), (560, 4), (300, 2), (90, 1)])
def test_tiles_never_get_too_narrow(qtbot: QtBot, width: int, columns: int) -> None:
    grid = TileGrid()
    qtbot.addWidget(grid)
    grid.resize(width, 700)
    cells = [QWidget() for _ in range(20)]
    grid.show_cells(cells)
    assert len({cell.geometry().left() for cell in cells}) == columns
    assert all(cell.geometry().right() < width for cell in cells)


def test_the_legend_counts_every_state(qtbot: QtBot) -> None:
    legend = Legend()
    qtbot.addWidget(legend)
    legend.show_counts({"met": 15, "not_met": 1})
    assert "Đạt: 15; Chưa đạt: 1; Chưa đủ số liệu: 0" in legend.accessibleName()


def test_a_message_says_what_happened_and_what_was_kept(qtbot: QtBot) -> None:
    page = QWidget()
    strip = MessageStrip(page)
    qtbot.addWidget(page)
    page.show()
    acted: list[bool] = []
    strip.fail(UserError("Không đọc được tệp. Hãy chọn tệp khác."), kept="Hai tệp kia đã nhận.")
    assert (strip.words.text(), strip.kept.text()) == (
        "Không đọc được tệp. Hãy chọn tệp khác.",
        "Hai tệp kia đã nhận.",
    )
    strip.say("Xong", action="Mở", then=lambda: acted.append(True))
    qtbot.mouseClick(strip.action, Qt.MouseButton.LeftButton)
    assert acted == [True]
    assert strip.isHidden()


def test_a_long_list_of_problems_leaves_the_page_its_room(qtbot: QtBot) -> None:
    page = QWidget()
    page.resize(600, 500)
    strip = MessageStrip(page)
    qtbot.addWidget(page)
    page.show()
    places = [f"- Tờ “Đơn vị”, ô B{row}: thiếu “Tên”" for row in range(50)]
    strip.say("\n".join(["Tệp có 50 chỗ phải sửa:", *places]))
    assert strip.words.text() == "Tệp có 50 chỗ phải sửa:"
    assert strip.lines.toPlainText().splitlines() == places
    assert strip.lines.isVisible()
    assert strip.sizeHint().height() < page.height() / 2
    assert places[-1] in strip.words.accessibleName()
    strip.say("Đã nhập.")
    assert not strip.lines.isVisible()


def test_a_job_shows_phase_and_count_and_can_be_stopped(qtbot: QtBot) -> None:
    bar, job = JobBar(), Job()
    qtbot.addWidget(bar)
    bar.follow(job)
    job.step("Đang ghi", 20, 100)
    assert (bar.phase.text(), bar.count.text()) == ("Đang ghi", "20 trên 100")
    qtbot.mouseClick(bar.stop, Qt.MouseButton.LeftButton)
    assert bar.stop.text() == "Đang dừng…"
    job.ended.emit()
    assert bar.isHidden()


def test_a_job_counts_bytes_beyond_two_to_the_31(qtbot: QtBot) -> None:
    bar, job = JobBar(), Job()
    qtbot.addWidget(bar)
    bar.follow(job)
    job.step("Đang ghi", 1_500_000_000, 3_000_000_000)
    assert bar.count.text() == "1,5 GB trên 3,0 GB"
    assert bar.bar.value() * 2 == bar.bar.maximum()


def test_navigation_says_which_screen_is_asked_for(qtbot: QtBot) -> None:
    navigation = NavigationList()
    qtbot.addWidget(navigation)
    navigation.add("overview", "Tổng quan", "overview")
    navigation.add("criteria", "Tiêu chí", "criteria")
    navigation.mark("overview")
    with qtbot.waitSignal(navigation.chosen) as chosen:
        qtbot.mouseClick(navigation.button("criteria"), Qt.MouseButton.LeftButton)
    assert chosen.args == ["criteria"]
    assert navigation.button("criteria").isChecked()


def drop(target: QWidget, *files: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
    how = Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(target, QDragEnterEvent(QPoint(5, 5), *how))
    QApplication.sendEvent(target, QDropEvent(QPointF(5, 5), *how))


def test_dropped_files_arrive_as_paths(qtbot: QtBot, tmp_path: Path) -> None:
    area, page = DropArea("Kéo thả tệp vào đây", "Chọn tệp…"), QWidget()
    qtbot.addWidget(area)
    qtbot.addWidget(page)
    anywhere = DropAnywhere(page)
    file = tmp_path / "Báo cáo số 12.pdf"
    with qtbot.waitSignal(area.dropped) as dropped:
        drop(area, file)
    assert dropped.args == [(file,)]
    with qtbot.waitSignal(anywhere.dropped) as dropped:
        drop(page, file)
    assert dropped.args == [(file,)]


@pytest.mark.parametrize(
    ("order", "pixel"), [("BGRA", b"\x00\x00\xff\xff"), ("RGBA", b"\xff\x00\x00\xff")]
)
def test_pixels_are_shown_in_their_order(qtbot: QtBot, order: str, pixel: bytes) -> None:
    view = PixelView()
    qtbot.addWidget(view)
    row = pixel * 3 + b"\x00" * 4
    view.show_pixels(row * 2, width=3, height=2, stride=16, order=order)
    assert view.picture.pixelColor(2, 1) == QColor(255, 0, 0)
    view.clear()
    assert view.is_empty


def test_searching_shows_answers_and_enter_takes_the_first(qtbot: QtBot) -> None:
    window = QWidget()
    box = SearchBox(window)
    QVBoxLayout(window).addWidget(box)
    other = QLineEdit(window)
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    other.setFocus()
    with qtbot.waitSignal(box.asked) as asked:
        qtbot.keyClicks(box, "nuoc sach")
    assert asked.args == ["nuoc sach"]
    box.show_found("nuoc", [])
    assert box.list.count() == 0  # an answer to an earlier question
    found = [Found("criteria:17.1", "17.1 Nước sạch"), Found("criteria:17.2", "17.2 Cơ sở")]
    box.show_found("nuoc sach", found)
    qtbot.keyClick(box, Qt.Key.Key_Down)
    with qtbot.waitSignal(box.taken) as taken:
        qtbot.keyClick(box, Qt.Key.Key_Return)
    assert taken.args == ["criteria:17.2"]
    assert box.text() == ""
    assert box.mapTo(window, QPoint(0, 0)).x() >= 0


@pytest.mark.parametrize(
    "topic", ["bat-dau", "tong-quan", "tieu-chi", "gui-ho-so", "nhan-ho-so", "trao-doi"]
)
def test_help_is_there_for_every_screen(qtbot: QtBot, topic: str) -> None:
    dialog = HelpDialog(topic)
    qtbot.addWidget(dialog)
    assert len(dialog.text.toPlainText()) > 300


def test_navigation_says_how_many_things_wait(qtbot: QtBot) -> None:
    navigation = NavigationList()
    qtbot.addWidget(navigation)
    navigation.add("conflicts", "Chưa thống nhất", "conflict", name="Số liệu chưa thống nhất")
    entry = navigation.button("conflicts")
    assert entry.accessibleName() == "Số liệu chưa thống nhất"
    navigation.show_count("conflicts", 3)
    assert entry.accessibleName() == "Số liệu chưa thống nhất, 3 mục"
    (badge,) = entry.findChildren(QLabel)
    assert badge.text() == "3"
    navigation.show_count("conflicts", 150)
    assert badge.text() == "99+"
    navigation.show_count("conflicts", 0)
    assert not badge.isVisibleTo(entry)
    assert entry.accessibleName() == "Số liệu chưa thống nhất"
