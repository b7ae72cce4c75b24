"""How sets and their figures are worded."""

from collections.abc import Sequence
from pathlib import Path

from ntm_desktop.domain.criteria import CriteriaSet
from ntm_desktop.domain.set_findings import About
from ntm_desktop.domain.text import date_for_people
from ntm_desktop.services.figure_files import Exported
from ntm_desktop.services.set_pages import SetLine, SetPage
from ui.widgets.line_list import Line
from ui.words import State, short_name

CHECKED = State("Đã đối chiếu", "tick", "met")
UNCHECKED = State("Chưa đối chiếu", "exclamation", "missing")
UNKNOWN = State("Chưa có mức quy định", "dash", "no_threshold")
TEMPLATE = State("Mẫu chung, chờ quyết định của tỉnh", "ring", "not_applicable", short="mẫu chung")
FRAME = State("Mới có khung", "ring", "not_applicable", short="mới có khung")
USED = "Đơn vị dùng thêm bộ “{}”. Bộ này đã có trong ô chọn ở đầu cửa sổ."
EXCEL = "Bảng tính Excel (*.xlsx)"
SIGNED = "Tệp có chữ ký của đơn vị (*.ntm-data)"
FIGURE_FILES = "Tệp mức quy định (*.xlsx *.ntm-data)"
EXCEL_WRITTEN = "Đã ghi {} dòng vào “{}”. Điền các cột không tô xám rồi bấm “Nhập từ tệp…”."
WHY_SIGN = "Tệp gửi đơn vị khác phải có chữ ký của đơn vị mình."
TAKEN = "Đã nhập {} mức quy định."
SET_FILES = "Tệp bộ tiêu chí (*.xlsx *.ntm-data)"
FIGURES_HEADING = "Nhập mức quy định từ tệp"
VERSION_HEADING = "Nhập bộ tiêu chí từ tệp"
NOTHING_TAKEN = "Chưa nhập gì từ tệp này."
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
    if criteria.made:
        told.append(f"{criteria.made.office} lập ngày {date_for_people(criteria.made.on)}")
    return " · ".join(told)


def warnings(page: SetPage) -> list[str]:
    """Say what is doubtful about the set itself; its figures are counted above their list."""
    figures = (About.UNCHECKED, About.UNKNOWN)
    return [each.words for each in page.line.findings if each.about not in figures]


def count(page: SetPage) -> str:
    """Count what is unknown and unchecked."""
    unchecked, unknown = page.line.about(About.UNCHECKED), page.line.about(About.UNKNOWN)
    return (
        f"{len(page.figures)} mục · {len(unknown)} chưa có mức · {len(unchecked)} chưa đối chiếu"
    )


def signed(made: Exported) -> str:
    """Say what was written, and what those who get it compare."""
    return (
        f"Đã ghi mức của {made.figures} chỉ tiêu vào “{made.path.name}”. "
        f"{compared(made.fingerprint)}"
    )


def set_written(criteria: CriteriaSet, target: Path) -> str:
    """Say which version of a set was written, and how much it holds."""
    return (
        f"Đã ghi “{criteria.name}” phiên bản {criteria.version} vào “{target.name}”: "
        f"{len(criteria.criteria)} tiêu chí, {len(criteria.indicators)} chỉ tiêu, "
        f"{len(criteria.conditions)} điều kiện."
    )


def compared(fingerprint: str) -> str:
    """Say what those who get a signed file compare."""
    return f"Nơi nhận so dãy số khóa: {fingerprint}"
