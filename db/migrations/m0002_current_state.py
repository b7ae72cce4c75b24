"""The current state as tables, all made from the journal."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database

SQL = """
CREATE TABLE conflict (
    row      INTEGER PRIMARY KEY,
    record   INTEGER NOT NULL REFERENCES record (row),
    field    TEXT NOT NULL,
    id       BLOB NOT NULL CHECK (length(id) = 32),
    label    TEXT NOT NULL,
    value    TEXT,
    revision BLOB NOT NULL CHECK (length(revision) = 32)
) STRICT;

CREATE INDEX conflict_record ON conflict (record, field);

CREATE TABLE unit (
    record    INTEGER PRIMARY KEY REFERENCES record (row),
    code      TEXT NOT NULL,
    name      TEXT,
    kind      TEXT,
    region    TEXT,
    authority TEXT
) STRICT;

CREATE TABLE assessment (
    record       INTEGER PRIMARY KEY REFERENCES record (row),
    subject      TEXT NOT NULL,
    criteria_set TEXT NOT NULL,
    year         INTEGER NOT NULL,
    indicator    TEXT NOT NULL,
    answer       TEXT,
    claim        TEXT,
    note         TEXT
) STRICT;

CREATE INDEX assessment_sheet ON assessment (subject, criteria_set, year);

CREATE TABLE threshold (
    record       INTEGER PRIMARY KEY REFERENCES record (row),
    scope        TEXT NOT NULL,
    criteria_set TEXT NOT NULL,
    indicator    TEXT NOT NULL,
    figure       TEXT
) STRICT;

CREATE TABLE evidence (
    record     INTEGER PRIMARY KEY REFERENCES record (row),
    scope      TEXT NOT NULL,
    key        TEXT NOT NULL,
    number     TEXT,
    issued_on  TEXT,
    issuer     TEXT,
    summary    TEXT,
    doc_type   TEXT,
    valid_from TEXT,
    valid_to   TEXT,
    original   INTEGER,
    sensitive  INTEGER,
    words      TEXT NOT NULL
) STRICT;

CREATE INDEX evidence_key ON evidence (key);

CREATE TABLE evidence_file (
    record   INTEGER PRIMARY KEY REFERENCES record (row),
    scope    TEXT NOT NULL,
    evidence TEXT NOT NULL,
    sha256   BLOB NOT NULL CHECK (length(sha256) = 32),
    name     TEXT,
    pages    INTEGER,
    ord      INTEGER,
    size     INTEGER
) STRICT;

CREATE INDEX evidence_file_evidence ON evidence_file (evidence);
CREATE INDEX evidence_file_sha256 ON evidence_file (sha256);

CREATE TABLE evidence_link (
    record       INTEGER PRIMARY KEY REFERENCES record (row),
    scope        TEXT NOT NULL,
    evidence     TEXT NOT NULL,
    subject      TEXT NOT NULL,
    criteria_set TEXT NOT NULL,
    year         INTEGER NOT NULL,
    indicator    TEXT NOT NULL,
    paper        TEXT
) STRICT;

CREATE INDEX evidence_link_evidence ON evidence_link (evidence);
CREATE INDEX evidence_link_sheet ON evidence_link (subject, criteria_set, year, indicator);

CREATE TABLE enrolment (
    record        INTEGER PRIMARY KEY REFERENCES record (row),
    scope         TEXT NOT NULL,
    unit          TEXT NOT NULL,
    name          TEXT NOT NULL,
    role          TEXT NOT NULL,
    signing_key   BLOB NOT NULL CHECK (length(signing_key) = 32),
    age_recipient TEXT NOT NULL,
    valid_from    TEXT,
    valid_to      TEXT
) STRICT;

CREATE INDEX enrolment_key ON enrolment (signing_key);
"""


def upgrade(store: Database, /) -> None:
    """Create the tables; rebuilding fills them."""
    store.executescript(SQL)
