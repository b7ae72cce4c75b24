"""So sánh năm: this year held against an earlier one, carried forward, and what may be lost."""

from pathlib import Path
from typing import ClassVar

from PySide6.QtCore import QSignalBlocker, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from ntm_desktop.domain.assessment import Sheet
from ntm_desktop.domain.comparison import LineComparison
from ntm_desktop.domain.outlook import Review
from ntm_desktop.domain.topics import Topic
from ntm_desktop.errors import UserError
from ntm_desktop.services.workplace import Workplace
from ntm_desktop.services.years import BadDayError
from ui.changes import Changes
from ui.screen import Screen
from ui.screens.years import columns
from ui.screens.years.carry_desk import CarryDesk
from ui.screens.years.risk_card import RiskCard
from ui.screens.years.table import YearsTable
from ui.tasks import TaskRunner
from ui.widgets import choosing
from ui.widgets.buttons import button
from ui.widgets.card import Card
from ui.widgets.labels import label
from ui.widgets.message_strip import MessageStrip
from ui.widgets.opening import open_or_tell

_SHOWS = {Topic.ASSESSMENTS, Topic.EVIDENCE, Topic.THRESHOLDS, Topic.UNITS}
_RISKS, _NARROW_RISKS, _WIDE = 330, 262, 1000
_YEAR = 176
CARRY = "carry"
"""The place of this screen that asks to carry the year before forward."""


