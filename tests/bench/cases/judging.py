"""What is done with the criteria: sets are read and every indicator is judged."""

from shutil import rmtree
from typing import TYPE_CHECKING

from tests.bench.case import Act, Case, Room
from tests.bench.cases.offices import a_commune

if TYPE_CHECKING:
    from ntm_desktop.services.workplace import Workplace


def _nothing(_: Room) -> None:
    pass


def _judge(room: Room) -> Act:
    from ntm_desktop.services.workplace import open_workplace

    first = a_commune(room.space / "data")
    first.self_assessment.board(first.sheet(year=2024))
    first.close()
    workplace = open_workplace(room.space / "data")

    def act() -> None:
        workplace.self_assessment.board(workplace.sheet(year=2024))

    return act


def _read(_: Room) -> Act:
    import yaml

    from resources import read_text

    text = read_text("criteria_sets/xa-ntm-2021-2025.yaml")

    def act() -> None:
        yaml.safe_load(text)

    return act


def _judge_all(room: Room) -> Act:
    first = a_commune(room.space / "data")
    _judge_every_set(first)
    first.close()
    return _judging(room)


def _judge_all_first(room: Room) -> Act:
    first = a_commune(room.space / "data")
    cache = first.folder.cache
    first.close()
    rmtree(cache, ignore_errors=True)
    return _judging(room)


def _judging(room: Room) -> Act:
    from ntm_desktop.services.workplace import open_workplace

    workplace = open_workplace(room.space / "data")
    return lambda: _judge_every_set(workplace)


def _judge_every_set(workplace: "Workplace") -> None:
    from ntm_desktop.services.catalogue import SETS

    for id_ in SETS:
        workplace.self_assessment.board(workplace.sheet(set_id=id_, year=2024))


def _read_all(_: Room) -> Act:
    import yaml

    from ntm_desktop.services.catalogue import SETS
    from resources import read_text

    texts = [read_text(f"criteria_sets/{id_}.yaml") for id_ in SETS]

    def act() -> None:
        for text in texts:
            yaml.safe_load(text)

    return act


JUDGE = Case(
    name="judge",
    title="the criteria set loaded and judged, second start",
    against="its YAML read by PyYAML's safe_load",
    prepare=_nothing,
    work=_judge,
    yardstick=_read,
    goal=1,
    memory_goal=100,
    durable=False,
)
CRITERIA = Case(
    name="criteria",
    title="every criteria set loaded and judged, second start",
    against="their YAML read by PyYAML's safe_load",
    prepare=_nothing,
    work=_judge_all,
    yardstick=_read_all,
    goal=1,
    memory_goal=100,
    durable=False,
)
CRITERIA_FIRST = Case(
    name="criteria-first",
    title="every criteria set loaded and judged, first start",
    against="their YAML read by PyYAML's safe_load",
    prepare=_nothing,
    work=_judge_all_first,
    yardstick=_read_all,
    goal=1,
    memory_goal=100,
    durable=False,
)
