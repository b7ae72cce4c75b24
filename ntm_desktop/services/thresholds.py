"""An office enters or confirms the figures that a decision of the province states."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from db import journal, thresholds
from db.connection import DataFile, writing
from ntm_desktop.domain.answer import NotANumberError, read_amount
from ntm_desktop.domain.criteria import Indicator, IndicatorCode, SetId
from ntm_desktop.domain.merge import State, undisputed
from ntm_desktop.domain.ownership import Identity
from ntm_desktop.domain.revision import Record, Seen
from ntm_desktop.domain.text import clean
from ntm_desktop.domain.threshold import Figure, figure_field, read_figure
from ntm_desktop.domain.topics import Topic
from ntm_desktop.errors import InputError
from ntm_desktop.services.catalogue import Catalogue
from ntm_desktop.services.self_assessment import (
    UnknownIndicatorError,
    find_indicator,
)


class NoFigureError(InputError):
    """The indicator is judged by the officer, not by a figure."""

    code = "no_figure"


class DecisionMissingError(InputError):
    """A figure without the decision it comes from."""

    code = "decision_missing"


class BadDateError(InputError):
    """A date that is none."""

    code = "bad_date"


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """A figure as typed: for the whole indicator, a year of it, or one of its parts.

    `year` matters only where the set states the indicator by year; `date` is ISO.
    """

    value: str
    decision: str
    date: str
    year: int
    part: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedFigure:
    """A figure as a form shows it, by office; `seen` goes back with what is typed."""

    figures: Mapping[str, Figure]
    seen: Seen


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
                figures=thresholds.read(store, set_id, offices).get(code, {}),
                seen=Seen(journal.heads(store, self._record(set_id, code))),
            )

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
        indicator = find_indicator(self._catalogue.criteria_set(set_id), code)
        record = self._record(set_id, code)
        heads = seen.heads if seen else None
        with self._data.session() as store, writing(store):
            figure = _before(journal.state(store, record, heads))
            for stated in statements:
                figure = _stated(indicator, figure, stated)
            content = None if figure.is_empty else figure_field(figure)
            written = journal.write(store, self._identity, record, {"figure": content}, seen=heads)
        if seen:
            seen.wrote(written)
        return frozenset({Topic.THRESHOLDS, Topic.ASSESSMENTS}) if written else frozenset()

    def _record(self, set_id: SetId, code: IndicatorCode) -> Record:
        return Record(self._identity.unit, thresholds.KIND, thresholds.key(set_id, code))


def _before(state: State) -> Figure:
    """Give what a new statement leaves as it is: of contradicting ones what nobody disputes."""
    figures = [figure for value in state.values("figure") if (figure := read_figure(value))]
    if len(figures) == 1:
        return figures[0]
    return Figure(
        by_year=undisputed(figure.by_year for figure in figures),
        parts=undisputed(figure.parts for figure in figures),
    )


def _stated(indicator: Indicator, before: Figure, stated: Statement) -> Figure:
    limit = _limit(indicator, stated)
    figure = before
    if limit is not None:  # taking a figure back rests on no decision
        figure = replace(before, decision=_decision(stated.decision), date=_date(stated.date))
    if stated.part is not None:
        return replace(figure, parts=_with(before.parts, stated.part, limit))
    if indicator.rule and indicator.rule.by_year is not None:
        return replace(figure, by_year=_with(before.by_year, str(stated.year), limit))
    return replace(figure, value=limit)


def _limit(indicator: Indicator, stated: Statement) -> Decimal | None:
    asked = indicator if stated.part is None else indicator.part(stated.part)
    if asked is None:
        raise UnknownIndicatorError(
            f"Chỉ tiêu {indicator.code} không có phần “{stated.part}”. Hãy kiểm tra lại mã."
        )
    if asked.rule is None:
        raise NoFigureError(
            f"Chỉ tiêu {indicator.code} do cán bộ đánh giá đạt hay chưa đạt, không có mức số."
        )
    if not stated.value.strip():
        return None
    # A count of options is stated as a number, though it is answered with names.
    asked = replace(asked, options=()) if isinstance(asked, Indicator) else asked
    amount = read_amount(asked, stated.value)
    if not isinstance(amount, Decimal):
        raise NotANumberError("Mức quy định phải là số, ví dụ 65 hoặc 86,5.")
    return amount


def _with(limits: Mapping[str, Decimal], key: str, limit: Decimal | None) -> dict[str, Decimal]:
    kept = {name: value for name, value in limits.items() if name != key}
    return kept if limit is None else {**kept, key: limit}


def _decision(number: str) -> str:
    cleaned = clean(number)
    if cleaned is None:
        raise DecisionMissingError(
            "Hãy ghi số, ký hiệu của quyết định nêu mức này, ví dụ 1062/QĐ-UBND."
        )
    return cleaned


def _date(day: str) -> str:
    try:
        return date.fromisoformat(day.strip()).isoformat()
    except ValueError:
        raise BadDateError(
            f"“{day.strip()[:20]}” không phải ngày hợp lệ. Hãy ghi ngày của quyết định."
        ) from None
