"""The evidence that the parts of a package bring: stored whole, or put together from pieces."""

from collections.abc import Container, Iterable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from sqlite3 import Connection

from db import objects
from db.connection import DataFile, writing
from db.files import FileStore, StoredFile
from db.imports import ArrivedFile
from db.intake import Parcel, add_all
from ntm_desktop.domain.progress import Progress
from ntm_desktop.exchange.package.envelope import CarriedObject, Envelope
from ntm_desktop.exchange.package.reader import OpenedPackage, open_package
from ntm_desktop.exchange.package.rereading import Digest

STORING = "Đang lưu tệp minh chứng"


@dataclass(frozen=True, slots=True)
class MissingPart:
    """A part of a package that is not here, and how many evidence files are missing with it."""

    part: int
    objects: int


@dataclass(frozen=True, slots=True)
class Arrival:
    """A package file as it came, and the plain package that it is or holds."""

    name: str
    plain: Path
    package: OpenedPackage
    digest: Digest
    came: ArrivedFile | None = None
    """The file it first came as, where this is the copy that waited (no longer sealed)."""

    @property
    def envelope(self) -> Envelope:
        """Give what it says of itself."""
        return self.package.envelope

    def file(self) -> ArrivedFile:
        """Give its name and digest; waits for the digest."""
        return self.came or ArrivedFile(self.name, bytes.fromhex(self.digest.result()))


def missing_parts(store: Connection, envelope: Envelope, kept: Iterable[int]) -> list[MissingPart]:
    """Name the parts whose evidence is neither here nor in a part that is `kept` and waits."""
    here = objects.expected(store)
    absent = [each for each in envelope.objects if each.sha256 not in here]
    found: list[MissingPart] = []
    for part in sorted({*range(1, envelope.parts + 1)}.difference(kept)):
        count = sum(each.part <= part <= each.last_part for each in absent)
        if count:
            found.append(MissingPart(part, count))
    return found


def is_complete(package: OpenedPackage, kept: Container[int]) -> bool:
    """Tell whether all pieces of what a part holds a piece of are in parts that are `kept`."""
    cut = {each.sha256 for each in package.pieces}
    return all(_is_whole(each, kept) for each in package.envelope.objects if each.sha256 in cut)


def _is_whole(each: CarriedObject, kept: Container[int]) -> bool:
    return all(part in kept for part in range(each.part, each.last_part + 1))


class Arriving:
    """Takes evidence out of packages into the store."""

    def __init__(self, *, data: DataFile, files: FileStore) -> None:
        self._data = data
        self._files = files

    def whole(self, package: OpenedPackage, progress: Progress) -> list[StoredFile]:
        """Store the evidence that a part holds whole, durable on return, or nothing of it."""
        return self._stored(
            [
                Parcel(each.sha256, each.size, partial(package.object_chunks, each.sha256))
                for each in package.here
            ],
            progress,
        )

    def joined(
        self, envelope: Envelope, kept: Mapping[int, Path], progress: Progress
    ) -> list[StoredFile]:
        """Store what was cut into pieces, as far as all of them are in the parts `kept`."""
        complete = [each for each in envelope.objects if each.pieces and _is_whole(each, kept)]
        needed = {part for each in complete for part in range(each.part, each.last_part + 1)}
        with ExitStack() as opened:
            packages = {
                part: opened.enter_context(open_package(kept[part])) for part in sorted(needed)
            }
            return self._stored(
                [
                    Parcel(each.sha256, each.size, partial(_pieces, each, packages))
                    for each in complete
                ],
                progress,
            )

    def _stored(self, parcels: list[Parcel], progress: Progress) -> list[StoredFile]:
        stored: list[StoredFile] = []
        try:
            add_all(self._files, parcels, progress, phase=STORING, kept=stored)
        except BaseException:
            self.discard(stored)
            raise
        return stored

    def discard(self, stored: Iterable[StoredFile]) -> None:
        """Give up what an import that failed had brought, unless somebody named it meanwhile."""
        with self._data.session() as store, writing(store):
            named = objects.expected(store)
            for kept in stored:
                if kept.is_new and kept.sha256 not in named:
                    self._files.remove(kept.sha256)


def _pieces(each: CarriedObject, packages: Mapping[int, OpenedPackage]) -> Iterator[bytes]:
    for index in range(len(each.pieces)):
        yield from packages[each.part + index].piece_chunks(each.sha256, index)
