"""`python3 dev.py bench`: runs benchmarks by name, or all, and prints a Markdown table."""

import argparse
import compileall
from pathlib import Path
from typing import get_args

from tests.bench.case import Room, Size
from tests.bench.cases import CASES, find
from tests.bench.harness import CHECKOUT, HEAD, machine, row, run


def main() -> None:
    """Measure what was asked for, one after another."""
    options = _options()
    for package in ("db", "ntm_desktop", "resources", "ui", "tests"):
        compileall.compile_dir(CHECKOUT / package, quiet=1)
    cases = [find(name) for name in options.names] or CASES
    options.room.mkdir(exist_ok=True)
    print(f"{machine(options.room)}; size {options.size}\n\n{HEAD}", flush=True)
    for case in cases:
        room = Room(options.room / case.name, options.size)
        room.root.mkdir(exist_ok=True)
        print(row(run(case, room, options.runs)), flush=True)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="dev.py bench", description=__doc__)
    names = ", ".join(case.name for case in CASES)
    parser.add_argument("names", nargs="*", metavar="NAME", help=names)
    parser.add_argument("--size", choices=get_args(Size), default="small")
    parser.add_argument("--runs", type=int, default=5, help="repetitions, at least five")
    parser.add_argument("--room", type=Path, default=CHECKOUT / ".bench", help="a folder on disk")
    return parser.parse_args()


if __name__ == "__main__":
    main()
