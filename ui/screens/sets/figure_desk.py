"""Figures to files and back: Excel for the officer, signed files between offices."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from ntm_desktop.domain.criteria import CriteriaSet
from ntm_desktop.domain.ownership import Role
from ntm_desktop.domain.topics import Topic
from ntm_desktop.services.figure_files import FigureFiles
from ntm_desktop.services.office_files import ENDING
from ntm_desktop.services.workplace import Workplace
from ui.changes import Changes
from ui.screens.sets import columns
from ui.screens.sets.figure_preview import FigurePreview, offer
from ui.screens.sets.file_dialog import FileDialog, Offer
from ui.screens.sets.page import SetView
from ui.screens.sets.writing import FileWriter
from ui.session_keys import SessionKeys
from ui.tasks import Job, TaskRunner
from ui.widgets import choosing
from ui.widgets.buttons import button
from ui.widgets.message_strip import MessageStrip

if TYPE_CHECKING:
    from ntm_desktop.exchange.keys import OfficeKeys


class FigureDesk(QObject):
    """Adds buttons beside the figures of a page; says on the screen what came of them."""

    def __init__(
        self,
        view: SetView,
        message: MessageStrip,
        *,
        workplace: Workplace,
        session: SessionKeys,
        tasks: TaskRunner,
        changes: Changes,
    ) -> None:
        super().__init__(view)
        self._view, self._message = view, message
        self._workplace, self._tasks, self._changes = workplace, tasks, changes
        self._writer = FileWriter(view=view, message=message, session=session, tasks=tasks)
        self._may_take = workplace.office.role is not Role.AGENCY
        self.dialog: FileDialog | None = None
        self.to_excel = button("Ra Excel…", hint="Ghi mọi mức của bộ này ra bảng Excel để điền")
        self.to_others = button("Ra tệp ký…", hint="Ghi mức đơn vị đã nhập để gửi đơn vị khác")
        self.from_file = button("Nhập từ tệp…", hint="Từ bảng Excel đã điền, hoặc tệp có chữ ký")
        self.to_excel.clicked.connect(self._write_excel)
        self.to_others.clicked.connect(self._write_signed)
        self.from_file.clicked.connect(self._choose)
        for made in (self.to_excel, self.to_others, self.from_file):
            view.add_file_button(made)
        for made in (self.to_others, self.from_file):
            made.setVisible(self._may_take)

    @Slot()
    def _write_excel(self) -> None:
        page = self._view.page
        if page is None:
            return
        criteria, year = page.line.criteria_set, page.sheet.year

        def work(target: Path) -> str:
            from ntm_desktop.services import threshold_files

            rows = threshold_files.export(self._workplace.thresholds, criteria, target, year)
            return columns.EXCEL_WRITTEN.format(rows, target.name)

        self._writer.excel("Ghi mức quy định ra Excel", f"Mức quy định {criteria.id}", work)

    @Slot()
    def _write_signed(self) -> None:
        page = self._view.page
        if page is None:
            return
        set_id = page.line.criteria_set.id

        def work(target: Path, keys: "OfficeKeys") -> str:
            return columns.signed(FigureFiles(self._workplace).export(target, [set_id], keys))

        self._writer.signed("Ghi mức quy định cho đơn vị khác", f"Mức quy định {set_id}", work)

    @Slot()
    def _choose(self) -> None:
        file = choosing.file(self._view, "Chọn tệp mức quy định", columns.FIGURE_FILES)
        if file is not None:
            self.read(file)

    def read(self, file: Path) -> FileDialog:
        """Show what a file would change: a signed one of any set, a workbook of this one."""
        page = self._view.page

        def work(_job: Job) -> Offer:
            if page is None or file.suffix.casefold() == ENDING:
                return offer(self._signed(file), may_take=self._may_take)
            found = self._workbook(file, page.line.criteria_set)
            return offer(found, may_take=self._may_take)

        self.dialog = FileDialog(columns.FIGURES_HEADING, file, work, self._tasks, self._view)
        self.dialog.taken.connect(self._taken)
        self.dialog.open()
        return self.dialog

    def _signed(self, file: Path) -> FigurePreview:
        files = FigureFiles(self._workplace)
        planned = files.plan(file)
        return FigurePreview(
            changes=planned.changes,
            same=planned.same,
            silent=planned.silent,
            take=lambda digits: files.apply(planned, fingerprint=digits),
            passed_over=planned.passed_over,
            arrival=planned.arrival,
        )

    def _workbook(self, file: Path, criteria: CriteriaSet) -> FigurePreview:
        from ntm_desktop.services import threshold_files

        service = self._workplace.thresholds
        planned = threshold_files.plan(service, criteria, file)
        return FigurePreview(
            changes=planned.changes,
            same=planned.same,
            silent=planned.silent,
            take=lambda _digits: threshold_files.apply(service, planned),
        )

    @Slot(object, str)
    def _taken(self, changed: frozenset[Topic], words: str) -> None:
        self._message.say(words, tone="done")
        self._changes.announce(changed)
