"""What of a sheet goes over to another set's: answers, evidence, figures; rules without state."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, TypeAlias

from ntm_desktop.domain.answer import Answer, Carried, Given, NotApplicable
from ntm_desktop.domain.assessment import Sheet
from ntm_desktop.domain.carry import Entries, confirmed, copied, is_taken, still_holds
from ntm_desktop.domain.criteria import Indicator, IndicatorCode, Kind, Part
from ntm_desktop.domain.evidence import Evidence
from ntm_desktop.domain.matching import Match, Outcome
from ntm_desktop.domain.standing import NO_ENTRY, Entry
from ntm_desktop.domain.threshold import Figure

NOTHING: Final = "Bộ cũ chưa có kết quả"
DISPUTED: Final = "Số liệu ở bộ cũ chưa thống nhất nên không mang sang"
NEW_DISPUTED: Final = "Bộ mới đang có số liệu chưa thống nhất nên không ghi gì thêm"
ALREADY: Final = "Bộ mới đã có kết quả này"
TAKEN: Final = "Bộ mới đã có kết quả khác, giữ nguyên"
SPLIT: Final = (
    "Tách thành nhiều chỉ tiêu: giá trị cũ chỉ để tham khảo, cần trả lời từng chỉ tiêu mới"
)
DIFFERENT: Final = "Chỉ gộp được khi mọi chỉ tiêu cũ cùng đạt hoặc cùng chưa đạt; cần trả lời lại"
UNMATCHED: Final = "Chưa biết chỉ tiêu tương ứng; kết quả còn nguyên ở bộ cũ"
NEW: Final = "Cần trả lời"
_UNTOLD: Final = {Outcome.UNMATCHED: UNMATCHED, Outcome.NEW: NEW, Outcome.DROPPED: ""}
"""Where no answer goes over whatever stands there; a mapping says itself why one is dropped."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Transfer:
    """What becomes of the answers of a match: the one to enter, or why there is none."""

    answer: Answer | None = None
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """A document that proves an indicator, and the required paper it stands for ("": none)."""

    document: Evidence
    paper: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewLink:
    """A document that is to prove an indicator of the new set."""

    evidence: str
    code: IndicatorCode
    paper: str = ""


Proofs: TypeAlias = Mapping[IndicatorCode, Sequence[Proof]]


def transfer(
    match: Match, before: Entries, now: Entries, source: Carried, *, same_year: bool
) -> Transfer:
    """Say which answer goes over; never an invented one, nor over an answer or a contradiction.

    Only where the demand is surely the same and the year too does it count without being
    confirmed; an answer that nobody confirmed since it was carried keeps the mark it has.
    """
    olds = [before.get(one.code, NO_ENTRY) for one in match.old]
    if any(entry.in_dispute for entry in olds):
        return Transfer(why=DISPUTED)
    found = _found(match, olds, source)
    if found.answer is None:
        return found
    there = now.get(match.new[0].code, NO_ENTRY)
    if there.in_dispute:
        return Transfer(why=NEW_DISPUTED)
    if is_taken(there):
        same = confirmed(there.answers[0]) == confirmed(found.answer)
        return Transfer(why=ALREADY if same else TAKEN)
    counts = found.answer.carried is not None or (match.sure and same_year)
    return found if counts else Transfer(answer=replace(found.answer, carried=source))


def _found(match: Match, olds: Sequence[Entry], source: Carried) -> Transfer:
    """Find what would go over if nothing stood there yet."""
    if match.outcome in _UNTOLD:
        return Transfer(why=_UNTOLD[match.outcome] or match.reason)
    if all(copied(entry) is None for entry in olds):
        return Transfer(why=NOTHING)
    if match.outcome is Outcome.MERGED:
        return _merged(match.new[0], olds, source)
    answer = copied(olds[0])
    if match.outcome is Outcome.SPLIT or answer is None:
        return Transfer(why=SPLIT)
    why = misfit(match.old[0], match.new[0], answer)
    return Transfer(why=f"Không mang sang được: {why}") if why else Transfer(answer=answer)


