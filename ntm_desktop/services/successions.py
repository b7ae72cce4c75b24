"""Communes that were merged: the one that goes on keeps the others' records (merge.md 22)."""

from dataclasses import dataclass

from db import journal, successions
from db.connection import DataFile
from ntm_desktop.domain.assessment import natural_key
from ntm_desktop.domain.revision import Record
from ntm_desktop.domain.text import clean, read_day
from ntm_desktop.domain.topics import EVERYTHING, Topic
from ntm_desktop.domain.unit_code import is_unit_code
from ntm_desktop.errors import InputError
from ntm_desktop.services.office import Office


class SuccessionError(InputError):
    """A unit cannot go on with its own records, nor one without a code."""

    code = "succession_refused"


@dataclass(frozen=True, slots=True)
class Succession:
    """A merged unit, and the one that goes on with its records (unit codes)."""

    old: str
    new: str
    decision: str = ""
    date: str = ""


class Successions:
    """The mergers that the receiving authority made known."""

    def __init__(self, *, data: DataFile, office: Office) -> None:
        self._data = data
        self._office = office

    def enter(
        self, old: str, new: str, *, decision: str | None = None, date: str | None = None
    ) -> frozenset[Topic]:
        """Make known that a unit was merged into another, by which decision (`date` ISO 8601).

        Raises SuccessionError, and NotYoursError at an office that is no authority.
        """
        old, new = clean(old) or "", clean(new) or ""
        if not (is_unit_code(old) and is_unit_code(new)) or old == new:
            raise SuccessionError("Hãy nhập mã của hai đơn vị khác nhau: đơn vị cũ và đơn vị mới.")
        stated = {"old": old, "new": new, "decision": clean(decision or ""), "date": date}
        record = Record(self._office.unit.code, successions.KIND, natural_key(old, new))
        with self._data.session() as store:
            written = journal.write(
                store,
                self._office.identity,
                record,
                {"succeeded": {name: value for name, value in stated.items() if value}},
            )
        return EVERYTHING if written else frozenset()

    def enter_typed(self, old: str, new: str, decision: str, day: str) -> frozenset[Topic]:
        """Enter a merger as a form has it; a day may be left out. Raises SuccessionError."""
        date = read_day(day)
        if day.strip() and date is None:
            raise SuccessionError(
                "Hãy ghi ngày văn bản dạng ngày/tháng/năm, ví dụ 16/06/2025, hoặc để trống."
            )
        return self.enter(old, new, decision=decision, date=date)

    def listed(self) -> list[Succession]:
        """List what is known, by codes."""
        with self._data.session() as store:
            return [Succession(*pair) for pair in successions.stated(store)]
