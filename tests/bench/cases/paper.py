"""The dossier on paper, with its evidence appended."""

import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from tests.bench import samples, yardsticks
from tests.bench.case import Act, Case, Room
from tests.bench.cases.offices import a_commune, take_in

PAGES_OF_A_SCAN = 20


def _scans(room: Room) -> Sequence[Path]:
    count = room.pick(small=10, full=60)
    return samples.scans(room.inputs / "scans", count, PAGES_OF_A_SCAN)


def _photographs(room: Room) -> Sequence[Path]:
    folder = room.inputs / "photographs"
    if room.size == "full":
        return samples.photographs(folder, 600)
    return samples.scanned_pages(folder, 600)


def _prepare_scans(room: Room) -> None:
    _prepare(room, _scans(room))


def _prepare_photographs(room: Room) -> None:
    _prepare(room, _photographs(room), albums=True)


def _prepare(room: Room, sources: Sequence[Path], *, albums: bool = False) -> None:
    shutil.rmtree(room.inputs / "commune", ignore_errors=True)
    commune = a_commune(room.inputs / "commune")
    take_in(commune, sources, albums=albums)
    commune.close()


def _dossier(room: Room) -> Act:
    from ntm_desktop.domain.progress import Unwatched
    from ntm_desktop.services.workplace import open_workplace

    commune = open_workplace(room.inputs / "commune")

    def act() -> None:
        target = room.space / "dossier.pdf"
        commune.documents.dossier(target, commune.sheet(year=2024), Unwatched())

    return act


def _qpdf(room: Room) -> Act:
    scans = _scans(room)
    return lambda: yardsticks.join_pages(scans, room.space / "joined.pdf")


def _cat(room: Room) -> Act:
    photographs = _photographs(room)
    return lambda: yardsticks.concatenate(photographs, room.space / "joined")


def _qpdf_durably(room: Room) -> Act:
    join = _qpdf(room)

    def act() -> None:
        join()
        yardsticks.wait_for_disk(room.space / "joined.pdf")

    return act


def _cat_durably(room: Room) -> Act:
    concatenate = _cat(room)

    def act() -> None:
        concatenate()
        yardsticks.wait_for_disk(room.space / "joined")

    return act


DOSSIER = Case(
    name="dossier",
    title="a whole dossier with 200 scanned pages (full: 1,200) appended, read again",
    against="`qpdf --empty --pages` joining the scans",
    prepare=_prepare_scans,
    work=_dossier,
    yardstick=_qpdf,
    goal=1.1,
    memory_goal=100,
)
PHOTOGRAPHS = Case(
    name="photographs",
    title="a whole dossier with albums of 600 JPEGs, a page each, read again",
    against="`cat` of the JPEGs",
    prepare=_prepare_photographs,
    work=_dossier,
    yardstick=_cat,
    goal=1.4,
    memory_goal=100,
)
DOSSIER_DURABLE = replace(
    DOSSIER,
    name="dossier-fsync",
    against="`qpdf --empty --pages` joining the scans, then fsync",
    yardstick=_qpdf_durably,
    goal=None,
)
"""The same work, which waits for the disk, against a yardstick that does so too."""
PHOTOGRAPHS_DURABLE = replace(
    PHOTOGRAPHS,
    name="photographs-fsync",
    against="`cat` of the JPEGs, then fsync",
    yardstick=_cat_durably,
    goal=None,
)
