"""What this PC remembers of the shared folder between two looks; it can be made again."""

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from enum import StrEnum
from os import stat_result
from pathlib import Path
from typing import Any, Final

from ntm_desktop.domain.head import Point
from ntm_desktop.domain.neighbours import Lying
from ntm_desktop.errors import DataFolderError
from ntm_desktop.exchange.disk import write_whole

_PATIENCE: Final = 5
"""So often a file is found unreadable, unchanged, before a person is told."""


class Found(StrEnum):
    """What a file in the folder turned out to be."""

    OWN = "own"
    TAKEN = "taken"
    UNDONE = "undone"
    FOREIGN = "foreign"
    STRANGER = "stranger"
    REFUSED = "refused"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True, kw_only=True)
class FileNote:
    """A file by its size in bytes and its time in ns, and what was found in it.

    `tries` counts the looks at it in vain; `signer` is a key in hex.
    """

    size: int
    mtime: int
    found: Found
    tries: int = 0
    sentence: str = ""
    sender: str = ""
    signer: str = ""
    lying: Lying | None = None

    def is_of(self, now: stat_result) -> bool:
        """Tell whether the file is as it was."""
        return (self.size, self.mtime) == (now.st_size, now.st_mtime_ns)

    @property
    def is_bad(self) -> bool:
        """Tell whether the file could not be used."""
        return self.found in (Found.REFUSED, Found.UNREADABLE)

    @property
    def is_to_be_told(self) -> bool:
        """Tell whether a person should hear of it: not of a file that is still being copied."""
        return self.found is Found.REFUSED or (
            self.found is Found.UNREADABLE and self.tries >= _PATIENCE
        )

    @property
    def is_due(self) -> bool:
        """Tell whether to look into the unchanged file again: ever more rarely."""
        often = self.tries + 1 < _PATIENCE or (self.tries & (self.tries - 1)) == 0
        return self.is_bad and often

    def passed_over(self) -> "FileNote":
        """Count a look that was left out."""
        return replace(self, tries=self.tries + 1)


@dataclass(slots=True, kw_only=True)
class Notes:
    """Files by name; what each PC heard of us (its origin: ours: receipt); what was told last.

    `last` is the package that was put there last, as long as not every PC has it; `left` are own
    unfinished files by name, with their time in ns.
    """

    files: dict[str, FileNote] = field(default_factory=dict)
    heard: dict[str, dict[str, int]] = field(default_factory=dict)
    told: str = ""
    basis: str = ""
    last: str = ""
    left: dict[str, int] = field(default_factory=dict)
    at: str = ""
    trouble: str = ""

    @property
    def lying(self) -> list[Lying]:
        """Give the packages that can be read in the folder."""
        useless = (Found.FOREIGN, Found.STRANGER)
        return [
            note.lying
            for note in self.files.values()
            if note.lying and not note.is_bad and note.found not in useless
        ]

    def hear(self, speaker: str, echoes: Mapping[str, int]) -> None:
        """Take note of the receipts of ours that another PC echoes."""
        heard = self.heard.setdefault(speaker, {})
        for origin, number in echoes.items():
            heard[origin] = max(number, heard.get(origin, 0))


def read(file: Path) -> Notes:
    """Read notes; anything odd is no notes, and then every file is looked at again."""
    try:
        content = json.loads(file.read_text(encoding="utf-8"))
        files = {name: _file(note) for name, note in content.pop("files").items()}
        return Notes(files=files, **content)
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return Notes()


def write(file: Path, notes: Notes) -> None:
    """Keep notes; where they cannot be kept every file is looked at again."""
    content = {
        "files": {name: _members(note) for name, note in notes.files.items()},
        "heard": notes.heard,
        "told": notes.told,
        "basis": notes.basis,
        "last": notes.last,
        "left": notes.left,
        "at": notes.at,
        "trouble": notes.trouble,
    }
    with suppress(DataFolderError, OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        write_whole(file, json.dumps(content, ensure_ascii=False).encode())


def _members(note: FileNote) -> dict[str, Any]:
    lying = note.lying
    return {
        "size": note.size,
        "mtime": note.mtime,
        "found": note.found,
        "tries": note.tries,
        "sentence": note.sentence,
        "sender": note.sender,
        "signer": note.signer,
        "lying": lying
        and {
            "package": lying.package,
            "origin": lying.origin,
            "number": lying.number,
            "receipt": lying.receipt,
            "since": [(*point[:3], point.id.hex()) for point in lying.since],
            "upto": [(*point[:3], point.id.hex()) for point in lying.upto],
            "objects": sorted(lying.objects),
        },
    }


def _file(members: dict[str, Any]) -> FileNote:
    lying = members.pop("lying")
    return FileNote(
        **{**members, "found": Found(members["found"])}, lying=_lying(lying) if lying else None
    )


def _lying(members: dict[str, Any]) -> Lying:
    points = {
        name: tuple(_point(*each) for each in members.pop(name)) for name in ("since", "upto")
    }
    return Lying(**{**members, **points, "objects": frozenset(members["objects"])})


def _point(scope: str, origin: str, seq: int, id_: str) -> Point:
    return Point(scope, origin, seq, bytes.fromhex(id_))
