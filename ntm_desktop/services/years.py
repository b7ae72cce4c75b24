"""The years of a sheet: held against one another, and what may be lost."""

from collections.abc import Sequence
from pathlib import Path
from sqlite3 import Connection

from db import evidence_lists, subjects, units
from db.connection import DataFile, reading
from ntm_desktop.domain.assessment import Sheet, key_of
from ntm_desktop.domain.comparison import Comparison, compare
from ntm_desktop.domain.outlook import Outlook, Review, YearsPaper
from ntm_desktop.domain.progress import Progress
from ntm_desktop.domain.regression import lost_criteria, risks
from ntm_desktop.domain.set_findings import paper_notice
from ntm_desktop.domain.standing import Board
from ntm_desktop.domain.text import read_day
from ntm_desktop.domain.withdrawal import Withdrawal
from ntm_desktop.errors import InputError
from ntm_desktop.services.carrying import chosen_year, earlier
from ntm_desktop.services.catalogue import Catalogue
from ntm_desktop.services.contexts import Judge
from ntm_desktop.services.office import Office


class BadDayError(InputError):
    """The day up to which documents have to hold is no day."""

    code = "bad_date"


class Years:
    """The years of the sheets in one data file."""

    def __init__(self, *, data: DataFile, office: Office, catalogue: Catalogue) -> None:
        self._data = data
        self._office = office
        self._catalogue = catalogue

    def comparison(self, sheet: Sheet, year: int | None = None) -> Comparison:
        """Hold a sheet against an earlier year, by default the latest.

        Raises NothingBeforeError.
        """
        with self._data.session() as store, reading(store):
            judge = self._judge(store)
            before = chosen_year(store, sheet, year)
            return compare(judge.board(sheet), judge.board(sheet._replace(year=before)))

    def outlook(self, sheet: Sheet, until: str = "") -> Outlook:
        """Say what may be lost; documents have to hold to a day, by default the year's last.

        Raises BadDayError.
        """
        return self.review(sheet, until=until).outlook

    def review(self, sheet: Sheet, year: int | None = None, until: str = "") -> Review:
        """Hold a sheet against an earlier year and say what may be lost, judging each year once.

        A year without answers gives way to the latest with some. Raises BadDayError.
        """
        day = _day(until or f"{sheet.year}-12-31")
        with self._data.session() as store, reading(store):
            judge = self._judge(store)
            now = judge.board(sheet)
            before = {one: judge.board(sheet._replace(year=one)) for one in earlier(store, sheet)}
            latest = next(iter(before.values()), None)
            chosen = before.get(year, latest) if year else latest
            documents = evidence_lists.read(store, evidence_lists.of_sheet(sheet))
            following = _following(judge, now)
        boards = [*before.values()]
        return Review(
            earlier=[*before],
            comparison=compare(now, chosen) if chosen else None,
            outlook=Outlook(
                sheet=sheet,
                until=day,
                risks=risks(now, boards, following, documents, day),
                withdrawal=_withdrawal(now, boards),
                before=latest.sheet.year if latest else None,
                met_before=latest.met if latest else 0,
                met=now.met,
                answered=_answered(now),
            ),
        )

    def print_comparison(
        self, sheet: Sheet, dest: Path, progress: Progress, *, year: int | None, until: str = ""
    ) -> int:
        """Write both years and what may be lost as a PDF; give its number of pages.

        Raises NothingBeforeError, BadDayError, MissingGlyphError, DiskFullError,
        DestinationError and UnverifiedError.
        """
        from ntm_desktop.exchange.documents.years import write_years  # loads the printer

        found = self.comparison(sheet, year)
        unit_name, subject_name = self._names(sheet)
        paper = YearsPaper(
            unit_name=unit_name,
            subject_name=subject_name,
            comparison=found,
            outlook=self.outlook(sheet, until),
            practice=self._office.practice,
            notice=paper_notice(found.now.criteria_set),
        )
        return write_years(paper, dest, progress)

    def _names(self, sheet: Sheet) -> tuple[str, str]:
        """Name the unit, as it was called in that year, and the subject."""
        with self._data.session() as store:
            unit = units.find(store, sheet.unit, on=f"{sheet.year}-12-31")
            below = subjects.find(store, sheet.subject) if key_of(sheet.subject) else None
        name = unit.name if unit else sheet.unit
        return name, below.full_name if below else name

    def _judge(self, store: Connection) -> Judge:
        return Judge(store, self._catalogue, self._office.authority.code)


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
