"""Whether the revisions of a package may be applied here (merge.md 7, 8, 20, 21, 25, 32).

A refusal rests only on what never changes; what may become right later waits.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

from ntm_desktop.domain.forms import well_formed
from ntm_desktop.domain.head import Head
from ntm_desktop.domain.ownership import Role, may_succeed, may_write
from ntm_desktop.domain.revision import Record, Revision, RevisionId
from ntm_desktop.errors import InputError


class RefusedRevisionError(InputError):
    """A package carries a revision that can never be right."""

    code = "revision_refused"


class ForbiddenRevisionError(RefusedRevisionError):
    """A package carries a revision that its office may never write."""

    code = "revision_forbidden"


class UnvouchedRevisionError(RefusedRevisionError):
    """A package carries a revision that no signed head covers."""

    code = "revision_unvouched"


class Place(NamedTuple):
    """Where a revision stands: its record, its chain and its number there."""

    record: Record
    origin: str
    seq: int


class Held(Protocol):
    """What is here already."""

    def find(self, id_: RevisionId) -> Place | None:
        """Give the place of a revision that is here."""


class Enrolled(NamedTuple):
    """An office that a key belongs to."""

    unit: str
    role: Role


class Signer(NamedTuple):
    """Who signed a package: a key, the unit it says it is of, and an origin under that key."""

    key: bytes
    unit: str
    origin: str


Succession = tuple[str, str]
"""A commune that was merged, and the one that goes on with its records."""
Offices = Mapping[bytes, Enrolled]
"""Offices by their signing keys, as far as they are known here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """What is new, needs first, and what the package waits for; with needs nothing is applied.

    `missing` are revisions that are nowhere, `strangers` key prefixes not enrolled yet, `heirless`
    pairs (old unit, new unit) of communes that no succession joins yet.
    """

    fresh: Sequence[Revision]
    missing: frozenset[RevisionId] = frozenset()
    strangers: frozenset[str] = frozenset()
    heirless: frozenset[Succession] = frozenset()

    @property
    def waits(self) -> bool:
        """Tell whether something has to come first."""
        return bool(self.missing or self.strangers or self.heirless)


@dataclass(slots=True)
class _Judge:
    held: Held
    offices: dict[bytes, Enrolled]
    successions: set[Succession]
    carried: dict[RevisionId, Revision]
    keys: dict[RevisionId, bytes] = field(default_factory=dict)
    placed: dict[RevisionId, Place] = field(default_factory=dict)
    missing: set[RevisionId] = field(default_factory=set)
    strangers: set[str] = field(default_factory=set)
    heirless: set[Succession] = field(default_factory=set)

    def find(self, id_: RevisionId) -> Place | None:
        return self.placed.get(id_) or self.held.find(id_)


def accept(
    revisions: Iterable[Revision],
    heads: Iterable[Head],
    *,
    held: Held,
    offices: Offices,
    successions: Iterable[Succession] = (),
    signer: Signer | None = None,
) -> Accepted:
    """Judge what a package carries; raises RefusedRevisionError.

    `heads` are those whose signatures were found good. The authority's scope comes first, so that
    its enrolments count for what follows (merge.md 21). A `signer` unknown, or known as another
    unit than it says, is waited for even if nothing new is carried: its receipt would count.
    """
    ordered = list(revisions)
    carried = {revision.id: revision for revision in ordered}
    judge = _Judge(held, dict(offices), set(successions), carried)
    _cover(judge, heads)
    fresh: list[Revision] = []
    for revision in ordered:
        # What is here already too: else it would stay unvouched for once the import that brought
        # it is undone (merge.md 25).
        if revision.id not in judge.keys:
            raise UnvouchedRevisionError(_refused(revision, "không có chữ ký bảo đảm"))
        if held.find(revision.id) is None:
            _check(judge, revision)
            fresh.append(revision)
        judge.placed[revision.id] = Place(revision.record, revision.origin, revision.seq)
    known = judge.offices.get(signer.key) if signer else None
    if signer and (known is None or known.unit != signer.unit):
        judge.strangers.add(signer.origin.partition(".")[0])
    return Accepted(
        fresh=fresh,
        missing=frozenset(judge.missing),
        strangers=frozenset(judge.strangers),
        heirless=frozenset(judge.heirless),
    )


