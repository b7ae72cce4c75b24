"""Searching evidence by words, without accents."""

from dataclasses import dataclass
from sqlite3 import Connection

from ntm_desktop.domain.assessment import Sheet

_ESCAPED = str.maketrans({"\\": "\\\\", "%": "\\%", "_": "\\_"})


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundEvidence:
    """A document that was found, and one indicator it proves; the date is ISO."""

    key: str
    indicator: str
    number: str
    issued_on: str
    summary: str
    file_name: str


def evidence(
    store: Connection, sheet: Sheet, words: list[str], *, most: int
) -> list[FoundEvidence]:
    """Find documents of a sheet that have every (folded) word in their description."""
    having = " AND ".join(["e.words LIKE ? ESCAPE '\\'"] * len(words))
    rows = store.execute(
        f"""
        SELECT e.key, min(l.indicator), e.number, e.issued_on, e.summary,
            (SELECT f.name FROM evidence_file AS f WHERE f.evidence = e.key ORDER BY f.ord LIMIT 1)
        FROM evidence AS e JOIN evidence_link AS l ON l.evidence = e.key AND l.scope = e.scope
        WHERE l.subject = ? AND l.criteria_set = ? AND l.year = ? AND {having}
        GROUP BY e.key ORDER BY e.issued_on DESC, e.key LIMIT ?
        """,  # noqa: S608 - only question marks are added
        (*sheet, *(f"%{word.translate(_ESCAPED)}%" for word in words), most),
    )
    return [
        FoundEvidence(
            key=key,
            indicator=indicator,
            number=number or "",
            issued_on=issued_on or "",
            summary=summary or "",
            file_name=file_name or "",
        )
        for key, indicator, number, issued_on, summary, file_name in rows
    ]
