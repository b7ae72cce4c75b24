"""Bộ tiêu chí: every set on the left, the one in front on the right."""

from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

from PySide6.QtCore import Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from ntm_desktop.domain.assessment import Sheet
from ntm_desktop.domain.criteria import SetId
from ntm_desktop.domain.ownership import Role
from ntm_desktop.domain.topics import Topic
from ntm_desktop.errors import UserError
from ntm_desktop.services.set_files import is_set
from ntm_desktop.services.set_pages import SetLine, SetPage, SetPages
from ntm_desktop.services.workplace import Workplace
from ui.changes import Changes
from ui.screen import Screen
from ui.screens.sets import columns
from ui.screens.sets.figure_desk import FigureDesk
from ui.screens.sets.move_desk import MoveDesk
from ui.screens.sets.page import SetView
from ui.screens.sets.stating_desk import StatingDesk
from ui.screens.sets.version_desk import VersionDesk
from ui.session_keys import SessionKeys
from ui.tasks import TaskRunner
from ui.widgets.buttons import button
from ui.widgets.card import Card
from ui.widgets.labels import label
from ui.widgets.line_list import LineList
from ui.widgets.message_strip import MessageStrip
from ui.words import UNIT_PLACE

_SHOWS = {Topic.THRESHOLDS, Topic.UNITS, Topic.SETS}
_LIST, _NARROW_LIST, _WIDE = 320, 236, 1000


