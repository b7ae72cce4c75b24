"""How moving to another set is worded."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from ntm_desktop.domain.criteria import Indicator
from ntm_desktop.domain.matching import Outcome
from ntm_desktop.domain.move_plan import OUTCOME_WORDS, MoveLine, MovePlan
from ntm_desktop.domain.text import fold
from ntm_desktop.services.moving import Source
from ui.widgets.line_list import Line
from ui.words import State, short_name

STEPS = ("Chọn bộ và năm", "Xem trước", "Xong")
INTRODUCTION = (
    "Kết quả ở bộ cũ vẫn còn nguyên. Bạn xem trước từng chỉ tiêu, in ra nếu cần, rồi mới chuyển."
)
NO_MAPPING = (
    "Dùng bảng có sẵn của chương trình, nếu có. Nếu không, chỉ những chỉ tiêu có yêu cầu giống "
    "hệt nhau được mang sang."
)
USE = "Dùng bộ mới từ nay: bộ có trong danh sách ở đầu cửa sổ"
TEMPLATE = "Ghi một tệp để điền chỉ tiêu nào chuyển sang chỉ tiêu nào, rồi chọn lại tệp đó"
NOTHING_TO_DO = "Không có gì để mang sang: xem lý do ở từng dòng, hoặc chọn tệp bảng chuyển đổi."
CONFIRM = State("Cần xác nhận lại", "exclamation", "missing")
ANSWER = State("Cần trả lời", "ring", "not_applicable")
_ICONS: Mapping[Outcome, tuple[str, str]] = {
    Outcome.UNCHANGED: ("tick", "met"),
    Outcome.SAME: ("tick", "met"),
    Outcome.RENAMED: ("exclamation", "missing"),
    Outcome.SPLIT: ("exclamation", "missing"),
    Outcome.MERGED: ("exclamation", "missing"),
    Outcome.DROPPED: ("cross", "not_met"),
    Outcome.UNMATCHED: ("dash", "no_threshold"),
    Outcome.NEW: ("ring", "not_applicable"),
}
_MEANS: Mapping[Outcome, str] = {
    Outcome.UNCHANGED: "yêu cầu giống hệt, mang kết quả sang, cùng năm thì tính ngay",
    Outcome.SAME: "bảng chuyển đổi nói là cùng yêu cầu, mang kết quả sang",
    Outcome.RENAMED: "mang kết quả sang nếu cùng loại số liệu và đơn vị tính, cần xác nhận lại",
    Outcome.SPLIT: "một chỉ tiêu cũ thành nhiều chỉ tiêu mới, trả lời lại từng chỉ tiêu",
    Outcome.MERGED: "chỉ mang sang khi mọi chỉ tiêu cũ cùng đạt hoặc cùng chưa đạt",
    Outcome.DROPPED: "bộ mới bỏ chỉ tiêu này, kết quả ở lại bộ cũ",
    Outcome.UNMATCHED: "chưa biết chỉ tiêu tương ứng, kết quả ở lại bộ cũ",
    Outcome.NEW: "chưa có gì để mang sang, cần trả lời",
}
STATES: Mapping[Outcome, State] = {
    outcome: State(OUTCOME_WORDS[outcome], *marks) for outcome, marks in _ICONS.items()
}


@dataclass(frozen=True, slots=True)
class Choice:
    """Lines that can be looked at apart, and how many there are."""

    words: str
    wanted: Callable[[MoveLine], bool]


def choices(plan: MovePlan) -> list[Choice]:
    """Offer all lines, those that go over, those to be confirmed, and each outcome."""
    totals = plan.totals
    found = [
        Choice(f"Tất cả: {len(plan.lines)}", lambda _: True),
        Choice(f"Có mang sang kết quả: {totals.carried}", lambda line: line.carried),
        Choice(f"Cần xác nhận lại: {totals.to_confirm}", lambda line: line.to_confirm),
    ]
    found += [
        Choice(f"{OUTCOME_WORDS[outcome]}: {count}", _is(outcome))
        for outcome, count in plan.counts.items()
    ]
    return found


def _is(outcome: Outcome) -> Callable[[MoveLine], bool]:
    return lambda line: line.match.outcome is outcome


def lines(plan: MovePlan, choice: Choice, words: str = "") -> list[Line]:
    """List what becomes of each indicator, as far as it is wanted."""
    wanted = fold(words).split()
    return [_line(one) for one in plan.lines if choice.wanted(one) and _matches(one, wanted)]


def _matches(line: MoveLine, wanted: Sequence[str]) -> bool:
    said = fold(f"{line.old_words} {line.new_words}")
    return all(word in said for word in wanted)


def _line(line: MoveLine) -> Line:
    old, new = line.match.old, line.match.new
    codes = [", ".join(one.code for one in side) for side in (old, new)]
    told = (
        OUTCOME_WORDS[line.match.outcome],
        line.value.replace("\n", "; "),
        line.happens,
        f"gắn {line.links} minh chứng" if line.links else "",
        *line.notes,
    )
    return Line(
        state=STATES[line.match.outcome],
        head=" → ".join(filter(None, codes)) if new else f"{codes[0]} →",
        text="; ".join(dict.fromkeys(one.name for one in (old or new))),
        detail=" · ".join(filter(None, told)),
    )


def explained() -> list[tuple[State, str]]:
    """Explain each outcome."""
    return [(STATES[each], f"{OUTCOME_WORDS[each]}: {words}") for each, words in _MEANS.items()]


def years(source: Source) -> list[tuple[str, int]]:
    """Offer the years of a set, naming those with answers."""
    criteria = source.criteria_set
    return [
        (f"Năm {year} (có kết quả)" if year in source.answered else f"Năm {year}", year)
        for year in range(criteria.first_year, criteria.last_year + 1)
    ]


def heading(plan: MovePlan) -> str:
    """Say in one line what goes where."""
    old, new = (short_name(name) for name in (plan.old_name, plan.new_name))
    return f"{plan.subject_name}: {old}, năm {plan.old.year} → {new}, năm {plan.new.year}"


def rests_on(plan: MovePlan) -> str:
    """Say by what indicators were put together."""
    if plan.mapping is None:
        return "Chỉ mang sang chỉ tiêu có yêu cầu giống hệt nhau ở hai bộ."
    return f"Theo bảng chuyển đổi: {plan.mapping.name}."


def done(plan: MovePlan) -> str:
    """Say what was done, and what is left to do."""
    totals = plan.totals
    return (
        f"Đã chuyển {totals.carried} kết quả và gắn {totals.links} lượt minh chứng sang bộ mới. "
        f"Còn {totals.to_confirm} kết quả cần xác nhận lại, {totals.unanswered} chỉ tiêu chưa có "
        "kết quả. Bấm vào một chỉ tiêu để mở ở bộ mới."
    )


def left_to_do(plan: MovePlan) -> list[Line]:
    """List what is to be confirmed in the new set, then what is to be answered."""
    waiting = [
        _to_do(CONFIRM, one.match.new[0], one.value) for one in plan.lines if one.to_confirm
    ]
    open_ = [_to_do(ANSWER, new, "") for one in plan.lines for new in one.waiting]
    return [*waiting, *open_]


def _to_do(state: State, indicator: Indicator, value: str) -> Line:
    return Line(
        state=state,
        head=indicator.code,
        text=indicator.name,
        detail=" · ".join(filter(None, (state.word, value))),
        target=indicator.code,
    )
