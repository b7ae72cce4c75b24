"""What goes on paper: the dossier and the checklists, as PDF."""

from argparse import Namespace

from ntm_desktop.cli.context import opened, sheet
from ntm_desktop.cli.output import Answer
from ntm_desktop.domain.progress import Unwatched


def dossier(options: Namespace) -> Answer:
    """Write the dossier of a sheet as one PDF."""
    with opened(options) as workplace:
        chosen = sheet(workplace, options)
        made = workplace.documents.dossier(options.target, chosen, Unwatched())
    left_out = [{"name": each.name, "reason": each.reason} for each in made.left_out]
    return Answer(
        document={
            "path": str(options.target),
            "size": options.target.stat().st_size,
            "pages": made.pages,
            "appended": made.appended,
            "left_out": left_out,
        },
        lines=[
            f"Đã lập hồ sơ {options.target}: {made.pages} trang, {made.appended} tệp minh chứng.",
            *(f"Không in được {each['name']}: {each['reason']}" for each in left_out),
        ],
    )


def checklist(options: Namespace) -> Answer:
    """Write the checklist of one criterion or of all, blank or filled."""
    with opened(options) as workplace:
        pages = workplace.documents.checklist(
            options.target,
            sheet(workplace, options),
            Unwatched(),
            criterion=options.criterion,
            filled=options.filled,
        )
    return Answer(
        document={
            "path": str(options.target),
            "size": options.target.stat().st_size,
            "pages": pages,
            "filled": options.filled,
        },
        lines=[f"Đã lập phiếu kiểm tra {options.target}: {pages} trang."],
    )
