"""Offices to work in, as first start makes them."""

from pathlib import Path

from db.units import Unit
from ntm_desktop.domain.ownership import Role
from ntm_desktop.services.office import Authority
from ntm_desktop.services.setup import Setup, set_up
from ntm_desktop.services.workplace import Workplace, open_workplace

PASSPHRASE = "lúa chín vàng đồng"
DISTRICT = Authority(code="185", name="UBND huyện Bắc Sơn", level="district")
COMMUNE = Unit(code="06379", name="UBND xã Tân Thành", kind="commune")


def a_commune(root: Path) -> Workplace:
    """Set up a commune in an empty folder and open it."""
    chosen = Setup(
        role=Role.COMMUNE, unit=COMMUNE, authority=DISTRICT, passphrase=PASSPHRASE, author="Nga"
    )
    set_up(root, chosen)
    return open_workplace(root)
