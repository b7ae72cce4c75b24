"""One year held against an earlier one: what was gained, what was lost, what is still open."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from ntm_desktop.domain.answer import Given, answer_for_people
from ntm_desktop.domain.assessment import Verdict
from ntm_desktop.domain.criteria import Criterion
from ntm_desktop.domain.standing import Board, IndicatorStanding
from ntm_desktop.domain.text import number_for_people


class Course(StrEnum):
    """How a result went on (diễn biến); OPEN was met and is not concluded this year."""

    LOST = "lost"
    OPEN = "open"
    GAINED = "gained"
    SAME = "same"


COURSE_WORDS: Mapping[Course, str] = {
    Course.LOST: "Không còn đạt",
    Course.OPEN: "Chưa kết luận",
    Course.GAINED: "Nay đạt",
    Course.SAME: "Không đổi",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class LineComparison:
    """One indicator in both years."""

    before: IndicatorStanding
    now: IndicatorStanding
    course: Course

    @property
    def difference(self) -> Decimal | None:
        """Give by how much the number changed, where both years have one."""
        now, before = _number(self.now), _number(self.before)
        return None if now is None or before is None else now - before

    @property
    def difference_words(self) -> str:
        """Word that change: +1,5; nothing where there is none."""
        changed = self.difference
        return f"{'+' if changed > 0 else ''}{number_for_people(changed)}" if changed else ""

    @property
    def course_words(self) -> str:
        """Say how it went on; that it waits to be confirmed comes first."""
        return "Cần xác nhận lại" if self.to_confirm else COURSE_WORDS[self.course]

    @property
    def to_confirm(self) -> bool:
        """Tell whether this year's answer was carried over and waits for its officer."""
        return self.now.answer is not None and self.now.answer.carried is not None


def result_words(standing: IndicatorStanding) -> str:
    """Word what was entered in one of the years."""
    indicator, answer = standing.indicator, standing.answer
    if standing.entry.in_dispute:
        return "chưa thống nhất"
    said = answer_for_people(answer, indicator.unit, indicator.options)
    return said or ("chưa nhập" if answer is None else "chưa đủ")


@dataclass(frozen=True, slots=True, kw_only=True)
class CriterionComparison:
    """One criterion in both years; the conditions beyond the criteria are number 0."""

    criterion: Criterion
    before: Verdict
    now: Verdict
    course: Course
    lines: Sequence[LineComparison]


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Two sheets of one subject and set, of different years."""

    before: Board
    now: Board
    sections: Sequence[CriterionComparison]

    @property
    def lines(self) -> Iterator[LineComparison]:
        """Give every indicator and condition, in the order of the set."""
        for section in self.sections:
            yield from section.lines

    @property
    def words(self) -> str:
        """Say how many criteria each year meets, and how the others went on."""
        now, before = self.now, self.before
        counts = [
            f"{self.counts[course]} tiêu chí {COURSE_WORDS[course].lower()}"
            for course in (Course.GAINED, Course.LOST, Course.OPEN)
            if self.counts.get(course)
        ]
        met = [f"Năm {now.sheet.year} đạt {now.met}/{now.total} tiêu chí"]
        met += [f"năm {before.sheet.year} đạt {before.met}/{before.total}"]
        return " · ".join([*met, *counts])

    @property
    def counts(self) -> Mapping[Course, int]:
        """Count the criteria by how they went on; conditions are none."""
        return Counter(each.course for each in self.sections if each.criterion.order)


def compare(now: Board, before: Board) -> Comparison:
    """Hold a year against an earlier one; both boards are of one subject and one set."""
    earlier = {section.criterion.order: section for section in before.sections}
    sections = []
    for section in now.sections:
        then = earlier[section.criterion.order]
        sections.append(
            CriterionComparison(
                criterion=section.criterion,
                before=then.verdict,
                now=section.verdict,
                course=course(then.verdict, section.verdict),
                lines=[
                    LineComparison(before=old, now=new, course=course(old.verdict, new.verdict))
                    for old, new in zip(then.indicators, section.indicators, strict=True)
                ],
            )
        )
    return Comparison(before=before, now=now, sections=sections)


def course(before: Verdict, now: Verdict) -> Course:
    """Say how a result went on; what is not concluded this year is not lost."""
    if now.counts_as_met:
        return Course.SAME if before.counts_as_met else Course.GAINED
    if not before.counts_as_met:
        return Course.SAME
    return Course.LOST if now is Verdict.NOT_MET else Course.OPEN


def _number(standing: IndicatorStanding) -> Decimal | None:
    answer = standing.answer
    value = answer.value if isinstance(answer, Given) else None
    return value if isinstance(value, Decimal) else None
