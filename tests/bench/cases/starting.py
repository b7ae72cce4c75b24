"""What an officer waits for in the morning."""

import shutil
import subprocess
import sys

from tests.bench.case import Act, Case, Room
from tests.bench.cases.offices import a_commune


def _a_year_of_data(room: Room) -> None:
    from ntm_desktop.services.self_assessment import Input

    shutil.rmtree(room.inputs, ignore_errors=True)
    workplace = a_commune(room.inputs)
    sheet = workplace.sheet()
    for code, indicator in workplace.catalogue.criteria_set(sheet.criteria_set).indicators.items():
        typed = "85,5" if indicator.kind.is_numeric else "đạt"
        workplace.self_assessment.enter(sheet, code, Input(answer=typed))
    workplace.close()


def _window(*arguments: str) -> Act:
    def act() -> float:
        words = [sys.executable, "-m", "tests.bench.windows", *arguments]
        done = subprocess.run(words, stdout=subprocess.PIPE, check=True)
        return int(done.stdout) / 1024

    return act


def _ours(room: Room) -> Act:
    return _window(str(room.inputs))


def _bare(_: Room) -> Act:
    return _window()


START = Case(
    name="start",
    title="start until Tổng quan shows its figures, one year of data",
    against="a bare PySide6 QMainWindow process",
    prepare=_a_year_of_data,
    work=_ours,
    yardstick=_bare,
    goal=1.6,
    memory_goal=1.6,
    memory_ratio=True,
)
