"""Repeats both sides of a benchmark in turn and tells the ratio of their medians."""

import json
import os
import platform
import subprocess
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

from tests.bench.case import Case, Room, Sample

CHECKOUT = Path(__file__).resolve().parents[2]
IN_MEMORY = {"tmpfs", "ramfs", "devtmpfs"}
FEWEST_RUNS = 5


class FileSystemInMemoryError(Exception):
    """Waiting for the disk costs nothing there, so nothing measured would be true."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """All repetitions of a benchmark."""

    case: Case
    work: tuple[Sample, ...]
    yardstick: tuple[Sample, ...]

    @property
    def ratio(self) -> float:
        """Median time of the work, in medians of the yardstick."""
        return median(_seconds(self.work)) / median(_seconds(self.yardstick))

    @property
    def memory(self) -> float:
        """Highest peak of the work in MiB, or the ratio of the median peaks."""
        if self.case.memory_ratio:
            return median(_peaks(self.work)) / median(_peaks(self.yardstick))
        return max(_peaks(self.work))


def run(case: Case, room: Room, runs: int) -> Outcome:
    """Prepare, then repeat yardstick and work in turn, each in a fresh process."""
    if case.durable and file_system(room.root) in IN_MEMORY:
        raise FileSystemInMemoryError(f"{room.root} lies in memory; {case.name} needs a disk")
    case.prepare(room)
    samples: dict[str, list[Sample]] = {"yardstick": [], "work": []}
    for _ in range(max(runs, FEWEST_RUNS)):
        for side, found in samples.items():
            room.clear()
            found.append(_in_child(case, side, room))
    room.clear()
    return Outcome(case, tuple(samples["work"]), tuple(samples["yardstick"]))


def _in_child(case: Case, side: str, room: Room) -> Sample:
    words = ["-m", "tests.bench.side", case.name, side, str(room.root), room.size]
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    done = subprocess.run(
        [sys.executable, *words],
        cwd=CHECKOUT,
        env={**environment, "QT_QPA_PLATFORM": "offscreen"},
        stdout=subprocess.PIPE,
        check=True,
        text=True,
    )
    return Sample(**json.loads(done.stdout.splitlines()[-1]))


def file_system(path: Path) -> str:
    """Name the type of the file system a folder lies on, as /proc/mounts does."""
    best, found = -1, "unknown"
    for line in Path("/proc/mounts").read_text().splitlines():
        _, mounted, kind, *_ = line.split(" ")
        if path.resolve().is_relative_to(mounted) and len(mounted) >= best:
            best, found = len(mounted), kind
    return found


def machine(path: Path) -> str:
    """Say in one line what was measured on, and when."""
    cpu = next(
        line.partition(": ")[2]
        for line in Path("/proc/cpuinfo").read_text().splitlines()
        if line.startswith("model name")
    )
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{os.cpu_count()} x {cpu}, {memory:.0f} GB, {file_system(path)}, "
        f"{platform.system()} {platform.release()}, Python {platform.python_version()}, "
        f"{datetime.now(UTC):%d/%m/%Y}"
    )


def _seconds(samples: tuple[Sample, ...]) -> list[float]:
    return [sample.seconds for sample in samples]


def _peaks(samples: tuple[Sample, ...]) -> list[float]:
    return [sample.peak_mib for sample in samples]


def row(outcome: Outcome) -> str:
    """Word one outcome as a line of the table."""
    case = outcome.case
    cells = (
        f"{case.title} (`{case.name}`)",
        case.against,
        _spread(outcome.work, case.times),
        _spread(outcome.yardstick, case.times),
        f"**{outcome.ratio:.2f}**",
        _goal(case.goal),
        f"{outcome.memory:.2f} times" if case.memory_ratio else f"{outcome.memory:.0f} MiB",
        _goal(case.memory_goal),
    )
    return f"| {' | '.join(cells)} |"


HEAD = (
    "| work | yardstick | work: median (min-max) | yardstick: median (min-max) "
    "| ratio | goal | memory above idle | goal |\n|---|---|---|---|---|---|---|---|"
)


def _goal(limit: float | None) -> str:
    return "-" if limit is None else f"≤ {limit:g}"


def _spread(samples: tuple[Sample, ...], times: int) -> str:
    seconds = [sample.seconds / times for sample in samples]
    scale, unit = (1000, "ms") if median(seconds) < 1 else (1, "s")
    low, middle, high = (
        f"{value * scale:.3g}" for value in (min(seconds), median(seconds), max(seconds))
    )
    return f"{middle} {unit} ({low}-{high})"
