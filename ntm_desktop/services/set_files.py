"""Criteria sets to Excel and back: a new version is shown before it is taken, never in part."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from db import kept
from db.connection import DataFile, reading, writing
from db.kept import Kept
from ntm_desktop.domain.criteria import CriteriaSet, IndicatorCode, SetId
from ntm_desktop.domain.indicator_digest import set_digests
from ntm_desktop.domain.indicator_lint import LintFinding
from ntm_desktop.domain.set_lint import lint
from ntm_desktop.domain.topics import Topic
from ntm_desktop.errors import DataFolderError, InputError, UsageError
from ntm_desktop.exchange import (
    criteria_file,
    criteria_reading,
    criteria_workbook,
    criteria_writer,
)
from ntm_desktop.exchange.disk import told_plainly, write_whole
from ntm_desktop.paths import DataFolder
from ntm_desktop.services.catalogue import Catalogue, agencies
from ntm_desktop.services.office import Office

FORMER = "former"
"""Where replaced versions are kept, below the folder of the sets."""
_CHANGED = frozenset({Topic.THRESHOLDS, Topic.ASSESSMENTS})


class SetRefusedError(InputError):
    """A new version that what was entered could not be read by; `findings` say all of it."""

    code = "set_refused"

    def __init__(self, title: str, findings: Sequence[LintFinding]) -> None:
        self.findings = tuple(findings)
        told = "\n".join(f"- {words_of(each)}" for each in self.findings)
        super().__init__(f"Không nhận {title}, chưa có gì thay đổi:\n{told}")


class NotWrittenWholeError(DataFolderError):
    """What was written reads differently."""

    code = "not_written_whole"


class WarningsNotAcceptedError(UsageError):
    """Nobody accepted what a new version changes."""

    code = "warnings_not_accepted"


class SetChangedMeanwhileError(InputError):
    """The set here is no longer the one that was compared with."""

    code = "set_changed_meanwhile"


@dataclass(frozen=True, slots=True, kw_only=True)
class SetPlan:
    """What taking a set would do; `text` is its file, `unread` what of a workbook nobody read.

    `previous` is the version here, None for a new set. `kept` counts what was entered for it,
    `judged_anew` the answers and `figures` the entered figures of indicators that change.
    """

    text: str
    new: CriteriaSet
    previous: CriteriaSet | None
    findings: Sequence[LintFinding]
    kept: Kept
    judged_anew: int
    figures: int
    unread: Sequence[str] = ()

    @property
    def errors(self) -> list[LintFinding]:
        """Give what is refused."""
        return [each for each in self.findings if each.is_error]

    @property
    def warnings(self) -> list[LintFinding]:
        """Give what has to be accepted."""
        return [each for each in self.findings if not each.is_error]

    @property
    def title(self) -> str:
        """Name the version: what it is, and its number."""
        return f"“{self.new.name}” phiên bản {self.new.version}"


@dataclass(frozen=True, slots=True, kw_only=True)
class SetFiles:
    """The files of the sets of one data folder."""

    folder: DataFolder
    data: DataFile
    office: Office
    catalogue: Catalogue

    def export(self, set_id: SetId, target: Path) -> CriteriaSet:
        """Write a set to a workbook and read it again; raises UnknownSetError, DataFolderError."""
        found = self.catalogue.criteria_set(set_id)
        document = criteria_file.parse(self.catalogue.text(set_id))
        write_whole(target, criteria_workbook.workbook(document, agencies()))
        again = criteria_reading.read(target, agencies(), self._known())
        if criteria_file.criteria_set(again.document, "") != found:
            raise NotWrittenWholeError(
                f"Tệp “{target.name}” đọc lại không giống bộ tiêu chí. Hãy chọn nơi khác rồi "
                "xuất lại."
            )
        return found

    def plan(self, path: Path) -> SetPlan:
        """Read a workbook and say what taking it would do.

        Raises WorkbookError, and WorkbookProblemsError with every problem by its cell.
        """
        found = criteria_reading.read(path, agencies(), self._known())
        made = {"office": self._maker(), "on": f"{datetime.now(UTC).astimezone():%Y-%m-%d}"}
        text = criteria_writer.written({**found.document, "made": made})
        return self._planned(text, path.name, found.unread)

    def apply(self, chosen: SetPlan, *, accepted: bool) -> frozenset[Topic]:
        """Take what was shown, all or nothing, and keep the version it replaces.

        It is compared once more with what is here now: raises SetRefusedError,
        WarningsNotAcceptedError, SetChangedMeanwhileError, DataFolderError.
        """
        with self.data.session() as store, writing(store):  # others wait: one after the other
            self.catalogue.forget(chosen.new.id)
            now = self._planned(chosen.text, chosen.new.id, chosen.unread)
            if now.errors:
                raise SetRefusedError(now.title, now.errors)
            if now.findings != chosen.findings or now.previous != chosen.previous:
                raise SetChangedMeanwhileError(
                    "Bộ tiêu chí này vừa được thay ở cửa sổ hoặc lệnh khác nên bản xem trước "
                    "không còn đúng. Hãy chọn lại tệp để xem trước lần nữa."
                )
            if now.warnings and not accepted:
                raise WarningsNotAcceptedError(
                    f"{now.title} có {len(now.warnings)} chỗ khác bản đang dùng. Hãy xem từng "
                    "chỗ, đồng ý rồi nhập lại (lệnh ntm: thêm --accept-warnings)."
                )
            self._install(now)
        self.catalogue.forget(chosen.new.id)
        return _CHANGED

    def _planned(self, text: str, name: str, unread: Sequence[str]) -> SetPlan:
        known = self._known()
        new = criteria_file.read(text.encode(), name, known=known)
        previous = known.get(new.id)
        with self.data.session() as store, reading(store):
            entered = kept.read(store, new.id)
        others = [one for one in known.values() if one.id != new.id]
        changed = _changed(new, previous)
        return SetPlan(
            text=text,
            new=new,
            previous=previous,
            findings=lint(new, previous, others, entered.years),
            kept=entered,
            judged_anew=sum(entered.answers[code] for code in changed),
            figures=sum(entered.figures[code] for code in changed),
            unread=unread,
        )

    def _install(self, chosen: SetPlan) -> None:
        folder, id_ = self.folder.criteria, chosen.new.id
        with told_plainly(folder):
            (folder / FORMER).mkdir(parents=True, exist_ok=True)
        if chosen.previous is not None:
            former = folder / FORMER / f"{id_}-{chosen.previous.version}.yaml"
            write_whole(former, self.catalogue.text(id_).encode())
        write_whole(folder / f"{id_}.yaml", chosen.text.encode())

    def _known(self) -> dict[SetId, CriteriaSet]:
        return {one.id: one for one in self.catalogue.sets()}

    def _maker(self) -> str:
        return f"{self.office.unit.name} ({self.office.unit.code})"


def words_of(finding: LintFinding) -> str:
    """Word a finding together with the indicator it is about."""
    return f"{finding.indicator}: {finding.words}" if finding.indicator else finding.words


def _changed(new: CriteriaSet, previous: CriteriaSet | None) -> list[IndicatorCode]:
    """List the indicators whose demand is another than before."""
    if previous is None:
        return []
    before, after = set_digests(previous), set_digests(new)
    return [code for code, digest in before.items() if after.get(code) != digest]
