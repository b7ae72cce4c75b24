"""Figures of criteria sets in a file that an office signs, and taking over those of another."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ntm_desktop.domain.criteria import CriteriaSet, Indicator, SetId
from ntm_desktop.domain.indicator_digest import indicator_digest
from ntm_desktop.domain.threshold import Figure, FileOf
from ntm_desktop.domain.topics import Topic
from ntm_desktop.errors import InputError
from ntm_desktop.exchange import figure_content
from ntm_desktop.exchange.figure_content import KIND, FigureContent, ListedSet, StatedFigure
from ntm_desktop.services.figure_changes import Change, enter
from ntm_desktop.services.office_files import Arrival, NewerKindError, OfficeFiles, Signer
from ntm_desktop.services.statements import stated_in, statements_of

if TYPE_CHECKING:
    from ntm_desktop.exchange.keys import OfficeKeys
    from ntm_desktop.services.workplace import Workplace

_MOST_NAMED: Final = 20


class NothingStatedError(InputError):
    """The office has no figure of its own to write."""

    code = "nothing_stated"


class UnfitFiguresError(InputError):
    """A file whose figures do not fit what the set asks for; nothing of it is taken."""

    code = "figures_unfit"


class _YearsError(InputError):
    """A figure by years for what asks the same every year, or the other way round."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """What was written: how many figures of which sets, under which key."""

    path: Path
    figures: int
    sets: tuple[SetId, ...]
    fingerprint: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FigurePlan:
    """What taking a file in would do.

    `same` counts what is stated here already, `silent` what says nothing; `passed_over` names
    what cannot be taken here, and why.
    """

    arrival: Arrival
    changes: tuple[Change, ...]
    same: int
    silent: int
    passed_over: tuple[str, ...]


class FigureFiles:
    """The figures of one office as signed files."""

    def __init__(self, workplace: "Workplace") -> None:
        self._workplace = workplace
        self._files = OfficeFiles(workplace)

    def export(self, target: Path, sets: Iterable[str], keys: "OfficeKeys") -> Exported:
        """Write the office's own figures of some sets.

        Raises NothingStatedError, UnknownSetError, DiskFullError, TargetNotWritableError.
        """
        chosen = [self._workplace.catalogue.criteria_set(id_) for id_ in sets]
        figures = [each for one in chosen for each in self._own(one)]
        if not figures:
            raise NothingStatedError(
                "Đơn vị chưa nhập mức nào cho bộ tiêu chí này nên không có gì để ghi. "
                "Hãy nhập mức theo quyết định trước."
            )
        told = {each.set_id for each in figures}
        listed = [
            ListedSet(id=one.id, name=one.name, version=one.version)
            for one in chosen
            if one.id in told
        ]
        about = listed[0].name if len(listed) == 1 else f"{len(listed)} bộ tiêu chí"
        content = figure_content.spelled(FigureContent(listed, figures))
        head = self._files.sign(target, KIND, f"Mức quy định: {about}", content, keys)
        return Exported(
            path=target,
            figures=len(figures),
            sets=tuple(one.id for one in listed),
            fingerprint=head.fingerprint,
        )

    def plan(self, path: Path) -> FigurePlan:
        """Say what a file would change.

        Raises what OfficeFiles.look_at raises, NewerKindError, UnfitFiguresError.
        """
        arrival = self._files.look_at(path)
        if arrival.head.kind != KIND:
            raise NewerKindError(
                f"Tệp “{path.name}” không phải tệp mức quy định, hoặc do bản mới hơn tạo ra. "
                "Hãy chọn đúng tệp, hoặc cập nhật chương trình."
            )
        known = {one.id: one for one in self._workplace.catalogue.sets()}
        return _Reading(self._workplace, arrival, known).plan()

    def apply(self, planned: FigurePlan, *, fingerprint: str = "") -> frozenset[Topic]:
        """Enter what was shown, all or nothing; of an unknown office only with its fingerprint.

        Raises FingerprintNeededError, FingerprintDiffersError, NotYoursError.
        """
        self._files.check_compared(planned.arrival, fingerprint)
        return enter(self._workplace.thresholds, planned.changes)

    def _own(self, criteria: CriteriaSet) -> list[StatedFigure]:
        """Give the office's own figures; from whose file they came is not passed on."""
        service = self._workplace.thresholds
        return [
            StatedFigure(
                set_id=criteria.id,
                code=code,
                asks=indicator_digest(criteria.asked[code]),
                figure=replace(own, file_of=None),
            )
            for code, by in service.effective(criteria.id).items()
            if code in criteria.asked
            and (own := by.get(service.office)) is not None
            and not own.is_empty
        ]


