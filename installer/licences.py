"""The list of what is inside the Windows program, each part with its licence."""

import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from email.parser import HeaderParser
from pathlib import Path, PurePosixPath
from typing import Final

from installer.sources import BuildError

FOLDER: Final = "licences"
LIST: Final = "LICENCES.txt"
_WORDS: Final = ("licen", "copying", "notice", "authors")
_QT: Final = (
    "Qt and PySide6 are used under the LGPL version 3 (licences\\Qt). Their libraries lie beside "
    "the program as separate files (Lib\\site-packages\\PySide6, shiboken6) and may be replaced "
    "by other builds of the same version. Sources: https://download.qt.io/official_releases/"
)


@dataclass(frozen=True, slots=True, order=True)
class Part:
    """A library inside the program: its name, version and licence, and the licence's files."""

    name: str
    version: str
    licence: str
    files: tuple[str, ...]


def of_wheel(wheel: Path) -> tuple[Part, dict[str, bytes]]:
    """Read what a wheel says of its licence, and the texts it carries, by file name.

    Raises BuildError when it carries none.
    """
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        metadata = next(name for name in names if name.endswith(".dist-info/METADATA"))
        head = HeaderParser().parsestr(archive.read(metadata).decode("utf-8"))
        folder = f"{head['Name']}-{head['Version']}"
        texts = {
            f"{folder}/{_short(name)}": archive.read(name)
            for name in names
            if ".dist-info/" in name and not name.endswith("/") and _is_licence(name)
        }
    if not texts:
        raise BuildError(f"{wheel.name} brings no licence: nobody may be given it like that.")
    words = head["License-Expression"] or _classified(head.get_all("Classifier") or ())
    licence = words or (head["License"] or _titled(texts)).strip().partition("\n")[0]
    part = Part(head["Name"], head["Version"], licence, tuple(sorted(texts)))
    return part, texts


def listing(parts: Iterable[Part]) -> str:
    """Write the list for people."""
    lines = ["What is inside this program, and under which licence", ""]
    for part in sorted(parts, key=lambda one: one.name.casefold()):
        lines.append(f"{part.name} {part.version}: {part.licence}")
        lines += [f"    {FOLDER}\\{name}".replace("/", "\\") for name in part.files]
    return "\r\n".join([*lines, "", _QT, ""])


def fonts(folder: Path) -> tuple[list[Part], Mapping[str, bytes]]:
    """Read the licences of the fonts, which lie beside them in the program's resources."""
    texts = {
        f"fonts/{path.relative_to(folder).as_posix().replace('/', '-')}": path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and _is_licence(path.name, anywhere=True)
    }
    return [Part("Fonts", "", "OFL-1.1", tuple(texts))], texts


def _is_licence(name: str, *, anywhere: bool = False) -> bool:
    last = PurePosixPath(name).name.casefold()
    return "/licenses/" in name or any(
        (word in last if anywhere else last.startswith(word)) for word in (*_WORDS, "ofl")
    )


def _short(name: str) -> str:
    """Name a licence's file by where it lies below the metadata, for names may recur there."""
    inside = name.partition(".dist-info/")[2].removeprefix("licenses/")
    return inside.replace("/", "-")


def _titled(texts: Mapping[str, bytes]) -> str:
    return min(texts.items())[1].decode("utf-8", "replace")


def _classified(classifiers: Iterable[str]) -> str:
    found = [one for one in classifiers if one.startswith("License ::")]
    return "; ".join(one.rpartition(" :: ")[2] for one in found)
