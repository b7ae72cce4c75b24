"""Offices that do anything in any order: what docs/merge.md promises must hold all the same."""

from contextlib import nullcontext

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from tests.e2e.exchange_dying import LAST, Dying
from tests.e2e.exchange_machine_base import anything, pick, step
from tests.e2e.exchange_machine_travel import Travelling
from tests.e2e.exchange_machine_writing import Writing
from tests.e2e.exchange_proofs import addressees
from tests.e2e.exchange_world import Pc

MOST_PCS = 8


class ExchangeMachine(Writing, Travelling):
    """And what happens to PCs: power cuts, images, backups, copies, clocks."""

    @rule(who=anything, closing=st.booleans())
    @step
    def starts_again(self, who: int, closing: bool) -> None:
        pc = self.pc(who)
        self.forget_forms(pc)
        pc.reopen(closing=closing)

    @precondition(lambda self: self.world.sticks)
    @rule(which=anything, whom=anything, at=st.integers(0, 4))
    @step
    def dies_while_taking(self, which: int, whom: int, at: int) -> None:
        """Go on from the disk as it was at one moment of an import."""
        stick, pc = self.arrival(which, whom)
        dying = Dying(self.world, pc, at)
        with dying.in_transaction() if at == LAST else nullcontext(), dying.survived():
            self.world.takes(pc, stick, dying)
        self._goes_on(pc, dying)

    @rule(who=anything, to=anything, at=st.integers(0, 4))
    @step
    def dies_while_sending(self, who: int, to: int, at: int) -> None:
        pc = self.pc(who)
        before = pc.signatures()
        dying = Dying(self.world, pc, at)
        with dying.survived():
            self.world.sends(pc, pick(addressees(self.world, pc), to), progress=dying)
        self._goes_on(pc, dying)
        self.world.signed_since(pc, before)

    @rule(who=anything, which=anything, at=st.integers(0, 1))
    @step
    def dies_while_undoing(self, who: int, which: int, at: int) -> None:
        pc = self.pc(who)
        imports = [*pc.standing()]
        if imports:
            dying = Dying(self.world, pc, at)
            with dying.survived():
                self.world.undoes(pc, pick(imports, which), dying)
            self._goes_on(pc, dying)

    def _goes_on(self, pc: Pc, dying: Dying) -> None:
        if dying.image:
            self.forget_forms(pc)
            self.world.put_back(pc, dying.image)

    @rule(who=anything)
    @step
    def takes_image(self, who: int) -> None:
        pc = self.pc(who)
        self.images[pc.name] = self.world.image(pc)

    @precondition(lambda self: self.images)
    @rule(who=anything)
    @step
    def puts_image_back(self, who: int) -> None:
        name = pick([*self.images], who)
        pc = self.world.pcs[name]
        self.forget_forms(pc)
        self.world.put_back(pc, self.images[name])

    @rule(who=anything)
    @step
    def backs_up(self, who: int) -> None:
        pc = self.pc(who)
        self.backups[pc.name] = self.world.back_up(pc)

    @precondition(lambda self: self.backups)
    @rule(who=anything)
    @step
    def restores_backup(self, who: int) -> None:
        name = pick([*self.backups], who)
        pc = self.world.pcs[name]
        if self.backups[name].folder.exists():  # it may have gone with a newer state of the PC
            self.forget_forms(pc)
            self.world.restore(pc, self.backups[name])

    @precondition(lambda self: len(self.world.pcs) < MOST_PCS)
    @rule(who=anything, noticed=st.booleans())
    @step
    def copies_folder(self, who: int, noticed: bool) -> None:
        self.world.clone(self.pc(who), noticed=noticed)

    @rule(who=anything, hours=st.sampled_from((0, -24 * 400, 24 * 4000)))
    @step
    def sets_clock(self, who: int, hours: int) -> None:
        self.pc(who).hours_off = hours
