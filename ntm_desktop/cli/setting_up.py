"""First start without a window, and sample data to practise on."""

from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from ntm_desktop.cli.context import data_folder, passphrase
from ntm_desktop.cli.output import Answer
from ntm_desktop.domain.ownership import Role
from ntm_desktop.paths import DataFolder

if TYPE_CHECKING:
    from ntm_desktop.services.office import Authority
    from ntm_desktop.services.setup import Setup, Unit

_KIND = {Role.COMMUNE: "commune", Role.AUTHORITY: "district", Role.AGENCY: "agency"}


def init(options: Namespace) -> Answer:
    """Make a data folder that of an office."""
    from ntm_desktop.cli import recovery
    from ntm_desktop.services import catalogue
    from ntm_desktop.services.setup import Setup, set_up
    from ntm_desktop.services.workplace import open_workplace

    root = data_folder(options)
    role = Role(options.role)
    sets = tuple(options.set or catalogue.DEFAULT_SETS)
    for id_ in sets:
        catalogue.Catalogue(DataFolder(root).cache).criteria_set(id_)  # refuses unknown ones
    setup = Setup(
        role=role,
        unit=_unit(role, options),
        authority=_authority(role, options),
        passphrase=passphrase(options),
        sets=sets,
        key_file=options.key,
        recovered=recovery.keys_from(options.recover_digits, options.recover_image),
    )
    set_up(root, setup)
    workplace = open_workplace(root)
    digits = workplace.keys.fingerprint
    workplace.close()
    return _set_up_answer(root, setup, digits)


def _set_up_answer(root: Path, setup: "Setup", digits: str) -> Answer:
    unit = setup.unit
    return Answer(
        document={
            "data": str(root),
            "role": setup.role.value,
            "unit": unit.code,
            "name": unit.name,
            "authority": setup.authority.code,
            "sets": list(setup.sets),
            "fingerprint": digits,
        },
        lines=[
            f"Đã thiết lập {root} cho {unit.name} ({unit.code}).",
            f"Dãy số kiểm tra của khóa: {digits}",
            "Hãy in giấy khôi phục khóa (ntm key recovery-sheet TỆP.pdf), cất trong két.",
        ],
    )


def _unit(role: Role, options: Namespace) -> "Unit":
    """Describe the unit as the shipped lists do, as far as they know it."""
    from ntm_desktop.services.catalogue import unit_lists
    from ntm_desktop.services.setup import Unit

    listed = {unit.code: unit for of in unit_lists() for unit in of.units}.get(options.unit)
    if listed and role is Role.COMMUNE:
        return Unit(code=listed.code, name=options.name, kind=listed.kind, region=listed.region)
    levels = {of.code: of.level for of in unit_lists()}
    return Unit(code=options.unit, name=options.name, kind=levels.get(options.unit, _KIND[role]))


def _authority(role: Role, options: Namespace) -> "Authority":
    """Say who receives: the one named, the one whose list has the unit, or the first known."""
    from ntm_desktop.services.catalogue import unit_lists
    from ntm_desktop.services.office import Authority

    lists = {of.code: of for of in unit_lists()}
    if role is Role.AUTHORITY:
        level = lists[options.unit].level if options.unit in lists else "district"
        return Authority(code=options.unit, name=options.name, level=level)
    holding = [of.code for of in lists.values() if options.unit in {u.code for u in of.units}]
    code = options.authority or next(iter([*holding, *lists]))
    found = lists.get(code)
    return Authority(
        code=code,
        name=found.name if found else code,
        level=found.level if found else "district",
    )


def demo(options: Namespace) -> Answer:
    """Make a world to practise in: an authority, its communes, their papers."""
    from ntm_desktop.services.practice import make_world

    made = make_world(options.folder, communes=options.communes, files=options.files)
    return Answer(
        document={
            "folder": str(made.folder),
            "passphrase_file": str(made.passphrase_file),
            "authority": str(made.authority),
            "communes": [
                {"unit": each.unit, "name": each.name, "data": str(each.folder), "met": each.met}
                for each in made.communes
            ],
        },
        lines=[
            f"Số liệu luyện tập: {made.folder}",
            f"Mật khẩu của mọi khóa: {made.passphrase_file}",
            *(f"{each.unit}  {each.name}: đạt {each.met}/19" for each in made.communes),
        ],
    )
