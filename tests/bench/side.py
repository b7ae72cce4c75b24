"""One repetition of one side of a benchmark, in a process of its own: prints its sample."""

import gc
import json
import os
import resource
import sys
from dataclasses import asdict
from pathlib import Path
from time import perf_counter
from typing import get_args

from tests.bench.case import Act, Room, Sample, Size
from tests.bench.cases import find

MIB = 1024 * 1024


def main(name: str, side: str, root: str, size: str) -> None:
    """Open what the side needs, then time its act."""
    case = find(name)
    sizes = {known: known for known in get_args(Size)}
    room = Room(Path(root), sizes[size])
    act = case.work(room) if side == "work" else case.yardstick(room)
    print(json.dumps(asdict(sample(act))))


def sample(act: Act) -> Sample:
    """Time an act and find its peak memory above what the process held before."""
    gc.collect()
    os.sync()
    idle = resident()
    forget_peak()
    start = perf_counter()
    told = act()
    seconds = perf_counter() - start
    return Sample(seconds, (peak() - idle) / MIB if told is None else told)


def resident() -> int:
    """Give the bytes of memory this process holds now."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize()


def forget_peak() -> None:
    """Start a new peak (proc(5), clear_refs)."""
    Path("/proc/self/clear_refs").write_text("5")


def peak() -> int:
    """Give the most bytes of memory this process held since `forget_peak`."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) * 1024


if __name__ == "__main__":
    main(*sys.argv[1:])
