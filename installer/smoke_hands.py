"""A screen, a mouse and a keyboard: what a person has before a window."""

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from PIL import Image, ImageChops, ImageFilter, ImageGrab

from installer.smoke_wine import ROOT, StepFailedError, wait_for

SIZE: Final = "1366x768x24"
MAIN_BUTTON: Final = (0x1D, 0x6B, 0x52)
"""The colour of the one button a page leads to (ui/colours.py, light)."""
_THICKER_THAN: Final = 9  # pixels: edges, icons and letters of that colour are thinner
_CURSOR: Final = 3  # pixels: how wide it is
_KEY_PAUSE_MS: Final = "25"
_QUIET_S: Final = 0.5
_CLIPBOARD: Final = """
import sys
from PySide6.QtGui import QGuiApplication
application = QGuiApplication(sys.argv[:1])
application.clipboard().setText(sys.argv[1])
print("there", flush=True)
application.exec()
"""


@contextmanager
def screen() -> Iterator[str]:
    """Run an X server of its own and give its display."""
    words = ["Xvfb", "-displayfd", "1", "-screen", "0", SIZE, "-nolisten", "tcp"]
    process = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        assert process.stdout  # noqa: S101 - a pipe was asked for
        yield ":" + process.stdout.readline().strip()
    finally:
        process.terminate()
        process.wait()


class Hands:
    """Moves the mouse, types, and looks."""

    def __init__(self, display: str, pictures: Path) -> None:
        self._display = display
        self._pictures = pictures
        self._count = 0
        self._clipboard: subprocess.Popen[str] | None = None

    def window(self, title: str, seconds: float = 60) -> str:
        """Wait for a window whose title has these words, turn to it, and give its id."""
        found = wait_for(f"window “{title}”", lambda: self._search(title), seconds)
        self.still()
        self._do("windowfocus", found)
        return found

    def gone(self, window: str, seconds: float = 60) -> None:
        """Wait until a window is closed."""
        wait_for("end of the window", lambda: window not in self._shown(), seconds)

    def click(self, window: str, x: int, y: int) -> None:
        """Click at a place of a window."""
        self._do("mousemove", "--window", window, str(x), str(y), "click", "1")
        self.still()

    def press(self, *keys: str) -> None:
        """Press keys, one after another."""
        self._do("key", "--delay", _KEY_PAUSE_MS, *keys)
        self.still()

    def type(self, text: str) -> None:
        """Type letters that an American keyboard has."""
        self._do("type", "--delay", _KEY_PAUSE_MS, text)
        self.still()

    def copy(self, text: str) -> None:
        """Have a program of this machine put text on the clipboard."""
        self.put_down()
        words = [sys.executable, "-c", _CLIPBOARD, text]
        here = {"DISPLAY": self._display, "QT_QPA_PLATFORM": "xcb", "PYTHONPATH": str(ROOT)}
        self._clipboard = subprocess.Popen(
            words, env=here, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )
        assert self._clipboard.stdout  # noqa: S101 - a pipe was asked for
        if self._clipboard.stdout.readline().strip() != "there":
            raise StepFailedError("the clipboard of this machine could not be filled")

    def put_down(self) -> None:
        """Let the clipboard go."""
        if self._clipboard:
            self._clipboard.terminate()
            self._clipboard.wait()
            self._clipboard = None

    def main_button(self, seconds: float = 30) -> None:
        """Click the button in the program's colour, once there is one."""
        x, y = wait_for("main button", self._find_main_button, seconds)
        self._do("mousemove", str(x), str(y), "click", "1")
        self.still()

    def colour(self, window: str, x: int, y: int) -> tuple[int, ...]:
        """Give the colour at a place of a window."""
        left, top = self._origin(window)
        return _pixel(self._look(), left + x, top + y)

    def look(self, name: str) -> None:
        """Keep a picture of the screen."""
        self._count += 1
        self._look().save(self._pictures / f"{self._count:02} {name}.png")

    def still(self, seconds: float = 30) -> None:
        """Wait until the picture has stopped changing (a blinking cursor is no change)."""
        end = time.monotonic() + seconds
        before, since = self._look(), time.monotonic()
        while time.monotonic() - since < _QUIET_S and time.monotonic() < end:
            time.sleep(0.1)
            now = self._look()
            if _differ(before, now):
                before, since = now, time.monotonic()

    def _find_main_button(self) -> tuple[int, int] | None:
        picture = self._look()
        plain = Image.new("RGB", picture.size, MAIN_BUTTON)
        bands = ImageChops.difference(picture, plain).split()
        apart = ImageChops.lighter(ImageChops.lighter(bands[0], bands[1]), bands[2])
        same = apart.point([255] + [0] * 255).filter(ImageFilter.MinFilter(_THICKER_THAN))
        box = same.getbbox()
        return ((box[0] + box[2]) // 2, (box[1] + box[3]) // 2) if box else None

    def _look(self) -> Image.Image:
        return ImageGrab.grab(xdisplay=self._display).convert("RGB")

    def _search(self, title: str) -> str | None:
        return next((each for each in self._shown(title)), None)

    def _shown(self, title: str = ".+") -> list[str]:
        return self._do("search", "--onlyvisible", "--name", title, check=False).split()

    def _origin(self, window: str) -> tuple[int, int]:
        lines = self._do("getwindowgeometry", "--shell", window).split()
        found = dict(line.split("=") for line in lines)
        return int(found["X"]), int(found["Y"])

    def _do(self, *words: str, check: bool = True) -> str:
        done = subprocess.run(
            ["xdotool", *words],
            env={"DISPLAY": self._display, "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"},
            capture_output=True,
            text=True,
            check=False,
        )
        if check and done.returncode:
            raise StepFailedError(f"xdotool {words[0]}: {done.stderr.strip()}")
        return done.stdout


def _differ(one: Image.Image, other: Image.Image) -> bool:
    box = ImageChops.difference(one, other).getbbox()
    return box is not None and box[2] - box[0] > _CURSOR


def _pixel(picture: Image.Image, x: int, y: int) -> tuple[int, ...]:
    found = picture.getpixel((x, y))
    assert isinstance(found, tuple)  # noqa: S101 - the picture is RGB
    return tuple(int(part) for part in found)
