"""What PCs or offices entered differently (số liệu chưa thống nhất), and deciding it."""

from collections.abc import Collection
from dataclasses import dataclass
from sqlite3 import Connection

from db import conflicts, evidence, journal
from db.connection import DataFile, reading, writing
from ntm_desktop.domain.answer import ReasonMissingError
from ntm_desktop.domain.canonical import JsonValue
from ntm_desktop.domain.decision import KIND, deletions, letter, settling
from ntm_desktop.domain.merge import DELETED, Candidate, Deleted, FieldValue
from ntm_desktop.domain.revision import Record, Revision
from ntm_desktop.domain.text import clean
from ntm_desktop.domain.topics import EVERYTHING, TOPIC_OF_KIND, Topic
from ntm_desktop.errors import InputError
from ntm_desktop.services.catalogue import Catalogue
from ntm_desktop.services.office import Office
from ntm_desktop.services.record_words import RecordWords
from ntm_desktop.services.settling import Disputed, settle
from ntm_desktop.services.writers import Writer, Writers


class ConflictChangedError(InputError):
    """The conflict is no longer the one that was looked at (merge.md 18)."""

    code = "conflict_changed"

    def __init__(self) -> None:
        super().__init__(
            "Số liệu này đã có giá trị mới hoặc đã được thống nhất, chưa ghi gì thêm. "
            "Hãy xem lại danh sách rồi chọn lại."
        )


class UnknownLetterError(InputError):
    """The conflict has no value of that letter."""

    code = "unknown_letter"


