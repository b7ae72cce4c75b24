"""Whether everything kept in a data folder is sound; nothing is changed."""

from collections.abc import Iterator, Sequence
from sqlite3 import Connection

from db import exports, objects
from db.connection import DataFileDamagedError, reading
from db.files import Finding, Problem
from db.verification import Fault, faults
from ntm_desktop.domain.progress import Progress
from ntm_desktop.exchange.package.heads import verify_head
from ntm_desktop.services.workplace import Workplace


def check(workplace: Workplace, progress: Progress) -> Sequence[Fault]:
    """Verify journal, tables, signatures and evidence files; long work. Gives what is wrong."""
    found: list[Fault] = []
    expected: dict[str, int] = {}
    try:
        with workplace.data.session() as store, reading(store):
            found += faults(store, lambda phase: progress.step(phase, 0, 0))
            found += _of_heads(store)
            found += _missing(store, workplace.office.unit.code)
            expected = objects.expected(store)
    except DataFileDamagedError as error:
        return [*found, Fault(error.code, str(error))]
    found += [
        Fault(f"evidence_{finding.problem}", str(finding))
        for finding in workplace.files.check(expected, progress)
        if not finding.is_harmless
    ]
    return found


def _of_heads(store: Connection) -> Iterator[Fault]:
    """Check the signatures that vouch for the chains (merge.md 25)."""
    for scope in exports.scopes(store):
        for head in exports.heads(store, scope):
            if not verify_head(head):
                yield Fault("head_forged", f"Chữ ký của chuỗi {head.point.origin} không đúng.")


def _missing(store: Connection, unit: str) -> Iterator[Fault]:
    """Name files of our own evidence that are not at hand; others may have sent theirs in part."""
    for sha256 in objects.missing(store, [unit]):
        yield Fault("evidence_missing", str(Finding(Problem.MISSING, sha256)))