def _merged(new: Indicator, olds: Sequence[Entry], source: Carried) -> Transfer:
    answers = [copied(entry) for entry in olds]
    values = {one.value if isinstance(one, Given) and not one.parts else None for one in answers}
    (value,) = values if len(values) == 1 else (None,)
    if new.kind is Kind.YES_NO and isinstance(value, bool):
        return Transfer(answer=Given(value, carried=source))
    return Transfer(why=DIFFERENT)


def misfit(old: Indicator, new: Indicator, answer: Answer) -> str | None:
    """Say why an answer to one indicator cannot be one to another; None if it can."""
    if isinstance(answer, NotApplicable):
        return None if new.if_any else "chỉ tiêu mới luôn phải đánh giá"
    if old.kind is not new.kind:
        return "khác loại số liệu"
    if old.unit != new.unit:
        return f"khác đơn vị tính ({old.unit} và {new.unit})"
    if (old.scale and old.scale.levels) != (new.scale and new.scale.levels):
        return "khác thang bậc"
    if old.options != new.options:
        return "khác các lựa chọn"
    if any(not _same_part(old.part(id_), new.part(id_)) for id_ in answer.parts):
        return "khác các phần “trong đó”"
    return None


def _same_part(old: Part | None, new: Part | None) -> bool:
    """Tell whether two parts ask for the same, whatever their limits."""
    if old is None or new is None:
        return False
    return (old.name, old.kind, old.unit) == (new.name, new.kind, new.unit)


def proofs(documents: Iterable[Evidence], sheet: Sheet) -> Proofs:
    """List what proves each indicator of a sheet."""
    found: dict[IndicatorCode, list[Proof]] = {}
    for document in documents:
        for link in document.links:
            if link.is_of(sheet):
                proof = Proof(document=document, paper=link.paper)
                found.setdefault(IndicatorCode(link.indicator), []).append(proof)
    return found


def new_links(match: Match, before: Proofs, now: Proofs, year: int) -> tuple[NewLink, ...]:
    """Say what is to be linked: all that still holds, to each new indicator it is not linked to.

    It stands for a required paper only where the new indicator asks for one of the same name.
    """
    found: dict[tuple[str, IndicatorCode], NewLink] = {}
    for new in match.new:
        there = {proof.document.key for proof in now.get(new.code, ())}
        for old in match.old:
            for proof in before.get(old.code, ()):
                key = proof.document.key
                if key in there or not still_holds(proof.document.details, year):
                    continue
                link = NewLink(evidence=key, code=new.code, paper=_paper(proof, old, new))
                if not (earlier := found.get((key, new.code))) or not earlier.paper:
                    found[key, new.code] = link
    return tuple(found.values())


def outdated(match: Match, before: Proofs, year: int) -> tuple[Evidence, ...]:
    """Name the documents that no longer hold in a year, so that they are not linked."""
    found = {
        proof.document.key: proof.document
        for old in match.old
        for proof in before.get(old.code, ())
        if match.new and not still_holds(proof.document.details, year)
    }
    return tuple(found.values())


def _paper(proof: Proof, old: Indicator, new: Indicator) -> str:
    """Give the required paper it stands for: ids such as P1 mean something else elsewhere."""
    name = next((paper.name for paper in old.papers if paper.id == proof.paper), None)
    return next((paper.id for paper in new.papers if paper.name == name), "")


def new_figure(
    match: Match,
    before: Mapping[IndicatorCode, Figure],
    now: Mapping[IndicatorCode, Figure],
) -> Figure | None:
    """Give the figure to state again: only of a demand that did not change, and not over one."""
    if match.outcome is not Outcome.UNCHANGED or match.new[0].code in now:
        return None
    return before.get(match.old[0].code)
