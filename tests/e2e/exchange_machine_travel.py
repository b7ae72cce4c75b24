"""Rules of the exchange machine: packages sent, lost, carried, taken in and taken back."""

from contextlib import suppress

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from ntm_desktop.domain.progress import Unwatched
from ntm_desktop.exchange.package.errors import PartTooSmallError
from ntm_desktop.services.composing import CannotResendError, ReceiverKeyUnknownError
from tests.e2e.exchange_machine_base import MachineBase, anything, pick, step
from tests.e2e.exchange_proofs import addressees, receivers

MORE = 2_000
"""Bytes in each part of a package beside what cannot be divided."""


class Travelling(MachineBase):
    """Packages on their ways."""

    @rule(who=anything, to=anything, full=st.booleans(), plain=st.booleans())
    @step
    def sends(self, who: int, to: int, full: bool, plain: bool) -> None:
        pc = self.pc(who)
        unit = pick(addressees(self.world, pc), to)
        try:
            self.world.sends(pc, unit, full=full, plain=plain)
        except ReceiverKeyUnknownError:
            assert not plain

    @rule(who=anything, to=anything, full=st.booleans())
    @step
    def sends_in_parts(self, who: int, to: int, full: bool) -> None:
        pc = self.pc(who)
        unit = pick(addressees(self.world, pc), to)
        try:
            self.world.sends(pc, unit, full=full, part_size=1)
        except PartTooSmallError as error:
            self.world.sends(pc, unit, full=full, part_size=error.needed + MORE)

    @rule(who=anything, to=anything, whom=anything, full=st.booleans())
    @step
    def carries_straight_over(self, who: int, to: int, whom: int, full: bool) -> None:
        pc = self.pc(who)
        unit = pick(addressees(self.world, pc), to)
        receiver = pick(receivers(self.world, pc, unit), whom)
        for stick in self.world.sends(pc, unit, full=full):
            self.world.takes(receiver, stick)

    @precondition(lambda self: self.world.sticks)
    @rule(which=anything, whom=anything)
    @step
    def takes(self, which: int, whom: int) -> None:
        stick, pc = self.arrival(which, whom)
        self.world.takes(pc, stick)

    @precondition(lambda self: self.world.sticks)
    @rule(which=anything)
    @step
    def loses_stick(self, which: int) -> None:
        self.world.sticks.pop(which % len(self.world.sticks))

    @precondition(lambda self: self.world.sticks)
    @rule(which=anything)
    @step
    def sends_again(self, which: int) -> None:
        """Write a part once more, at the PC that made it if that still knows."""
        stick = pick(self.world.sticks, which)
        for pc in self.world.pcs.values():
            if stick.package in [sent.package for sent in pc.work.sending.history()]:
                # What it held may have gone with an undo, or with a newer state of the PC.
                with suppress(CannotResendError, ReceiverKeyUnknownError):
                    self.world.sends_again(pc, stick)
                return

    @rule(who=anything, which=anything)
    @step
    def undoes(self, who: int, which: int) -> None:
        pc = self.pc(who)
        imports = [*pc.standing()]
        if imports:
            self.world.undoes(pc, pick(imports, which))

    @rule(who=anything, which=anything)
    @step
    def gives_up_waiting(self, who: int, which: int) -> None:
        pc = self.pc(who)
        waiting = pc.work.receiving.waiting()
        if waiting:
            given_up = pick(waiting, which)
            with pc.at_work():
                pc.work.receiving.give_up(given_up.package, given_up.part)
                pc.work.receiving.retry_waiting(Unwatched())
