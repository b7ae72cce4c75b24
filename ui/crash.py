"""What the user sees of a defect: plain words, and something to send us."""

import logging
import platform
import sys
import threading
import traceback
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import (
    QMessageLogContext,
    QObject,
    QtMsgType,
    Signal,
    Slot,
    qInstallMessageHandler,
    qVersion,
)
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from ui.widgets.buttons import button
from ui.widgets.labels import label

_log = logging.getLogger(__name__)
_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}


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


class CrashHandler(QObject):
    """Takes over every error nobody handled, from any thread; shows one at a time."""

    _met = Signal(str)

    def __init__(
        self,
        log_file: Path | None = None,
        *,
        show: Callable[[str, Path | None], object] | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._log_file = log_file
        self._show = show or _show_dialog
        self._showing = False
        self._met.connect(self._tell)

    def install(self) -> None:
        """Handle what goes wrong from now on."""
        sys.excepthook = self.handle
        threading.excepthook = self._handle_in_thread
        qInstallMessageHandler(log_qt)

    def handle(
        self,
        kind: type[BaseException],
        error: BaseException,
        trace: TracebackType | None,
    ) -> None:
        """Log an error and tell the user; Ctrl+C only leaves."""
        if issubclass(kind, KeyboardInterrupt):
            QGuiApplication.quit()
            return
        details = describe(kind, error, trace)
        _log.critical("%s", details)
        self._met.emit(details)

    def _handle_in_thread(self, args: threading.ExceptHookArgs) -> None:
        error = args.exc_value or args.exc_type()
        self.handle(args.exc_type, error, args.exc_traceback)

    @Slot(str)
    def _tell(self, details: str) -> None:
        if self._showing:
            return
        self._showing = True
        try:
            self._show(details, self._log_file)
        finally:
            self._showing = False


def describe(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> str:
    """Put together what support needs; no names or figures of the office are added."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        program = version("ntm-desktop")
    except PackageNotFoundError:
        program = "?"
    head = f"ntm_desktop {program} · Qt {qVersion()} · Python {platform.python_version()} · "
    lines = traceback.format_exception(kind, error, trace)
    return f"{head}{platform.platform()}\n\n{''.join(lines)}"


def log_qt(kind: QtMsgType, _context: QMessageLogContext, message: str) -> None:
    """Put Qt's own messages into the log."""
    logging.getLogger("qt").log(_LEVELS.get(kind, logging.WARNING), "%s", message)


def _show_dialog(details: str, log_file: Path | None) -> None:
    CrashDialog(details, log_file).exec()
