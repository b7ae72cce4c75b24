"""Lập và gửi hồ sơ: check, papers, send; and what was sent before."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from ntm_desktop.domain.assessment import Sheet
from ntm_desktop.domain.findings import findings
from ntm_desktop.domain.standing import Board
from ntm_desktop.domain.topics import Topic
from ntm_desktop.errors import UserError
from ui.changes import Changes
from ui.screen import Screen, scrolling
from ui.screens.send import columns, package_words
from ui.screens.send.check_page import CheckPage
from ui.screens.send.history import History
from ui.screens.send.manner import Order
from ui.screens.send.papers_page import Paper, PapersPage, free_name
from ui.screens.send.places import Way
from ui.screens.send.resending import Resending
from ui.screens.send.send_page import SendPage
from ui.screens.send.services import SendServices
from ui.stoppable import stoppable
from ui.tasks import Job, TaskRunner
from ui.widgets.card import Card
from ui.widgets.column import Column
from ui.widgets.job_bar import JobBar
from ui.widgets.labels import label
from ui.widgets.message_strip import MessageStrip
from ui.widgets.page_row import PageRow

if TYPE_CHECKING:
    from ntm_desktop.domain.dossier import LeftOut
    from ntm_desktop.services.correspondence import SentLine
    from ntm_desktop.services.sending import ExportReceipt, Planned

_SHOWS = {Topic.ASSESSMENTS, Topic.EVIDENCE, Topic.THRESHOLDS, Topic.UNITS}
_LIST_WIDTH, _NARROW_LIST, _WIDE_PAGE = 330, 262, 1000
_KEPT = "Số liệu trong chương trình vẫn còn nguyên."
_STOPPED = "Đã dừng. Không có tệp nào được ghi."
Made = tuple[str, Path, Sequence["LeftOut"]]
"""What a paper holds in words, its file, and what could not be appended."""


class SendScreen(Screen):
    """Three steps, each open at any time, beside the list of what was sent.

    Services beyond the first screen's are loaded by the work that needs them.
    """

    help_topic: ClassVar[str] = "gui-ho-so"

    def __init__(
        self,
        *,
        services: SendServices,
        tasks: TaskRunner,
        changes: Changes,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._services, self._tasks, self._changes = services, tasks, changes
        self._workplace, self._session = services.workplace, services.session
        self._authority = self._workplace.office.authority
        self._sheet: Sheet | None = None
        self._board: Board | None = None
        self._order: Order | None = None
        self.message = MessageStrip()
        self.job_bar = JobBar()
        self.check = CheckPage()
        self.papers = PapersPage()
        self.sending = SendPage(
            "Gửi gói hồ sơ",
            receiver=f"Nơi nhận: {self._authority.name}",
            mail_folder=self._workplace.folder.outbox,
            ask_for_drives=self._ask_for_drives,
        )
        self.stack = QStackedWidget()
        self.row = PageRow(columns.STEPS, self.go_to_step)
        self.steps = self.row.buttons
        self.history = History(self._named)
        self.resending = Resending(
            services=services,
            tasks=tasks,
            page=self,
            message=self.message,
            job_bar=self.job_bar,
            target=lambda: self.sending.places.target,
        )
        self._lay_out()
        self._connect()
        self.go_to_step(0)

    def show_sheet(self, sheet: Sheet) -> None:
        """Turn to another subject, set or year."""
        self._sheet = sheet
        self.refresh()

    def refresh(self) -> None:
        """Ask what is missing and what was sent."""
        sheet = self._sheet
        if sheet is None:
            return
        self._tasks.run(
            self,
            lambda: self._workplace.self_assessment.board(sheet),
            done=self._show_board,
            failed=self._fail,
        )
        self._tasks.run(self, self._services.sent, done=self._show_history, failed=self._fail)
        self._plan()

    def open_place(self, place: str) -> None:
        """Open a step: check, papers, checklist or package."""
        self.go_to_step({"check": 0, "papers": 1, "checklist": 1, "package": 2}.get(place, 0))
        if place == "checklist":
            self.papers.buttons[Paper.BLANK].setFocus()

    def go_to_step(self, number: int) -> None:
        """Bring a step (from 0) to the front."""
        self.stack.setCurrentIndex(number)
        self.steps[number].setChecked(True)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the steps more room in a narrow window, as Qt asks."""
        self.history_card.setFixedWidth(_LIST_WIDTH if self.width() > _WIDE_PAGE else _NARROW_LIST)
        super().resizeEvent(event)

    def _lay_out(self) -> None:
        page = QVBoxLayout(self)
        page.setContentsMargins(20, 16, 20, 14)
        page.setSpacing(10)
        page.addWidget(label("Lập và gửi hồ sơ", "title"))
        page.addWidget(self.row)
        page.addWidget(self.message)
        page.addWidget(self.job_bar)
        lower = QHBoxLayout()
        lower.setSpacing(14)
        self.stack.addWidget(self.check)
        for each in (self.papers, self.sending):
            column = Column()
            column.body.addWidget(each)
            self.stack.addWidget(scrolling(column))
        lower.addWidget(self.stack, 1)
        self.history_card = Card("Đã gửi")
        self.history_card.body.addWidget(scrolling(self.history), 1)
        lower.addWidget(self.history_card)
        page.addLayout(lower, 1)

    def _connect(self) -> None:
        self.check.lines.taken.connect(self.asked_for)
        self.check.passed.connect(lambda: self.go_to_step(1))
        self.papers.passed.connect(lambda: self.go_to_step(2))
        self.papers.asked.connect(self._make)
        self.sending.asked.connect(self._send)
        self.sending.manner.full_changed.connect(self._plan)
        self.history.asked.connect(self.resending.begin)
        self.resending.written.connect(self._announce)
        self._changes.announced.connect(self._reread)

    def _show_board(self, board: Board) -> None:
        found = findings(board)
        self._board = board
        self.check.show_board(board, found)
        self.sending.show_warning(columns.warning(board, found))

    def _show_history(self, lines: Sequence["SentLine"]) -> None:
        self.history.show_lines(lines)

    def _ask_for_drives(self) -> None:
        self._tasks.run(
            self,
            self._services.drives,
            done=self.sending.places.show_drives,
            failed=self._fail,
        )

    @Slot(object)
    def _make(self, paper: Paper) -> None:
        sheet = self._sheet
        if sheet is None:
            return
        folder = self.papers.folder

        def work(job: Job) -> Made:
            name = f"{paper.file_name} {self._workplace.office.unit.name} {sheet.year}"
            path = free_name(folder, name)
            if paper is Paper.DOSSIER:
                receipt = self._workplace.documents.dossier(path, sheet, job)
                words = columns.made("hồ sơ", receipt.pages, receipt.appended)
                return words, path, receipt.left_out
            pages = self._workplace.documents.checklist(
                path, sheet, job, filled=paper is Paper.FILLED
            )
            return columns.made("phiếu kiểm tra", pages), path, ()

        self.papers.set_busy(True)
        job = self._tasks.start(self, stoppable(work), done=self._made, failed=self._not_made)
        self.job_bar.follow(job, f"Đang {paper.value.lower()}")

    def _made(self, made: Made | None) -> None:
        self.papers.set_busy(False)
        if made is None:
            self.papers.message.say(_STOPPED)
        else:
            self.papers.show_made(*made)

    def _not_made(self, error: UserError) -> None:
        self.papers.set_busy(False)
        self.papers.message.fail(error, kept=_KEPT)

    @Slot()
    def _plan(self) -> None:
        """Ask what would be sent."""
        full = self.sending.manner.full.isChecked()
        self._tasks.run(
            self,
            lambda: self._workplace.sending.planned(full=full),
            done=self._show_plan,
            failed=self._fail,
        )

    def _show_plan(self, plan: "Planned") -> None:
        full = self.sending.manner.full.isChecked()
        self.sending.show_plan(package_words.planned(plan, full=full))
        self.sending.manner.show_key(plan.name, known=plan.can_seal)

    @Slot(object)
    def _send(self, order: Order) -> None:
        sheet = self._sheet
        if sheet is None:
            return
        keys = self._session.ask(self, package_words.WHY_KEYS)
        if keys is None:
            self.sending.say(package_words.DECLINED, tone="note")
            return
        self._order = order

        def work(job: Job) -> "ExportReceipt":
            if order.way is Way.MAIL:
                order.target.mkdir(parents=True, exist_ok=True)
            return self._workplace.sending.export(
                order.target,
                keys=keys,
                year=sheet.year,
                progress=job,
                full=order.full,
                plain=order.plain,
                part_size=order.part_size,
            )

        self.sending.set_busy(True)
        job = self._tasks.start(self, stoppable(work), done=self._sent, failed=self._not_sent)
        self.job_bar.follow(job, "Đang ghi gói hồ sơ")

    def _sent(self, receipt: "ExportReceipt | None") -> None:
        self.sending.set_busy(False)
        order = self._order
        if receipt is None or order is None:
            self.sending.say(_STOPPED, tone="note")
            return
        name, by_mail = self._authority.name, order.way is Way.MAIL
        criteria = columns.met(self._board) if self._board else ""
        self.sending.show_written(
            package_words.done(order.way),
            package_words.written(receipt, name, criteria),
            files=package_words.files([receipt]),
            how=package_words.by_mail([receipt], name) if by_mail else "",
            folder=order.target,
            on_stick=order.way is Way.STICK,
        )
        self.sending.manner.full.setChecked(False)
        self._announce()

    def _not_sent(self, error: UserError) -> None:
        self.sending.set_busy(False)
        self.sending.say(
            str(error), kept="Chưa gửi gì. Số liệu trong chương trình vẫn còn nguyên."
        )

    @Slot()
    def _announce(self) -> None:
        self._changes.announce(frozenset({Topic.PACKAGES}))

    def _named(self, unit: str) -> str:
        """Name a receiver within a sentence."""
        own = unit == self._workplace.office.unit.code
        if unit == self._authority.code:
            return columns.level(self._authority)
        return "máy khác của cơ quan" if own else unit

    @Slot(object)
    def _reread(self, topics: frozenset[Topic]) -> None:
        if topics & (_SHOWS | {Topic.PACKAGES}):
            self.refresh()

    def _fail(self, error: UserError) -> None:
        self.message.fail(error, kept=_KEPT)
