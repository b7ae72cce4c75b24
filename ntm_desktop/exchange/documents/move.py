"""What moving to another set does (bảng chuyển kết quả), on paper: A4 landscape."""

from collections.abc import Iterator
from pathlib import Path

from ntm_desktop.domain.dossier import LegalBasis
from ntm_desktop.domain.move_plan import OUTCOME_WORDS, MoveLine, MovePlan
from ntm_desktop.domain.progress import Progress
from ntm_desktop.exchange.documents.pages import Section
from ntm_desktop.exchange.documents.pen import MM, Align
from ntm_desktop.exchange.documents.pieces import Gap, Piece, bullet, paragraph
from ntm_desktop.exchange.documents.plain import Plain, write_plain
from ntm_desktop.exchange.documents.sheet import BODY, SHEET, heading, signed_table
from ntm_desktop.exchange.documents.tables import Column, Group

PRINTING = "In bảng chuyển bộ tiêu chí"
_TITLE = "Bảng chuyển kết quả sang bộ tiêu chí khác"
_COLUMNS = (
    Column("Chỉ tiêu ở bộ cũ", 61 * MM),
    Column("Chỉ tiêu ở bộ mới", 61 * MM),
    Column("Chuyển", 21 * MM),
    Column("Kết quả ở bộ cũ", 33 * MM),
    Column("Sẽ làm gì", 54 * MM),
    Column("Minh chứng gắn", 18 * MM, Align.CENTRE),
    Column("Cần xác nhận", 17 * MM, Align.CENTRE),
)


def write_move(plan: MovePlan, dest: Path, progress: Progress) -> int:
    """Write a plan to `dest` and read it back; give the number of pages.

    Raises MissingGlyphError, DiskFullError, DestinationError and UnverifiedError.
    """
    return write_plain(
        Plain(
            title=_TITLE,
            author=plan.unit_name,
            footer=f"{_TITLE}, {plan.subject_name}",
            sections=[Section(tuple(_content(plan)), SHEET)],
            practice=plan.practice,
            notice=plan.notice,
        ),
        dest,
        progress,
        PRINTING,
    )


def _content(plan: MovePlan) -> Iterator[Piece]:
    room = SHEET.room
    yield from heading(plan.unit_name, _TITLE, plan.subject_name)
    yield Gap(6)
    for text in (
        f"Bộ cũ: {plan.old_name}, năm {plan.old.year}.",
        f"Bộ mới: {plan.new_name}, năm {plan.new.year}.",
        *_bases(plan),
    ):
        yield from paragraph(text, BODY, room)
    for text in plan.summary:
        yield from bullet(text, BODY, room)
    yield from signed_table(_COLUMNS, [_row(line) for line in plan.lines])


def _bases(plan: MovePlan) -> Iterator[str]:
    """Say what the move rests on; without a mapping only on the texts of both sets."""
    if plan.mapping is None:
        yield "Chỉ mang sang những chỉ tiêu có yêu cầu giống hệt nhau ở hai bộ."
        return
    yield f"Theo bảng chuyển đổi: {plan.mapping.name}."
    for basis in plan.mapping.legal_basis:
        yield f"Căn cứ {LegalBasis.of(basis).cited()}."


def _row(line: MoveLine) -> Group:
    cells = (
        line.old_words,
        line.new_words,
        OUTCOME_WORDS[line.match.outcome],
        line.value,
        "\n".join((line.happens, *line.notes)),
        str(line.links) if line.links else "",
        "Có" if line.to_confirm else "",
    )
    first = (line.match.old or line.match.new)[0]
    return Group((cells,), where=f"chỉ tiêu {first.code} của bảng chuyển bộ tiêu chí")