def _cover(judge: _Judge, heads: Iterable[Head]) -> None:
    """Mark what lies on a carried path down from a head with the key that vouches for it."""
    for head in heads:
        if not head.is_by_its_origin:
            raise UnvouchedRevisionError(
                "Gói có chữ ký không thuộc đơn vị đã ghi số liệu. Hãy xin lại gói từ nơi gửi."
            )
        id_: RevisionId | None = RevisionId(head.point.id)
        while id_ in judge.carried and id_ not in judge.keys:
            revision = judge.carried[id_]
            if (revision.scope, revision.origin) != (head.point.scope, head.point.origin):
                break
            judge.keys[id_] = head.signing_key
            id_ = revision.prev


def _check(judge: _Judge, revision: Revision) -> None:
    wrong = well_formed(revision)
    if wrong is not None:
        raise RefusedRevisionError(_refused(revision, f"sai dạng ({wrong})"))
    _check_chain(judge, revision)
    _check_needs(judge, revision)
    _check_owner(judge, revision, judge.keys[revision.id])


def _check_chain(judge: _Judge, revision: Revision) -> None:
    if revision.prev is None:
        return
    before = _needed(judge, revision.prev)
    if before and (before.record.scope, before.origin, before.seq) != (
        revision.scope,
        revision.origin,
        revision.seq - 1,
    ):
        raise RefusedRevisionError(_refused(revision, "đứt chuỗi"))


def _check_needs(judge: _Judge, revision: Revision) -> None:
    for parent in revision.parents:
        place = _needed(judge, parent)
        if place and place.record != revision.record:
            raise RefusedRevisionError(_refused(revision, "nối vào số liệu khác"))
    for cited in revision.cites:
        place = _needed(judge, cited)
        if place and place.record.scope != revision.scope:
            raise RefusedRevisionError(_refused(revision, "dẫn số liệu của đơn vị khác"))


def _needed(judge: _Judge, id_: RevisionId) -> Place | None:
    place = judge.find(id_)
    if place is None:
        if id_ in judge.carried:
            raise RefusedRevisionError("Gói xếp sai thứ tự số liệu. Hãy xin lại gói từ nơi gửi.")
        judge.missing.add(id_)
    return place


def _check_owner(judge: _Judge, revision: Revision, key: bytes) -> None:
    office = judge.offices.get(key)
    if office is None:
        judge.strangers.add(revision.origin.partition(".")[0])
        return
    if not may_write(office.role, office.unit, kind=revision.kind, scope=revision.scope):
        if may_succeed(office.role, kind=revision.kind):
            if (revision.scope, office.unit) not in judge.successions:
                judge.heirless.add((revision.scope, office.unit))
            return
        raise ForbiddenRevisionError(
            f"Gói bị từ chối: đơn vị {office.unit} không được ghi loại số liệu "
            f"“{revision.kind}” của đơn vị {revision.scope}. Hãy báo nơi gửi."
        )
    if office.role is Role.AUTHORITY:
        _learn(judge, revision)


def _learn(judge: _Judge, revision: Revision) -> None:
    """Let an authority's enrolments and successions count for what follows (merge.md 21, 22)."""
    enrolled = read_enrolment(revision) if revision.kind == "enrolment" else None
    if enrolled:
        judge.offices.setdefault(*enrolled)
    stated = (revision.fields or {}).get("succeeded") if revision.kind == "succession" else None
    if isinstance(stated, dict):
        judge.successions.add((str(stated["old"]), str(stated["new"])))


def read_enrolment(revision: Revision) -> tuple[bytes, Enrolled] | None:
    """Read whom an enrolment names; None if it names nobody we can understand."""
    office = (revision.fields or {}).get("office")
    if not isinstance(office, dict):
        return None
    unit, role, key = office.get("unit"), office.get("role"), office.get("signing_key")
    if not (isinstance(unit, str) and isinstance(role, str) and isinstance(key, str)):
        return None
    try:
        return bytes.fromhex(key), Enrolled(unit, Role(role))
    except ValueError:
        return None


def _refused(revision: Revision, why: str) -> str:
    return (
        f"Gói bị từ chối: số liệu {revision.kind} thứ {revision.seq} của đơn vị {revision.scope} "
        f"{why}. Hãy xin lại gói từ nơi gửi."
    )
