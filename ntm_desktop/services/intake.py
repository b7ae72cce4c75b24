"""Taking files in as evidence: several at once, with a result for each."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from sqlite3 import Connection

from db import evidence, evidence_lists, journal, objects
from db.connection import DataFile, writing
from db.files import FileStore, StoredFile
from db.intake import Taken, take_in_all
from ntm_desktop.domain.assessment import Sheet
from ntm_desktop.domain.evidence import name_for_people
from ntm_desktop.domain.media import Kind
from ntm_desktop.domain.ownership import Identity
from ntm_desktop.domain.progress import CancelledError, Progress
from ntm_desktop.domain.revision import Fields, Record
from ntm_desktop.domain.topics import Topic
from ntm_desktop.errors import DataFolderError, UserError
from ntm_desktop.services.preview import Look, look

CHANGED = frozenset({Topic.EVIDENCE, Topic.ASSESSMENTS})
BATCH = 16
"""Documents entered in one transaction: durable once for all, yet no other save waits long."""


class Outcome(StrEnum):
    """What became of one file."""

    ADDED = "added"
    PRESENT = "present"
    REFUSED = "refused"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What became of one file.

    `evidence` is the document it belongs to now; for PRESENT, `known_as` names that file or
    document. `message` is a sentence for people: the reason, or a warning of a file added.
    """

    name: str
    outcome: Outcome
    evidence: str = ""
    sha256: str = ""
    kind: Kind | None = None
    pages: int | None = None
    known_as: str = ""
    message: str = ""
    error: UserError | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Intake:
    """What became of all files given, in their order, and what this changed."""

    results: tuple[Result, ...]
    changed: frozenset[Topic]

    def count(self, outcome: Outcome) -> int:
        """Count the files with this outcome."""
        return sum(result.outcome is outcome for result in self.results)


@dataclass(frozen=True, slots=True, kw_only=True)
class Purpose:
    """What files are taken in for: the sheet and indicators they prove, and as what paper."""

    sheet: Sheet
    indicators: Sequence[str] = ()
    paper: str = ""


@dataclass(frozen=True, slots=True)
class _Accepted:
    source: Path
    stored: StoredFile
    look: Look

    def result(self, outcome: Outcome, evidence_key: str, known_as: str = "") -> Result:
        known = f"Nội dung này đã có trong “{known_as}”." if known_as else ""
        return Result(
            name=name_for_people(self.source),
            outcome=outcome,
            evidence=evidence_key,
            sha256=self.stored.sha256,
            kind=self.stored.kind,
            pages=self.look.pages,
            known_as=known_as,
            message=" ".join(part for part in (known, self.look.warning) if part),
        )


_Found = _Accepted | Result


