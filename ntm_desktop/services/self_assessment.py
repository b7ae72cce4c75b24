"""A subject's officers answer for its indicators and see where it stands."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from sqlite3 import Connection
from typing import Any, Final

from db import assessments, journal
from db.connection import DataFile, reading, writing
from ntm_desktop.domain.answer import (
    Answer,
    Given,
    NotANumberError,
    NotApplicable,
    answer_field,
    answer_for_people,
    means_not_applicable,
    not_applicable,
    read_amount,
    read_answer,
)
from ntm_desktop.domain.assessment import Claim, Sheet, claim_field, read_answers, read_claim
from ntm_desktop.domain.carry import confirmed
from ntm_desktop.domain.criteria import CriteriaSet, Indicator, IndicatorCode
from ntm_desktop.domain.merge import State, undisputed
from ntm_desktop.domain.ownership import Identity
from ntm_desktop.domain.revision import Fields, Record, Revision, Seen
from ntm_desktop.domain.standing import Board, IndicatorStanding
from ntm_desktop.domain.text import number_for_people
from ntm_desktop.domain.topics import Topic
from ntm_desktop.errors import InputError
from ntm_desktop.services.catalogue import Catalogue
from ntm_desktop.services.contexts import Judge


class UnknownIndicatorError(InputError):
    """The set has no such indicator or part."""

    code = "unknown_indicator"


class DisputedError(InputError):
    """What was typed would be added to one of several values that contradict."""

    code = "disputed"


class Keep(Enum):
    """Says that something is to stay as it is."""

    KEEP = 0


KEEP: Final = Keep.KEEP


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """What an officer typed for one indicator; what is KEEP was not touched, "" clears.

    `part` sends the typed answer to a part (trong đó …); `reason` goes with "không áp dụng";
    `confirm` says that an answer carried over still holds.
    """

    answer: str | Keep = KEEP
    part: str | None = None
    reason: str = ""
    claim: Claim | Keep | None = KEEP
    note: str | Keep = KEEP
    confirm: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryLine:
    """One change: when (ISO 8601, UTC, by that PC's clock), who, and what in words."""

    at: str
    author: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """An indicator as a form shows it: `seen` goes back with what is typed (merge.md 12).

    `fields` is what is stored, to be handed to `restore` by undo.
    """

    standing: IndicatorStanding
    seen: Seen
    fields: Fields
    history: Sequence[HistoryLine]


class SelfAssessment:
    """The self-assessments kept in one data file."""

    def __init__(
        self, *, data: DataFile, identity: Identity, catalogue: Catalogue, authority: str
    ) -> None:
        self._data = data
        self._identity = identity
        self._catalogue = catalogue
        self._authority = authority

    def board(self, sheet: Sheet) -> Board:
        """Judge every criterion of a sheet from what is entered so far."""
        with self._data.session() as store:
            return Judge(store, self._catalogue, self._authority).board(sheet)

    def opened(self, sheet: Sheet, code: IndicatorCode) -> Opened:
        """Give one indicator for a form: where it stands, its heads, and its history."""
        self._indicator(sheet, code)
        with self._data.session() as store, reading(store):
            revisions = journal.history(store, self._record(sheet, code))
            state = journal.state(store, self._record(sheet, code))
            standing = self.board(sheet).indicator(code)
        return Opened(
            standing=standing,
            seen=Seen(state.heads),
            fields={name: state.decided(name) for name in ("answer", "claim", "note")},
            history=[_history_line(revision) for revision in reversed(revisions)],
        )

    def enter(
        self,
        sheet: Sheet,
        code: IndicatorCode,
        typed: Input,
        *,
        seen: Seen | None = None,
    ) -> frozenset[Topic]:
        """Enter what was typed; raises InputError, and then nothing is written."""
        indicator = self._indicator(sheet, code)
        fields: dict[str, Any] = {}
        if not isinstance(typed.claim, Keep):
            fields["claim"] = claim_field(typed.claim)
        if not isinstance(typed.note, Keep):
            fields["note"] = typed.note
        # What a part is added to must not change before it is written.
        with self._data.session() as store, writing(store):
            if typed.confirm or not isinstance(typed.answer, Keep):
                heads = seen.heads if seen else None
                state = journal.state(store, self._record(sheet, code), heads)
                fields |= _answered(indicator, state, typed)
            written = self._write(store, sheet, code, fields, seen)
        return _wrote(written, seen)

    def restore(
        self,
        sheet: Sheet,
        code: IndicatorCode,
        fields: Fields,
        *,
        seen: Seen | None = None,
    ) -> frozenset[Topic]:
        """Write stored fields back, as undo does."""
        with self._data.session() as store:
            written = self._write(store, sheet, code, fields, seen)
        return _wrote(written, seen)

    def _write(
        self,
        store: Connection,
        sheet: Sheet,
        code: IndicatorCode,
        fields: Fields,
        seen: Seen | None,
    ) -> Revision | None:
        record = self._record(sheet, code)
        return journal.write(
            store, self._identity, record, fields, seen=seen.heads if seen else None
        )

    def _indicator(self, sheet: Sheet, code: IndicatorCode) -> Indicator:
        return find_indicator(self._catalogue.criteria_set(sheet.criteria_set), code)

    def _record(self, sheet: Sheet, code: IndicatorCode) -> Record:
        return Record(sheet.unit, assessments.KIND, sheet.key(code))


def _wrote(written: Revision | None, seen: Seen | None) -> frozenset[Topic]:
    """Tell what changed, and the form what it wrote; only now is it sure to be kept."""
    if seen:
        seen.wrote(written)
    return frozenset({Topic.ASSESSMENTS}) if written else frozenset()


def _answered(indicator: Indicator, state: State, typed: Input) -> dict[str, Any]:
    """Give the answer to write: what was typed, or the one carried over as confirmed."""
    if not isinstance(typed.answer, Keep):
        return {"answer": answer_field(_answer(indicator, state, typed.answer, typed))}
    kept = read_answer(state.decided("answer"))
    return {} if kept is None else {"answer": answer_field(confirmed(kept))}


def _answer(indicator: Indicator, state: State, text: str, typed: Input) -> Answer | None:
    if typed.part is None and means_not_applicable(text):
        return not_applicable(indicator, typed.reason)
    if typed.part is not None and "answer" in state.conflicts:
        raise DisputedError(
            f"Chỉ tiêu {indicator.code} có số liệu chưa thống nhất. "
            "Hãy nhập lại kết quả chính trước, rồi nhập lại từng phần."
        )
    kept = _kept(state)
    if typed.part is None:
        value = read_amount(indicator, text) if text.strip() else None
        return Given(value, kept.parts)
    parts = _parts(indicator, kept.parts, typed.part, text)
    return Given(kept.value, parts, kept.carried)  # a part confirms nothing but itself


def _kept(state: State) -> Given:
    """Give what a new answer leaves as it is: of contradicting ones the parts nobody disputes."""
    answers = read_answers(state.values("answer"))
    given = [answer for answer in answers if isinstance(answer, Given)]
    if len(given) == len(answers) == 1:
        return given[0]
    return Given(None, undisputed(answer.parts for answer in given))


def _parts(
    indicator: Indicator, before: Mapping[str, Decimal], id_: str, text: str
) -> dict[str, Decimal]:
    part = indicator.part(id_)
    if part is None:
        raise UnknownIndicatorError(
            f"Chỉ tiêu {indicator.code} không có phần “{id_}”. Hãy kiểm tra lại mã."
        )
    parts = {other: value for other, value in before.items() if other != id_}
    if not text.strip():
        return parts
    amount = read_amount(part, text)
    if not isinstance(amount, Decimal):
        raise NotANumberError("Phần này phải là số.")
    return {**parts, id_: amount}


def find_indicator(criteria: CriteriaSet, code: str) -> Indicator:
    """Find an indicator or a condition of a set; raises UnknownIndicatorError."""
    found = criteria.asked.get(IndicatorCode(code))
    if found is None:
        raise UnknownIndicatorError(
            f"Bộ tiêu chí không có chỉ tiêu “{code}”. Hãy kiểm tra lại mã, ví dụ 3.1."
        )
    return found


def _history_line(revision: Revision) -> HistoryLine:
    fields = revision.fields
    words = "xóa" if fields is None else "; ".join(_words(fields))
    return HistoryLine(at=revision.at, author=revision.author, words=words)


def _words(fields: Fields) -> list[str]:
    found = []
    if "answer" in fields:
        found.append(_answer_words(read_answer(fields["answer"])))
    if "claim" in fields:
        claim = read_claim(fields["claim"])
        found.append(
            "bỏ tự đánh giá riêng"
            if claim is None
            else f"tự đánh giá {'đạt' if claim.met else 'chưa đạt'}"
        )
    if "note" in fields:
        found.append("sửa ghi chú" if fields["note"] else "xóa ghi chú")
    return found


def _answer_words(answer: Answer | None) -> str:
    if answer is None:
        return "xóa kết quả"
    words = f"nhập {answer_for_people(answer)}".rstrip()
    if answer.carried is not None:
        words += f", mang từ năm {answer.carried.year} sang"
    if isinstance(answer, NotApplicable) or not answer.parts:
        return words
    parts = ", ".join(f"{id_}: {number_for_people(value)}" for id_, value in answer.parts.items())
    return f"{words} ({parts})"
