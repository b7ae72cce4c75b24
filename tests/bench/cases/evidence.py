"""Evidence on its way: taken in, sent as a package, received."""

import shutil
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from tests.bench import samples, yardsticks
from tests.bench.case import Act, Case, Room
from tests.bench.cases.offices import PASSPHRASE, a_commune, a_district, take_in

COPYING = "`cp` + fsync of each file"


def _photographs(room: Room) -> Sequence[Path]:
    count = room.pick(small=200, full=1000)
    return samples.photographs(room.inputs / "photographs", count)


def _prepare_photographs(room: Room) -> None:
    _photographs(room)


def _prepare_package(room: Room) -> None:
    """Make a commune with the photographs as evidence, its public key and its package."""
    from ntm_desktop.domain.progress import Unwatched

    photographs = _photographs(room)
    for name in ("commune", "package"):
        shutil.rmtree(room.inputs / name, ignore_errors=True)
    (room.inputs / "package").mkdir()
    commune = a_commune(room.inputs / "commune")
    take_in(commune, photographs)
    commune.keys.export_public(room.inputs / "commune.key", PASSPHRASE)
    commune.sending.export(
        room.inputs / "package",
        keys=commune.keys.unlock(PASSPHRASE),
        year=2024,
        progress=Unwatched(),
        plain=True,
    )
    commune.close()


def _prepare_sealed(room: Room) -> None:
    """Make the same package once more, sealed to a district that both sides know."""
    from ntm_desktop.domain.progress import Unwatched
    from ntm_desktop.services.workplace import open_workplace

    _prepare_package(room)
    for name in ("district", "sealed"):
        shutil.rmtree(room.inputs / name, ignore_errors=True)
    (room.inputs / "sealed").mkdir()
    district = a_district(room.inputs / "district")
    district.keys.trust(room.inputs / "commune.key")
    district.keys.export_public(room.inputs / "district.key", PASSPHRASE)
    district.close()
    commune = open_workplace(room.inputs / "commune")
    commune.keys.trust(room.inputs / "district.key")
    keys = commune.keys.unlock(PASSPHRASE)
    commune.sending.export(
        room.inputs / "sealed", keys=keys, year=2024, progress=Unwatched(), full=True
    )
    commune.close()


def _take_in(room: Room) -> Act:
    commune = a_commune(room.space / "data")
    photographs = _photographs(room)
    return lambda: take_in(commune, photographs)


def _export(room: Room, *, plain: bool = True) -> Act:
    from ntm_desktop.domain.progress import Unwatched
    from ntm_desktop.services.workplace import open_workplace

    commune = open_workplace(room.inputs / "commune")
    keys = commune.keys.unlock(PASSPHRASE)
    usb = room.space / "usb"
    usb.mkdir()

    def act() -> None:
        sent = commune.sending.export(
            usb, keys=keys, year=2024, progress=Unwatched(), full=True, plain=plain
        )
        assert sent.objects == len(_photographs(room))

    return act


def _import(room: Room) -> Act:
    from ntm_desktop.domain.progress import Unwatched

    district = a_district(room.space / "data")
    district.keys.trust(room.inputs / "commune.key")
    (package,) = (room.inputs / "package").glob("*.ntm")

    def act() -> None:
        outcome = district.receiving.take_in(package, Unwatched())
        assert outcome.objects == len(_photographs(room))

    return act


def _import_sealed(room: Room) -> Act:
    from ntm_desktop.domain.progress import Unwatched
    from ntm_desktop.services.workplace import open_workplace

    district = open_workplace(shutil.copytree(room.inputs / "district", room.space / "data"))
    keys = district.keys.unlock(PASSPHRASE)
    (package,) = (room.inputs / "sealed").glob("*.ntm")

    def act() -> None:
        outcome = district.receiving.take_in(package, Unwatched(), keys)
        assert outcome.objects == len(_photographs(room))

    return act


def _copy(room: Room) -> Act:
    photographs = _photographs(room)
    target = room.space / "copy"
    target.mkdir()
    return lambda: yardsticks.copy_durably(photographs, target)


INTAKE = Case(
    name="intake",
    title="evidence taken in, photographs of 1 MB: hashed, durable, in the journal",
    against=COPYING,
    prepare=_prepare_photographs,
    work=_take_in,
    yardstick=_copy,
    goal=1.3,
    memory_goal=100,
)
EXPORT = Case(
    name="export",
    title="the same evidence as a plain package: signed, read again, verified",
    against=COPYING,
    prepare=_prepare_package,
    work=_export,
    yardstick=_copy,
    goal=1.15,
    memory_goal=100,
)
IMPORT = Case(
    name="import",
    title="that package imported: verified, stored, applied",
    against=COPYING,
    prepare=_prepare_package,
    work=_import,
    yardstick=_copy,
    goal=1.2,
    memory_goal=100,
)
EXPORT_SEALED = Case(
    name="export_sealed",
    title="the same evidence as a sealed package: opened again, verified",
    against=COPYING,
    prepare=_prepare_sealed,
    work=partial(_export, plain=False),
    yardstick=_copy,
    goal=2.1,
    memory_goal=100,
)
IMPORT_SEALED = Case(
    name="import_sealed",
    title="that sealed package imported: opened, verified, stored, applied",
    against=COPYING,
    prepare=_prepare_sealed,
    work=_import_sealed,
    yardstick=_copy,
    memory_goal=100,
)
