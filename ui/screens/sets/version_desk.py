"""Whole sets to files and back: Excel to change them, signed files between offices."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QPushButton

from ntm_desktop.domain.topics import Topic
from ntm_desktop.services.set_files import SetFiles
from ntm_desktop.services.workplace import Workplace
from ui.changes import Changes
from ui.screens.sets import columns
from ui.screens.sets.file_dialog import FileDialog, Offer
from ui.screens.sets.page import SetView
from ui.screens.sets.version_preview import offer
from ui.screens.sets.writing import FileWriter
from ui.session_keys import SessionKeys
from ui.tasks import Job, TaskRunner
from ui.widgets import choosing
from ui.widgets.buttons import button
from ui.widgets.message_strip import MessageStrip

if TYPE_CHECKING:
    from ntm_desktop.exchange.keys import OfficeKeys


class VersionDesk(QObject):
    """Has the buttons for the set in front; says on the screen what came of them."""

    came = Signal(str)
    """The id of a set that was taken in."""

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
        self.dialog: FileDialog | None = None
        self.to_excel = button("Bộ ra Excel…", hint="Xuất cả bộ tiêu chí ra Excel để xem, để sửa")
        self.to_others = button("Bộ ra tệp ký…", hint="Xuất cả bộ tiêu chí để gửi đơn vị khác")
        self.from_file = button(
            "Nhập bộ…", hint="Nhập bộ tiêu chí hoặc phiên bản mới từ Excel, từ tệp có chữ ký"
        )
        self.to_excel.clicked.connect(self._write_excel)
        self.to_others.clicked.connect(self._write_signed)
        self.from_file.clicked.connect(self._choose)

    @property
    def buttons(self) -> tuple[QPushButton, ...]:
        """Give the buttons, for the screen to place."""
        return self.to_excel, self.to_others, self.from_file

    def read(self, file: Path) -> FileDialog:
        """Show what a file would change."""
        set_ids: list[str] = []

        def work(_job: Job) -> Offer:
            service = SetFiles(self._workplace)
            planned = service.plan(file)
            set_ids.append(planned.new.id)
            return offer(service, planned)

        def taken(changed: frozenset[Topic], words: str) -> None:
            self._message.say(words, tone="done")
            self._changes.announce(changed)
            self.came.emit(set_ids[0])

        self.dialog = FileDialog(columns.VERSION_HEADING, file, work, self._tasks, self._view)
        self.dialog.taken.connect(taken)
        self.dialog.open()
        return self.dialog

    @Slot()
    def _choose(self) -> None:
        file = choosing.file(self._view, "Chọn tệp bộ tiêu chí", columns.SET_FILES)
        if file is not None:
            self.read(file)

    @Slot()
    def _write_excel(self) -> None:
        page = self._view.page
        if page is None:
            return
        criteria = page.line.criteria_set

        def work(target: Path) -> str:
            SetFiles(self._workplace).export(criteria.id, target)
            return columns.set_written(criteria, target)

        self._writer.excel("Xuất bộ tiêu chí ra Excel", f"Bộ tiêu chí {criteria.id}", work)

    @Slot()
    def _write_signed(self) -> None:
        page = self._view.page
        if page is None:
            return
        criteria = page.line.criteria_set

        def work(target: Path, keys: "OfficeKeys") -> str:
            made = SetFiles(self._workplace).sign(criteria.id, target, keys)
            return f"{columns.set_written(criteria, target)} {columns.compared(made.fingerprint)}"

        self._writer.signed("Xuất bộ tiêu chí cho đơn vị khác", f"Bộ tiêu chí {criteria.id}", work)
