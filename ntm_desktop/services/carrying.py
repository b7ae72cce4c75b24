"""Carrying the answers and proof of an earlier year forward, for an officer to confirm."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from sqlite3 import Connection
from typing import NamedTuple

from db import assessments, evidence_lists, journal
from db.connection import DataFile, reading, writing
from ntm_desktop.domain.answer import Answer, Carried, answer_field, read_answer
from ntm_desktop.domain.assessment import Sheet
from ntm_desktop.domain.carry import carried_over, confirmed, is_taken, still_holds
from ntm_desktop.domain.criteria import Indicator, IndicatorCode
from ntm_desktop.domain.evidence import Evidence
from ntm_desktop.domain.move_plan import PlannedWrite
from ntm_desktop.domain.ownership import Identity
from ntm_desktop.domain.revision import Fields, Record
from ntm_desktop.domain.topics import Topic
from ntm_desktop.errors import InputError
from ntm_desktop.services.catalogue import Catalogue
from ntm_desktop.services.intake import link_fields, link_record
from ntm_desktop.services.planned import PlanChangedError, planned, write_planned

CHANGED = frozenset({Topic.ASSESSMENTS, Topic.EVIDENCE})


class NothingBeforeError(InputError):
    """There is no earlier year with answers."""

    code = "no_earlier_year"


class Proof(NamedTuple):
    """A document that goes on proving an indicator, and how that is to be written."""

    evidence: str
    code: IndicatorCode
    write: PlannedWrite


@dataclass(frozen=True, slots=True, kw_only=True)
class CarryPlan:
    """What carrying a year forward would do; `expired` names documents that no longer hold.

    `kept` counts what is answered already, `disputed` names contradictions, which are left to
    people. `linking` says whether documents are to be linked too.
    """

    source: Sheet
    target: Sheet
    answers: Mapping[IndicatorCode, Answer]
    answering: tuple[PlannedWrite, ...]
    proofs: tuple[Proof, ...]
    expired: tuple[str, ...]
    kept: int
    disputed: tuple[IndicatorCode, ...]
    linking: bool = field(default=True, compare=False)

    @property
    def linked(self) -> tuple[Proof, ...]:
        """Give the proof that is to be linked."""
        return self.proofs if self.linking else ()

    @property
    def writes(self) -> Iterator[PlannedWrite]:
        """Give all that is to be written."""
        yield from self.answering
        yield from (proof.write for proof in self.linked)

    @property
    def documents(self) -> int:
        """Count the documents that could go on proving something."""
        return len({proof.evidence for proof in self.proofs})


class Carrying:
    """Carries answers from year to year in one data file."""

    def __init__(self, *, data: DataFile, identity: Identity, catalogue: Catalogue) -> None:
        self._data = data
        self._identity = identity
        self._catalogue = catalogue

    def plan(self, sheet: Sheet, year: int | None = None, *, linking: bool = True) -> CarryPlan:
        """Say what carrying an earlier year forward would do; raises NothingBeforeError."""
        with self._data.session() as store, reading(store):
            source = sheet._replace(year=chosen_year(store, sheet, year))
            return replace(self._plan(store, source, sheet), linking=linking)

    def carry(self, plan: CarryPlan) -> frozenset[Topic]:
        """Copy answers and proof as planned, all or nothing; raises PlanChangedError."""
        with self._data.session() as store, writing(store):
            if self._plan(store, plan.source, plan.target) != plan:
                raise PlanChangedError(
                    "Số liệu vừa có thay đổi mới nên chưa mang gì sang. Hãy xem lại rồi mang sang."
                )
            written = write_planned(store, self._identity, plan.writes)
        return CHANGED if written else frozenset()

    def undo(self, plan: CarryPlan) -> frozenset[Topic]:
        """Take back what was carried, but for what somebody has confirmed or changed since."""
        with self._data.session() as store, writing(store):
            since = {
                code
                for code, answer in plan.answers.items()
                if _decided(store, plan.target, code) != answer_field(answer)
            }
            for code in plan.answers.keys() - since:
                self._write(store, _record(plan.target, code), {"answer": None})
            for proof in plan.linked:
                if proof.code not in since:
                    self._write(store, proof.write.record, None)
        return CHANGED

    def confirm(self, sheet: Sheet, codes: Iterable[IndicatorCode]) -> frozenset[Topic]:
        """Let carried answers count; what is no longer as it was carried is passed over."""
        written = False
        with self._data.session() as store, writing(store):
            for code in codes:
                answer = read_answer(_decided(store, sheet, code))
                if answer is not None and answer.carried is not None:
                    fields = {"answer": answer_field(confirmed(answer))}
                    written |= self._write(store, _record(sheet, code), fields)
        return CHANGED if written else frozenset()

    def _plan(self, store: Connection, source: Sheet, target: Sheet) -> CarryPlan:
        asked = self._catalogue.criteria_set(target.criteria_set).asked
        before, now = assessments.read(store, source), assessments.read(store, target)
        answers = carried_over(before, now, asked, Carried(source.criteria_set, source.year))
        held, expired = _sorted_out(store, source, target)
        return CarryPlan(
            source=source,
            target=target,
            answers=answers,
            answering=tuple(
                planned(store, _record(target, code), {"answer": answer_field(answer)})
                for code, answer in answers.items()
            ),
            proofs=tuple(_proofs(store, held, source, target, asked)),
            expired=tuple(document.title for document in expired),
            kept=sum(map(is_taken, now.values())),
            disputed=tuple(
                code
                for code in asked
                if any(code in each and each[code].in_dispute for each in (before, now))
            ),
        )

    def _write(self, store: Connection, record: Record, fields: Fields | None) -> bool:
        return journal.write(store, self._identity, record, fields) is not None


def earlier(store: Connection, sheet: Sheet) -> list[int]:
    """List the earlier years with answers, the latest first."""
    return [year for year in reversed(assessments.years(store, sheet)) if year < sheet.year]


def chosen_year(store: Connection, sheet: Sheet, wanted: int | None = None) -> int:
    """Give the earlier year wanted, or the latest with answers; raises NothingBeforeError."""
    found = earlier(store, sheet)
    if not found or wanted not in (None, *found):
        before = f"năm {wanted}" if wanted else f"năm nào trước năm {sheet.year}"
        raise NothingBeforeError(
            f"Chưa có số liệu của {before} cho bộ tiêu chí này. "
            "Hãy chọn bộ tiêu chí hoặc năm khác."
        )
    return wanted or found[0]


def _sorted_out(
    store: Connection, source: Sheet, target: Sheet
) -> tuple[list[Evidence], list[Evidence]]:
    """Give the documents of the earlier year that still hold, and those that have run out."""
    held, expired = list[Evidence](), list[Evidence]()
    for one in evidence_lists.read(store, evidence_lists.of_sheet(source)):
        (held if still_holds(one.details, target.year) else expired).append(one)
    return held, expired


def _proofs(
    store: Connection,
    documents: Iterable[Evidence],
    source: Sheet,
    target: Sheet,
    asked: Mapping[IndicatorCode, Indicator],
) -> Iterator[Proof]:
    for document in documents:
        there = {link.indicator for link in document.links if link.is_of(target)}
        for link in document.links:
            code = IndicatorCode(link.indicator)
            if link.is_of(source) and code in asked and code not in there:
                record = link_record(target, document.key, code)
                yield Proof(document.key, code, planned(store, record, link_fields(link.paper)))


def _decided(store: Connection, sheet: Sheet, code: IndicatorCode) -> object:
    return journal.state(store, _record(sheet, code)).decided("answer")


def _record(sheet: Sheet, code: IndicatorCode) -> Record:
    return Record(sheet.unit, assessments.KIND, sheet.key(code))
