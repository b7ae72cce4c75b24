"""The overview: how many criteria are met, how each stands, and what to do now."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ntm_desktop.domain.assessment import Sheet
from ntm_desktop.domain.findings import findings
from ntm_desktop.domain.standing import Board
from ntm_desktop.domain.topics import Topic
from ntm_desktop.errors import UserError
from ui.changes import Changes
from ui.screen import Screen, scrolling
from ui.screens.overview import columns
from ui.tasks import TaskRunner
from ui.widgets.buttons import button
from ui.widgets.card import Card
from ui.widgets.criterion_tile import CriterionTile, TileText
from ui.widgets.labels import label
from ui.widgets.legend import Legend
from ui.widgets.line_list import LineList
from ui.widgets.message_strip import MessageStrip
from ui.widgets.progress_ring import ProgressRing
from ui.widgets.tile_grid import TileGrid

if TYPE_CHECKING:
    from ntm_desktop.domain.outlook import Outlook
    from ntm_desktop.domain.set_findings import SetFinding
    from ui.screens.overview.risks import RiskSummary

_SHOWS = {Topic.ASSESSMENTS, Topic.EVIDENCE, Topic.THRESHOLDS, Topic.UNITS}
_LIST_WIDTH = 330
_NARROW_LIST = 262
_WIDE_PAGE = 1000
_PAINTED_MS = 40


class OverviewScreen(Screen):
    """Shows one sheet at a glance; every part of it leads to where it is mended."""

    help_topic: ClassVar[str] = "tong-quan"

    def __init__(
        self,
        *,
        board: Callable[[Sheet], Board],
        about_set: "Callable[[Sheet], Sequence[SetFinding]]",
        outlook: "Callable[[Sheet], Outlook]",
        tasks: TaskRunner,
        changes: Changes,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._board, self._about_set, self._tasks = board, about_set, tasks
        self._outlook = outlook
        self.risks: RiskSummary | None = None
        self._sheet: Sheet | None = None
        self.message = MessageStrip()
        self.ring = ProgressRing()
        self.title = label("", "title", wrap=True)
        self.subtitle = label("", "caption", wrap=True)
        self.notes = label("", "caption", wrap=True)
        self.notes.setTextFormat(Qt.TextFormat.RichText)
        self.notes.setTextInteractionFlags(
            Qt.TextInteractionFlag.LinksAccessibleByMouse
            | Qt.TextInteractionFlag.LinksAccessibleByKeyboard
        )
        self.notes.setAccessibleName("Về bộ tiêu chí")
        self.notes.linkActivated.connect(self.asked_for)
        self.notes.hide()
        self.send = button("Lập hồ sơ và gửi", icon="send", role="main")
        self.send.clicked.connect(lambda: self.asked_for.emit("send"))
        self.print = button("In phiếu kiểm tra", icon="print")
        self.print.clicked.connect(lambda: self.asked_for.emit("send:checklist"))
        self.tiles: list[CriterionTile] = []
        self.legend = Legend()
        self.grid = TileGrid()
        self.to_do = LineList("Cần làm ngay")
        self.to_do.taken.connect(self.asked_for)
        self.count = label("", "caption")
        self._lay_out()
        changes.announced.connect(self._reread)

    def show_sheet(self, sheet: Sheet) -> None:
        """Turn to another subject, set or year."""
        self._sheet = sheet
        if self.risks is not None:
            self.risks.hide()
        self.refresh()

    def refresh(self) -> None:
        """Ask where the sheet stands and show it when the answer arrives."""
        sheet = self._sheet
        if sheet is None:
            return
        self._tasks.run(
            self,
            lambda: self._board(sheet),
            done=self._show,
            failed=self._show_failure,
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the tiles more room in a narrow window, as Qt asks."""
        for card in filter(None, (self.list_card, self.risks)):
            card.setFixedWidth(_LIST_WIDTH if self.width() > _WIDE_PAGE else _NARROW_LIST)
        super().resizeEvent(event)

    def _lay_out(self) -> None:
        page = QVBoxLayout(self)
        page.setContentsMargins(20, 16, 20, 14)
        page.setSpacing(12)
        page.addWidget(self.message)
        page.addLayout(self._head())
        page.addWidget(self.notes)
        lower = QHBoxLayout()
        lower.setSpacing(14)
        self.area = scrolling(self.grid)
        lower.addWidget(self.area, 1)
        self.list_card = Card("Cần làm ngay")
        self.list_card.corner.addWidget(self.count)
        self.list_card.body.setContentsMargins(10, 12, 8, 10)
        self.list_card.body.addWidget(self.to_do)
        self.side = QVBoxLayout()
        self.side.setSpacing(12)
        self.side.addWidget(self.list_card, 1)
        self.list_card.setFixedWidth(_LIST_WIDTH)
        lower.addLayout(self.side)
        page.addLayout(lower, 1)

    def _head(self) -> QHBoxLayout:
        words = QVBoxLayout()
        words.addStretch(1)
        words.addWidget(self.title)
        words.addWidget(self.subtitle)
        words.addStretch(1)
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self.ring)
        head.addSpacing(8)
        head.addLayout(words, 1)
        head.addWidget(self.print)
        head.addWidget(self.send)
        return head

    def _show(self, board: Board) -> None:
        found = findings(board)
        self.message.hide()
        self.ring.show_count(board.met, board.total)
        self.title.setText(columns.title(board))
        self.subtitle.setText(columns.subtitle(board))
        self._show_tiles(columns.tiles(board, found))
        self.legend.show_counts(columns.counts(board))
        lines = columns.to_do(found)
        self.to_do.show_lines(lines)
        self.count.setText(f"{len(lines)} việc" if lines else "Không còn việc nào")
        # The figures are painted before anything else is loaded.
        QTimer.singleShot(_PAINTED_MS, self, lambda: self._ask_about(board))

    def _ask_about(self, board: Board) -> None:
        self._tasks.run(
            self,
            lambda: (self._about_set(board.sheet), self._outlook(board.sheet)),
            done=lambda found: self._show_further(board, *found),
            failed=self._show_failure,
        )

    def _show_further(
        self, board: Board, about: "Sequence[SetFinding]", outlook: "Outlook"
    ) -> None:
        """Show what is to be known of the set, of earlier years, and what may be lost."""
        if board.sheet != self._sheet:
            return
        from ui.screens.overview import risks, set_notes

        said = set_notes.notes(board, about)
        compared = risks.compared(outlook)
        said += [set_notes.Note(compared, "years")] if compared else []
        self.notes.setText(set_notes.rich(said))
        self.notes.setToolTip(board.reason)
        self.notes.show()
        self._show_risks(outlook)
        empty = risks.not_begun(outlook)
        if empty:
            self.message.say(
                empty,
                action="Mang số liệu sang…",
                then=lambda: self.asked_for.emit("years:carry"),
            )

    def _show_risks(self, outlook: "Outlook") -> None:
        if self.risks is None:
            from ui.screens.overview.risks import RiskSummary

            self.risks = RiskSummary()
            self.risks.lines.taken.connect(self.asked_for)
            self.risks.setFixedWidth(self.list_card.width())
            self.side.insertWidget(0, self.risks)
        self.risks.show_outlook(outlook)

    def _show_tiles(self, texts: list[TileText]) -> None:
        while len(self.tiles) < len(texts):
            tile = CriterionTile()
            tile.clicked.connect(self._open)
            self.tiles.append(tile)
        for tile, text in zip(self.tiles, texts, strict=False):
            tile.show_text(text)
        self.grid.show_cells([*self.tiles[: len(texts)], self.legend])

    @Slot()
    def _open(self) -> None:
        tile = self.sender()
        if isinstance(tile, CriterionTile) and tile.shown.target:
            self.asked_for.emit(f"criteria:{tile.shown.target}")

    @Slot(object)
    def _reread(self, topics: frozenset[Topic]) -> None:
        if topics & _SHOWS:
            self.refresh_when_seen()

    def _show_failure(self, error: UserError) -> None:
        self.message.fail(error, kept="Số liệu đã lưu vẫn còn nguyên.")
