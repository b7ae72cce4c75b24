"""What a long job is doing: phase, count, time left, and a way to stop it."""

from time import monotonic

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from ui.tasks import Job
from ui.widgets.buttons import button
from ui.widgets.labels import label
from ui.words import so_far, time_left

_FULL = 1000


class JobBar(QWidget):
    """Follows one job at a time; hidden when there is none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._job: Job | None = None
        self._phase, self._began = "", 0.0
        self.phase = label("", "strong")
        self.count = label("", "secondary")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName("Tiến độ")
        self.stop = button("Dừng lại", icon="close")
        self.stop.clicked.connect(self._stop)
        words = QHBoxLayout()
        words.addWidget(self.phase)
        words.addStretch(1)
        words.addWidget(self.count)
        middle = QVBoxLayout()
        middle.addLayout(words)
        middle.addWidget(self.bar)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addLayout(middle, 1)
        layout.addWidget(self.stop)
        self.hide()

    def follow(self, job: Job, phase: str = "Đang chuẩn bị") -> None:
        """Show a job from now until it ends."""
        self._job = job
        self._phase = ""
        self.phase.setText(phase)
        self.count.clear()
        self.bar.setRange(0, 0)
        self.stop.setEnabled(True)
        self.stop.setText("Dừng lại")
        job.progressed.connect(self._show)
        job.ended.connect(self._end)
        if job.latest:
            self._show(*job.latest)
        self.show()

    @Slot(str, object, object)
    def _show(self, phase: str, done: int, total: int) -> None:
        if phase != self._phase:
            self._phase, self._began = phase, monotonic()
        self.phase.setText(phase)
        self.bar.setRange(0, _FULL if total else 0)
        self.bar.setValue(done * _FULL // total if total else 0)
        parts = [so_far(done, total), time_left(self._left(done, total))]
        self.count.setText(" · ".join(filter(None, parts)))
        self.bar.setAccessibleDescription(f"{phase} {self.count.text()}")

    def _left(self, done: int, total: int) -> float:
        spent = monotonic() - self._began
        return -1 if not done or spent < 2 else spent * (total - done) / done

    @Slot()
    def _stop(self) -> None:
        if self._job:
            self._job.cancel()
            self.stop.setEnabled(False)
            self.stop.setText("Đang dừng…")

    @Slot()
    def _end(self) -> None:
        if self.sender() in (self._job, None):
            self._job = None
            self.hide()
