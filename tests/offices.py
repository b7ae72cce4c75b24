"""A commune and its receiving authority, each in a data folder of its own, trusting each other."""

import shutil
from dataclasses import dataclass
from pathlib import Path

from db.installation import change_setting
from db.units import Unit
from ntm_desktop.domain.criteria import IndicatorCode
from ntm_desktop.domain.ownership import Role
from ntm_desktop.domain.progress import Unwatched
from ntm_desktop.services.office import Authority
from ntm_desktop.services.origins import TOKEN
from ntm_desktop.services.self_assessment import Input
from ntm_desktop.services.sending import ExportReceipt
from ntm_desktop.services.setup import Setup, set_up
from ntm_desktop.services.workplace import Workplace, open_workplace

PASSPHRASE = "lúa chín vàng đồng"
COMMUNE = Unit(code="06379", name="Xã Tân Thành", kind="commune", region="TDMNPB")
DISTRICT = Authority(code="185", name="Huyện Bắc Sơn", level="district")
YEAR = 2024


@dataclass(frozen=True, slots=True)
class Templates:
    """Offices as first start made them; copying one is faster than making its keys again."""

    root: Path

    @classmethod
    def made(cls, root: Path) -> "Templates":
        """Set both offices up and exchange their public keys."""
        found = cls(root)
        found.set_up("commune", Role.COMMUNE, COMMUNE)
        found.set_up("authority", Role.AUTHORITY, Unit(code="185", name="Huyện Bắc Sơn"))
        return found

    def set_up(self, name: str, role: Role, unit: Unit) -> None:
        """Make one office and its public key file."""
        chosen = Setup(
            role=role, unit=unit, authority=DISTRICT, passphrase=PASSPHRASE, author="Nông Văn A"
        )
        set_up(self.root / name, chosen)
        office = open_workplace(self.root / name)
        office.keys.export_public(self.public_key(name), PASSPHRASE)
        with office.data.session() as store:  # so that a copy is not taken for one
            change_setting(store, TOKEN, None)
        office.close()

    def public_key(self, name: str) -> Path:
        """Give the public key file of an office."""
        return self.root / f"{name}.ntmkey"

    def opened(self, name: str, root: Path) -> Workplace:
        """Copy an office and open it."""
        shutil.copytree(self.root / name, root)
        return open_workplace(root)


def trust_each_other(templates: Templates, commune: Workplace, authority: Workplace) -> None:
    """Let each know the other's key."""
    authority.keys.trust(templates.public_key("commune"))
    commune.keys.trust(templates.public_key("authority"))


def enter(office: Workplace, code: str, answer: str) -> None:
    """Answer one indicator of the office's own sheet."""
    office.self_assessment.enter(
        office.sheet(year=YEAR), IndicatorCode(code), Input(answer=answer)
    )


def export(office: Workplace, folder: Path, to: str | None = None) -> ExportReceipt:
    """Send what the office has into a folder."""
    folder.mkdir(exist_ok=True)
    keys = office.keys.unlock(PASSPHRASE)
    return office.sending.export(
        folder, keys=keys, year=YEAR, progress=Unwatched(), to=to, plain=True
    )
