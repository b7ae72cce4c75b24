"""Words to tell what offices do to one another with."""

from collections.abc import Container, Iterator
from dataclasses import replace
from pathlib import Path
from sqlite3 import Connection
from unittest.mock import patch

from db import assessments, exports, journal
from db.units import Unit
from ntm_desktop.domain.answer import Given
from ntm_desktop.domain.assessment import Sheet
from ntm_desktop.domain.canonical import JsonValue
from ntm_desktop.domain.criteria import IndicatorCode
from ntm_desktop.domain.evidence import Details
from ntm_desktop.domain.head import Point
from ntm_desktop.domain.progress import Unwatched
from ntm_desktop.domain.revision import (
    Authorship,
    ChainEnd,
    Record,
    Revision,
    Seen,
    new_revision,
)
from ntm_desktop.exchange.package import reader
from ntm_desktop.exchange.package.heads import sign_head
from ntm_desktop.services.intake import Purpose
from ntm_desktop.services.selection import Selection
from ntm_desktop.services.self_assessment import Input
from ntm_desktop.services.thresholds import Statement
from ntm_desktop.services.workplace import Workplace
from tests.e2e.exchange_offices import EVERYBODY, public_key
from tests.e2e.exchange_proofs import check_met, check_pc, check_service, meet
from tests.e2e.exchange_world import Id, Image, Pc, Stick, World
from tests.offices import YEAR

CODE = IndicatorCode("3.1")


class Story:
    """Offices by name; every change is checked against what must hold at any moment."""

    def __init__(self, root: Path, names: tuple[str, ...] = EVERYBODY) -> None:
        self.world = World(root, names)

    def __getitem__(self, name: str) -> "Teller":
        return Teller(self, self.world.pcs[name])

    def joins(self, name: str) -> "Teller":
        """Let a PC join that was set up just now."""
        return Teller(self, self.world.joins(name))

    def dies(self, name: str) -> None:
        """Lose a PC with all that was on it."""
        self.world.pcs.pop(name).work.close()

    def all_agree(self) -> None:
        """Let everybody meet; then all must hold and show the same."""
        meet(self.world, full=False)
        check_met(self.world)
        for pc in self.world.pcs.values():
            check_pc(self.world, pc)
            check_service(pc)


