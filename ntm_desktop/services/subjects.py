"""Who is assessed (đối tượng được đánh giá): communes, and the villages and gardens below them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from db import journal, subjects, successions, units
from db.connection import DataFile, reading, writing
from db.receivers import followed
from db.units import Unit
from ntm_desktop.domain.assessment import key_of, subject_id, unit_of
from ntm_desktop.domain.canonical import JsonValue
from ntm_desktop.domain.criteria import CriteriaSet
from ntm_desktop.domain.ownership import Role
from ntm_desktop.domain.revision import Fields, Record, Seen
from ntm_desktop.domain.subject import KIND_WORDS, Subject, SubjectKind
from ntm_desktop.domain.text import clean, fold, read_day
from ntm_desktop.domain.topics import Topic
from ntm_desktop.errors import InputError
from ntm_desktop.services.catalogue import Catalogue
from ntm_desktop.services.office import Office
from ntm_desktop.services.units import own_units

CHANGED = frozenset({Topic.SUBJECTS})
FIELDS = ("name", "kind", "village", "region", "group", "households", "sets", "closed")


class SubjectNameMissingError(InputError):
    """A village or garden needs a name."""

    code = "subject_name_missing"


class SubjectExistsError(InputError):
    """There is one of that kind and name in that place already."""

    code = "subject_exists"


class SubjectGoneError(InputError):
    """The village or garden is not known here."""

    code = "unknown_subject"


class SubjectInUseError(InputError):
    """Something was entered for it: it can be closed, and never deleted."""

    code = "subject_in_use"


class HouseholdsError(InputError):
    """A number of households that is no whole number."""

    code = "bad_households"


class SubjectDateError(InputError):
    """The day it was closed is no day."""

    code = "bad_date"


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What a form says of a village, residential area or garden."""

    name: str
    kind: SubjectKind
    village: str = ""
    region: str = ""
    group: str = ""
    households: int | None = None
    sets: tuple[str, ...] = ()

    @property
    def fields(self) -> dict[str, JsonValue]:
        """Give it as the record stores it."""
        return {
            **{name: getattr(self, name) for name in ("name", "village", "region", "group")},
            "kind": self.kind.value,
            "households": self.households,
            "sets": list(self.sets) or None,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedSubject:
    """A subject as a form shows it; `fields` is what is stored, for undo; `seen` goes back."""

    subject: Subject
    seen: Seen
    fields: Fields
    in_use: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """A subject that was added, and what that changed."""

    id: str
    changed: frozenset[Topic]


class Subjects:
    """The villages, residential areas and gardens kept in one data file."""

    def __init__(self, *, data: DataFile, office: Office, catalogue: Catalogue) -> None:
        self._data = data
        self._office = office
        self._catalogue = catalogue

    def communes(self) -> Sequence[Unit]:
        """List the communes known here, by name: elsewhere than in a commune those who sent.

        In a commune itself, and those that were merged into it.
        """
        office = self._office
        with self._data.session() as store:
            if office.role is Role.COMMUNE:
                return own_units(store, office)
            found = units.everyone(store)
        not_meant = (office.authority.code, office.unit.code)
        return [unit for unit in found if unit.code not in not_meant]

    def listed(self, unit: str | None = None) -> list[Subject]:
        """List what lies below a unit; by default below the own commune and those it goes on for.

        Elsewhere than in a commune: below every unit.
        """
        with self._data.session() as store:
            if unit is not None or self._office.role is Role.COMMUNE:
                own = unit or self._office.unit.code
                old = followed(successions.read(store), own) if unit is None else set()
                found = subjects.read(store, [own, *sorted(old)])
            else:
                found = subjects.read(store)
        return sorted(found, key=lambda each: list(SubjectKind).index(each.kind))

    def sets_for(self, kind: SubjectKind) -> list[CriteriaSet]:
        """Give the sets that such a subject can be measured against."""
        return [one for one in self._catalogue.sets() if one.subject == kind]

    def groups(self) -> Mapping[str, str]:
        """Give the groups of communes that the sets know, by id."""
        return self._catalogue.groups()

    def opened(self, id_: str) -> OpenedSubject:
        """Give one subject for a form; raises SubjectGoneError."""
        with self._data.session() as store, reading(store):
            found = subjects.find(store, id_)
            if found is None:
                raise _gone()
            state = journal.state(store, _record(id_))
            return OpenedSubject(
                subject=found,
                seen=Seen(state.heads),
                fields={name: state.decided(name) for name in FIELDS},
                in_use=subjects.has_history(store, id_),
            )

    def add(self, draft: Draft, *, unit: str | None = None) -> Added:
        """Enter a new subject; raises SubjectNameMissingError and SubjectExistsError."""
        from uuid_utils import uuid7  # only where something is added

        scope = unit or self._office.unit.code
        id_ = subject_id(scope, str(uuid7()))
        with self._data.session() as store, writing(store):
            self._check(draft, scope)
            journal.write(store, self._office.identity, _record(id_), draft.fields)
        return Added(id=id_, changed=CHANGED)

    def change(self, id_: str, draft: Draft, *, seen: Seen | None = None) -> frozenset[Topic]:
        """Enter what a form says now, such as another name; its records stay with it."""
        with self._data.session() as store, writing(store):
            self._check(draft, unit_of(id_), but_for=id_)
        return self.restore(id_, draft.fields, seen=seen)

    def rename(self, id_: str, name: str) -> frozenset[Topic]:
        """Give a subject another name; what it was called before stays in its history."""
        now = self.opened(id_).subject
        with self._data.session() as store, writing(store):
            draft = Draft(name=name, kind=now.kind, village=now.village)
            self._check(draft, now.unit, but_for=id_)
            return self.restore(id_, {"name": draft.name})

    def close(self, id_: str, *, on: str, reason: str = "") -> frozenset[Topic]:
        """Stop assessing a subject from a day on; everything stays and can be read."""
        self.opened(id_)
        day = read_day(on)
        if day is None:
            raise SubjectDateError("Hãy ghi ngày dạng ngày/tháng/năm, ví dụ 01/07/2025.")
        why = clean(reason)
        return self.restore(id_, {"closed": {"on": day, **({"reason": why} if why else {})}})

    def reopen(self, id_: str) -> frozenset[Topic]:
        """Assess a closed subject again."""
        self.opened(id_)
        return self.restore(id_, {"closed": None})

    def remove(self, id_: str) -> frozenset[Topic]:
        """Take back a subject entered by mistake; raises SubjectInUseError once it has records."""
        with self._data.session() as store, writing(store):
            if subjects.has_history(store, id_):
                raise SubjectInUseError(
                    "Đối tượng này đã có số liệu nên không xóa được. Hãy dùng “Ngừng theo dõi”: "
                    "số liệu cũ vẫn còn nguyên."
                )
            written = journal.write(store, self._office.identity, _record(id_), None)
        return CHANGED if written else frozenset()

    def restore(self, id_: str, fields: Fields, *, seen: Seen | None = None) -> frozenset[Topic]:
        """Write stored fields, as undo does."""
        with self._data.session() as store:
            written = journal.write(
                store,
                self._office.identity,
                _record(id_),
                fields,
                seen=seen.heads if seen else None,
            )
        if seen:
            seen.wrote(written)
        return CHANGED if written else frozenset()

    def _check(self, draft: Draft, unit: str, *, but_for: str = "") -> None:
        """Refuse a form without a name, or with one in use; merging may still bring twins."""
        if clean(draft.name) is None:
            raise SubjectNameMissingError(f"Hãy nhập tên {KIND_WORDS[draft.kind].lower()}.")
        for other in self._namesakes(draft, unit):
            if other.id != but_for:
                raise SubjectExistsError(
                    f"Đã có {KIND_WORDS[other.kind].lower()} “{other.full_name}” trong danh sách. "
                    "Hãy kiểm tra lại, hoặc ghi thêm để phân biệt."
                )

    def _namesakes(self, draft: Draft, unit: str) -> Iterator[Subject]:
        wanted = _plainly(draft.name, draft.village)
        for other in self.listed(unit):
            alike = _plainly(other.name, other.village) == wanted
            if alike and other.kind is draft.kind and not other.closed:
                yield other


def households(typed: str) -> int | None:
    """Read a number of households; blank is not known. Raises HouseholdsError."""
    text = typed.strip().replace(".", "")
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) <= 6):
        raise HouseholdsError("Số hộ phải là số nguyên, ví dụ 87. Hãy để trống nếu chưa rõ.")
    return int(text)


def name_of(data: DataFile, code: str) -> str:
    """Name a unit or a subject, by its code if nothing is known of it."""
    with data.session() as store:
        found: Any = subjects.find(store, code) if key_of(code) else units.find(store, code)
    return found.name if found else code


def _plainly(name: str, village: str) -> str:
    """Bring a name to what is compared; accents count: Thôn Bản and Thôn Bãn are two."""
    return "/".join(" ".join((clean(part) or "").casefold().split()) for part in (name, village))


def matches(subject: Subject, words: Sequence[str]) -> bool:
    """Tell whether all (folded) words occur in what a subject is called."""
    text = fold(f"{KIND_WORDS[subject.kind]} {subject.full_name}")
    return all(word in text for word in words)


def _record(id_: str) -> Record:
    if not key_of(id_):
        raise _gone()
    return Record(unit_of(id_), subjects.KIND, key_of(id_))


def _gone() -> SubjectGoneError:
    return SubjectGoneError(
        "Không có đối tượng này ở đây: có thể đã bị xóa. Hãy xem lại danh sách Mô hình, hoặc "
        "dùng lệnh ntm subject list."
    )
