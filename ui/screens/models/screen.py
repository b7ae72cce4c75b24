"""Mô hình: the villages, residential areas and gardens, and how far each has come."""

from collections.abc import Callable, Sequence
from typing import ClassVar

from PySide6.QtCore import QModelIndex, Qt, Slot
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from ntm_desktop.domain.assessment import Sheet
from ntm_desktop.domain.ownership import Role
from ntm_desktop.domain.subject import KIND_WORDS
from ntm_desktop.domain.text import fold
from ntm_desktop.domain.topics import Topic
from ntm_desktop.services.subject_progress import ProgressLine, progress
from ntm_desktop.services.subjects import Draft, OpenedSubject, matches
from ntm_desktop.services.workplace import Workplace
from ui.changes import Changes
from ui.screen import Screen
from ui.screens.models import columns
from ui.screens.models.dialogs import CloseDialog, SubjectDialog
from ui.table_model import TableModel
from ui.tasks import TaskRunner
from ui.widgets.buttons import button
from ui.widgets.labels import label
from ui.widgets.message_strip import MessageStrip
from ui.widgets.row_table import give_widths, shape_rows
from ui.widgets.top_bar import SetChoice, SubjectChoice

_SHOWS = {Topic.SUBJECTS, Topic.ASSESSMENTS, Topic.EVIDENCE, Topic.THRESHOLDS, Topic.UNITS}
_ROW, _WIDE = 30, 1000
Undo = Callable[[], frozenset[Topic]]


