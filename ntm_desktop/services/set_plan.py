"""What taking a criteria set in would do, and why it may be refused."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from db.kept import Kept
from ntm_desktop.domain.criteria import CriteriaSet
from ntm_desktop.domain.indicator_lint import LintFinding
from ntm_desktop.errors import DataFolderError, InputError, UsageError
from ntm_desktop.services.office_files import Arrival


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
    """What taking a set would do; `text` is its file, `document` what that says.

    `unread` is what of a workbook nobody read.
    `previous` is the version here, None for a new set. `kept` counts what was entered for it,
    `judged_anew` the answers and `figures` the entered figures of indicators that change.
    `arrival` says who signed the file, None for a workbook.
    """

    text: str
    document: Mapping[str, Any]
    new: CriteriaSet
    previous: CriteriaSet | None
    findings: Sequence[LintFinding]
    kept: Kept
    judged_anew: int
    figures: int
    unread: Sequence[str] = ()
    arrival: Arrival | None = None

    @property
    def is_here(self) -> bool:
        """Tell whether this very version is here already, whoever made its file."""
        return self.new == self.previous

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


def words_of(finding: LintFinding) -> str:
    """Word a finding together with the indicator it is about."""
    return f"{finding.indicator}: {finding.words}" if finding.indicator else finding.words
