"""What the rules of the exchange machine share: its offices, and looking at them after each."""

import tempfile
from collections.abc import Callable, Sequence
from functools import wraps
from pathlib import Path
from typing import Any, ClassVar, NamedTuple, TypeVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine

from ntm_desktop.domain.criteria import IndicatorCode
from ntm_desktop.domain.ownership import Role
from ntm_desktop.domain.progress import Unwatched
from ntm_desktop.domain.revision import Seen
from tests.e2e.exchange_offices import EVERYBODY, C, public_key, quick
from tests.e2e.exchange_proofs import check_met, check_pc, check_service, meet
from tests.e2e.exchange_world import Id, Image, Pc, Stick, World

A_CHECK_EVERY = 12
"""Steps between two runs of the slow checks."""

anything = st.integers(0, 10_000)
T = TypeVar("T")
Step = Callable[..., None]


def pick(choices: Sequence[T], number: int) -> T:
    """Choose one, whatever the number."""
    return choices[number % len(choices)]


class Form(NamedTuple):
    """A form that is open about one indicator, with what it was shown."""

    pc: str
    code: IndicatorCode
    seen: Seen
    knew: frozenset[Id]


def step(act: Step) -> Step:
    """Count a step, and see afterwards that every office is sound."""

    @wraps(act)
    def watched(self: "MachineBase", **given: Any) -> None:
        whole, self.whole = self.whole, False
        MachineBase.steps += 1
        act(self, **given)
        self.check()
        self.whole = whole

    return watched


class MachineBase(RuleBasedStateMachine):
    """Three communes, one on two PCs and one not enrolled yet, an authority and an agency."""

    steps: ClassVar[int] = 0

    def __init__(self) -> None:
        super().__init__()
        self.whole = True  # nothing went wrong yet
        self._quick = quick()
        self._quick.__enter__()
        self._folder = tempfile.TemporaryDirectory(prefix="ntm-machine-")
        self.world = World(Path(self._folder.name), (*EVERYBODY, C))
        self.forms: list[Form] = []
        self.images: dict[str, Image] = {}
        self.backups: dict[str, Image] = {}
        self._done = 0

    def teardown(self) -> None:
        try:
            if self.whole:
                self._finish()
        finally:
            self.world.close()
            self._folder.cleanup()
            self._quick.__exit__(None, None, None)

    def _finish(self) -> None:
        """Let all packages meet: what is new must do, and full ones then bring nothing more."""
        for pc in self.authorities():
            self.enrol(pc)
        for stick in self.world.sticks:
            for pc in self.world.pcs.values():
                if pc.unit in (stick.to, stick.sender):
                    self.world.takes(pc, stick)
        for full in (False, True):
            meet(self.world, full=full)
            for pc in self.world.pcs.values():
                check_pc(self.world, pc)
            check_met(self.world)
        for pc in self.world.pcs.values():
            check_service(pc)

    def check(self) -> None:
        """See that all are sound; the slow way now and then."""
        self._done += 1
        for pc in self.world.pcs.values():
            check_pc(self.world, pc)
        if not self._done % A_CHECK_EVERY:
            for pc in self.world.pcs.values():
                check_service(pc)

    # ---- whom it concerns

    def pc(self, number: int) -> Pc:
        return pick([*self.world.pcs.values()], number)

    def commune(self, number: int) -> Pc:
        return pick([pc for pc in self.world.pcs.values() if pc.role is Role.COMMUNE], number)

    def colleagues(self, pc: Pc) -> list[Pc]:
        """Give one other PC of the same office, if there is any."""
        others = [one for one in self.world.pcs.values() if one is not pc and one.unit == pc.unit]
        return others[:1]

    def authorities(self) -> list[Pc]:
        return [pc for pc in self.world.pcs.values() if pc.role is Role.AUTHORITY]

    def arrival(self, which: int, whom: int) -> tuple[Stick, Pc]:
        """Choose a stick and a PC that may take it in."""
        stick = pick(self.world.sticks, which)
        there = [pc for pc in self.world.pcs.values() if pc.unit in (stick.to, stick.sender)]
        return stick, pick(there, whom)

    def enrol(self, pc: Pc) -> None:
        """Let an authority enrol the commune that nobody knows yet."""
        self.world.writes(pc, lambda: pc.work.keys.trust(public_key(C)))
        with pc.at_work():
            pc.work.receiving.retry_waiting(Unwatched())

    def forget_forms(self, pc: Pc) -> None:
        """Lose what was open at a PC."""
        self.forms = [form for form in self.forms if form.pc != pc.name]
