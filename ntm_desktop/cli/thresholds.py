"""Thresholds without a window: the list with its sources, and figures in files."""

from argparse import Namespace
from collections.abc import Iterator
from typing import Any

from ntm_desktop.cli import figure_files
from ntm_desktop.cli.context import opened
from ntm_desktop.cli.figure_files import documented, in_words, is_signed
from ntm_desktop.cli.output import Answer
from ntm_desktop.cli.standing_document import of_indicator
from ntm_desktop.domain.standing import IndicatorStanding
from ntm_desktop.domain.threshold import Figure, figure_field
from ntm_desktop.services import threshold_files


def listing(options: Namespace) -> Answer:
    """List every indicator with what is asked for, who stated it and whether it is checked."""
    with opened(options) as workplace:
        chosen = workplace.sheet(set_id=options.set, year=options.year)
        entered = workplace.thresholds.effective(chosen.criteria_set)
        unchecked: list[IndicatorStanding] = []
        shown: list[tuple[IndicatorStanding, dict[str, Figure]]] = []
        board = workplace.self_assessment.board(chosen)
        for line in (each for section in board.sections for each in section.indicators):
            checked = is_checked(line)
            unchecked += [] if checked else [line]
            if not (options.unchecked and checked):
                shown.append((line, dict(entered.get(line.indicator.code, {}))))
    return Answer(
        document={
            "set": chosen.criteria_set,
            "year": chosen.year,
            "unchecked": len(unchecked),
            "thresholds": [_document(*each) for each in shown],
        },
        lines=[*_in_words(shown), f"{len(unchecked)} chỉ tiêu chưa đối chiếu."],
    )


def is_checked(line: IndicatorStanding) -> bool:
    """Tell whether all that an indicator asks for was held against a decision."""
    judged = line.judgement
    limits = (judged.threshold, *(part.threshold for part in judged.parts))
    return all(
        limit.checked and (limit.comparison is None or limit.limit is not None) for limit in limits
    )


def _document(line: IndicatorStanding, entered: dict[str, Figure]) -> dict[str, Any]:
    told = of_indicator(line)
    return {
        "code": line.indicator.code,
        "name": line.indicator.name,
        "checked": is_checked(line),
        "threshold": told["threshold"],
        "entered": [
            {"office": office, "figure": figure_field(figure)}
            for office, figure in sorted(entered.items())
        ],
    }


def _in_words(shown: list[tuple[IndicatorStanding, dict[str, Figure]]]) -> Iterator[str]:
    for line, _ in shown:
        limit = line.judgement.threshold
        state = "đã đối chiếu" if is_checked(line) else "chưa đối chiếu"
        source = f" · {limit.source}" if limit.source else ""
        yield f"{line.indicator.code}: {limit.text} · {state}{source}"


def export(options: Namespace) -> Answer:
    """Write the figures of a set to an Excel workbook, or the office's own to a signed file."""
    if is_signed(options.file):
        return figure_files.export(options)
    with opened(options) as workplace:
        chosen = workplace.sheet(set_id=options.set, year=options.year)
        criteria = workplace.catalogue.criteria_set(chosen.criteria_set)
        rows = threshold_files.export(workplace.thresholds, criteria, options.file, chosen.year)
    return Answer(
        document={"set": criteria.id, "path": str(options.file), "rows": rows},
        lines=[f"Đã ghi {rows} dòng mức quy định vào {options.file}."],
    )


def take_in(options: Namespace) -> Answer:
    """Take figures over from a file, all or nothing; with --dry-run say what would change."""
    if is_signed(options.file):
        return figure_files.take_in(options)
    with opened(options) as workplace:
        chosen = workplace.sheet(set_id=options.set)
        criteria = workplace.catalogue.criteria_set(chosen.criteria_set)
        service = workplace.thresholds
        planned = threshold_files.plan(service, criteria, options.file)
        changed = not options.dry_run and bool(threshold_files.apply(service, planned))
    return Answer(
        document={
            "set": criteria.id,
            "dry_run": options.dry_run,
            "changed": changed,
            "changes": [documented(each) for each in planned.changes],
            "same": planned.same,
            "silent": planned.silent,
        },
        lines=in_words(planned.changes, planned.same, planned.silent, will_only=options.dry_run),
    )
