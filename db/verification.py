"""Whether a data file is what its journal says: every line, every chain, every table."""

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from sqlite3 import Connection
from typing import NamedTuple

from db import journal, migrations, projections
from ntm_desktop.domain.revision import (
    MalformedRevisionError,
    Record,
    Revision,
    RevisionId,
    read_revision,
)

_ROWS = """
SELECT revision.row, revision.id, revision.seq, revision.line, record.scope, record.kind,
    record.key, chain.scope AS chain_scope, chain.origin
FROM revision LEFT JOIN record ON record.row = revision.record
LEFT JOIN chain ON chain.row = revision.chain ORDER BY revision.row
"""
_COPIED = ("record", "chain", "revision", "burnt")
_MOST_TOLD = 100  # more of one kind would not help anybody


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is not as it should be: a stable code, and what in words."""

    code: str
    words: str


class _Known(NamedTuple):
    record: Record
    origin: str
    seq: int


def faults(store: Connection, step: Callable[[str], None]) -> Iterator[Fault]:
    """Look through a whole data file, changing nothing; `step` hears the phase."""
    step("Kiểm tra tệp dữ liệu")
    damaged = list(_of_file(store))
    yield from damaged
    if damaged:
        return  # what is read from a damaged file says nothing
    step("Kiểm tra nhật ký")
    broken = list(_of_journal(store))
    yield from broken
    if any(fault.code == "line_changed" for fault in broken):
        return  # no table can be made again from such lines
    step("Đối chiếu bảng số liệu với nhật ký")
    yield from _of_tables(store)


def _of_file(store: Connection) -> Iterator[Fault]:
    for (words,) in store.execute(f"PRAGMA integrity_check({_MOST_TOLD})"):
        if words != "ok":
            yield Fault("data_file_damaged", f"Tệp dữ liệu bị hỏng: {words}.")
    for table, row, *_ in store.execute("PRAGMA foreign_key_check").fetchmany(_MOST_TOLD):
        yield Fault("data_file_damaged", f"Dòng {row} của bảng {table} chỉ tới chỗ không có.")


def _of_journal(store: Connection) -> Iterator[Fault]:
    known: dict[RevisionId, _Known] = {}
    places: dict[tuple[str, str, int], RevisionId] = {}
    burnt = {origin for (origin,) in store.execute("SELECT origin FROM burnt")}
    for row in store.execute(_ROWS):
        revision = _read(row)
        if revision is None:
            yield Fault("line_changed", f"Dòng {row['row']} của nhật ký đã bị sửa.")
            continue
        for words in _wrong(revision, row, known):
            yield Fault("journal_broken", f"Dòng {row['row']} của nhật ký {words}.")
        place = (revision.scope, revision.origin, revision.seq)
        if places.setdefault(place, revision.id) != revision.id and revision.origin not in burnt:
            yield Fault("fork_unnoticed", f"Chuỗi {revision.origin} tách đôi mà chưa ghi nhận.")
        known[revision.id] = _Known(revision.record, revision.origin, revision.seq)


def _read(row: sqlite3.Row) -> Revision | None:
    """Read a line; None unless it is still the one its id was made of."""
    try:
        revision = read_revision(row["line"].encode())
    except MalformedRevisionError:
        return None
    return revision if revision.id == row["id"] else None


def _wrong(revision: Revision, row: sqlite3.Row, known: dict[RevisionId, _Known]) -> Iterator[str]:
    """Say what does not fit: its place, or what it rests on (merge.md 7, 8, 32)."""
    if revision.record != (row["scope"], row["kind"], row["key"]):
        yield "nằm sai hồ sơ"
    if (revision.scope, revision.origin, revision.seq) != (
        row["chain_scope"],
        row["origin"],
        row["seq"],
    ):
        yield "nằm sai chuỗi"
    if revision.prev is not None:
        before = known.get(revision.prev)
        if before is None:
            yield "thiếu dòng đứng trước trong chuỗi"
        elif (before.record.scope, before.origin, before.seq) != (
            revision.scope,
            revision.origin,
            revision.seq - 1,
        ):
            yield "nối sai vào chuỗi"
    if any(_differs(known, id_, revision.record) for id_ in revision.parents):
        yield "thiếu giá trị mà nó sửa"
    if any(
        id_ not in known or known[id_].record.scope != revision.scope for id_ in revision.cites
    ):
        yield "thiếu số liệu mà nó dẫn"


def _differs(known: dict[RevisionId, _Known], id_: RevisionId, record: Record) -> bool:
    return id_ not in known or known[id_].record != record


def _of_tables(store: Connection) -> Iterator[Fault]:
    """Make the tables again in a scratch file (SQLite removes it) and compare."""
    with closing(sqlite3.connect("", isolation_level=None)) as scratch:
        scratch.row_factory = sqlite3.Row
        migrations.upgrade(scratch)
        scratch.execute("BEGIN")
        for table in _COPIED:
            _copy(store, scratch, table)
        journal.rebuild(scratch)
        for table in projections.TABLES:
            if _content(store, table) != _content(scratch, table):
                yield Fault("tables_differ", f"Bảng {table} không khớp với nhật ký.")


def _copy(store: Connection, scratch: Connection, table: str) -> None:
    columns = _columns(store, table)
    marks = ", ".join("?" for _ in columns)
    names = ", ".join(columns)
    rows: Iterable[tuple[object, ...]] = (
        tuple(row)
        for row in store.execute(f"SELECT {names} FROM {table}")  # noqa: S608 - from above
    )
    scratch.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", rows)  # noqa: S608


def _content(store: Connection, table: str) -> list[tuple[object, ...]]:
    """Read a table; the numbers of conflicts are not content."""
    names = [name for name in _columns(store, table) if name != "row"]
    order = ", ".join(names)
    return [tuple(row) for row in store.execute(f"SELECT {order} FROM {table} ORDER BY {order}")]  # noqa: S608


def _columns(store: Connection, table: str) -> list[str]:
    return [row[1] for row in store.execute(f"PRAGMA table_info({table})")]
