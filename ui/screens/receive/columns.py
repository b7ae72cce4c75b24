"""How packages and what came of them are worded."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ntm_desktop.domain.answer import answer_for_people
from ntm_desktop.domain.assessment import CONFLICT_WORDS
from ntm_desktop.domain.parts import missing_in_words, parts_in_words
from ntm_desktop.domain.standing import CriterionStanding, IndicatorStanding
from ntm_desktop.domain.text import date_for_people
from ui.table_model import Column
from ui.words import ABSENT, CONFLICT, PRESENT, VERDICTS, WAITING, State, size

if TYPE_CHECKING:
    from ntm_desktop.services.correspondence import ArrivalLine, WaitingLine
    from ntm_desktop.services.judgement import Would
    from ntm_desktop.services.receiving import ImportOutcome, Inspection

PACKAGE_FILES: Final = "Gói hồ sơ (*.ntm);;Mọi tệp (*)"
NOTHING_CHANGED: Final = "Số liệu của đơn vị không thay đổi."
NOTHING_CAME: Final = "Chưa nhận gói nào. Mỗi đơn vị đã gửi gói sẽ có một dòng ở đây."
ABOUT_ARRIVALS: Final = "Gói hồ sơ các xã gửi về, và tình hình từng xã."
ABOUT_RECEIVING: Final = "Kết quả, biên nhận của cấp trên và gói từ máy khác của đơn vị."
DROP_HERE: Final = (
    "Kéo thả gói hồ sơ (.ntm) vào trang này, một hoặc nhiều tệp, hoặc bấm nút để chọn. "
    "Chương trình kiểm tra gói trước, chưa thay đổi gì."
)
TRUSTED = State("Người gửi đã tin cậy", "tick", "met")
UNKNOWN = State("Người gửi chưa được tin cậy", "exclamation", "missing")
REVOKED = State("Khóa đã bị thu hồi", "exclamation", "missing")
SEALED = State("Được mã hóa", "dash", "no_threshold")
CHECKING = State("Đang kiểm tra", "ring", "not_applicable")
IMPORTING = State("Đang nhập", "ring", "not_applicable")
REFUSED = State("Không nhận được", "cross", "not_met")
IMPORTED = State("Đã nhập", "tick", "met")
HOW_TO_RECEIVE: Final = (
    "Cắm USB, hoặc tải tệp đính kèm của thư điện tử về máy. Kéo tệp có đuôi .ntm vào trang này.",
    "Chương trình kiểm tra gói: của ai gửi, có nguyên vẹn không, sẽ thêm và sửa những gì.",
    "Bấm “Nhập gói”. Gói được nhập trọn vẹn hoặc không nhập gì; nhập hai lần cũng không sao.",
)
HOW_TO_OPEN: Final = (
    "Gói được mã hóa cho đơn vị. Nhập mật khẩu khóa một lần là mở được mọi gói cho đến khi đóng "
    "chương trình."
)
WHY_UNLOCK: Final = "Gói hồ sơ được mã hóa cho đơn vị."
ABOUT_REVOKED: Final = (
    "Khóa của {name} đã bị thu hồi. Số liệu ghi sau khi thu hồi được giữ lại nhưng không được "
    "tính; hãy hỏi lại {name} trước khi nhập."
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
    if envelope.parts > 1:
        lines.insert(1, Fact("Phần", f"{envelope.part} trong {envelope.parts}"))
    if envelope.part > 1:
        lines = [line for line in lines if line.name != "Nội dung"]
    return lines + ([Fact("Lưu ý", "Số liệu luyện tập")] if envelope.practice else [])


def would(found: "Inspection") -> list[tuple[State, str]]:
    """Say what an import would change here, and which parts are at hand."""
    lines = [*_parts(found), *((ABSENT, words) for words in found.sets)]
    if found.undone_at:
        lines.append((WAITING, f"Gói này đã nhập rồi hoàn tác ngày {found.undone_at:%d/%m/%Y}"))
    if found.envelope.part > 1:
        return [(PRESENT, _evidence_of_part(found)), *lines]
    if found.would is None:
        return [(PRESENT, "Gói này đã nhập rồi. Nhập lại cũng không thêm gì."), *lines]
    return [*_changes(found.would), *lines]


def _changes(would: "Would") -> list[tuple[State, str]]:
    lines = []
    if would.new:
        lines.append((PRESENT, f"Thêm mới {would.new} mục"))
    if would.changed:
        lines.append((PRESENT, f"Sửa {would.changed} mục đã có"))
    if would.conflicts:
        lines.append((CONFLICT, f"{would.conflicts} mục {CONFLICT_WORDS.lower()}"))
    lines += [(WAITING, f"Phải chờ: {gap}") for gap in would.gaps]
    return lines or [(PRESENT, "Không có gì mới so với số liệu đang có")]


def _parts(found: "Inspection") -> list[tuple[State, str]]:
    words = parts_in_words(found.have, found.envelope.parts, found.missing)
    return [(ABSENT if found.missing else PRESENT, words)] if words else []


def _evidence_of_part(found: "Inspection") -> str:
    part = found.envelope.part
    count = sum(each.part <= part <= each.last_part for each in found.envelope.objects)
    return f"Phần {part} mang {count} tệp minh chứng của gói"


def result(outcome: "ImportOutcome") -> list[tuple[State, str]]:
    """Say what became of an import."""
    if outcome.known:
        return [(PRESENT, "Gói này đã nhập từ trước, không thêm gì.")]
    if outcome.waiting_for:
        return [(WAITING, f"Đã nhận, đang chờ: {'; '.join(outcome.waiting_for)}")]
    lines = [(WAITING, notice) for notice in outcome.notices]
    lines.append((PRESENT, f"{outcome.revisions} lượt ghi mới, {outcome.objects} tệp minh chứng"))
    if outcome.conflicts:
        lines.append((CONFLICT, f"{outcome.conflicts} mục {CONFLICT_WORDS.lower()}"))
    if outcome.missing_parts:
        lines.append((ABSENT, f"Còn thiếu {missing_in_words(outcome.missing_parts)}"))
    elif outcome.missing_objects:
        count = len(outcome.missing_objects)
        lines.append((ABSENT, f"Còn thiếu {count} tệp minh chứng, hãy xin đơn vị gửi lại"))
    return lines


def waiting(line: "WaitingLine") -> tuple[str, str]:
    """Word what waits: which part of which package, and what for."""
    part = f", phần {line.part}" if line.part > 1 else ""
    return (
        f"Gói số {line.number} của {line.sender}{part}",
        f"Nhận {line.at:%d/%m/%Y}. Chờ: {'; '.join(line.needs)}",
    )


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
