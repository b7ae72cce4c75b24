"""Data files in memory, quick to make, and what tests do with them."""

import sqlite3
from collections.abc import Iterable
from functools import cache
from sqlite3 import Connection
from typing import TypeAlias

from db import journal, migrations, projections
from ntm_desktop.domain.revision import Fields, Record, Revision, RevisionId
from tests.builders import HERE, a_record

Tables: TypeAlias = dict[str, list[tuple[object, ...]]]
RECORD = a_record()
WHOLE = "answer"


def a_store() -> Connection:
    """An empty data file of the latest form."""
    store = _opened()
    _template().backup(store)
    return store


@cache
def _template() -> Connection:
    store = _opened()
    with store:
        store.execute("BEGIN")
        migrations.upgrade(store)
    return store


def _opened() -> Connection:
    store = sqlite3.connect(":memory:", isolation_level=None)
    store.row_factory = sqlite3.Row
    store.execute("PRAGMA foreign_keys = ON")
    return store


def answer(value: str) -> Fields:
    return {"answer": {"value": value}}


def write(
    store: Connection, fields: Fields | None, *, seen: Iterable[RevisionId] | None = None
) -> Revision:
    """Write about the one record, and insist that something is written."""
    written = journal.write(store, HERE, RECORD, fields, seen=seen)
    assert written is not None
    return written


def exchange(*stores: Connection) -> None:
    """Carry everything everywhere."""
    carried = [row.revision for store in stores for row in journal.everything(store)]
    for store in stores:
        journal.receive(store, carried)


def tables(store: Connection) -> Tables:
    """All projected rows, by record, whatever the order they were made in."""
    records = {
        row: Record(*named) for row, *named in store.execute("SELECT * FROM record").fetchall()
    }
    found: Tables = {}
    for table in projections.TABLES:
        if table == "masked":  # names revisions by row, which each data file numbers by itself
            found[table] = _masked(store)
            continue
        rows = [dict(row) for row in store.execute(f"SELECT * FROM {table}")]
        for row in rows:
            row.pop("row", None)
            row["record"] = records[row["record"]]
        found[table] = sorted((tuple(row.values()) for row in rows), key=repr)
    return found


def _masked(store: Connection) -> list[tuple[object, ...]]:
    rows = store.execute(
        "SELECT id FROM masked JOIN revision ON revision.row = masked.revision ORDER BY id"
    )
    return [tuple(row) for row in rows]


def lines(store: Connection) -> list[bytes]:
    return [row.revision.line for row in journal.everything(store)]
