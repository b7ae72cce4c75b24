"""The end of a form: the date and two signatures, to be filled in by hand."""

from collections.abc import Iterator
from dataclasses import replace

from ntm_desktop.exchange.documents.fonts import Face
from ntm_desktop.exchange.documents.letter import CENTRED, SEAL
from ntm_desktop.exchange.documents.pen import Align
from ntm_desktop.exchange.documents.pieces import Beside, Gap, Piece, Style, paragraph

LINE = Style(size=12, leading=1.7)
"""How lines to write on stand."""

_TITLE = replace(CENTRED, face=Face.BOLD, keep=True, size=12)
_HINT = replace(CENTRED, face=Face.ITALIC, size=11)


def sign_off(left: str, right: str, room: float) -> Iterator[Piece]:
    """Leave a line for the date, and room for the names and signatures of two sides."""
    dated = f"Ngày{chr(160) * 8}tháng{chr(160) * 8}năm 20{chr(160) * 6}"
    style = replace(LINE, align=Align.RIGHT, face=Face.ITALIC, keep=True)
    yield from paragraph(dated, style, room)
    half = room / 2
    yield Beside(((0, tuple(_signer(left, half))), (half, tuple(_signer(right, half)))))


def _signer(title: str, room: float) -> list[Piece]:
    return [
        *paragraph(title, _TITLE, room),
        *paragraph("(ký, ghi rõ họ tên)", _HINT, room),
        Gap(SEAL),
    ]
