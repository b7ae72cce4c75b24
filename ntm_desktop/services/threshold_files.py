"""Figures of a set to Excel and back: what would change is known before anything does."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ntm_desktop.domain.criteria import CriteriaSet, Indicator, IndicatorCode, Part
from ntm_desktop.domain.text import date_for_people, number_for_people
from ntm_desktop.domain.threshold import (
    Entered,
    Figure,
    Threshold,
    Where,
    figure_field,
    threshold,
)
from ntm_desktop.domain.topics import Topic
from ntm_desktop.errors import InputError
from ntm_desktop.exchange import threshold_workbook
from ntm_desktop.exchange.disk import write_whole
from ntm_desktop.exchange.threshold_workbook import Line
from ntm_desktop.exchange.workbook import Problem, Row, Table, WorkbookProblemsError
from ntm_desktop.services.figure_changes import Change, enter
from ntm_desktop.services.statements import Statement, stated_in
from ntm_desktop.services.thresholds import Thresholds


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """One thing that can be stated of an indicator: of a part, year or group, or the whole."""

    part: Part | None = None
    year: str = ""
    group: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What importing a file would do; `same` states what is stated already, `silent` nothing."""

    changes: tuple[Change, ...]
    same: int
    silent: int


def slots(indicator: Indicator) -> Iterator[Slot]:
    """List what can be stated of an indicator."""
    rule = indicator.rule
    if rule and rule.by_year is not None:
        yield from (Slot(year=year) for year in rule.by_year)
    else:
        yield Slot()
        yield from (Slot(group=group) for group in (rule.by_group if rule else None) or ())
    yield from (Slot(part=part) for part in indicator.parts)


def export(service: Thresholds, criteria: CriteriaSet, target: Path, year: int) -> int:
    """Write every figure of a set to a workbook; gives how many rows. Raises DiskErrors."""
    entered = service.effective(criteria.id)
    lines = [
        line
        for indicator in criteria.asked.values()
        for line in _lines(criteria, indicator, entered, service, year)
    ]
    write_whole(target, threshold_workbook.workbook(lines))
    return len(lines)


def _lines(
    criteria: CriteriaSet,
    indicator: Indicator,
    entered: Mapping[IndicatorCode, Mapping[str, Figure]],
    service: Thresholds,
    year: int,
) -> Iterator[Line]:
    by = entered.get(indicator.code, {})
    own = by.get(service.office, Figure())
    used: Entered | None = next(
        ((office, by[office]) for office in (service.authority, service.office) if office in by),
        None,
    )
    for place, slot in enumerate(slots(indicator)):
        where = Where(year=int(slot.year or year), region=criteria.region, group=slot.group)
        shipped = threshold(indicator, where, part=slot.part)
        now = threshold(indicator, where, part=slot.part, entered=used)
        stated = _stated(own, indicator, slot)
        confirmed = own.confirmed and place == 0
        says = stated is not None or confirmed
        yield Line(
            code=indicator.code,
            name=slot.part.name if slot.part else indicator.name,
            part=slot.part.id if slot.part else "",
            group=slot.group,
            year=slot.year,
            unit=slot.part.unit if slot.part else indicator.unit,
            shipped=_shown(shipped, slot.part.rule if slot.part else indicator.rule),
            stated=stated,
            confirmed=confirmed,
            decision=own.decision if says else "",
            date=date_for_people(own.date) if says else "",
            used=_shown(now, slot.part.rule if slot.part else indicator.rule),
            checked="đã đối chiếu" if now.checked else "chưa đối chiếu",
            set_id=criteria.id,
        )


def _shown(found: Threshold, rule: Any) -> str:
    if rule is not None and rule.relative is not None and found.limit is None:
        times = number_for_people(rule.relative.factor)
        return f"{times} lần mức của chỉ tiêu {rule.relative.code}"
    return found.text


def _stated(own: Figure, indicator: Indicator, slot: Slot) -> Any:
    if slot.part:
        return own.parts.get(slot.part.id)
    if slot.year:
        return own.by_year.get(slot.year)
    if slot.group:
        return own.by_group.get(slot.group)
    return (own.level or None) if indicator.scale else own.value


