"""What goes on paper: the dossier (hồ sơ) of a unit, as plain values."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path

from ntm_desktop.domain import criteria


class AuthorityLevel(StrEnum):
    """Where the dossier goes (cấp nhận hồ sơ); decides the word for its appraisal."""

    DISTRICT = "district"
    PROVINCE = "province"

    @property
    def appraisal(self) -> str:
        """Give the word for what this level does with a dossier."""
        return "thẩm tra" if self is AuthorityLevel.DISTRICT else "thẩm định"


class Mark(StrEnum):
    """What a reader must know before believing a line."""

    UNCHECKED = "mức chưa đối chiếu"
    CONFLICT = "số liệu chưa thống nhất"
    NO_THRESHOLD = "chưa có mức quy định"


class Media(StrEnum):
    """How a file can be put into the dossier; OTHER cannot."""

    PDF = "pdf"
    JPEG = "jpeg"
    PNG = "png"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Office:
    """The unit whose dossier it is, "Xã Tân Thành"; data, like everything here."""

    code: str
    name: str

    @property
    def committee(self) -> str:
        """Name its committee: "Ủy ban nhân dân xã Tân Thành"."""
        return f"Ủy ban nhân dân {self.in_sentence}"

    @property
    def in_sentence(self) -> str:
        """Give its name as it stands within a sentence: "xã Tân Thành"."""
        return lower_first(self.name)

    @property
    def place(self) -> str:
        """Give the place name before the date; a unit named by a number keeps its kind."""
        for kind in ("Xã ", "Phường ", "Thị trấn ", "Huyện ", "Tỉnh "):
            rest = self.name.removeprefix(kind)
            if rest != self.name and not rest[:1].isdigit():
                return rest
        return self.name


@dataclass(frozen=True, slots=True)
class Authority:
    """Who the dossier is addressed to (kính gửi), by the full name of the body."""

    name: str
    level: AuthorityLevel


@dataclass(frozen=True, slots=True)
class Signatory:
    """Authority line, title and name (may be blank) under which a document is signed."""

    capacity: tuple[str, ...] = ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH")
    name: str = ""


@dataclass(frozen=True, slots=True)
class Reference:
    """Number and date of a document; văn thư may fill in both by hand."""

    number: str = ""
    issued_on: date | None = None


@dataclass(frozen=True, slots=True)
class LegalBasis:
    """One document that the work rests on (căn cứ)."""

    number: str
    issued_on: date | None
    issuer: str
    title: str

    @classmethod
    def of(cls, basis: criteria.LegalBasis) -> "LegalBasis":
        """Take over what a criteria set rests on."""
        return cls(basis.number, iso_day(basis.date), basis.issuer, basis.title)

    def cited(self) -> str:
        """Cite it in full: "Quyết định số 318/QĐ-TTg ngày 08 tháng 3 năm 2022 của …"."""
        words = [numbered(self.number)]
        if self.issued_on:
            words.append(long_date(self.issued_on))
        if self.issuer:
            words.append(f"của {self.issuer}")
        if self.title:
            title = lower_first(self.title)
            words.append(title if title.startswith("về ") else f"về việc {title}")
        return " ".join(words)


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierFile:
    """One file of a document; `size` in bytes, `sha256` in hex; one not `here` never came."""

    name: str
    path: Path
    sha256: str
    media: Media
    size: int
    here: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierEvidence:
    """One document (minh chứng) that proves one or more indicators.

    A withheld one is listed only: its files do not go into the PDF.
    """

    number: str = ""
    issued_on: date | None = None
    issuer: str = ""
    summary: str = ""
    indicators: tuple[str, ...] = ()
    files: tuple[DossierFile, ...] = ()
    withheld: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierIndicator:
    """One line of the self-assessment, every value already in words.

    `claim` is what the unit states where it differs from the computed verdict.
    """

    code: str
    name: str
    requirement: str
    result: str
    verdict: str
    met: bool
    claim: str = ""
    claim_reason: str = ""
    note: str = ""
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierCriterion:
    """One criterion with its verdict in words; `met` is what "15/19" counts."""

    order: int
    name: str
    verdict: str
    met: bool
    indicators: tuple[DossierIndicator, ...]


@dataclass(frozen=True, slots=True)
class DossierCondition:
    """A condition beyond the criteria, and the separate paper that confirms it."""

    name: str
    paper: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """The dossier of one unit for one set and year; `aim` reads "xã đạt chuẩn nông thôn mới".

    `notice` is said on every page made by the program, e.g. that the set is a template.
    """

    office: Office
    authority: Authority
    set_name: str
    aim: str
    year: int
    legal_basis: tuple[LegalBasis, ...] = ()
    criteria: tuple[DossierCriterion, ...] = ()
    conditions: tuple[DossierCondition, ...] = ()
    evidence: tuple[DossierEvidence, ...] = ()
    proposal: Reference = Reference()
    report: Reference = Reference()
    signatory: Signatory = Signatory()
    practice: bool = False
    notice: str = ""

    @property
    def met(self) -> int:
        """Count the criteria that are met."""
        return sum(criterion.met for criterion in self.criteria)

    @property
    def complete(self) -> bool:
        """Tell whether recognition can be asked for: every criterion is met."""
        return bool(self.criteria) and self.met == len(self.criteria)

    @property
    def indicators(self) -> tuple[DossierIndicator, ...]:
        """List the indicators of all criteria."""
        return tuple(line for criterion in self.criteria for line in criterion.indicators)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A file that is listed but not appended, and why."""

    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class DossierReceipt:
    """What was written: pages in all, files appended, files left out."""

    pages: int
    appended: int
    left_out: tuple[LeftOut, ...]


def lower_first(text: str) -> str:
    """Write a name or title as it continues a sentence; abbreviations keep their capitals."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def long_date(day: date) -> str:
    """Write a date as documents do: zero before days below 10 and the months 1 and 2 only."""
    month = f"{day.month:02d}" if day.month <= 2 else str(day.month)
    return f"ngày {day.day:02d} tháng {month} năm {day.year}"


def iso_day(text: str) -> date | None:
    """Read an ISO date; what is none is not known."""
    with suppress(ValueError):
        return date.fromisoformat(text)
    return None


def short_date(day: date | None) -> str:
    """Write a date for a table, 08/03/2022; none is blank."""
    return f"{day:%d/%m}/{day.year}" if day else ""


_KINDS: Mapping[str, str] = {
    "QĐ": "Quyết định",
    "NĐ": "Nghị định",
    "NQ": "Nghị quyết",
    "TT": "Thông tư",
    "HD": "Hướng dẫn",
    "KH": "Kế hoạch",
    "CT": "Chỉ thị",
    "TB": "Thông báo",
    "BC": "Báo cáo",
    "CTr": "Chương trình",
    "TTr": "Tờ trình",
    "CV": "Công văn",
}


def numbered(number: str) -> str:
    """Name a document by its number, with its kind said once: "Quyết định số 318/QĐ-TTg"."""
    return f"{_kind(number)} số {_bare(number)}"


def _kind(number: str) -> str:
    sign = number.rsplit("/", 1)[-1]
    return _KINDS.get(sign.split("-", 1)[0], "Văn bản")


def _bare(number: str) -> str:
    for kind in (_kind(number), *_KINDS, "số"):
        number = (
            number.removeprefix(kind).lstrip(". ") if number.startswith(f"{kind} ") else number
        )
    return number