@dataclass(frozen=True, slots=True, kw_only=True)
class Alternative:
    """One of the values in dispute; `value` is None for a deletion.

    `meaning` says in words what taking it does beyond this field; "" if nothing. `writers` are
    all who wrote it.
    """

    label: str
    value: JsonValue
    deleted: bool
    words: str
    meaning: str
    writers: tuple[Writer, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """A field that several writes contradict on; `id` is hex, `name` and `field_words` words.

    `unit_name` is whose dossier it belongs to; only that office may decide most of it.
    """

    id: str
    record: Record
    field: str
    name: str
    field_words: str
    unit_name: str
    may_decide: bool
    values: tuple[Alternative, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What a person decided of a field, and why; `revision` is the decision's own."""

    conflict: str
    field: str
    field_words: str
    label: str
    words: str
    reason: str
    writer: Writer
    revision: Revision


class Conflicts:
    """The conflicts of one data file."""

    def __init__(self, *, data: DataFile, office: Office, catalogue: Catalogue) -> None:
        self._data = data
        self._office = office
        self._catalogue = catalogue

    def count(self) -> int:
        """Count what is in dispute."""
        with self._data.session() as store:
            return conflicts.count(store)

    def listed(self) -> list[Conflict]:
        """List what is in dispute: what this office may decide first."""
        with self._data.session() as store, reading(store):
            words = RecordWords(store, self._catalogue)
            writers = Writers(store, self._office)
            found = [
                self._conflict(store, dispute, words, writers)
                for dispute in conflicts.listed(store)
            ]
        return sorted(found, key=lambda one: not one.may_decide)

    def decide(self, id_: str, label: str, reason: str) -> frozenset[Topic]:
        """Take one of the values, for a reason; say what this changes.

        Raises ReasonMissingError, ConflictChangedError, UnknownLetterError, NotYoursError.
        """
        why = clean(reason)
        if why is None:
            raise ReasonMissingError("Hãy ghi lý do chọn giá trị này.")
        with self._data.session() as store, writing(store):
            dispute = _found(store, id_)
            self._check_ours(store, dispute.record)
            seen = Disputed.read(store, dispute.record)
            value = _taken(seen.state.conflicts.get(dispute.field, ()), label)
            settle(store, self._office.identity, dispute, value)
            content = conflicts.entry(dispute, label=label, value=_json(value), reason=why)
            record = Record(dispute.record.scope, KIND, _new_key())
            journal.write(store, self._office.identity, record, {"decided": content})
        return _topics(dispute.record.kind)

    def decisions(self, record: Record) -> list[Decision]:
        """List what persons decided of a record, in the order it came in."""
        with self._data.session() as store, reading(store):
            words = RecordWords(store, self._catalogue)
            writers = Writers(store, self._office)
            return [
                _decision(decided, record, words, writers)
                for decided in conflicts.decisions(store, record)
            ]

    def _conflict(
        self, store: Connection, dispute: conflicts.Dispute, words: RecordWords, writers: Writers
    ) -> Conflict:
        seen = Disputed.read(store, dispute.record)
        record = dispute.record
        known = {revision.id: revision for revision in seen.history}
        return Conflict(
            id=dispute.id.hex(),
            record=record,
            field=dispute.field,
            name=words.record(record),
            field_words=words.field(record, dispute.field),
            unit_name=words.unit(record.scope),
            may_decide=journal.writable(store, self._office.identity, record),
            values=tuple(
                Alternative(
                    label=letter(place),
                    value=_json(one.value),
                    deleted=isinstance(one.value, Deleted),
                    words=words.value(record, dispute.field, one.value),
                    meaning=_meaning(dispute, seen, one.value, words),
                    writers=tuple(writers.of(known[write]) for write in one.writes),
                )
                for place, one in enumerate(seen.state.conflicts.get(dispute.field, ()))
            ),
        )

    def _check_ours(self, store: Connection, record: Record) -> None:
        if not journal.writable(store, self._office.identity, record):
            name = RecordWords(store, self._catalogue).unit(record.scope)
            raise journal.NotYoursError(
                f"Chỉ {name} mới được chọn số liệu này. Hãy báo để {name} thống nhất rồi gửi lại."
            )


def _found(store: Connection, id_: str) -> conflicts.Dispute:
    try:
        found = conflicts.find(store, bytes.fromhex(id_))
    except ValueError:
        found = None
    if found is None:
        raise ConflictChangedError
    return found


def _taken(candidates: Collection[Candidate], label: str) -> FieldValue:
    values = {letter(place): one.value for place, one in enumerate(candidates)}
    if label not in values:
        raise UnknownLetterError(
            f"Không có giá trị “{label}”. Hãy chọn một trong các chữ: {', '.join(values)}."
        )
    return values[label]


def _meaning(
    dispute: conflicts.Dispute, seen: Disputed, value: FieldValue, words: RecordWords
) -> str:
    """Say what taking a value does beyond the field in dispute."""
    record = dispute.record
    if not deletions(seen.state):
        return "Chỉ ô này được để trống; các ô khác giữ nguyên." if value is DELETED else ""
    if isinstance(value, Deleted):
        more = ", cùng các tệp và chỗ gắn với chỉ tiêu" if record.kind == evidence.KIND else ""
        return f"Xóa cả mục này, kể cả những ô khác{more}."
    back = {
        words.field(record, name): None
        for fields in settling(seen.history, dispute.field, value, seen.masked)
        for name in fields or {}
        if name != dispute.field
    }
    again = f" Ghi lại như trước khi bị xóa: {', '.join(back)}." if back else ""
    return f"Giữ lại mục này.{again}"


def _decision(
    decided: conflicts.Decided, record: Record, words: RecordWords, writers: Writers
) -> Decision:
    said = {name: value for name, value in decided.content.items() if isinstance(value, str)}
    name = said.get("field", "")
    value = decided.content.get("value")
    return Decision(
        conflict=said.get("conflict", ""),
        field=name,
        field_words=words.field(record, name),
        label=said.get("taken", ""),
        words=words.value(record, name, DELETED if value is None else value),
        reason=said.get("reason", ""),
        writer=writers.of(decided.revision),
        revision=decided.revision,
    )


def _json(value: FieldValue) -> JsonValue:
    return None if isinstance(value, Deleted) else value


def _topics(kind: str) -> frozenset[Topic]:
    found = TOPIC_OF_KIND.get(kind)
    if found is None:
        return EVERYTHING
    return frozenset({found, Topic.ASSESSMENTS})


def _new_key() -> str:
    from uuid_utils import uuid7

    return str(uuid7())
