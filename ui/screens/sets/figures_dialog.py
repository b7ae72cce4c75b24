"""Taking figures in from a file: what would change first, then one button."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QDialog, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from ntm_desktop.domain.topics import Topic
from ntm_desktop.errors import UserError
from ntm_desktop.services.office_files import Signer
from ui.screen import scrolling
from ui.screens.sets import columns
from ui.screens.sets.figure_preview import FigurePreview, change_lines, told_of_file
from ui.tasks import Job, TaskRunner
from ui.widgets.buttons import button
from ui.widgets.key_check import KeyCheck
from ui.widgets.labels import label
from ui.widgets.line_list import LineList

_SIZE = (720, 540)


class FiguresDialog(QDialog):
    """Reads a file, shows what it would change, and takes it if the officer says so."""

    taken = Signal(object, int)
    """What this changed (topics), and how many figures."""

    def __init__(
        self,
        file: Path,
        read: Callable[[Job], FigurePreview],
        tasks: TaskRunner,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._preview: FigurePreview | None = None
        self.setObjectName("page")
        self.setWindowTitle("Nhập mức quy định từ tệp")
        self.whose = label(file.name, "heading", wrap=True)
        self.told = label("Đang đọc tệp…", wrap=True)
        self.check = KeyCheck()
        self.check.hide()
        self.list = LineList("Những mức sẽ thay đổi")
        self.trouble = label("", wrap=True)
        self.trouble.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self.troubles = scrolling(self.trouble)
        self.troubles.hide()
        self.busy = QProgressBar()
        self.busy.setRange(0, 0)
        self.busy.setTextVisible(False)
        self.busy.setAccessibleName("Đang đọc tệp")
        self.go = button("Nhập", role="main")
        self.no = button("Thôi")
        self.go.setEnabled(False)
        self.go.clicked.connect(self._take)
        self.no.clicked.connect(self.reject)
        self.check.toggled.connect(self._allow)
        self._lay_out()
        tasks.start(self, read, done=self._show, failed=self._fail)

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.addWidget(self.busy, 1)
        row.addStretch(1)
        row.addWidget(self.no)
        row.addWidget(self.go)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 18, 20, 16)
        layout.setSpacing(10)
        for part in (self.whose, self.told, self.check):
            layout.addWidget(part)
        layout.addWidget(self.list, 1)
        layout.addWidget(self.troubles, 1)
        layout.addLayout(row)
        self.resize(*_SIZE)

    def _show(self, preview: FigurePreview) -> None:
        self._preview = preview
        self.busy.hide()
        arrival = preview.arrival
        if arrival is not None:
            self.whose.setText(arrival.head.title)
            if arrival.signer is Signer.UNKNOWN:
                self.check.show()
                self.check.ask_about(arrival.name, arrival.fingerprint)
        self.told.setText("\n".join(told_of_file(preview)))
        self.list.show_lines(change_lines(preview.changes))
        self.list.setVisible(bool(preview.changes))
        self.go.setText(f"Nhập {len(preview.changes)} mức" if preview.changes else "Nhập")
        self.go.setAccessibleName(self.go.text())
        self.no.setText("Thôi" if preview.changes else "Đóng")
        self._allow()

    @Slot()
    def _allow(self) -> None:
        preview = self._preview
        trusted = self.check.isHidden() or self.check.compared.isChecked()
        self.go.setEnabled(preview is not None and bool(preview.changes) and trusted)

    @Slot()
    def _take(self) -> None:
        preview = self._preview
        if preview is None:
            return
        compared = ""
        if self.check.compared.isChecked() and preview.arrival is not None:
            compared = preview.arrival.fingerprint
        self.go.setEnabled(False)
        self._tasks.run(self, lambda: preview.take(compared), done=self._taken, failed=self._fail)

    def _taken(self, changed: frozenset[Topic]) -> None:
        count = len(self._preview.changes) if self._preview else 0
        self.accept()
        self.taken.emit(changed, count)

    def _fail(self, error: UserError) -> None:
        self.busy.hide()
        self.go.setEnabled(False)
        self.go.hide()
        self.check.hide()
        self.list.hide()
        self.told.setText(columns.NOTHING_TAKEN)
        self.trouble.setText(str(error))
        self.troubles.show()
        self.no.setText("Đóng")
