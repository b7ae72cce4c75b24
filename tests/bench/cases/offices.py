"""Offices to work in, as first start makes them, with as much evidence as wanted."""

from collections.abc import Sequence
from pathlib import Path

from db.units import Unit
from ntm_desktop.domain.ownership import Role
from ntm_desktop.services.intake import Outcome, Purpose
from ntm_desktop.services.office import Authority
from ntm_desktop.services.setup import Setup, set_up
from ntm_desktop.services.workplace import Workplace, open_workplace

PASSPHRASE = "lúa chín vàng đồng"
PROVINCE = Authority(code="20", name="UBND tỉnh Lạng Sơn", level="province")
DISTRICT = Authority(code="185", name="UBND huyện Bắc Sơn", level="district")
INDICATORS = ("2.1", "3.2", "5.1", "9.2", "17.1")


def a_commune(root: Path) -> Workplace:
    """Set up a commune in an empty folder and open it."""
    unit = Unit(code="06379", name="UBND xã Tân Thành", kind="commune")
    return _an_office(root, Role.COMMUNE, unit, DISTRICT)


def a_district(root: Path) -> Workplace:
    """Set up the authority that receives in an empty folder and open it."""
    unit = Unit(code=DISTRICT.code, name=DISTRICT.name, kind="district")
    return _an_office(root, Role.AUTHORITY, unit, PROVINCE)


def _an_office(root: Path, role: Role, unit: Unit, authority: Authority) -> Workplace:
    chosen = Setup(role=role, unit=unit, authority=authority, passphrase=PASSPHRASE, author="Nga")
    set_up(root, chosen)
    return open_workplace(root)


def take_in(workplace: Workplace, sources: Sequence[Path], *, albums: bool = False) -> None:
    """Take files in as documents that prove indicators, one each or as one album per indicator."""
    room, sheet = workplace.evidence, workplace.sheet(year=2024)
    share = -(-len(sources) // len(INDICATORS))
    for number, indicator in enumerate(INDICATORS):
        mine = sources[number * share : (number + 1) * share]
        intake = room.add(mine, Purpose(sheet=sheet, indicators=[indicator]), together=albums)
        assert intake.count(Outcome.ADDED) == len(mine), intake.results
