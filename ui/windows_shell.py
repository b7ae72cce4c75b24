"""What Windows itself is told of a running window."""

import os
from contextlib import suppress
from pathlib import Path
from typing import Final

MODEL_ID: Final = "NTM.Desktop"
"""Groups the window with the shortcut that has the same id (installer/setup.nsi)."""
MUTEX: Final = "Local\\NTM.Desktop.running"
"""The installer replaces nothing while this stands (installer/setup.nsi)."""
_ANY_PROCESS: Final = -1  # ASFW_ANY
_ERROR_IN_FRONT: Final = 0x10 | 0x10000  # MB_ICONERROR, MB_SETFOREGROUND


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


def leave_starting_folder() -> None:
    """Stand in the user's own folder, whatever folder the program was started from.

    Windows neither lets go of a stick nor moves a folder that a program stands in, and whoever
    opens a package by double click starts it where the package lies.
    """
    if os.name == "nt":
        with suppress(OSError, RuntimeError):  # an account without a folder of its own
            os.chdir(Path.home())


def tell(heading: str, text: str) -> None:
    """Show words in a box of the system's own, which is there before Qt and whatever it lacks.

    Does nothing on other systems.
    """
    if os.name != "nt":
        return
    import ctypes

    windows = getattr(ctypes, "windll")  # noqa: B009 - there is none elsewhere
    windows.user32.MessageBoxW(None, text, heading, _ERROR_IN_FRONT)


def let_others_come_to_front() -> None:
    """Allow the window that is handed something to come to the front.

    Windows grants that only to the program the user has just started, which is this one.
    """
    if os.name != "nt":
        return
    import ctypes

    windows = getattr(ctypes, "windll")  # noqa: B009 - there is none elsewhere
    windows.user32.AllowSetForegroundWindow(_ANY_PROCESS)
