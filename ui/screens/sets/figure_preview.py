"""What a file of figures would change, in words."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from ntm_desktop.domain.topics import Topic
from ntm_desktop.services.figure_changes import Change
from ntm_desktop.services.office_files import Arrival
from ui.screens.sets import columns
from ui.screens.sets.file_dialog import Offer
from ui.screens.sets.signed import told_of_signer
from ui.widgets.line_list import Line

_MOST_PASSED_OVER = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class FigurePreview:
    """What a file would do; `take` does it, given the digits that were compared ("" for none)."""

    changes: Sequence[Change]
    same: int
    silent: int
    take: Callable[[str], frozenset[Topic]]
    passed_over: Sequence[str] = ()
    arrival: Arrival | None = None


def offer(preview: FigurePreview, *, may_take: bool) -> Offer:
    """Offer the figures that would change; an agency only looks at them."""
    count = len(preview.changes)
    return Offer(
        told=[*told_of_file(preview)],
        lines=change_lines(preview.changes),
        go=f"Nhập {count} mức" if count and may_take else "",
        done=columns.TAKEN.format(count),
        take=preview.take,
        arrival=preview.arrival,
    )


def told_of_file(preview: FigurePreview) -> Iterator[str]:
    """Say whose file it is, and what is in it besides the changes."""
    yield from told_of_signer(preview.arrival)
    told = [
        f"{len(preview.changes)} mức thay đổi" if preview.changes else "Không có gì thay đổi",
        f"{preview.same} mức giữ nguyên" if preview.same else "",
        f"{preview.silent} mục không ghi gì" if preview.silent else "",
    ]
    yield ", ".join(filter(None, told)) + "."
    yield from (f"Bỏ qua: {words}." for words in preview.passed_over[:_MOST_PASSED_OVER])
    rest = len(preview.passed_over) - _MOST_PASSED_OVER
    if rest > 0:
        yield f"Bỏ qua thêm {rest} chỗ khác."


def change_lines(changes: Sequence[Change]) -> list[Line]:
    """List what would be otherwise: now, then."""
    return [_change_line(change) for change in changes]


def _change_line(change: Change) -> Line:
    before, after = change.words
    return Line(
        state=columns.UNKNOWN if change.before.is_empty else columns.UNCHECKED,
        head=change.indicator.code,
        text=change.indicator.name,
        detail=f"{before}  →  {after}",
    )
