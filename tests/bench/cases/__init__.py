"""Every benchmark, in the order in which the results are shown."""

from tests.bench.case import Case

CASES: tuple[Case, ...] = ()


def find(name: str) -> Case:
    """Give a benchmark by its name."""
    for case in CASES:
        if case.name == name:
            return case
    raise SystemExit(f"no benchmark {name}; there are {', '.join(case.name for case in CASES)}")