@dataclass(slots=True)
class _Reading:
    """Holds the figures of a file against what is stated here."""

    workplace: "Workplace"
    arrival: Arrival
    known: Mapping[SetId, CriteriaSet]
    changes: list[Change] = field(default_factory=list)
    unfit: list[str] = field(default_factory=list)
    passed_over: dict[str, None] = field(default_factory=dict)
    same: int = 0
    silent: int = 0

    def plan(self) -> FigurePlan:
        try:
            content = figure_content.understood(self.arrival.content)
        except ValueError as error:
            raise self._refused(["nội dung không phải các mức quy định"]) from error
        for one in content.sets:
            self._compare_version(one)
        names = {one.id: one.name for one in content.sets}
        for stated in content.figures:
            self._take(stated, names.get(stated.set_id, stated.set_id))
        if self.unfit:
            raise self._refused(self.unfit)
        return FigurePlan(
            arrival=self.arrival,
            changes=tuple(self.changes),
            same=self.same,
            silent=self.silent,
            passed_over=tuple(self.passed_over),
        )

    def _compare_version(self, listed: ListedSet) -> None:
        here = self.known.get(listed.id)
        if here is not None and listed.version > here.version:
            self._pass_over(
                f"{here.name}: tệp theo phiên bản {listed.version}, ở đây là phiên bản "
                f"{here.version}. Hãy cập nhật bộ tiêu chí rồi nhập lại"
            )

    def _take(self, stated: StatedFigure, name: str) -> None:
        criteria = self.known.get(stated.set_id)
        indicator = criteria.asked.get(stated.code) if criteria else None
        if criteria is None:
            self._pass_over(f"Ở đây không có bộ tiêu chí “{name}”")
        elif indicator is None:
            self._pass_over(f"{criteria.name}: ở đây không có chỉ tiêu {stated.code}")
        elif stated.asks != indicator_digest(indicator):
            self._pass_over(
                f"{criteria.name}: chỉ tiêu {stated.code} ở đây khác nội dung trong tệp"
            )
        elif stated.figure.is_empty:
            self.silent += 1
        else:
            self._compare(criteria, indicator, stated.figure)

    def _compare(self, criteria: CriteriaSet, indicator: Indicator, said: Figure) -> None:
        service = self.workplace.thresholds
        opened = service.opened(criteria.id, indicator.code)
        before = opened.figures.get(service.office, Figure())
        try:
            after = _laid_over(before, said, criteria, indicator)
        except InputError as error:
            self.unfit.append(f"chỉ tiêu {indicator.code}: {error}")
            return
        if after == before:
            self.same += 1
            return
        self.changes.append(
            Change(
                set_id=criteria.id,
                indicator=indicator,
                before=before,
                after=replace(after, file_of=self._whose()),
                opened=opened,
            )
        )

    def _whose(self) -> FileOf | None:
        """Say whose file it is; one of our own (from another PC) needs no saying."""
        if self.arrival.signer is Signer.OWN:
            return None
        return FileOf(self.arrival.head.unit, self.arrival.name)

    def _pass_over(self, words: str) -> None:
        self.passed_over[words] = None

    def _refused(self, problems: list[str]) -> UnfitFiguresError:
        rest = len(problems) - _MOST_NAMED
        named = [*problems[:_MOST_NAMED], *([f"và {rest} chỗ khác"] if rest > 0 else [])]
        return UnfitFiguresError(
            f"Không nhận tệp “{self.arrival.path.name}”: {'; '.join(named)}. "
            f"Chưa có gì được nhập. Hãy báo cho {self.arrival.name}."
        )


def _laid_over(
    before: Figure, said: Figure, criteria: CriteriaSet, indicator: Indicator
) -> Figure:
    """Lay what a file states over what is stated here; what it does not state stays."""
    years = (indicator.rule.by_year if indicator.rule else None) or {}
    if not set(said.by_year) <= set(years) or (years and said.value is not None):
        raise _YearsError("mức chia theo năm không khớp với bộ tiêu chí")
    after = before
    for statement in statements_of(said):
        after = stated_in(after, statement, indicator, criteria.groups)
    return after
