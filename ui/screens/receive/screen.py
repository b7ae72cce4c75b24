"""Packages that come in: looked at first, then taken in; and what each unit has sent."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from ntm_desktop.domain.assessment import Sheet
from ntm_desktop.domain.ownership import Role
from ntm_desktop.domain.standing import Board
from ntm_desktop.domain.topics import Topic
from ntm_desktop.errors import UserError
from ui.changes import Changes
from ui.screen import Screen
from ui.screens.receive import columns
from ui.screens.receive.card import PackageCard
from ui.screens.receive.desk import Desk
from ui.screens.receive.page import ArrivalsPage, Heading
from ui.screens.receive.registry import Registry
from ui.screens.receive.standing_view import StandingView
from ui.tasks import Job, TaskRunner
from ui.widgets import choosing
from ui.widgets.drop_area import DropAnywhere
from ui.widgets.job_bar import JobBar
from ui.widgets.message_strip import MessageStrip

if TYPE_CHECKING:
    from ntm_desktop.services.correspondence import ArrivalLine, WaitingLine
    from ui.screens.receive.services import ReceiveServices
    from ui.session_keys import SessionKeys

_SHOWS = {
    Topic.PACKAGES,
    Topic.ASSESSMENTS,
    Topic.EVIDENCE,
    Topic.THRESHOLDS,
    Topic.UNITS,
    Topic.SETS,
}
REGISTER = "register"
"""The place of the screen where everything sent and received is listed."""


class ReceiveScreen(Screen):
    """Nhận hồ sơ in a commune, Hồ sơ đến at the receiving authority."""

    help_topic: ClassVar[str] = "nhan-ho-so"

    def __init__(
        self,
        *,
        services: "ReceiveServices",
        session: "SessionKeys",
        role: Role,
        tasks: TaskRunner,
        changes: Changes,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._services, self._session = services, session
        self._tasks, self._changes, self._role = tasks, changes, role
        self._sheet: Sheet | None = None
        self._unit = ""
        self._loaded = False
        self.heading = Heading(role)
        self.message = MessageStrip()
        self.job_bar = JobBar()
        self.page = ArrivalsPage(role)
        self.cards: list[PackageCard] = []
        self.standing = StandingView()
        self.desk = Desk(services.receiving, session, tasks, self)
        self.registry = Registry(services, tasks, self)
        self.stack = QStackedWidget()
        self._lay_out()
        self._connect()

    def show_sheet(self, sheet: Sheet) -> None:
        """Turn to another set or year."""
        self._sheet = sheet
        self.refresh()

    def refresh(self) -> None:
        """Ask what waits and what came."""
        sheet = self._sheet
        if sheet is None:
            return
        self._tasks.run(
            self,
            lambda: (
                self._services.correspondence().waiting(),
                self._services.correspondence().arrivals(sheet.criteria_set, sheet.year),
            ),
            done=self._show,
            failed=self._fail,
        )
        if self.stack.currentWidget() is self.standing:
            self._ask_for_board()
        if self.stack.currentWidget() is self.registry.view:
            self.registry.refresh()

    def open_place(self, place: str) -> None:
        """Show the register, or where a unit stands, by its code."""
        if place == REGISTER:
            self._open_register()
        else:
            self._unit = place
            self._ask_for_board()

    def take_files(self, files: object) -> None:
        """Look at packages that came from outside; one that lies here already is not doubled."""
        self._leave()
        here = {card.path for card in self.cards}
        for path in files if isinstance(files, tuple) else ():
            if isinstance(path, Path) and path not in here:
                self._add(path)
        self.page.area.verticalScrollBar().setValue(0)

    def _lay_out(self) -> None:
        for each in (self.page, self.standing, self.registry.view):
            self.stack.addWidget(each)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 12, 14)
        layout.setSpacing(10)
        for part in (self.heading, self.message, self.job_bar):
            layout.addWidget(part)
        layout.addWidget(self.stack, 1)

    def _connect(self) -> None:
        self.page.drop.dropped.connect(self.take_files)
        self.page.drop.asked.connect(self._choose)
        DropAnywhere(self).dropped.connect(self.take_files)
        self.heading.keys.clicked.connect(lambda: self.asked_for.emit("keys"))
        self.heading.register.clicked.connect(self._open_register)
        self.heading.take_all.clicked.connect(self._take_all)
        self.page.waiting.trust_asked.connect(lambda: self.asked_for.emit("keys:trust"))
        self.page.waiting.given_up.connect(self._give_up)
        self.page.table.chosen.connect(self.open_place)
        self.standing.left.connect(self._leave)
        self.registry.view.left.connect(self._leave)
        self.registry.said.connect(lambda words: self.message.say(words, tone="done"))
        self.registry.failed.connect(self._fail)
        self.registry.began.connect(self.job_bar.follow)
        self.registry.changed.connect(self._changes.announce)
        self.desk.began.connect(self.job_bar.follow)
        self.desk.changed.connect(self._changes.announce)
        self._session.changed.connect(self._look_at_sealed)
        self._changes.announced.connect(self._reread)

    @Slot()
    def _choose(self) -> None:
        self.take_files(choosing.files(self, "Chọn gói hồ sơ", columns.PACKAGE_FILES))

    def _add(self, path: Path) -> None:
        card = PackageCard(path)
        card.confirmed.connect(lambda: self.desk.take_in(card))
        card.asked_again.connect(lambda: self.desk.look(card))
        card.dismissed.connect(lambda: self._put_away(card))
        card.trust_asked.connect(lambda: self.asked_for.emit("keys:trust"))
        card.unlock_asked.connect(lambda: self._session.ask(self, columns.WHY_UNLOCK))
        card.place_asked.connect(self.asked_for)
        card.turned.connect(self._count_ready)
        self.cards.append(card)
        self.page.cards.addWidget(card)
        self.desk.look(card)

    def _put_away(self, card: PackageCard) -> None:
        self.desk.forget(card)
        self.cards.remove(card)
        self.page.cards.removeWidget(card)
        card.hide()
        card.deleteLater()
        self._count_ready()

    @Slot()
    def _count_ready(self) -> None:
        self.heading.take_all.setVisible(sum(card.is_ready for card in self.cards) > 1)

    @Slot()
    def _take_all(self) -> None:
        for card in [card for card in self.cards if card.is_ready]:
            self.desk.take_in(card)

    @Slot()
    def _look_at_sealed(self) -> None:
        """Open every package that waited for the passphrase, which is typed once for all."""
        for card in self.cards:
            if card.is_sealed and self._session.keys is not None:
                self.desk.look(card)

    def _show(self, found: "tuple[Sequence[WaitingLine], Sequence[ArrivalLine]]") -> None:
        waiting, arrivals = found
        page = self.page
        page.waiting.show_lines(waiting)
        page.table.show_lines(arrivals)
        page.table.setVisible(bool(arrivals))
        if waiting and not self._loaded:
            self._let_in()
        self._loaded = True
        page.nothing.setVisible(not arrivals)
        page.how.setVisible(not arrivals or self._role is Role.COMMUNE)

    @Slot()
    def _open_register(self) -> None:
        self._turn_to(self.registry.view)
        self.registry.refresh()
        self.registry.view.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _ask_for_board(self) -> None:
        sheet, unit = self._sheet, self._unit
        if sheet is None:
            return
        self._tasks.run(
            self,
            lambda: self._services.correspondence().standing(
                Sheet(unit, sheet.criteria_set, sheet.year)
            ),
            done=lambda found: self._show_board(*found),
            failed=self._fail,
        )

    def _show_board(self, board: Board, notes: Sequence[str]) -> None:
        self.standing.show_board(self.page.table.name_of(board.sheet.subject), board, notes)
        self._turn_to(self.standing)
        self.standing.tree.setFocus(Qt.FocusReason.OtherFocusReason)

    def _turn_to(self, view: QWidget) -> None:
        self.heading.hide()
        self.stack.setCurrentWidget(view)

    @Slot()
    def _leave(self) -> None:
        self.heading.show()
        if self.stack.currentWidget() is not self.page:
            self.stack.setCurrentWidget(self.page)
            self.page.table.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot(object)
    def _reread(self, topics: frozenset[Topic]) -> None:
        if topics & _SHOWS:
            self.refresh()
        if Topic.KEYS in topics:
            self._tasks.run(
                self,
                lambda: self._services.correspondence().known_keys(),
                done=self._retry,
                failed=self._fail,
            )

    def _retry(self, known: Mapping[bytes, str]) -> None:
        """Let in what waits, then look again at what came from those who are strangers no more."""
        if self.page.waiting.entries:
            self._let_in()
        for card in self.cards:
            if card.is_now_trusted(known):
                self.desk.look(card)

    def _let_in(self) -> None:
        def work(job: Job) -> frozenset[Topic]:
            return self._services.receiving().retry_waiting(job)

        self._tasks.start(self, work, done=self._retried, failed=self._fail)

    def _retried(self, changed: frozenset[Topic]) -> None:
        if changed:
            self.message.say("Gói đang chờ đã được nhập.", tone="done")
            self._changes.announce(changed - {Topic.KEYS})

    @Slot(str, int)
    def _give_up(self, package: str, part: int) -> None:
        self._tasks.run(
            self,
            lambda: self._services.receiving().give_up(package, part),
            done=self._gave_up,
            failed=self._fail,
        )

    def _gave_up(self, changed: frozenset[Topic]) -> None:
        self.message.say(
            "Đã thôi chờ gói này, chưa nhập gì của gói. Muốn nhận lại, hãy chọn tệp lần nữa.",
            tone="done",
        )
        self._changes.announce(changed)

    def _fail(self, error: UserError) -> None:
        self.message.fail(error, kept=columns.NOTHING_CHANGED)
