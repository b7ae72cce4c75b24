"""The sheet an officer carries to the villages (phiếu kiểm tra), as plain values."""

from dataclasses import dataclass

from ntm_desktop.domain.dossier import Office

_PREFIX = "NTM-PHIEU-1"


@dataclass(frozen=True, slots=True)
class RequiredPaper:
    """A document that an indicator asks for, and whether it is there."""

    name: str
    present: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ChecklistItem:
    """One indicator to be looked at; a blank sheet ignores result, met and what is present."""

    code: str
    name: str
    requirement: str
    papers: tuple[RequiredPaper, ...] = ()
    result: str = ""
    met: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChecklistSection:
    """One criterion; it starts on a page of its own."""

    order: int
    name: str
    items: tuple[ChecklistItem, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Checklist:
    """The checklist of one subject for one set and year, blank or filled from the data."""

    office: Office
    set_id: str
    set_name: str
    subject: str
    subject_name: str
    year: int
    sections: tuple[ChecklistSection, ...]
    filled: bool = False
    practice: bool = False
    notice: str = ""


@dataclass(frozen=True, slots=True)
class SheetMark:
    """What the QR of a page says, so that its scan finds the way back."""

    set_id: str
    subject: str
    year: int
    criterion: int
    page: int

    def text(self) -> str:
        """Write it as the code carries it."""
        fields = (self.set_id, self.subject, self.year, self.criterion, self.page)
        return "|".join((_PREFIX, *map(str, fields)))

    @classmethod
    def read(cls, text: str) -> "SheetMark | None":
        """Read a code's text; none when it is not one of ours."""
        parts = text.split("|")
        if len(parts) != 6 or parts[0] != _PREFIX or not all(map(str.isdecimal, parts[3:])):
            return None
        return cls(parts[1], parts[2], *map(int, parts[3:]))
