"""The dossier of a unit as one PDF, with its evidence appended unharmed."""

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from ntm_desktop.domain.dossier import Dossier, DossierEvidence, DossierReceipt
from ntm_desktop.domain.progress import Progress
from ntm_desktop.exchange.documents.assembly import Drafts, assemble
from ntm_desktop.exchange.documents.failures import writing_to
from ntm_desktop.exchange.documents.output import make_room, temporary
from ntm_desktop.exchange.documents.pages import Marks
from ntm_desktop.exchange.documents.parts import chapters, entries, left_out
from ntm_desktop.exchange.documents.plan import Plan, plan
from ntm_desktop.exchange.documents.printing import print_pages, print_stamp
from ntm_desktop.exchange.documents.sources import Source, examine

_OWN_PAGE = 20_000  # bytes, more than a page of ours takes


def write_dossier(dossier: Dossier, dest: Path, progress: Progress) -> DossierReceipt:
    """Write the dossier to `dest`, whole and read back, or not at all.

    Raises MissingGlyphError, EvidenceVanishedError, DiskFullError, DestinationError and
    UnverifiedError; CancelledError comes from `progress`.
    """
    listed = entries(dossier, _Examination(dossier, progress).look)
    progress.step("Trình bày", 0, 1)
    planned = plan(dossier, listed, chapters(dossier, listed))
    own = [source for entry in listed for source in entry.own]
    make_room(dest, _estimate(planned, own))
    with TemporaryDirectory(prefix="ntm-") as folder, temporary(dest) as draft:
        drafts = _draft(dossier, planned, Path(folder))
        assemble(dossier, planned, drafts, draft, progress)
    return DossierReceipt(planned.numbers.total, len(own), tuple(left_out(listed)))


class _Examination:
    """Looks into every file once, telling how far it is."""

    def __init__(self, dossier: Dossier, progress: Progress) -> None:
        self._progress = progress
        self._total = sum(len(evidence.files) for evidence in dossier.evidence)
        self._done = 0

    def look(self, evidence: DossierEvidence) -> Sequence[Source]:
        """Examine the files of one document."""
        found = []
        for file in evidence.files:
            self._progress.step("Kiểm tra minh chứng", self._done, self._total)
            found.append(examine(evidence, file))
            self._done += 1
        return found


def _draft(dossier: Dossier, planned: Plan, folder: Path) -> Drafts:
    printed, stamp = folder / "printed.pdf", folder / "stamp.pdf"
    with writing_to(printed):
        frames = print_pages(dossier, planned, printed)
        if not dossier.practice:
            return Drafts(printed, frames, None)
        print_stamp(stamp, Marks(practice=True))
    return Drafts(printed, frames, stamp)


def _estimate(planned: Plan, own: Sequence[Source]) -> int:
    return planned.numbers.total * _OWN_PAGE + sum(source.file.size for source in own)
