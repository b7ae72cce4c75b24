"""One office at work: everything it can do, on its data folder."""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from db.connection import DataFile
from db.data_file import prepare
from ntm_desktop.domain.assessment import Sheet, key_of
from ntm_desktop.domain.criteria import SetId
from ntm_desktop.paths import DataFolder
from ntm_desktop.services import office, origins
from ntm_desktop.services.catalogue import DEFAULT_SETS, Catalogue
from ntm_desktop.services.contexts import Judge
from ntm_desktop.services.office import Office
from ntm_desktop.services.watch import Watch

if TYPE_CHECKING:
    from collections.abc import Sequence

    from db.files import FileStore
    from ntm_desktop.domain.set_findings import SetFinding
    from ntm_desktop.domain.standing import Board
    from ntm_desktop.services.backups import Backups
    from ntm_desktop.services.carrying import Carrying
    from ntm_desktop.services.conflicts import Conflicts
    from ntm_desktop.services.documents import Documents
    from ntm_desktop.services.evidence import EvidenceRoom
    from ntm_desktop.services.history import History
    from ntm_desktop.services.keys import Keys
    from ntm_desktop.services.moving import Moving
    from ntm_desktop.services.office_sets import OfficeSets
    from ntm_desktop.services.receiving import Receiving
    from ntm_desktop.services.recovery import Recovery
    from ntm_desktop.services.search import Search
    from ntm_desktop.services.self_assessment import SelfAssessment
    from ntm_desktop.services.sending import Sending
    from ntm_desktop.services.subjects import Subjects
    from ntm_desktop.services.successions import Successions
    from ntm_desktop.services.thresholds import Thresholds
    from ntm_desktop.services.undoing import Undoing
    from ntm_desktop.services.units import Units
    from ntm_desktop.services.updates import Updates
    from ntm_desktop.services.years import Years


