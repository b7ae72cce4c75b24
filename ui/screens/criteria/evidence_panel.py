"""The right column: what proves the indicator, adding to it, and a look at it."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from ntm_desktop.domain.assessment import Sheet
from ntm_desktop.domain.evidence import Evidence
from ntm_desktop.domain.standing import IndicatorStanding
from ntm_desktop.domain.topics import Topic
from ntm_desktop.errors import UserError
from ntm_desktop.services.evidence import EvidenceRoom, OpenedEvidence
from ntm_desktop.services.intake import Intake, Purpose
from ui.screens.criteria import columns
from ui.screens.criteria.evidence_dialog import EvidenceDialog
from ui.screens.criteria.preview_pane import PreviewPane
from ui.tasks import Job, TaskRunner
from ui.widgets.buttons import button, icon_button
from ui.widgets.card import Card
from ui.widgets.job_bar import JobBar
from ui.widgets.labels import label
from ui.widgets.line_list import LineList
from ui.widgets.message_strip import MessageStrip

_FILTER = (
    "Giấy tờ, ảnh (*.pdf *.jpg *.jpeg *.png *.tif *.tiff *.docx *.xlsx *.doc *.xls);;Mọi tệp (*)"
)
_LIST_HEIGHT = 168
_ROOMY = 320
_ADD = "Thêm minh chứng…"


class EvidencePanel(QWidget):
    """Lists the documents of one indicator and takes new files for it."""

    changed = Signal(object)
    """The topics that a write changed."""

    def __init__(
        self,
        *,
        evidence: EvidenceRoom,
        preview: PreviewPane,
        tasks: TaskRunner,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._evidence, self._tasks = evidence, tasks
        self._sheet: Sheet | None = None
        self._standing: IndicatorStanding | None = None
        self._documents: dict[str, Evidence] = {}
        self._dialog: EvidenceDialog | None = None
        self.heading = label("Minh chứng", "heading")
        self.add = button(_ADD, icon="add")
        self.add.clicked.connect(lambda: self.choose_files())
        self.message = MessageStrip()
        self.job = JobBar()
        self.list = LineList("Danh sách minh chứng")
        self.list.taken.connect(self._select)
        self.edit = icon_button("document", "Sửa thông tin minh chứng")
        self.edit.clicked.connect(self._edit)
        self.take_off = icon_button("remove", "Gỡ khỏi chỉ tiêu này")
        self.take_off.clicked.connect(self._take_off)
        self.preview = preview
        self.empty = label(
            "Chưa có minh chứng. Bấm “Thêm minh chứng…”, hoặc kéo thả tệp, ảnh vào bất cứ đâu "
            "trên trang này.",
            "caption",
            wrap=True,
        )
        self._lay_out()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self.heading)
        head.addStretch(1)
        head.addWidget(self.add)
        self.card = Card()
        self.card.body.setContentsMargins(6, 6, 6, 4)
        self.card.body.setSpacing(0)
        self.tools = QWidget()
        tools = QHBoxLayout(self.tools)
        tools.setContentsMargins(0, 0, 0, 0)
        tools.setSpacing(2)
        self.hint = label("  Kéo thả tệp vào bất cứ đâu trên trang này", "secondary")
        tools.addWidget(self.hint)
        tools.addStretch(1)
        tools.addWidget(self.edit)
        tools.addWidget(self.take_off)
        self.list.setFixedHeight(_LIST_HEIGHT)
        self.empty.setContentsMargins(8, 8, 8, 10)
        self.card.body.addWidget(self.empty)
        self.card.body.addWidget(self.list)
        self.card.body.addWidget(self.tools)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        layout.addLayout(head)
        layout.addWidget(self.message)
        layout.addWidget(self.job)
        layout.addWidget(self.card)
        layout.addWidget(self.preview, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Say less where there is little room, as Qt asks."""
        roomy = self.width() >= _ROOMY
        self.add.setText(_ADD if roomy else "Thêm…")
        self.hint.setVisible(roomy)
        super().resizeEvent(event)

    def show_indicator(
        self, sheet: Sheet, standing: IndicatorStanding, documents: Sequence[Evidence]
    ) -> None:
        """Show the documents of one indicator, keeping the one that is open."""
        other = self._standing is None or (
            self._standing.indicator.code != standing.indicator.code or self._sheet != sheet
        )
        if other and not self.job.isVisible():
            self.message.hide()
        kept = "" if other else self._selected
        self._sheet, self._standing = sheet, standing
        self._documents = {document.key: document for document in documents}
        self.heading.setText(f"Minh chứng ({len(documents)})" if documents else "Minh chứng")
        self.list.show_lines([columns.evidence_line(document) for document in documents])
        self.list.setVisible(bool(documents))
        self.empty.setVisible(not documents)
        self.tools.setVisible(bool(documents))
        self._select(kept if kept in self._documents else next(iter(self._documents), ""))

    @property
    def _selected(self) -> str:
        lines, row = self.list.lines.lines, self.list.currentIndex().row()
        return lines[row].target if 0 <= row < len(lines) else ""

    @Slot(str)
    def _select(self, key: str) -> None:
        keys = [line.target for line in self.list.lines.lines]
        if key in keys:
            self.list.setCurrentIndex(self.list.lines.index(keys.index(key)))
        document = self._documents.get(key)
        self.preview.show_files(document.files if document else ())

    def choose_files(self, paper: str = "") -> None:
        """Ask for files with a dialog."""
        names, _ = QFileDialog.getOpenFileNames(self, "Chọn giấy tờ, ảnh minh chứng", "", _FILTER)
        if names:
            self.take_files(tuple(map(Path, names)), paper)

    def take_files(self, files: tuple[Path, ...], paper: str = "") -> None:
        """Take files in for the indicator in front; long work."""
        sheet, standing = self._sheet, self._standing
        if sheet is None or standing is None:
            return
        purpose = Purpose(sheet=sheet, indicators=(standing.indicator.code,), paper=paper)

        def work(job: Job) -> Intake:
            return self._evidence.add(files, purpose, progress=job)

        self.message.hide()
        job = self._tasks.start(self, work, done=self._taken, failed=self._fail)
        self.job.follow(job, f"Đang thêm {len(files)} tệp")

    def _taken(self, intake: Intake) -> None:
        tone, words, details = columns.intake(intake)
        self.message.say(words, tone=tone, kept=details)
        self.changed.emit(intake.changed)

    def _fail(self, error: UserError) -> None:
        self.message.fail(error, kept="Các tệp gốc trên máy không bị đụng đến.")

    @Slot()
    def _edit(self) -> None:
        sheet, key = self._sheet, self._selected
        if sheet is None or not key:
            return
        self._tasks.run(
            self,
            lambda: self._evidence.opened(sheet.unit, key),
            done=self._show_dialog,
            failed=self._fail,
        )

    def _show_dialog(self, opened: OpenedEvidence) -> None:
        standing = self._standing
        if standing is None:
            return
        code = standing.indicator.code
        paper = next((link.paper for link in opened.document.links if link.indicator == code), "")
        self._dialog = EvidenceDialog(opened, standing.indicator.papers, paper, self)
        self._dialog.edited.connect(partial(self._save, self._dialog))
        self._dialog.open()

    def _save(self, dialog: EvidenceDialog, changes: dict[str, object], paper: str | None) -> None:
        sheet, standing = self._sheet, self._standing
        if sheet is None or standing is None:
            return
        document = dialog.opened.document

        def work() -> frozenset[Topic]:
            changed = frozenset[Topic]()
            if changes:
                changed = self._evidence.edit(
                    sheet.unit, document.key, changes, seen=dialog.opened.seen
                )
            if paper is not None:
                purpose = Purpose(sheet=sheet, indicators=(standing.indicator.code,), paper=paper)
                changed |= self._evidence.link(document.key, purpose)
            return changed

        def done(changed: frozenset[Topic]) -> None:
            dialog.accept()
            self.changed.emit(changed)

        self._tasks.run(dialog, work, done=done, failed=dialog.show_failure)

    @Slot()
    def _take_off(self) -> None:
        sheet, standing, key = self._sheet, self._standing, self._selected
        if sheet is None or standing is None or not key:
            return
        code, title = standing.indicator.code, self._documents[key].title

        def done(changed: frozenset[Topic]) -> None:
            self.message.say(
                f"Đã gỡ “{title}” khỏi chỉ tiêu {code}. Giấy tờ vẫn được giữ trên máy.",
                action="Gắn lại",
                then=lambda: self._put_back(key, sheet, code),
            )
            self.changed.emit(changed)

        self._tasks.run(
            self, lambda: self._evidence.unlink(key, sheet, code), done=done, failed=self._fail
        )

    def _put_back(self, key: str, sheet: Sheet, code: str) -> None:
        self._tasks.run(
            self,
            lambda: self._evidence.link(key, Purpose(sheet=sheet, indicators=(code,))),
            done=self.changed.emit,
            failed=self._fail,
        )
