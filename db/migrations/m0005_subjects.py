"""Villages, residential areas and gardens; names, regions and groups of units by date."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database

SQL = """
CREATE TABLE subject (
    record     INTEGER PRIMARY KEY REFERENCES record (row),
    scope      TEXT NOT NULL,
    key        TEXT NOT NULL,
    name       TEXT,
    kind       TEXT,
    village    TEXT,
    region     TEXT,
    grp        TEXT,
    households INTEGER,
    sets       TEXT,
    closed     TEXT
) STRICT;

CREATE INDEX subject_scope ON subject (scope, key);

CREATE TABLE unit_state (
    record   INTEGER PRIMARY KEY REFERENCES record (row),
    scope    TEXT NOT NULL,
    unit     TEXT NOT NULL,
    since    TEXT NOT NULL,
    name     TEXT,
    kind     TEXT,
    region   TEXT,
    grp      TEXT,
    decision TEXT
) STRICT;

CREATE INDEX unit_state_unit ON unit_state (unit, since);

ALTER TABLE unit ADD COLUMN grp TEXT;
ALTER TABLE succession ADD COLUMN decision TEXT;
ALTER TABLE succession ADD COLUMN date TEXT;
"""


def upgrade(store: Database, /) -> None:
    """Create the tables; rebuilding fills them."""
    store.executescript(SQL)
