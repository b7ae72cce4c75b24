"""Looks at packages and takes them in, one after another."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from ui.screens.receive.card import PackageCard
from ui.stoppable import stoppable
from ui.tasks import Job, TaskRunner

if TYPE_CHECKING:
    from ntm_desktop.services.receiving import ImportOutcome, Receiving
    from ui.session_keys import SessionKeys


@dataclass(frozen=True, slots=True, kw_only=True)
class _Errand:
    card: PackageCard
    phase: str
    work: Callable[[Job], object]
    begin: Callable[[], None]
    done: Callable[[Any], None]


class Desk(QObject):
    """Does one thing at a time, so that a package is looked at after those before it came in."""

    began = Signal(object, str)
    """A job began, and what it does."""
    changed = Signal(object)
    """Topics that an import changed."""

    def __init__(
        self,
        receiving: Callable[[], "Receiving"],
        session: "SessionKeys",
        tasks: TaskRunner,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._receiving, self._session, self._tasks = receiving, session, tasks
        self._errands: deque[_Errand] = deque()
        self._busy = False

    def look(self, card: PackageCard) -> None:
        """Look at a package; it changes nothing."""
        self._ask(
            _Errand(
                card=card,
                phase="Đang kiểm tra gói hồ sơ",
                work=lambda job: self._receiving().inspect(card.path, job, self._session.keys),
                begin=card.show_checking,
                done=card.show_found,
            )
        )

    def take_in(self, card: PackageCard) -> None:
        """Take a package in, whole or not at all."""
        self._ask(
            _Errand(
                card=card,
                phase="Đang nhập gói hồ sơ",
                work=lambda job: self._receiving().take_in(card.path, job, self._session.keys),
                begin=card.show_importing,
                done=partial(self._finish, card),
            )
        )

    def forget(self, card: PackageCard) -> None:
        """Drop what was asked for a card that is put away."""
        self._errands = deque(errand for errand in self._errands if errand.card is not card)

    def _ask(self, errand: _Errand) -> None:
        errand.begin()
        self._errands.append(errand)
        self._go_on()

    @Slot()
    def _go_on(self) -> None:
        if self._busy or not self._errands:
            return
        errand = self._errands.popleft()
        self._busy = True
        job = self._tasks.start(
            errand.card,
            stoppable(errand.work),
            done=partial(_hand_over, errand),
            failed=errand.card.show_failure,
        )
        job.ended.connect(self._end)
        self.began.emit(job, errand.phase)

    @Slot()
    def _end(self) -> None:
        self._busy = False
        QTimer.singleShot(0, self._go_on)  # after its outcome was shown

    def _finish(self, card: PackageCard, outcome: "ImportOutcome") -> None:
        card.show_result(outcome)
        if outcome.changed:
            self.changed.emit(outcome.changed)


def _hand_over(errand: _Errand, outcome: object) -> None:
    if outcome is None:
        errand.card.show_stopped()
    else:
        errand.done(outcome)
