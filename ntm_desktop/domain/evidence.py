"""Evidence (minh chứng): a document with its files, and the indicators it proves."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date
from pathlib import PurePath
from typing import TYPE_CHECKING, Any
from unicodedata import normalize

from ntm_desktop.domain.media import Kind
from ntm_desktop.domain.text import clean, date_for_people, fold
from ntm_desktop.errors import InputError

if TYPE_CHECKING:
    from ntm_desktop.domain.assessment import Sheet


class BadDocumentDateError(InputError):
    """A date of a document that is none."""

    code = "bad_date"


@dataclass(frozen=True, slots=True, kw_only=True)
class Details:
    """What a document says of itself; "" and None mean not stated. Dates are YYYY-MM-DD."""

    number: str = ""
    issued_on: str = ""
    issuer: str = ""
    summary: str = ""
    doc_type: str = ""
    valid_from: str = ""
    valid_to: str = ""
    original: bool | None = None
    sensitive: bool | None = None


DATES = ("issued_on", "valid_from", "valid_to")
FLAGS = ("original", "sensitive")
FIELDS = tuple(field.name for field in fields(Details))


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceFile:
    """One file of a document; `kind` is None where the file never came or is of a newer kind."""

    sha256: str
    name: str
    kind: Kind | None
    size: int
    pages: int | None
    is_here: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """What a document proves; `paper` is the id of the required paper it stands for."""

    subject: str
    criteria_set: str
    year: int
    indicator: str
    paper: str = ""

    def is_of(self, sheet: "Sheet") -> bool:
        """Tell whether it stands in a sheet."""
        return (self.subject, self.criteria_set, self.year) == sheet


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """A document (minh chứng) as it stands now."""

    key: str
    scope: str
    details: Details
    files: tuple[EvidenceFile, ...]
    links: tuple[Link, ...]

    @property
    def title(self) -> str:
        """Name it for people: "12/QĐ-UBND ngày 05/02/2024, Công nhận …"."""
        number, issued_on = self.details.number, date_for_people(self.details.issued_on)
        reference = f"{number} ngày {issued_on}" if number and issued_on else number
        named = ", ".join(part for part in (reference, self.details.summary) if part)
        return named or (self.files[0].name if self.files else "(chưa có trích yếu)")

    def matches(self, words: Iterable[str]) -> bool:
        """Tell whether all these folded words occur in what it says, its files or indicators."""
        texts = [getattr(self.details, name) for name in FIELDS if name not in FLAGS]
        texts += [date_for_people(getattr(self.details, name)) for name in DATES]
        texts += [file.name for file in self.files] + [link.indicator for link in self.links]
        said = fold(" ".join(texts))
        return all(word in said for word in words)


def stored_fields(changes: dict[str, Any]) -> dict[str, Any]:
    """Bring typed details to their one spelling; raises BadDocumentDateError."""
    return {name: _stored(name, value) for name, value in changes.items()}


def _stored(name: str, value: Any) -> Any:
    if name not in FIELDS:
        raise KeyError(name)
    if name in FLAGS:
        return value
    text = clean(value)
    return _date(text) if name in DATES and text else text


def _date(text: str) -> str:
    """Read dd/mm/yyyy, d-m-yyyy or an ISO date."""
    parts = text.replace("-", "/").replace(".", "/").split("/")
    try:
        numbers = [int(part) for part in parts]
        year, month, day = numbers if len(parts[0]) == 4 else numbers[::-1]
        if not 1900 <= year <= 2200:  # a slip of the finger
            raise ValueError(year)
        return date(year, month, day).isoformat()
    except ValueError:
        raise BadDocumentDateError(
            f"“{text[:20]}” không phải ngày hợp lệ. Hãy ghi ngày/tháng/năm, ví dụ 05/02/2024."
        ) from None


def name_for_people(path: PurePath, *, stem: bool = False) -> str:
    """Give the name of a file in one spelling (NFC), whatever the PC it comes from."""
    return normalize("NFC", path.stem if stem else path.name)
