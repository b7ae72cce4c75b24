"""The program folder as Windows gets it, file by file."""

import importlib.util
import marshal
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from installer import licences
from installer.sources import HERE
from installer.trim import is_kept

ROOT: Final = Path(__file__).resolve().parent.parent
PACKAGES: Final = ("ntm_desktop", "ui", "db", "resources")
APP: Final = "app/"
LIBRARIES: Final = "Lib/site-packages/"
MAGIC_311: Final = (3495).to_bytes(2, "little") + b"\r\n"
"""What bytecode of CPython 3.11 begins with (importlib/_bootstrap_external.py)."""
_UNCHECKED: Final = (0b01).to_bytes(4, "little")
_PTH: Final = b"python311.zip\r\n.\r\napp\r\nLib\\site-packages\r\n"
_NOT_NEEDED: Final = frozenset(
    {"LICENSE.txt", "python.cat", "python311._pth"}
    | {"_asyncio.pyd", "_msi.pyd", "_overlapped.pyd", "_ssl.pyd", "libssl-3.dll"}
)
"""The program talks to no network and installs nothing."""
_NTM: Final = '@"%~dp0python.exe" -m ntm_desktop.cli %*\r\n'


def program(python: Mapping[str, bytes], wheels: list[Path]) -> dict[str, bytes]:
    """Give every file of the program folder by its name with slashes."""
    files = {name: data for name, data in python.items() if name not in _NOT_NEEDED}
    files["python311._pth"] = _PTH
    files["ntm.cmd"] = _NTM.encode()
    for wheel in wheels:
        files.update(_of_wheel(wheel))
    files.update(_own())
    files.update(_licences(python, wheels))
    files.update(compiled(files))
    return dict(sorted(files.items()))


def compiled(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Compile every module, so that no start has to; nothing where this Python is no 3.11.

    The bytecode is not held against its source at each start (PEP 552, unchecked): the
    installer replaces the whole folder.
    """
    if importlib.util.MAGIC_NUMBER != MAGIC_311:
        return {}
    return {
        _cache_name(name): _bytecode(name, data)
        for name, data in files.items()
        if name.endswith(".py") and name.startswith((APP, LIBRARIES))
    }


def _bytecode(name: str, source: bytes) -> bytes:
    code = compile(source, name.replace("/", "\\"), "exec", dont_inherit=True)
    return MAGIC_311 + _UNCHECKED + importlib.util.source_hash(source) + marshal.dumps(code)


def _cache_name(name: str) -> str:
    folder, _, module = name.rpartition("/")
    return f"{folder}/__pycache__/{module.removesuffix('.py')}.cpython-311.pyc"


def _of_wheel(wheel: Path) -> Iterator[tuple[str, bytes]]:
    with zipfile.ZipFile(wheel) as archive:
        for name in archive.namelist():
            if is_kept(name):
                yield LIBRARIES + name, archive.read(name)


def _own() -> Iterator[tuple[str, bytes]]:
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                yield APP + path.relative_to(ROOT).as_posix(), path.read_bytes()


def _licences(python: Mapping[str, bytes], wheels: list[Path]) -> dict[str, bytes]:
    interpreter = licences.Part("CPython", "3.11", "PSF-2.0", ("CPython/LICENSE.txt",))
    own_fonts, texts = licences.fonts(ROOT / "resources" / "fonts")
    parts = [interpreter, *own_fonts]
    found = {"CPython/LICENSE.txt": python["LICENSE.txt"], **texts}
    for wheel in wheels:
        part, carried = licences.of_wheel(wheel)
        parts.append(part)
        found.update(carried)
    for name in ("LGPL-3.0.txt", "GPL-3.0.txt"):
        found[f"Qt/{name}"] = (HERE / name).read_bytes()
    files = {f"{licences.FOLDER}/{name}": data for name, data in found.items()}
    files[licences.LIST] = licences.listing(parts).encode()
    return files
