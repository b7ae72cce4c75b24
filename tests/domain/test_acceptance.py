from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import sha256

import pytest

from ntm_desktop.domain.acceptance import (
    Accepted,
    Enrolled,
    ForbiddenRevisionError,
    Place,
    RefusedRevisionError,
    Signer,
    UnvouchedRevisionError,
    accept,
)
from ntm_desktop.domain.assessment import Sheet, natural_key
from ntm_desktop.domain.canonical import JsonValue
from ntm_desktop.domain.criteria import IndicatorCode
from ntm_desktop.domain.head import Head, Point
from ntm_desktop.domain.ownership import Role
from ntm_desktop.domain.revision import (
    Authorship,
    ChainEnd,
    Fields,
    Record,
    Revision,
    RevisionId,
    new_revision,
)
from tests.builders import AUTHORITY, SET, UNIT

COMMUNE_KEY, AUTHORITY_KEY, STRANGER_KEY, OTHER_KEY = (bytes([n]) * 32 for n in range(1, 5))
KNOWN = {
    COMMUNE_KEY: Enrolled(UNIT, Role.COMMUNE),
    AUTHORITY_KEY: Enrolled(AUTHORITY, Role.AUTHORITY),
}
OTHER_UNIT = "06382"


@dataclass
class Chain:
    """What one PC of an office writes in one scope."""

    key: bytes
    scope: str = UNIT
    pc: str = "0" * 16
    revisions: list[Revision] = field(default_factory=list)

    @property
    def origin(self) -> str:
        return f"{sha256(self.key).hexdigest()[:32]}.{self.pc}"

    def write(
        self,
        *parents: Revision,
        fields: Fields | None = None,
        code: str = "3.1",
        record: Record | None = None,
        cites: Sequence[Revision] = (),
    ) -> Revision:
        last = self.revisions[-1] if self.revisions else None
        sheet = Sheet(self.scope, SET, 2024)
        made = new_revision(
            record or Record(self.scope, "assessment", sheet.key(IndicatorCode(code))),
            {"note": f"{len(self.revisions)}"} if fields is None else fields,
            chain=ChainEnd(self.origin, last.seq if last else 0, last.id if last else None),
            parents=[parent.id for parent in parents],
            by=Authorship("", "2024-10-02T07:05:00+00:00"),
            cites=[cited.id for cited in cites],
        )
        self.revisions.append(made)
        return made

    def head(self, *, key: bytes | None = None) -> Head:
        last = self.revisions[-1]
        return Head(Point(self.scope, self.origin, last.seq, last.id), key or self.key, b"s" * 64)


@dataclass(frozen=True)
class Shelf:
    """What the receiver holds already."""

    revisions: Sequence[Revision] = ()

    def find(self, id_: RevisionId) -> Place | None:
        for held in self.revisions:
            if held.id == id_:
                return Place(held.record, held.origin, held.seq)
        return None


def judged(*chains: Chain, held: Sequence[Revision] = ()) -> Accepted:
    carried = [revision for chain in chains for revision in chain.revisions]
    heads = [chain.head() for chain in chains]
    return accept(carried, heads, held=Shelf(held), offices=KNOWN)


def enrolment(key: bytes, unit: str, role: str = "commune") -> dict[str, JsonValue]:
    return {
        "office": {
            "unit": unit,
            "name": unit,
            "role": role,
            "signing_key": key.hex(),
            "age_recipient": "age1x",
        }
    }


def an_enrolment_record(key: bytes, unit: str) -> Record:
    return Record(AUTHORITY, "enrolment", natural_key(unit, key.hex()))


def test_a_commune_may_bring_its_own_record() -> None:
    chain = Chain(COMMUNE_KEY)
    first = chain.write()
    second = chain.write(first)
    assert judged(chain).fresh == [first, second]


