"""How the criteria screen words requirements, results, papers and history."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal

from ntm_desktop.domain.answer import (
    Amount,
    Chosen,
    Given,
    Level,
    NotApplicable,
    answer_for_people,
)
from ntm_desktop.domain.criteria import Indicator, Kind
from ntm_desktop.domain.evidence import Evidence, EvidenceFile
from ntm_desktop.domain.standing import CriterionStanding, IndicatorStanding
from ntm_desktop.domain.text import fold, number_for_people
from ntm_desktop.domain.threshold import Threshold
from ntm_desktop.services.intake import Intake, Outcome, Result
from ntm_desktop.services.self_assessment import HistoryLine
from ui.widgets.line_list import Line
from ui.widgets.threshold_dialog import threshold_source
from ui.words import ABSENT, CONFLICT, PRESENT, VERDICTS, State, size

_HISTORY = 12


def state_of(standing: IndicatorStanding) -> State:
    """Mark an indicator; a contradiction comes first."""
    return CONFLICT if standing.in_conflict else VERDICTS[standing.verdict]


def criterion_text(line: CriterionStanding) -> str:
    """Word a criterion in the tree; the conditions have no number."""
    if not line.criterion.order:
        return line.criterion.name
    return f"{line.criterion.order}. {line.criterion.name}"


def indicator_text(standing: IndicatorStanding) -> str:
    """Word an indicator in the tree."""
    return f"{standing.indicator.code}  {standing.indicator.name}"


def matches(standing: IndicatorStanding, criterion: CriterionStanding, words: str) -> bool:
    """Tell whether an indicator stays in the tree under a filter, accents aside."""
    said = fold(f"{indicator_text(standing)} {criterion_text(criterion)}")
    return all(word in said for word in fold(words).split())


def requirement(indicator: Indicator, threshold: Threshold) -> str:
    """Word what is asked for."""
    if indicator.options:
        names = "; ".join(one.name for one in indicator.options)
        return f"{threshold.text} trong số: {names}"
    if indicator.scale:
        return f"{threshold.text} (thang bậc: {', '.join(indicator.scale.levels)})"
    if indicator.kind is Kind.YES_NO:
        more = " (nội dung theo quy định của tỉnh)" if indicator.content_by_province else ""
        return f"Đạt{more}"
    return threshold.text


def part_text(name: str) -> str:
    """Word the name of a part."""
    return name[:1].upper() + name[1:] if name.startswith("trong đó") else f"Trong đó: {name}"


def stating(standing: IndicatorStanding) -> str:
    """Word the button that states, changes or confirms what is asked for."""
    threshold = standing.judgement.threshold
    if not standing.indicator.kind.is_numeric and not standing.indicator.parts:
        return "Sửa xác nhận…" if threshold.checked else "Xác nhận theo quyết định…"
    known = threshold.limit is not None and threshold.checked
    return "Sửa mức quy định…" if known else "Nhập mức quy định…"


def part_requirement(threshold: Threshold) -> str:
    """Word what is asked of a part."""
    if threshold.limit is None:
        return threshold.text
    return f"yêu cầu {threshold.text} · {threshold_source(threshold)[0]}"


def typed_value(standing: IndicatorStanding) -> str:
    """Give the stored number as it is typed: 86,5."""
    amount = _amount(standing)
    return number_for_people(amount) if isinstance(amount, Decimal) else ""


def level(standing: IndicatorStanding) -> str:
    """Give the stored level; nothing while there is none."""
    amount = _amount(standing)
    return amount.name if isinstance(amount, Level) else ""


def chosen_options(standing: IndicatorStanding) -> tuple[str, ...] | None:
    """Give the ids of the stored options; None while there is no answer."""
    amount = _amount(standing)
    return amount.ids if isinstance(amount, Chosen) else None


def _amount(standing: IndicatorStanding) -> Amount | None:
    answer = standing.answer
    return answer.value if isinstance(answer, Given) else None


def chosen(standing: IndicatorStanding) -> bool | None:
    """Give the stored yes or no; None while there is none."""
    answer = standing.answer
    if answer is None or isinstance(answer, NotApplicable):
        return None
    return answer.value if isinstance(answer.value, bool) else None


def not_applicable_reason(standing: IndicatorStanding) -> str | None:
    """Give the reason why it does not apply; None where it does."""
    answer = standing.answer
    return answer.reason if isinstance(answer, NotApplicable) else None


def conflict(standing: IndicatorStanding) -> str:
    """Name what two PCs entered differently; nothing without a conflict."""
    if not standing.in_conflict:
        return ""
    unit = standing.indicator.unit if standing.indicator.kind.is_numeric else ""
    options = standing.indicator.options
    values = [answer_for_people(answer, unit, options) for answer in standing.entry.answers]
    said = f": {' và '.join(values)}" if len(values) > 1 else ""
    return (
        f"Số liệu chưa thống nhất{said}. Hai máy đã nhập khác nhau; chỉ tiêu chưa được tính cho "
        "đến khi thống nhất. Hãy chọn giá trị đúng, hoặc nhập lại số đúng."
    )


def moment(at: str) -> str:
    """Word a moment (ISO 8601) in local time: 02/10/2024 14:05."""
    try:
        return f"{datetime.fromisoformat(at).astimezone():%d/%m/%Y %H:%M}"
    except ValueError:
        return at


def history(lines: Sequence[HistoryLine]) -> str:
    """Word the latest changes, one a line."""
    shown = [
        " · ".join(filter(None, (moment(line.at), line.author))) + f": {line.words}"
        for line in lines[:_HISTORY]
    ]
    more = len(lines) - _HISTORY
    if more > 0:
        shown.append(f"và {more} lần sửa trước đó")
    return "\n".join(shown) or "Chưa có thay đổi nào."


def paper_lines(
    standing: IndicatorStanding, documents: Iterable[Evidence]
) -> list[tuple[str, str, State, str]]:
    """List required papers: id, name, whether it is there, and which document it is."""
    code = standing.indicator.code
    by_paper = {
        link.paper: document.details.number or document.title
        for document in documents
        for link in document.links
        if link.indicator == code and link.paper
    }
    return [
        (
            paper.id,
            paper.name,
            PRESENT if paper.id in by_paper else ABSENT,
            by_paper.get(paper.id, "chưa có"),
        )
        for paper in standing.indicator.papers
    ]


def evidence_line(document: Evidence) -> Line:
    """Word one document of the list."""
    missing = _unsaid(document)
    here = all(file.is_here for file in document.files)
    files = document.files
    pages = sum(file.pages or 0 for file in files)
    count = f"{len(files)} tệp" if len(files) != 1 else file_text(files[0])
    detail = [count, f"{pages} trang" if pages else "", missing]
    if not here:
        detail.append("thiếu tệp trên máy này")
    return Line(
        state=PRESENT if here and not missing else ABSENT,
        head="",
        text=document.title,
        detail=" · ".join(filter(None, detail)),
        target=document.key,
    )


def _unsaid(document: Evidence) -> str:
    details = document.details
    photos = bool(document.files) and all(
        file.kind is not None and file.kind.is_image for file in document.files
    )
    asked = (
        ((details.issued_on, "ngày chụp"), (details.issuer, "người chụp"))
        if photos
        else (
            (details.number, "số, ký hiệu"),
            (details.issued_on, "ngày"),
            (details.issuer, "nơi ban hành"),
        )
    )
    wanted = [word for value, word in asked if not value]
    return f"cần ghi {', '.join(wanted)}" if wanted else ""


def file_text(file: EvidenceFile) -> str:
    """Word one file."""
    kind = file.kind.word if file.kind else "tệp"
    return f"{kind}, {size(file.size)}"


def intake(outcome: Intake) -> tuple[str, str, str]:
    """Word what became of files: tone, summary, and a line for each that needs a look."""
    added = outcome.count(Outcome.ADDED)
    others = [result for result in outcome.results if result.message]
    refused = outcome.count(Outcome.REFUSED) + outcome.count(Outcome.STOPPED)
    parts = [
        f"Đã thêm {added} tệp" if added else "",
        f"{outcome.count(Outcome.PRESENT)} tệp đã có từ trước"
        if outcome.count(Outcome.PRESENT)
        else "",
        f"{refused} tệp không thêm được" if refused else "",
    ]
    tone = "done" if not refused else "warning" if added else "error"
    words = ", ".join(filter(None, parts))
    return tone, f"{words[:1].upper()}{words[1:]}.", "\n".join(map(_result, others))


def _result(result: Result) -> str:
    return f"{result.name}: {result.message}"
