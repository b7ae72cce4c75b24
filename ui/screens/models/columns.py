"""How villages, residential areas and gardens are worded."""

from collections.abc import Sequence

from ntm_desktop.domain.criteria import CriteriaSet
from ntm_desktop.domain.subject import KIND_WORDS, SubjectKind
from ntm_desktop.domain.text import date_for_people
from ntm_desktop.services.subject_progress import ProgressLine
from ui.table_model import Column

ALL_KINDS = "Tất cả các loại"
EMPTY = (
    "Chưa có thôn, khu dân cư hay vườn nào. Bấm “Thêm…” để ghi thôn, khu dân cư, vườn đang phấn "
    "đấu đạt chuẩn; mỗi nơi có bộ tiêu chí và minh chứng riêng."
)
_ABSENT = (
    "Nơi này phấn đấu theo bộ “{}” chưa có ở máy này; dòng này xét theo bộ khác. Hãy xin tệp bộ "
    "tiêu chí rồi nhập ở trang “Bộ tiêu chí”."
)
EMPTY_ELSEWHERE = "Các xã chưa gửi thôn, khu dân cư hay vườn nào."
NOT_FOUND = "Không có dòng nào khớp với từ đang tìm và loại đang chọn."
NAMES = {
    SubjectKind.VILLAGE: "Tên thôn",
    SubjectKind.RESIDENTIAL_AREA: "Tên khu dân cư",
    SubjectKind.GARDEN: "Tên hộ có vườn",
}
HINTS = {
    SubjectKind.VILLAGE: "ví dụ Thôn Nà Riềng",
    SubjectKind.RESIDENTIAL_AREA: "ví dụ Khu dân cư số 2",
    SubjectKind.GARDEN: "ví dụ Hộ ông Nông Văn Tâm",
}


def _state(line: ProgressLine) -> str:
    if line.subject.closed:
        return f"Ngừng theo dõi từ {date_for_people(line.subject.closed.on)}"
    if line.absent:
        return "Chưa có bộ tiêu chí"
    if not line.begun:
        return "Chưa nhập"
    return "Đạt đủ" if line.met == line.total else f"Còn {line.total - line.met} tiêu chí"


def _missing(line: ProgressLine) -> str:
    if not line.begun or line.subject.closed:
        return ""
    return ", ".join(f"{each.order}. {each.name}" for each in line.missing)


def set_name(criteria: CriteriaSet) -> str:
    """Name a set in few words."""
    name = criteria.name.removesuffix(" (khung tham khảo)")
    bare = name.removeprefix("Bộ tiêu chí ").removeprefix("Tiêu chí ")
    return bare[:1].upper() + bare[1:]


def _set(line: ProgressLine) -> str:
    """Name the set, and the year where the one asked for is not in its period."""
    year = f", năm {line.year}" if line.other_year else ""
    return f"{set_name(line.criteria_set)}{year}"


NAME: Column[ProgressLine] = Column("Tên", lambda line: line.subject.full_name)
KIND: Column[ProgressLine] = Column("Loại", lambda line: KIND_WORDS[line.subject.kind])
UNIT: Column[ProgressLine] = Column("Xã", lambda line: line.unit_name)
SET: Column[ProgressLine] = Column("Bộ tiêu chí", _set)
MET: Column[ProgressLine] = Column("Đạt", lambda line: f"{line.met}/{line.total}")
STATE: Column[ProgressLine] = Column("Tình hình", _state)
MISSING: Column[ProgressLine] = Column("Còn thiếu", _missing)
COLUMNS = (NAME, KIND, SET, MET, STATE, MISSING)
COLUMNS_ELSEWHERE = (UNIT, *COLUMNS)
WIDTHS = (230, 92, 180, 56, 130, 0)
KIND_PLACE = 1
WIDTHS_ELSEWHERE = (120, *WIDTHS)


def summary(lines: Sequence[ProgressLine]) -> str:
    """Count the subjects, and how many have met a set."""
    counted = [line for line in lines if not line.subject.closed]
    if not counted:
        return ""
    kinds = ", ".join(
        f"{count} {words.lower()}"
        for kind, words in KIND_WORDS.items()
        if (count := len({line.subject.id for line in counted if line.subject.kind is kind}))
    )
    done = sum(line.begun and line.met == line.total for line in counted)
    return f"{kinds} · {done} nơi đạt đủ bộ tiêu chí"


def detail(line: ProgressLine | None) -> str:
    """Say everything of one line: what is missing, and what is odd about it."""
    if line is None:
        return ""
    subject = line.subject
    words = [f"{subject.full_name}, năm {line.year}: đạt {line.met}/{line.total} tiêu chí."]
    if subject.households is not None:
        words.append(f"{subject.households} hộ.")
    if subject.closed and subject.closed.reason:
        words.append(f"Ngừng theo dõi: {subject.closed.reason}.")
    if line.absent:
        words.append(_ABSENT.format(", ".join(line.absent)))
    if line.twin:
        words.append("Có hai dòng cùng tên: hai máy có thể đã cùng thêm. Hãy ngừng một dòng.")
    if line.missing and not subject.closed:
        words.append("Còn thiếu: " + "; ".join(f"{m.order}. {m.name}" for m in line.missing) + ".")
    return " ".join(words)
