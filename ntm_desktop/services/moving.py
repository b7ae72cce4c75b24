"""Moving a subject's assessment to another set: planned first, then all of it or nothing."""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from sqlite3 import Connection

from db import assessments, journal, subjects, units
from db.connection import DataFile, reading, writing
from ntm_desktop.domain.assessment import Sheet, key_of
from ntm_desktop.domain.criteria import CriteriaSet, SetId
from ntm_desktop.domain.mapping import SetMapping
from ntm_desktop.domain.matching import matches
from ntm_desktop.domain.move_plan import MovePlan
from ntm_desktop.domain.progress import Progress
from ntm_desktop.domain.revision import Fields, Record
from ntm_desktop.domain.set_findings import paper_notice
from ntm_desktop.domain.subject import Subject
from ntm_desktop.domain.topics import TOPIC_OF_KIND, Topic
from ntm_desktop.services.catalogue import Catalogue
from ntm_desktop.services.move_checks import check_mapping, check_pair, check_sets
from ntm_desktop.services.move_planning import ground
from ntm_desktop.services.office import Office, sets_in_use
from ntm_desktop.services.office_sets import OfficeSets
from ntm_desktop.services.planned import Done, PlanChangedError, write_planned
from resources import read_bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """What a move wrote, to be handed to `undo`, and what this changed.

    `begun` tells whether the new set is worked with only since then.
    """

    done: tuple[Done, ...]
    changed: frozenset[Topic]
    begun: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Undone:
    """What taking a move back changed; `kept` counts records that were changed since."""

    kept: int
    changed: frozenset[Topic]


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A set that a subject can be moved from or to, and the years it has answers in."""

    criteria_set: CriteriaSet
    answered: tuple[int, ...]

    def year(self, wanted: int) -> int:
        """Give the last year with answers, up to the one wanted, within the period of the set."""
        found = [each for each in self.answered if each <= wanted]
        return self.criteria_set.year(found[-1] if found else wanted)


class Moving:
    """Moves within one data file."""

    def __init__(
        self, *, data: DataFile, office: Office, catalogue: Catalogue, office_sets: OfficeSets
    ) -> None:
        self._data = data
        self._office = office
        self._catalogue = catalogue
        self._office_sets = office_sets

    def sources(self, sheet: Sheet) -> list[Source]:
        """List the sets for subjects of the kind that a sheet's set is for."""
        kind = self._catalogue.criteria_set(sheet.criteria_set).subject
        with self._data.session() as store:
            return [
                self._source(store, sheet._replace(criteria_set=one.id))
                for one in self._catalogue.sets()
                if one.subject == kind
            ]

    def read_mapping(self, path: Path) -> SetMapping:
        """Read an office's own mapping between two sets; raises MappingFileError."""
        from ntm_desktop.exchange import mapping_file  # with what reads YAML it is large

        return mapping_file.read_file(path, {one.id: one for one in self._catalogue.sets()})

    def shipped_mapping(self, old: SetId, new: SetId) -> SetMapping | None:
        """Give the mapping that ships for two sets, if it is of the versions that are here."""
        from ntm_desktop.exchange.mapping_file import MappingFileError, read

        known = {id_: self._catalogue.criteria_set(id_) for id_ in (old, new)}
        name = f"{old}--{new}.yaml"
        with suppress(FileNotFoundError, MappingFileError):
            return read(read_bytes(f"mappings/{name}"), name, known)
        return None

    def write_template(self, old: SetId, new: SetId, target: Path) -> None:
        """Write a mapping file to be completed by hand; raises SameSetError and DiskErrors."""
        from ntm_desktop.exchange.disk import write_whole
        from ntm_desktop.exchange.mapping_template import template

        sets = [self._catalogue.criteria_set(id_) for id_ in (old, new)]
        check_pair(sets[0], sets[1])
        known = self.shipped_mapping(old, new)
        found = matches(sets[0], sets[1], known)
        write_whole(target, template(sets[0], sets[1], known, found))

    def source(self, sheet: Sheet) -> Source:
        """Give the set of a sheet, and the years its subject has answers in."""
        with self._data.session() as store:
            return self._source(store, sheet)

    def plan(
        self, old: Sheet, to_set: SetId, year: int, mapping: SetMapping | None = None
    ) -> MovePlan:
        """Say what moving a sheet to another set in a year would do; nothing is written.

        Raises UnknownSetError, SameSetError, OtherKindError, NotInForceError,
        MappingMismatchError and NotYoursError.
        """
        new = Sheet(old.subject, to_set, year)
        with self._data.session() as store, reading(store):
            return self._planned(store, old, new, mapping)

    def apply(self, plan: MovePlan, *, use: bool = False) -> Moved:
        """Do what was planned, and work with the new set if wanted; raises PlanChangedError.

        All or nothing. The old sheet stays as it is. Where nothing is left to do, nothing is
        written.
        """
        with self._data.session() as store, writing(store):
            fresh = self._planned(store, plan.old, plan.new, plan.mapping)
            if fresh.writes and (fresh.lines, fresh.writes) != (plan.lines, plan.writes):
                raise PlanChangedError(
                    "Số liệu đã thay đổi sau khi lập bảng chuyển, chưa chuyển gì. "
                    "Hãy xem lại bảng rồi thực hiện."
                )
            done = write_planned(store, self._office.identity, fresh.writes)
            begun = self.begin(plan) if use else frozenset()
        return Moved(done=done, changed=_topics(done) | begun, begun=bool(begun))

    def undo(self, moved: Moved) -> Undone:
        """Take a move back, all or nothing; what somebody changed since stays as it is."""
        taken = []
        with self._data.session() as store, writing(store):
            for one in reversed(moved.done):
                if journal.heads(store, one.record) == (one.revision,):
                    journal.write(store, self._office.identity, one.record, one.before)
                    taken.append(one)
        return Undone(kept=len(moved.done) - len(taken), changed=_topics(taken))

    def _source(self, store: Connection, sheet: Sheet) -> Source:
        return Source(
            criteria_set=self._catalogue.criteria_set(sheet.criteria_set),
            answered=tuple(assessments.years(store, sheet)),
        )

    def begin(self, plan: MovePlan) -> frozenset[Topic]:
        """Let the office, or the village, work with the set that was moved to."""
        new = plan.new
        if not key_of(new.subject):
            return self._office_sets.use(new.criteria_set)
        with self._data.session() as store, writing(store):
            subject = subjects.find(store, new.subject)
            if subject is None or not subject.sets or new.criteria_set in subject.sets:
                return frozenset()
            record = Record(new.unit, subjects.KIND, subject.key)
            fields: Fields = {"sets": [*subject.sets, new.criteria_set]}
            journal.write(store, self._office.identity, record, fields)
        return frozenset({Topic.SUBJECTS})

    def print_plan(self, plan: MovePlan, dest: Path, progress: Progress) -> int:
        """Write a plan as a PDF and read it back; give the number of pages.

        Raises MissingGlyphError, DiskFullError, DestinationError and UnverifiedError.
        """
        from ntm_desktop.exchange.documents.move import write_move  # loads the printer

        return write_move(plan, dest, progress)

    def _planned(
        self, store: Connection, old: Sheet, new: Sheet, mapping: SetMapping | None
    ) -> MovePlan:
        sets = [self._catalogue.criteria_set(sheet.criteria_set) for sheet in (old, new)]
        subject = subjects.find(store, old.subject) if key_of(old.subject) else None
        check_sets(sets[0], sets[1], new, subject)
        check_mapping(sets[0], sets[1], mapping)
        self._check_ours(store, old)
        found = list(ground(store, old, new).lines(sets[0], sets[1], mapping))
        unit = units.find(store, old.unit, on=f"{new.year}-12-31")
        unit_name = unit.name if unit else old.unit
        return MovePlan(
            old=old,
            new=new,
            subject_name=subject.full_name if subject else unit_name,
            unit_name=unit_name,
            old_name=sets[0].name,
            new_name=sets[1].name,
            lines=tuple(line for line, _ in found),
            writes=tuple(write for _, writes in found for write in writes),
            mapping=mapping,
            listed=new.criteria_set in self._listed(store, subject),
            practice=self._office.practice,
            notice=paper_notice(sets[1]),
        )

    def _listed(self, store: Connection, subject: Subject | None) -> Sequence[str]:
        """Give the sets worked with; a village without sets of its own works for all."""
        if subject is None:
            return sets_in_use(store)
        return subject.sets or self._catalogue.ids()

    def _check_ours(self, store: Connection, sheet: Sheet) -> None:
        record = Record(sheet.unit, assessments.KIND, "")
        if not journal.writable(store, self._office.identity, record):
            raise journal.NotYoursError("Chỉ đơn vị có hồ sơ mới chuyển được sang bộ khác.")


def _topics(done: Iterable[Done]) -> frozenset[Topic]:
    found = {TOPIC_OF_KIND[one.record.kind] for one in done}
    return frozenset(found | {Topic.ASSESSMENTS}) if found else frozenset()
