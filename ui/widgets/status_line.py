"""The line at the bottom: what is saved, backed up, sent, and being done."""

from datetime import datetime

from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from ui.widgets.labels import label


class StatusLine(QFrame):
    """Says quietly that all is well, or what is going on."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("bottom")
        self.saved = label("")
        self.saved.setAccessibleName("Tình trạng lưu")
        self.background = label("")
        self.background.setAccessibleName("Việc đang làm")
        self.backed_up = label("")
        self.backed_up.setAccessibleName("Lần sao lưu gần nhất")
        self.sent = label("")
        self.sent.setAccessibleName("Lần gửi gần nhất")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(10, 3, 12, 3)
        layout.setSpacing(18)
        for part in (self.saved, self.background):
            layout.addWidget(part)
        layout.addStretch(1)
        for part in (self.backed_up, self.sent):
            layout.addWidget(part)

    def say_saving(self) -> None:
        """Say that a save is under way."""
        self.saved.setText("Đang lưu…")

    def say_saved(self, at: datetime) -> None:
        """Say when the last save was done; `at` is local time."""
        self.saved.setText(f"Đã lưu {at:%H:%M}")

    def say_background(self, what: str) -> None:
        """Name the work that goes on, or nothing."""
        self.background.setText(what)

    def say_backed_up(self, at: datetime | None, now: datetime) -> None:
        """Say when the last back-up was made."""
        self.backed_up.setText(f"Sao lưu {_moment(at, now)}" if at else "Chưa sao lưu lần nào")

    def say_sent(self, text: str) -> None:
        """Say what was last sent."""
        self.sent.setText(text)


def _moment(at: datetime, now: datetime) -> str:
    if at.date() == now.date():
        return f"hôm nay {at:%H:%M}"
    return f"{at:%d/%m/%Y %H:%M}"