@dataclass(frozen=True, slots=True, kw_only=True)
class Workplace:
    """The services of one data folder."""

    folder: DataFolder
    data: DataFile
    office: Office
    catalogue: Catalogue
    watch: Watch

    def board(self, sheet: Sheet) -> "Board":
        """Judge every criterion of a sheet from what is entered so far."""
        with self.data.session() as store:
            return Judge(store, self.catalogue, self.office.authority.code).board(sheet)

    def findings(self, sheet: Sheet) -> "Sequence[SetFinding]":
        """Say how far the set of a sheet can be relied on."""
        with self.data.session() as store:
            return Judge(store, self.catalogue, self.office.authority.code).findings(sheet)

    @property
    def sets(self) -> tuple[SetId, ...]:
        """Read which criteria sets the office works with now, of those that are here."""
        with self.data.session() as store:
            found = tuple(filter(self.catalogue.has, office.sets_in_use(store)))
        return found or tuple(map(SetId, DEFAULT_SETS))

    # What the first screen does without is loaded with its first use: starting is measured.

    @property
    def self_assessment(self) -> "SelfAssessment":
        """Give what answers for indicators."""
        from ntm_desktop.services.self_assessment import SelfAssessment

        return SelfAssessment(
            data=self.data,
            identity=self.office.identity,
            catalogue=self.catalogue,
            authority=self.office.authority.code,
        )

    @property
    def carrying(self) -> "Carrying":
        """Give what carries earlier years forward."""
        from ntm_desktop.services.carrying import Carrying

        return Carrying(data=self.data, identity=self.office.identity, catalogue=self.catalogue)

    @property
    def years(self) -> "Years":
        """Give what holds years against one another."""
        from ntm_desktop.services.years import Years

        return Years(data=self.data, office=self.office, catalogue=self.catalogue)

    @property
    def thresholds(self) -> "Thresholds":
        """Give what the authority and the office itself ask for."""
        from ntm_desktop.services.thresholds import Thresholds

        return Thresholds(
            data=self.data,
            identity=self.office.identity,
            catalogue=self.catalogue,
            authority=self.office.authority.code,
        )

    @property
    def office_sets(self) -> "OfficeSets":
        """Give what begins with and leaves criteria sets."""
        from ntm_desktop.services.office_sets import OfficeSets

        return OfficeSets(
            data=self.data,
            role=self.office.role,
            kind=self.office.unit.kind,
            catalogue=self.catalogue,
        )

    @property
    def backups(self) -> "Backups":
        """Give the copies of the data file."""
        from ntm_desktop.services.backups import Backups

        return Backups(self.folder, self.data)

    @property
    def files(self) -> "FileStore":
        """Give the store of evidence files."""
        from db.files import FileStore

        return FileStore(self.folder.files)

    @property
    def evidence(self) -> "EvidenceRoom":
        """Give what proves indicators."""
        from ntm_desktop.services.evidence import EvidenceRoom

        return EvidenceRoom(
            data=self.data,
            identity=self.office.identity,
            catalogue=self.catalogue,
            files=self.files,
        )

    @property
    def keys(self) -> "Keys":
        """Give the office's keys and whom it trusts."""
        from ntm_desktop.services.keys import Keys

        return Keys(folder=self.folder, data=self.data, office=self.office)

    @property
    def subjects(self) -> "Subjects":
        """Give the villages, residential areas and gardens."""
        from ntm_desktop.services.subjects import Subjects

        return Subjects(data=self.data, office=self.office, catalogue=self.catalogue)

    @property
    def units(self) -> "Units":
        """Give what is known of units since when."""
        from ntm_desktop.services.units import Units

        return Units(data=self.data, office=self.office)

    @property
    def successions(self) -> "Successions":
        """Give the mergers of units."""
        from ntm_desktop.services.successions import Successions

        return Successions(data=self.data, office=self.office)

    @property
    def recovery(self) -> "Recovery":
        """Give what gets keys back, and makes new ones."""
        from ntm_desktop.services.recovery import Recovery

        return Recovery(folder=self.folder, data=self.data, office=self.office)

    @property
    def sending(self) -> "Sending":
        """Give what is sent."""
        from ntm_desktop.services.sending import Sending

        return Sending(
            data=self.data, office=self.office, catalogue=self.catalogue, files=self.files
        )

    @property
    def receiving(self) -> "Receiving":
        """Give what comes in."""
        from ntm_desktop.services.receiving import Receiving

        return Receiving(
            folder=self.folder,
            data=self.data,
            office=self.office,
            catalogue=self.catalogue,
            files=self.files,
            identities=self.keys.identities,
        )

    @property
    def undoing(self) -> "Undoing":
        """Give what takes imports back."""
        from ntm_desktop.services.undoing import Undoing

        return Undoing(
            data=self.data,
            office=self.office,
            catalogue=self.catalogue,
            files=self.files,
            receiving=self.receiving,
        )

    @property
    def conflicts(self) -> "Conflicts":
        """Give what is in dispute."""
        from ntm_desktop.services.conflicts import Conflicts

        return Conflicts(data=self.data, office=self.office, catalogue=self.catalogue)

    @property
    def moving(self) -> "Moving":
        """Give what moves assessments to another set."""
        from ntm_desktop.services.moving import Moving

        return Moving(
            data=self.data,
            office=self.office,
            catalogue=self.catalogue,
            office_sets=self.office_sets,
        )

    @property
    def updates(self) -> "Updates":
        """Give what brings a newer program or newer criteria sets."""
        from ntm_desktop.services.updates import Updates

        return Updates(self.folder, self.backups, self.catalogue)

    @property
    def history(self) -> "History":
        """Give who changed what."""
        from ntm_desktop.services.history import History

        return History(data=self.data, office=self.office, catalogue=self.catalogue)

    @property
    def documents(self) -> "Documents":
        """Give what goes on paper; its libraries are loaded with it, not at the start."""
        from ntm_desktop.services.documents import Documents

        return Documents(
            data=self.data,
            office=self.office,
            self_assessment=self.self_assessment,
            evidence=self.evidence,
            files=self.files,
        )

    @property
    def search(self) -> "Search":
        """Give what finds indicators and evidence by words."""
        from ntm_desktop.services.search import Search

        return Search(data=self.data, catalogue=self.catalogue)

    def sheet(
        self, *, subject: str | None = None, set_id: str | None = None, year: int | None = None
    ) -> Sheet:
        """Choose a sheet: the office's own unit, its first set and the clock's year by default.

        The year is kept within the period of the set. A village, area or garden takes the first
        of its own sets.
        """
        criteria = self.catalogue.criteria_set(set_id or self._first_set(subject))
        wanted = year or datetime.now(UTC).astimezone().year
        return Sheet(subject or self.office.unit.code, criteria.id, criteria.year(wanted))

    def clear_copies(self, older_than: float = 0.0) -> None:
        """Remove copies of evidence that were made to look at, `older_than` seconds or more."""
        from ntm_desktop.services.viewing import clear_copies

        clear_copies(self.folder.cache / "view", older_than)

    def _first_set(self, subject: str | None) -> str:
        if subject and key_of(subject):
            found = self.subjects.opened(subject).subject
            return found.sets[0] if found.sets else self.subjects.sets_for(found.kind)[0].id
        return self.sets[0]

    def close(self) -> None:
        """Close the data file; no work may be under way."""
        self.data.close()


def open_workplace(root: Path) -> Workplace:
    """Open a data folder, upgrading its file; raises NotSetUpError or a DataFolderError."""
    folder = DataFolder(root)
    data = prepare(folder)
    try:
        origins.check_copied(folder, data)
        here = office.read(data)
    except BaseException:
        data.close()
        raise
    catalogue = Catalogue(folder.cache, folder.criteria)
    return Workplace(
        folder=folder,
        data=data,
        office=here,
        catalogue=catalogue,
        watch=Watch(data, folder.criteria),
    )
