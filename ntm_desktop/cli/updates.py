"""Updates from a file: what one would bring, and taking it."""

from argparse import Namespace

from ntm_desktop.cli.context import opened
from ntm_desktop.cli.output import Answer
from ntm_desktop.domain.progress import Unwatched
from ntm_desktop.domain.text import date_for_people
from ntm_desktop.exchange.update_file import Content
from ntm_desktop.services.updates import Offer, launch


def show(options: Namespace) -> Answer:
    """Say what an update file would bring, changing nothing."""
    with opened(options) as workplace:
        offer = workplace.updates.inspect(options.file)
    return Answer(document=_document(offer, applied=False), lines=_lines(offer))


def apply(options: Namespace) -> Answer:
    """Take a newer criteria set in, or start the installer of a newer program."""
    with opened(options) as workplace:
        updates = workplace.updates
        offer = updates.inspect(options.file)
        if offer.update.content is Content.CRITERIA:
            updates.apply_criteria(options.file, Unwatched())
            done = "Đã cập nhật bộ tiêu chí."
        else:
            launch(updates.prepare(options.file, Unwatched()))
            done = "Đã sao lưu dữ liệu và mở bộ cài đặt."
    return Answer(document=_document(offer, applied=True), lines=[*_lines(offer), done])


def _document(offer: Offer, *, applied: bool) -> dict[str, object]:
    update = offer.update
    return {
        "content": update.content.value,
        "subject": update.subject or None,
        "version": update.version,
        "present": offer.present or None,
        "released_on": update.released_on,
        "size": update.size,
        "notes": update.notes,
        "applied": applied,
    }


def _lines(offer: Offer) -> list[str]:
    update = offer.update
    now = f" (đang có bản {offer.present})" if offer.present else " (chưa có)"
    lines = [
        f"{offer.title}: bản {update.version}{now}",
        f"Phát hành ngày {date_for_people(update.released_on)}, {update.size} byte.",
    ]
    return [*lines, update.notes] if update.notes else lines
