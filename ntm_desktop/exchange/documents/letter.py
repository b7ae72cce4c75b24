"""The parts of an administrative document after Decree 30/2020/NĐ-CP, annex I."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ntm_desktop.domain.dossier import LegalBasis, Office, Reference, Signatory, long_date
from ntm_desktop.exchange.documents.fonts import Face
from ntm_desktop.exchange.documents.pen import MM, PORTRAIT, Align
from ntm_desktop.exchange.documents.pieces import (
    Beside,
    Gap,
    Piece,
    Style,
    bullet,
    paragraph,
    underlined,
)

ROOM = PORTRAIT.room
_LEFT = 64 * MM
_RIGHT_AT = 66 * MM
_RIGHT = ROOM - _RIGHT_AT
_SIGN_AT = 80 * MM
_SIGN = ROOM - _SIGN_AT
SEAL = 28 * MM
"""Free height for signature and seal."""

CENTRED = Style(align=Align.CENTRE)
BODY = Style(justify=True, first_indent=10 * MM, before=6, leading=1.25)
BASIS = replace(BODY, face=Face.ITALIC)
HEADING = Style(face=Face.BOLD, first_indent=10 * MM, before=8, keep=True)
_ISSUER = replace(CENTRED, face=Face.BOLD, size=13)
_PLAIN = replace(CENTRED, size=13)
_DATE = replace(CENTRED, face=Face.ITALIC, size=14)


@dataclass(frozen=True, slots=True)
class Head:
    """What stands at the top of a document; `sign` follows the number: "TTr-UBND"."""

    office: Office
    sign: str
    reference: Reference
    year: int
    kind: str
    summary: str


def letterhead(head: Head) -> list[Piece]:
    """Set issuer and national heading, number and place with date."""
    issuer = [
        *paragraph("ỦY BAN NHÂN DÂN", _ISSUER, _LEFT),
        *underlined(head.office.name.upper(), _ISSUER, _LEFT, 0.4),
    ]
    nation = [
        *paragraph("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", _ISSUER, _RIGHT),
        *underlined("Độc lập - Tự do - Hạnh phúc", replace(_ISSUER, size=14), _RIGHT, 1.0),
    ]
    number = paragraph(number_line(head.reference, head.sign), _PLAIN, _LEFT)
    dated = paragraph(place_and_date(head.office, head.reference, head.year), _DATE, _RIGHT)
    return [
        Beside(((0, tuple(issuer)), (_RIGHT_AT, tuple(nation))), keep=True),
        Gap(5),
        Beside(((0, tuple(number)), (_RIGHT_AT, tuple(dated))), keep=True),
        Gap(16),
    ]


def title(kind: str, summary: str, room: float = ROOM) -> list[Piece]:
    """Set the name of the document's kind and what it is about."""
    bold = replace(CENTRED, face=Face.BOLD)
    about = underlined(summary, bold, room, 0.4)
    return [*paragraph(kind, replace(bold, keep=True), room), *about, Gap(6)]


def opening(head: Head, addressee: str) -> list[Piece]:
    """Set everything above the body."""
    return [
        *letterhead(head),
        *title(head.kind, head.summary),
        *paragraph(f"Kính gửi: {addressee}", replace(CENTRED, before=4), ROOM),
        Gap(6),
    ]


def number_line(reference: Reference, sign: str) -> str:
    """Write "Số: 05/TTr-UBND"; room is left where there is no number yet."""
    number = reference.number.strip()
    if "/" in number:
        return f"Số: {number}"
    if number.isdecimal():
        number = number.zfill(2)
    return f"Số: {number or _blank(8)}/{sign}"


def place_and_date(office: Office, reference: Reference, year: int) -> str:
    """Write place and date; day and month stay blank until văn thư fills them in."""
    if reference.issued_on:
        return f"{office.place}, {long_date(reference.issued_on)}"
    return f"{office.place}, ngày{_blank(7)}tháng{_blank(7)}năm {year}"


def referred(kind: str, sign: str, reference: Reference, year: int) -> str:
    """Refer to a document: "Tờ trình số 12/TTr-UBND ngày 05 tháng 02 năm 2024"."""
    number = number_line(reference, sign).removeprefix("Số: ")
    day = reference.issued_on
    dated = long_date(day) if day else f"ngày{_blank(5)}tháng{_blank(5)}năm {year}"
    return f"{kind} số {number} {dated}"


def bases(legal: Sequence[LegalBasis]) -> list[Piece]:
    """Set the legal bases in italics, a semicolon after each and a full stop after the last."""
    pieces: list[Piece] = []
    for number, basis in enumerate(legal, 1):
        end = "." if number == len(legal) else ";"
        where = f"căn cứ pháp lý “{basis.number}”"
        pieces += paragraph(f"Căn cứ {basis.cited()}{end}", BASIS, ROOM, where)
    return pieces


def copies_to(office: Office) -> list[str]:
    """List who gets a letter upward: the addressee, the unit's own leaders, the file."""
    kind = office.in_sentence.removesuffix(office.place).strip()
    leaders = f"Thường trực Đảng ủy, HĐND {kind}".rstrip()
    return ["Như trên", leaders, "Lưu: VT"]


def closing(signatory: Signatory, recipients: Sequence[str]) -> list[Piece]:
    """Set recipients and the place to sign, with room for the seal, as one block."""
    small = Style(size=11, leading=1.15)
    told = paragraph("Nơi nhận:", Style(face=Face.BOLD_ITALIC, size=12), _SIGN_AT)
    for recipient in recipients:
        end = "." if recipient is recipients[-1] else ";"
        told += bullet(f"{recipient}{end}", small, _SIGN_AT - 6 * MM)
    return [Gap(12), Beside(((0, tuple(told)), (_SIGN_AT, tuple(_signed(signatory)))))]


def _signed(signatory: Signatory) -> list[Piece]:
    bold = replace(CENTRED, face=Face.BOLD)
    pieces = [line for text in signatory.capacity for line in paragraph(text, bold, _SIGN)]
    name = signatory.name or "\u00a0"
    return [*pieces, Gap(SEAL), *paragraph(name, bold, _SIGN, "họ tên người ký")]


def _blank(letters: int) -> str:
    return "\u00a0" * letters