class YearsScreen(Screen):
    """Holds a sheet against an earlier year; what was carried over is confirmed here at once."""

    help_topic: ClassVar[str] = "so-sanh-nam"

    def __init__(
        self,
        *,
        workplace: Workplace,
        tasks: TaskRunner,
        changes: Changes,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._workplace, self._tasks, self._changes = workplace, tasks, changes
        self._sheet: Sheet | None = None
        self._before: int | None = None
        self._until = ""
        self.message = MessageStrip()
        self.title = label("So sánh năm", "title")
        self.summary = label("", "caption", wrap=True)
        self.before = QComboBox()
        self.before.setAccessibleName("So với năm")
        self.before.setMinimumWidth(_YEAR)
        self.kind = QComboBox()
        self.kind.setAccessibleName("Lọc chỉ tiêu")
        self.kind.addItems([words for words, _ in columns.FILTERS])
        self.table = YearsTable()
        self.nothing = label(columns.NOTHING, "secondary", wrap=True)
        self.confirm = button("Xác nhận các dòng đã chọn", icon="check")
        self.print = button("In bảng so sánh…", icon="print")
        self.carry = button("Mang số liệu sang…", role="main")
        self.risks = RiskCard()
        self.desk = CarryDesk(workplace.carrying, tasks, changes, self.message, self)
        self._lay_out()
        self._connect()

    def show_sheet(self, sheet: Sheet) -> None:
        """Turn to another subject, set or year."""
        self._sheet, self._before, self._until = sheet, None, ""
        self.refresh()

    def open_place(self, place: str) -> None:
        """Ask at once to carry the year before forward."""
        if place == CARRY:
            self._ask_to_carry()

    def refresh(self) -> None:
        """Ask how the years compare and what may be lost."""
        sheet, before, until = self._sheet, self._before, self._until
        if sheet is None:
            return
        self._tasks.run(
            self,
            lambda: self._workplace.years.review(sheet, before, until),
            done=self._show,
            failed=self._show_failure,
        )

    def _show(self, shown: Review) -> None:
        if shown.outlook.sheet != self._sheet:
            return
        found = shown.comparison
        self._show_years(shown)
        self.summary.setText(found.words if found else "")
        self.table.show_lines(list(found.lines) if found else [])
        for part in (self.table, self.kind, self.confirm, self.print, self.carry, self.before):
            part.setVisible(found is not None)
        self.nothing.setVisible(found is None)
        self.risks.show_outlook(shown.outlook)
        self._offer_confirming()

    def _show_years(self, shown: Review) -> None:
        with QSignalBlocker(self.before):
            self.before.clear()
            for year in shown.earlier:
                self.before.addItem(f"So với năm {year}", year)
            chosen = shown.comparison.before.sheet.year if shown.comparison else None
            self.before.setCurrentIndex(self.before.findData(chosen))

    def _show_failure(self, error: UserError) -> None:
        if isinstance(error, BadDayError):
            self._until = ""
            self.risks.until.show_wrong(wrong=True)
        self.message.fail(error, kept="Số liệu đã lưu vẫn còn nguyên.")

    @Slot()
    def _choose_year(self) -> None:
        self._before = self.before.currentData()
        self.refresh()

    @Slot(str)
    def _choose_day(self, typed: str) -> None:
        self.message.hide()
        self._until = typed
        self.refresh()

    @Slot()
    def _offer_confirming(self) -> None:
        count = len(self.table.to_confirm())
        self.confirm.setEnabled(bool(count))
        words = f"Xác nhận {count} dòng đã chọn" if count else "Xác nhận các dòng đã chọn"
        self.confirm.setText(words)
        self.confirm.setAccessibleName(words)

    @Slot()
    def _confirm(self) -> None:
        sheet, codes = self._sheet, self.table.to_confirm()
        if sheet is None or not codes:
            return

        def done(changed: frozenset[Topic]) -> None:
            said = f"Đã xác nhận {len(codes)} chỉ tiêu." if changed else columns.CONFIRMED_BEFORE
            self.message.say(said, tone="done")
            self._changes.announce(changed)

        self._tasks.run(
            self,
            lambda: self._workplace.carrying.confirm(sheet, codes),
            done=done,
            failed=self.message.fail,
        )

    @Slot()
    def _ask_to_carry(self) -> None:
        if self._sheet is not None:
            self.desk.ask(self._sheet, self._before)

    @Slot()
    def _ask_to_print(self) -> None:
        sheet = self._sheet
        if sheet is not None:
            name = f"So sánh năm {sheet.year}.pdf"
            target = choosing.new_file(self, "In bảng so sánh", name, "PDF (*.pdf)")
            if target is not None:
                self.print_to(target)

    def print_to(self, target: Path) -> None:
        """Write both years and what may be lost to a PDF, and open it."""
        sheet, year, until = self._sheet, self.before.currentData(), self._until
        if sheet is not None:
            self._tasks.start(
                self,
                lambda job: self._workplace.years.print_comparison(
                    sheet, target, job, year=year, until=until
                ),
                done=lambda pages: self._printed(target, pages),
                failed=self.message.fail,
            )

    def _printed(self, target: Path, pages: int) -> None:
        self.message.say(
            f"Đã ghi {pages} trang vào “{target.name}”.",
            tone="done",
            action="Mở tệp",
            then=lambda: open_or_tell(target, self.message),
        )

    @Slot(object)
    def _reread(self, topics: frozenset[Topic]) -> None:
        if topics & _SHOWS:
            self.refresh_when_seen()

    @Slot(object)
    def _open(self, line: LineComparison) -> None:
        self.asked_for.emit(f"criteria:{line.now.indicator.code}")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the table more room in a narrow window, as Qt asks."""
        wide = self.width() >= _WIDE
        self.risks.setFixedWidth(_RISKS if wide else _NARROW_RISKS)
        self.table.shape(wide=wide)
        super().resizeEvent(event)

    def _connect(self) -> None:
        self.before.currentIndexChanged.connect(self._choose_year)
        self.kind.currentIndexChanged.connect(self.table.filter_by)
        self.table.picked.connect(self._offer_confirming)
        self.table.opened.connect(self._open)
        self.confirm.clicked.connect(self._confirm)
        self.print.clicked.connect(self._ask_to_print)
        self.carry.clicked.connect(self._ask_to_carry)
        self.risks.until_changed.connect(self._choose_day)
        self.risks.lines.taken.connect(self.asked_for)
        self._changes.announced.connect(self._reread)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(self.title)
        head.addWidget(self.before)
        head.addStretch(1)
        head.addWidget(self.print)
        head.addWidget(self.carry)
        tools = QHBoxLayout()
        tools.addWidget(self.kind)
        tools.addStretch(1)
        tools.addWidget(self.confirm)
        card = Card()
        card.body.setContentsMargins(8, 10, 8, 8)  # the names of indicators need the room
        card.body.addLayout(tools)
        card.body.addWidget(self.nothing)
        card.body.addWidget(self.table, 1)
        card.body.addStretch(0)
        parts = QHBoxLayout()
        parts.setSpacing(12)
        parts.addWidget(card, 1)
        parts.addWidget(self.risks)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 14)
        layout.setSpacing(10)
        layout.addLayout(head)
        layout.addWidget(self.summary)
        layout.addWidget(self.message)
        layout.addLayout(parts, 1)
