"""Units (communes) as the receiving authority knows them."""

from argparse import Namespace

from ntm_desktop.cli.context import opened
from ntm_desktop.cli.output import Answer
from ntm_desktop.domain.progress import Unwatched


def succeed(options: Namespace) -> Answer:
    """Make known that a unit was merged into another, which goes on with its records."""
    with opened(options) as workplace:
        changed = workplace.successions.enter(
            options.old, options.new, decision=options.decision, date=options.date
        )
        workplace.receiving.retry_waiting(Unwatched())
        listed = workplace.successions.listed()
    return Answer(
        document={
            "changed": bool(changed),
            "successions": [{"old": each.old, "new": each.new} for each in listed],
        },
        lines=[
            f"Đơn vị {options.new} tiếp tục hồ sơ của đơn vị {options.old}."
            if changed
            else "Đã ghi nhận từ trước, không có gì thay đổi."
        ],
    )
