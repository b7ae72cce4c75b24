"""The packages of 17 communes, figures only, merged by their district."""

import shutil
from collections.abc import Sequence
from pathlib import Path

from db.units import Unit
from ntm_desktop.domain.ownership import Role
from ntm_desktop.services.setup import Setup, set_up
from ntm_desktop.services.workplace import Workplace, open_workplace
from tests.bench.case import Act, Case, Room
from tests.bench.cases.offices import DISTRICT, PASSPHRASE, a_district

COMMUNES, EACH = 17, 4
"""How many communes, and how many revisions a record of theirs has."""


def _revisions(room: Room) -> int:
    return room.pick(small=2_000, full=20_000)


def _packages(room: Room) -> Sequence[Path]:
    return sorted((room.inputs / "merge").glob("*.ntm"))


def _prepare(room: Room) -> None:
    """Make the packages, and a district that knows all who sent them."""
    folder = room.inputs / "merge"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    district = a_district(folder / "district")
    for number in range(COMMUNES):
        unit = Unit(code=f"{6300 + number:05}", name=f"Xã {number}", kind="commune")
        root = folder / unit.code
        chosen = Setup(
            role=Role.COMMUNE, unit=unit, authority=DISTRICT, passphrase=PASSPHRASE, author="Nga"
        )
        set_up(root, chosen)
        commune = open_workplace(root)
        _write(commune, _revisions(room))
        _send(commune, folder)
        commune.keys.export_public(folder / "commune.key", PASSPHRASE)
        district.keys.trust(folder / "commune.key")
        commune.close()
        shutil.rmtree(root)
    district.close()


def _write(commune: Workplace, count: int) -> None:
    from db import journal
    from db.connection import writing
    from ntm_desktop.domain.revision import Record

    with commune.data.session() as store, writing(store):
        for number in range(count):
            record = Record(commune.office.unit.code, "evidence", f"0193-{number // EACH:08}")
            fields = {"number": f"{number}/QĐ-UBND", "summary": f"Về việc thứ {number}"}
            journal.write(store, commune.office.identity, record, fields)


def _send(commune: Workplace, folder: Path) -> None:
    from ntm_desktop.domain.progress import Unwatched

    keys = commune.keys.unlock(PASSPHRASE)
    commune.sending.export(folder, keys=keys, year=2024, progress=Unwatched(), plain=True)


def _merge(room: Room) -> Act:
    from ntm_desktop.domain.progress import Unwatched

    root = shutil.copytree(room.inputs / "merge" / "district", room.space / "data")
    district = open_workplace(root)
    packages = _packages(room)

    def act() -> None:
        for package in packages:
            outcome = district.receiving.take_in(package, Unwatched())
            assert outcome.revisions > _revisions(room), outcome

    return act


def _parse(room: Room) -> Act:
    from ntm_desktop.domain.revision import read_revision
    from ntm_desktop.exchange.package.reader import open_package

    packages = _packages(room)

    def act() -> None:
        for path in packages:
            with open_package(path) as package:
                for line in package.lines():
                    read_revision(line)

    return act


MERGE = Case(
    name="merge",
    title="17 packages of 2,000 revisions (full: 20,000) merged, with every check and all tables",
    against="opening them, reading and checking the same lines",
    prepare=_prepare,
    work=_merge,
    yardstick=_parse,
    goal=5,
    memory_goal=100,
)
