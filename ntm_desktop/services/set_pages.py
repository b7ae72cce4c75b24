"""Every criteria set: how far it can be relied on, and who stated or confirmed its figures."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from sqlite3 import Connection
from typing import TYPE_CHECKING

from db import journal, thresholds
from db.connection import reading
from ntm_desktop.domain.assessment import Sheet
from ntm_desktop.domain.criteria import CriteriaSet, IndicatorCode, SetId
from ntm_desktop.domain.ownership import Role
from ntm_desktop.domain.revision import Record
from ntm_desktop.domain.set_findings import About, SetFinding
from ntm_desktop.domain.standing import Board, IndicatorStanding
from ntm_desktop.domain.threshold import Figure
from ntm_desktop.services.contexts import Judge
from ntm_desktop.services.office import sets_in_use
from ntm_desktop.services.writers import Writer, Writers

if TYPE_CHECKING:
    from ntm_desktop.services.workplace import Workplace


@dataclass(frozen=True, slots=True, kw_only=True)
class SetLine:
    """A set as the list shows it; `may_use` is not for sets of villages, areas and gardens."""

    criteria_set: CriteriaSet
    findings: Sequence[SetFinding]
    in_use: bool
    may_use: bool

    def about(self, about: About) -> Sequence[IndicatorCode]:
        """Give what a finding is about: the unchecked, the unknown; nothing where all is well."""
        return next((each.indicators for each in self.findings if each.about is about), ())


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """What an office stated of one indicator, and who wrote that last."""

    office: str
    figure: Figure
    writer: Writer


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureLine:
    """One thing a set asks for; `stated` has the authority's figure first, which is used."""

    standing: IndicatorStanding
    checked: bool
    known: bool
    stated: tuple[Stated, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SetPage:
    """A set in full, as it asks in one year; `required` names the sets that come before it."""

    line: SetLine
    board: Board
    figures: Sequence[FigureLine]
    required: Sequence[str]

    @property
    def sheet(self) -> Sheet:
        """Say for which unit and year the figures are those."""
        return self.board.sheet


class SetPages:
    """The sets that are here, in the order of the catalogue."""

    def __init__(self, workplace: "Workplace") -> None:
        self._workplace = workplace

    def lines(self, year: int | None = None) -> list[SetLine]:
        """List every set with what is doubtful about it, in a year or now."""
        workplace = self._workplace
        with workplace.data.session() as store, reading(store):
            return [
                self._line(store, one, workplace.sheet(set_id=one.id, year=year))
                for one in workplace.catalogue.sets()
            ]

    def page(self, set_id: SetId, year: int) -> SetPage:
        """Give a set in full, in a year of its period; raises UnknownSetError."""
        workplace = self._workplace
        criteria = workplace.catalogue.criteria_set(set_id)
        sheet = Sheet(workplace.office.unit.code, set_id, criteria.year(year))
        with workplace.data.session() as store, reading(store):
            line = self._line(store, criteria, sheet)
            board = self._judge(store).board(sheet)
            stated = self._stated(store, set_id)
        return SetPage(
            line=line,
            board=board,
            figures=_figures(line, board, stated),
            required=[self._name(id_) for id_ in criteria.requires],
        )

    def _line(self, store: Connection, criteria: CriteriaSet, sheet: Sheet) -> SetLine:
        """Say what is doubtful about a set; only a commune has a group that may be open."""
        communes = self._workplace.office.role is Role.COMMUNE
        return SetLine(
            criteria_set=criteria,
            findings=[
                each
                for each in self._judge(store).findings(sheet)
                if communes or each.about is not About.PLACE
            ],
            in_use=criteria.id in sets_in_use(store),
            may_use=self._workplace.office_sets.may_use(criteria),
        )

    def _judge(self, store: Connection) -> Judge:
        workplace = self._workplace
        return Judge(store, workplace.catalogue, workplace.office.authority.code)

    def _stated(
        self, store: Connection, set_id: SetId
    ) -> Mapping[IndicatorCode, tuple[Stated, ...]]:
        """Say what the authority and the office itself stated of a set, and who wrote it."""
        office = self._workplace.office
        offices = tuple(dict.fromkeys((office.authority.code, office.unit.code)))
        writers = Writers(store, office)
        return {
            code: tuple(
                Stated(
                    office=each,
                    figure=by[each],
                    writer=_last_writer(store, writers, each, thresholds.key(set_id, code)),
                )
                for each in offices
                if each in by
            )
            for code, by in thresholds.read(store, set_id, offices).items()
        }

    def _name(self, set_id: SetId) -> str:
        known = self._workplace.catalogue
        return known.criteria_set(set_id).name if set_id in known.ids() else set_id


def _last_writer(store: Connection, writers: Writers, scope: str, key: str) -> Writer:
    """Say who wrote the revision of a figure that came in last, of those that count."""
    record = Record(scope, thresholds.KIND, key)
    masked = journal.masked_of(store, record)
    counted = [one for one in journal.history(store, record) if one.id not in masked]
    return writers.of(counted[-1])


def _figures(
    line: SetLine, board: Board, stated: Mapping[IndicatorCode, tuple[Stated, ...]]
) -> list[FigureLine]:
    unchecked, unknown = set(line.about(About.UNCHECKED)), set(line.about(About.UNKNOWN))
    return [
        FigureLine(
            standing=standing,
            checked=standing.indicator.code not in unchecked,
            known=standing.indicator.code not in unknown,
            stated=stated.get(standing.indicator.code, ()),
        )
        for section in board.sections
        for standing in section.indicators
    ]
