"""Rules of the exchange machine: what persons write, delete and decide."""

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from db import journal
from ntm_desktop.domain.assessment import Claim
from ntm_desktop.domain.criteria import IndicatorCode
from ntm_desktop.domain.evidence import Details
from ntm_desktop.domain.ownership import Role
from ntm_desktop.domain.revision import Record
from ntm_desktop.services.intake import Purpose
from ntm_desktop.services.self_assessment import Input
from ntm_desktop.services.thresholds import Statement
from tests import samples
from tests.e2e.exchange_machine_base import Form, MachineBase, anything, pick, step
from tests.e2e.exchange_world import Pc
from tests.offices import YEAR

CODES = ("3.1", "2.1")
NUMBERS = ("80", "85,5", "", "0")
WORDS = ("đã họp thôn", "chờ huyện", "")


class Writing(MachineBase):
    """Persons at their forms."""

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

    @rule(who=anything)
    @step
    def enrols(self, who: int) -> None:
        self.enrol(pick(self.authorities(), who))

    @rule(who=anything, which=anything, label=st.sampled_from("AB"))
    @step
    def decides(self, who: int, which: int, label: str) -> None:
        pc = self.pc(who)
        listed = [one for one in pc.work.conflicts.listed() if one.may_decide]
        if listed:
            conflict = pick(listed, which)
            reason = "theo biên bản"
            self.world.writes(pc, lambda: pc.work.conflicts.decide(conflict.id, label, reason))
            assert conflict.id not in [one.id for one in pc.work.conflicts.listed()]
