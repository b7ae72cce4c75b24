"""What came and went by package, and whose keys are trusted here."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database

SQL = """
CREATE TABLE trusted_key (
    signing_key   BLOB PRIMARY KEY CHECK (length(signing_key) = 32),
    unit          TEXT NOT NULL,
    name          TEXT NOT NULL,
    role          TEXT NOT NULL,
    age_recipient TEXT NOT NULL,
    at            TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE head (
    row         INTEGER PRIMARY KEY,
    scope       TEXT NOT NULL,
    origin      TEXT NOT NULL,
    seq         INTEGER NOT NULL,
    id          BLOB NOT NULL CHECK (length(id) = 32),
    signing_key BLOB NOT NULL CHECK (length(signing_key) = 32),
    signature   BLOB NOT NULL CHECK (length(signature) = 64),
    UNIQUE (scope, origin, seq, id, signature)
) STRICT;

CREATE TABLE import (
    row         INTEGER PRIMARY KEY,
    id          TEXT NOT NULL UNIQUE,
    package     TEXT NOT NULL,
    number      INTEGER NOT NULL,
    sender      TEXT NOT NULL,
    sender_name TEXT NOT NULL,
    origin      TEXT NOT NULL,
    signing_key BLOB NOT NULL CHECK (length(signing_key) = 32),
    envelope    TEXT NOT NULL,
    file_name   TEXT NOT NULL,
    revisions   INTEGER NOT NULL,
    objects     INTEGER NOT NULL,
    at          TEXT NOT NULL,
    standing    INTEGER NOT NULL CHECK (standing IN (0, 1))
) STRICT;

CREATE INDEX import_package ON import (package);

CREATE TABLE import_revision (
    import   INTEGER NOT NULL REFERENCES import (row),
    revision INTEGER NOT NULL REFERENCES revision (row),
    fresh    INTEGER NOT NULL CHECK (fresh IN (0, 1)),
    PRIMARY KEY (import, revision)
) STRICT, WITHOUT ROWID;

CREATE TABLE import_head (
    import INTEGER NOT NULL REFERENCES import (row),
    head   INTEGER NOT NULL REFERENCES head (row),
    fresh  INTEGER NOT NULL CHECK (fresh IN (0, 1)),
    PRIMARY KEY (import, head)
) STRICT, WITHOUT ROWID;

CREATE TABLE waiting (
    package   TEXT PRIMARY KEY,
    number    INTEGER NOT NULL,
    sender    TEXT NOT NULL,
    origin    TEXT NOT NULL,
    file_name TEXT NOT NULL,
    reason    TEXT NOT NULL,
    needs     TEXT NOT NULL,
    at        TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE sent (
    row       INTEGER PRIMARY KEY,
    package   TEXT NOT NULL UNIQUE,
    number    INTEGER NOT NULL,
    receiver  TEXT NOT NULL,
    file_name TEXT NOT NULL,
    upto      TEXT NOT NULL,
    objects   TEXT NOT NULL,
    revisions INTEGER NOT NULL,
    bytes     INTEGER NOT NULL,
    at        TEXT NOT NULL
) STRICT;

CREATE TABLE receipt (
    installation TEXT NOT NULL,
    number       INTEGER NOT NULL,
    unit         TEXT NOT NULL,
    digest       BLOB NOT NULL CHECK (length(digest) = 32),
    content      TEXT NOT NULL,
    at           TEXT NOT NULL,
    PRIMARY KEY (installation, number, digest)
) STRICT, WITHOUT ROWID;
"""


def upgrade(store: Database, /) -> None:
    """Create the tables."""
    store.executescript(SQL)
