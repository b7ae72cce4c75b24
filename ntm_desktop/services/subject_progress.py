"""How far villages, residential areas and gardens have come with their sets."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from sqlite3 import Connection

from db import subjects, units
from db.connection import reading
from ntm_desktop.domain.assessment import Sheet
from ntm_desktop.domain.criteria import CriteriaSet
from ntm_desktop.domain.standing import Board
from ntm_desktop.domain.subject import Subject, SubjectKind
from ntm_desktop.services.contexts import Judge
from ntm_desktop.services.subjects import Subjects
from ntm_desktop.services.workplace import Workplace


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """A criterion that is not met yet: its number and name."""

    order: int
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgressLine:
    """One subject against one set in a year: criteria met of all, and what is missing.

    `begun` tells whether anything was entered, `other_year` that the set is not in force in the
    year asked for; `twin` whether another has the same name. `absent` names sets it works for
    that are not here: then this line is by another set.
    """

    subject: Subject
    unit_name: str
    criteria_set: CriteriaSet
    year: int
    met: int
    total: int
    missing: tuple[Missing, ...]
    begun: bool
    other_year: bool = False
    twin: bool = False
    absent: tuple[str, ...] = ()

    @property
    def sheet(self) -> Sheet:
        """Give what the criteria screen opens."""
        return Sheet(self.subject.id, self.criteria_set.id, self.year)


def progress(workplace: Workplace, year: int) -> list[ProgressLine]:
    """Judge every subject's sets, each in the year wanted as far as it is in force.

    What nobody has begun is judged once for all alike: 300 gardens are not 300 judgements.
    """
    service = workplace.subjects
    found = service.listed()
    with workplace.data.session() as store, reading(store):
        judge = Judge(store, workplace.catalogue, workplace.office.authority.code)
        return list(_Lines(store, judge, service, found).of(year))


class _Lines:
    def __init__(
        self, store: Connection, judge: Judge, service: Subjects, found: Sequence[Subject]
    ) -> None:
        self._judge = judge
        self._found = found
        self._sets = {kind: service.sets_for(kind) for kind in SubjectKind}
        self._here = frozenset(judge.catalogue.ids())
        self._begun = subjects.sheets_with_records(store)
        self._names = {unit.code: unit.name for unit in units.everyone(store)}
        self._blank: dict[tuple[str, ...], Board] = {}

    def of(self, year: int) -> Iterator[ProgressLine]:
        twins = _twins(self._found)
        for subject in self._found:
            known = self._sets[subject.kind]
            chosen = [one for one in known if one.id in subject.sets]
            absent = () if chosen else tuple(id_ for id_ in subject.sets if id_ not in self._here)
            for criteria in chosen or known:
                line = self._line(subject, criteria, year, twin=subject.id in twins)
                yield replace(line, absent=absent)

    def _line(
        self, subject: Subject, criteria: CriteriaSet, year: int, *, twin: bool
    ) -> ProgressLine:
        kept = criteria.year(year)
        sheet = Sheet(subject.id, criteria.id, kept)
        begun = tuple(sheet) in self._begun
        board = self._judge.board(sheet) if begun else self._of_nothing(subject, sheet)
        return ProgressLine(
            subject=subject,
            unit_name=self._names.get(subject.unit, subject.unit),
            criteria_set=criteria,
            year=kept,
            other_year=kept != year,
            met=board.met,
            total=board.total,
            missing=tuple(
                Missing(order=each.criterion.order, name=each.criterion.name)
                for each in board.criteria
                if not each.verdict.counts_as_met
            ),
            begun=begun,
            twin=twin,
        )

    def _of_nothing(self, subject: Subject, sheet: Sheet) -> Board:
        place = (subject.unit, subject.region, subject.group, sheet.criteria_set, str(sheet.year))
        if place not in self._blank:
            self._blank[place] = self._judge.board(sheet)
        return self._blank[place]


def _twins(found: Sequence[Subject]) -> frozenset[str]:
    """Name the open subjects that share kind, name and place with another: two PCs added them."""
    by: dict[tuple[str, ...], list[str]] = {}
    for each in found:
        if each.closed is None:
            by.setdefault((each.unit, each.kind, each.full_name.casefold()), []).append(each.id)
    return frozenset(id_ for ids in by.values() if len(ids) > 1 for id_ in ids)
