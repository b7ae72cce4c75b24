"""Writing a file off the window's thread, and saying what was written."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject

from ui.tasks import Job, TaskRunner
from ui.widgets.message_strip import MessageStrip
from ui.widgets.opening import open_or_tell


def write_and_tell(
    owner: QObject,
    work: Callable[[Job], str],
    target: Path,
    tasks: TaskRunner,
    message: MessageStrip,
) -> None:
    """Do work that writes a file and gives words of what it wrote; offer to open the folder."""

    def done(words: str) -> None:
        message.say(
            words,
            tone="done",
            action="Mở thư mục",
            then=lambda: open_or_tell(target.parent, message),
        )

    tasks.start(owner, work, done=done, failed=message.fail)
