"""Every benchmark, in the order in which the results are shown."""

from tests.bench.case import Case
from tests.bench.cases.evidence import EXPORT, EXPORT_SEALED, IMPORT, IMPORT_SEALED, INTAKE
from tests.bench.cases.judging import CRITERIA, CRITERIA_FIRST, JUDGE
from tests.bench.cases.merging import MERGE
from tests.bench.cases.paper import (
    DOSSIER,
    DOSSIER_DURABLE,
    PHOTOGRAPHS,
    PHOTOGRAPHS_DURABLE,
)
from tests.bench.cases.saving import SAVE
from tests.bench.cases.starting import START

CASES: tuple[Case, ...] = (
    START,
    SAVE,
    JUDGE,
    CRITERIA,
    CRITERIA_FIRST,
    INTAKE,
    EXPORT,
    IMPORT,
    EXPORT_SEALED,
    IMPORT_SEALED,
    MERGE,
    DOSSIER,
    DOSSIER_DURABLE,
    PHOTOGRAPHS,
    PHOTOGRAPHS_DURABLE,
)


def find(name: str) -> Case:
    """Give a benchmark by its name."""
    for case in CASES:
        if case.name == name:
            return case
    raise SystemExit(f"no benchmark {name}; there are {', '.join(case.name for case in CASES)}")
