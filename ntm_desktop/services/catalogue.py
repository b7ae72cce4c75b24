"""The criteria sets, shipped or installed; the agencies and lists of units that ship."""

import json
import logging
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TypeAlias
from zlib import crc32

from ntm_desktop.domain.criteria import CriteriaSet
from ntm_desktop.errors import InputError
from ntm_desktop.exchange import criteria_file
from resources import read_text

_log = logging.getLogger(__name__)
SETS = (
    "xa-ntm-2021-2025",
    "xa-ntm-nang-cao-2021-2025",
    "xa-ntm-kieu-mau-2021-2025",
    "xa-ntm-2026-2030",
    "huyen-ntm-2021-2025",
    "thon-ntm-kieu-mau-langson",
    "thon-thong-minh-langson",
    "khu-dan-cu-kieu-mau-langson",
    "vuon-mau-langson",
)
DEFAULT_SETS = SETS[:1]
"""What an office works with unless it says otherwise."""

FORMER = "former"
"""Where replaced versions are kept, below the folder of the installed sets."""
UNIT_LISTS = ("bac-son-2024", "lang-son-2025")
Stamp: TypeAlias = tuple[int, int] | None
_DIGEST = "digest of what the file says"
"""What the compact form keeps beside the set."""


class UnknownSetError(InputError):
    """No criteria set goes by that name."""

    code = "unknown_set"


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedUnit:
    """A unit of a shipped list."""

    code: str
    name: str
    kind: str
    region: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitList:
    """A receiving authority (cấp nhận hồ sơ) and the units that report to it."""

    id: str
    code: str
    name: str
    level: str
    units: tuple[ListedUnit, ...]


class Catalogue:
    """Reads shipped data; YAML is slow to read, so its compact form is kept in `cache_folder`.

    Before a data folder is set up there is none, and nothing is kept.
    A set in `installed`, as an update or an office brought it, takes the place of an older
    shipped one.
    """

    def __init__(self, cache_folder: Path | None = None, installed: Path | None = None) -> None:
        self._cache = cache_folder
        self._installed = installed
        self._sets: dict[str, tuple[Stamp, CriteriaSet | None]] = {}

    def sets(self) -> Sequence[CriteriaSet]:
        """Give every set, in the order people are shown them."""
        return [self.criteria_set(id_) for id_ in self.ids()]

    def ids(self) -> Sequence[str]:
        """Give the ids of all sets: the shipped ones, then those installed that can be read."""
        installed = self._installed.glob("*.yaml") if self._installed else ()
        further = sorted({path.stem for path in installed} - {*SETS})
        return [*SETS, *filter(self.has, further)]

    def has(self, id_: str) -> bool:
        """Tell whether a set is here and can be read."""
        return self._newest(id_) is not None

    def groups(self) -> Mapping[str, str]:
        """Give the names of the groups of communes that the sets know, by id."""
        return {group.id: group.name for one in self.sets() for group in one.groups}

    def forget(self, id_: str) -> None:
        """Read a set anew when it is next asked for."""
        self._sets.pop(id_, None)

    def criteria_set(self, id_: str) -> CriteriaSet:
        """Give a set by its id; raises UnknownSetError.

        It is read once, and anew when another window has put a newer one there.
        """
        found = self._newest(id_)
        if found is None:
            raise UnknownSetError(
                f"Không có bộ tiêu chí “{id_}”. Các bộ hiện có: {', '.join(self.ids())}."
            )
        return found

    def _newest(self, id_: str) -> CriteriaSet | None:
        stamp = self._stamp(id_)
        known = self._sets.get(id_)
        if known is None or known[0] != stamp:
            found = [one for one in (self._brought(id_), self._shipped(id_)) if one]
            newest = max(found, key=lambda one: one.version, default=None)
            known = self._sets[id_] = (stamp, newest)
        return known[1]

    def text(self, id_: str) -> str:
        """Give the file of a set as it is; raises UnknownSetError."""
        wanted = self.criteria_set(id_).digest
        if self._installed is not None:
            with suppress(OSError, ValueError):
                brought = (self._installed / f"{id_}.yaml").read_text(encoding="utf-8")
                if criteria_file.digest(brought) == wanted:
                    return brought
        return read_text(f"criteria_sets/{id_}.yaml")

    def former(self, id_: str) -> Mapping[str, int]:
        """Give the versions of a set that were replaced here, by the digests of their files."""
        found = {}
        for path in (self._installed / FORMER).glob(f"{id_}-*.yaml") if self._installed else ():
            version = path.stem.removeprefix(f"{id_}-")
            with suppress(OSError, ValueError):
                found[criteria_file.digest(path.read_text(encoding="utf-8"))] = int(version)
        return found

    def _stamp(self, id_: str) -> Stamp:
        """Tell one state of the installed file from another."""
        if self._installed is None:
            return None
        try:
            found = (self._installed / f"{id_}.yaml").stat()
        except (OSError, ValueError):
            return None
        return found.st_mtime_ns, found.st_size

    def _shipped(self, id_: str) -> CriteriaSet | None:
        return self._read(read_text(f"criteria_sets/{id_}.yaml")) if id_ in SETS else None

    def _brought(self, id_: str) -> CriteriaSet | None:
        """Read a set that was installed; a damaged one counts as not there."""
        if self._installed is None:
            return None
        try:
            return self._read((self._installed / f"{id_}.yaml").read_text(encoding="utf-8"))
        except (FileNotFoundError, NotADirectoryError):
            return None
        except (OSError, ValueError, criteria_file.CriteriaFileError):
            _log.exception("criteria set %s, as it was installed, cannot be read", id_)
            return None

    def _read(self, text: str) -> CriteriaSet:
        data = text.encode()
        name = f"criteria-{len(data)}-{crc32(data):08x}.json"
        kept = self._cache / name if self._cache else None
        if kept and (known := _kept(kept)):
            return known
        document = criteria_file.parse(text)
        digest = criteria_file.digest(text)
        found = criteria_file.criteria_set(document, digest)
        document.pop("research", None)
        if kept:
            _keep(kept, document | {_DIGEST: digest})
        return found


def _kept(kept: Path) -> CriteriaSet | None:
    """Read a set's compact form; a damaged one counts as not there."""
    with suppress(OSError, ValueError, TypeError, KeyError, criteria_file.CriteriaFileError):
        document = json.loads(kept.read_text(encoding="utf-8"))
        return criteria_file.criteria_set(document, document[_DIGEST])
    return None


def _keep(kept: Path, document: Mapping[str, object]) -> None:
    """Keep a set's compact form; a cache that cannot be written only costs time."""
    with suppress(OSError):
        kept.parent.mkdir(parents=True, exist_ok=True)
        partial = kept.with_suffix(".partial")
        partial.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
        partial.replace(kept)


@cache
def unit_lists() -> Sequence[UnitList]:
    """Read the shipped lists of units."""
    return tuple(_unit_list(name) for name in UNIT_LISTS)


def _unit_list(name: str) -> UnitList:
    document = criteria_file.parse(read_text(f"units/{name}.yaml"))
    authority = document["authority"]
    return UnitList(
        id=name,
        code=authority["code"],
        name=authority["name"],
        level=authority["level"],
        units=tuple(
            ListedUnit(
                code=unit["code"], name=unit["name"], kind=unit["kind"], region=unit["region"]
            )
            for unit in document["units"]
        ),
    )


@cache
def agencies() -> dict[str, str]:
    """Read the names of the agencies in charge by their ids."""
    return {
        entry["id"]: entry["name"] for entry in criteria_file.parse(read_text("agencies.yaml"))
    }
