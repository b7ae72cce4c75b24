"""Taking a file in: what it would change first, then one button."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QModelIndex, Qt, Signal, Slot
from PySide6.QtWidgets import QCheckBox, QDialog, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from ntm_desktop.domain.topics import Topic
from ntm_desktop.errors import UserError
from ntm_desktop.services.office_files import Arrival, Signer
from ui.screen import scrolling
from ui.screens.sets import columns
from ui.tasks import Job, TaskRunner
from ui.widgets.buttons import button
from ui.widgets.key_check import KeyCheck
from ui.widgets.labels import label
from ui.widgets.line_list import Line, LineList

_SIZE = (720, 540)


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """What a file would do; `take` does it, given the digits that were compared ("" for none).

    `go` words the button, "" where there is nothing to take; `accept` has to be ticked first;
    `done` is said afterwards.
    """

    told: Sequence[str]
    lines: Sequence[Line]
    go: str
    done: str
    take: Callable[[str], frozenset[Topic]]
    accept: str = ""
    arrival: Arrival | None = None


class FileDialog(QDialog):
    """Reads a file, shows what it would change, and takes it if the officer says so."""

    taken = Signal(object, str)
    """What this changed (topics), and what is to be said of it."""

    def __init__(
        self,
        heading: str,
        file: Path,
        read: Callable[[Job], Offer],
        tasks: TaskRunner,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._offer: Offer | None = None
        self.setObjectName("page")
        self.setWindowTitle(heading)
        self.whose = label(file.name, "heading", wrap=True)
        self.told = label("Đang đọc tệp…", wrap=True)
        self.check = KeyCheck()
        self.check.hide()
        self.list = LineList("Những chỗ sẽ thay đổi")
        self.detail = label("", "secondary", wrap=True)
        self.details = scrolling(self.detail)
        self.details.setFixedHeight(4 * self.detail.fontMetrics().lineSpacing())
        self.details.hide()
        self.agreed = QCheckBox()
        self.agreed.hide()
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
        self._lay_out()
        self._connect()
        tasks.start(self, read, done=self._show, failed=self._fail)

    def _connect(self) -> None:
        self.go.setEnabled(False)
        self.go.clicked.connect(self._take)
        self.no.clicked.connect(self.reject)
        self.check.toggled.connect(self._allow)
        self.agreed.toggled.connect(self._allow)
        self.list.selectionModel().currentChanged.connect(self._show_in_full)

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
        layout.addWidget(self.details)
        layout.addWidget(self.troubles, 1)
        layout.addWidget(self.agreed)
        layout.addStretch(0)
        layout.addLayout(row)
        self.resize(*_SIZE)

    def _show(self, offer: Offer) -> None:
        self._offer = offer
        self.busy.hide()
        arrival = offer.arrival
        if arrival is not None:
            self.whose.setText(arrival.head.title)
            if arrival.signer is Signer.UNKNOWN and offer.go:
                self.check.show()
                self.check.ask_about(arrival.name, arrival.fingerprint)
        self.told.setText("\n".join(offer.told))
        self.list.show_lines(offer.lines)
        self.list.setVisible(bool(offer.lines))
        self.agreed.setText(offer.accept)
        self.agreed.setAccessibleName(offer.accept)
        self.agreed.setVisible(bool(offer.accept))
        self.go.setVisible(bool(offer.go))
        self.go.setText(offer.go)
        self.go.setAccessibleName(self.go.text())
        self.no.setText("Thôi" if offer.go else "Đóng")
        self._allow()
        if not offer.lines:
            self.resize(self.width(), self.minimumSizeHint().height())

    @Slot()
    def _allow(self) -> None:
        ticked = all(
            part.isHidden() or box.isChecked()
            for part, box in ((self.check, self.check.compared), (self.agreed, self.agreed))
        )
        self.go.setEnabled(self._offer is not None and bool(self._offer.go) and ticked)

    @Slot(QModelIndex)
    def _show_in_full(self, index: QModelIndex) -> None:
        """Say below what an entry cuts short."""
        line = index.data(Qt.ItemDataRole.UserRole)
        self.detail.setText(line.spoken if isinstance(line, Line) else "")
        self.details.setVisible(bool(self.detail.text()))

    @Slot()
    def _take(self) -> None:
        offer = self._offer
        if offer is None:
            return
        compared = ""
        if self.check.compared.isChecked() and offer.arrival is not None:
            compared = offer.arrival.fingerprint
        self.go.setEnabled(False)
        self._tasks.run(self, lambda: offer.take(compared), done=self._taken, failed=self._fail)

    def _taken(self, changed: frozenset[Topic]) -> None:
        words = self._offer.done if self._offer else ""
        self.accept()
        self.taken.emit(changed, words)

    def _fail(self, error: UserError) -> None:
        self.busy.hide()
        self.go.setEnabled(False)
        for part in (self.go, self.check, self.list, self.details, self.agreed):
            part.hide()
        self.told.setText(columns.NOTHING_TAKEN)
        self.trouble.setText(str(error))
        self.troubles.show()
        self.no.setText("Đóng")
