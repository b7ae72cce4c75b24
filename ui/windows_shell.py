"""What Windows itself is told of a running window."""

import os
from typing import Final

MODEL_ID: Final = "NTM.Desktop"
"""Groups the window with the shortcut that has the same id (installer/setup.nsi)."""
MUTEX: Final = "Local\\NTM.Desktop.running"
"""The installer replaces nothing while this stands (installer/setup.nsi)."""


def announce() -> object:
    """Tell Windows that the program runs; it does as long as what this gives is kept.

    Does nothing on other systems.
    """
    if os.name != "nt":
        return None
    import ctypes

    windows = getattr(ctypes, "windll")  # noqa: B009 - there is none elsewhere
    windows.shell32.SetCurrentProcessExplicitAppUserModelID(MODEL_ID)
    return windows.kernel32.CreateMutexW(None, 0, MUTEX)
