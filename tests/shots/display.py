"""A screen nobody sees, so that the program runs as on a desk."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

LARGEST = "1920x1080x24"


@contextmanager
def virtual_display() -> Iterator[None]:
    """Let Qt draw on a display of its own; where there is no X11 it draws on the real one."""
    if sys.platform in ("win32", "darwin"):
        yield
        return
    server = shutil.which("Xvfb")
    if server is None:
        raise SystemExit("Xvfb is missing; `python3 dev.py setup` installs it or says how to")
    reading, writing = os.pipe()
    words = [server, "-displayfd", str(writing), "-screen", "0", LARGEST, "-nolisten", "tcp"]
    process = subprocess.Popen(
        words, pass_fds=[writing], stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    os.close(writing)
    try:
        with os.fdopen(reading) as answer:
            number = answer.readline().strip()
        if not number:
            raise SystemExit("Xvfb did not start")
        os.environ.update(DISPLAY=f":{number}", QT_QPA_PLATFORM="xcb")
        yield
    finally:
        process.terminate()
        process.wait()
