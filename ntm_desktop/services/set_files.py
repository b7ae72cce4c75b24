"""Criteria sets in Excel and in signed files: shown before they are taken, never in part."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from db import kept
from db.connection import reading, writing
from ntm_desktop.domain.criteria import CriteriaSet, IndicatorCode, SetId
from ntm_desktop.domain.indicator_digest import set_digests
from ntm_desktop.domain.set_lint import lint
from ntm_desktop.domain.topics import Topic
from ntm_desktop.errors import InputError
from ntm_desktop.exchange import (
    criteria_file,
    criteria_reading,
    criteria_workbook,
    criteria_writer,
    office_file,
)
from ntm_desktop.exchange.criteria_schema import problems
from ntm_desktop.exchange.disk import write_whole
from ntm_desktop.services.catalogue import agencies
from ntm_desktop.services.office_files import ENDING, Head, NewerKindError, OfficeFiles
from ntm_desktop.services.set_installing import CHANGED, install
from ntm_desktop.services.set_plan import NotWrittenWholeError as NotWrittenWholeError
from ntm_desktop.services.set_plan import SetChangedMeanwhileError as SetChangedMeanwhileError
from ntm_desktop.services.set_plan import SetPlan as SetPlan
from ntm_desktop.services.set_plan import SetRefusedError as SetRefusedError
from ntm_desktop.services.set_plan import WarningsNotAcceptedError as WarningsNotAcceptedError
from ntm_desktop.services.set_plan import words_of as words_of

if TYPE_CHECKING:
    from ntm_desktop.exchange.keys import OfficeKeys
    from ntm_desktop.services.workplace import Workplace

KIND: Final = "criteria_set"
"""Of a signed file."""


@dataclass(frozen=True, slots=True)
class SetFiles:
    """The files of the sets of one office."""

    workplace: "Workplace"

    def export(self, set_id: SetId, target: Path) -> CriteriaSet:
        """Write a set to a workbook and read it again; raises UnknownSetError, DataFolderError."""
        catalogue = self.workplace.catalogue
        found = catalogue.criteria_set(set_id)
        document = criteria_file.parse(catalogue.text(set_id))
        write_whole(target, criteria_workbook.workbook(document, agencies()))
        again = criteria_reading.read(target, agencies(), self._known())
        if criteria_file.criteria_set(again.document, "") != found:
            raise NotWrittenWholeError(
                f"Tệp “{target.name}” đọc lại không giống bộ tiêu chí. Hãy chọn nơi khác rồi "
                "xuất lại."
            )
        return found

    def sign(self, set_id: SetId, target: Path, keys: "OfficeKeys") -> Head:
        """Write the file of a set, as it is, signed by the office for others.

        Raises UnknownSetError, DataFolderError.
        """
        found = self.workplace.catalogue.criteria_set(set_id)
        content = self.workplace.catalogue.text(set_id).encode()
        title = f"Bộ tiêu chí: {found.name}, phiên bản {found.version}"
        return OfficeFiles(self.workplace).sign(target, KIND, title, content, keys)

    def plan(self, path: Path) -> SetPlan:
        """Read a workbook or a signed file and say what taking it would do.

        Raises WorkbookError, WorkbookProblemsError with every problem by its cell,
        CriteriaFileError by its line, and what OfficeFiles.look_at raises.
        """
        if path.suffix.lower() == ENDING:
            return self._signed(path)
        found = criteria_reading.read(path, agencies(), self._known())
        unit = self.workplace.office.unit
        made = {"office": f"{unit.name} ({unit.code})", "on": f"{_today():%Y-%m-%d}"}
        text = criteria_writer.written({**found.document, "made": made})
        return replace(self._planned(criteria_file.parse(text), text), unread=found.unread)

    def _signed(self, path: Path) -> SetPlan:
        arrival = OfficeFiles(self.workplace).look_at(path)
        if arrival.head.kind != KIND:
            raise NewerKindError(
                f"Tệp “{path.name}” không phải tệp bộ tiêu chí, hoặc do bản mới hơn tạo ra. "
                "Hãy chọn đúng tệp, hoặc cập nhật chương trình."
            )
        return replace(
            self._planned(*criteria_file.checked(arrival.content, path.name, self._known())),
            arrival=arrival,
        )

    def apply(self, chosen: SetPlan, *, accepted: bool, fingerprint: str = "") -> frozenset[Topic]:
        """Take what was shown, all or nothing, and keep the version it replaces.

        It is compared once more with what is here now: raises SetRefusedError,
        WarningsNotAcceptedError, SetChangedMeanwhileError, DataFolderError; of an unknown office
        FingerprintNeededError, FingerprintDiffersError.
        """
        if chosen.arrival is not None:
            OfficeFiles(self.workplace).check_compared(chosen.arrival, fingerprint)
        with self.workplace.data.session() as store, writing(store):  # one after the other
            self.workplace.catalogue.forget(chosen.new.id)
            now = self._planned(chosen.document, chosen.text)
            if now.is_here:
                return frozenset()
            _check(now, chosen, accepted=accepted)
            install(self.workplace.folder, self.workplace.catalogue, now.new.id, now.text.encode())
        return CHANGED

    def _planned(self, document: Mapping[str, Any], text: str) -> SetPlan:
        """Compare with what is here; raises SetChangedMeanwhileError for a broken reference."""
        known = self._known()
        if problems(document, known):
            raise _changed_meanwhile()
        new = criteria_file.criteria_set(document, criteria_file.digest(text))
        previous = known.get(new.id)
        with self.workplace.data.session() as store, reading(store):
            entered = kept.read(store, new.id)
        others = [one for one in known.values() if one.id != new.id]
        changed = _changed(new, previous)
        return SetPlan(
            text=text,
            document=document,
            new=new,
            previous=previous,
            findings=() if new == previous else lint(new, previous, others, entered.years),
            kept=entered,
            judged_anew=sum(entered.answers[code] for code in changed),
            figures=sum(entered.figures[code] for code in changed),
        )

    def _known(self) -> dict[SetId, CriteriaSet]:
        return {one.id: one for one in self.workplace.catalogue.sets()}


def is_set(path: Path) -> bool:
    """Tell whether a signed file holds a set; what cannot be read is none."""
    try:
        return office_file.read(path).head.kind == KIND
    except InputError:
        return False


def _today() -> date:
    return datetime.now(UTC).astimezone().date()


def _check(now: SetPlan, shown: SetPlan, *, accepted: bool) -> None:
    """Let only through what was shown, is not refused and was accepted."""
    if now.errors:
        raise SetRefusedError(now.title, now.errors)
    if now.findings != shown.findings or now.previous != shown.previous:
        raise _changed_meanwhile()
    if now.warnings and not accepted:
        raise WarningsNotAcceptedError(
            f"{now.title} có {len(now.warnings)} chỗ khác bản đang dùng. Hãy xem từng chỗ, đồng "
            "ý rồi nhập lại (lệnh ntm: thêm --accept-warnings)."
        )


def _changed_meanwhile() -> SetChangedMeanwhileError:
    return SetChangedMeanwhileError(
        "Bộ tiêu chí này vừa được thay ở cửa sổ hoặc lệnh khác nên bản xem trước không còn đúng. "
        "Hãy chọn lại tệp để xem trước lần nữa."
    )


def _changed(new: CriteriaSet, previous: CriteriaSet | None) -> list[IndicatorCode]:
    """List the indicators whose demand is another than before."""
    if previous is None:
        return []
    before, after = set_digests(previous), set_digests(new)
    return [code for code, digest in before.items() if after.get(code) != digest]
