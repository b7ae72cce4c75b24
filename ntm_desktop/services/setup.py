"""First start: who works here, and the office's key."""

import getpass
from dataclasses import asdict, dataclass
from pathlib import Path

from db import installation, journal, units
from db.connection import DataFile, writing
from db.data_file import prepare
from db.installation import Installation
from db.units import Unit as Unit
from ntm_desktop.domain.ownership import Identity, Role
from ntm_desktop.domain.revision import Record
from ntm_desktop.domain.text import clean
from ntm_desktop.domain.unit_code import WHAT_IT_IS, is_unit_code
from ntm_desktop.errors import InputError, UsageError
from ntm_desktop.exchange import keys
from ntm_desktop.exchange.keys import OfficeKeys
from ntm_desktop.paths import DataFolder
from ntm_desktop.services import catalogue, office, passphrase
from ntm_desktop.services.office import Authority
from ntm_desktop.services.units import ListedUnit, state_list


class AlreadySetUpError(UsageError):
    """The data folder belongs to an office already."""

    code = "already_set_up"


class UnitCodeError(InputError):
    """A code that no package could name."""

    code = "bad_unit_code"


class NameMissingError(InputError):
    """A unit without a code or a name."""

    code = "name_missing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Setup:
    """What is asked at first start.

    `key_file` is the office's key from its other PC, under the passphrase; `recovered` are keys
    from the recovery sheet, to be kept under the passphrase. Without both, new keys are made.
    `listed` are units from the office's own list: an authority keeps those below it.
    """

    role: Role
    unit: Unit
    authority: Authority
    passphrase: str
    sets: tuple[str, ...] = catalogue.DEFAULT_SETS
    key_file: Path | None = None
    recovered: OfficeKeys | None = None
    author: str = ""
    practice: bool = False
    listed: tuple[ListedUnit, ...] = ()


def set_up(root: Path, chosen: Setup) -> OfficeKeys:
    """Make a data folder that of an office, and give its keys.

    Raises a UserError, and then nothing is set up.
    """
    _check(chosen)
    folder = DataFolder(root)
    data = prepare(folder)
    try:
        with data.session() as store:
            if installation.read(store) is not None:
                raise AlreadySetUpError(
                    "Thư mục dữ liệu này đã thuộc một đơn vị. Hãy chọn thư mục khác."
                )
        office_keys = _keys(chosen, folder.key_file)
        _enter(data, chosen, office_keys)
    finally:
        data.close()
    return office_keys


def _check(chosen: Setup) -> None:
    if clean(chosen.unit.code) is None or clean(chosen.unit.name) is None:
        raise NameMissingError("Hãy nhập mã và tên đơn vị.")
    for code in (chosen.unit.code.strip(), chosen.authority.code.strip()):
        if not is_unit_code(code):
            raise UnitCodeError(f"Mã đơn vị “{code[:64]}” phải {WHAT_IT_IS}; ví dụ 06379.")
    passphrase.check(chosen.passphrase)


def _keys(chosen: Setup, kept: Path) -> OfficeKeys:
    if chosen.recovered is not None:
        made = chosen.recovered
    elif chosen.key_file is not None:
        made = keys.load(chosen.key_file, chosen.passphrase)
    else:
        made = keys.create()
    kept.parent.mkdir(exist_ok=True)
    keys.save(made, kept, chosen.passphrase)
    return made


def _enter(data: DataFile, chosen: Setup, office_keys: OfficeKeys) -> None:
    identity = Identity(
        unit=chosen.unit.code.strip(),
        role=chosen.role,
        origin=keys.new_origin(office_keys.public_key),
        author=clean(chosen.author) or _user_name(),
    )
    about = {
        "name": chosen.unit.name,
        "kind": chosen.unit.kind,
        "region": chosen.unit.region,
        "group": chosen.unit.group,
        "authority": chosen.authority.code,
    }
    with data.session() as store, writing(store):
        installation.found(
            store,
            Installation(
                identity=identity,
                signing_key=office_keys.public_key,
                age_recipient=office_keys.age_recipient,
                practice=chosen.practice,
            ),
        )
        installation.change_setting(store, office.AUTHORITY, asdict(chosen.authority))
        installation.change_setting(store, office.SETS, list(chosen.sets))
        journal.write(store, identity, Record(identity.unit, units.KIND, identity.unit), about)
        if chosen.role is Role.AUTHORITY:
            below = [each for each in chosen.listed if each.code != identity.unit]
            state_list(store, identity, below)


def _user_name() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):  # no user name in this environment
        return ""
