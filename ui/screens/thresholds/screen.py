"""Mức quy định: the authority enters or confirms what the province's decision states."""

from collections.abc import Sequence
from typing import ClassVar

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from ntm_desktop.domain.assessment import Sheet
from ntm_desktop.domain.criteria import IndicatorCode
from ntm_desktop.domain.standing import Board
from ntm_desktop.domain.topics import Topic
from ntm_desktop.services.self_assessment import SelfAssessment
from ntm_desktop.services.thresholds import OpenedFigure, Statement, Thresholds
from ui.changes import Changes
from ui.screen import Screen
from ui.screens.thresholds import columns
from ui.tasks import TaskRunner
from ui.widgets.card import Card
from ui.widgets.labels import label
from ui.widgets.line_list import LineList
from ui.widgets.message_strip import MessageStrip
from ui.widgets.threshold_dialog import ThresholdDialog

_SHOWS = {Topic.THRESHOLDS, Topic.UNITS}
_WHY = (
    "Mức nhập ở đây được dùng để đánh giá hồ sơ của mọi xã gửi về. "
    "Bấm vào một chỉ tiêu để nhập hoặc xác nhận theo quyết định của tỉnh."
)


class ThresholdsScreen(Screen):
    """Lists every figure with its source; a click opens it."""

    help_topic: ClassVar[str] = "muc-quy-dinh"

    def __init__(
        self,
        *,
        self_assessment: SelfAssessment,
        thresholds: Thresholds,
        tasks: TaskRunner,
        changes: Changes,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._self_assessment, self._thresholds = self_assessment, thresholds
        self._tasks, self._changes = tasks, changes
        self._sheet: Sheet | None = None
        self._board: Board | None = None
        self.dialog: ThresholdDialog | None = None
        self.message = MessageStrip()
        self.filter = QLineEdit()
        self.filter.setPlaceholderText("Lọc chỉ tiêu, không cần dấu")
        self.filter.setAccessibleName("Lọc chỉ tiêu")
        self.filter.setClearButtonEnabled(True)
        self.filter.textChanged.connect(self._list)
        self.count = label("", "caption")
        self.list = LineList("Các mức quy định")
        self.list.taken.connect(self.open_place)
        self._lay_out()
        changes.announced.connect(self._reread)

    def _lay_out(self) -> None:
        card = Card()
        card.body.addWidget(self.filter)
        card.body.addWidget(self.list, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 14)
        layout.setSpacing(10)
        layout.addWidget(label("Mức quy định", "title"))
        layout.addWidget(label(_WHY, "caption", wrap=True))
        layout.addWidget(self.count)
        layout.addWidget(self.message)
        layout.addWidget(card, 1)

    def show_sheet(self, sheet: Sheet) -> None:
        """Turn to another set or year."""
        self._sheet = sheet
        self.refresh()

    def refresh(self) -> None:
        """Ask for every figure and show them when they arrive."""
        sheet = self._sheet
        if sheet is not None:
            self._tasks.run(
                self,
                lambda: self._self_assessment.board(sheet),
                done=self._show,
                failed=self.message.fail,
            )

    def open_place(self, place: str) -> None:
        """Open the figures of an indicator by its code."""
        sheet, code = self._sheet, IndicatorCode(place)
        if sheet is None:
            return
        self._tasks.run(
            self,
            lambda: self._thresholds.opened(sheet.criteria_set, code),
            done=lambda opened: self._ask(sheet, code, opened),
            failed=self.message.fail,
        )

    def _show(self, board: Board) -> None:
        self._board = board
        self.count.setText(columns.summary(columns.lines(board)))
        self._list()

    @Slot()
    def _list(self) -> None:
        if self._board is not None:
            self.list.show_lines(columns.lines(self._board, self.filter.text()))

    def _ask(self, sheet: Sheet, code: IndicatorCode, opened: OpenedFigure) -> None:
        if self._board is None:
            return
        dialog = ThresholdDialog(self._board.indicator(code), opened, sheet.year, self)
        dialog.stated.connect(lambda stated: self._state(dialog, sheet, code, stated))
        self.dialog = dialog
        dialog.open()

    def _state(
        self,
        dialog: ThresholdDialog,
        sheet: Sheet,
        code: IndicatorCode,
        statements: Sequence[Statement],
    ) -> None:
        def work() -> frozenset[Topic]:
            return self._thresholds.enter_all(
                sheet.criteria_set, code, statements, seen=dialog.opened.seen
            )

        def done(changed: frozenset[Topic]) -> None:
            dialog.accept()
            self.message.say(f"Đã lưu mức quy định của chỉ tiêu {code}.", tone="done")
            self._changes.announce(changed)

        self._tasks.run(dialog, work, done=done, failed=dialog.show_failure)

    @Slot(object)
    def _reread(self, topics: frozenset[Topic]) -> None:
        if topics & _SHOWS:
            self.refresh()
