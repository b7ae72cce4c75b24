"""The documents of an office on paper: its dossier and the checklists for the villages."""

from collections.abc import Sequence
from pathlib import Path

from db import subjects, units
from db.connection import DataFile
from db.files import FileStore
from ntm_desktop.domain import dossier as paper
from ntm_desktop.domain.answer import NotApplicable, answer_for_people
from ntm_desktop.domain.assessment import Sheet, Verdict, key_of
from ntm_desktop.domain.checklist import (
    Checklist,
    ChecklistItem,
    ChecklistSection,
    RequiredPaper,
)
from ntm_desktop.domain.criteria import CriteriaSet, natural
from ntm_desktop.domain.dossier import Dossier, DossierReceipt, Mark, Media
from ntm_desktop.domain.evidence import Evidence, EvidenceFile
from ntm_desktop.domain.progress import Progress
from ntm_desktop.domain.set_findings import paper_notice
from ntm_desktop.domain.standing import CriterionStanding, IndicatorStanding
from ntm_desktop.domain.text import number_for_people
from ntm_desktop.errors import InputError
from ntm_desktop.exchange.documents.checklist import write_checklist
from ntm_desktop.exchange.documents.dossier import write_dossier
from ntm_desktop.services.evidence import EvidenceRoom
from ntm_desktop.services.office import Authority, Office
from ntm_desktop.services.self_assessment import SelfAssessment

_VERDICTS = {
    Verdict.MET: "Đạt",
    Verdict.NOT_MET: "Chưa đạt",
    Verdict.INCOMPLETE: "Chưa đủ số liệu",
    Verdict.NO_THRESHOLD: "Chưa có mức quy định",
    Verdict.NOT_APPLICABLE: "Không áp dụng",
}
_AIMS = {
    "advanced": "xã đạt chuẩn nông thôn mới nâng cao",
    "exemplary": "xã đạt chuẩn nông thôn mới kiểu mẫu",
}
_CONDITIONS = {
    "no_construction_debt": "báo cáo tình hình nợ đọng xây dựng cơ bản",
    "resident_satisfaction": "báo cáo kết quả lấy ý kiến về sự hài lòng của người dân",
    "security_not_complex": "văn bản xác nhận về an ninh, trật tự",
}
_OWN_PAPER = "văn bản của cơ quan có thẩm quyền"
_STANDARD = "xã đạt chuẩn nông thôn mới"
_TERRITORIES = ("Huyện ", "Tỉnh ", "Thành phố ", "Thị xã ", "Quận ")


class UnknownCriterionError(InputError):
    """The set has no such criterion."""

    code = "unknown_criterion"


class Documents:
    """Makes documents from what is kept in one data file."""

    def __init__(
        self,
        *,
        data: DataFile,
        office: Office,
        self_assessment: SelfAssessment,
        evidence: EvidenceRoom,
        files: FileStore,
    ) -> None:
        self._data = data
        self._office = office
        self._self_assessment = self_assessment
        self._evidence = evidence
        self._files = files

    def dossier(self, dest: Path, sheet: Sheet, progress: Progress) -> DossierReceipt:
        """Write the dossier of a sheet as one PDF; long work.

        Raises MissingGlyphError, EvidenceVanishedError, DiskFullError, DestinationError or
        UnverifiedError, and then leaves nothing behind.
        """
        return write_dossier(self.collected(sheet), dest, progress)

    def collected(self, sheet: Sheet) -> Dossier:
        """Gather what the dossier of a sheet says."""
        board = self._self_assessment.board(sheet)
        criteria, authority = board.criteria_set, self._office.authority
        return Dossier(
            office=self._unit(sheet),
            authority=paper.Authority(addressee(authority), paper.AuthorityLevel(authority.level)),
            set_name=criteria.name,
            aim=_AIMS.get(criteria.tier, _STANDARD),
            year=sheet.year,
            legal_basis=tuple(map(paper.LegalBasis.of, criteria.legal_basis)),
            criteria=tuple(_criterion(standing) for standing in board.criteria),
            conditions=tuple(
                paper.DossierCondition(one.name, _CONDITIONS.get(one.id, _OWN_PAPER))
                for one in criteria.conditions
            ),
            evidence=tuple(self._proofs(sheet)),
            practice=self._office.practice,
            notice=paper_notice(criteria),
        )

    def checklist(
        self,
        dest: Path,
        sheet: Sheet,
        progress: Progress,
        *,
        criterion: int | None = None,
        filled: bool = False,
    ) -> int:
        """Write the checklist of one criterion, or of all, and give its number of pages.

        Raises UnknownCriterionError, MissingGlyphError, DiskFullError, DestinationError or
        UnverifiedError, and then leaves nothing behind.
        """
        board = self._self_assessment.board(sheet)
        unit = self._unit(sheet)
        given = Checklist(
            office=unit,
            set_id=sheet.criteria_set,
            set_name=board.criteria_set.name,
            subject=sheet.subject,
            subject_name=self._subject_name(sheet, unit.name),
            year=sheet.year,
            sections=tuple(
                _section(standing)
                for standing in _chosen(board.criteria_set, board.criteria, criterion)
            ),
            filled=filled,
            practice=self._office.practice,
            notice=paper_notice(board.criteria_set),
        )
        return write_checklist(given, dest, progress)

    def _unit(self, sheet: Sheet) -> paper.Office:
        """Name the unit as it was called in that year: old dossiers keep the old name."""
        code, own = sheet.unit, self._office.unit
        with self._data.session() as store:
            found = units.find(store, code, on=f"{sheet.year}-12-31")
        return paper.Office(code, found.name if found else own.name if own.code == code else code)

    def _subject_name(self, sheet: Sheet, unit_name: str) -> str:
        with self._data.session() as store:
            found = subjects.find(store, sheet.subject) if key_of(sheet.subject) else None
        return f"{found.full_name}, {unit_name}" if found else unit_name

    def _proofs(self, sheet: Sheet) -> list[paper.DossierEvidence]:
        return [self._proof(document, sheet) for document in self._evidence.of_sheet(sheet)]

    def _proof(self, document: Evidence, sheet: Sheet) -> paper.DossierEvidence:
        details = document.details
        codes = {link.indicator for link in document.links if link.is_of(sheet)}
        return paper.DossierEvidence(
            number=details.number,
            issued_on=paper.iso_day(details.issued_on),
            issuer=details.issuer,
            summary=details.summary,
            indicators=tuple(sorted(codes, key=natural)),
            files=tuple(self._file(file) for file in document.files),
            withheld=bool(details.sensitive),
        )

    def _file(self, file: EvidenceFile) -> paper.DossierFile:
        printable = file.kind is not None and file.kind.can_be_printed
        return paper.DossierFile(
            name=file.name,
            path=self._files.path(file.sha256),
            sha256=file.sha256,
            media=Media(file.kind.value) if file.kind and printable else Media.OTHER,
            size=file.size,
            here=file.is_here,
        )


