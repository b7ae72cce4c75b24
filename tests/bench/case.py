"""What a benchmark is made of."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Size = Literal["small", "full"]
Act = Callable[[], float | None]
"""What is timed; gives its peak memory in MiB only where it is not that of its own process."""


@dataclass(frozen=True, slots=True)
class Room:
    """Where a benchmark works: `inputs` are made once, `space` is empty at each repetition."""

    root: Path
    size: Size

    @property
    def inputs(self) -> Path:
        """What the benchmark reads."""
        return self.root / "inputs" / self.size

    @property
    def space(self) -> Path:
        """What it writes."""
        return self.root / "space"

    def clear(self) -> None:
        """Empty the space."""
        shutil.rmtree(self.space, ignore_errors=True)
        self.space.mkdir(parents=True)

    def pick(self, *, small: int, full: int) -> int:
        """Choose an amount by size."""
        return small if self.size == "small" else full


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One piece of work and what it is held against.

    `prepare` makes inputs once. `work` and `yardstick` open what they need, untimed, and return
    the act to time; both run in a process of their own at each repetition.
    """

    name: str
    title: str
    against: str
    prepare: Callable[[Room], None]
    work: Callable[[Room], Act]
    yardstick: Callable[[Room], Act]
    goal: float | None = None
    """Highest ratio of time."""
    memory_goal: float | None = None
    """Highest peak in MiB above the idle program; a ratio where `memory_ratio`."""
    memory_ratio: bool = False
    times: int = 1
    """How often one act does the thing; times are shown for one."""
    durable: bool = True
    """Whether it waits for the disk, so that a file system in memory would lie."""


@dataclass(frozen=True, slots=True)
class Sample:
    """One repetition of one side."""

    seconds: float
    peak_mib: float
