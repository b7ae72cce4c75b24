"""Installing, updating, refusing and removing, as the silent installer does it."""

import hashlib
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from installer import sources
from installer.smoke_wine import CACHE, FOLDER, StepFailedError, Wine, wait_for
from ntm_desktop import __version__

OLDER: Final = "0.0.9"
RUNNING, NEWER_INSTALLED = 10, 11
"""What setup leaves with (installer/setup.nsi)."""
_STALE: Final = r"app\ntm_desktop\only_in_older.py"
_UNINSTALL: Final = r"HKCU\Software\Microsoft\Windows\CurrentVersion\Uninstall\NTM-Desktop"


class Machine:
    """A user's Windows with our installer."""

    def __init__(self, wine: Wine, setup: Path) -> None:
        self._wine = wine
        self._setup = setup
        self._older = FOLDER / f"NTM-Desktop-Setup-{OLDER}.exe"

    def install_older(self) -> None:
        """Install a version that came before, on a Windows without any."""
        make_older(self._older)
        self._run(self._older)
        _same(self._version(), OLDER)

    def update(self) -> None:
        """Install this version over it: nothing of the older one stays."""
        stale = self._program / _STALE.replace("\\", "/")
        if not stale.exists():
            raise StepFailedError(f"the older version should have had {stale.name}")
        self._run(self._setup)
        _same(self._version(), __version__)
        _same([stale.exists(), *self._program.parent.glob("program.*")], [False])

    def refuse_older(self) -> None:
        """Refuse to go back, and change nothing."""
        before = digests(self._program)
        self._run(self._older, NEWER_INSTALLED)
        _same(digests(self._program) == before, expected=True)

    def refuse_while_running(self) -> None:
        """Refuse to update a program that is open."""
        self._run(self._setup, RUNNING)

    def uninstall(self) -> None:
        """Remove the program and nothing else."""
        data = digests(self._wine.data)
        if not any(name.startswith("files/") for name in data):
            raise StepFailedError("there is no evidence in the data folder to lose")
        self._wine.run(self._wine.on_c(self._wine.installed / "uninstall.exe"), "/S").must()
        wait_for("end of the program folder", lambda: not self._wine.installed.exists(), 60)
        _same(list(self._wine.home.rglob("*.lnk")), [])
        if not self._wine.run("reg", "query", r"HKCU\Software\Classes\.ntm").status:
            raise StepFailedError(".ntm files still belong to the program")
        _same(digests(self._wine.data) == data, expected=True)

    @property
    def _program(self) -> Path:
        return self._wine.installed / "program"

    def _run(self, setup: Path, status: int = 0) -> None:
        self._wine.run(str(setup), "/S", seconds=180).must(status)

    def _version(self) -> str:
        words = ("reg", "query", _UNINSTALL, "/v", "DisplayVersion")
        return self._wine.run(*words).must().text.split()[-1]


def make_older(setup: Path) -> None:
    """Make an installer of the same program under a lower number, packed in a hurry.

    What the last build laid out is in .build/: the program folder and the list of its files.
    """
    stale = CACHE / "program" / "LICENCES.txt"
    listed = FOLDER / "files.nsh"
    folder, _, name = _STALE.rpartition("\\")
    extra = f'SetOutPath "$INSTDIR\\program.new\\{folder}"\nFile "/oname={name}" "{stale}"\n'
    listed.write_text((CACHE / "files.nsh").read_text("utf-8-sig") + extra, "utf-8-sig")
    defines = {
        "VERSION": OLDER,
        "VERSION_QUAD": f"{OLDER}.0",
        "TREE": str(CACHE / "program"),
        "LIST": str(listed),
        "SIZE_KB": "200000",
        "OUT": str(setup),
    }
    command = ["makensis", "-V2", "-INPUTCHARSET", "UTF8", "-XSetCompressor /FINAL zlib"]
    command += [f"-D{name}={value}" for name, value in defines.items()]
    done = subprocess.run(
        [*command, str(sources.HERE / "setup.nsi")], capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise StepFailedError(f"makensis failed:\n{done.stdout}{done.stderr}")


def digests(folder: Path) -> Mapping[str, str]:
    """Give the SHA-256 of every file below a folder."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def _same(found: object, expected: object) -> None:
    if found != expected:
        raise StepFailedError(f"{found!r} is not {expected!r}")
