"""The years of a sheet without a window: compared, carried forward, confirmed, at risk."""

from argparse import Namespace
from collections.abc import Iterator
from typing import Any

from ntm_desktop.cli.context import heading, opened, sheet
from ntm_desktop.cli.output import Answer
from ntm_desktop.cli.standing_document import answer_value
from ntm_desktop.domain.assessment import Sheet
from ntm_desktop.domain.comparison import (
    COURSE_WORDS,
    Comparison,
    Course,
    CriterionComparison,
    LineComparison,
    result_words,
)
from ntm_desktop.domain.criteria import IndicatorCode
from ntm_desktop.domain.outlook import Outlook
from ntm_desktop.domain.progress import Unwatched
from ntm_desktop.domain.text import number_spelling
from ntm_desktop.domain.withdrawal import Withdrawal
from ntm_desktop.services.carrying import CarryPlan
from ntm_desktop.services.self_assessment import find_indicator


def compare(options: Namespace) -> Answer:
    """Hold a sheet against an earlier year."""
    with opened(options) as workplace:
        chosen = sheet(workplace, options)
        found = workplace.years.comparison(chosen, options.before)
        lines = [*heading(workplace), *_compared(found)]
        if options.pdf:
            pages = workplace.years.print_comparison(
                chosen, options.pdf, Unwatched(), year=options.before
            )
            lines.append(f"Đã in {pages} trang vào {options.pdf}.")
    return Answer(
        document={
            **_sheet(found.now.sheet),
            "before": found.before.sheet.year,
            "met": found.now.met,
            "met_before": found.before.met,
            "total": found.now.total,
            "pdf": {"path": str(options.pdf), "pages": pages} if options.pdf else None,
            "criteria": [_section(each) for each in found.sections if each.criterion.order],
            "conditions": [
                _line(line)
                for each in found.sections
                if not each.criterion.order
                for line in each.lines
            ],
        },
        lines=lines,
    )


def _compared(found: Comparison) -> Iterator[str]:
    yield found.words
    for line in found.lines:
        if line.course is not Course.SAME:
            values = f"{result_words(line.before)} → {result_words(line.now)}"
            yield f"{line.now.indicator.code}: {values} ({COURSE_WORDS[line.course].lower()})"


def _section(section: CriterionComparison) -> dict[str, Any]:
    return {
        "order": section.criterion.order,
        "name": section.criterion.name,
        "before": section.before.value,
        "now": section.now.value,
        "course": section.course.value,
        "indicators": [_line(line) for line in section.lines],
    }


def _line(line: LineComparison) -> dict[str, Any]:
    difference = line.difference
    return {
        "code": line.now.indicator.code,
        "before": {
            "value": answer_value(line.before.answer),
            "verdict": line.before.verdict.value,
        },
        "now": {"value": answer_value(line.now.answer), "verdict": line.now.verdict.value},
        "difference": None if difference is None else number_spelling(difference),
        "course": line.course.value,
        "to_confirm": line.to_confirm,
    }


def risks(options: Namespace) -> Answer:
    """Say what may be lost, and how near withdrawal is."""
    with opened(options) as workplace:
        found = workplace.years.outlook(sheet(workplace, options), options.until)
        lines = [*heading(workplace), *_risks_in_words(found)]
    return Answer(
        document={
            **_sheet(found.sheet),
            "until": found.until,
            "risks": [
                {
                    "danger": risk.danger.value,
                    "criterion": risk.criterion,
                    "indicator": risk.indicator,
                    "name": risk.name,
                    "words": risk.words,
                }
                for risk in found.risks
            ],
            "withdrawal": _withdrawal(found.withdrawal),
        },
        lines=lines,
    )


def _risks_in_words(found: Outlook) -> Iterator[str]:
    yield from (f"{risk.indicator}: {risk.words}" for risk in found.risks)
    if not found.risks:
        yield "Không thấy nguy cơ nào."
    if found.withdrawal:
        yield found.withdrawal.words


def _withdrawal(found: Withdrawal | None) -> dict[str, Any] | None:
    if found is None:
        return None
    return {
        "lost": [criterion.order for criterion in found.lost],
        "key": [criterion.order for criterion in found.keys],
        "total": found.total,
        "percent": number_spelling(found.percent),
        "due": found.is_due,
    }


def carry(options: Namespace) -> Answer:
    """Carry an earlier year forward; with --dry-run only say what that would do."""
    with opened(options) as workplace:
        planned = workplace.carrying.plan(
            sheet(workplace, options), options.before, linking=not options.without_evidence
        )
        changed = not options.dry_run and bool(workplace.carrying.carry(planned))
    return Answer(
        document={
            **_sheet(planned.target),
            "before": planned.source.year,
            "dry_run": options.dry_run,
            "changed": changed,
            "carried": list(planned.answers),
            "kept": planned.kept,
            "conflicts": list(planned.disputed),
            "evidence": len({proof.evidence for proof in planned.linked}),
            "expired": list(planned.expired),
        },
        lines=[*_carried_in_words(planned, dry_run=options.dry_run)],
    )


def _carried_in_words(planned: CarryPlan, *, dry_run: bool) -> Iterator[str]:
    done = "sẽ mang" if dry_run else "đã mang"
    yield (
        f"{len(planned.answers)} kết quả {done} từ năm {planned.source.year} sang năm "
        f"{planned.target.year}, cần xác nhận lại; {planned.kept} chỉ tiêu đã có kết quả."
    )
    for code in planned.disputed:
        yield f"{code}: số liệu chưa thống nhất, không mang sang"
    for title in planned.expired:
        yield f"Đã hết hạn, không gắn lại: {title}"


def confirm(options: Namespace) -> Answer:
    """Let answers that were carried over count."""
    codes = [IndicatorCode(code.strip()) for code in options.codes.split(",")]
    with opened(options) as workplace:
        chosen = sheet(workplace, options)
        for code in codes:
            find_indicator(workplace.catalogue.criteria_set(chosen.criteria_set), code)
        changed = workplace.carrying.confirm(chosen, codes)
    words = f"Đã xác nhận: {', '.join(codes)}." if changed else "Không có gì cần xác nhận."
    return Answer(document={**_sheet(chosen), "changed": bool(changed)}, lines=[words])


def _sheet(chosen: Sheet) -> dict[str, Any]:
    return {"set": chosen.criteria_set, "subject": chosen.subject, "year": chosen.year}
