"""The report (báo cáo) with the self-assessment table, the heart of the dossier."""

from collections.abc import Sequence

from ntm_desktop.domain.dossier import (
    Dossier,
    DossierCriterion,
    DossierIndicator,
    Mark,
    lower_first,
)
from ntm_desktop.exchange.documents.fonts import Face, glued
from ntm_desktop.exchange.documents.letter import (
    BODY,
    HEADING,
    ROOM,
    Head,
    closing,
    copies_to,
    opening,
)
from ntm_desktop.exchange.documents.pages import Section
from ntm_desktop.exchange.documents.parts import Entry
from ntm_desktop.exchange.documents.pen import LANDSCAPE, MM, Align
from ntm_desktop.exchange.documents.pieces import Gap, Piece, Style, paragraph
from ntm_desktop.exchange.documents.tables import Column, Group, table

SIGN = "BC-UBND"
_MARKS = {
    Mark.UNCHECKED: "mức quy định trong chương trình chưa được đối chiếu với văn bản gốc; kết "
    "quả tính chỉ để tham khảo cho đến khi đối chiếu.",
    Mark.CONFLICT: "có nhiều số liệu khác nhau cho cùng một chỉ tiêu, chưa chọn được số liệu "
    "đúng; tiêu chí chưa đủ số liệu để kết luận.",
    Mark.NO_THRESHOLD: "chưa có mức quy định của cấp có thẩm quyền; không kết luận đạt hay chưa "
    "đạt.",
}


def report(dossier: Dossier, listed: Sequence[Entry]) -> list[Section]:
    """Set the report: summary upright, the full table across the page, conclusion, signature."""
    head = Head(
        dossier.office,
        SIGN,
        dossier.report,
        dossier.year,
        "BÁO CÁO",
        f"Kết quả thực hiện xây dựng nông thôn mới {glued(f'năm {dossier.year}')} "
        f"của {glued(dossier.office.in_sentence)}",
    )
    upright = [
        *opening(head, dossier.authority.name),
        *_introduction(dossier),
        *table(_SUMMARY, [_summary_line(one) for one in dossier.criteria], 12),
    ]
    across = [
        *paragraph("II. BẢNG TỰ ĐÁNH GIÁ CÁC TIÊU CHÍ", _TITLE, LANDSCAPE.room),
        Gap(6),
        *table(_ASSESSMENT, assessment_groups(dossier, listed)),
    ]
    return [
        Section(tuple(upright)),
        Section(tuple(across), LANDSCAPE),
        Section(tuple(_conclusion(dossier))),
    ]


_TITLE = Style(face=Face.BOLD, align=Align.CENTRE, keep=True)
_SUMMARY = (
    Column("TT", 12 * MM, Align.CENTRE),
    Column("Tên tiêu chí", 80 * MM),
    Column("Số chỉ tiêu đạt", 30 * MM, Align.CENTRE),
    Column("Kết quả", 43 * MM),
)
_ASSESSMENT = (
    Column("TT", 10 * MM, Align.CENTRE),
    Column("Tên tiêu chí", 32 * MM),
    Column("Nội dung chỉ tiêu", 66 * MM),
    Column("Tiêu chuẩn đạt", 34 * MM),
    Column("Kết quả thực hiện", 32 * MM),
    Column("Tự đánh giá", 36 * MM),
    Column("Ghi chú/minh chứng", 42 * MM),
)


def _introduction(dossier: Dossier) -> list[Piece]:
    return [
        *paragraph("I. KẾT QUẢ TỔNG HỢP", HEADING, ROOM),
        *paragraph(
            f"{dossier.office.committee} báo cáo kết quả tự đánh giá theo "
            f"{dossier.set_name[:1].lower()}{dossier.set_name[1:]}, số liệu năm {dossier.year}: "
            f"đạt {dossier.met}/{len(dossier.criteria)} tiêu chí, cụ thể như sau:",
            BODY,
            ROOM,
        ),
        Gap(8),
    ]


def _summary_line(criterion: DossierCriterion) -> Group:
    met = sum(line.met for line in criterion.indicators)
    score = f"{met}/{len(criterion.indicators)}"
    where = f"tiêu chí {criterion.order}"
    return Group(((str(criterion.order), criterion.name, score, criterion.verdict),), where=where)


def assessment_groups(dossier: Dossier, listed: Sequence[Entry]) -> list[Group]:
    """Give the rows of the table, the name of each criterion standing once beside its own."""
    proofs: dict[str, list[int]] = {}
    for entry in listed:
        for code in entry.evidence.indicators:
            proofs.setdefault(code, []).append(entry.number)
    return [
        Group(
            tuple(_row(line, proofs.get(line.code, [])) for line in criterion.indicators)
            or (("", "", "", criterion.verdict, ""),),
            (str(criterion.order), f"{criterion.name}\n{criterion.verdict}"),
            f"tiêu chí {criterion.order} ({criterion.name})",
        )
        for criterion in dossier.criteria
    ]


def _row(line: DossierIndicator, proofs: Sequence[int]) -> tuple[str, ...]:
    remarks = [f"({mark})" for mark in line.marks]
    if line.note:
        remarks.append(line.note)
    if proofs:
        remarks.append(f"MC {', '.join(map(str, proofs))}")
    return (
        f"{line.code}. {line.name}",
        line.requirement,
        line.result,
        _judgement(line),
        "\n".join(remarks),
    )


def _judgement(line: DossierIndicator) -> str:
    if not line.claim:
        return line.verdict
    reason = f"\nLý do: {line.claim_reason}" if line.claim_reason else ""
    return f"{line.claim}\n(kết quả tính: {line.verdict}){reason}"


def _conditions(dossier: Dossier) -> list[str]:
    """Say in one line that conditions beyond the criteria are confirmed on other papers."""
    named = [f"{lower_first(one.name)} ({one.paper})" for one in dossier.conditions]
    if not named:
        return []
    return [
        "Các điều kiện ngoài tiêu chí không tính trong bảng trên mà được xác nhận bằng văn bản "
        f"riêng: {'; '.join(named)}."
    ]


def _conclusion(dossier: Dossier) -> list[Piece]:
    marks = {mark for line in dossier.indicators for mark in line.marks}
    texts = [f"“{mark}”: {text}" for mark, text in _MARKS.items() if mark in marks]
    if texts:
        texts.insert(0, "Các dấu hiệu ghi trong bảng có nghĩa như sau:")
    texts += _conditions(dossier)
    end = f"Trên đây là báo cáo kết quả thực hiện xây dựng nông thôn mới năm {dossier.year} của "
    end += f"{dossier.office.in_sentence}, kính trình {dossier.authority.name} xem xét./."
    pieces = paragraph("III. GHI CHÚ VÀ KẾT LUẬN", HEADING, ROOM)
    for text in [*texts, end]:
        pieces += paragraph(text, BODY, ROOM)
    return [*pieces, *closing(dossier.signatory, copies_to(dossier.office))]