def plan(service: Thresholds, criteria: CriteriaSet, path: Path) -> Plan:
    """Read a workbook and say what it changes; raises WorkbookError, WorkbookProblemsError."""
    reading = _Reading(criteria, *threshold_workbook.read(path))
    said = reading.statements()
    if not reading.table.rows and not reading.problems:
        reading.problems.append(reading.table.nothing("không có chỉ tiêu nào dưới tên cột"))
    changes, same = [], 0
    for code, rows in said.items():
        opened = service.opened(criteria.id, code)
        before = opened.figures.get(service.office, Figure())
        after = reading.applied(before, criteria.asked[code], rows)
        if figure_field(after) == figure_field(before):
            same += 1
        else:
            changes.append(
                Change(
                    set_id=criteria.id,
                    indicator=criteria.asked[code],
                    before=before,
                    after=after,
                    opened=opened,
                )
            )
    if reading.problems:
        raise WorkbookProblemsError(path.name, reading.problems)
    return Plan(
        changes=tuple(changes),
        same=same,
        silent=len(criteria.asked) - len(said),
    )


def apply(service: Thresholds, chosen: Plan) -> frozenset[Topic]:
    """Enter what was shown, all or nothing."""
    return enter(service, chosen.changes)


@dataclass(slots=True)
class _Reading:
    """Turns rows into statements, and collects what is wrong with them."""

    criteria: CriteriaSet
    table: Table
    problems: list[Problem]

    def say(self, row: Row, column: str, words: str) -> None:
        self.problems.append(self.table.problem(row, column, words))

    def statements(self) -> dict[IndicatorCode, list[Row]]:
        """Give the rows that say something, by indicator; an empty cell says nothing."""
        said: dict[IndicatorCode, list[Row]] = {}
        seen: set[tuple[object, ...]] = set()
        for row in self.table.rows:
            slot = tuple(row[name] for name in ("code", "part", "group", "year"))
            if slot in seen:
                self.say(row, "code", f"chỉ tiêu “{row['code']}” có hai dòng giống nhau")
            seen.add(slot)
            if self._fits(row) and (row["stated"] is not None or row["confirmed"] is not None):
                said.setdefault(IndicatorCode(row["code"]), []).append(row)
        return said

    def _fits(self, row: Row) -> bool:
        """Tell whether the row can be read, and is about something this set asks for."""
        if not row.whole:
            return False
        before = len(self.problems)
        if row["set_id"] not in (None, self.criteria.id):
            self.say(row, "set_id", f"là bộ khác; đang nhập cho bộ “{self.criteria.id}”")
        indicator = self.criteria.asked.get(IndicatorCode(row["code"] or ""))
        if indicator is None:
            self.say(row, "code", f"bộ tiêu chí không có chỉ tiêu “{row['code']}”")
        elif row["part"] and indicator.part(row["part"]) is None:
            self.say(row, "part", f"chỉ tiêu {row['code']} không có phần “{row['part']}”")
        elif not row["part"] and row["stated"] is not None:
            self._check_year(row, indicator)
        return len(self.problems) == before

    def _check_year(self, row: Row, indicator: Indicator) -> None:
        years = indicator.rule.by_year if indicator.rule else None
        at = "year" if "year" in self.table.places else "code"
        if years is not None and str(row["year"] or "") not in years:
            self.say(row, at, f"phải ghi năm, một trong: {', '.join(years)}")
        elif years is None and row["year"] is not None:
            self.say(row, at, f"mức của chỉ tiêu {row['code']} không chia theo năm")

    def applied(self, before: Figure, indicator: Indicator, rows: list[Row]) -> Figure:
        """Give the figure with all that its rows state; what is refused is named by its cell."""
        figure, sources = before, set[tuple[str, str]]()
        for row in rows:
            stated = _statement(row)
            try:
                figure = stated_in(figure, stated, indicator, self.criteria.groups)
            except InputError as error:
                self.say(row, _column(error, self.table), str(error))
                continue
            if stated.value or stated.confirmed:
                sources.add((figure.decision, figure.date))
                if len(sources) > 1:
                    self.say(row, "decision", "khác quyết định ghi ở dòng khác của chỉ tiêu này")
        return _sourced(figure, before)


def _sourced(figure: Figure, before: Figure) -> Figure:
    """Keep the source where nothing is stated beyond what was stated already."""
    bare = replace(figure, decision=before.decision, date=before.date)
    return bare if bare.is_empty else figure


def _statement(row: Row) -> Statement:
    return Statement(
        value=row["stated"] or "",
        decision=row["decision"] or "",
        date=row["date"] or "",
        year=row["year"] or 0,
        part=row["part"] or None,
        group=row["group"] or "",
        confirmed=row["confirmed"],
    )


_COLUMNS = {"decision_missing": "decision", "bad_date": "date", "unknown_group": "group"}


def _column(error: InputError, table: Table) -> str:
    column = _COLUMNS.get(error.code, "stated")
    return column if column in table.places else "code"
