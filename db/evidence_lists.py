"""Reading evidence: documents with their files and what they prove."""

from collections import defaultdict
from collections.abc import Sequence
from sqlite3 import Connection, Row
from typing import Any, NamedTuple

from ntm_desktop.domain.assessment import Sheet
from ntm_desktop.domain.evidence import FIELDS, FLAGS, Details, Evidence, EvidenceFile, Link
from ntm_desktop.domain.media import Kind


class Choice(NamedTuple):
    """Which documents: a condition on the table evidence, and its values."""

    condition: str
    values: Sequence[object]


_OF_SHEET = (
    "SELECT evidence FROM evidence_link WHERE subject = ? AND criteria_set = ? AND year = ?"
)


def of_scope(scope: str) -> Choice:
    """Choose all documents of a unit."""
    return Choice("scope = ?", (scope,))


def one(scope: str, key: str) -> Choice:
    """Choose one document."""
    return Choice("scope = ? AND key = ?", (scope, key))


def of_sheet(sheet: Sheet, indicator: str | None = None) -> Choice:
    """Choose what proves something of a sheet, or of one indicator of it."""
    condition = f"scope = ? AND key IN ({_OF_SHEET}{' AND indicator = ?' if indicator else ''})"
    return Choice(condition, (sheet.unit, *sheet, *([indicator] if indicator else [])))


def read(store: Connection, choice: Choice) -> list[Evidence]:
    """Read documents in the order they came, each with its files and links."""
    condition, values = choice
    chosen = f"(SELECT key FROM evidence WHERE {condition})"  # noqa: S608 - from above
    scope = values[0]
    files: dict[str, list[EvidenceFile]] = defaultdict(list)
    for row in store.execute(
        f"""
        SELECT f.*, o.size AS kept, o.media FROM evidence_file AS f
        LEFT JOIN object AS o ON o.sha256 = f.sha256
        WHERE f.scope = ? AND f.evidence IN {chosen} ORDER BY f.ord, f.record
        """,  # noqa: S608
        (scope, *values),
    ):
        files[row["evidence"]].append(_file(row))
    links: dict[str, list[Link]] = defaultdict(list)
    for row in store.execute(
        f"SELECT * FROM evidence_link WHERE scope = ? AND evidence IN {chosen} ORDER BY record",  # noqa: S608
        (scope, *values),
    ):
        links[row["evidence"]].append(_link(row))
    return [
        Evidence(
            key=row["key"],
            scope=row["scope"],
            details=_details(row),
            files=tuple(files[row["key"]]),
            links=tuple(links[row["key"]]),
        )
        for row in store.execute(
            f"SELECT * FROM evidence WHERE {condition} ORDER BY record",  # noqa: S608
            tuple(values),
        )
    ]


class Known(NamedTuple):
    """Where a content is already: the document's key, and the file's name there."""

    evidence: str
    name: str


def with_file(
    store: Connection, scope: str, sha256: str, *, prefer: str | None = None
) -> Known | None:
    """Find the document of a unit that has this content: the one preferred, else the first."""
    row = store.execute(
        """
        SELECT e.key, f.name FROM evidence_file AS f
        JOIN evidence AS e ON e.scope = f.scope AND e.key = f.evidence
        WHERE f.sha256 = ? AND f.scope = ? ORDER BY e.key IS NOT ?, e.record LIMIT 1
        """,
        (bytes.fromhex(sha256), scope, prefer),
    ).fetchone()
    return Known(row[0], row[1] or "") if row else None


def next_place(store: Connection, scope: str, key: str) -> int:
    """Give the place of the next file of a document, from 0."""
    row = store.execute(
        "SELECT coalesce(max(ord) + 1, 0) FROM evidence_file WHERE scope = ? AND evidence = ?",
        (scope, key),
    ).fetchone()
    return int(row[0])


def _details(row: Row) -> Details:
    said: dict[str, Any] = {name: row[name] or "" for name in FIELDS if name not in FLAGS}
    for name in FLAGS:
        said[name] = None if row[name] is None else bool(row[name])
    return Details(**said)


def _file(row: Row) -> EvidenceFile:
    return EvidenceFile(
        sha256=row["sha256"].hex(),
        name=row["name"] or "",
        kind=_kind(row["media"]),
        size=row["kept"] if row["kept"] is not None else row["size"] or 0,
        pages=row["pages"],
        is_here=row["kept"] is not None,
    )


def _kind(media: str | None) -> Kind | None:
    """Read a kind as kept; None for none, or one that only a newer program knows."""
    try:
        return Kind(media or "")
    except ValueError:
        return None


def _link(row: Row) -> Link:
    return Link(
        subject=row["subject"],
        criteria_set=row["criteria_set"],
        year=row["year"],
        indicator=row["indicator"],
        paper=row["paper"] or "",
    )
