"""Offices that do anything in any order: what merge.md promises must hold all the same."""

import tempfile
from collections.abc import Callable, Sequence
from functools import wraps
from pathlib import Path
from typing import Any, ClassVar, NamedTuple, TypeVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule

from db import journal
from ntm_desktop.domain.assessment import Claim
from ntm_desktop.domain.criteria import IndicatorCode
from ntm_desktop.domain.evidence import Details
from ntm_desktop.domain.ownership import Role
from ntm_desktop.domain.progress import CancelledError
from ntm_desktop.domain.revision import Record, Seen
from ntm_desktop.exchange.package.errors import PartTooSmallError
from ntm_desktop.services.intake import Purpose
from ntm_desktop.services.self_assessment import Input
from ntm_desktop.services.thresholds import Statement
from tests import samples
from tests.e2e.exchange_proofs import (
    addressees,
    check_met,
    check_pc,
    check_service,
    meet,
    receivers,
)
from tests.e2e.exchange_world import Id, Image, Pc, Stick, World, quick
from tests.offices import YEAR

MOST_PCS = 8
A_CHECK_EVERY = 12
"""Steps between two runs of the slow checks."""
MORE = 2_000
"""Bytes in each part of a package beside what cannot be divided."""
CODES = ("3.1", "2.1")
NUMBERS = ("80", "85,5", "", "0")
WORDS = ("đã họp thôn", "chờ huyện", "")

anything = st.integers(0, 10_000)
T = TypeVar("T")


def pick(choices: Sequence[T], number: int) -> T:
    return choices[number % len(choices)]


class Form(NamedTuple):
    """A form that is open about one indicator, with what it was shown."""

    pc: str
    code: IndicatorCode
    seen: Seen
    knew: frozenset[Id]


Step = Callable[..., None]


def step(act: Step) -> Step:
    """Count a step, and see afterwards that every office is sound."""

    @wraps(act)
    def watched(self: "ExchangeMachine", **given: Any) -> None:
        whole, self.whole = self.whole, False
        ExchangeMachine.steps += 1
        act(self, **given)
        self.check()
        self.whole = whole

    return watched


