"""Gửi kết quả: an authority or agency sends to many offices; and what was sent before."""

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
from ntm_desktop.domain.topics import Topic
from ntm_desktop.errors import UserError
from ui.changes import Changes
from ui.screen import Screen, scrolling
from ui.screens.send import package_words
from ui.screens.send.history import History
from ui.screens.send.manner import Order
from ui.screens.send.office_list import OfficeList
from ui.screens.send.places import Way
from ui.screens.send.resending import Resending
from ui.screens.send.send_page import SendPage
from ui.screens.send.services import SendServices
from ui.tasks import Job, TaskRunner
from ui.widgets.card import Card
from ui.widgets.column import Column
from ui.widgets.job_bar import JobBar
from ui.widgets.labels import label
from ui.widgets.message_strip import MessageStrip
from ui.widgets.page_row import PageRow

if TYPE_CHECKING:
    from ntm_desktop.services.sending import EachExport, Planned

_PAGES = ("Gửi", "Đã gửi")
_WIDE, _NARROW, _WIDE_PAGE = 430, 350, 1000
_NOBODY = "Hãy đánh dấu ít nhất một nơi nhận trong danh sách."


class ResultsScreen(Screen):
    """Offices to be ticked on the left, where and how on the right."""

    help_topic: ClassVar[str] = "gui-ket-qua"

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
        self._sheet: Sheet | None = None
        self._order: Order | None = None
        self.message = MessageStrip()
        self.job_bar = JobBar()
        self.offices = OfficeList()
        self.sending = SendPage(
            "Ghi gói",
            receiver="",
            mail_folder=self._workplace.folder.outbox,
            ask_for_drives=self._ask_for_drives,
        )
        self.history = History(lambda unit: self.offices.names.get(unit, unit))
        self.stack = QStackedWidget()
        self.row = PageRow(_PAGES, self.go_to_page)
        self.pages = self.row.buttons
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
        self.go_to_page(0)

    def show_sheet(self, sheet: Sheet) -> None:
        """Turn to another year: it goes into the names of the files."""
        self._sheet = sheet
        self.refresh()

    def refresh(self) -> None:
        """Ask whom one can send to, what is new for them, and what was sent."""
        self._tasks.run(
            self, self._known_offices, done=self.offices.show_offices, failed=self.message.fail
        )
        self._tasks.run(
            self, self._services.sent, done=self.history.show_lines, failed=self.message.fail
        )

    def _known_offices(self) -> "list[Planned]":
        return self._workplace.sending.receivers()

    def open_place(self, place: str) -> None:
        """Choose an office by its code, or open the history ("sent")."""
        self.go_to_page(1 if place == "sent" else 0)
        if place != "sent":
            self.offices.tick([place])

    def go_to_page(self, number: int) -> None:
        """Bring a page (from 0) to the front."""
        self.stack.setCurrentIndex(number)
        self.pages[number].setChecked(True)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the list more room in a narrow window, as Qt asks."""
        self._right.setFixedWidth(_WIDE if self.width() > _WIDE_PAGE else _NARROW)
        super().resizeEvent(event)

    def _lay_out(self) -> None:
        page = QVBoxLayout(self)
        page.setContentsMargins(20, 16, 20, 14)
        page.setSpacing(10)
        page.addWidget(label("Gửi kết quả", "title"))
        page.addWidget(self.row)
        page.addWidget(self.message)
        page.addWidget(self.job_bar)
        first = QWidget()
        row = QHBoxLayout(first)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(14)
        card = Card("Gửi cho ai")
        card.body.addWidget(self.offices, 1)
        row.addWidget(card, 1)
        column = Column()
        column.body.addWidget(self.sending)
        self._right = scrolling(column)
        row.addWidget(self._right)
        before = Card("Đã gửi")
        before.body.addWidget(scrolling(self.history), 1)
        self.stack.addWidget(first)
        self.stack.addWidget(before)
        page.addWidget(self.stack, 1)

    def _connect(self) -> None:
        self.sending.asked.connect(self._send)
        self.history.asked.connect(self.resending.begin)
        self.resending.written.connect(self._announce)
        self._changes.announced.connect(self._reread)

    def _ask_for_drives(self) -> None:
        self._tasks.run(
            self,
            self._services.drives,
            done=self.sending.places.show_drives,
            failed=self.message.fail,
        )

    @Slot(object)
    def _send(self, order: Order) -> None:
        chosen, sheet = self.offices.chosen, self._sheet
        if not chosen or sheet is None:
            self.sending.say(_NOBODY)
            return
        keys = self._session.ask(self, package_words.WHY_KEYS)
        if keys is None:
            self.sending.say(package_words.DECLINED, tone="note")
            return
        self._order = order

        def work(job: Job) -> "EachExport":
            if order.way is Way.MAIL:
                order.target.mkdir(parents=True, exist_ok=True)
            return self._workplace.sending.export_each(
                order.target,
                chosen,
                keys=keys,
                year=sheet.year,
                progress=job,
                full=order.full,
                plain=order.plain,
                part_size=order.part_size,
            )

        self.sending.set_busy(True)
        job = self._tasks.start(self, work, done=self._sent, failed=self._not_sent)
        self.job_bar.follow(job, "Đang ghi gói hồ sơ")

    def _sent(self, made: "EachExport") -> None:
        self.sending.set_busy(False)
        order = self._order
        if order is None:
            return
        counted = package_words.written_each(made, self.offices.names)
        if made.failed or made.left:
            words = package_words.broken_off(made)
            self.sending.say(words, kept=counted, tone="warning" if made.done else "error")
        else:
            by_mail = order.way is Way.MAIL
            self.sending.show_written(
                package_words.done(order.way, len(made.done)),
                counted,
                files=package_words.files(made.done),
                how=package_words.by_mail(made.done, _name(self.offices, made)) if by_mail else "",
                folder=order.target,
                on_stick=order.way is Way.STICK,
            )
        if made.done:
            self._announce()

    def _not_sent(self, error: UserError) -> None:
        self.sending.set_busy(False)
        self.sending.say(str(error), kept="Chưa ghi gì.")

    @Slot()
    def _announce(self) -> None:
        self._changes.announce(frozenset({Topic.PACKAGES}))

    @Slot(object)
    def _reread(self, topics: frozenset[Topic]) -> None:
        if topics:
            self.refresh()


def _name(offices: OfficeList, made: "EachExport") -> str:
    """Name the receiver where there is only one."""
    unit = made.done[0].receiver
    return offices.names.get(unit, unit)
