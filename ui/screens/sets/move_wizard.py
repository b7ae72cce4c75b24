"""Moving to another set: choose, look at every line, print, do it; nothing happens unseen."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QDialog, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from ntm_desktop.domain.assessment import Sheet
from ntm_desktop.domain.criteria import SetId
from ntm_desktop.domain.move_plan import MovePlan
from ntm_desktop.errors import UserError
from ntm_desktop.services.moving import Moved, Moving, Source, Undone
from ui.changes import Changes
from ui.screens.sets import move_columns
from ui.screens.sets.move_pages import ChoicePage, DonePage, PreviewPage
from ui.tasks import TaskRunner
from ui.widgets import choosing
from ui.widgets.buttons import button
from ui.widgets.labels import label
from ui.widgets.message_strip import MessageStrip
from ui.widgets.opening import open_or_tell

if TYPE_CHECKING:
    from ntm_desktop.domain.mapping import SetMapping

_CHOICE, _PREVIEW, _DONE = range(3)
_SIZE, _SMALLEST = (940, 560), (760, 500)
_MAPPINGS, _PDF = "Bảng chuyển đổi (*.yaml *.yml)", "Tệp PDF (*.pdf)"


class MoveWizard(QDialog):
    """Leads through a move; `opened` asks for the sheet that was moved to."""

    opened = Signal(object, str)
    """A MovePlan that was done, and the code of an indicator of the new set ("": none)."""

    def __init__(
        self,
        moving: Moving,
        sheet: Sheet,
        tasks: TaskRunner,
        changes: Changes,
        parent: QWidget | None = None,
        *,
        wanted: SetId | None = None,
    ) -> None:
        super().__init__(parent)
        self._moving, self._sheet, self._tasks, self._changes = moving, sheet, tasks, changes
        self._wanted = wanted or sheet.criteria_set
        self._moved: Moved | None = None
        self.setObjectName("page")
        self.setWindowTitle("Chuyển sang bộ tiêu chí khác")
        self.step = label("", "heading")
        self.message = MessageStrip()
        self.choice, self.preview, self.done_page = ChoicePage(), PreviewPage(), DonePage()
        self.pages = QStackedWidget()
        self.back = button("Quay lại", icon="previous")
        self.print = button("In bảng (PDF)…", icon="print")
        self.close_it = button("Thôi")
        self.go_on = button("Xem trước", role="main")
        self._lay_out()
        self._connect()
        self._turn(_CHOICE)
        self.go_on.setEnabled(False)
        tasks.run(self, lambda: moving.sources(sheet), done=self._offer, failed=self._fail)

    @property
    def page(self) -> int:
        """Which step is in front, from 0."""
        return self.pages.currentIndex()

    def _offer(self, sources: list[Source]) -> None:
        self.choice.show_sources(sources, self._sheet, self._wanted)
        self.go_on.setEnabled(self.choice.is_ready)
        if not self.choice.is_ready:
            self.message.say("Không có bộ tiêu chí nào khác cho loại đối tượng này.")

    @Slot()
    def _choose_file(self) -> None:
        file = choosing.file(self, "Chọn bảng chuyển đổi", _MAPPINGS)
        if file is not None:
            self.take_mapping(file)

    def take_mapping(self, file: Path) -> None:
        """Use an office's own mapping from a file."""
        self.message.hide()
        self._tasks.run(
            self,
            lambda: self._moving.read_mapping(file),
            done=self.choice.show_mapping,
            failed=self._fail,
        )

    @Slot()
    def _save_template(self) -> None:
        (old, _), (new, _) = self.choice.old_sheet, self.choice.new_sheet
        file = choosing.new_file(self, "Lưu tệp mẫu", "Bảng chuyển đổi.yaml", _MAPPINGS)
        if file is not None:
            self._tasks.run(
                self,
                lambda: self._moving.write_template(old, new, file),
                done=lambda _: self._say_written(f"Đã lưu tệp mẫu {file.name}.", file),
                failed=self._fail,
            )

    @Slot()
    def _go_on(self) -> None:
        self.message.hide()
        if self.page == _CHOICE:
            self._plan()
        elif self.page == _PREVIEW and self.preview.plan is not None:
            self._apply(self.preview.plan)
        else:
            self.accept()

    def _plan(self) -> None:
        (old_set, old_year), (new_set, year) = self.choice.old_sheet, self.choice.new_sheet
        old = Sheet(self._sheet.subject, old_set, old_year)
        own: SetMapping | None = self.choice.mapping

        def plan() -> MovePlan:
            mapping = own or self._moving.shipped_mapping(old_set, new_set)
            return self._moving.plan(old, new_set, year, mapping)

        self.go_on.setEnabled(False)
        self._tasks.run(self, plan, done=self._show_plan, failed=self._fail)

    def _show_plan(self, plan: MovePlan) -> None:
        self.preview.show_plan(plan)
        self._turn(_PREVIEW)
        self.go_on.setEnabled(bool(plan.writes))
        if not plan.writes:
            self.message.say(move_columns.NOTHING_TO_DO)

    def _apply(self, plan: MovePlan) -> None:
        self.go_on.setEnabled(False)
        uses = self.preview.use.isChecked()

        def done(moved: Moved) -> None:
            self._moved = moved
            self.done_page.show_done(plan)
            self._turn(_DONE)
            self._changes.announce(moved.changed)

        self._tasks.run(
            self, lambda: self._moving.apply(plan, use=uses), done=done, failed=self._fail
        )

    @Slot()
    def _print(self) -> None:
        plan = self.preview.plan
        file = choosing.new_file(self, "In bảng chuyển", "Bảng chuyển bộ tiêu chí.pdf", _PDF)
        if plan is None or file is None:
            return
        self.print.setEnabled(False)
        self._tasks.start(
            self,
            lambda job: self._moving.print_plan(plan, file, job),
            done=lambda pages: self._printed(file, pages),
            failed=self._fail,
        )

    def _printed(self, file: Path, pages: int) -> None:
        self.print.setEnabled(True)
        self._say_written(f"Đã in bảng ra tệp {file.name}: {pages} trang.", file)

    def _say_written(self, words: str, file: Path) -> None:
        self.message.say(
            words,
            tone="done",
            kept=str(file.parent),
            action="Mở xem",
            then=lambda: open_or_tell(file, self.message),
        )

    @Slot()
    def _undo(self) -> None:
        moved = self._moved
        if moved is None:
            return
        self.done_page.undo.setEnabled(False)
        self._tasks.run(
            self, lambda: self._moving.undo(moved), done=self._undone, failed=self._fail
        )

    def _undone(self, undone: Undone) -> None:
        self._moved = None
        kept = f"{undone.kept} mục đã sửa sau khi chuyển nên giữ nguyên." if undone.kept else ""
        self._turn(_CHOICE)
        self.message.say("Đã hoàn tác việc chuyển.", tone="done", kept=kept)
        self._changes.announce(undone.changed)

    @Slot(str)
    def _open_new(self, code: str) -> None:
        self.accept()
        self.opened.emit(self.preview.plan, code)

    def _fail(self, error: UserError) -> None:
        self.message.fail(error)
        self.go_on.setEnabled(self.choice.is_ready)
        self.print.setEnabled(True)
        self.done_page.undo.setEnabled(self._moved is not None)

    def _turn(self, page: int) -> None:
        self.message.hide()
        self.pages.setCurrentIndex(page)
        self.step.setText(f"Bước {page + 1}/{len(move_columns.STEPS)}: {move_columns.STEPS[page]}")
        self.back.setVisible(page == _PREVIEW)
        self.print.setVisible(page == _PREVIEW)
        self.close_it.setVisible(page != _DONE)
        self.go_on.setText(("Xem trước", "Chuyển sang bộ mới", "Đóng")[page])
        self.go_on.setAccessibleName(self.go_on.text())
        self.go_on.setEnabled(True)
        self.go_on.setDefault(page != _PREVIEW)

    def _connect(self) -> None:
        self.choice.file_asked.connect(self._choose_file)
        self.choice.template_asked.connect(self._save_template)
        self.go_on.clicked.connect(self._go_on)
        self.back.clicked.connect(lambda: self._turn(_CHOICE))
        self.print.clicked.connect(self._print)
        self.close_it.clicked.connect(self.reject)
        self.done_page.undo.clicked.connect(self._undo)
        self.done_page.list.taken.connect(self._open_new)

    def _lay_out(self) -> None:
        for page in (self.choice, self.preview, self.done_page):
            self.pages.addWidget(page)
        row = QHBoxLayout()
        row.addWidget(self.back)
        row.addWidget(self.print)
        row.addStretch(1)
        row.addWidget(self.close_it)
        row.addWidget(self.go_on)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 14)
        layout.setSpacing(10)
        layout.addWidget(self.step)
        layout.addWidget(self.message)
        layout.addWidget(self.pages, 1)
        layout.addLayout(row)
        self.setMinimumSize(*_SMALLEST)
        self.resize(*_SIZE)