@pytest.mark.parametrize(
    ("key", "unit", "waits"),
    [(COMMUNE_KEY, UNIT, False), (STRANGER_KEY, UNIT, True), (COMMUNE_KEY, OTHER_UNIT, True)],
)
def test_a_signer_who_is_not_known_as_that_unit_is_waited_for(
    key: bytes, unit: str, waits: bool
) -> None:
    """Its package may carry only what is known, but its receipt would count."""
    chain = Chain(COMMUNE_KEY)
    held = [chain.write()]
    signer = Signer(key, unit, Chain(key).origin)
    found = accept(held, [chain.head()], held=Shelf(held), offices=KNOWN, signer=signer)
    assert found.waits is waits


def test_what_is_held_is_not_new() -> None:
    chain = Chain(COMMUNE_KEY)
    first = chain.write()
    second = chain.write(first)
    assert judged(chain, held=[first]).fresh == [second]
    assert judged(chain, held=[first, second]).fresh == []


def test_a_missing_predecessor_makes_the_package_wait() -> None:
    chain = Chain(COMMUNE_KEY)
    first = chain.write()
    chain.write()
    chain.revisions.remove(first)
    accepted = judged(chain)
    assert accepted.waits
    assert accepted.missing == {first.id}


def test_a_missing_parent_makes_the_package_wait() -> None:
    elsewhere, chain = Chain(COMMUNE_KEY, pc="1" * 16), Chain(COMMUNE_KEY)
    parent = elsewhere.write()
    chain.write(parent)
    assert judged(chain).missing == {parent.id}


def test_an_unknown_signer_makes_the_package_wait() -> None:
    chain = Chain(STRANGER_KEY)
    chain.write()
    assert judged(chain).strangers == {sha256(STRANGER_KEY).hexdigest()[:32]}


def test_a_head_over_what_is_not_carried_vouches_for_nothing() -> None:
    chain = Chain(COMMUNE_KEY)
    first, last = chain.write(), chain.write()
    for held in ([], [first, last]):
        with pytest.raises(UnvouchedRevisionError):
            accept([first], [chain.head()], held=Shelf(held), offices=KNOWN)
    old_head = Head(Point(UNIT, chain.origin, 1, first.id), COMMUNE_KEY, b"s" * 64)
    accepted = accept([first], [old_head, chain.head()], held=Shelf(), offices=KNOWN)
    assert not accepted.waits


def test_a_revision_under_no_head_is_refused() -> None:
    chain = Chain(COMMUNE_KEY)
    chain.write()
    head = chain.head()
    chain.write()
    with pytest.raises(UnvouchedRevisionError):
        accept(chain.revisions, [head], held=Shelf(), offices=KNOWN)


def test_two_branches_with_one_head_are_refused() -> None:
    one, two = Chain(COMMUNE_KEY), Chain(COMMUNE_KEY)
    one.write(fields={"note": "một"})
    two.write(fields={"note": "hai"})
    with pytest.raises(UnvouchedRevisionError):
        accept([*one.revisions, *two.revisions], [one.head()], held=Shelf(), offices=KNOWN)
    both = accept(
        [*one.revisions, *two.revisions], [one.head(), two.head()], held=Shelf(), offices=KNOWN
    )
    assert len(both.fresh) == 2


def test_an_enrolled_agency_cannot_write_on_the_communes_chain() -> None:
    chain = Chain(COMMUNE_KEY)
    chain.write()
    with pytest.raises(UnvouchedRevisionError):
        accept(chain.revisions, [chain.head(key=OTHER_KEY)], held=Shelf(), offices=KNOWN)


def test_what_a_commune_writes_for_another_waits_for_a_succession() -> None:
    chain = Chain(COMMUNE_KEY, scope=OTHER_UNIT)
    chain.write()
    accepted = judged(chain)
    assert accepted.waits
    assert accepted.heirless == {(OTHER_UNIT, UNIT)}
    heads = [chain.head()]
    joined = {(OTHER_UNIT, UNIT)}
    assert not accept(
        chain.revisions, heads, held=Shelf(), offices=KNOWN, successions=joined
    ).waits
    the_other_way = {(UNIT, OTHER_UNIT)}
    assert accept(
        chain.revisions, heads, held=Shelf(), offices=KNOWN, successions=the_other_way
    ).waits


