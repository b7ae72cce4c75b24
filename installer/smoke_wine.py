"""A Windows to try the program in: a Wine prefix of its own for every run."""

import hashlib
import json
import os
import shutil
import subprocess
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Final, TypeVar

HERE: Final = Path(__file__).resolve().parent
ROOT: Final = HERE.parent
CACHE: Final = ROOT / ".build"
FOLDER: Final = CACHE / "smoke"
"""Pictures, and all that a run makes."""
_OVERRIDES: Final = "mscoree,mshtml=;mscms=n;winemenubuilder.exe="
_LAST_WORDS_S: Final = 2
_NOT_STARTED: Final = "ShellExecuteEx failed: Internal error"
"""What Wine says, now and then, instead of starting a program: nothing of it has run."""
_STARTS: Final = 3
T = TypeVar("T")


class StepFailedError(Exception):
    """A step did not come to its end, in words."""


@dataclass(frozen=True, slots=True)
class Said:
    """What a Windows program left with and wrote."""

    status: int
    text: str

    def must(self, status: int = 0) -> "Said":
        """Fail unless it left with this status."""
        if self.status != status:
            raise StepFailedError(f"left with {self.status}, not {status}:\n{self.text[-2000:]}")
        return self


def wait_for(what: str, found: Callable[[], T | None], seconds: float = 30) -> T:
    """Wait for something to be there (not None or False), looking again and again."""
    end = time.monotonic() + seconds
    while True:
        value = found()
        if value is not None and value is not False:
            return value
        if time.monotonic() > end:
            raise StepFailedError(f"after {seconds:.0f} s still no {what}")
        time.sleep(0.1)


class Wine:
    """One Windows user's machine."""

    def __init__(self, prefix: Path, display: str) -> None:
        self.prefix = prefix
        self._environment = {
            **os.environ,
            "DISPLAY": display,
            "WINEPREFIX": str(prefix),
            "WINEDEBUG": "-all",
            "WINEDLLOVERRIDES": _OVERRIDES,
            "PYTHONDONTWRITEBYTECODE": "1",
            "LC_ALL": "C.UTF-8",  # else Wine loses Vietnamese names
        }

    def make(self) -> None:
        """Make it anew; what takes long is kept in .build/ from one run to the next."""
        parts = sorted((HERE / "wine").iterdir())
        digest = hashlib.sha256(b"\0".join(part.read_bytes() for part in parts)).hexdigest()
        kept = CACHE / f"wine-{digest[:16]}"
        if not kept.exists():
            half = kept.with_suffix(".half")
            shutil.rmtree(half, ignore_errors=True)
            script = HERE / "wine" / "winenv.sh"
            subprocess.run(["bash", str(script), str(half)], env=self._environment, check=True)
            half.rename(kept)
        shutil.rmtree(self.prefix, ignore_errors=True)
        subprocess.run(["cp", "-a", "--reflink=auto", str(kept), str(self.prefix)], check=True)

    @property
    def home(self) -> Path:
        """The user's folder."""
        users = self.prefix / "drive_c" / "users"
        return next(each for each in users.iterdir() if each.name != "Public")

    @property
    def installed(self) -> Path:
        """Where the program is installed."""
        return self.home / "AppData/Local/Programs/NTM Desktop"

    @property
    def data(self) -> Path:
        """The user's data folder."""
        return self.home / "AppData/Local/ntm-desktop"

    def on_c(self, path: Path) -> str:
        """Name a file of drive C: as Windows does."""
        inside = path.relative_to(self.prefix / "drive_c")
        return "C:\\" + str(inside).replace("/", "\\")

    def plug_in_stick(self, folder: Path) -> None:
        """Make a folder the removable drive E:, from the next start of this Windows."""
        folder.mkdir()
        (self.prefix / "dosdevices" / "e:").symlink_to(folder)
        key = r"HKLM\Software\Wine\Drives"
        self.run("reg", "add", key, "/v", "e:", "/d", "floppy", "/f").must()
        self.shut_down()

    def share_classes(self, *names: str) -> None:
        """Copy a user's file types to where this Wine looks for them; Windows looks at both."""
        for name in names:
            classes = rf"Software\Classes\{name}"
            self.run("reg", "copy", rf"HKCU\{classes}", rf"HKLM\{classes}", "/s", "/f").must()

    def start(self, *words: str, inside: Path | None = None) -> "subprocess.Popen[bytes]":
        """Start a program in a folder, with pipes: Python dies of other things there."""
        return subprocess.Popen(
            ["wine", *words],
            cwd=inside or self.prefix / "drive_c",
            env=self._environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )

    def run(self, *words: str, seconds: float = 120, inside: Path | None = None) -> Said:
        """Run a program to its end."""
        process = self.start(*words, inside=inside)
        heard = bytearray()
        assert process.stdin and process.stdout  # noqa: S101, PT018 - pipes were asked for
        listening = threading.Thread(target=_listen, args=(process.stdout, heard), daemon=True)
        listening.start()
        process.stdin.close()
        try:
            status = process.wait(seconds)
        except subprocess.TimeoutExpired:
            process.kill()
            said = heard.decode(errors="replace")[-2000:]
            raise StepFailedError(f"{words[0]} did not end in {seconds:.0f} s:\n{said}") from None
        listening.join(_LAST_WORDS_S)  # what it started may hold the pipe open
        return Said(status, heard.decode("utf-8", errors="replace").replace("\r\n", "\n"))

    def ntm(self, *words: str, status: int = 0) -> str:
        """Run a command of the installed program as IT staff do, and give what it wrote."""
        program = self.installed / "program"  # cmd takes a command that begins with " apart
        for _ in range(_STARTS):
            said = self.run("cmd", "/c", "ntm.cmd", *words, inside=program)
            if _NOT_STARTED not in said.text:
                break
        return said.must(status).text

    def asked(self, *words: str) -> Any:
        """Run a command that answers with a document."""
        return json.loads(self.ntm(*words, "--json"))

    def shut_down(self) -> None:
        """End every program of this Windows and wait until all is on the disk."""
        subprocess.run(["wineserver", "-k"], env=self._environment, check=False)
        subprocess.run(["wineserver", "-w"], env=self._environment, check=False, timeout=60)


def _listen(pipe: IO[bytes], heard: bytearray) -> None:
    while piece := os.read(pipe.fileno(), 65536):
        heard += piece
