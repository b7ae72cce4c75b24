"""Long work that says when it was stopped, so that a screen can show it."""

from collections.abc import Callable
from typing import TypeVar

from ntm_desktop.domain.progress import CancelledError
from ui.tasks import Job

T = TypeVar("T")


def stoppable(work: Callable[[Job], T]) -> Callable[[Job], T | None]:
    """Make work give None once it was stopped; for work that gives something else at its end."""

    def watched(job: Job) -> T | None:
        try:
            return work(job)
        except CancelledError:
            return None

    return watched