def test_a_succession_in_the_package_counts_for_what_follows() -> None:
    district, commune = Chain(AUTHORITY_KEY, scope=AUTHORITY), Chain(COMMUNE_KEY, scope=OTHER_UNIT)
    district.write(
        fields={"succeeded": {"old": OTHER_UNIT, "new": UNIT}},
        record=Record(AUTHORITY, "succession", natural_key(OTHER_UNIT, UNIT)),
    )
    commune.write()
    assert not judged(district, commune).waits


def test_a_commune_cannot_describe_another_even_as_its_successor() -> None:
    chain = Chain(COMMUNE_KEY, scope=OTHER_UNIT)
    chain.write(fields={"name": "Xã Khác"}, record=Record(OTHER_UNIT, "unit", OTHER_UNIT))
    with pytest.raises(ForbiddenRevisionError, match=OTHER_UNIT):
        judged(chain)


def test_a_commune_cannot_enrol_anybody() -> None:
    chain = Chain(COMMUNE_KEY, scope=AUTHORITY)
    chain.write(
        fields=enrolment(OTHER_KEY, OTHER_UNIT), record=an_enrolment_record(OTHER_KEY, OTHER_UNIT)
    )
    with pytest.raises(ForbiddenRevisionError):
        judged(chain)


def test_an_enrolment_in_the_package_counts_for_what_follows() -> None:
    district, commune = Chain(AUTHORITY_KEY, scope=AUTHORITY), Chain(OTHER_KEY, scope=OTHER_UNIT)
    district.write(
        fields=enrolment(OTHER_KEY, OTHER_UNIT), record=an_enrolment_record(OTHER_KEY, OTHER_UNIT)
    )
    commune.write()
    assert not judged(district, commune).waits


def test_a_forged_enrolment_in_the_package_counts_for_nothing() -> None:
    forger, commune = Chain(STRANGER_KEY, scope=AUTHORITY), Chain(OTHER_KEY, scope=OTHER_UNIT)
    forger.write(
        fields=enrolment(OTHER_KEY, OTHER_UNIT), record=an_enrolment_record(OTHER_KEY, OTHER_UNIT)
    )
    commune.write()
    strangers = {sha256(key).hexdigest()[:32] for key in (STRANGER_KEY, OTHER_KEY)}
    assert judged(forger, commune).strangers == strangers


def test_a_parent_of_another_record_is_refused() -> None:
    chain = Chain(COMMUNE_KEY)
    first = chain.write(code="3.1")
    chain.write(first, code="3.2")
    with pytest.raises(RefusedRevisionError, match="số liệu khác"):
        judged(chain)


def test_a_chain_that_counts_wrong_is_refused() -> None:
    chain, other = Chain(COMMUNE_KEY), Chain(COMMUNE_KEY, pc="1" * 16)
    foreign = other.write()
    false = new_revision(
        foreign.record,
        {"note": "x"},
        chain=ChainEnd(chain.origin, 4, foreign.id),
        parents=[],
        by=Authorship("", ""),
    )
    head = Head(Point(UNIT, chain.origin, 5, false.id), COMMUNE_KEY, b"s" * 64)
    with pytest.raises(RefusedRevisionError, match="đứt chuỗi"):
        accept([foreign, false], [other.head(), head], held=Shelf(), offices=KNOWN)


def test_needs_must_come_before_what_needs_them() -> None:
    chain = Chain(COMMUNE_KEY)
    first = chain.write()
    second = chain.write(first)
    with pytest.raises(RefusedRevisionError, match="thứ tự"):
        accept([second, first], [chain.head()], held=Shelf(), offices=KNOWN)


def test_a_citation_across_dossiers_is_refused() -> None:
    commune = Chain(COMMUNE_KEY)
    cited = commune.write()
    district = Chain(AUTHORITY_KEY, scope=OTHER_UNIT)
    sheet = natural_key(OTHER_UNIT, SET, "2024", "3.1", AUTHORITY)
    district.write(
        fields={"result": {"result": "met"}},
        record=Record(OTHER_UNIT, "appraisal", sheet),
        cites=[cited],
    )
    with pytest.raises(RefusedRevisionError, match="đơn vị khác"):
        judged(commune, district)
