"""Every change of a record in words: who, when, where, what, and why where it was decided."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from db import assessments, conflicts, journal
from db.conflicts import Decided
from db.connection import DataFile, reading
from ntm_desktop.domain.assessment import Sheet
from ntm_desktop.domain.canonical import JsonValue
from ntm_desktop.domain.criteria import IndicatorCode
from ntm_desktop.domain.merge import State, merge
from ntm_desktop.domain.revision import Record, Revision, RevisionId
from ntm_desktop.services.catalogue import Catalogue
from ntm_desktop.services.office import Office
from ntm_desktop.services.record_words import RecordWords
from ntm_desktop.services.writers import Writer, Writers

REMOVED = "Xóa"
NOTHING = "Không đổi giá trị nào"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One change: by whom, and what of it in words ("Kết quả: 80 % → 86,5 %").

    `decided`: it settled a conflict, for the `reason`. Not `counts`: written under a key that was
    revoked.
    """

    writer: Writer
    words: str
    decided: bool = False
    reason: str = ""
    counts: bool = True


class History:
    """The histories of the records of one data file."""

    def __init__(self, *, data: DataFile, office: Office, catalogue: Catalogue) -> None:
        self._data = data
        self._office = office
        self._catalogue = catalogue

    def of_indicator(self, sheet: Sheet, code: IndicatorCode) -> list[Change]:
        """List every change of what is entered for an indicator, the newest first."""
        return self.of(Record(sheet.unit, assessments.KIND, sheet.key(code)))

    def of(self, record: Record) -> list[Change]:
        """List every change of a record, as it came in, the newest first."""
        with self._data.session() as store, reading(store):
            history = journal.history(store, record)
            masked = journal.masked_of(store, record)
            reasons = _reasons(history, conflicts.decisions(store, record))
            words, writers = RecordWords(store, self._catalogue), Writers(store, self._office)
            known: dict[RevisionId, Revision] = {}
            found: list[Change] = []
            for revision in history:
                before = merge(_beneath(known, revision.parents), masked)
                known[revision.id] = revision
                found.append(
                    Change(
                        writer=writers.of(revision),
                        words=_changed(words, record, revision, before),
                        decided=revision.id in reasons,
                        reason=reasons.get(revision.id, ""),
                        counts=revision.id not in masked,
                    )
                )
        return found[::-1]


def _reasons(
    history: Iterable[Revision], decisions: Iterable[Decided]
) -> Mapping[RevisionId, str]:
    """Find which changes were decisions: the last ones in the same chain before each, and why."""
    found: dict[RevisionId, str] = {}
    for decided in decisions:
        of = decided.revision
        chain = [one for one in history if one.origin == of.origin and one.seq < of.seq]
        last = max(chain, key=lambda one: one.seq, default=None)
        if last is not None:
            reason = decided.content.get("reason")
            written = [one for one in chain if one.parents == last.parents and one.at == last.at]
            found |= dict.fromkeys([one.id for one in written], str(reason or ""))
    return found


def _beneath(
    known: Mapping[RevisionId, Revision], parents: Iterable[RevisionId]
) -> list[Revision]:
    """Give what a revision rests on: its parents, and all that they rest on."""
    found: dict[RevisionId, Revision] = {}
    waiting = list(parents)
    while waiting:
        id_ = waiting.pop()
        if id_ in known and id_ not in found:
            found[id_] = known[id_]
            waiting.extend(known[id_].parents)
    return list(found.values())


def _changed(words: RecordWords, record: Record, revision: Revision, before: State) -> str:
    if revision.fields is None:
        return REMOVED
    said = [
        f"{words.field(record, name)}: {_turned(words, record, name, value, before)}"
        for name, value in revision.fields.items()
    ]
    return "; ".join(said) or NOTHING


def _turned(words: RecordWords, record: Record, name: str, value: JsonValue, before: State) -> str:
    now = words.value(record, name, value)
    former = [words.value(record, name, one.value) for one in before.fields.get(name, ())]
    different = [each for each in former if each != now or len(former) > 1]
    return f"{' hoặc '.join(different)} → {now}" if different else now