@dataclass(frozen=True, slots=True, kw_only=True)
class Intaker:
    """Takes files into the store and then into the journal, one document at a time."""

    data: DataFile
    identity: Identity
    files: FileStore

    def one_each(
        self, sources: Sequence[Path], purpose: Purpose, fields: Fields, progress: Progress
    ) -> Intake:
        """Make a document of each file; one whose content is known gets the indicators too.

        When stopped, what was added stays, and the rest is said to be stopped.
        """
        results: list[Result] = []
        ready: list[_Found] = []
        try:
            for taken in take_in_all(self.files, sources, progress):
                ready.append(self._judged(taken))
                if len(ready) == BATCH:
                    results += self._enter(ready, purpose, fields)
                    ready.clear()
        except CancelledError:
            pass
        results += self._enter(ready, purpose, fields)
        return _intake([*results, *map(_stopped, sources[len(results) :])])

    def together(
        self,
        sources: Sequence[Path],
        purpose: Purpose,
        fields: Fields,
        progress: Progress,
        *,
        into: str | None = None,
    ) -> Intake:
        """Make one document of all files, or add them to one; when stopped, add nothing."""
        try:
            found = [self._judged(taken) for taken in take_in_all(self.files, sources, progress)]
        except CancelledError:
            return _intake(map(_stopped, sources))
        accepted = [each for each in found if isinstance(each, _Accepted)]
        if not accepted:
            return _intake(each for each in found if isinstance(each, Result))
        try:
            with self.data.session() as store, writing(store):
                key = into or self.document(store, purpose, _titled(fields, accepted[0].source))
                self.link(store, purpose, key)
                return _intake(
                    [
                        each
                        if isinstance(each, Result)
                        else self._attach(store, purpose, key, each)
                        for each in found
                    ]
                )
        except DataFolderError as error:
            return _intake(_not_entered(each, error) for each in found)

    def document(self, store: Connection, purpose: Purpose, fields: Fields) -> str:
        """Enter a document and what it proves; give its key."""
        key = _new_key()
        record = Record(purpose.sheet.unit, evidence.KIND, key)
        journal.write(store, self.identity, record, fields)
        self.link(store, purpose, key)
        return key

    def link(self, store: Connection, purpose: Purpose, key: str) -> bool:
        """Let a document prove indicators; say whether that changed anything."""
        changed = False
        for code in purpose.indicators:
            record, fields = link_record(purpose.sheet, key, code), link_fields(purpose.paper)
            changed |= journal.write(store, self.identity, record, fields) is not None
        return changed

    def _judged(self, taken: Taken) -> _Found:
        stored = taken.outcome
        if isinstance(stored, UserError):
            return _refused(taken.source, stored)
        seen = look(self.files.path(stored.sha256), stored.kind) if stored.kind else Look(None)
        return _Accepted(taken.source, stored, seen)

    def _enter(self, found: Sequence[_Found], purpose: Purpose, fields: Fields) -> list[Result]:
        """Enter what is in the store, in one short transaction: all of it, or none."""
        if not any(isinstance(each, _Accepted) for each in found):
            return [each for each in found if isinstance(each, Result)]
        try:
            with self.data.session() as store, writing(store):
                return [
                    each if isinstance(each, Result) else self._one(store, each, purpose, fields)
                    for each in found
                ]
        except DataFolderError as error:
            return [_not_entered(each, error) for each in found]

    def _one(
        self, store: Connection, found: _Accepted, purpose: Purpose, fields: Fields
    ) -> Result:
        known = evidence_lists.with_file(store, purpose.sheet.unit, found.stored.sha256)
        if known is None:
            key = self.document(store, purpose, _titled(fields, found.source))
            return self._attach(store, purpose, key, found)
        self._secure(store, found)
        self.link(store, purpose, known.evidence)
        return found.result(Outcome.PRESENT, known.evidence, known.name)

    def _secure(self, store: Connection, found: _Accepted) -> None:
        """Make sure of the content: a failed import of the same may have taken it away again."""
        if not self.files.holds(found.stored.sha256):
            self.files.take_in(found.source)
        objects.keep(store, [found.stored])

    def _attach(self, store: Connection, purpose: Purpose, key: str, found: _Accepted) -> Result:
        stored, scope = found.stored, purpose.sheet.unit
        self._secure(store, found)
        known = evidence_lists.with_file(store, scope, stored.sha256, prefer=key)
        if known is None or known.evidence != key:
            fields: Fields = {
                "name": name_for_people(found.source),
                "pages": found.look.pages,
                "order": evidence_lists.next_place(store, scope, key),
                "size": stored.size,
            }
            record = Record(scope, evidence.FILE_KIND, evidence.file_key(key, stored.sha256))
            journal.write(store, self.identity, record, fields)
        if known is None:
            return found.result(Outcome.ADDED, key)
        return found.result(Outcome.PRESENT, key, known.name)


def link_record(sheet: Sheet, key: str, code: str) -> Record:
    """Name the record of a document proving an indicator."""
    link = evidence.link_key(key, sheet.subject, sheet.criteria_set, sheet.year, code)
    return Record(sheet.unit, evidence.LINK_KIND, link)


def link_fields(paper: str = "") -> Fields:
    """Say that a document proves an indicator, perhaps as one of the papers it asks for."""
    # A record is there only through a field, and a link has nothing else to say.
    return {"proves": True, **({"paper": paper} if paper else {})}


def _titled(fields: Fields, source: Path) -> Fields:
    """Take the summary from the file's name where none was given: officers name files by it."""
    return (
        fields
        if fields.get("summary")
        else {**fields, "summary": name_for_people(source, stem=True)}
    )


def _refused(source: Path, error: UserError) -> Result:
    return Result(
        name=name_for_people(source), outcome=Outcome.REFUSED, message=str(error), error=error
    )


def _not_entered(found: _Found, error: UserError) -> Result:
    return found if isinstance(found, Result) else _refused(found.source, error)


def _stopped(source: Path) -> Result:
    return Result(
        name=name_for_people(source),
        outcome=Outcome.STOPPED,
        message="Chưa thêm vì đã dừng giữa chừng.",
    )


def _intake(results: Iterable[Result]) -> Intake:
    found = tuple(results)
    kept = any(result.outcome in (Outcome.ADDED, Outcome.PRESENT) for result in found)
    return Intake(results=found, changed=CHANGED if kept else frozenset())


def _new_key() -> str:
    from uuid_utils import uuid7

    return str(uuid7())
