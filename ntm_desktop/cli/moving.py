"""Moving a subject to another criteria set without a window."""

from argparse import Namespace
from collections.abc import Iterator
from typing import Any

from ntm_desktop.cli.context import opened, sheet
from ntm_desktop.cli.output import Answer
from ntm_desktop.domain.assessment import Sheet
from ntm_desktop.domain.criteria import SetId
from ntm_desktop.domain.move_plan import OUTCOME_WORDS, MoveLine, MovePlan
from ntm_desktop.domain.progress import Unwatched
from ntm_desktop.services.workplace import Workplace


def move(options: Namespace) -> Answer:
    """Move a sheet to another set; with --dry-run only say what that would do."""
    with opened(options) as workplace:
        plan = _plan(workplace, options)
        pages = (
            workplace.moving.print_plan(plan, options.pdf, Unwatched()) if options.pdf else None
        )
        moved = None if options.dry_run else workplace.moving.apply(plan, use=options.use)
    changed = moved is not None and bool(moved.done)
    document: dict[str, Any] = {
        **_document(plan),
        "dry_run": options.dry_run,
        "changed": changed,
        "begun": moved is not None and moved.begun,
        "pdf": {"path": str(options.pdf), "pages": pages} if pages else None,
    }
    return Answer(document=document, lines=_in_words(plan, options, changed=changed))


def mapping(options: Namespace) -> Answer:
    """Write a mapping file to be completed by hand."""
    with opened(options) as workplace:
        workplace.moving.write_template(
            SetId(options.from_set), SetId(options.to_set), options.file
        )
    return Answer(
        document={"from": options.from_set, "to": options.to_set, "path": str(options.file)},
        lines=[f"Đã ghi tệp mẫu {options.file}: hãy sửa, thêm dòng rồi dùng với set move."],
    )


def _plan(workplace: Workplace, options: Namespace) -> MovePlan:
    """Plan into the year wanted of the new set, from the last year with answers by default."""
    service = workplace.moving
    options.set = options.to_set
    new = sheet(workplace, options)
    old_set = SetId(options.from_set)
    source = service.source(new._replace(criteria_set=old_set))
    year = options.from_year or source.year(new.year)
    mapping = (
        service.read_mapping(options.mapping)
        if options.mapping
        else service.shipped_mapping(old_set, new.criteria_set)
    )
    return service.plan(Sheet(new.subject, old_set, year), new.criteria_set, new.year, mapping)


def _document(plan: MovePlan) -> dict[str, Any]:
    totals = plan.totals
    return {
        "subject": plan.new.subject,
        "from": {"set": plan.old.criteria_set, "year": plan.old.year},
        "to": {"set": plan.new.criteria_set, "year": plan.new.year},
        "mapping": plan.mapping.name if plan.mapping else None,
        "listed": plan.listed,
        "carried": totals.carried,
        "to_confirm": totals.to_confirm,
        "unanswered": totals.unanswered,
        "evidence": totals.links,
        "expired": totals.outdated,
        "counts": {outcome.value: count for outcome, count in plan.counts.items()},
        "lines": [_line(line) for line in plan.lines],
    }


def _line(line: MoveLine) -> dict[str, Any]:
    return {
        "outcome": line.match.outcome.value,
        "from": [one.code for one in line.match.old],
        "to": [one.code for one in line.match.new],
        "value": line.value or None,
        "carried": line.carried,
        "to_confirm": line.to_confirm,
        "evidence": line.links,
        "expired": line.outdated,
        "happens": line.happens,
        "notes": list(line.notes),
    }


def _in_words(plan: MovePlan, options: Namespace, *, changed: bool) -> Iterator[str]:
    for line in plan.lines:
        codes = [",".join(one.code for one in side) for side in (line.match.old, line.match.new)]
        value = f" [{line.value}]".replace("\n", "; ") if line.value else ""
        outcome = OUTCOME_WORDS[line.match.outcome]
        yield f"{codes[0] or '—'} → {codes[1] or '—'}: {outcome}{value}. {line.happens}"
        yield from (f"    {note}" for note in line.notes)
    yield from plan.summary
    if not plan.listed and not (options.use and not options.dry_run):
        yield f"Chưa dùng “{plan.new_name}”: thêm --use để dùng từ nay."
    if options.pdf:
        yield f"Đã in ra {options.pdf}."
    if options.dry_run:
        yield "Mới xem trước, chưa chuyển gì."
    else:
        yield "Đã chuyển." if changed else "Không còn gì để chuyển."
