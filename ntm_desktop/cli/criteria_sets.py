"""Criteria sets without a window: what is here, and new versions from files."""

from argparse import Namespace
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from ntm_desktop.cli.context import opened, passphrase
from ntm_desktop.cli.figure_files import is_signed, signed_document, signed_words
from ntm_desktop.cli.output import Answer
from ntm_desktop.domain.criteria import CriteriaSet, Indicator
from ntm_desktop.domain.demand import demand, rule_words
from ntm_desktop.domain.indicator_lint import LintFinding
from ntm_desktop.services.set_files import SetFiles, SetPlan, SetRefusedError, words_of
from ntm_desktop.services.set_pages import SetLine, SetPages


def listing(options: Namespace) -> Answer:
    """List every set with how far it can be relied on."""
    with opened(options) as workplace:
        found = SetPages(workplace).lines()
    return Answer(
        document={"sets": [_line(line) for line in found]},
        lines=[
            f"{one.id}: {one.name}, phiên bản {one.version}{_made(one)}"
            for one in (line.criteria_set for line in found)
        ],
    )


def show(options: Namespace) -> Answer:
    """Show one set in full."""
    with opened(options) as workplace:
        wanted = workplace.catalogue.criteria_set(options.id).id
        line = next(each for each in SetPages(workplace).lines() if each.criteria_set.id == wanted)
    return Answer(document=_line(line) | _in_full(line.criteria_set), lines=[*_told(line)])


def export(options: Namespace) -> Answer:
    """Write a set to an Excel workbook, or to a file that the office signs for others."""
    with opened(options) as workplace:
        service = SetFiles(workplace)
        found = workplace.catalogue.criteria_set(options.id)
        signed: dict[str, str] = {}
        if is_signed(options.file):
            keys = workplace.keys.unlock(passphrase(options))
            signed["fingerprint"] = service.sign(found.id, options.file, keys).fingerprint
        else:
            service.export(found.id, options.file)
    counts = _counts(found)
    written = {"set": found.id, "version": found.version, "path": str(options.file)}
    return Answer(
        document=written | counts | signed,
        lines=[
            f"Đã ghi bộ “{found.name}” ra {options.file}: {counts['criteria']} tiêu chí, "
            f"{counts['indicators']} chỉ tiêu, {counts['conditions']} điều kiện.",
            *(f"Dãy số khóa để nơi nhận so: {digits}" for digits in signed.values()),
        ],
    )


def take_in(options: Namespace) -> Answer:
    """Take a new version from a file; with --dry-run only say what it changes."""
    with opened(options) as workplace:
        service = SetFiles(workplace)
        planned = service.plan(options.file)
        if planned.errors and not options.dry_run:
            raise SetRefusedError(planned.title, planned.errors)
        changed = not options.dry_run and bool(
            service.apply(
                planned, accepted=options.accept_warnings, fingerprint=options.fingerprint
            )
        )
    return Answer(
        document=_plan(planned) | {"dry_run": options.dry_run, "changed": changed},
        lines=[*_planned_words(planned, changed=changed)],
    )


def _line(line: SetLine) -> dict[str, Any]:
    one = line.criteria_set
    return {
        "id": one.id,
        "version": one.version,
        "name": one.name,
        "subject": one.subject,
        "tier": one.tier,
        "period": [one.first_year, one.last_year],
        "status": str(one.status),
        "made": one.made and {"office": one.made.office, "on": one.made.on},
        "counts": _counts(one),
        "findings": [{"about": str(each.about), "words": each.words} for each in line.findings],
    }


def _counts(one: CriteriaSet) -> dict[str, int]:
    return {
        "criteria": len(one.criteria),
        "indicators": len(one.indicators),
        "conditions": len(one.conditions),
    }


def _in_full(one: CriteriaSet) -> dict[str, Any]:
    return {
        "requires": list(one.requires),
        "groups": [{"id": group.id, "name": group.name} for group in one.groups],
        "legal_basis": [
            {"number": each.number, "date": each.date, "issuer": each.issuer, "title": each.title}
            for each in one.legal_basis
        ],
        "criteria": [
            {
                "order": each.order,
                "name": each.name,
                "group": each.group,
                "key": each.key,
                "indicators": _indicators(each.indicators),
            }
            for each in one.criteria
        ],
        "conditions": _indicators(one.conditions),
    }


def _indicators(indicators: Sequence[Indicator]) -> list[dict[str, Any]]:
    return [
        {
            "code": one.code,
            "name": one.name,
            "kind": str(one.kind),
            "unit": one.unit,
            "asks": demand(one),
            "parts": [
                {"id": part.id, "name": part.name, "asks": rule_words(part.rule, part.unit)}
                for part in one.parts
            ],
            "if_any": one.if_any,
            "papers": [{"id": paper.id, "name": paper.name} for paper in one.papers],
            "agency": one.agency,
            "checked": one.checked,
            "source": one.source,
        }
        for one in indicators
    ]


def _made(one: CriteriaSet) -> str:
    return f", {one.made.office} lập ngày {one.made.on}" if one.made else ""


def _told(line: SetLine) -> Iterator[str]:
    one = line.criteria_set
    yield f"{one.name}, phiên bản {one.version}{_made(one)}"
    yield from (each.words for each in line.findings)
    for criterion in one.criteria:
        yield f"{criterion.order}. {criterion.name}"
        yield from (f"  {each.code} {each.name}: {demand(each)}" for each in criterion.indicators)
    yield from (f"{each.code} {each.name}: {demand(each)}" for each in one.conditions)


def _plan(planned: SetPlan) -> dict[str, Any]:
    previous = planned.previous
    return {
        "set": planned.new.id,
        "version": planned.new.version,
        "previous": previous and previous.version,
        "counts": _counts(planned.new),
        "errors": _findings(planned.errors),
        "warnings": _findings(planned.warnings),
        "answers": planned.kept.answers.total(),
        "judged_anew": planned.judged_anew,
        "figures": planned.figures,
        "unread": list(planned.unread),
        "signed": planned.arrival and signed_document(planned.arrival),
    }


def _findings(findings: Iterable[LintFinding]) -> list[dict[str, str]]:
    return [
        {"code": str(each.code), "indicator": each.indicator, "words": each.words}
        for each in findings
    ]


def _planned_words(planned: SetPlan, *, changed: bool) -> Iterator[str]:
    if planned.arrival is not None:
        yield from signed_words(planned.arrival)
    yield from (f"Không được: {words_of(each)}" for each in planned.errors)
    yield from (f"Khác: {words_of(each)}" for each in planned.warnings)
    yield from (f"Không đọc {each}." for each in planned.unread)
    yield (
        f"{planned.kept.answers.total()} kết quả đã nhập được giữ, {planned.judged_anew} được "
        f"xét lại theo nội dung mới; {planned.figures} mức đơn vị đã nhập vẫn dùng."
    )
    if planned.is_here:
        yield f"Ở đây đã có đúng {planned.title}, không có gì thay đổi."
    else:
        done = "Đã nhập" if changed else "Chưa nhập, chỉ xem trước"
        yield f"{done}: {planned.title}."
