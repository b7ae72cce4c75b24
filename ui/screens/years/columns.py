"""How years, what may be lost and what is carried forward are worded."""

from collections.abc import Callable, Mapping, Sequence

from ntm_desktop.domain.comparison import (
    COURSE_WORDS,
    Course,
    LineComparison,
    result_words,
)
from ntm_desktop.services.carrying import CarryPlan
from ui.table_model import Column
from ui.words import ABSENT, INCOMPLETE, MET, VERDICTS, State

NOTHING = (
    "Chưa có số liệu của năm nào trước năm này cho bộ tiêu chí đang mở, nên chưa có gì để so sánh "
    "hay mang sang. Chọn năm khác ở đầu cửa sổ."
)
CONFIRMED_BEFORE = (
    "Các chỉ tiêu này vừa được xác nhận hoặc sửa ở nơi khác, không còn gì để xác nhận."
)
NO_RISK = "Không thấy chỉ tiêu nào có nguy cơ không còn đạt."
TO_CONFIRM = State("Cần xác nhận lại", "exclamation", "missing")
COURSES: Mapping[Course, State] = {
    Course.LOST: State(COURSE_WORDS[Course.LOST], "cross", "not_met"),
    Course.OPEN: State(COURSE_WORDS[Course.OPEN], "exclamation", "missing"),
    Course.GAINED: State(COURSE_WORDS[Course.GAINED], "tick", "met"),
    Course.SAME: State(COURSE_WORDS[Course.SAME], "ring", "not_applicable"),
}


def state_of(line: LineComparison) -> State:
    """Say how an indicator went on; what waits to be confirmed comes first."""
    return TO_CONFIRM if line.to_confirm else COURSES[line.course]


CODE: Column[LineComparison] = Column("Mã", lambda line: line.now.indicator.code)
NAME: Column[LineComparison] = Column("Chỉ tiêu", lambda line: line.now.indicator.name)
BEFORE: Column[LineComparison] = Column(
    "Năm trước", lambda line: result_words(line.before), lambda line: VERDICTS[line.before.verdict]
)
NOW: Column[LineComparison] = Column(
    "Năm nay", lambda line: result_words(line.now), lambda line: VERDICTS[line.now.verdict]
)
CHANGE: Column[LineComparison] = Column("Tăng, giảm", lambda line: line.difference_words)
COURSE: Column[LineComparison] = Column("Diễn biến", lambda line: line.course_words, state_of)
COLUMNS = (CODE, NAME, BEFORE, NOW, CHANGE, COURSE)
WIDTHS = (54, 0, 120, 120, 84, 146)
NARROW_WIDTHS = (40, 0, 110, 110, 84, 130)
NARROW_WITHOUT = COLUMNS.index(CHANGE)
"""The column that a narrow window has no room for."""

FILTERS: Sequence[tuple[str, Callable[[LineComparison], bool]]] = (
    ("Tất cả chỉ tiêu", lambda _line: True),
    ("Có thay đổi", lambda line: line.course is not Course.SAME),
    ("Không còn đạt", lambda line: line.course is Course.LOST),
    ("Cần xác nhận lại", lambda line: line.to_confirm),
    ("Năm nay chưa nhập", lambda line: line.now.answer is None),
)


def plan_words(plan: CarryPlan) -> list[tuple[State, str]]:
    """Say what carrying a year forward would do."""
    said = [
        (
            MET if plan.answers else INCOMPLETE,
            f"{len(plan.answers)} kết quả được chép sang năm {plan.target.year}. Mỗi kết quả ghi "
            "“cần xác nhận lại” và chưa tính là đạt cho đến khi được xác nhận.",
        )
    ]
    if plan.kept:
        said.append((MET, f"{plan.kept} chỉ tiêu năm {plan.target.year} đã nhập: giữ nguyên."))
    if plan.disputed:
        codes = ", ".join(plan.disputed)
        said.append((INCOMPLETE, f"Số liệu chưa thống nhất, không mang sang: {codes}."))
    if plan.expired:
        titles = "; ".join(plan.expired)
        said.append((ABSENT, f"Minh chứng đã hết hạn, không gắn lại: {titles}."))
    return said


def done(plan: CarryPlan) -> str:
    """Say what was carried."""
    linked = f" và gắn {plan.documents} minh chứng" if plan.linked else ""
    return (
        f"Đã mang {len(plan.answers)} kết quả{linked} từ năm {plan.source.year} sang năm "
        f"{plan.target.year}. Hãy xem từng chỉ tiêu và bấm “Xác nhận” nếu vẫn đúng."
    )
