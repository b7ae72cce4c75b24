"""Plain words for a defect of ours, and something to send to support."""

from pathlib import Path

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from ui.widgets.buttons import button
from ui.widgets.labels import label


class CrashDialog(QDialog):
    """Says that the program is at fault, not the user, and that the data are safe."""

    def __init__(self, details: str, log_file: Path | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.details = details
        self.setWindowTitle("Chương trình gặp lỗi")
        self.text = label(
            "Chương trình vừa gặp một lỗi ngoài dự kiến. Đây không phải lỗi của bạn. Số liệu đã "
            "báo “Đã lưu” vẫn còn nguyên trên máy này.",
            wrap=True,
        )
        self.advice = label(_advice(log_file), "secondary", wrap=True)
        self.shown = QPlainTextEdit(details)
        self.shown.setReadOnly(True)
        self.shown.setAccessibleName("Thông tin lỗi")
        self.shown.hide()
        self.copy = button("Sao chép thông tin lỗi", role="main")
        self.copy.clicked.connect(self._copy)
        self.more = button("Xem thông tin lỗi")
        self.more.clicked.connect(self._show_more)
        self.go_on = button("Tiếp tục làm việc")
        self.go_on.clicked.connect(self.accept)
        row = QHBoxLayout()
        row.addWidget(self.copy)
        row.addWidget(self.more)
        row.addStretch(1)
        row.addWidget(self.go_on)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 18, 20, 16)
        layout.setSpacing(12)
        layout.addWidget(label("Chương trình gặp lỗi", "heading"))
        for part in (self.text, self.advice, self.shown):
            layout.addWidget(part)
        layout.addLayout(row)
        self.setMinimumWidth(560)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.details)
        self.copy.setText("Đã sao chép")

    def _show_more(self) -> None:
        self.shown.setVisible(self.shown.isHidden())
        self.adjustSize()


def _advice(log_file: Path | None) -> str:
    place = f" Nhật ký nằm ở {log_file}." if log_file else ""
    return (
        "Hãy bấm “Sao chép thông tin lỗi” và gửi cho người hỗ trợ, rồi tiếp tục làm việc. Nếu lỗi "
        f"lặp lại, hãy đóng chương trình và mở lại.{place}"
    )
