"""Evidence (minh chứng): documents, their files and what they prove, as stored."""

import re
from sqlite3 import Connection
from typing import Any

from db.units import text
from ntm_desktop.domain.assessment import natural_key, read_key, read_year, unit_of
from ntm_desktop.domain.merge import State
from ntm_desktop.domain.revision import Record
from ntm_desktop.domain.text import fold

KIND, FILE_KIND, LINK_KIND = "evidence", "evidence_file", "evidence_link"
TEXTS = ("number", "issued_on", "issuer", "summary", "doc_type", "valid_from", "valid_to")
SHA256 = re.compile(r"[0-9a-f]{64}")
_FILE_KEY_PARTS, _LINK_KEY_PARTS = 2, 5


def file_key(evidence: str, sha256: str) -> str:
    """Name a file of an evidence alike on every PC."""
    return natural_key(evidence, sha256)


def link_key(evidence: str, subject: str, criteria_set: str, year: int, indicator: str) -> str:
    """Name what an evidence proves alike on every PC."""
    return natural_key(evidence, subject, criteria_set, str(year), indicator)


def show(store: Connection, row: int, record: Record, state: State) -> None:
    """Project one document."""
    texts = [text(state, name) for name in TEXTS]
    store.execute(
        "INSERT INTO evidence VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            row,
            record.scope,
            record.key,
            *texts,
            flag(state, "original"),
            flag(state, "sensitive"),
            fold(" ".join(word for word in texts if word)),
        ),
    )


def show_file(store: Connection, row: int, record: Record, state: State) -> None:
    """Project one file of a document."""
    key = read_key(record.key, _FILE_KEY_PARTS)
    if key and SHA256.fullmatch(key[1]):
        store.execute(
            "INSERT INTO evidence_file VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (
                row,
                record.scope,
                key[0],
                bytes.fromhex(key[1]),
                text(state, "name"),
                *(number(state, name) for name in ("pages", "order", "size")),
            ),
        )


def show_link(store: Connection, row: int, record: Record, state: State) -> None:
    """Project what a document proves, for a subject of the unit that says so."""
    key = read_key(record.key, _LINK_KEY_PARTS)
    year = read_year(key[3]) if key else None
    if key and year is not None and unit_of(key[1]) == record.scope:
        evidence, subject, criteria_set, _, indicator = key
        store.execute(
            "INSERT INTO evidence_link VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (
                row,
                record.scope,
                evidence,
                subject,
                criteria_set,
                year,
                indicator,
                text(state, "paper"),
            ),
        )


def flag(state: State, name: str) -> int | None:
    """Give a decided yes/no field as SQLite keeps it."""
    value = state.decided(name)
    return int(value) if isinstance(value, bool) else None


def number(state: State, name: str) -> int | None:
    """Give a decided whole-number field."""
    value: Any = state.decided(name)
    return value if isinstance(value, int) and not isinstance(value, bool) else None
