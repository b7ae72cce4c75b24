CREATE TABLE "_sqlite_migrations" (
   "id" INTEGER PRIMARY KEY,
   "migration_set" TEXT,
   "name" TEXT,
   "applied_at" TEXT
) STRICT;
CREATE UNIQUE INDEX "idx__sqlite_migrations_migration_set_name"
    ON "_sqlite_migrations" ("migration_set", "name");
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
, grp TEXT) STRICT;
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
, undone_at TEXT) STRICT;
CREATE INDEX import_package ON import (package);
CREATE TABLE import_revision (
    import   INTEGER NOT NULL REFERENCES import (row),
    revision INTEGER NOT NULL REFERENCES revision (row),
    fresh    INTEGER NOT NULL CHECK (fresh IN (0, 1)),
    PRIMARY KEY (import, revision)
) STRICT, WITHOUT ROWID;
CREATE INDEX import_revision_carried ON import_revision (revision);
CREATE TABLE import_head (
    import INTEGER NOT NULL REFERENCES import (row),
    head   INTEGER NOT NULL REFERENCES head (row),
    fresh  INTEGER NOT NULL CHECK (fresh IN (0, 1)),
    PRIMARY KEY (import, head)
) STRICT, WITHOUT ROWID;
CREATE INDEX import_head_carried ON import_head (head);
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
, origin TEXT NOT NULL DEFAULT '', year INTEGER NOT NULL DEFAULT 0, envelope TEXT NOT NULL DEFAULT '', sealed INTEGER NOT NULL DEFAULT 0) STRICT;
CREATE TABLE receipt (
    installation TEXT NOT NULL,
    number       INTEGER NOT NULL,
    unit         TEXT NOT NULL,
    digest       BLOB NOT NULL CHECK (length(digest) = 32),
    content      TEXT NOT NULL,
    at           TEXT NOT NULL,
    PRIMARY KEY (installation, number, digest)
) STRICT, WITHOUT ROWID;
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
CREATE TABLE sent_file (
    package   TEXT NOT NULL,
    part      INTEGER NOT NULL,
    at        TEXT NOT NULL,
    file_name TEXT NOT NULL,
    size      INTEGER NOT NULL,
    sha256    BLOB CHECK (sha256 IS NULL OR length(sha256) = 32),
    PRIMARY KEY (package, part, at)
) STRICT, WITHOUT ROWID;
CREATE TABLE import_part (
    import    INTEGER NOT NULL REFERENCES import (row),
    part      INTEGER NOT NULL,
    file_name TEXT NOT NULL,
    sha256    BLOB CHECK (sha256 IS NULL OR length(sha256) = 32),
    at        TEXT NOT NULL,
    PRIMARY KEY (import, part)
) STRICT, WITHOUT ROWID;
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
, decision TEXT, date TEXT) STRICT;
CREATE TABLE masked (
    revision INTEGER PRIMARY KEY REFERENCES revision (row)
) STRICT;
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
