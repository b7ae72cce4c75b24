"""The history of the schema: one module per step, listed here, never edited once released."""

from sqlite3 import Connection

from db.migrations import (
    m0001_journal,
    m0002_current_state,
    m0003_exchange,
    m0004_in_any_order,
    m0005_subjects,
)

STEPS = (m0001_journal, m0002_current_state, m0003_exchange, m0004_in_any_order, m0005_subjects)
LATEST = len(STEPS)


def upgrade(store: Connection) -> None:
    """Apply the steps that are missing."""
    from sqlite_utils import Database, Migrations  # 70 ms, so only when there is a step to apply

    schema = Migrations("ntm_desktop")
    for step in STEPS:
        schema(name=step.__name__.rpartition(".")[2])(step.upgrade)
    schema.apply(Database(store, strict=True, execute_plugins=False))
