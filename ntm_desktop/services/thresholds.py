"""An office enters or confirms the figures that a decision of the province states."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from db import journal, thresholds
from db.connection import DataFile, writing
from ntm_desktop.domain.criteria import IndicatorCode, Named, SetId
from ntm_desktop.domain.merge import State, undisputed
from ntm_desktop.domain.ownership import Identity
from ntm_desktop.domain.revision import Record, Seen
from ntm_desktop.domain.threshold import Figure, figure_field, read_figure
from ntm_desktop.domain.topics import Topic
from ntm_desktop.services.catalogue import Catalogue
from ntm_desktop.services.self_assessment import find_indicator
from ntm_desktop.services.statements import BadDateError as BadDateError
from ntm_desktop.services.statements import DecisionMissingError as DecisionMissingError
from ntm_desktop.services.statements import NoFigureError as NoFigureError
from ntm_desktop.services.statements import Statement as Statement
from ntm_desktop.services.statements import stated_in


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedFigure:
    """A figure as a form shows it, by office; `seen` goes back with what is typed.

    The first figure is the one that is used. `groups` are those of communes that the set knows.
    """

    figures: Mapping[str, Figure]
    seen: Seen
    groups: tuple[Named, ...] = ()


class Thresholds:
    """The figures entered in one data file."""

    def __init__(
        self, *, data: DataFile, identity: Identity, catalogue: Catalogue, authority: str
    ) -> None:
        self._data = data
        self._identity = identity
        self._catalogue = catalogue
        self._authority = authority

    def opened(self, set_id: SetId, code: IndicatorCode) -> OpenedFigure:
        """Give what was entered for one indicator so far."""
        offices = (self._authority, self._identity.unit)
        with self._data.session() as store:
            return OpenedFigure(
                figures=_in_order(offices, thresholds.read(store, set_id, offices).get(code, {})),
                seen=Seen(journal.heads(store, self._record(set_id, code))),
                groups=self._catalogue.criteria_set(set_id).groups,
            )

    @property
    def office(self) -> str:
        """Give the code of the office that enters here."""
        return self._identity.unit

    @property
    def authority(self) -> str:
        """Give the code of the office whose figures win."""
        return self._authority

    def effective(self, set_id: SetId) -> Mapping[IndicatorCode, Mapping[str, Figure]]:
        """Give all that was entered for a set: by indicator and office."""
        with self._data.session() as store:
            return thresholds.read(store, set_id, (self._authority, self._identity.unit))

    def take(
        self, figures: Mapping[tuple[SetId, IndicatorCode], tuple[Figure, Seen]]
    ) -> frozenset[Topic]:
        """Enter whole figures as they were shown, all or nothing; an empty one takes back."""
        written = []
        with self._data.session() as store, writing(store):
            for (set_id, code), (figure, seen) in figures.items():
                find_indicator(self._catalogue.criteria_set(set_id), code)
                fields = {"figure": None if figure.is_empty else figure_field(figure)}
                record = self._record(set_id, code)
                made = journal.write(store, self._identity, record, fields, seen=seen.heads)
                written.append((seen, made))
        for seen, made in written:
            seen.wrote(made)
        changed = any(made for _, made in written)
        return frozenset({Topic.THRESHOLDS, Topic.ASSESSMENTS}) if changed else frozenset()

    def enter(
        self,
        set_id: SetId,
        code: IndicatorCode,
        stated: Statement,
        *,
        seen: Seen | None = None,
    ) -> frozenset[Topic]:
        """Enter what a decision states; an empty value takes it back. Raises InputError."""
        return self.enter_all(set_id, code, [stated], seen=seen)

    def enter_all(
        self,
        set_id: SetId,
        code: IndicatorCode,
        statements: Iterable[Statement],
        *,
        seen: Seen | None = None,
    ) -> frozenset[Topic]:
        """Enter all that a decision states of one indicator and its parts, or nothing."""
        criteria = self._catalogue.criteria_set(set_id)
        indicator = find_indicator(criteria, code)
        record = self._record(set_id, code)
        heads = seen.heads if seen else None
        with self._data.session() as store, writing(store):
            figure = _before(journal.state(store, record, heads))
            for stated in statements:
                figure = stated_in(figure, stated, indicator, criteria.groups)
            content = None if figure.is_empty else figure_field(figure)
            written = journal.write(store, self._identity, record, {"figure": content}, seen=heads)
        if seen:
            seen.wrote(written)
        return frozenset({Topic.THRESHOLDS, Topic.ASSESSMENTS}) if written else frozenset()

    def _record(self, set_id: SetId, code: IndicatorCode) -> Record:
        return Record(self._identity.unit, thresholds.KIND, thresholds.key(set_id, code))


def _in_order(offices: Iterable[str], by: Mapping[str, Figure]) -> Mapping[str, Figure]:
    """Put the figure that is used first."""
    return {office: by[office] for office in offices if office in by}


def _before(state: State) -> Figure:
    """Give what a new statement leaves as it is: of contradicting ones what nobody disputes."""
    figures = [figure for value in state.values("figure") if (figure := read_figure(value))]
    if len(figures) == 1:
        return figures[0]
    return Figure(
        by_year=undisputed(figure.by_year for figure in figures),
        by_group=undisputed(figure.by_group for figure in figures),
        parts=undisputed(figure.parts for figure in figures),
    )
