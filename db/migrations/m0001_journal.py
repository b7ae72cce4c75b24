"""The journal, whose it is, and the evidence files at hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database

SQL = """
CREATE TABLE installation (
    row            INTEGER PRIMARY KEY CHECK (row = 1),
    unit           TEXT NOT NULL,
    role           TEXT NOT NULL CHECK (role IN ('commune', 'authority', 'agency')),
    origin         TEXT NOT NULL,
    signing_key    BLOB NOT NULL CHECK (length(signing_key) = 32),
    age_recipient  TEXT NOT NULL,
    author         TEXT NOT NULL,
    practice       INTEGER NOT NULL CHECK (practice IN (0, 1)),
    package_number INTEGER NOT NULL DEFAULT 0,
    receipt_number INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE setting (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE record (
    row   INTEGER PRIMARY KEY,
    scope TEXT NOT NULL,
    kind  TEXT NOT NULL,
    key   TEXT NOT NULL,
    UNIQUE (scope, kind, key)
) STRICT;

CREATE TABLE chain (
    row    INTEGER PRIMARY KEY,
    scope  TEXT NOT NULL,
    origin TEXT NOT NULL,
    UNIQUE (scope, origin)
) STRICT;

CREATE TABLE revision (
    row    INTEGER PRIMARY KEY,
    id     BLOB NOT NULL UNIQUE CHECK (length(id) = 32),
    record INTEGER NOT NULL REFERENCES record (row),
    chain  INTEGER NOT NULL REFERENCES chain (row),
    seq    INTEGER NOT NULL CHECK (seq > 0),
    line   TEXT NOT NULL
) STRICT;

CREATE INDEX revision_record ON revision (record);
CREATE INDEX revision_chain ON revision (chain, seq);

CREATE TABLE burnt (
    origin TEXT PRIMARY KEY,
    told   INTEGER NOT NULL DEFAULT 0 CHECK (told IN (0, 1))
) STRICT, WITHOUT ROWID;

CREATE TABLE object (
    sha256 BLOB PRIMARY KEY CHECK (length(sha256) = 32),
    size   INTEGER NOT NULL CHECK (size >= 0),
    crc32  INTEGER NOT NULL,
    media  TEXT NOT NULL,
    at     TEXT NOT NULL
) STRICT, WITHOUT ROWID;
"""


def upgrade(store: Database, /) -> None:
    """Create the tables that nothing else can be made from."""
    store.executescript(SQL)
