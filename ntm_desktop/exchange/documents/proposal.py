"""The proposal (tờ trình) with which a commune submits its dossier."""

from collections.abc import Sequence

from ntm_desktop.domain.dossier import Dossier
from ntm_desktop.exchange.documents.fonts import glued
from ntm_desktop.exchange.documents.letter import (
    BODY,
    HEADING,
    ROOM,
    Head,
    bases,
    closing,
    copies_to,
    opening,
)
from ntm_desktop.exchange.documents.pages import Section
from ntm_desktop.exchange.documents.parts import Entry
from ntm_desktop.exchange.documents.pieces import Piece, paragraph

SIGN = "TTr-UBND"


def proposal(dossier: Dossier, listed: Sequence[Entry]) -> list[Section]:
    """Set the proposal; recognition is asked for only when every criterion is met."""
    head = Head(
        dossier.office, SIGN, dossier.proposal, dossier.year, "TỜ TRÌNH", _summary(dossier)
    )
    pieces = [
        *opening(head, dossier.authority.name),
        *bases(dossier.legal_basis),
        *_body(dossier, listed),
        *closing(dossier.signatory, copies_to(dossier.office)),
    ]
    return [Section(tuple(pieces))]


def _summary(dossier: Dossier) -> str:
    """Say what it is about; the words that make one name stay on one line."""
    appraisal, year = dossier.authority.level.appraisal, glued(f"năm {dossier.year}")
    name = dossier.office.in_sentence
    if dossier.complete:
        aim = _named_aim(dossier).replace(name, glued(name))
        return f"Về việc đề nghị {appraisal}, xét, công nhận {aim} {year}"
    criteria = f"{glued('tiêu chí')} {glued('nông thôn mới')}"
    return f"Về việc đề nghị {appraisal} kết quả thực hiện các {criteria} {year} của {glued(name)}"


def _named_aim(dossier: Dossier) -> str:
    """Put the unit's name into the title aimed at: "xã Tân Thành đạt chuẩn nông thôn mới"."""
    kind, _, rest = dossier.aim.partition(" ")
    name = dossier.office.in_sentence
    return f"{name} {rest}" if name.startswith(f"{kind} ") else f"{name} là {dossier.aim}"


def _body(dossier: Dossier, listed: Sequence[Entry]) -> list[Piece]:
    texts = [
        f"{dossier.office.committee} kính trình {dossier.authority.name} "
        f"{dossier.authority.level.appraisal} hồ sơ với các nội dung sau:",
        "*1. Kết quả tự đánh giá",
        *_results(dossier),
        "*2. Hồ sơ kèm theo",
        *_enclosures(dossier, listed),
        f"{dossier.office.committee} kính đề nghị {dossier.authority.name} xem xét, "
        f"{_request(dossier)}./.",
    ]
    return [
        piece
        for text in texts
        for piece in (
            paragraph(text[1:], HEADING, ROOM)
            if text.startswith("*")
            else paragraph(text, BODY, ROOM, "tờ trình")
        )
    ]


def _request(dossier: Dossier) -> str:
    appraisal = dossier.authority.level.appraisal
    if dossier.complete:
        return f"{appraisal}, trình cấp có thẩm quyền xét, công nhận {_named_aim(dossier)}"
    return f"{appraisal} các tiêu chí đã hoàn thành, hướng dẫn thực hiện các tiêu chí còn lại"


def _results(dossier: Dossier) -> list[str]:
    lines = dossier.indicators
    met = sum(line.met for line in lines)
    texts = [
        f"Theo {dossier.set_name[:1].lower()}{dossier.set_name[1:]}, năm {dossier.year} "
        f"{dossier.office.in_sentence} đạt {dossier.met}/{len(dossier.criteria)} tiêu chí, "
        f"{met}/{len(lines)} chỉ tiêu (kể cả tiêu chí, chỉ tiêu không áp dụng)."
    ]
    open_ones = [f"{one.order} ({one.name})" for one in dossier.criteria if not one.met]
    if open_ones:
        texts.append(f"Tiêu chí chưa kết luận đạt: {'; '.join(open_ones)}.")
    differing = [line.code for line in lines if line.claim]
    if differing:
        texts.append(
            f"Có {len(differing):02d} chỉ tiêu tự đánh giá khác kết quả tính theo mức quy định "
            f"({', '.join(differing)}); lý do ghi trong bảng tự đánh giá."
        )
    return texts


def _enclosures(dossier: Dossier, listed: Sequence[Entry]) -> list[str]:
    pages = sum(source.pages for entry in listed for source in entry.own)
    texts = [
        f"Báo cáo kết quả thực hiện xây dựng nông thôn mới năm {dossier.year} "
        "và bảng tự đánh giá các tiêu chí;",
        f"Danh mục minh chứng ({len(listed):02d} tài liệu);",
        f"Minh chứng của từng tiêu chí ({pages:02d} trang).",
    ]
    return [f"- {text}" for text in texts]
