"""Answers to indicators, as stored."""

import json
from collections.abc import Sequence
from dataclasses import replace
from sqlite3 import Connection
from typing import TYPE_CHECKING, Any

from ntm_desktop.domain.assessment import (
    Sheet,
    read_answers,
    read_claim,
    read_key,
    read_year,
    unit_of,
)
from ntm_desktop.domain.criteria import IndicatorCode
from ntm_desktop.domain.standing import NO_ENTRY, Entry

if TYPE_CHECKING:
    from ntm_desktop.domain.canonical import JsonValue
    from ntm_desktop.domain.merge import State
    from ntm_desktop.domain.revision import Record

KIND = "assessment"
_KEY_PARTS = 4


def show(store: Connection, row: int, record: "Record", state: "State") -> None:
    """Project one record; what is in conflict is in the conflict table instead.

    Whoever writes in one scope says nothing about a subject of another unit.
    """
    key = read_key(record.key, _KEY_PARTS)
    year = read_year(key[2]) if key else None
    if key is None or year is None or unit_of(key[0]) != record.scope:
        return
    subject, criteria_set, _, indicator = key
    note = state.decided("note")
    store.execute(
        "INSERT INTO assessment VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            row,
            subject,
            criteria_set,
            year,
            indicator,
            spelled(state.decided("answer")),
            spelled(state.decided("claim")),
            note if isinstance(note, str) else None,
        ),
    )


def spelled(value: "JsonValue") -> str | None:
    """Spell a field that is an object; None for none."""
    from ntm_desktop.domain.canonical import canonical  # only needed where something is written

    return None if value is None else canonical(value).decode()


def read(store: Connection, sheet: Sheet) -> dict[IndicatorCode, Entry]:
    """Read what is entered for each indicator of a sheet, and count its evidence."""
    conflicts = _conflicts(store, sheet)
    rows = store.execute(
        """
        SELECT record, indicator, answer, claim, note FROM assessment
        WHERE subject = ? AND criteria_set = ? AND year = ?
        """,
        sheet,
    )
    found = {
        IndicatorCode(row["indicator"]): _entry(row, conflicts.get(row["record"], ()))
        for row in rows
    }
    for code, count, papers in store.execute(
        """
        SELECT l.indicator, count(DISTINCT l.evidence), group_concat(DISTINCT l.paper)
        FROM evidence_link AS l JOIN evidence AS e ON e.key = l.evidence AND e.scope = l.scope
        WHERE l.subject = ? AND l.criteria_set = ? AND l.year = ? GROUP BY l.indicator
        """,
        sheet,
    ):
        found[code] = replace(
            found.get(code, NO_ENTRY),
            evidence=count,
            papers=frozenset(papers.split(",") if papers else ()),
        )
    return found


def years(store: Connection, sheet: Sheet) -> list[int]:
    """List the years in which a sheet's subject has answers to its set, the first one first."""
    rows = store.execute(
        """
        SELECT DISTINCT year FROM assessment
        WHERE subject = ? AND criteria_set = ? AND answer IS NOT NULL ORDER BY year
        """,
        sheet[:2],
    )
    return [row[0] for row in rows]


def _conflicts(store: Connection, sheet: Sheet) -> dict[int, list[tuple[str, Any]]]:
    found: dict[int, list[tuple[str, Any]]] = {}
    for row in store.execute(
        """
        SELECT c.record, c.field, c.value FROM conflict AS c JOIN assessment AS a
            ON a.record = c.record
        WHERE a.subject = ? AND a.criteria_set = ? AND a.year = ? ORDER BY c.row
        """,
        sheet,
    ):
        found.setdefault(row[0], []).append((row[1], _loaded(row[2])))
    return found


def _entry(row: Any, conflicts: Sequence[tuple[str, Any]]) -> Entry:
    disputed = [value for name, value in conflicts if name == "answer"]
    return Entry(
        answers=read_answers(disputed or [_loaded(row["answer"])]),
        claim=read_claim(_loaded(row["claim"])),
        note=row["note"] or "",
        in_conflict=frozenset(name for name, _ in conflicts),
    )


def _loaded(text: str | None) -> Any:
    return None if text is None else json.loads(text)
