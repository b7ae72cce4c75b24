"""How sets and their figures are worded."""

from collections.abc import Iterator, Sequence

from ntm_desktop.domain.criteria import CriteriaSet
from ntm_desktop.domain.set_findings import About
from ntm_desktop.domain.text import fold
from ntm_desktop.services.set_pages import FigureLine, SetLine, SetPage, Stated
from ntm_desktop.services.value_words import figure_words
from ui.widgets.line_list import Line
from ui.widgets.threshold_dialog import threshold_source
from ui.words import State, short_name

CHECKED = State("Đã đối chiếu", "tick", "met")
UNCHECKED = State("Chưa đối chiếu", "exclamation", "missing")
UNKNOWN = State("Chưa có mức quy định", "dash", "no_threshold")
TEMPLATE = State("Mẫu chung, chờ quyết định của tỉnh", "ring", "not_applicable", short="mẫu chung")
FRAME = State("Mới có khung", "ring", "not_applicable", short="mới có khung")
USED = "Đơn vị dùng thêm bộ “{}”. Bộ này đã có trong ô chọn ở đầu cửa sổ."
_ORDER = (UNKNOWN, UNCHECKED, CHECKED)
_SUBJECTS = {
    "commune": "Xã",
    "district": "Huyện",
    "village": "Thôn",
    "residential_area": "Khu dân cư",
    "garden": "Vườn",
}
_TIERS = {
    "standard": "đạt chuẩn",
    "advanced": "nâng cao",
    "exemplary": "kiểu mẫu",
    "smart": "thông minh",
    "model": "vườn mẫu",
}
_STATUS = {About.TEMPLATE: TEMPLATE, About.STRUCTURE_ONLY: FRAME}


def name(criteria: CriteriaSet) -> str:
    """Name a set in few words; what it is for stands before them."""
    bare = short_name(criteria.name.removesuffix(" (khung tham khảo)"))
    for word in ("Bộ tiêu chí ", "Tiêu chí ", "Quy định xã ", f"{_SUBJECTS[criteria.subject]} "):
        bare = bare.removeprefix(word)
    return bare[:1].lower() + bare[1:] if bare[1:2].islower() else bare


def full_name(criteria: CriteriaSet) -> str:
    """Name a set in few words, with what it is for."""
    return f"{_SUBJECTS[criteria.subject]} {name(criteria)}"


def set_lines(lines: Sequence[SetLine]) -> list[Line]:
    """List the sets, by what they are for."""
    order = list(_SUBJECTS)
    return [
        _set_line(line)
        for line in sorted(lines, key=lambda each: order.index(each.criteria_set.subject))
    ]


def _set_line(line: SetLine) -> Line:
    criteria = line.criteria_set
    state = next((_STATUS[each.about] for each in line.findings if each.about in _STATUS), None)
    unchecked = len(line.about(About.UNCHECKED))
    checked = f"{unchecked} mục chưa đối chiếu" if unchecked else "đã đối chiếu hết"
    years = period(criteria)
    told = (
        "đang dùng" if line.in_use else "",
        "" if years in criteria.name else years,
        state.short if state else "",
        checked,
    )
    return Line(
        state=state or (UNCHECKED if unchecked else CHECKED),
        head=_SUBJECTS[criteria.subject],
        text=name(criteria),
        detail=" · ".join(filter(None, told)),
        target=criteria.id,
    )


def period(criteria: CriteriaSet) -> str:
    """Say in which years a set is in force: 2021-2025."""
    return f"{criteria.first_year}-{criteria.last_year}"


def about(page: SetPage) -> str:
    """Say in one line what a set is."""
    criteria = page.line.criteria_set
    told = [
        f"Cho {_SUBJECTS[criteria.subject].lower()}",
        _TIERS[criteria.tier],
        f"giai đoạn {period(criteria)}",
        f"phiên bản {criteria.version}",
        f"{len(criteria.criteria)} tiêu chí, {len(criteria.indicators)} chỉ tiêu",
    ]
    if criteria.conditions:
        told.append(f"{len(criteria.conditions)}\u00a0điều kiện")
    return " · ".join(told)


def warnings(page: SetPage) -> list[str]:
    """Say what is doubtful about the set itself; its figures are counted above their list."""
    figures = (About.UNCHECKED, About.UNKNOWN)
    return [each.words for each in page.line.findings if each.about not in figures]


def figure_lines(page: SetPage, words: str = "") -> list[Line]:
    """List what a set asks for, what nobody stated first."""
    wanted = fold(words).split()
    found = [_figure_line(line) for line in page.figures if _matches(line, wanted)]
    return sorted(found, key=lambda line: _ORDER.index(line.state))


def count(page: SetPage) -> str:
    """Count what is unknown and unchecked."""
    unchecked, unknown = page.line.about(About.UNCHECKED), page.line.about(About.UNKNOWN)
    return (
        f"{len(page.figures)} mục · {len(unknown)} chưa có mức · {len(unchecked)} chưa đối chiếu"
    )


def _matches(line: FigureLine, wanted: Sequence[str]) -> bool:
    indicator = line.standing.indicator
    said = fold(f"{indicator.code} {indicator.name}")
    return all(word in said for word in wanted)


def _figure_line(line: FigureLine) -> Line:
    indicator = line.standing.indicator
    state = CHECKED if line.checked else UNCHECKED
    return Line(
        state=state if line.known else UNKNOWN,
        head=indicator.code,
        text=indicator.name,
        detail=" · ".join(_told(line)),
        target=indicator.code,
    )


def _told(line: FigureLine) -> Iterator[str]:
    """Say what is asked for, who confirmed it, and what another office stated otherwise."""
    judged = line.standing.judgement
    limits = [judged.threshold, *(part.threshold for part in judged.parts)]
    yield "; ".join(dict.fromkeys(limit.text for limit in limits))
    if not line.stated:
        yield threshold_source(judged.threshold)[0]
        return
    used, *others = line.stated
    yield f"theo {used.figure.source}"
    yield _confirmed(used)
    for other in others:
        if other.figure != used.figure:
            words = figure_words(other.figure, line.standing.indicator)
            yield f"{other.writer.office} ghi khác: {words}"


def _confirmed(stated: Stated) -> str:
    writer = stated.writer
    by = ", ".join(filter(None, (writer.author, writer.office)))
    return f"{by} nhập ngày {writer.when}"
