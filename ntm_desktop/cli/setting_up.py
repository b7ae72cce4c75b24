"""First start without a window, and sample data to practise on."""

from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from ntm_desktop.cli.context import data_folder, passphrase
from ntm_desktop.cli.output import Answer
from ntm_desktop.domain.ownership import Role
from ntm_desktop.paths import DataFolder

if TYPE_CHECKING:
    from ntm_desktop.services.setup import Setup


def init(options: Namespace) -> Answer:
    """Make a data folder that of an office."""
    from ntm_desktop.cli import recovery
    from ntm_desktop.cli.first_units import FirstUnits
    from ntm_desktop.services import catalogue
    from ntm_desktop.services.fitting import check_set
    from ntm_desktop.services.setup import Setup, set_up
    from ntm_desktop.services.workplace import open_workplace

    root = data_folder(options)
    sets = tuple(options.set or catalogue.DEFAULT_SETS)
    known = catalogue.Catalogue(DataFolder(root).cache)
    chosen = [known.criteria_set(id_) for id_ in sets]  # refuses unknown ones
    units = FirstUnits.of(options, known.groups())
    if options.role == Role.COMMUNE:
        for one in chosen:
            check_set(one, units.unit.kind)
    setup = Setup(
        role=Role(options.role),
        unit=units.unit,
        authority=units.authority,
        passphrase=passphrase(options),
        sets=sets,
        key_file=options.key,
        recovered=recovery.keys_from(options.recover_digits, options.recover_image),
        listed=units.listed,
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
