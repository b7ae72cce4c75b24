"""Evidence (minh chứng): papers that prove indicators, taken in, described, found again."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from db import evidence, evidence_lists, journal
from db.connection import DataFile, writing
from db.evidence_lists import of_scope, of_sheet, one
from db.files import FileStore
from ntm_desktop.domain.assessment import Sheet
from ntm_desktop.domain.criteria import IndicatorCode
from ntm_desktop.domain.evidence import FIELDS, Details, Evidence, Link, stored_fields
from ntm_desktop.domain.ownership import Identity
from ntm_desktop.domain.progress import Progress, Unwatched
from ntm_desktop.domain.revision import Record, RevisionId
from ntm_desktop.domain.text import fold
from ntm_desktop.domain.topics import Topic
from ntm_desktop.errors import InputError
from ntm_desktop.paths import DataFolder
from ntm_desktop.services import viewing
from ntm_desktop.services.catalogue import Catalogue
from ntm_desktop.services.intake import CHANGED, Intake, Intaker, Purpose, link_record
from ntm_desktop.services.self_assessment import find_indicator


class UnknownEvidenceError(InputError):
    """There is no such document, or no longer."""

    code = "unknown_evidence"


class EmptyEvidenceError(InputError):
    """A document of which nothing is said."""

    code = "empty_evidence"


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedEvidence:
    """A document as a form shows it: `seen` goes back with what is typed (merge.md 12)."""

    document: Evidence
    seen: tuple[RevisionId, ...]


class EvidenceRoom:
    """The evidence of one data file and its store."""

    def __init__(
        self, *, data: DataFile, identity: Identity, catalogue: Catalogue, files: FileStore
    ) -> None:
        self._data = data
        self._identity = identity
        self._catalogue = catalogue
        self._files = files
        self._intaker = Intaker(data=data, identity=identity, files=files)

    def add(
        self,
        sources: Sequence[Path],
        purpose: Purpose,
        details: Details = Details(),  # noqa: B008 - a value
        *,
        together: bool = False,
        progress: Progress | None = None,
    ) -> Intake:
        """Take files in as one document each, or as one `together`, each with a result.

        Raises InputError for indicators or dates that are wrong and NotYoursError, and then does
        nothing. A file refused is a result; being stopped is too, and what was added stays.
        """
        self._check(purpose)
        fields = stored_fields(asdict(details))
        take = self._intaker.together if together else self._intaker.one_each
        return take(sources, purpose, fields, progress or Unwatched())

    def add_files(
        self, key: str, sources: Sequence[Path], sheet: Sheet, progress: Progress | None = None
    ) -> Intake:
        """Add files to a document; raises UnknownEvidenceError and NotYoursError."""
        self.opened(sheet.unit, key)
        purpose = Purpose(sheet=sheet)
        self._check(purpose)
        return self._intaker.together(sources, purpose, {}, progress or Unwatched(), into=key)

    def confirm(self, purpose: Purpose, details: Details) -> frozenset[Topic]:
        """Enter a document without its files ("đã xác nhận, không lưu nội dung")."""
        self._check(purpose)
        fields = stored_fields(asdict(details))
        if not any(value is not None for value in fields.values()):
            raise EmptyEvidenceError("Hãy ghi ít nhất số, ký hiệu hoặc trích yếu của văn bản.")
        with self._data.session() as store, writing(store):
            self._intaker.document(store, purpose, fields)
        return CHANGED

    def every(self, scope: str) -> list[Evidence]:
        """List the documents of a unit, in the order they came."""
        with self._data.session() as store:
            return evidence_lists.read(store, of_scope(scope))

    def of_sheet(self, sheet: Sheet) -> list[Evidence]:
        """List the documents that prove anything of a sheet."""
        with self._data.session() as store:
            return evidence_lists.read(store, of_sheet(sheet))

    def of_indicator(self, sheet: Sheet, code: IndicatorCode) -> list[Evidence]:
        """List the documents that prove one indicator."""
        with self._data.session() as store:
            return evidence_lists.read(store, of_sheet(sheet, code))

    def search(self, scope: str, words: str) -> list[Evidence]:
        """Find documents in which all words occur, whatever their accents: "quyet dinh" too."""
        wanted = fold(words).split()
        return [document for document in self.every(scope) if document.matches(wanted)]

    def opened(self, scope: str, key: str) -> OpenedEvidence:
        """Give one document for a form; raises UnknownEvidenceError."""
        with self._data.session() as store:
            found = evidence_lists.read(store, one(scope, key))
            if not found:
                raise UnknownEvidenceError(
                    "Minh chứng này không còn nữa: có thể đã bị xóa. Hãy mở lại danh sách."
                )
            seen = journal.heads(store, Record(scope, evidence.KIND, key))
        return OpenedEvidence(document=found[0], seen=seen)

    def edit(
        self,
        scope: str,
        key: str,
        changes: Mapping[str, Any],
        *,
        seen: Iterable[RevisionId] | None = None,
    ) -> frozenset[Topic]:
        """Enter the changed details by name (domain.evidence.FIELDS); raises InputError.

        "" and None clear a detail; a document always keeps something said of it.
        """
        now = self.opened(scope, key).document
        fields = stored_fields(dict(changes))
        after = {**stored_fields(asdict(now.details)), **fields}
        if not any(after[name] is not None for name in FIELDS):
            raise EmptyEvidenceError("Hãy để lại ít nhất số, ký hiệu hoặc trích yếu của văn bản.")
        with self._data.session() as store:
            record = Record(scope, evidence.KIND, key)
            written = journal.write(store, self._identity, record, fields, seen=seen)
        return CHANGED if written else frozenset()

    def link(self, key: str, purpose: Purpose) -> frozenset[Topic]:
        """Let a document prove more indicators; raises InputError."""
        self._check(purpose)
        self.opened(purpose.sheet.unit, key)
        with self._data.session() as store, writing(store):
            return CHANGED if self._intaker.link(store, purpose, key) else frozenset()

    def unlink(self, key: str, sheet: Sheet, code: str) -> frozenset[Topic]:
        """Let a document no longer prove an indicator; the document stays."""
        with self._data.session() as store:
            record = link_record(sheet, key, code)
            written = journal.write(store, self._identity, record, None)
        return CHANGED if written else frozenset()

    def remove_file(self, scope: str, key: str, sha256: str) -> frozenset[Topic]:
        """Take a file out of a document; its content stays as long as the journal names it."""
        with self._data.session() as store:
            record = Record(scope, evidence.FILE_KIND, evidence.file_key(key, sha256))
            written = journal.write(store, self._identity, record, None)
        return CHANGED if written else frozenset()

    def remove(self, scope: str, key: str) -> frozenset[Topic]:
        """Remove a document with its files and links; raises UnknownEvidenceError."""
        document = self.opened(scope, key).document
        with self._data.session() as store, writing(store):
            for record in _records(document):
                journal.write(store, self._identity, record, None)
        return CHANGED

    def file_path(self, sha256: str) -> Path:
        """Say where a kept file lies once it has proved whole; raises DataFolderError."""
        self._files.verify(sha256)
        return self._files.path(sha256)

    def copy_to_view(self, sha256: str, name: str) -> Path:
        """Copy a kept file for a program of the PC to open; raises UserError."""
        view = DataFolder(self._data.path.parent).cache / "view"
        return viewing.copy_to_view(self._files, view, sha256, name)

    def _check(self, purpose: Purpose) -> None:
        criteria = self._catalogue.criteria_set(purpose.sheet.criteria_set)
        for code in purpose.indicators:
            find_indicator(criteria, code)
        record = Record(purpose.sheet.unit, evidence.KIND, "")
        with self._data.session() as store:
            writable = journal.writable(store, self._identity, record)
        if not writable:
            raise journal.NotYoursError("Chỉ đơn vị có hồ sơ mới thêm được minh chứng vào đó.")


def _records(document: Evidence) -> Iterator[Record]:
    for link in document.links:
        yield Record(document.scope, evidence.LINK_KIND, _link_key(document.key, link))
    for file in document.files:
        key = evidence.file_key(document.key, file.sha256)
        yield Record(document.scope, evidence.FILE_KIND, key)
    yield Record(document.scope, evidence.KIND, document.key)


def _link_key(key: str, link: Link) -> str:
    return evidence.link_key(key, link.subject, link.criteria_set, link.year, link.indicator)


def as_json(document: Evidence) -> dict[str, Any]:
    """Describe a document for `ntm evidence list`."""
    return {
        "id": document.key,
        "title": document.title,
        **{
            name: value if value != "" else None
            for name, value in asdict(document.details).items()
        },
        "files": [
            {
                "name": file.name,
                "sha256": file.sha256,
                "kind": file.kind.value if file.kind else None,
                "size": file.size,
                "pages": file.pages,
                "here": file.is_here,
            }
            for file in document.files
        ],
        "indicators": [
            {
                "set": link.criteria_set,
                "subject": link.subject,
                "year": link.year,
                "code": link.indicator,
                "paper": link.paper or None,
            }
            for link in document.links
        ],
    }
