import mmap
from pathlib import Path

import pytest

from tests.bench import harness
from tests.bench.case import Act, Case, Room, Sample
from tests.bench.harness import FileSystemInMemoryError, Outcome, row, run
from tests.bench.side import sample

MIB = 1024 * 1024


def idle(room: Room) -> Act:
    return lambda: None


def case(*, times: int = 1, memory_ratio: bool = False) -> Case:
    return Case(
        name="demo",
        title="nothing",
        against="less",
        prepare=lambda _: None,
        work=idle,
        yardstick=idle,
        goal=3,
        times=times,
        memory_ratio=memory_ratio,
    )


def samples(*seconds: float, peak: float = 1.0) -> tuple[Sample, ...]:
    return tuple(Sample(each, peak) for each in seconds)


def test_ratio_is_of_medians_so_that_one_slow_run_does_not_count() -> None:
    outcome = Outcome(case(), samples(2, 2, 90), samples(1, 1, 1))
    assert outcome.ratio == 2


def test_memory_is_the_highest_peak_seen() -> None:
    work = (Sample(1, 10), Sample(1, 70), Sample(1, 20))
    assert Outcome(case(), work, samples(1)).memory == 70


def test_memory_can_be_a_ratio() -> None:
    outcome = Outcome(case(memory_ratio=True), samples(1, peak=30), samples(1, peak=20))
    assert outcome.memory == 1.5


def test_row_shows_times_for_one_with_their_spread() -> None:
    outcome = Outcome(case(times=100), samples(0.3, 0.2, 0.4), samples(0.1, 0.1, 0.1))
    assert "3 ms (2-4) | 1 ms (1-1) | **3.00** | ≤ 3 |" in row(outcome)


def test_a_file_system_in_memory_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(harness, "file_system", lambda _: "tmpfs")
    with pytest.raises(FileSystemInMemoryError):
        run(case(), Room(tmp_path, "small"), 5)


def test_sides_take_turns_and_each_starts_in_an_empty_space(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = []

    def child(_: Case, side: str, room: Room) -> Sample:
        assert not list(room.space.iterdir())
        (room.space / "rest").touch()
        seen.append(side)
        return Sample(1, 1)

    monkeypatch.setattr(harness, "file_system", lambda _: "ext4")
    monkeypatch.setattr(harness, "_in_child", child)
    outcome = run(case(), Room(tmp_path, "small"), runs=1)
    assert seen == ["yardstick", "work"] * 5
    assert len(outcome.work) == 5


def test_peak_counts_memory_that_was_given_back() -> None:
    def act() -> None:
        with mmap.mmap(-1, 64 * MIB) as block:
            block.write(b"x" * (64 * MIB))

    assert 60 < sample(act).peak_mib < 200
