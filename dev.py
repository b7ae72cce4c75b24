#!/usr/bin/env python3
"""One door to the checkout: each command sets up on first use whatever it needs."""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
DEMO = ROOT / ".demo"
OLDEST_PYTHON = (3, 11)
PASSED_ON = ("test", "bench", "build")  # whose further arguments belong to what they start
IN_THE_PROGRAM = ("ntm_desktop", "ui", "db", "resources", "installer")
PINNED = ("requirements.txt", "requirements-dev.txt", "pyproject.toml")

QT_LIBRARIES = (
    "libdbus-1-3",
    "libegl1",
    "libfontconfig1",
    "libgl1",
    "libglib2.0-0",
    "libx11-xcb1",
    "libxcb-cursor0",
    "libxcb-icccm4",
    "libxcb-image0",
    "libxcb-keysyms1",
    "libxcb-randr0",
    "libxcb-render-util0",
    "libxcb-shape0",
    "libxcb-xkb1",
    "libxkbcommon-x11-0",
    "libxkbcommon0",
)
BUILD_TOOLS = ("nsis",)
WINE_TOOLS = ("gcc-mingw-w64-x86-64-win32", "wine", "wine64")
TEST_TOOLS = ("age", "minisign", "poppler-utils", "qpdf", "unzip", "xdotool", "xvfb", "zip")

CHECKS = (
    ("ruff", "check"),
    ("ruff", "format", "--check"),
    ("mypy",),
    ("lint-imports",),
)


def main() -> int:
    """Do what the command line asks for."""
    options, rest = _parser().parse_known_args()
    if rest and options.command not in PASSED_ON:
        _parser().error("unknown arguments: " + " ".join(rest))
    set_up(build_packages(rest) if options.command == "build" else ())
    if options.command == "run":
        return run(options.data, options.fresh)
    if options.command == "test":
        return test(rest)
    if options.command == "check":
        return check()
    if options.command == "bench":
        return call("python", "-m", "tests.bench", *rest)
    if options.command == "shots":
        return shots(options.folder)
    if options.command == "build":
        return build(rest)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="dev.py", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    commands.add_parser("setup", help="make .venv/ and install what is missing")
    opening = commands.add_parser("run", help="open the program on practice data in .demo/")
    where = opening.add_mutually_exclusive_group()
    where.add_argument("--data", type=Path, metavar="DIR", help="open this data folder instead")
    where.add_argument("--fresh", type=Path, metavar="DIR", help="show a first start in DIR")
    commands.add_parser(
        "test", help="check, then the tests; takes --long and pytest's arguments", add_help=False
    )
    commands.add_parser("check", help="style, types and import contracts")
    commands.add_parser(
        "bench",
        help="ratios to yardsticks: [NAME…] [--size small|full] [--runs N]",
        add_help=False,
    )
    commands.add_parser(
        "build",
        help="make the Windows installer in dist/; --smoke tries it under Wine",
        add_help=False,
    )
    pictures = commands.add_parser("shots", help="picture every screen at three sizes")
    pictures.add_argument("folder", nargs="?", type=Path, default=ROOT / ".shots", metavar="DIR")
    return parser


# ---- the commands


def run(data: Path | None, fresh: Path | None) -> int:
    """Open the window on a data folder, by default the first practice commune's."""
    if fresh and fresh.exists() and any(fresh.iterdir()):
        return _refuse(f"{fresh} is not empty: a first start needs an empty or missing folder.")
    folder = fresh or data or practice_commune()
    if folder is None:
        return 1
    if not has_display(os.environ):
        return _refuse("No display here. `python3 dev.py shots` pictures every screen instead.")
    return call("python", "-m", "ntm_desktop", "--data", str(folder.resolve()))


def test(arguments: Sequence[str]) -> int:
    """Run the checks and, if they pass, the tests on two processes."""
    return check() or call("python", "-m", "pytest", "-n", "2", *arguments)


