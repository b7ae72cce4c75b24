"""What a sheet is judged in: the unit, what offices entered, and the sets required first."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from sqlite3 import Connection
from typing import TYPE_CHECKING, Any

from db import assessments, thresholds, units
from ntm_desktop.domain.assessment import Sheet, Verdict, key_of
from ntm_desktop.domain.criteria import CriteriaSet, IndicatorCode, SetId
from ntm_desktop.domain.references import references
from ntm_desktop.domain.standing import Board, Context, board
from ntm_desktop.domain.threshold import Entered, Where
from ntm_desktop.services.catalogue import Catalogue, UnknownSetError

if TYPE_CHECKING:
    from ntm_desktop.domain.set_findings import SetFinding


@dataclass(frozen=True, slots=True)
class Judge:
    """Judges sheets by what one data file holds.

    The authority's figure wins over the commune's own; both are kept.
    """

    store: Connection
    catalogue: Catalogue
    authority: str

    def board(self, sheet: Sheet, *, answered_in: Sheet | None = None) -> Board:
        """Judge every criterion of a sheet, and first the sets that its own requires.

        `answered_in` is the sheet whose answers are judged instead, such as an earlier year's.
        """
        criteria = self.catalogue.criteria_set(sheet.criteria_set)
        return board(
            sheet,
            criteria,
            assessments.read(self.store, answered_in or sheet),
            context=self.context(sheet),
            entered=self._entered(criteria.id, sheet.unit),
        )

    def findings(self, sheet: Sheet) -> "Sequence[SetFinding]":
        """Say how far the set of a sheet can be relied on, with what offices entered."""
        from ntm_desktop.domain.set_findings import set_findings  # not for the first figures

        criteria = self.catalogue.criteria_set(sheet.criteria_set)
        entered = self._entered(criteria.id, sheet.unit)
        found = set_findings(criteria, entered, self._where(sheet, criteria))
        return [*self._sent_by_another(sheet), *found]

    def _sent_by_another(self, sheet: Sheet) -> "Iterator[SetFinding]":
        """Say that who sent the answers judges by another text than is used here."""
        from db import imports, installation
        from ntm_desktop.domain.set_findings import About, SetFinding
        from ntm_desktop.services.set_versions import differences

        sent = imports.carried_set(self.store, sheet.unit, sheet.criteria_set)
        if sent is not None:
            name, digest = sent
            here = installation.read(self.store)
            whose = "" if here and here.identity.unit == sheet.unit else name
            for words in differences(self.catalogue, whose, [(sheet.criteria_set, digest)]):
                yield SetFinding(About.VERSION, words)

    def context(self, sheet: Sheet) -> Context:
        """Gather what a sheet is judged in."""
        criteria = self.catalogue.criteria_set(sheet.criteria_set)
        where = self._where(sheet, criteria)
        return Context(
            year=where.year,
            region=where.region,
            group=where.group,
            references=references(
                criteria, where, self._set, lambda id_: self._entered(id_, sheet.unit)
            ),
            met_sets=self._met_sets(criteria, sheet),
            names={id_: found.name for id_ in criteria.requires if (found := self._set(id_))},
        )

    def _where(self, sheet: Sheet, criteria: CriteriaSet) -> Where:
        region, group = self._place(sheet)
        return Where(year=sheet.year, region=region or criteria.region, group=group)

    def _place(self, sheet: Sheet) -> tuple[str, str]:
        """Give the region and the group, its own or its unit's at the end of the year."""
        unit = units.find(self.store, sheet.unit, on=f"{sheet.year}-12-31")
        places: list[Any] = [unit] if unit else []
        if key_of(sheet.subject):
            from db import subjects  # the first figures are the unit's: starting is measured

            below = subjects.find(self.store, sheet.subject)
            places[:0] = [below] if below else []
        region = next((each.region for each in places if each.region), "")
        return region, next((each.group for each in places if each.group), "")

    def _met_sets(self, criteria: CriteriaSet, sheet: Sheet) -> Mapping[SetId, Verdict]:
        return {
            id_: self.board(sheet._replace(criteria_set=id_)).verdict
            for id_ in criteria.requires
            if self._set(id_)
        }

    def _set(self, id_: SetId) -> CriteriaSet | None:
        with suppress(UnknownSetError):
            return self.catalogue.criteria_set(id_)
        return None

    def _entered(self, set_id: SetId, unit: str) -> Mapping[IndicatorCode, Entered]:
        offices = (self.authority, unit)
        return {
            code: next((office, by[office]) for office in offices if office in by)
            for code, by in thresholds.read(self.store, set_id, offices).items()
        }
