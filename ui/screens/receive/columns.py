"""How packages and what came of them are worded."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ntm_desktop.domain.answer import answer_for_people
from ntm_desktop.domain.assessment import CONFLICT_WORDS
from ntm_desktop.domain.standing import CriterionStanding, IndicatorStanding
from ntm_desktop.domain.text import date_for_people
from ui.table_model import Column
from ui.widgets.line_list import Line
from ui.words import ABSENT, CONFLICT, PRESENT, VERDICTS, WAITING, State, size

if TYPE_CHECKING:
    from ntm_desktop.services.correspondence import ArrivalLine, WaitingLine
    from ntm_desktop.services.receiving import ImportOutcome, Inspection

PACKAGE_FILES: Final = "Gói hồ sơ (*.ntm);;Mọi tệp (*)"
NOTHING_CHANGED: Final = "Số liệu của đơn vị không thay đổi."
TRUSTED = State("Người gửi đã tin cậy", "tick", "met")
UNKNOWN = State("Người gửi chưa được tin cậy", "exclamation", "missing")
CHECKING = State("Đang kiểm tra", "ring", "not_applicable")
IMPORTING = State("Đang nhập", "ring", "not_applicable")
REFUSED = State("Không nhận được", "cross", "not_met")
IMPORTED = State("Đã nhập", "tick", "met")
HOW_TO_RECEIVE: Final = (
    "Cắm USB, hoặc tải tệp đính kèm của thư điện tử về máy. Kéo tệp có đuôi .ntm vào trang này.",
    "Chương trình kiểm tra gói: của ai gửi, có nguyên vẹn không, sẽ thêm và sửa những gì.",
    "Bấm “Nhập gói”. Gói được nhập trọn vẹn hoặc không nhập gì; nhập hai lần cũng không sao.",
)
HOW_TO_TRUST: Final = (
    "Chưa nhập được vì chưa biết chắc ai gửi. Hãy xin {name} tệp khóa công khai và gọi điện nghe "
    "họ đọc dãy số dưới đây, rồi bấm “Tin cậy khóa…”. Bấm “Nhập gói” thì gói chờ ở đây và tự "
    "nhập ngay khi khóa được tin cậy."
)


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of a package's card: what, and how it is."""

    name: str
    words: str


def whose(found: "Inspection") -> str:
    """Say who sent a package."""
    sender = found.envelope.sender
    return f"{sender.name} ({sender.unit})"


def facts(found: "Inspection") -> list[Fact]:
    """Say what a package is."""
    envelope = found.envelope
    evidence = f"{len(envelope.objects)} tệp"
    if envelope.objects:
        evidence += f" ({size(envelope.object_bytes)})"
    lines = [
        Fact("Gói số", str(envelope.number)),
        Fact("Ngày lập", date_for_people(found.day)),
        Fact("Nội dung", f"{envelope.revisions} lượt ghi số liệu"),
        Fact("Minh chứng", evidence),
        Fact("Dung lượng", size(found.size)),
    ]
    return lines + ([Fact("Lưu ý", "Số liệu luyện tập")] if envelope.practice else [])


def would(found: "Inspection") -> list[tuple[State, str]]:
    """Say what an import would change here."""
    if found.would is None:
        return [(PRESENT, "Gói này đã nhập rồi. Nhập lại cũng không thêm gì.")]
    lines = []
    if found.would.new:
        lines.append((PRESENT, f"Thêm mới {found.would.new} mục"))
    if found.would.changed:
        lines.append((PRESENT, f"Sửa {found.would.changed} mục đã có"))
    if found.would.conflicts:
        lines.append((CONFLICT, f"{found.would.conflicts} mục {CONFLICT_WORDS.lower()}"))
    lines += [(WAITING, f"Phải chờ: {gap}") for gap in found.would.gaps]
    return lines or [(PRESENT, "Không có gì mới so với số liệu đang có")]


def result(outcome: "ImportOutcome") -> list[tuple[State, str]]:
    """Say what became of an import."""
    if outcome.known:
        return [(PRESENT, "Gói này đã nhập từ trước, không thêm gì.")]
    if outcome.waiting_for:
        return [(WAITING, f"Đã nhận, đang chờ: {'; '.join(outcome.waiting_for)}")]
    lines = [(PRESENT, f"{outcome.revisions} lượt ghi mới, {outcome.objects} tệp minh chứng")]
    if outcome.conflicts:
        lines.append((CONFLICT, f"{outcome.conflicts} mục {CONFLICT_WORDS.lower()}"))
    if outcome.missing_objects:
        count = len(outcome.missing_objects)
        lines.append((ABSENT, f"Còn thiếu {count} tệp minh chứng, hãy xin đơn vị gửi lại"))
    return lines


def waiting(lines: Sequence["WaitingLine"]) -> list[Line]:
    """Word what waits; a click leads to where trust is given."""
    return [
        Line(
            state=WAITING,
            head=f"Gói số {line.number}",
            text=line.sender,
            detail=f"Nhận {line.at:%d/%m/%Y}. Chờ: {'; '.join(line.needs)}",
            target="keys:trust" if line.for_trust else "",
        )
        for line in lines
    ]


_NAME: "Column[ArrivalLine]" = Column("Đơn vị", lambda line: line.name)
_PACKAGES: "Column[ArrivalLine]" = Column(
    "Gói đã nhận", lambda line: str(line.packages) if line.packages else "chưa có"
)
_LAST: "Column[ArrivalLine]" = Column(
    "Lần cuối", lambda line: f"{line.last_at:%d/%m/%Y}" if line.last_at else ""
)
_MISSING: "Column[ArrivalLine]" = Column(
    "Còn thiếu gói số", lambda line: ", ".join(map(str, line.missing))
)
MET: "Column[ArrivalLine]" = Column(
    "Tiêu chí đạt", lambda line: "" if line.met is None else f"{line.met}/{line.total}"
)
ARRIVALS: tuple["Column[ArrivalLine]", ...] = (_NAME, MET, _PACKAGES, _LAST, _MISSING)


def criterion_cells(line: CriterionStanding) -> tuple[State, str, str]:
    """Give the state of a criterion, its result and its evidence in words."""
    proved = sum(each.entry.evidence for each in line.indicators)
    return VERDICTS[line.verdict], f"{line.met}/{len(line.indicators)} chỉ tiêu", str(proved)


def indicator_cells(line: IndicatorStanding) -> tuple[State, str, str]:
    """Give the state of an indicator, what was answered and its evidence in words."""
    state = CONFLICT if line.in_conflict else VERDICTS[line.verdict]
    answer = answer_for_people(line.answer, line.indicator.unit)
    return state, answer, str(line.entry.evidence)
