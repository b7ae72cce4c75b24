"""The years of a sheet: held against one another, and what may be lost."""

from collections.abc import Sequence
from dataclasses import dataclass

from db import evidence_lists
from db.connection import DataFile, reading
from ntm_desktop.domain.assessment import Sheet
from ntm_desktop.domain.comparison import Comparison, compare
from ntm_desktop.domain.regression import Risk, lost_criteria, risks
from ntm_desktop.domain.standing import Board
from ntm_desktop.domain.text import read_day
from ntm_desktop.domain.withdrawal import Withdrawal
from ntm_desktop.errors import InputError
from ntm_desktop.services.carrying import chosen_year, earlier
from ntm_desktop.services.catalogue import Catalogue
from ntm_desktop.services.contexts import Judge


class BadDayError(InputError):
    """The day up to which documents have to hold is no day."""

    code = "bad_date"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """What may be lost on a sheet, and how it compares: `before` is the earlier year, if any.

    `until` is the day (ISO) to which documents have to hold.
    `withdrawal` is None where the rule is not about such subjects, or nothing was lost.
    """

    sheet: Sheet
    until: str
    risks: Sequence[Risk]
    withdrawal: Withdrawal | None
    before: int | None
    met_before: int
    met: int
    answered: int


class Years:
    """The years of the sheets in one data file."""

    def __init__(self, *, data: DataFile, catalogue: Catalogue, authority: str) -> None:
        self._data = data
        self._catalogue = catalogue
        self._authority = authority

    def earlier(self, sheet: Sheet) -> list[int]:
        """List the earlier years with answers, the latest first."""
        with self._data.session() as store:
            return earlier(store, sheet)

    def comparison(self, sheet: Sheet, year: int | None = None) -> Comparison:
        """Hold a sheet against an earlier year, by default the latest.

        Raises NothingBeforeError.
        """
        with self._data.session() as store, reading(store):
            judge = Judge(store, self._catalogue, self._authority)
            before = chosen_year(store, sheet, year)
            return compare(judge.board(sheet), judge.board(sheet._replace(year=before)))

    def outlook(self, sheet: Sheet, until: str = "") -> Outlook:
        """Say what may be lost; documents have to hold to a day, by default the year's last.

        Raises BadDayError.
        """
        day = _day(until or f"{sheet.year}-12-31")
        with self._data.session() as store, reading(store):
            judge = Judge(store, self._catalogue, self._authority)
            now = judge.board(sheet)
            before = [judge.board(sheet._replace(year=one)) for one in earlier(store, sheet)]
            documents = evidence_lists.read(store, evidence_lists.of_sheet(sheet))
            return Outlook(
                sheet=sheet,
                until=day,
                risks=risks(now, before, _following(judge, now), documents, day),
                withdrawal=_withdrawal(now, before),
                before=before[0].sheet.year if before else None,
                met_before=before[0].met if before else 0,
                met=now.met,
                answered=_answered(now),
            )


def _day(typed: str) -> str:
    found = read_day(typed)
    if found is None:
        raise BadDayError("Hãy ghi ngày dạng ngày/tháng/năm, ví dụ 31/12/2024.")
    return found


def _answered(board: Board) -> int:
    return sum(bool(line.entry.answers) for part in board.sections for line in part.indicators)


def _following(judge: Judge, now: Board) -> Board | None:
    """Judge this year's answers by the next year's limits, as far as the set is in force."""
    following = now.sheet._replace(year=now.sheet.year + 1)
    in_force = following.year <= now.criteria_set.last_year
    return judge.board(following, answered_in=now.sheet) if in_force else None


def _withdrawal(now: Board, earlier: Sequence[Board]) -> Withdrawal | None:
    """Apply the rule to communes only: it says nothing of villages, gardens or districts."""
    gone = lost_criteria(now, earlier)
    if not gone or now.criteria_set.subject != "commune":
        return None
    return Withdrawal(lost=gone, total=now.total)
