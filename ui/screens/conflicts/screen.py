"""Số liệu chưa thống nhất: what was entered differently, and deciding it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import QModelIndex, Qt, QTimer, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from ntm_desktop.domain.assessment import Sheet, read_key
from ntm_desktop.domain.topics import Topic
from ntm_desktop.errors import UserError
from ntm_desktop.services.conflicts import Conflict, ConflictChangedError
from ntm_desktop.services.history import Change
from ui.changes import Changes
from ui.screen import Screen
from ui.screens.conflicts import columns
from ui.screens.conflicts.detail import ConflictDetail
from ui.tasks import TaskRunner
from ui.widgets.card import Card
from ui.widgets.history_dialog import HistoryDialog
from ui.widgets.labels import label
from ui.widgets.line_list import Line, LineList
from ui.widgets.message_strip import MessageStrip
from ui.widgets.state_mark import StateMark
from ui.words import DECIDED

if TYPE_CHECKING:
    from ntm_desktop.services.conflicts import Conflicts
    from ntm_desktop.services.history import History

_SHOWS = {Topic.ASSESSMENTS, Topic.EVIDENCE, Topic.THRESHOLDS, Topic.UNITS, Topic.KEYS}
_LIST, _NARROW_LIST = 330, 250
_WIDE_PAGE = 1000
_MEASURED_MS = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class ConflictServices:
    """What the screen asks for and writes through, and whose it is.

    `opens_criteria`: the office enters its own indicators, so a click can lead there.
    """

    conflicts: Callable[[], "Conflicts"]
    history: Callable[[], "History"]
    own_unit: str
    opens_criteria: bool


class ConflictsScreen(Screen):
    """Lists what is in dispute; after a decision the next one is shown."""

    help_topic: ClassVar[str] = "chua-thong-nhat"

    def __init__(
        self,
        *,
        services: ConflictServices,
        tasks: TaskRunner,
        changes: Changes,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._services = services
        self._tasks, self._changes = tasks, changes
        self._sheet: Sheet | None = None
        self._wanted = ""
        self._row = 0
        self.found: tuple[Conflict, ...] = ()
        self.message = MessageStrip()
        self.count = label("", "caption")
        self.why = label(columns.WHY, "caption", wrap=True)
        self.list = LineList("Các mục chưa thống nhất")
        self.detail = ConflictDetail(services.own_unit)
        self.empty = _empty()
        self._lay_out()
        self._connect()
        self.refresh()

    def _lay_out(self) -> None:
        self.list_card = Card()
        self.list_card.body.setContentsMargins(8, 8, 6, 8)
        self.list_card.body.addWidget(self.list)
        both = QWidget()
        row = QHBoxLayout(both)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        row.addWidget(self.list_card)
        row.addWidget(self.detail, 1)
        self.pages = QStackedWidget()
        self.pages.addWidget(self.empty)
        self.pages.addWidget(both)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 14)
        layout.setSpacing(10)
        head = QHBoxLayout()
        head.addWidget(label(columns.TITLE, "title"))
        head.addStretch(1)
        head.addWidget(self.count)
        layout.addLayout(head)
        layout.addWidget(self.why)
        layout.addWidget(self.message)
        layout.addWidget(self.pages, 1)

    def _connect(self) -> None:
        self.list.selectionModel().currentChanged.connect(self._choose)
        self.list.taken.connect(self._start_typing)
        self.detail.decided.connect(self._decide)
        self.detail.history_asked.connect(self._ask_history)
        self.detail.place_asked.connect(self._open)
        self._changes.announced.connect(self._reread)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the values more room in a narrow window, as Qt asks."""
        self.list_card.setFixedWidth(_LIST if self.width() > _WIDE_PAGE else _NARROW_LIST)
        super().resizeEvent(event)

    def show_sheet(self, sheet: Sheet) -> None:
        """Take note of the sheet that other screens show."""
        self._sheet = sheet

    def open_place(self, place: str) -> None:
        """Show a conflict by its id, or the first of a record by its key."""
        self._wanted = place
        self._show_wanted()

    def unsaved(self) -> str:
        """Say that a reason was typed for what was not decided."""
        if self.detail.typed and self.found:
            return f"{columns.TITLE}: đã ghi lý do mà chưa chọn giá trị."
        return ""

    def refresh(self) -> None:
        """Ask what is in dispute, and show it when the answer arrives."""
        self._tasks.run(
            self,
            lambda: self._services.conflicts().listed(),
            done=self._show,
            failed=self.message.fail,
        )

    def _show(self, found: Sequence[Conflict]) -> None:
        shown = self.detail.conflict.id if self.detail.conflict else ""
        self.found = tuple(found)
        self.pages.setCurrentIndex(1 if found else 0)
        self.why.setVisible(bool(found))
        self.count.setVisible(bool(found))
        self.count.setText(columns.summary(found))
        self.list.show_lines(columns.lines(found, self._services.own_unit))
        if not found:
            self.detail.reason.clear()
        elif not self._show_wanted():
            self._select(self._place(shown))

    def _place(self, id_: str) -> int:
        """Find the row of a conflict; where it is gone, the one that took its place."""
        rows = [row for row, one in enumerate(self.found) if one.id == id_]
        return rows[0] if rows else min(self._row, len(self.found) - 1)

    def _show_wanted(self) -> bool:
        wanted, found = self._wanted, self.found
        rows = [row for row, one in enumerate(found) if wanted in (one.id, one.record.key)]
        if not wanted or not rows:
            return False
        self._wanted = ""
        self._select(rows[0])
        return True

    def _select(self, row: int) -> None:
        index = self.list.lines.index(row)
        if self.list.currentIndex() == index:
            self._show_row(row)
        else:
            self.list.setCurrentIndex(index)
            # The list measures its lines bit by bit; only then it knows where this one is.
            QTimer.singleShot(_MEASURED_MS, self, self._bring_into_sight)

    def _bring_into_sight(self) -> None:
        self.list.scrollTo(self.list.currentIndex())

    @Slot(QModelIndex, QModelIndex)
    def _choose(self, index: QModelIndex, _before: QModelIndex) -> None:
        line = index.data(Qt.ItemDataRole.UserRole) if index.isValid() else None
        if isinstance(line, Line):
            self._show_row(self._place(line.target))

    def _show_row(self, row: int) -> None:
        self._row = row
        conflict = self.found[row]
        self.detail.show_conflict(conflict, can_open=bool(self._code(conflict)))

    @Slot(str)
    def _start_typing(self, _target: str) -> None:
        self.detail.reason.setFocus()

    @Slot(str, str, str)
    def _decide(self, id_: str, letter: str, reason: str) -> None:
        conflict = self.detail.conflict
        if conflict is None:
            return
        self.detail.freeze(frozen=True)
        value = next(one for one in conflict.values if one.label == letter)

        def done(changed: frozenset[Topic]) -> None:
            self.detail.freeze(frozen=False)
            self.detail.reason.clear()
            self.message.say(columns.taken(conflict, value), tone="done")
            self._changes.announce(changed)
            self.detail.reason.setFocus()

        def failed(error: UserError) -> None:
            self.detail.freeze(frozen=False)
            self.message.fail(error, kept=columns.CHANGED)
            if isinstance(error, ConflictChangedError):
                self.refresh()

        self._tasks.run(
            self,
            lambda: self._services.conflicts().decide(id_, letter, reason),
            done=done,
            failed=failed,
        )

    @Slot(object)
    def _ask_history(self, conflict: Conflict) -> None:
        def done(changes: list[Change]) -> None:
            HistoryDialog(conflict.name, changes, self).open()

        self._tasks.run(
            self,
            lambda: self._services.history().of(conflict.record),
            done=done,
            failed=self.message.fail,
        )

    @Slot(object)
    def _open(self, conflict: Conflict) -> None:
        self.asked_for.emit(f"criteria:{self._code(conflict)}")

    def _code(self, conflict: Conflict) -> str:
        """Give the indicator's code where the criteria screen shows just this record."""
        key = read_key(conflict.record.key, 4)
        if not self._services.opens_criteria or key is None or self._sheet is None:
            return ""
        sheet = self._sheet
        shown = (sheet.subject, sheet.criteria_set, str(sheet.year))
        return key[3] if key[:3] == shown else ""

    @Slot(object)
    def _reread(self, topics: frozenset[Topic]) -> None:
        if topics & _SHOWS:
            self.refresh()


def _empty() -> QWidget:
    """Say calmly that there is nothing to do."""
    words = label(columns.NOTHING, "heading", wrap=True)
    more = label(columns.NOTHING_MORE, "caption", wrap=True)
    made = Card()
    made.body.addStretch(2)
    made.body.addWidget(StateMark(DECIDED), 0, Qt.AlignmentFlag.AlignHCenter)
    for widget in (words, more):
        widget.setAlignment(Qt.AlignmentFlag.AlignCenter)
        made.body.addWidget(widget)
    made.body.addStretch(3)
    return made
