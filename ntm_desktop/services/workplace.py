"""One office at work: everything it can do, on its data folder."""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from db.connection import DataFile
from db.data_file import prepare
from db.files import FileStore
from ntm_desktop.domain.assessment import Sheet
from ntm_desktop.paths import DataFolder
from ntm_desktop.services import office
from ntm_desktop.services.backups import Backups
from ntm_desktop.services.catalogue import Catalogue
from ntm_desktop.services.evidence import EvidenceRoom
from ntm_desktop.services.keys import Keys
from ntm_desktop.services.office import Office
from ntm_desktop.services.receiving import Receiving
from ntm_desktop.services.self_assessment import SelfAssessment
from ntm_desktop.services.sending import Sending
from ntm_desktop.services.thresholds import Thresholds

if TYPE_CHECKING:
    from ntm_desktop.services.documents import Documents


@dataclass(frozen=True, slots=True, kw_only=True)
class Workplace:
    """The services of one data folder."""

    folder: DataFolder
    data: DataFile
    office: Office
    catalogue: Catalogue
    self_assessment: SelfAssessment
    thresholds: Thresholds
    backups: Backups
    files: FileStore
    evidence: EvidenceRoom
    keys: Keys
    sending: Sending
    receiving: Receiving

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

    def sheet(
        self, *, subject: str | None = None, set_id: str | None = None, year: int | None = None
    ) -> Sheet:
        """Choose a sheet: the office's own unit, its first set and the clock's year by default.

        The year is kept within the period of the set.
        """
        criteria = self.catalogue.criteria_set(set_id or self.office.sets[0])
        wanted = year or datetime.now(UTC).astimezone().year
        return Sheet(subject or self.office.unit.code, criteria.id, criteria.year(wanted))

    def close(self) -> None:
        """Close the data file; no work may be under way."""
        self.data.close()


def open_workplace(root: Path) -> Workplace:
    """Open a data folder, upgrading its file; raises NotSetUpError or a DataFolderError."""
    folder = DataFolder(root)
    data = prepare(folder)
    try:
        here = office.read(data)
    except BaseException:
        data.close()
        raise
    catalogue = Catalogue(folder.cache)
    files = FileStore(folder.files)
    return Workplace(
        folder=folder,
        data=data,
        office=here,
        catalogue=catalogue,
        self_assessment=SelfAssessment(
            data=data,
            identity=here.identity,
            catalogue=catalogue,
            authority=here.authority.code,
        ),
        thresholds=Thresholds(
            data=data,
            identity=here.identity,
            catalogue=catalogue,
            authority=here.authority.code,
        ),
        backups=Backups(folder, data),
        files=files,
        evidence=EvidenceRoom(data=data, identity=here.identity, catalogue=catalogue, files=files),
        keys=Keys(folder=folder, data=data, office=here),
        sending=Sending(data=data, office=here, catalogue=catalogue, files=files),
        receiving=Receiving(folder=folder, data=data, office=here, files=files),
    )
