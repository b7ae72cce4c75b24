"""Parts, undone imports, origins given up, and what an authority took back or passed on."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database

SQL = """
CREATE TABLE former_origin (
    origin TEXT PRIMARY KEY,
    reason TEXT NOT NULL,
    at     TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE own_receipt (
    origin TEXT NOT NULL,
    number INTEGER NOT NULL,
    digest BLOB NOT NULL CHECK (length(digest) = 32),
    PRIMARY KEY (origin, number)
) STRICT, WITHOUT ROWID;

ALTER TABLE sent ADD COLUMN origin TEXT NOT NULL DEFAULT '';
ALTER TABLE sent ADD COLUMN year INTEGER NOT NULL DEFAULT 0;
ALTER TABLE sent ADD COLUMN envelope TEXT NOT NULL DEFAULT '';
ALTER TABLE sent ADD COLUMN sealed INTEGER NOT NULL DEFAULT 0;
UPDATE sent SET origin = (SELECT origin FROM installation);

CREATE TABLE sent_file (
    package   TEXT NOT NULL,
    part      INTEGER NOT NULL,
    at        TEXT NOT NULL,
    file_name TEXT NOT NULL,
    size      INTEGER NOT NULL,
    sha256    BLOB CHECK (sha256 IS NULL OR length(sha256) = 32),
    PRIMARY KEY (package, part, at)
) STRICT, WITHOUT ROWID;
INSERT INTO sent_file SELECT package, 1, at, file_name, bytes, NULL FROM sent;

ALTER TABLE import ADD COLUMN undone_at TEXT;

CREATE TABLE import_part (
    import    INTEGER NOT NULL REFERENCES import (row),
    part      INTEGER NOT NULL,
    file_name TEXT NOT NULL,
    sha256    BLOB CHECK (sha256 IS NULL OR length(sha256) = 32),
    at        TEXT NOT NULL,
    PRIMARY KEY (import, part)
) STRICT, WITHOUT ROWID;
INSERT INTO import_part SELECT row, 1, file_name, NULL, at FROM import;

CREATE INDEX import_revision_carried ON import_revision (revision);
CREATE INDEX import_head_carried ON import_head (head);

CREATE TABLE refusal (
    row       INTEGER PRIMARY KEY,
    file_name TEXT NOT NULL,
    sha256    BLOB CHECK (sha256 IS NULL OR length(sha256) = 32),
    sender    TEXT,
    number    INTEGER,
    code      TEXT NOT NULL,
    sentence  TEXT NOT NULL,
    at        TEXT NOT NULL
) STRICT;

ALTER TABLE waiting RENAME TO waiting_before;
CREATE TABLE waiting (
    package   TEXT NOT NULL,
    part      INTEGER NOT NULL,
    number    INTEGER NOT NULL,
    sender    TEXT NOT NULL,
    origin    TEXT NOT NULL,
    file_name TEXT NOT NULL,
    kept_as   TEXT NOT NULL,
    sha256    BLOB CHECK (sha256 IS NULL OR length(sha256) = 32),
    reason    TEXT NOT NULL,
    needs     TEXT NOT NULL,
    at        TEXT NOT NULL,
    PRIMARY KEY (package, part)
) STRICT, WITHOUT ROWID;
INSERT INTO waiting
    SELECT package, 1, number, sender, origin, file_name, package || '.ntm', NULL, reason,
        needs, at
    FROM waiting_before;
DROP TABLE waiting_before;

CREATE TABLE revocation (
    record      INTEGER PRIMARY KEY REFERENCES record (row),
    scope       TEXT NOT NULL,
    unit        TEXT NOT NULL,
    signing_key BLOB NOT NULL CHECK (length(signing_key) = 32),
    good        TEXT NOT NULL,
    reason      TEXT
) STRICT;

CREATE TABLE succession (
    record INTEGER PRIMARY KEY REFERENCES record (row),
    scope  TEXT NOT NULL,
    old    TEXT NOT NULL,
    new    TEXT NOT NULL
) STRICT;

CREATE TABLE masked (
    revision INTEGER PRIMARY KEY REFERENCES revision (row)
) STRICT;
"""


def upgrade(store: Database, /) -> None:
    """Create the tables, and bring what was sent, received and kept waiting into their form."""
    store.executescript(SQL)
