"""Figures in signed files without a window."""

from argparse import Namespace
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from ntm_desktop.cli.context import opened, passphrase
from ntm_desktop.cli.output import Answer
from ntm_desktop.domain.text import date_for_people
from ntm_desktop.services.figure_changes import Change
from ntm_desktop.services.figure_files import FigureFiles, FigurePlan
from ntm_desktop.services.office_files import ENDING, Arrival, Signer

_SIGNERS = {
    Signer.OWN: "khóa của chính đơn vị",
    Signer.TRUSTED: "đã tin cậy",
    Signer.UNKNOWN: "máy này chưa biết khóa, hãy so dãy số",
}


def is_signed(file: Path) -> bool:
    """Tell by its name whether a file is one that an office signs."""
    return file.suffix.casefold() == ENDING


def export(options: Namespace) -> Answer:
    """Write the office's own figures of a set, or of all sets, to a file it signs."""
    with opened(options) as workplace:
        chosen = workplace.sheet(set_id=options.set).criteria_set
        sets = workplace.catalogue.ids() if options.all_sets else [chosen]
        keys = workplace.keys.unlock(passphrase(options))
        made = FigureFiles(workplace).export(options.file, sets, keys)
    return Answer(
        document={
            "path": str(made.path),
            "sets": list(made.sets),
            "figures": made.figures,
            "fingerprint": made.fingerprint,
        },
        lines=[
            f"Đã ghi mức của {made.figures} chỉ tiêu vào {made.path}.",
            f"Dãy số khóa để nơi nhận so: {made.fingerprint}",
        ],
    )


def take_in(options: Namespace) -> Answer:
    """Take over what another office signed, all or nothing; --dry-run only says what."""
    with opened(options) as workplace:
        files = FigureFiles(workplace)
        planned = files.plan(options.file)
        changed = not options.dry_run and bool(
            files.apply(planned, fingerprint=options.fingerprint)
        )
    return Answer(
        document={**_document(planned), "dry_run": options.dry_run, "changed": changed},
        lines=[*signed_words(planned.arrival), *_lines(planned, will_only=options.dry_run)],
    )


def _document(planned: FigurePlan) -> dict[str, Any]:
    return {
        **signed_document(planned.arrival),
        "changes": [{"set": each.set_id, **documented(each)} for each in planned.changes],
        "same": planned.same,
        "silent": planned.silent,
        "passed_over": list(planned.passed_over),
    }


def signed_document(arrival: Arrival) -> dict[str, Any]:
    """Tell scripts by whom a file was signed."""
    head = arrival.head
    return {
        "unit": head.unit,
        "name": arrival.name,
        "signer": arrival.signer.value,
        "fingerprint": head.fingerprint,
        "has_other_key": arrival.has_other_key,
        "made_on": head.made_on,
        "title": head.title,
    }


def signed_words(arrival: Arrival) -> Iterator[str]:
    """Tell people by whom a file was signed."""
    head = arrival.head
    yield f"{head.title}, {arrival.name} ({head.unit}) lập ngày {date_for_people(head.made_on)}"
    yield f"Người ký: {_SIGNERS[arrival.signer]}. Dãy số: {head.fingerprint}"
    if arrival.has_other_key:
        yield f"Chú ý: máy này đã biết một khóa khác của {arrival.name}."


def _lines(planned: FigurePlan, *, will_only: bool) -> Iterator[str]:
    yield from in_words(planned.changes, planned.same, planned.silent, will_only=will_only)
    yield from (f"Bỏ qua: {words}." for words in planned.passed_over)


def documented(change: Change) -> dict[str, Any]:
    """Tell scripts of one change."""
    before, after = change.words
    return {"code": change.indicator.code, "before": before, "after": after}


def in_words(
    changes: Sequence[Change], same: int, silent: int, *, will_only: bool
) -> Iterator[str]:
    """Tell people what is, or would be, otherwise."""
    for change in changes:
        before, after = change.words
        yield f"{change.indicator.code}: {before} → {after}"
    yield (
        f"{len(changes)} chỉ tiêu {'sẽ đổi' if will_only else 'đã đổi'}, "
        f"{same} giữ nguyên, {silent} không ghi gì."
    )
