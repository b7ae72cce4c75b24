"""What an officer waits for after each value: the data file, durable."""

from tests.bench import yardsticks
from tests.bench.case import Act, Case, Room
from tests.bench.cases.offices import a_commune

SAVES = 200


def _nothing(_: Room) -> None:
    pass


def _save(room: Room) -> Act:
    from ntm_desktop.services.self_assessment import Input

    workplace = a_commune(room.space / "data")
    sheet, service = workplace.sheet(year=2024), workplace.self_assessment
    criteria = workplace.catalogue.criteria_set(sheet.criteria_set)
    codes = [code for code, each in criteria.indicators.items() if each.kind.is_numeric]

    def act() -> None:
        for number in range(SAVES):
            code = codes[number % len(codes)]
            service.enter(sheet, code, Input(answer=f"{number % 90 + 1},5"))

    return act


def _write(room: Room) -> Act:
    return lambda: yardsticks.write_durably(room.space / "blocks", SAVES)


SAVE = Case(
    name="save",
    title="one value saved, durable: journal and projection",
    against="4 KiB written + fsync",
    prepare=_nothing,
    work=_save,
    yardstick=_write,
    goal=3,
    memory_goal=100,
    times=SAVES,
)
