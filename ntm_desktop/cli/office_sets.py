"""Beginning with a criteria set, and leaving one, without a window."""

from argparse import Namespace

from ntm_desktop.cli.context import opened
from ntm_desktop.cli.output import Answer
from ntm_desktop.domain.topics import Topic
from ntm_desktop.services.workplace import Workplace


def use(options: Namespace) -> Answer:
    """Work with one more set; the first one stays the default."""
    with opened(options) as workplace:
        return _answer(workplace, workplace.office_sets.use(options.id))


def leave(options: Namespace) -> Answer:
    """Offer a set no more; all that was entered stays."""
    with opened(options) as workplace:
        return _answer(workplace, workplace.office_sets.leave(options.id))


def _answer(workplace: Workplace, changed: frozenset[Topic]) -> Answer:
    return Answer(
        document={"changed": bool(changed), "sets": list(workplace.sets)},
        lines=[
            "Các bộ tiêu chí đang dùng:",
            *(workplace.catalogue.criteria_set(id_).name for id_ in workplace.sets),
        ],
    )