class ModelsScreen(Screen):
    """One line for every subject and set; Enter opens the criteria of the line in front."""

    help_topic: ClassVar[str] = "mo-hinh"

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
        self._own = workplace.office.role is Role.COMMUNE
        self._year: int | None = None
        self._lines: Sequence[ProgressLine] = ()
        self._wanted = ""
        self._undo: Undo | None = None
        self.dialog: SubjectDialog | CloseDialog | None = None
        self.message = MessageStrip()
        self.count = label("", "caption", wrap=True)
        self.kind = QComboBox()
        self.search = QLineEdit()
        self.closed = QCheckBox("Cả nơi đã ngừng")
        self.table = QTableView()
        shown = columns.COLUMNS if self._own else columns.COLUMNS_ELSEWHERE
        self.rows: TableModel[ProgressLine] = TableModel(shown, self)
        self.nothing = label("", wrap=True)
        self.detail = label("", "secondary", wrap=True)
        self.add = button("Thêm…", icon="add")
        self.edit = button("Sửa, đổi tên…")
        self.close_ = button("Ngừng theo dõi…")
        self.take_back = button("Hoàn tác", icon="undo")
        self.open = button("Mở tiêu chí", icon="criteria", role="main")
        self._shape()
        self._lay_out()
        self._connect()

    @property
    def chosen(self) -> ProgressLine | None:
        """The line in front."""
        index = self.table.currentIndex()
        return self.rows.row(index) if index.isValid() else None

    def show_sheet(self, sheet: Sheet) -> None:
        """Turn to another year; which subject is open makes no difference here."""
        if sheet.year != self._year:
            self._year = sheet.year
            self.refresh()

    def refresh(self) -> None:
        """Ask how far every subject has come."""
        year = self._year
        if year is not None:
            self._tasks.run(
                self,
                lambda: progress(self._workplace, year),
                done=self._show,
                failed=self.message.fail,
            )

    def _show(self, lines: Sequence[ProgressLine]) -> None:
        self._lines = lines
        self.count.setText(columns.summary(lines))
        self._fill()

    @Slot()
    def _fill(self) -> None:
        chosen = self.chosen
        wanted = self._wanted or (chosen.subject.id if chosen else "")
        words, kind = fold(self.search.text()).split(), self.kind.currentData()
        shown = [
            line
            for line in self._lines
            if (self.closed.isChecked() or not line.subject.closed)
            and kind in (None, line.subject.kind)
            and matches(line.subject, words)
        ]
        self.rows.show_rows(shown)
        same = [
            row
            for row, line in enumerate(shown)
            if line.subject.id == wanted
            and (chosen is None or self._wanted or line.criteria_set.id == chosen.criteria_set.id)
        ]
        self._wanted = ""
        if shown:
            self.table.selectRow(same[0] if same else 0)
        empty = columns.EMPTY if self._own else columns.EMPTY_ELSEWHERE
        self.nothing.setText(columns.NOT_FOUND if self._lines else empty)
        self.nothing.setVisible(not shown)
        self.table.setVisible(bool(shown))
        self._show_chosen()

    @Slot()
    def _show_chosen(self) -> None:
        line = self.chosen
        self.detail.setText(columns.detail(line))
        for each in (self.open, self.edit, self.close_):
            each.setEnabled(line is not None)
        closed = line is not None and line.subject.closed is not None
        self.close_.setText("Theo dõi lại" if closed else "Ngừng theo dõi…")
        self.close_.setAccessibleName("Theo dõi lại" if closed else "Ngừng theo dõi")

    @Slot()
    def _open(self) -> None:
        line = self.chosen
        if line is None or not self._own:
            return
        sets = self._workplace.subjects.sets_for(line.subject.kind)
        choice = SubjectChoice(
            name=line.subject.full_name,
            sheet=line.sheet,
            sets=tuple(SetChoice.of(one, columns.set_name(one)) for one in sets),
        )
        self.sheet_asked.emit(choice, "criteria")

    @Slot()
    def _add(self) -> None:
        service = self._workplace.subjects
        dialog = SubjectDialog(service.sets_for, service.groups(), parent=self)

        def save(draft: Draft) -> None:
            self._tasks.run(
                dialog,
                lambda: service.add(draft),
                done=lambda added: done(added.id, added.changed),
                failed=dialog.show_failure,
            )

        def done(id_: str, changed: frozenset[Topic]) -> None:
            self._wanted = id_
            self._close_form(dialog, changed, lambda: service.remove(id_))

        self._show_form(dialog)
        dialog.saved.connect(save)

    @Slot()
    def _edit(self) -> None:
        line = self.chosen
        if line is not None:
            id_ = line.subject.id
            self._tasks.run(
                self,
                lambda: self._workplace.subjects.opened(id_),
                done=self._edit_opened,
                failed=self.message.fail,
            )

    def _edit_opened(self, opened: OpenedSubject) -> None:
        service, id_ = self._workplace.subjects, opened.subject.id
        dialog = SubjectDialog(service.sets_for, service.groups(), opened.subject, self)

        def save(draft: Draft) -> None:
            self._tasks.run(
                dialog,
                lambda: service.change(id_, draft, seen=opened.seen),
                done=lambda changed: self._close_form(
                    dialog, changed, lambda: service.restore(id_, opened.fields)
                ),
                failed=dialog.show_failure,
            )

        self._show_form(dialog)
        dialog.saved.connect(save)

    @Slot()
    def _close_or_reopen(self) -> None:
        line, service = self.chosen, self._workplace.subjects
        if line is None:
            return
        id_, closed = line.subject.id, line.subject.closed
        if closed:
            self._do(
                lambda: service.reopen(id_),
                lambda: service.close(id_, on=closed.on, reason=closed.reason),
            )
            return
        dialog = CloseDialog(line.subject, self)

        def save(typed: tuple[str, str]) -> None:
            self._tasks.run(
                dialog,
                lambda: service.close(id_, on=typed[0], reason=typed[1]),
                done=lambda changed: self._close_form(
                    dialog, changed, lambda: service.reopen(id_)
                ),
                failed=dialog.show_failure,
            )

        self._show_form(dialog)
        dialog.saved.connect(save)

    @Slot()
    def _take_back(self) -> None:
        if self._undo is not None:
            self._do(self._undo, None)

    def _do(self, work: Undo, undo: Undo | None) -> None:
        self._tasks.run(
            self,
            work,
            done=lambda changed: self._changed(changed, undo),
            failed=self.message.fail,
        )

    def _show_form(self, dialog: SubjectDialog | CloseDialog) -> None:
        self.dialog = dialog
        dialog.open()

    def _close_form(
        self, dialog: SubjectDialog | CloseDialog, changed: frozenset[Topic], undo: Undo
    ) -> None:
        self.dialog = None
        dialog.accept()
        if changed:
            self._changed(changed, undo)

    def _changed(self, changed: frozenset[Topic], undo: Undo | None) -> None:
        self._undo = undo
        self.take_back.setEnabled(undo is not None)
        self.message.hide()
        self._changes.announce(changed)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave what is missing more room in a narrow window, as Qt asks."""
        place = columns.KIND_PLACE + (0 if self._own else 1)
        self.table.setColumnHidden(place, self.width() < _WIDE)
        super().resizeEvent(event)

    @Slot(object)
    def _reread(self, topics: frozenset[Topic]) -> None:
        if topics & _SHOWS:
            self.refresh()

    def _shape(self) -> None:
        self.kind.setAccessibleName("Loại")
        self.kind.addItem(columns.ALL_KINDS, None)
        for kind, words in KIND_WORDS.items():
            self.kind.addItem(words, kind)
        self.search.setPlaceholderText("Tìm theo tên, không cần dấu")
        self.search.setAccessibleName("Tìm thôn, khu dân cư, vườn")
        self.search.setClearButtonEnabled(True)
        self.closed.setAccessibleName("Hiện cả nơi đã ngừng theo dõi")
        self.table.setModel(self.rows)
        shape_rows(self.table, "Thôn, khu dân cư, vườn")
        give_widths(self.table, columns.WIDTHS if self._own else columns.WIDTHS_ELSEWHERE)
        self.take_back.setEnabled(False)
        for each in (self.add, self.edit, self.close_, self.take_back, self.open):
            each.setVisible(self._own)

    def _lay_out(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(label("Mô hình", "title"))
        words.addWidget(self.count)
        head = QHBoxLayout()
        head.addLayout(words, 1)
        for each in (self.add, self.open):
            head.addWidget(each)
        narrowing = QHBoxLayout()
        narrowing.addWidget(self.kind)
        narrowing.addWidget(self.search, 1)
        narrowing.addWidget(self.closed)
        for each in (self.edit, self.close_, self.take_back):
            narrowing.addWidget(each)
        page = QVBoxLayout(self)
        page.setContentsMargins(20, 16, 20, 14)
        page.setSpacing(10)
        page.addLayout(head)
        page.addWidget(self.message)
        page.addLayout(narrowing)
        page.addWidget(self.table, 1)
        page.addWidget(self.nothing)
        page.addWidget(self.detail)
        page.addStretch(0)

    def _connect(self) -> None:
        self.kind.currentIndexChanged.connect(self._fill)
        self.search.textChanged.connect(self._fill)
        self.closed.toggled.connect(self._fill)
        self.table.selectionModel().currentChanged.connect(self._choose)
        self.table.activated.connect(self._open)  # Enter, and a double click
        self.open.clicked.connect(self._open)
        self.add.clicked.connect(self._add)
        self.edit.clicked.connect(self._edit)
        self.close_.clicked.connect(self._close_or_reopen)
        self.take_back.clicked.connect(self._take_back)
        change = QShortcut(QKeySequence(Qt.Key.Key_F2), self.table, self._edit)
        change.setContext(Qt.ShortcutContext.WidgetShortcut)
        undo = QShortcut(QKeySequence(QKeySequence.StandardKey.Undo), self, self._take_back)
        undo.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self._changes.announced.connect(self._reread)

    @Slot(QModelIndex)
    def _choose(self, _index: QModelIndex) -> None:
        self._show_chosen()
