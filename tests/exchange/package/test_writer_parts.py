"""Writing packages of several parts: all that were asked for, or none."""

import os
import shutil
from collections.abc import Callable
from dataclasses import replace
from errno import ENOSPC, EROFS
from pathlib import Path

import pytest

from ntm_desktop.domain.progress import CancelledError, Unwatched
from ntm_desktop.exchange import disk
from ntm_desktop.exchange.package import errors, parts, writer
from ntm_desktop.exchange.package.plan import PackagePlan, ReadMe
from ntm_desktop.exchange.package.writer import write_package
from tests.exchange import packages

LARGE = bytes(range(256)) * 120
NAMES = [packages.NAME.replace("p1of1", f"p{part}of4") for part in (1, 2, 3, 4)]


@pytest.fixture
def plan(store: Path) -> PackagePlan:
    whole = packages.plan(store, contents=(LARGE, *packages.CONTENTS))
    (store / "dossier.pdf").write_bytes(b"%PDF-")
    whole = replace(whole, read_me=(ReadMe("dossier.pdf", store / "dossier.pdf"),))
    return parts.in_parts(whole, 15_500)


def left(folder: Path) -> list[str]:
    return sorted(each.name for each in folder.iterdir())


def test_every_part_has_its_own_name(plan: PackagePlan, stick: Path) -> None:
    written = write_package(stick, plan, packages.KEYS, Unwatched())
    assert [each.path.name for each in written.parts] == left(stick) == NAMES


def test_journal_and_files_for_people_lie_in_part_1_only(plan: PackagePlan, stick: Path) -> None:
    write_package(stick, plan, packages.KEYS, Unwatched())
    for name in ("data/journal.ndjson", "data/read-me/dossier.pdf"):
        assert [name in packages.contents(stick / each) for each in NAMES] == [True] + 3 * [False]


def test_the_bag_says_which_part_it_is(plan: PackagePlan, stick: Path) -> None:
    write_package(stick, plan, packages.KEYS, Unwatched())
    info = packages.contents(stick / NAMES[1])["bag-info.txt"]
    assert info.startswith(b"Bag-Count: 2 of 4\n")


def test_some_parts_can_be_written_once_more(plan: PackagePlan, stick: Path) -> None:
    write_package(stick, plan, packages.KEYS, Unwatched())
    before = {name: (stick / name).read_bytes() for name in NAMES[1:3]}
    for name in NAMES:
        (stick / name).unlink()
    without_lines = replace(plan, lines=())
    written = write_package(stick, without_lines, packages.KEYS, Unwatched(), only={3, 2})
    assert [each.part for each in written.parts] == [2, 3]
    assert {each.path.name: each.path.read_bytes() for each in written.parts} == before


@pytest.mark.parametrize("only", [set[int](), {0}, {5}, {1, 5}])
def test_parts_that_are_not_there_are_a_defect(
    only: set[int], plan: PackagePlan, stick: Path
) -> None:
    with pytest.raises(ValueError, match="no such parts"):
        write_package(stick, plan, packages.KEYS, Unwatched(), only=only)


def test_the_plan_is_that_of_part_1(plan: PackagePlan, stick: Path) -> None:
    second = replace(plan, envelope=parts.of_part(plan.envelope, 2))
    with pytest.raises(ValueError, match="part 1"):
        write_package(stick, second, packages.KEYS, Unwatched())


def test_progress_names_the_part(plan: PackagePlan, stick: Path) -> None:
    told: list[str] = []

    class Listener:
        def step(self, phase: str, done: int, total: int) -> None:
            assert 0 <= done <= total
            if phase not in told:
                told.append(phase)

    write_package(stick, plan, packages.KEYS, Listener())
    assert told == [
        f"{words} (phần {part}/4)"
        for part in (1, 2, 3, 4)
        for words in (writer.WRITING, writer.REREADING)
    ]