class Teller:
    """What one PC does."""

    def __init__(self, story: Story, pc: Pc) -> None:
        self._story = story
        self.pc = pc

    @property
    def work(self) -> Workplace:
        return self.pc.work

    @property
    def unit(self) -> str:
        return self.pc.unit

    @property
    def origin(self) -> str:
        return self.pc.origin

    # ---- writing

    def enters(self, answer: str) -> Revision:
        """Answer the indicator that these stories are about."""
        return self._types(Input(answer=answer))

    def opens_form(self) -> Seen:
        return self.work.self_assessment.opened(self.sheet, CODE).seen

    def saves_form(self, seen: Seen, answer: str) -> Revision:
        return self._types(Input(answer=answer), seen)

    def _types(self, typed: Input, seen: Seen | None = None) -> Revision:
        enter = self.work.self_assessment.enter
        sheet = self.sheet
        (written,) = self._writes(lambda: enter(sheet, CODE, typed, seen=seen))
        return written

    def states(self, limit: str) -> Revision:
        """Enter a threshold."""
        stated = Statement(value=limit, decision="1062/QĐ", date="2024-06-24", year=YEAR)
        sets = self.work.sets
        (written,) = self._writes(lambda: self.work.thresholds.enter(sets[0], CODE, stated))
        return written

    def appraises(self, commune: "Teller", word: str) -> Revision:
        """Write an appraisal into a commune's dossier."""
        record = Record(commune.unit, "appraisal", f'["{commune.unit}","3.1","{self.unit}"]')
        (written,) = self._writes(lambda: self._journal(record, {"remark": word}))
        return written

    def confirms_paper(self, number: str, summary: str) -> str:
        """Enter a document without its files; give its key."""
        purpose = Purpose(sheet=self.sheet, indicators=(CODE,))
        self._writes(
            lambda: self.work.evidence.confirm(purpose, Details(number=number, summary=summary))
        )
        return self.work.evidence.every(self.unit)[-1].key

    def edits_paper(self, key: str, **changes: str) -> None:
        self._writes(lambda: self.work.evidence.edit(self.unit, key, changes))

    def removes_paper(self, key: str) -> None:
        self._writes(lambda: self.work.evidence.remove(self.unit, key))

    def decides(self, label: str) -> None:
        """Decide the one conflict there is."""
        (conflict,) = self.work.conflicts.listed()
        self._writes(lambda: self.work.conflicts.decide(conflict.id, label, "theo biên bản"))

    def enrols(self, other: "Teller") -> None:
        file = public_key(other.pc.name)
        self._writes(lambda: self.work.keys.trust(file))
        with self.pc.at_work():
            self.work.receiving.retry_waiting(Unwatched())

    def revokes(self, other: "Teller") -> None:
        key = other.pc.keys.public_key
        self._writes(lambda: self.work.keys.revoke(key, "máy bị lấy cắp"))

    def _writes(self, act: object) -> list[Revision]:
        assert callable(act)
        written = self._story.world.writes(self.pc, act)
        check_pc(self._story.world, self.pc)
        return written

    def _journal(self, record: Record, fields: dict[str, JsonValue]) -> None:
        with self.work.data.session() as store:
            journal.write(store, self.work.office.identity, record, fields)

    # ---- sending and receiving

    def sends(self, to: "Teller", *, full: bool = False) -> Stick:
        (stick,) = self._story.world.sends(self.pc, to.unit, full=full)
        check_pc(self._story.world, self.pc)
        return stick

    def carries(self, stick: Stick) -> frozenset[Id]:
        """Give the revisions of a package."""
        return self._story.world.cargo[stick.package].revisions

    def receives(self, *sticks: Stick) -> "Teller":
        for stick in sticks:
            self._story.world.takes(self.pc, stick)
            check_pc(self._story.world, self.pc)
        return self

    def undoes(self, stick: Stick) -> bool:
        """Take a package back; say whether that could be done."""
        (import_id,) = [id_ for id_, of in self.pc.standing().items() if of == stick.package]
        done = self._story.world.undoes(self.pc, import_id)
        check_pc(self._story.world, self.pc)
        check_service(self.pc)
        return done

    # ---- what happens to it

    def is_copied(self, *, noticed: bool = False) -> "Teller":
        return Teller(self._story, self._story.world.clone(self.pc, noticed=noticed))

    def image(self) -> Image:
        return self._story.world.image(self.pc)

    def is_put_back(self, image: Image) -> None:
        self._story.world.put_back(self.pc, image)

    # ---- what it shows

    @property
    def sheet(self) -> Sheet:
        return self.work.sheet(year=YEAR)

    def answers(self, of: "Teller | None" = None) -> list[str]:
        """Give what is shown as the answer: one, none, or several that contradict."""
        sheet = (of or self).sheet
        with self.work.data.session() as store:
            entry = assessments.read(store, sheet).get(CODE)
        return [str(one.value) for one in entry.answers if isinstance(one, Given)] if entry else []

    def papers(self) -> list[tuple[str, str]]:
        """Give number and summary of every document."""
        found = self.work.evidence.every(self.unit)
        return [(each.details.number, each.details.summary) for each in found]

    def limits(self, by: "Teller") -> list[str]:
        sets = self.work.sets
        found = self.work.thresholds.opened(sets[0], CODE).figures
        return [str(found[by.unit].value)] if by.unit in found else []

    def holds(self, *revisions: Revision) -> bool:
        return {each.id for each in revisions} <= self.pc.held()

    @property
    def waiting(self) -> int:
        return len(self.work.receiving.waiting())

    def knows_keys_of(self) -> set[str]:
        return {each.unit for each in self.work.keys.trusted()}

    @property
    def burnt(self) -> list[str]:
        with self.work.data.session() as store:
            return [row[0] for row in store.execute("SELECT origin FROM burnt")]

    # ---- what no honest program does

    def forges(
        self, record: Record, fields: dict[str, JsonValue], after: ChainEnd | None = None
    ) -> Revision:
        """Put a revision into one's own journal that one may not write; sign it with one's key."""
        forged = new_revision(
            record,
            fields,
            chain=after or ChainEnd(self.origin, 0, None),
            parents=(),
            by=Authorship("Kẻ gian", "2024-10-02T07:00:00+00:00"),
        )
        with self.work.data.session() as store:
            journal.receive(store, [forged])
            point = Point(forged.scope, forged.origin, forged.seq, forged.id)
            exports.keep_head(store, sign_head(self.pc.keys, point))
        self.pc.memory.wrote.add(forged.id)
        return forged

    def sends_forged(self, to: "Teller") -> Stick:
        """Write a package without looking at the heads in it."""
        with patch.object(reader, "verify_head", lambda _: True):
            (stick,) = self._story.world.sends(self.pc, to.unit, full=True)
        return stick

    def sends_without_its_end(self, to: "Teller") -> Stick:
        """Write a full package without the last revision of one's chain, but with its head."""
        whole = exports.lines

        def without_end(store: Connection, scope: str, only: Container[bytes]) -> Iterator[bytes]:
            lines = list(whole(store, scope, only))
            return iter(lines[:-1] if scope == self.unit else lines)

        def fewer(selection: Selection) -> int:
            return sum(len(part.ids) for _, part in selection.deltas) - 1

        with (
            patch.object(exports, "lines", without_end),
            patch.object(Selection, "revisions", property(fewer)),
        ):
            return self.sends_forged(to)

    def pretends_to_be(self, other: "Teller") -> None:
        """Write packages under another office's name, still with one's own key."""
        self.pc.work = replace(self.pc.work, office=replace(self.work.office, unit=other.office))

    @property
    def office(self) -> Unit:
        return self.work.office.unit

    def end_of(self, chain: "Teller", scope: str) -> ChainEnd:
        with self.work.data.session() as store:
            return journal.chain_end(store, scope, chain.origin)
