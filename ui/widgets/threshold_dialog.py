"""Nhập mức quy định: what a decision of the province states for one indicator."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from ntm_desktop.domain.criteria import Indicator
from ntm_desktop.domain.standing import IndicatorStanding
from ntm_desktop.domain.text import date_for_people
from ntm_desktop.domain.threshold import Figure, Threshold
from ntm_desktop.errors import UserError
from ntm_desktop.services.thresholds import OpenedFigure
from ui.widgets.buttons import button
from ui.widgets.labels import label
from ui.widgets.message_strip import MessageStrip
from ui.widgets.threshold_fields import ThresholdFields


class ThresholdDialog(QDialog):
    """Asks for figures with the number and date of their decision; keeps all until accepted."""

    stated = Signal(object)
    """The Statements to be entered, in order."""

    def __init__(
        self,
        standing: IndicatorStanding,
        opened: OpenedFigure,
        year: int,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.opened = opened
        self._year = year
        known = next(iter(opened.figures.values()), Figure())
        self.fields = ThresholdFields(standing, known, opened.groups)
        self.setWindowTitle("Nhập mức quy định")
        self.setObjectName("page")
        self.values = self.fields.values
        self.decision = QLineEdit(known.decision)
        self.decision.setAccessibleName("Số, ký hiệu quyết định")
        self.decision.setPlaceholderText("ví dụ 1062/QĐ-UBND")
        self.date = QLineEdit(date_for_people(known.date))
        self.date.setAccessibleName("Ngày quyết định")
        self.date.setPlaceholderText("ngày/tháng/năm, ví dụ 17/06/2024")
        self.message = MessageStrip()
        self.save = button("Lưu mức này", role="main")
        self.save.setDefault(True)
        self.save.clicked.connect(self._state)
        self.cancel = button("Thôi")
        self.cancel.clicked.connect(self.reject)
        self._lay_out(standing.indicator)
        self.setMinimumWidth(520)
        self.fields.first.setFocus()

    def _lay_out(self, indicator: Indicator) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(22, 18, 22, 18)
        layout.setSpacing(12)
        layout.addWidget(label(f"{indicator.code}  {indicator.name}", "heading", wrap=True))
        words = (
            "Nhập đúng như văn bản của tỉnh. Mức này được dùng để đánh giá và gửi kèm hồ sơ; nếu "
            "cấp trên nhập mức khác thì mức của cấp trên được dùng."
        )
        layout.addWidget(label(words, "caption", wrap=True))
        grid = QGridLayout()
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(1, 1)
        self.fields.fill(grid)
        row = grid.rowCount()
        grid.addWidget(label("Quyết định số"), row, 0)
        grid.addWidget(self.decision, row, 1)
        grid.addWidget(label("Ngày"), row + 1, 0)
        grid.addWidget(self.date, row + 1, 1)
        layout.addLayout(grid)
        layout.addWidget(self.message)
        row_of_buttons = QHBoxLayout()
        row_of_buttons.addStretch(1)
        row_of_buttons.addWidget(self.cancel)
        row_of_buttons.addWidget(self.save)
        layout.addLayout(row_of_buttons)

    def show_failure(self, error: UserError) -> None:
        """Say why it was not accepted; everything typed stays."""
        self.save.setEnabled(True)
        self.message.fail(error, kept="Những gì đã gõ vẫn còn đây.")

    def _state(self) -> None:
        decision, day = self.decision.text(), iso(self.date.text())
        statements = list(self.fields.statements(decision, day, self._year))
        self.save.setEnabled(False)
        self.stated.emit(statements)


def iso(day: str) -> str:
    """Turn dd/mm/yyyy into an ISO date; anything else is handed on to be refused with advice."""
    parts = day.strip().replace("-", "/").replace(".", "/").split("/")
    if len(parts) == 3 and all(map(str.isdecimal, parts)) and len(parts[2]) == 4:
        return f"{parts[2]}-{parts[1]:0>2}-{parts[0]:0>2}"
    return day


def threshold_source(threshold: Threshold) -> tuple[str, str]:
    """Say where a threshold comes from and whether it was checked, and in which colour."""
    came = threshold.source or ""
    if threshold.comparison is not None and threshold.limit is None:
        return "chưa ai nhập mức này", "no_threshold"
    if threshold.comparison is None and not threshold.checked:
        return " · ".join(filter(None, (came, "nội dung chưa đối chiếu với văn bản"))), "missing"
    if threshold.checked:
        return " · ".join(filter(None, (came, "đã đối chiếu"))), "secondary"
    return " · ".join(filter(None, (came, "mức chưa đối chiếu với văn bản"))), "missing"