class SetsScreen(Screen):
    """Shows what each set asks for; a click on a figure states or confirms it."""

    help_topic: ClassVar[str] = "bo-tieu-chi"

    def __init__(
        self,
        *,
        workplace: Workplace,
        session: SessionKeys,
        tasks: TaskRunner,
        changes: Changes,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._workplace, self._tasks, self._changes = workplace, tasks, changes
        self._sheet: Sheet | None = None
        self._wanted: SetId | None = None
        self._waiting: list[Path] = []
        self.message = MessageStrip()
        self.sets = LineList("Các bộ tiêu chí")
        self.view = SetView()
        self.stating = StatingDesk(
            self, self.message, workplace=workplace, tasks=tasks, changes=changes
        )
        self.desk = FigureDesk(
            self.view,
            self.message,
            workplace=workplace,
            session=session,
            tasks=tasks,
            changes=changes,
        )
        self.versions = VersionDesk(
            self.view,
            self.message,
            workplace=workplace,
            session=session,
            tasks=tasks,
            changes=changes,
        )
        self.versions.came.connect(self.turn_to)
        self.row_of_actions = QHBoxLayout()
        for made in self.versions.buttons:
            self.add_action(made)
        self.moving: MoveDesk | None = None
        self._lay_out()
        self.sets.taken.connect(self.turn_to)
        self.view.figure_asked.connect(self._open_figure)
        self.view.use_asked.connect(self._use)
        self.view.place_asked.connect(lambda: self.asked_for.emit(UNIT_PLACE))
        if workplace.office.role is Role.COMMUNE:
            self.moving = MoveDesk(workplace, tasks, changes, self)
            self.start_move = button("Chuyển sang bộ khác…", icon="exchange")
            self.start_move.clicked.connect(self._move)
            self.add_action(self.start_move)
        changes.announced.connect(self._reread)

    @property
    def chosen(self) -> SetId | None:
        """The set in front."""
        return self._wanted

    def add_action(self, made: QPushButton) -> None:
        """Add a button for what is done with the set in front."""
        self.row_of_actions.addWidget(made)

    def show_sheet(self, sheet: Sheet) -> None:
        """Turn to the set and year chosen above."""
        self._sheet = sheet
        self._wanted = sheet.criteria_set
        self.refresh()

    def open_place(self, place: str) -> None:
        """Go to a set by its id, or open what is stated of an indicator by its code."""
        if place in self._workplace.catalogue.ids():
            self.turn_to(place)
        else:
            self._open_figure(place)

    def take_files(self, files: object) -> None:
        """Show what files from outside would change, one after the other."""
        if isinstance(files, tuple):
            was_asking = bool(self._waiting)
            self._waiting += files
            if not was_asking:
                self._show_next()

    def _show_next(self) -> None:
        """Show what the first of the files that wait would change: figures, or a whole set."""
        if self._waiting:
            file = self._waiting[0]
            self._tasks.run(
                self,
                lambda: is_set(file),
                done=lambda is_one: self._show_file(file, is_one=is_one),
                failed=self.message.fail,
            )

    def _show_file(self, file: Path, *, is_one: bool) -> None:
        (self.versions if is_one else self.desk).read(file).finished.connect(self._go_on)

    @Slot()
    def _go_on(self) -> None:
        """Go on with the next file once one was taken, or left."""
        del self._waiting[:1]
        self._show_next()

    @Slot(str)
    def turn_to(self, set_id: str) -> None:
        """Show another set."""
        self._wanted = SetId(set_id)
        self._ask_for_page()

    def refresh(self) -> None:
        """Ask for every set, and for the one in front."""
        sheet = self._sheet
        if sheet is None:
            return
        self._tasks.run(
            self,
            lambda: SetPages(self._workplace).lines(sheet.year),
            done=self._show_sets,
            failed=self.message.fail,
        )
        self._ask_for_page()

    @Slot()
    def _move(self) -> None:
        if self._sheet is not None and self.moving is not None:
            self.moving.open(self._sheet, self._wanted)

    def _ask_for_page(self) -> None:
        wanted, sheet = self._wanted, self._sheet
        if wanted is not None and sheet is not None:
            self._tasks.run(
                self,
                lambda: SetPages(self._workplace).page(wanted, sheet.year),
                done=self._show_page,
                failed=self.message.fail,
            )

    def _show_sets(self, lines: Sequence[SetLine]) -> None:
        self.sets.show_lines(columns.set_lines(lines))
        self.sets.mark(self._wanted or "")

    def _show_page(self, page: SetPage) -> None:
        if page.sheet.criteria_set == self._wanted:
            self.view.show_page(page)
            self.sets.mark(page.sheet.criteria_set)

    @Slot(bool)
    def _use(self, wanted: bool) -> None:  # noqa: FBT001 - what Qt says of a tick
        page, service = self.view.page, self._workplace.office_sets
        if page is None:
            return
        criteria = page.line.criteria_set

        def done(changed: frozenset[Topic]) -> None:
            self._changes.announce(changed)
            if wanted:
                self.message.say(
                    columns.USED.format(columns.name(criteria)),
                    tone="done",
                    action="Mở bộ này",
                    then=lambda: self.asked_for.emit(f"set:{criteria.id}"),
                )

        def failed(error: UserError) -> None:
            self.view.show_page(page)
            self.message.fail(error)

        self._tasks.run(
            self,
            lambda: service.use(criteria.id) if wanted else service.leave(criteria.id),
            done=done,
            failed=failed,
        )

    @Slot(str)
    def _open_figure(self, code: str) -> None:
        if self._wanted is not None and self._sheet is not None:
            self.stating.open(self._wanted, self._sheet.year, code)

    @Slot(object)
    def _reread(self, topics: frozenset[Topic]) -> None:
        if topics & _SHOWS:
            self.refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the figures more room in a narrow window, as Qt asks."""
        self.list_card.setFixedWidth(_LIST if self.width() >= _WIDE else _NARROW_LIST)
        super().resizeEvent(event)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(label("Bộ tiêu chí", "title"))
        head.addStretch(1)
        head.addLayout(self.row_of_actions)
        self.list_card = Card()
        self.list_card.body.setContentsMargins(6, 8, 6, 8)
        self.list_card.body.addWidget(self.sets, 1)
        parts = QHBoxLayout()
        parts.setSpacing(12)
        parts.addWidget(self.list_card)
        parts.addWidget(self.view, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 14)
        layout.setSpacing(10)
        layout.addLayout(head)
        layout.addWidget(self.message)
        layout.addLayout(parts, 1)