def addressee(authority: Authority) -> str:
    """Name the body a dossier goes to: a district's committee, or an office by its own name."""
    name = authority.name
    if name.startswith(_TERRITORIES):
        return f"Ủy ban nhân dân {paper.lower_first(name)}"
    return name


def _chosen(
    criteria: CriteriaSet, standings: Sequence[CriterionStanding], order: int | None
) -> Sequence[CriterionStanding]:
    found = [one for one in standings if order in (None, one.criterion.order)]
    if not found:
        raise UnknownCriterionError(
            f"{criteria.name} không có tiêu chí số {order}. "
            f"Hãy chọn từ 1 đến {len(criteria.criteria)}."
        )
    return found


def _criterion(standing: CriterionStanding) -> paper.DossierCriterion:
    return paper.DossierCriterion(
        order=standing.criterion.order,
        name=standing.criterion.name,
        verdict=_VERDICTS[standing.verdict],
        met=standing.verdict.counts_as_met,
        indicators=tuple(_indicator(line) for line in standing.indicators),
    )


def _indicator(line: IndicatorStanding) -> paper.DossierIndicator:
    claim = line.entry.claim if line.claim_differs else None
    return paper.DossierIndicator(
        code=line.indicator.code,
        name=line.indicator.name,
        requirement=_requirement(line),
        result=_result(line),
        verdict=_VERDICTS[line.verdict],
        met=line.verdict.counts_as_met,
        claim="" if claim is None else "Đạt" if claim.met else "Chưa đạt",
        claim_reason=claim.reason if claim else "",
        note=line.entry.note,
        marks=tuple(_marks(line)),
    )


def _requirement(line: IndicatorStanding) -> str:
    judgement = line.judgement
    parts = [f"{part.name}: {part.threshold.text}" for part in judgement.parts]
    return "\n".join([judgement.threshold.text, *parts])


def _result(line: IndicatorStanding) -> str:
    """Word what was entered; contradicting answers are all named."""
    unit, options = line.indicator.unit, line.indicator.options
    words = [answer_for_people(answer, unit, options) for answer in line.entry.answers]
    texts = [" hoặc ".join(word for word in words if word)]
    answer = line.answer
    if isinstance(answer, NotApplicable) and answer.reason:
        texts[0] += f": {answer.reason}"
    texts += [
        f"{part.name}: {number_for_people(part.value)} {part.threshold.unit}".rstrip()
        for part in line.judgement.parts
        if part.value is not None
    ]
    return "\n".join(texts)


def _marks(line: IndicatorStanding) -> list[Mark]:
    limits = [line.judgement.threshold, *(part.threshold for part in line.judgement.parts)]
    marks = []
    if any(limit.limit is not None and not limit.checked for limit in limits):
        marks.append(Mark.UNCHECKED)
    if line.in_conflict:
        marks.append(Mark.CONFLICT)
    if any(limit.comparison is not None and limit.limit is None for limit in limits):
        marks.append(Mark.NO_THRESHOLD)
    return marks


def _section(standing: CriterionStanding) -> ChecklistSection:
    criterion = standing.criterion
    items = tuple(_item(line) for line in standing.indicators)
    return ChecklistSection(order=criterion.order, name=criterion.name, items=items)


def _item(line: IndicatorStanding) -> ChecklistItem:
    decided = line.verdict in {Verdict.MET, Verdict.NOT_MET}
    return ChecklistItem(
        code=line.indicator.code,
        name=line.indicator.name,
        requirement=_requirement(line),
        papers=tuple(
            RequiredPaper(asked.name, asked.id in line.entry.papers)
            for asked in line.indicator.papers
        ),
        result=_result(line),
        met=line.verdict is Verdict.MET if decided else None,
    )
