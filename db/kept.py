"""What is kept for a criteria set, of whichever subject."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from sqlite3 import Connection

from ntm_desktop.domain.criteria import IndicatorCode, SetId


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """How many answers and entered figures there are by indicator, and for which years.

    An answer is what was entered for one indicator of one subject and year, in dispute or not.
    """

    answers: Counter[IndicatorCode]
    figures: Counter[IndicatorCode]
    years: frozenset[int]


def read(store: Connection, criteria_set: SetId) -> Kept:
    """Count what is kept for a set."""
    answers: Counter[IndicatorCode] = Counter()
    years = set()
    for indicator, year, count in store.execute(
        """
        SELECT indicator, year, count(*) FROM assessment WHERE criteria_set = ?
        GROUP BY indicator, year
        """,
        (criteria_set,),
    ):
        answers[IndicatorCode(indicator)] += count
        years.add(year)
    years |= {
        year
        for (year,) in store.execute(
            "SELECT DISTINCT year FROM evidence_link WHERE criteria_set = ?", (criteria_set,)
        )
    }
    figures = store.execute(
        """
        SELECT indicator, count(*) FROM threshold WHERE criteria_set = ? AND figure IS NOT NULL
        GROUP BY indicator
        """,
        (criteria_set,),
    )
    return Kept(
        answers=answers,
        figures=Counter({IndicatorCode(code): count for code, count in figures}),
        years=frozenset(years),
    )


def spoken_of(store: Connection, scopes: Iterable[str]) -> list[str]:
    """List the sets that answers, evidence, figures and subjects of some scopes are about."""
    wanted = {*scopes}
    rows = store.execute(
        """
        SELECT DISTINCT record.scope, kept.criteria_set
        FROM (
            SELECT record, criteria_set FROM assessment
            UNION ALL SELECT record, criteria_set FROM threshold
            UNION ALL SELECT record, criteria_set FROM evidence_link
            UNION ALL SELECT subject.record, one.value FROM subject, json_each(subject.sets) AS one
            WHERE one.type = 'text'
        ) AS kept JOIN record ON record.row = kept.record
        """
    )
    return sorted({set_id for scope, set_id in rows if scope in wanted})
