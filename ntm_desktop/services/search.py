"""Finding indicators and evidence by a few words, with or without accents."""

from dataclasses import dataclass

from db import search
from db.connection import DataFile
from ntm_desktop.domain.assessment import Sheet
from ntm_desktop.domain.text import date_for_people, fold
from ntm_desktop.services.catalogue import Catalogue

MOST = 30
CONDITIONS = "Điều kiện khác của bộ tiêu chí"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One thing found: the place in the window that shows it, and its wording."""

    place: str
    title: str
    detail: str


class Search:
    """Searches one data file."""

    def __init__(self, *, data: DataFile, catalogue: Catalogue) -> None:
        self._data = data
        self._catalogue = catalogue

    def find(self, sheet: Sheet, words: str) -> list[Hit]:
        """Find what has all the words, indicators first; at most 30 hits."""
        wanted = fold(words).split()
        if not wanted:
            return []
        found = [*self._indicators(sheet, wanted), *self._conditions(sheet, wanted)]
        return [*found, *self._evidence(sheet, wanted)][:MOST]

    def _indicators(self, sheet: Sheet, wanted: list[str]) -> list[Hit]:
        criteria = self._catalogue.criteria_set(sheet.criteria_set)
        return [
            Hit(
                place=f"criteria:{indicator.code}",
                title=f"{indicator.code} {indicator.name}",
                detail=f"Tiêu chí {criterion.order}. {criterion.name}",
            )
            for criterion in criteria.criteria
            for indicator in criterion.indicators
            if _matches(indicator.code, fold(f"{indicator.name} {criterion.name}"), wanted)
        ]

    def _conditions(self, sheet: Sheet, wanted: list[str]) -> list[Hit]:
        criteria = self._catalogue.criteria_set(sheet.criteria_set)
        return [
            Hit(place=f"criteria:{code}", title=f"{code} {asked.name}", detail=CONDITIONS)
            for code, asked in criteria.asked.items()
            if code not in criteria.indicators
            and _matches(code, fold(f"{asked.name} {CONDITIONS}"), wanted)
        ]

    def _evidence(self, sheet: Sheet, wanted: list[str]) -> list[Hit]:
        with self._data.session() as store:
            found = search.evidence(store, sheet, wanted, most=MOST)
        return [
            Hit(
                place=f"criteria:{each.indicator}",
                title=each.summary or each.file_name,
                detail=f"Minh chứng của {each.indicator} · {each.number} "
                f"{date_for_people(each.issued_on)}".rstrip(" ·"),
            )
            for each in found
        ]


def _matches(code: str, folded: str, wanted: list[str]) -> bool:
    return all(code.startswith(word) or word in folded for word in wanted)