@pytest.mark.parametrize("steps", [1, 7, 15, 22, 28])
def test_cancelling_in_any_part_leaves_nothing(steps: int, plan: PackagePlan, stick: Path) -> None:
    class Canceller:
        left = steps

        def step(self, phase: str, done: int, total: int) -> None:
            self.left -= 1
            if not self.left:
                raise CancelledError

    with pytest.raises(CancelledError):
        write_package(stick, plan, packages.KEYS, Canceller())
    assert left(stick) == []


def test_no_part_has_its_name_before_all_are_verified(plan: PackagePlan, stick: Path) -> None:
    class Watcher:
        def step(self, phase: str, done: int, total: int) -> None:
            assert all(name.endswith(".tmp") for name in left(stick))

    write_package(stick, plan, packages.KEYS, Watcher())


def test_parts_named_already_are_removed_when_a_later_one_cannot_be(
    plan: PackagePlan, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Path, "replace", _failing_for(NAMES[2], Path.replace))
    with pytest.raises(disk.TargetNotWritableError):
        write_package(stick, plan, packages.KEYS, Unwatched())
    assert left(stick) == []


def _failing_for(name: str, real: Callable[[Path, Path], Path]) -> Callable[[Path, Path], Path]:
    def replaced(path: Path, target: Path) -> Path:
        if target.name == name:
            raise OSError(EROFS, "read only")
        return real(path, target)

    return replaced


def test_one_part_that_is_there_stops_all_and_stays(plan: PackagePlan, stick: Path) -> None:
    (stick / NAMES[3]).write_bytes(b"precious")
    with pytest.raises(errors.PackageExistsError, match="p4of4"):
        write_package(stick, plan, packages.KEYS, Unwatched())
    assert left(stick) == [NAMES[3]]
    assert (stick / NAMES[3]).read_bytes() == b"precious"


def test_only_what_is_written_has_to_fit(
    plan: PackagePlan, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    free = shutil.disk_usage(stick)._replace(free=25_000)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: free)
    with pytest.raises(disk.DiskFullError):
        write_package(stick, plan, packages.KEYS, Unwatched())
    write_package(stick, plan, packages.KEYS, Unwatched(), only={2})


def test_a_fat_disk_takes_large_packages_in_parts(
    plan: PackagePlan, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(disk, "is_fat", lambda _: True)
    monkeypatch.setattr(disk, "FAT32_LIMIT", 15_500)
    write_package(stick, plan, packages.KEYS, Unwatched())
    whole = replace(plan, envelope=parts.divided(plan.envelope, 10**6, journal=500))
    with pytest.raises(disk.FileTooLargeForDiskError):
        write_package(stick, whole, packages.KEYS, Unwatched())


@pytest.mark.parametrize("content", [None, LARGE[:-1], LARGE + b"x", bytes(len(LARGE))])
@pytest.mark.parametrize("only", [None, {3}])
def test_damaged_evidence_in_pieces_is_named(
    content: bytes | None, only: set[int] | None, plan: PackagePlan, stick: Path
) -> None:
    damaged = next(each for each in plan.objects if each.size == len(LARGE))
    damaged.path.unlink()
    if content is not None:
        damaged.path.write_bytes(content)
    with pytest.raises(errors.EvidenceDamagedError, match=damaged.sha256[:12]):
        write_package(stick, plan, packages.KEYS, Unwatched(), only=only)
    assert left(stick) == []


def test_a_disk_that_fills_in_the_last_part_leaves_nothing(
    plan: PackagePlan, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = iter([None, None, None])
    real = os.fsync

    def full_in_the_end(handle: int) -> None:
        if next(calls, "end") == "end":
            raise OSError(ENOSPC, "No space left on device")
        real(handle)

    monkeypatch.setattr("os.fsync", full_in_the_end)
    with pytest.raises(disk.DiskFullError):
        write_package(stick, plan, packages.KEYS, Unwatched())
    assert left(stick) == []
