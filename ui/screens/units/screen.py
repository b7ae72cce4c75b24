"""Đơn vị: which units there are, what they are called since when, and which were merged."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import ClassVar

from PySide6.QtCore import QModelIndex, Slot
from PySide6.QtWidgets import QHBoxLayout, QTableView, QVBoxLayout, QWidget

from ntm_desktop.domain.ownership import Role
from ntm_desktop.domain.topics import Topic
from ntm_desktop.services.unit_files import read_list
from ntm_desktop.services.units import ListedUnit, shipped
from ntm_desktop.services.workplace import Workplace
from ui.changes import Changes
from ui.screen import Screen
from ui.screens.units import columns
from ui.screens.units.columns import UnitLine
from ui.screens.units.dialogs import Change, ChangeDialog, MergeDialog, Merger
from ui.table_model import TableModel
from ui.tasks import Job, TaskRunner
from ui.widgets import choosing, question
from ui.widgets.buttons import button
from ui.widgets.form_dialog import FormDialog
from ui.widgets.labels import label
from ui.widgets.message_strip import MessageStrip
from ui.widgets.row_table import give_widths, shape_rows
from ui.widgets.top_bar import SetChoice, SubjectChoice
from ui.words import short_name

Work = Callable[[], frozenset[Topic]]


class UnitsScreen(Screen):
    """The units above, what changed of the one in front below."""

    help_topic: ClassVar[str] = "don-vi"

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
        self._groups: Mapping[str, str] = {}
        self._lines: Sequence[UnitLine] = ()
        self.dialog: FormDialog | None = None
        self._place_wanted = False
        self.message = MessageStrip()
        self.count = label("", "caption")
        self.rows: TableModel[UnitLine] = TableModel(columns.COLUMNS, self)
        self.table = QTableView()
        self.table.setModel(self.rows)
        shape_rows(self.table, "Danh sách đơn vị")
        give_widths(self.table, columns.WIDTHS)
        self.nothing = label(columns.EMPTY, wrap=True)
        self.detail = label("", "secondary", wrap=True)
        self.change = button("Đổi tên, vùng, nhóm…", role="main")
        self.merge = button("Sáp nhập…")
        self.former = button("Mở hồ sơ cũ", icon="next")
        self.excel = button("Nhập từ Excel…", icon="open")
        self.ready = button("Danh sách có sẵn…")
        self._lay_out()
        self.table.selectionModel().currentChanged.connect(self._show_chosen)
        self.table.activated.connect(self._open_line)
        self.change.clicked.connect(self._change)
        self.merge.clicked.connect(self._merge)
        self.former.clicked.connect(self._open_former)
        self.excel.clicked.connect(self._choose)
        self.ready.clicked.connect(self._take_shipped)
        changes.announced.connect(self._reread)
        self.refresh()

    @property
    def chosen(self) -> UnitLine | None:
        """The unit in front."""
        index = self.table.currentIndex()
        return self.rows.row(index) if index.isValid() else None

    def refresh(self) -> None:
        """Ask which units there are, and what was said of them."""
        workplace = self._workplace

        def read() -> tuple[Mapping[str, str], list[UnitLine]]:
            found = workplace.units.listed()
            names = {unit.code: unit.name for unit in found}
            into = {
                each.old: names.get(each.new, each.new) for each in workplace.successions.listed()
            }
            return workplace.subjects.groups(), [
                UnitLine(
                    unit=unit,
                    changes=tuple(workplace.units.changes(unit.code)),
                    into=into.get(unit.code, ""),
                )
                for unit in found
            ]

        self._tasks.run(self, read, done=self._show, failed=self.message.fail)

    def open_place(self, place: str) -> None:
        """Ask for region and group of the unit in front ("place"), once it is there."""
        self._place_wanted = place == "place"
        if self._lines:
            self._ask_place()

    def _ask_place(self) -> None:
        if self._place_wanted:
            self._place_wanted = False
            self._change()
            if isinstance(self.dialog, ChangeDialog):
                self.dialog.group.setFocus()

    def read_file(self, file: Path) -> None:
        """Take a list of units over from a workbook, all or nothing."""
        groups, units = self._groups, self._workplace.units

        def work(_job: Job) -> tuple[int, frozenset[Topic]]:
            listed = read_list(file, groups)
            return len(listed), units.take_list(listed)

        self._tasks.start(
            self,
            work,
            done=lambda outcome: self._taken(*outcome),
            failed=lambda error: self.message.fail(error, kept="Danh sách không thay đổi."),
        )

    def _show(self, found: tuple[Mapping[str, str], Sequence[UnitLine]]) -> None:
        row = max(0, self.table.currentIndex().row())
        self._groups, self._lines = found
        self.rows.show_rows(self._lines)
        self.count.setText(columns.count(self._lines))
        self.nothing.setVisible(not self._lines)
        self.table.setVisible(bool(self._lines))
        if self._lines:
            self.table.selectRow(min(row, len(self._lines) - 1))
        self._show_chosen()
        if self._lines:
            self._ask_place()

    @Slot(QModelIndex)
    def _show_chosen(self, _index: QModelIndex | None = None) -> None:
        line = self.chosen
        self.detail.setText(columns.detail(line, self._groups))
        is_former = self._is_former(line)
        self.former.setVisible(is_former)
        self.change.setEnabled(line is not None and not is_former)
        self.merge.setEnabled(line is not None and not line.into and len(self._lines) > 1)

    def _is_former(self, line: UnitLine | None) -> bool:
        """Tell whether it is a commune that was merged into the one that works here."""
        office = self._workplace.office
        own = office.unit.code
        return line is not None and office.role is Role.COMMUNE and line.unit.code != own

    @Slot()
    def _open_former(self) -> None:
        """Turn to the records of a commune that was merged into this one."""
        line, workplace = self.chosen, self._workplace
        if line is None:
            return
        unit = line.unit

        def read() -> SubjectChoice:
            sets = map(workplace.catalogue.criteria_set, workplace.sets)
            return SubjectChoice(
                name=unit.name,
                sheet=workplace.sheet(subject=unit.code),
                sets=tuple(SetChoice.of(one, short_name(one.name)) for one in sets),
            )

        self._tasks.run(
            self,
            read,
            done=lambda choice: self.sheet_asked.emit(choice, "overview"),
            failed=self.message.fail,
        )

    @Slot()
    def _open_line(self) -> None:
        if self._is_former(self.chosen):
            self._open_former()
        else:
            self._change()

    @Slot()
    def _change(self) -> None:
        line, units = self.chosen, self._workplace.units
        if line is None:
            return
        code = line.unit.code
        dialog = ChangeDialog(line.unit, self._groups, self)

        def save(typed: Change) -> None:
            self._save(
                dialog,
                lambda: units.change(
                    code,
                    since=typed.since,
                    name=typed.name,
                    region=typed.region,
                    group=typed.group,
                    decision=typed.decision,
                ),
                "Đã ghi nhận. Hồ sơ các năm trước giữ tên cũ.",
            )

        self._open(dialog)
        dialog.saved.connect(save)

    @Slot()
    def _merge(self) -> None:
        line, service = self.chosen, self._workplace.successions
        if line is None:
            return
        others = [each.unit for each in self._lines if not each.into and each is not line]
        dialog = MergeDialog(line.unit, others, self)

        def save(typed: Merger) -> None:
            self._save(
                dialog,
                lambda: service.enter_typed(typed.old, typed.new, typed.decision, typed.day),
                "Đã ghi nhận sáp nhập. Hồ sơ cũ còn nguyên dưới mã cũ.",
            )

        self._open(dialog)
        dialog.saved.connect(save)

    @Slot()
    def _choose(self) -> None:
        file = choosing.file(self, "Chọn danh sách đơn vị", columns.EXCEL)
        if file is not None:
            self.read_file(file)

    @Slot()
    def _take_shipped(self) -> None:
        office = self._workplace.office
        found = shipped(office.authority.code)
        if not found:
            self.message.say(
                f"Chương trình không có sẵn danh sách của {office.authority.name}. "
                "Hãy dùng “Nhập từ Excel…”."
            )
        elif question.ask(
            self,
            "Dùng danh sách có sẵn?",
            f"{len(found)} đơn vị của {office.authority.name} sẽ được ghi vào danh sách.",
            yes=f"Ghi {len(found)} đơn vị",
            no="Thôi",
        ):
            self._take(found)

    def _take(self, found: Sequence[ListedUnit]) -> None:
        units = self._workplace.units
        self._tasks.run(
            self,
            lambda: units.take_list(found),
            done=lambda changed: self._taken(len(found), changed),
            failed=self.message.fail,
        )

    def _taken(self, count: int, changed: frozenset[Topic]) -> None:
        self.message.say(f"Đã ghi danh sách {count} đơn vị.", tone="done")
        self._changes.announce(changed)

    def _open(self, dialog: FormDialog) -> None:
        self.dialog = dialog
        dialog.open()

    def _save(self, dialog: FormDialog, work: Work, words: str) -> None:
        def done(changed: frozenset[Topic]) -> None:
            self.dialog = None
            dialog.accept()
            self.message.say(words, tone="done")
            self._changes.announce(changed)
            self._retry_waiting()

        self._tasks.run(dialog, work, done=done, failed=dialog.show_failure)

    def _retry_waiting(self) -> None:
        """Let in what waited for a merger."""
        receiving = self._workplace.receiving
        self._tasks.start(
            self,
            receiving.retry_waiting,
            done=self._changes.announce,
            failed=self.message.fail,
        )

    @Slot(object)
    def _reread(self, topics: frozenset[Topic]) -> None:
        if Topic.UNITS in topics:
            self.refresh()

    def _lay_out(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(label("Đơn vị", "title"))
        words.addWidget(self.count)
        head = QHBoxLayout()
        head.addLayout(words, 1)
        for each in (self.ready, self.excel, self.merge, self.former, self.change):
            head.addWidget(each)
        is_authority = self._workplace.office.role is Role.AUTHORITY
        for each in (self.merge, self.excel, self.ready):
            each.setVisible(is_authority)
        page = QVBoxLayout(self)
        page.setContentsMargins(20, 16, 20, 14)
        page.setSpacing(10)
        page.addLayout(head)
        page.addWidget(self.message)
        page.addWidget(self.table, 1)
        page.addWidget(self.nothing)
        page.addWidget(self.detail)
        page.addStretch(0)
