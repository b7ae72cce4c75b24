"""PCs of one commune, each with a data folder of its own, and the folder they share."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from db import exports
from db.installation import change_setting
from ntm_desktop.domain.head import Point
from ntm_desktop.domain.ownership import Role
from ntm_desktop.domain.progress import Unwatched
from ntm_desktop.exchange.keys import OfficeKeys
from ntm_desktop.services.folder_exchange import Exchanged
from ntm_desktop.services.origins import TOKEN
from ntm_desktop.services.setup import Setup, set_up
from ntm_desktop.services.shared_folder import SharedFolder
from ntm_desktop.services.workplace import Workplace, open_workplace
from tests.offices import COMMUNE, DISTRICT, PASSPHRASE, Templates

NAMES = ("Nông Văn A", "Hoàng Thị B", "Lý Văn C")


@dataclass(frozen=True, slots=True)
class Pcs:
    """The PCs, the keys they have in common, and the folder they share."""

    all: Sequence[Workplace]
    keys: OfficeKeys
    folder: Path

    def exchange(self, which: int) -> Exchanged:
        """Let one PC exchange."""
        return SharedFolder(self.all[which]).exchange(self.keys, Unwatched())

    def settle(self) -> None:
        """Let all exchange until none has anything to say."""
        for _ in range(8):
            done = [self.exchange(which) for which in range(len(self.all))]
            if not any(each.sent or each.taken or each.removed for each in done):
                return
        raise AssertionError("they never fall silent")

    @property
    def files(self) -> list[str]:
        """Name what lies in the folder."""
        return sorted(path.name for path in self.folder.iterdir())


def make_templates(root: Path, templates: Templates) -> None:
    """Set up three PCs under one key, to be copied."""
    for number, name in enumerate(NAMES):
        folder = root / str(number)
        set_up(
            folder,
            Setup(
                role=Role.COMMUNE,
                unit=COMMUNE,
                authority=DISTRICT,
                passphrase=PASSPHRASE,
                author=name,
                key_file=templates.root / "commune" / "keys" / "office.key",
            ),
        )
        office = open_workplace(folder)
        with office.data.session() as store:  # so that a copy is not taken for one
            change_setting(store, TOKEN, None)
        office.close()


def ends(office: Workplace) -> list[Point]:
    """Read where the chains of a PC end: what it holds."""
    with office.data.session() as store:
        return exports.chain_ends(store)


def lines(office: Workplace) -> list[bytes]:
    """Read every revision of the commune's dossier, in one order for all."""
    with office.data.session() as store:
        return sorted(exports.lines(store, COMMUNE.code))
