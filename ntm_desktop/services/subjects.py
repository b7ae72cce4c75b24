"""Who can be assessed here (đối tượng được đánh giá)."""

from collections.abc import Sequence

from db import units
from db.units import Unit
from ntm_desktop.domain.ownership import Role
from ntm_desktop.services.workplace import Workplace


def everyone(workplace: Workplace) -> Sequence[Unit]:
    """List the communes known here, by name: in a commune itself, elsewhere who has sent."""
    office = workplace.office
    if office.role is Role.COMMUNE:
        return [office.unit]
    with workplace.data.session() as store:
        found = units.everyone(store)
    return [unit for unit in found if unit.code not in (office.authority.code, office.unit.code)]