def check() -> int:
    """Run every check at once; print what the failing ones say."""
    started = time.monotonic()
    running = [
        subprocess.Popen(
            [str(tool(name)), *arguments],
            cwd=ROOT,
            text=True,
            encoding="utf-8",
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        for name, *arguments in CHECKS
    ]
    failed = 0
    for process, words in zip(running, CHECKS, strict=True):
        output, _ = process.communicate()
        say(f"{'FAILED' if process.returncode else 'passed'}: {' '.join(words)}")
        if process.returncode:
            failed += 1
            print(output, flush=True)
    say(f"checks took {time.monotonic() - started:.0f} s")
    return 1 if failed else 0


def shots(folder: Path) -> int:
    """Picture every screen of the practice data."""
    return call("python", "-m", "tests.shots", str(folder.resolve())) if practice_commune() else 1


def build(arguments: Sequence[str]) -> int:
    """Make the Windows installer and the portable zip; try them with `--smoke`."""
    wanted = [argument for argument in arguments if argument != "--smoke"]
    is_built = "--smoke" in arguments and not wanted and is_current(ROOT)
    status = 0 if is_built else call("python", "-m", "installer.build", *wanted)
    return status or (call("python", "-m", "installer.smoke") if "--smoke" in arguments else 0)


def is_current(root: Path) -> bool:
    """Tell whether the installer in dist/ is younger than all it is made of."""
    made = [*root.glob("dist/*.exe"), root / ".build" / "files.nsh"]
    if len(made) != 2 or not made[1].exists():
        return False
    parts = (path for name in IN_THE_PROGRAM for path in root.joinpath(name).rglob("*"))
    kept = (path for path in parts if path.is_file() and path.suffix != ".pyc")
    sources = (path for path in kept if not path.name.startswith("smoke"))
    return max(path.stat().st_mtime for path in sources) < made[0].stat().st_mtime


def build_packages(arguments: Sequence[str]) -> tuple[str, ...]:
    """Name the Debian packages that a build needs, and trying it, if that is asked for."""
    return (*BUILD_TOOLS, *WINE_TOOLS) if "--smoke" in arguments else BUILD_TOOLS


def practice_commune() -> Path | None:
    """Give the first commune of the practice data, which is made on first use."""
    complete = DEMO / "complete"
    if not complete.exists():
        shutil.rmtree(DEMO, ignore_errors=True)
        say("making practice data in .demo/")
        if call("ntm", "demo", str(DEMO)):
            shutil.rmtree(DEMO, ignore_errors=True)
            say("the practice data could not be made")
            return None
        complete.touch()
    return min(path for path in DEMO.iterdir() if path.name.isdigit())


def call(name: str, *arguments: str) -> int:
    """Run a program of .venv/ in the checkout and give its exit code."""
    environment = {**os.environ, "PYTHONUTF8": "1"}
    try:
        return subprocess.call([str(tool(name)), *arguments], cwd=ROOT, env=environment)
    except KeyboardInterrupt:
        return 130


def tool(name: str) -> Path:
    """Locate a program in .venv/."""
    return VENV / "Scripts" / f"{name}.exe" if os.name == "nt" else VENV / "bin" / name


def has_display(environment: Mapping[str, str]) -> bool:
    """Tell whether a window can be shown; only X11 and Wayland can be missing."""
    if sys.platform in ("win32", "darwin"):
        return True
    names = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    return any(environment.get(name) for name in names)


# ---- setting up


def set_up(further: Sequence[str] = ()) -> None:
    """Install Debian packages and make .venv/, each only where something is missing."""
    install_debian_packages(further)
    digest = pins_digest()
    stamp = VENV / "pins.sha256"
    if stamp.is_file() and stamp.read_text() == digest and tool("python").exists():
        return
    if not _answers(tool("python"), "-m", "pip", "--version"):
        say("making .venv/")
        _must([sys.executable, "-m", "venv", "--clear", str(VENV)])
    say("installing the pinned packages into .venv/")
    pip = [str(tool("python")), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    _must([*pip, "-r", "requirements.txt", "-r", "requirements-dev.txt"])
    _must([*pip, "--no-deps", "--no-build-isolation", "--editable", "."])
    stamp.write_text(digest)


def pins_digest() -> str:
    """Digest the files that decide what .venv/ holds."""
    contents = (ROOT.joinpath(name).read_bytes() for name in PINNED)
    return hashlib.sha256(b"\0".join(contents)).hexdigest()


def install_debian_packages(further: Sequence[str] = ()) -> None:
    """Install missing Debian packages as root; otherwise say how to, and go on."""
    if not (shutil.which("dpkg-query") and shutil.which("apt-get")):
        return
    missing = missing_packages(_installed_packages(), further)
    if not missing:
        return
    install = ["apt-get", "install", "-y", "--no-install-recommends", *missing]
    if os.geteuid() != 0:
        say("these Debian packages are missing; please run: sudo " + " ".join(install))
        return
    say("installing Debian packages: " + " ".join(missing))
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["apt-get", "update"], install):
        done = subprocess.run(
            command, env=quiet, stdin=subprocess.DEVNULL, capture_output=True, text=True
        )
        if done.returncode:
            say(f"`{' '.join(command)}` failed:\n{done.stdout}{done.stderr}")


def missing_packages(installed: set[str], further: Sequence[str] = ()) -> list[str]:
    """Name the packages to install; newer releases call some of them …t64."""
    wanted = [*QT_LIBRARIES, *TEST_TOOLS, *further]
    missing = [name for name in wanted if not {name, name + "t64"} & installed]
    return missing if importlib.util.find_spec("ensurepip") else [*missing, "python3-venv"]


def _installed_packages() -> set[str]:
    listing = subprocess.run(
        ["dpkg-query", "-W", "-f", "${db:Status-Status} ${Package}\n"],
        capture_output=True,
        text=True,
    )
    lines = (line.partition(" ") for line in listing.stdout.splitlines())
    return {name for status, _, name in lines if status == "installed"}


def _answers(program: Path, *arguments: str) -> bool:
    try:
        return not subprocess.run([str(program), *arguments], capture_output=True).returncode
    except OSError:
        return False


def _must(command: Sequence[str]) -> None:
    status = subprocess.call(command, cwd=ROOT, stdin=subprocess.DEVNULL)
    if status:
        say("failed: " + " ".join(command))
        sys.exit(status)


def _refuse(why: str) -> int:
    say(why)
    return 1


def say(words: str) -> None:
    """Tell the developer what happens."""
    print("dev.py: " + words, flush=True)


if __name__ == "__main__":
    if sys.version_info < OLDEST_PYTHON:
        version = ".".join(map(str, sys.version_info[:3]))
        sys.exit("dev.py needs Python 3.11 or newer; this is Python " + version)
    sys.exit(main())
