from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from ntm_desktop.domain.criteria import SetId
from ntm_desktop.domain.progress import Unwatched
from ntm_desktop.services.correspondence import ArrivalLine, Correspondence
from ntm_desktop.services.workplace import Workplace
from tests.offices import YEAR, Templates, enter, export, trust_each_other

SET = SetId("xa-ntm-2021-2025")


@dataclass
class World:
    commune: Workplace
    authority: Workplace
    stick: Path

    def carry(self) -> Path:
        return export(self.commune, self.stick).path

    def take_in(self, office: Workplace, path: Path) -> None:
        office.receiving.take_in(path, Unwatched())

    def arrivals(self) -> dict[str, ArrivalLine]:
        return {line.name: line for line in Correspondence(self.authority).arrivals(SET, YEAR)}


@pytest.fixture(scope="module")
def templates(tmp_path_factory: pytest.TempPathFactory) -> Templates:
    return Templates.made(tmp_path_factory.mktemp("offices"))


@pytest.fixture
def world(templates: Templates, tmp_path: Path) -> Iterator[World]:
    found = World(
        templates.opened("commune", tmp_path / "commune"),
        templates.opened("authority", tmp_path / "authority"),
        tmp_path / "stick",
    )
    trust_each_other(templates, found.commune, found.authority)
    yield found
    found.commune.close()
    found.authority.close()


def test_the_authority_sees_every_commune_also_those_that_sent_nothing(world: World) -> None:
    enter(world.commune, "1.1", "đạt")
    world.take_in(world.authority, world.carry())
    lines = world.arrivals()
    assert len(lines) == 18
    assert next(iter(lines)) == "Xã Tân Thành"
    came, silent = lines["Xã Tân Thành"], lines["Xã Hưng Vũ"]
    assert (came.packages, came.met, came.total, came.missing) == (1, 0, 19, ())
    assert came.last_at is not None
    assert (silent.packages, silent.met, silent.last_at) == (0, None, None)


def test_a_package_overtaken_by_a_later_one_is_not_missing(world: World) -> None:
    enter(world.commune, "1.1", "đạt")
    world.carry()
    enter(world.commune, "1.2", "đạt")
    world.take_in(world.authority, world.carry())
    line = world.arrivals()["Xã Tân Thành"]
    assert (line.packages, line.missing, line.met) == (1, (), 1)


def test_a_package_counts_as_received_once_its_receipt_is_back(world: World) -> None:
    enter(world.commune, "1.1", "đạt")
    path = world.carry()
    (before,) = Correspondence(world.commune).sent()
    assert (before.number, before.file_name, before.received_at) == (1, path.name, None)
    world.take_in(world.authority, path)
    back = export(world.authority, world.stick, to="06379").path
    world.take_in(world.commune, back)
    (after,) = Correspondence(world.commune).sent()
    assert after.received_at is not None


def test_what_is_written_after_the_receipt_is_not_acknowledged_by_it(world: World) -> None:
    enter(world.commune, "1.1", "đạt")
    world.take_in(world.authority, world.carry())
    world.take_in(world.commune, export(world.authority, world.stick, to="06379").path)
    enter(world.commune, "1.2", "đạt")
    world.carry()
    newest, oldest = Correspondence(world.commune).sent()
    assert newest.received_at is None
    assert oldest.received_at is not None


def test_a_package_of_a_stranger_waits_for_trust(
    world: World, templates: Templates, tmp_path: Path
) -> None:
    other = templates.opened("authority", tmp_path / "other")
    enter(world.commune, "1.1", "đạt")
    world.take_in(other, world.carry())
    (waiting,) = Correspondence(other).waiting()
    assert waiting.for_trust
    assert "chưa tin cậy khóa của Xã Tân Thành" in waiting.needs[0]
    other.keys.trust(templates.public_key("commune"))
    other.receiving.retry_waiting(Unwatched())
    assert Correspondence(other).waiting() == []
    other.close()
