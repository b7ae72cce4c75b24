"""Villages, residential areas and gardens, as stored."""

import json
from collections.abc import Iterable
from sqlite3 import Connection
from typing import TYPE_CHECKING, Any

from ntm_desktop.domain.assessment import key_of, subject_id, unit_of
from ntm_desktop.domain.subject import Closing, Subject, SubjectKind

if TYPE_CHECKING:
    from ntm_desktop.domain.merge import State
    from ntm_desktop.domain.revision import Record

KIND = "subject"
TEXTS = ("name", "kind", "village", "region", "group")
_READ = "SELECT * FROM subject"
_WITH_RECORDS = """
SELECT DISTINCT subject, criteria_set, year FROM assessment WHERE {where}
UNION SELECT DISTINCT subject, criteria_set, year FROM evidence_link WHERE {where}
"""


def show(store: "Connection", row: int, record: "Record", state: "State") -> None:
    """Project one record."""
    from db.assessments import spelled
    from db.evidence import number
    from db.units import text

    store.execute(
        "INSERT INTO subject VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            row,
            record.scope,
            record.key,
            *(text(state, name) for name in TEXTS),
            number(state, "households"),
            spelled(state.decided("sets")),
            spelled(state.decided("closed")),
        ),
    )


def read(store: Connection, units: Iterable[str] | None = None) -> list[Subject]:
    """Read the subjects of some units (of all), in the order they came."""
    if units is None:
        rows = store.execute(f"{_READ} ORDER BY record").fetchall()
    else:
        wanted = tuple(units)
        marks = ", ".join("?" * len(wanted))
        rows = store.execute(
            f"{_READ} WHERE scope IN ({marks}) ORDER BY record", wanted
        ).fetchall()
    return [found for row in rows if (found := _subject(row))]


def find(store: Connection, id_: str) -> Subject | None:
    """Read one subject."""
    row = store.execute(
        f"{_READ} WHERE scope = ? AND key = ?", (unit_of(id_), key_of(id_))
    ).fetchone()
    return _subject(row) if row else None


def sheets_with_records(store: Connection, subject: str = "") -> set[tuple[str, str, int]]:
    """Name the sheets (subject, set, year) with anything entered: of one subject, or of all."""
    where = "subject = ?1" if subject else "subject LIKE '%/%'"
    found = store.execute(_WITH_RECORDS.format(where=where), (subject,) if subject else ())
    return {(row[0], row[1], row[2]) for row in found}


def has_history(store: Connection, subject: str) -> bool:
    """Tell whether anything was ever entered for a subject, be it taken out again."""
    start = json.dumps(subject, ensure_ascii=False)
    row = store.execute(
        """
        SELECT 1 FROM record WHERE scope = ?1 AND (
            (kind = 'assessment' AND substr(key, 2, length(?2)) = ?2)
            OR (kind = 'evidence_link' AND instr(key, ',' || ?2 || ',') > 0)
            OR (kind NOT IN ('assessment', 'evidence_link', 'subject') AND instr(key, ?2) > 0)
        ) LIMIT 1
        """,
        (unit_of(subject), start),
    ).fetchone()
    return row is not None


def _subject(row: Any) -> Subject | None:
    """Make a subject of a row; one of a kind that a newer program knows is none here."""
    try:
        kind = SubjectKind(row["kind"])
    except ValueError:
        return None
    return Subject(
        unit=row["scope"],
        key=row["key"],
        name=row["name"] or subject_id(row["scope"], row["key"]),
        kind=kind,
        village=row["village"] or "",
        region=row["region"] or "",
        group=row["grp"] or "",
        households=row["households"],
        sets=_sets(json.loads(row["sets"] or "null")),
        closed=_closing(json.loads(row["closed"] or "null")),
    )


def _sets(content: Any) -> tuple[str, ...]:
    return tuple(map(str, content)) if isinstance(content, list) else ()


def _closing(content: Any) -> Closing | None:
    """Read since when a subject is closed; what we cannot read closes nothing."""
    match content:
        case {"on": str(on), **more}:
            reason = more.get("reason")
            return Closing(on=on, reason=reason if isinstance(reason, str) else "")
    return None
