"""Makes the Windows installer and the portable zip: `python3 dev.py build`."""

import argparse
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from installer import sources, tree
from installer.sources import BuildError
from ntm_desktop import __version__

CACHE: Final = tree.ROOT / ".build"
DIST: Final = tree.ROOT / "dist"
EPOCH: Final = 1_767_225_600
"""The time all files inside carry (2026-01-01), so that the same sources give the same bytes."""
LARGEST: Final = 60_000_000
"""Bytes that the installer may have: it travels on old sticks and by e-mail in parts."""
_PORTABLE: Final = "NTM-Desktop"
_PORTABLE_START: Final = (
    '@start "" "%~dp0program\\pythonw.exe" -m ntm_desktop --data "%~dp0data" %*\r\n'
)


@dataclass(frozen=True, slots=True)
class Built:
    """What a build made."""

    setup: Path
    portable: Path


def main(argv: Sequence[str] | None = None) -> int:
    """Build, and say what was made."""
    options = _read(argv)
    try:
        key = _opened(options.release_key) if options.release_key else None
        files = program_files(options.python, options.python_sha256)
        built = build(files, options.version, options.to)
        made = [built.setup, built.portable]
        if key:
            made.append(_update(built.setup, key, options.version, options.notes))
    except BuildError as error:
        print(error, file=sys.stderr)
        return 1
    for path in made:
        print(f"made {path.name}: {path.stat().st_size / 1e6:.1f} MB")
    return 0


def _opened(secret: Path) -> bytes:
    """Open the release key before the minutes that building takes."""
    from installer import release_key

    return release_key.opened(secret, release_key.asked())


def _update(setup: Path, key: bytes, version: str, notes: str) -> Path:
    from installer import update_file

    return update_file.write(setup, key, version=version, notes=notes)


def program_files(python: Path | None, sha256: str | None) -> dict[str, bytes]:
    """Put the program folder together from pinned parts; raises BuildError."""
    CACHE.mkdir(exist_ok=True)
    interpreter = sources.python_files(CACHE, python, sha256)
    files = tree.program(interpreter, sources.wheels(CACHE))
    if not any(name.endswith(".pyc") for name in files):
        print("this Python is no 3.11: the program is built without bytecode and starts slower")
    return files


def build(files: Mapping[str, bytes], version: str, dist: Path = DIST) -> Built:
    """Make the installer and the zip of a program folder; raises BuildError."""
    dist.mkdir(parents=True, exist_ok=True)
    folder = CACHE / "program"
    _lay_out(files, folder)
    setup = _setup(files, folder, version, dist)
    portable = dist / f"NTM-Desktop-{version}-portable.zip"
    _zip(files, portable)
    if setup.stat().st_size > LARGEST:
        raise BuildError(f"{setup.name} has {setup.stat().st_size} bytes, more than {LARGEST}.")
    return Built(setup, portable)


def file_list(names: Sequence[str]) -> str:
    """Write the installer's lines for a program folder: sorted, so that builds are alike."""
    lines = []
    folder = None
    for name in sorted(names):
        parent, _, _ = name.rpartition("/")
        if parent != folder:
            folder = parent
            inside = f"\\{_windows(parent)}" if parent else ""
            lines.append(f'SetOutPath "$INSTDIR\\program.new{inside}"')
        lines.append(f'File "${{TREE}}\\{_windows(name)}"')
    return "\n".join(lines) + "\n"


def _windows(name: str) -> str:
    return name.replace("/", "\\").replace("$", "$$")


def _lay_out(files: Mapping[str, bytes], folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        os.utime(path, (EPOCH, EPOCH))


def _setup(files: Mapping[str, bytes], folder: Path, version: str, dist: Path) -> Path:
    if shutil.which("makensis") is None:
        raise BuildError("makensis is missing; install Debian's package nsis.")
    setup = dist / f"NTM-Desktop-Setup-{version}.exe"
    listed = CACHE / "files.nsh"
    listed.write_text(file_list(list(files)), encoding="utf-8-sig")
    size = sum(map(len, files.values())) // 1024
    defines = {
        "VERSION": version,
        "VERSION_QUAD": ".".join([*version.split("."), "0", "0", "0"][:4]),
        "TREE": str(folder).replace("/", "\\") if os.name == "nt" else str(folder),
        "LIST": str(listed),
        "SIZE_KB": str(size),
        "OUT": str(setup),
    }
    command = ["makensis", "-V2", "-WX", "-INPUTCHARSET", "UTF8"]
    command += [f"-D{name}={value}" for name, value in defines.items()]
    done = subprocess.run(
        [*command, str(sources.HERE / "setup.nsi")],
        env={**os.environ, "SOURCE_DATE_EPOCH": str(EPOCH)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise BuildError(f"makensis failed:\n{done.stdout}{done.stderr}")
    return setup


def _zip(files: Mapping[str, bytes], target: Path) -> None:
    moment = datetime.fromtimestamp(EPOCH, UTC).timetuple()[:6]
    content = {f"program/{name}": data for name, data in files.items()}
    content["NTM-Desktop.cmd"] = _PORTABLE_START.encode()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, data in sorted(content.items()):
            entry = zipfile.ZipInfo(f"{_PORTABLE}/{name}", moment)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, data)


def _read(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="dev.py build", description=__doc__)
    parser.add_argument("--python", type=Path, metavar="ZIP", help="python.org's embeddable zip")
    parser.add_argument("--python-sha256", metavar="HASH", help="the hash that zip must have")
    parser.add_argument("--version", default=__version__, help=argparse.SUPPRESS)
    parser.add_argument("--to", type=Path, default=DIST, metavar="DIR", help="instead of dist/")
    parser.add_argument(
        "--release-key",
        type=Path,
        metavar="FILE",
        help="sign an update file too; asks for --notes",
    )
    parser.add_argument("--notes", metavar="TEXT", help="what is new, in Vietnamese")
    options = parser.parse_args(argv)
    if options.release_key and not options.notes:
        parser.error("--release-key needs --notes: what is new, in Vietnamese")
    return options


if __name__ == "__main__":
    sys.exit(main())