class ExchangeMachine(RuleBasedStateMachine):
    """Two communes, one of them on two PCs, an authority and an agency."""

    steps: ClassVar[int] = 0

    def __init__(self) -> None:
        super().__init__()
        self.whole = True  # nothing went wrong yet
        self._quick = quick()
        self._quick.__enter__()
        self._folder = tempfile.TemporaryDirectory(prefix="ntm-machine-")
        self.world = World(Path(self._folder.name))
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
        """Let all packages meet."""
        for stick in self.world.sticks:
            for pc in self.world.pcs.values():
                if pc.unit in (stick.to, stick.sender):
                    self.world.takes(pc, stick)
        meet(self.world)
        for pc in self.world.pcs.values():
            check_pc(self.world, pc)
            check_service(pc)
        check_met(self.world)

    def check(self) -> None:
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

    def _types(self, pc: Pc, code: str, typed: Input, form: Form | None = None) -> None:
        sheet = pc.work.sheet(year=YEAR)
        record = Record(sheet.subject, "assessment", sheet.key(IndicatorCode(code)))
        self.world.writes(
            pc,
            lambda: pc.work.self_assessment.enter(
                sheet, IndicatorCode(code), typed, seen=form.seen if form else None
            ),
            {record: form.knew} if form else None,
        )

    # ---- writing

    @rule(who=anything, code=st.sampled_from(CODES), answer=st.sampled_from(NUMBERS))
    @step
    def answers(self, who: int, code: str, answer: str) -> None:
        self._types(self.commune(who), code, Input(answer=answer))

    @rule(who=anything, code=st.sampled_from(CODES), note=st.sampled_from(WORDS))
    @step
    def notes(self, who: int, code: str, note: str) -> None:
        self._types(self.commune(who), code, Input(note=note))

    @rule(who=anything, code=st.sampled_from(CODES), met=st.booleans())
    @step
    def claims(self, who: int, code: str, met: bool) -> None:
        claim = Claim(met=met, reason="theo biên bản")
        self._types(self.commune(who), code, Input(claim=claim))

    @rule(who=anything, code=st.sampled_from(CODES))
    @step
    def opens_form(self, who: int, code: str) -> None:
        pc = self.commune(who)
        sheet = pc.work.sheet(year=YEAR)
        record = Record(sheet.subject, "assessment", sheet.key(IndicatorCode(code)))
        opened = pc.work.self_assessment.opened(sheet, IndicatorCode(code))
        self.forms.append(Form(pc.name, IndicatorCode(code), opened.seen, pc.knows(record)))

    @precondition(lambda self: self.forms)
    @rule(which=anything, answer=st.sampled_from(NUMBERS), note=st.sampled_from(WORDS))
    @step
    def saves_form(self, which: int, answer: str, note: str) -> None:
        form = self.forms.pop(which % len(self.forms))
        self._types(self.world.pcs[form.pc], form.code, Input(answer=answer, note=note), form=form)

    @rule(who=anything, value=st.sampled_from(("70", "75,5", "")))
    @step
    def states_threshold(self, who: int, value: str) -> None:
        pc = self.pc(who)
        if pc.role is Role.AGENCY:
            return
        stated = Statement(value=value, decision="1062/QĐ", date="2024-06-24", year=YEAR)
        sets = pc.work.office.sets
        self.world.writes(
            pc, lambda: pc.work.thresholds.enter(sets[0], IndicatorCode("3.1"), stated)
        )

    @rule(who=anything, size=st.integers(1, 3))
    @step
    def adds_evidence(self, who: int, size: int) -> None:
        pc = self.commune(who)
        file = pc.folder / f"Ảnh {size}.jpg"
        file.write_bytes(samples.photo((100, 75), seed=size))
        purpose = Purpose(sheet=pc.work.sheet(year=YEAR), indicators=("3.1",))
        self.world.writes(pc, lambda: pc.work.evidence.add([file], purpose, Details()))

    @rule(who=anything, which=anything, summary=st.sampled_from(("bản 1", "bản 2")))
    @step
    def describes_evidence(self, who: int, which: int, summary: str) -> None:
        pc = self.commune(who)
        there = pc.work.evidence.every(pc.unit)
        if there:
            key = pick(there, which).key
            self.world.writes(
                pc, lambda: pc.work.evidence.edit(pc.unit, key, {"summary": summary})
            )

    @rule(who=anything, which=anything)
    @step
    def deletes_evidence(self, who: int, which: int) -> None:
        pc = self.commune(who)
        there = pc.work.evidence.every(pc.unit)
        if there:
            key = pick(there, which).key
            self.world.writes(pc, lambda: pc.work.evidence.remove(pc.unit, key))

    @rule(who=anything, scope=st.sampled_from(("06379", "06382")), word=st.sampled_from(WORDS))
    @step
    def appraises(self, who: int, scope: str, word: str) -> None:
        pc = self.pc(who)
        if pc.role is Role.COMMUNE:
            return
        record = Record(scope, "appraisal", f'["{scope}","3.1","{pc.unit}"]')

        def write() -> None:
            with pc.work.data.session() as store:
                journal.write(store, pc.work.office.identity, record, {"remark": word})

        self.world.writes(pc, write)

    # ---- sticks

    @rule(who=anything, to=anything, full=st.booleans(), plain=st.booleans())
    @step
    def sends(self, who: int, to: int, full: bool, plain: bool) -> None:
        pc = self.pc(who)
        self.world.sends(pc, pick(addressees(self.world, pc), to), full=full, plain=plain)

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
        stick, pc = self._arrival(which, whom)
        self.world.takes(pc, stick)

    def _arrival(self, which: int, whom: int) -> tuple[Stick, Pc]:
        stick = pick(self.world.sticks, which)
        there = [pc for pc in self.world.pcs.values() if pc.unit in (stick.to, stick.sender)]
        return stick, pick(there, whom)

    @precondition(lambda self: self.world.sticks)
    @rule(which=anything)
    @step
    def loses_stick(self, which: int) -> None:
        self.world.sticks.pop(which % len(self.world.sticks))

    @rule(who=anything, which=anything)
    @step
    def undoes(self, who: int, which: int) -> None:
        pc = self.pc(who)
        imports = [*pc.standing()]
        if imports:
            self.world.undoes(pc, pick(imports, which))

    @rule(who=anything, which=anything, label=st.sampled_from("AB"))
    @step
    def decides(self, who: int, which: int, label: str) -> None:
        pc = self.pc(who)
        listed = [one for one in pc.work.conflicts.listed() if one.may_decide]
        if listed:
            conflict = pick(listed, which)
            self.world.writes(
                pc, lambda: pc.work.conflicts.decide(conflict.id, label, "theo biên bản")
            )

    # ---- what happens to PCs

    @rule(who=anything, closing=st.booleans())
    @step
    def starts_again(self, who: int, closing: bool) -> None:
        pc = self.pc(who)
        self._forget_forms(pc)
        pc.reopen(closing=closing)

    @precondition(lambda self: self.world.sticks)
    @rule(which=anything, whom=anything, at=st.integers(0, 3))
    @step
    def dies_while_taking(self, which: int, whom: int, at: int) -> None:
        """Go on from the disk as it was at one moment of an import."""
        stick, pc = self._arrival(which, whom)
        dying = Dying(self.world, pc, at)
        try:
            self.world.takes(pc, stick, dying)
        except CancelledError:
            assert dying.image
            self._forget_forms(pc)
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
        self._forget_forms(pc)
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
            self._forget_forms(pc)
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

    def _forget_forms(self, pc: Pc) -> None:
        self.forms = [form for form in self.forms if form.pc != pc.name]


class Dying:
    """Keeps the disk as it is at the n-th step of some work, and ends that work."""

    def __init__(self, world: World, pc: Pc, left: int) -> None:
        self.image: Image | None = None
        self._world, self._pc, self._left = world, pc, left

    def step(self, phase: str, done: int, total: int) -> None:
        self._left -= 1
        if self._left < 0:
            self.image = self._world.image(self._pc)
            raise CancelledError
