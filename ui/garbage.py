"""Look for garbage on the main thread only.

Python looks for it on whichever thread makes objects at that moment, and widgets that refer to
each other would be freed there: Qt ends the program for that.
"""

import gc

from PySide6.QtCore import QObject, QTimer

_EVERY_MS = 2000


class GarbageWatch(QObject):
    """Looks for garbage from time to time, in place of Python, which no longer does."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        timer = QTimer(self)
        timer.timeout.connect(collect_if_due)
        timer.start(_EVERY_MS)


def collect_if_due() -> None:
    """Free what refers to itself, in the generations that Python would look through by now."""
    limits, counts = gc.get_threshold(), gc.get_count()
    due = [number for number in range(3) if counts[number] > limits[number]]
    if due:
        gc.collect(due[-1])
