"""Criteria and indicators: the tree, the form that saves itself, and the evidence."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ntm_desktop.domain.assessment import Sheet
from ntm_desktop.domain.criteria import IndicatorCode
from ntm_desktop.domain.evidence import Evidence
from ntm_desktop.domain.revision import Fields, Seen
from ntm_desktop.domain.standing import Board
from ntm_desktop.domain.topics import Topic
from ntm_desktop.errors import UserError
from ntm_desktop.services.evidence import EvidenceRoom
from ntm_desktop.services.self_assessment import Input, Opened, SelfAssessment
from ntm_desktop.services.thresholds import OpenedFigure, Statement, Thresholds
from ui.changes import Changes
from ui.outside_files import may_be_evidence
from ui.screen import Screen, scrolling
from ui.screens.criteria.drafts import Drafts, Saved, save
from ui.screens.criteria.evidence_panel import EvidencePanel
from ui.screens.criteria.form import IndicatorForm
from ui.screens.criteria.preview_pane import PreviewPane
from ui.screens.criteria.tree import CriteriaTree
from ui.tasks import TaskRunner
from ui.widgets.drop_area import DropAnywhere
from ui.widgets.threshold_dialog import ThresholdDialog
from ui.words import UNIT_PLACE

if TYPE_CHECKING:
    from ntm_desktop.services.history import Change, History

_SHOWS = {Topic.ASSESSMENTS, Topic.EVIDENCE, Topic.THRESHOLDS, Topic.UNITS}
_TREE, _EVIDENCE = 292, 360
_NARROW_TREE, _NARROW_EVIDENCE = 206, 244
_WIDE_PAGE = 1000
_MOST_UNDO = 100


@dataclass(frozen=True, slots=True)
class _Step:
    """What a save replaced, so that it can be taken back."""

    sheet: Sheet
    code: IndicatorCode
    fields: Fields


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shown:
    board: Board
    opened: Opened
    documents: Sequence[Evidence]


@dataclass(frozen=True, slots=True, kw_only=True)
class CriteriaServices:
    """What the screen asks for and writes through."""

    self_assessment: SelfAssessment
    thresholds: Thresholds
    evidence: EvidenceRoom
    history: Callable[[], "History"]


class CriteriaScreen(Screen):
    """Answers indicators one at a time; nothing typed is lost, and all of it can be undone."""

    help_topic: ClassVar[str] = "tieu-chi"

    def __init__(
        self,
        *,
        services: CriteriaServices,
        preview: PreviewPane,
        tasks: TaskRunner,
        changes: Changes,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._self_assessment = services.self_assessment
        self._thresholds, self._evidence = services.thresholds, services.evidence
        self._history = services.history
        self._tasks, self._changes = tasks, changes
        self._sheet: Sheet | None = None
        self._code = IndicatorCode("")
        self._wanted = ""
        self._drafts: dict[tuple[Sheet, IndicatorCode], Drafts] = {}
        self._undo: list[_Step] = []
        self._last_seen: dict[tuple[Sheet, IndicatorCode], Seen] = {}
        self._dialog: ThresholdDialog | None = None
        self.tree = CriteriaTree()
        self.form = IndicatorForm()
        self.panel = EvidencePanel(evidence=self._evidence, preview=preview, tasks=tasks)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 14, 16, 12)
        layout.setSpacing(14)
        layout.addWidget(self.tree)
        self.middle = scrolling(self.form)
        layout.addWidget(self.middle, 1)
        layout.addWidget(self.panel)

    def _connect(self) -> None:
        self.tree.chosen.connect(self._choose)
        self.form.answer.entered.connect(self._take)
        self.form.answer.threshold_asked.connect(self._ask_threshold)
        self.form.answer.place_asked.connect(lambda: self.asked_for.emit(UNIT_PLACE))
        self.form.conflict_asked.connect(self._open_conflict)
        self.form.history_asked.connect(self._ask_history)
        self.form.papers.wanted.connect(self.panel.choose_files)
        self.panel.changed.connect(self._changes.announce)
        self._changes.announced.connect(self._reread)
        anywhere = DropAnywhere(self, may_be_evidence)
        anywhere.dropped.connect(self.panel.take_files)
        within = Qt.ShortcutContext.WidgetWithChildrenShortcut
        for keys, act in (
            (QKeySequence.StandardKey.Undo, self.undo),
            (QKeySequence("Alt+Down"), lambda: self.tree.step(1)),
            (QKeySequence("Alt+Up"), lambda: self.tree.step(-1)),
        ):
            shortcut = QShortcut(keys, self, context=within)
            shortcut.activated.connect(act)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the middle more room in a narrow window, as Qt asks."""
        wide = self.width() > _WIDE_PAGE
        self.tree.setFixedWidth(_TREE if wide else _NARROW_TREE)
        self.panel.setFixedWidth(_EVIDENCE if wide else _NARROW_EVIDENCE)
        super().resizeEvent(event)

    def show_sheet(self, sheet: Sheet) -> None:
        """Turn to another subject, set or year."""
        self.flush()
        self._sheet = sheet
        self.form.answer.clear_typing()
        self.refresh()

    def open_place(self, place: str) -> None:
        """Open an indicator by its code."""
        if self.tree.current == place:
            return
        self._wanted = place
        self.tree.choose(place)

    def flush(self) -> None:
        """Save at once whatever was typed."""
        self.form.answer.settle()

    def unsaved(self) -> str:
        """Name the indicators whose last input was refused."""
        codes = [code for (_, code), drafts in self._drafts.items() if drafts.refused]
        return f"Tiêu chí: số liệu nhập ở {', '.join(codes)} chưa hợp lệ." if codes else ""

    def refresh(self) -> None:
        """Read the sheet and the indicator in front again."""
        sheet, code = self._sheet, self._code
        if sheet is None:
            return
        drafts = self._drafts_of(sheet, code)
        if drafts.is_saving:
            return  # the save brings the record with it

        def work() -> _Shown:
            board = self._self_assessment.board(sheet)
            wanted = code or next(iter(board.criteria_set.asked))
            return _Shown(
                board=board,
                opened=self._self_assessment.opened(sheet, wanted),
                documents=self._evidence.of_indicator(sheet, wanted),
            )

        asked = drafts.batches

        def done(shown: _Shown) -> None:
            if sheet != self._sheet or code != self._code:
                return
            if drafts.batches != asked:
                return  # older than what was saved meanwhile
            self._show(shown)

        self._tasks.run(self, work, done=done, failed=self.form.message.fail)

    def undo(self) -> None:
        """Take the last save back, by writing what was there before."""
        self.flush()
        if not self._undo:
            self.form.message.say("Không còn gì để hoàn tác.")
            return
        step = self._undo.pop()

        def done(changed: frozenset[Topic]) -> None:
            if step.sheet == self._sheet:
                self._code = step.code
                self.tree.choose(step.code)
            self.form.message.say(f"Đã hoàn tác lần nhập gần nhất ở {step.code}.")
            self._changes.announce(changed)

        self._tasks.run(
            self,
            lambda: self._self_assessment.restore(
                step.sheet,
                step.code,
                step.fields,
                seen=self._last_seen.get((step.sheet, step.code)),
            ),
            done=done,
            failed=self.form.message.fail,
        )

    def _drafts_of(self, sheet: Sheet, code: IndicatorCode) -> Drafts:
        return self._drafts.setdefault((sheet, code), Drafts())

    def _show(self, shown: _Shown) -> None:
        sheet = self._sheet
        if sheet is None:
            return
        code = shown.opened.standing.indicator.code
        self._code = code
        self._drafts_of(sheet, code).seen = shown.opened.seen
        self.tree.show_criteria(shown.board.sections)
        if not self.tree.current:
            self.tree.choose(self._wanted or code)
        self.form.show_opened(shown.opened, shown.documents)
        self.panel.show_indicator(sheet, shown.opened.standing, shown.documents)

    @Slot(str)
    def _choose(self, code: str) -> None:
        if code == self._code:
            return
        self.flush()
        self._code = IndicatorCode(code)
        self.form.answer.clear_typing()
        self.form.message.hide()
        self.middle.verticalScrollBar().setValue(0)
        self.refresh()

    @Slot(str, object)
    def _take(self, name: str, typed: Input) -> None:
        sheet, code = self._sheet, self._code
        if sheet is not None and code:
            self._drafts_of(sheet, code).note(name, typed)
            self._save(sheet, code)

    def _save(self, sheet: Sheet, code: IndicatorCode) -> None:
        drafts = self._drafts_of(sheet, code)
        batch = drafts.next_batch()
        if not batch:
            return

        def done(outcome: Saved) -> None:
            drafts.saved(outcome)
            self._after_save(sheet, outcome)
            self._save(sheet, code)

        def failed(error: UserError) -> None:
            drafts.lost()
            self.form.message.fail(error, kept="Chữ vừa gõ vẫn còn trên màn hình, chưa được lưu.")

        self._tasks.run(
            self,
            lambda: save(self._self_assessment, sheet, code, batch),
            done=done,
            failed=failed,
        )

    def _after_save(self, sheet: Sheet, outcome: Saved) -> None:
        replaced = {
            name: outcome.before.get(name)
            for name, value in outcome.opened.fields.items()
            if outcome.before.get(name) != value
        }
        if replaced:
            self._undo.append(_Step(sheet, outcome.code, replaced))
            del self._undo[:-_MOST_UNDO]
            # What comes from elsewhere after this is not undone unseen (merge.md 12).
            self._last_seen[sheet, outcome.code] = Seen(outcome.opened.seen.heads)
        here = sheet == self._sheet and outcome.code == self._code
        for name in outcome.fields:
            if here:
                self.form.answer.show_wrong(name, wrong=name in outcome.failed)
        for error in outcome.failed.values():
            where = "" if here else f"{outcome.code}: "
            self.form.message.say(
                f"{where}{error}", tone="error", kept="Số liệu cũ vẫn còn nguyên."
            )
        if here and not outcome.failed:
            self.form.message.hide()
        self._changes.announce(outcome.changed)
        if here and not outcome.changed and not outcome.failed:
            self.refresh()

    @Slot(object)
    def _reread(self, topics: frozenset[Topic]) -> None:
        if topics & _SHOWS:
            self.refresh()

    @Slot()
    def _open_conflict(self) -> None:
        if self._sheet is not None:
            self.asked_for.emit(f"conflicts:{self._sheet.key(self._code)}")

    @Slot()
    def _ask_history(self) -> None:
        sheet, code, name = self._sheet, self._code, self.form.title.text()
        if sheet is None:
            return

        def done(changes: "list[Change]") -> None:
            from ui.widgets.history_dialog import HistoryDialog

            HistoryDialog(name, changes, self).open()

        self._tasks.run(
            self,
            lambda: self._history().of_indicator(sheet, code),
            done=done,
            failed=self.form.message.fail,
        )

    @Slot()
    def _ask_threshold(self) -> None:
        sheet, code = self._sheet, self._code
        if sheet is None:
            return

        def work() -> tuple[OpenedFigure, Opened]:
            figure = self._thresholds.opened(sheet.criteria_set, code)
            return figure, self._self_assessment.opened(sheet, code)

        def done(found: tuple[OpenedFigure, Opened]) -> None:
            figure, opened = found
            dialog = ThresholdDialog(opened.standing, figure, sheet.year, self)
            dialog.stated.connect(lambda statements: self._state(dialog, sheet, code, statements))
            self._dialog = dialog
            dialog.open()

        self._tasks.run(self, work, done=done, failed=self.form.message.fail)

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
            self._changes.announce(changed)

        self._tasks.run(dialog, work, done=done, failed=dialog.show_failure)
