"""What the user sees of a defect: plain words, and something to send us."""

import logging
import sys
import threading
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

from ntm_desktop import __version__

_log = logging.getLogger(__name__)
_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}


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
    import platform

    head = f"ntm_desktop {__version__} · Qt {qVersion()} · Python {platform.python_version()} · "
    import traceback

    lines = traceback.format_exception(kind, error, trace)
    return f"{head}{platform.platform()}\n\n{''.join(lines)}"


def log_qt(kind: QtMsgType, _context: QMessageLogContext, message: str) -> None:
    """Put Qt's own messages into the log."""
    logging.getLogger("qt").log(_LEVELS.get(kind, logging.WARNING), "%s", message)


def _show_dialog(details: str, log_file: Path | None) -> None:
    from ui.widgets.crash_dialog import CrashDialog

    CrashDialog(details, log_file).exec()
