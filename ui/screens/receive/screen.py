"""Packages that come in: looked at first, then taken in; and what each unit has sent."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from ntm_desktop.domain.assessment import Sheet
from ntm_desktop.domain.ownership import Role
from ntm_desktop.domain.standing import Board
from ntm_desktop.domain.topics import Topic
from ntm_desktop.errors import UserError
from ui.changes import Changes
from ui.screen import Screen, scrolling
from ui.screens.receive import columns
from ui.screens.receive.arrivals import ArrivalTable
from ui.screens.receive.card import PackageCard
from ui.screens.receive.desk import Desk
from ui.screens.receive.standing_view import StandingView
from ui.tasks import Job, TaskRunner
from ui.widgets import choosing
from ui.widgets.buttons import button
from ui.widgets.card import Card
from ui.widgets.column import Column
from ui.widgets.drop_area import DropAnywhere, DropArea
from ui.widgets.job_bar import JobBar
from ui.widgets.labels import label
from ui.widgets.line_list import LineList
from ui.widgets.message_strip import MessageStrip

if TYPE_CHECKING:
    from ntm_desktop.services.correspondence import ArrivalLine, Correspondence, WaitingLine
    from ntm_desktop.services.receiving import Receiving

_SHOWS = {Topic.PACKAGES, Topic.ASSESSMENTS, Topic.EVIDENCE, Topic.THRESHOLDS, Topic.UNITS}


class ReceiveScreen(Screen):
    """Nhận hồ sơ in a commune, Hồ sơ đến at the receiving authority."""

    help_topic: ClassVar[str] = "nhan-ho-so"

    def __init__(
        self,
        *,
        receiving: Callable[[], "Receiving"],
        correspondence: Callable[[], "Correspondence"],
        role: Role,
        tasks: TaskRunner,
        changes: Changes,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._receiving, self._correspondence = receiving, correspondence
        self._tasks, self._changes, self._role = tasks, changes, role
        self._sheet: Sheet | None = None
        self._unit = ""
        self._loaded = False
        self.message = MessageStrip()
        self.job_bar = JobBar()
        self.drop = DropArea(
            "Kéo thả gói hồ sơ (.ntm) vào trang này, hoặc bấm nút để chọn. "
            "Chương trình kiểm tra gói trước, chưa thay đổi gì.",
            "Chọn gói hồ sơ…",
        )
        self.cards: list[PackageCard] = []
        self._cards = QVBoxLayout()
        self._cards.setSpacing(10)
        self.waiting = LineList("Gói đang chờ")
        self.table = ArrivalTable(with_standing=role is not Role.COMMUNE)
        self.standing = StandingView()
        self.stack = QStackedWidget()
        self.desk = Desk(receiving, tasks, self)
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
                self._correspondence().waiting(),
                self._correspondence().arrivals(sheet.criteria_set, sheet.year),
            ),
            done=self._show,
            failed=self._fail,
        )
        if self.stack.currentWidget() is self.standing:
            self._ask_for_board()

    def open_place(self, place: str) -> None:
        """Show where a unit stands, by its code."""
        self._unit = place
        self._ask_for_board()

    def take_files(self, files: object) -> None:
        """Look at packages that came from outside; one that lies here already is not doubled."""
        self._leave_board()
        here = {card.path for card in self.cards}
        for path in files if isinstance(files, tuple) else ():
            if isinstance(path, Path) and path not in here:
                self._add(path)
        self.area.verticalScrollBar().setValue(0)

    def _lay_out(self) -> None:
        column = Column()
        layout = column.body
        layout.addLayout(self._cards)
        layout.addWidget(self.drop)
        self.waiting_card = Card("Gói đang chờ")
        self.waiting_card.body.addWidget(self.waiting)
        self.waiting_card.hide()
        layout.addWidget(self.waiting_card)
        layout.addWidget(self._arrivals_card())
        self.how = self._how_card()
        layout.addWidget(self.how)
        layout.addStretch(1)
        self.area = scrolling(column)
        self.stack.addWidget(self.area)
        self.stack.addWidget(self.standing)
        page = QVBoxLayout(self)
        page.setContentsMargins(20, 16, 12, 14)
        page.setSpacing(10)
        self.heading = QWidget()
        self.heading.setLayout(self._head())
        page.addWidget(self.heading)
        page.addWidget(self.message)
        page.addWidget(self.job_bar)
        page.addWidget(self.stack, 1)

    def _head(self) -> QHBoxLayout:
        central = self._role is not Role.COMMUNE
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(label("Hồ sơ đến" if central else "Nhận hồ sơ", "title"))
        words.addWidget(
            label(
                "Gói hồ sơ các xã gửi về, và tình hình từng xã."
                if central
                else "Kết quả, biên nhận của cấp trên và gói từ máy khác của đơn vị.",
                "caption",
                wrap=True,
            )
        )
        self.keys = button("Khóa, tin cậy", icon="key")
        self.take_all = button("Nhập mọi gói đã tin cậy", icon="receive")
        self.take_all.hide()
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, 8, 0)
        head.addLayout(words, 1)
        head.addWidget(self.take_all)
        head.addWidget(self.keys)
        return head

    def _arrivals_card(self) -> Card:
        central = self._role is not Role.COMMUNE
        card = Card("Các xã" if central else "Đã nhận từ")
        self.nothing = label(
            "Chưa nhận gói nào. Mỗi đơn vị đã gửi gói sẽ có một dòng ở đây.", "caption", wrap=True
        )
        card.body.addWidget(self.nothing)
        card.body.addWidget(self.table)
        self.hint = label("Bấm vào một xã để xem từng tiêu chí của xã đó.", "caption")
        self.hint.setVisible(central)
        card.corner.addWidget(self.hint)
        return card

    def _how_card(self) -> Card:
        card = Card("Cách nhận gói hồ sơ")
        for number, words in enumerate(columns.HOW_TO_RECEIVE, 1):
            row = QHBoxLayout()
            row.setSpacing(12)
            row.addWidget(label(str(number), "heading"), 0, Qt.AlignmentFlag.AlignTop)
            row.addWidget(label(words, wrap=True), 1)
            card.body.addLayout(row)
        return card

    def _connect(self) -> None:
        self.drop.dropped.connect(self.take_files)
        self.drop.asked.connect(self._choose)
        DropAnywhere(self).dropped.connect(self.take_files)
        self.keys.clicked.connect(lambda: self.asked_for.emit("keys"))
        self.take_all.clicked.connect(self._take_all)
        self.waiting.taken.connect(self.asked_for)
        self.table.chosen.connect(self.open_place)
        self.standing.left.connect(self._leave_board)
        self.desk.began.connect(self.job_bar.follow)
        self.desk.changed.connect(self._changes.announce)
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
        card.turned.connect(self._count_ready)
        self.cards.append(card)
        self._cards.addWidget(card)
        self.desk.look(card)

    def _put_away(self, card: PackageCard) -> None:
        self.desk.forget(card)
        self.cards.remove(card)
        self._cards.removeWidget(card)
        card.hide()
        card.deleteLater()
        self._count_ready()

    @Slot()
    def _count_ready(self) -> None:
        self.take_all.setVisible(sum(card.is_ready for card in self.cards) > 1)

    @Slot()
    def _take_all(self) -> None:
        for card in [card for card in self.cards if card.is_ready]:
            self.desk.take_in(card)

    def _show(self, found: "tuple[Sequence[WaitingLine], Sequence[ArrivalLine]]") -> None:
        waiting, arrivals = found
        self.waiting.show_lines(columns.waiting(waiting))
        self.waiting.setFixedHeight(52 * max(1, len(waiting)) + 4)
        self.waiting_card.setVisible(bool(waiting))
        self.table.show_lines(arrivals)
        self.table.setVisible(bool(arrivals))
        if waiting and not self._loaded:
            self._let_in()
        self._loaded = True
        self.nothing.setVisible(not arrivals)
        self.how.setVisible(not arrivals or self._role is Role.COMMUNE)

    def _ask_for_board(self) -> None:
        sheet, unit = self._sheet, self._unit
        if sheet is None:
            return
        self._tasks.run(
            self,
            lambda: self._correspondence().board(Sheet(unit, sheet.criteria_set, sheet.year)),
            done=self._show_board,
            failed=self._fail,
        )

    def _show_board(self, board: Board) -> None:
        self.standing.show_board(self.table.name_of(board.sheet.subject), board)
        self.heading.hide()
        self.stack.setCurrentWidget(self.standing)
        self.standing.tree.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _leave_board(self) -> None:
        self.heading.show()
        if self.stack.currentWidget() is self.standing:
            self.stack.setCurrentIndex(0)
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot(object)
    def _reread(self, topics: frozenset[Topic]) -> None:
        if topics & _SHOWS:
            self.refresh()
        if Topic.KEYS in topics:
            self._tasks.run(
                self,
                lambda: self._correspondence().known_keys(),
                done=self._retry,
                failed=self._fail,
            )

    def _retry(self, known: Mapping[bytes, str]) -> None:
        """Let in what waits, then look again at what came from those who are strangers no more."""
        if self.waiting.lines.lines:
            self._let_in()
        for card in self.cards:
            if card.is_now_trusted(known):
                self.desk.look(card)

    def _let_in(self) -> None:
        def work(job: Job) -> frozenset[Topic]:
            return self._receiving().retry_waiting(job)

        self._tasks.start(self, work, done=self._retried, failed=self._fail)

    def _retried(self, changed: frozenset[Topic]) -> None:
        if changed:
            self.message.say("Gói đang chờ đã được nhập.", tone="done")
            self._changes.announce(changed - {Topic.KEYS})

    def _fail(self, error: UserError) -> None:
        self.message.fail(error, kept=columns.NOTHING_CHANGED)
