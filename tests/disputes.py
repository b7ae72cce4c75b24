"""Two PCs of one office that write without seeing each other, and then meet."""

import shutil
from pathlib import Path

from db import journal
from ntm_desktop.domain.criteria import IndicatorCode
from ntm_desktop.services import origins
from ntm_desktop.services.self_assessment import Input
from ntm_desktop.services.workplace import Workplace, open_workplace
from tests.builders import SHEET


def second_pc(template: Path, root: Path) -> Workplace:
    """Open an office on another PC, which writes under an origin of its own."""
    shutil.copytree(template, root)
    found = open_workplace(root)
    with found.data.session() as store:
        origins.renew(store, origins.Reason.COPIED)
    return found


def meet(*offices: Workplace) -> None:
    """Carry everything everywhere."""
    carried = []
    for office in offices:
        with office.data.session() as store:
            carried += [row.revision for row in journal.everything(store)]
    for office in offices:
        with office.data.session() as store:
            journal.receive(store, carried)


def enter(office: Workplace, code: str, answer: str, note: str = "") -> None:
    """Answer an indicator of the commune's sheet."""
    typed = Input(answer=answer, note=note) if note else Input(answer=answer)
    office.self_assessment.enter(SHEET, IndicatorCode(code), typed)
