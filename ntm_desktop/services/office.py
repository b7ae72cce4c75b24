"""The office that works here: what was chosen at first start."""

from dataclasses import dataclass
from sqlite3 import Connection
from typing import Any

from db import installation, units
from db.connection import DataFile
from db.installation import Installation
from db.units import Unit
from ntm_desktop.domain.criteria import SetId
from ntm_desktop.domain.ownership import Identity, Role
from ntm_desktop.errors import UsageError

AUTHORITY, SETS = "authority", "sets"
"""Names of settings."""


class NotSetUpError(UsageError):
    """The data folder has not been through a first start."""

    code = "not_set_up"


@dataclass(frozen=True, slots=True, kw_only=True)
class Authority:
    """The receiving authority (cấp nhận hồ sơ); `level` is district or province."""

    code: str
    name: str
    level: str = "district"


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """Who works in one data folder, and for whom."""

    unit: Unit
    identity: Identity
    authority: Authority
    signing_key: bytes
    age_recipient: str
    practice: bool

    @property
    def role(self) -> Role:
        """Give the office's role."""
        return self.identity.role


def read(data: DataFile) -> Office:
    """Read who works here; raises NotSetUpError before the first start is through."""
    with data.session() as store:
        here = installation.read(store)
        if here is None:
            raise NotSetUpError(
                "Thư mục dữ liệu này chưa được thiết lập. Hãy mở chương trình để khai báo đơn vị, "
                "hoặc dùng lệnh ntm init."
            )
        unit = units.find(store, here.identity.unit)
        authority: Any = installation.setting(store, AUTHORITY)
    return _office(here, unit, authority)


def sets_in_use(store: Connection) -> tuple[SetId, ...]:
    """Read which criteria sets the office works with now, the first one by default."""
    sets: Any = installation.setting(store, SETS)
    return tuple(SetId(id_) for id_ in sets)


def _office(here: Installation, unit: Unit | None, authority: Any) -> Office:
    return Office(
        unit=unit or Unit(code=here.identity.unit, name=here.identity.unit),
        identity=here.identity,
        authority=Authority(**authority),
        signing_key=here.signing_key,
        age_recipient=here.age_recipient,
        practice=here.practice,
    )
