"""Writing a file off the window's thread, and saying what was written."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from ntm_desktop.services.office_files import ENDING
from ui.screens.sets import columns
from ui.session_keys import SessionKeys
from ui.tasks import TaskRunner
from ui.widgets import choosing
from ui.widgets.message_strip import MessageStrip
from ui.widgets.opening import open_or_tell

if TYPE_CHECKING:
    from ntm_desktop.exchange.keys import OfficeKeys


@dataclass(frozen=True, slots=True, kw_only=True)
class FileWriter:
    """Asks over a page where a file is to go, writes it, and says below what was written."""

    view: QWidget
    message: MessageStrip
    session: SessionKeys
    tasks: TaskRunner

    def excel(self, heading: str, name: str, work: Callable[[Path], str]) -> None:
        """Write a workbook; `work` writes it and gives words of what it wrote."""
        target = choosing.new_file(self.view, heading, f"{name}.xlsx", columns.EXCEL)
        if target is not None:
            self._write(target, lambda: work(target))

    def signed(self, heading: str, name: str, work: Callable[[Path, "OfficeKeys"], str]) -> None:
        """Write a file that the office signs, once its keys are open."""
        target = choosing.new_file(self.view, heading, f"{name}{ENDING}", columns.SIGNED)
        keys = self.session.ask(self.view, columns.WHY_SIGN) if target is not None else None
        if target is not None and keys is not None:
            self._write(target, lambda: work(target, keys))

    def _write(self, target: Path, work: Callable[[], str]) -> None:
        def done(words: str) -> None:
            self.message.say(
                words,
                tone="done",
                action="Mở thư mục",
                then=lambda: open_or_tell(target.parent, self.message),
            )

        self.tasks.start(self.view, lambda _job: work(), done=done, failed=self.message.fail)
