"""Opening what was written with the program the system has for it."""

from pathlib import Path

from ui.widgets import choosing
from ui.widgets.message_strip import MessageStrip


def open_or_tell(path: Path, message: MessageStrip) -> None:
    """Open a file, or show a folder; where the system cannot, say where it is."""
    if not choosing.open_with_system(path):
        message.say(f"Máy này không mở được “{path.name}”. Hãy mở ở: {path}", tone="warning")
