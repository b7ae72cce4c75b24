"""Rules of the exchange machine: what persons write, delete and decide."""

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from db import journal
from ntm_desktop.domain.assessment import Claim
from ntm_desktop.domain.canonical import JsonValue
from ntm_desktop.domain.criteria import IndicatorCode
from ntm_desktop.domain.evidence import Details
from ntm_desktop.domain.merge import merge
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


def undeleted(pc: Pc, record: Record) -> dict[str, JsonValue]:
    """Give what a record says where nothing is in dispute but its deletion (merge.md 17)."""
    history = pc.revisions(record)
    above = {id_ for each in history for id_ in each.parents}
    tips = [each for each in history if each.id not in above]
    if not any(each.fields is None for each in tips):
        return {}
    state = merge([each for each in history if each.fields is not None or each not in tips])
    return {name: value for name in state.fields if (value := state.decided(name)) is not None}


def decided(pc: Pc, record: Record) -> dict[str, JsonValue]:
    state = merge(pc.revisions(record))
    return {name: value for name in state.fields if (value := state.decided(name)) is not None}


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
        self.forms.append(self._opened(self.commune(who), code))

    def _opened(self, pc: Pc, code: str) -> Form:
        sheet = pc.work.sheet(year=YEAR)
        record = Record(sheet.subject, "assessment", sheet.key(IndicatorCode(code)))
        opened = pc.work.self_assessment.opened(sheet, IndicatorCode(code))
        return Form(pc.name, IndicatorCode(code), opened.seen, pc.knows(record))

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
        sets = pc.work.sets
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

    @rule(who=anything, code=st.sampled_from(CODES), answer=st.sampled_from(NUMBERS))
    @step
    def saves_what_was_open_while_a_stick_came(self, who: int, code: str, answer: str) -> None:
        pc = self.commune(who)
        for other in self.colleagues(pc):
            form = self._opened(pc, code)
            self._types(other, code, Input(answer="77"))
            self._carries(other, pc)
            self._types(pc, code, Input(answer=answer), form=form)

    @rule(who=anything, which=anything, delete_first=st.booleans())
    @step
    def deletes_what_another_edits(self, who: int, which: int, delete_first: bool) -> None:
        pc = self.commune(who)
        for other in self.colleagues(pc):
            self._carries(pc, other)
            shared = {each.key for each in other.work.evidence.every(pc.unit)}
            there = [one.key for one in pc.work.evidence.every(pc.unit) if one.key in shared]
            if there:
                self._crosswise(pc, other, pick(there, which), f"bản {which % 9}")
                self._carries(*((pc, other) if delete_first else (other, pc)))

    def _crosswise(self, pc: Pc, other: Pc, key: str, summary: str) -> None:
        changes = {"summary": summary}
        self.world.writes(pc, lambda: pc.work.evidence.remove(pc.unit, key))
        self.world.writes(other, lambda: other.work.evidence.edit(pc.unit, key, changes))

    def _carries(self, pc: Pc, other: Pc) -> None:
        for stick in self.world.sends(pc, other.unit):
            self.world.takes(other, stick)

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
            kept, reason = undeleted(pc, conflict.record), "theo biên bản"
            self.world.writes(pc, lambda: pc.work.conflicts.decide(conflict.id, label, reason))
            if not next(one for one in conflict.values if one.label == label).deleted:
                assert kept.items() <= decided(pc, conflict.record).items()
            assert conflict.id not in [one.id for one in pc.work.conflicts.listed()]
