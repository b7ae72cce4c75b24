"""Thresholds that offices entered, as stored."""

import json
from sqlite3 import Connection
from typing import TYPE_CHECKING

from db.assessments import spelled
from ntm_desktop.domain.assessment import natural_key, read_key
from ntm_desktop.domain.criteria import IndicatorCode, SetId
from ntm_desktop.domain.threshold import Figure, read_figure

if TYPE_CHECKING:
    from ntm_desktop.domain.merge import State
    from ntm_desktop.domain.revision import Record

KIND = "threshold"
_KEY_PARTS = 2


def key(criteria_set: SetId, indicator: IndicatorCode) -> str:
    """Name the record of one indicator's threshold alike on every PC."""
    return natural_key(criteria_set, indicator)


def show(store: Connection, row: int, record: "Record", state: "State") -> None:
    """Project one record; a figure in conflict states nothing."""
    parts = read_key(record.key, _KEY_PARTS)
    if parts:
        store.execute(
            "INSERT INTO threshold VALUES (?, ?, ?, ?, ?)",
            (row, record.scope, *parts, spelled(state.decided("figure"))),
        )


def read(
    store: Connection, criteria_set: SetId, scopes: tuple[str, ...]
) -> dict[IndicatorCode, dict[str, Figure]]:
    """Read the figures that the given offices entered: indicator → office → figure."""
    found: dict[IndicatorCode, dict[str, Figure]] = {}
    for indicator, scope, figure in store.execute(
        "SELECT indicator, scope, figure FROM threshold WHERE criteria_set = ?", (criteria_set,)
    ):
        stated = read_figure(json.loads(figure)) if figure else None
        if scope in scopes and stated:
            found.setdefault(IndicatorCode(indicator), {})[scope] = stated
    return found
