"""Packages of an office that is trusted and lies: refused or waiting, and nothing is the worse."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from db import trust
from db.trust import TrustedKey
from ntm_desktop.domain.canonical import JsonValue
from ntm_desktop.domain.head import Head, Point, origin_prefix
from ntm_desktop.domain.ownership import Role
from ntm_desktop.domain.progress import Unwatched
from ntm_desktop.domain.revision import (
    Authorship,
    ChainEnd,
    Record,
    Revision,
    RevisionId,
    new_revision,
)
from ntm_desktop.errors import InputError
from ntm_desktop.exchange.keys import OfficeKeys
from ntm_desktop.exchange.package import envelope_json
from ntm_desktop.exchange.package.envelope import ScopePart
from ntm_desktop.exchange.package.heads import sign_head
from ntm_desktop.exchange.package.writer import write_package
from ntm_desktop.services.checking import check
from ntm_desktop.services.workplace import Workplace
from tests.exchange import packages
from tests.exchange.packages import KEYS, ORIGIN, SET, UNIT
from tests.services.conftest import Offices

AUTHORITY = "185"
NEIGHBOUR = "06379"
UNKNOWN = RevisionId(bytes(range(32)))
OTHERS = OfficeKeys(bytes(range(1, 33)), KEYS.age_identity)
STRANGERS = f"{origin_prefix(OTHERS.public_key)}.1111111111111111"
FIELDS: dict[str, JsonValue] = {"answer": {"value": "1"}}


def answer(scope: str = UNIT, code: str = "1.1") -> Record:
    return Record(scope, "assessment", f'["{scope}","{SET}","2024","{code}"]')


def revision(
    record: Record,
    fields: dict[str, JsonValue] | None = None,
    *,
    after: Revision | ChainEnd | None = None,
    parents: Sequence[RevisionId] = (),
    cites: Sequence[RevisionId] = (),
) -> Revision:
    """Write what is wanted where it is wanted, right or wrong."""
    if isinstance(after, Revision):
        after = ChainEnd(after.origin, after.seq, after.id)
    return new_revision(
        record,
        FIELDS if fields is None else fields,
        chain=after or ChainEnd(ORIGIN, 0, None),
        parents=parents,
        cites=cites,
        by=Authorship("Kẻ gian", "2024-10-15T01:02:03+00:00"),
    )


FIRST = revision(answer())
THRESHOLD: dict[str, JsonValue] = {"figure": {"value": "0"}}
ENROLMENT: dict[str, JsonValue] = {
    "office": {
        "unit": UNIT,
        "name": "Xã Bắc Quỳnh",
        "role": "authority",
        "signing_key": OTHERS.public_key.hex(),
        "age_recipient": OTHERS.age_recipient,
    }
}
MANY: dict[str, JsonValue] = {f"f{number}": "x" for number in range(1_000)}


def skipping(first: Revision) -> list[Revision]:
    return [first, revision(answer(code="1.2"), after=ChainEnd(ORIGIN, 5, first.id))]


def reversed_needs() -> list[Revision]:
    second = revision(answer(code="1.2"), after=FIRST)
    return [second, FIRST]


REFUSED: dict[str, tuple[list[Revision], str]] = {
    "an enrolment of itself": (
        [
            revision(
                Record(AUTHORITY, "enrolment", f'["{UNIT}","{OTHERS.public_key.hex()}"]'),
                ENROLMENT,
            )
        ],
        "revision_forbidden",
    ),
    "an appraisal of itself": (
        [revision(Record(UNIT, "appraisal", f'["{UNIT}","1.1","{AUTHORITY}"]'), {"a": "b"})],
        "revision_forbidden",
    ),
    "one good and one bad": (
        [FIRST, revision(Record(UNIT, "plan", "x"), {"a": "b"}, after=FIRST)],
        "revision_forbidden",
    ),
    "numbers left out": (skipping(FIRST), "revision_refused"),
    "the chain of another scope": (
        [FIRST, revision(answer(NEIGHBOUR), after=FIRST)],
        "revision_refused",
    ),
    "parents of another record": (
        [FIRST, revision(answer(code="1.2"), after=FIRST, parents=[FIRST.id])],
        "revision_refused",
    ),
    "what it needs comes after it": (reversed_needs(), "revision_refused"),
    "fields without number": ([revision(answer(), {**FIELDS, **MANY})], "revision_refused"),
    "an answer of no form": ([revision(answer(), {"answer": {"value": []}})], "revision_refused"),
    "a key of no form": ([revision(Record(UNIT, "assessment", "[" * 5_000))], "revision_refused"),
}
WAITING: dict[str, list[Revision]] = {
    "a neighbour's answer, unless it succeeds it": [revision(answer(NEIGHBOUR))],
    "a threshold for all, unless it succeeds the authority": [
        revision(Record(AUTHORITY, "threshold", f'["{SET}","1.1"]'), THRESHOLD)
    ],
    "one good and a neighbour's": [FIRST, revision(answer(NEIGHBOUR))],
    "a chain from nowhere": [revision(answer(), after=ChainEnd(ORIGIN, 9, UNKNOWN))],
    "parents from nowhere": [revision(answer(), parents=[UNKNOWN])],
    "a judgement of nothing": [revision(answer(), cites=[UNKNOWN])],
    "the chain of a stranger": [revision(answer(), after=ChainEnd(STRANGERS, 0, None))],
}


def scopes(revisions: Sequence[Revision]) -> tuple[ScopePart, ...]:
    """Describe what is carried, with good heads for the end of every chain."""
    made = []
    for scope in sorted({one.scope for one in revisions}):
        mine = [one for one in revisions if one.scope == scope]
        ends = {one.origin: one for one in sorted(mine, key=lambda one: one.seq)}
        upto = tuple(Point(scope, one.origin, one.seq, one.id) for one in ends.values())
        made.append(ScopePart(scope, (), upto, tuple(map(vouched, upto))))
    return tuple(made)


def vouched(point: Point) -> Head:
    theirs = point.origin.startswith(origin_prefix(OTHERS.public_key))
    return sign_head(OTHERS if theirs else KEYS, point)


def package(folder: Path, revisions: list[Revision], **said: Any) -> Path:
    """Make a package that is whole and signed, whatever it says."""
    store, stick = folder / "store", folder / "stick"
    store.mkdir()
    stick.mkdir()
    plan = packages.plan(store, revisions=revisions)
    said = {"id": "01927f3a-5b6c-7d8e-9f01-00000000bad0", "number": 6, **said}
    envelope = packages.changed(plan.envelope, **{"scopes": scopes(revisions), **said})
    written = write_package(stick, replace(plan, envelope=envelope), KEYS, Unwatched())
    return written.parts[0].path


@pytest.fixture
def authority(offices: Offices) -> Workplace:
    """The authority, trusting the office that these packages are of."""
    with offices.authority.data.session() as store:
        trust.keep(
            store,
            TrustedKey(
                signing_key=KEYS.public_key,
                unit=UNIT,
                name="Xã Bắc Quỳnh",
                role=Role.COMMUNE,
                age_recipient=KEYS.age_recipient,
            ),
        )
    return offices.authority


def held(office: Workplace) -> dict[str, Any]:
    """Count everything that an import applies."""
    tables = ("revision", "head", "import", "object", "enrolment", "assessment", "threshold")
    with office.data.session() as store:
        counts = {
            name: store.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in tables
        }
    return {**counts, "files": sorted(office.files.digests())}


def sound_and_open_to_the_good(office: Workplace, folder: Path) -> None:
    """See that nothing is wrong with what is held, and that an honest package still comes in."""
    assert list(check(office, Unwatched())) == []
    good = folder / "good"
    good.mkdir()
    outcome = office.receiving.take_in(packages.write(good).parts[0].path, Unwatched())
    assert (outcome.revisions, outcome.objects) == (3, 2)
    assert list(check(office, Unwatched())) == []


@pytest.mark.parametrize(("revisions", "code"), REFUSED.values(), ids=REFUSED)
def test_what_can_never_be_right_is_refused_whole(
    revisions: list[Revision], code: str, authority: Workplace, tmp_path: Path
) -> None:
    before, bad = held(authority), package(tmp_path, revisions)
    for look in (authority.receiving.inspect, authority.receiving.take_in):
        with pytest.raises(InputError) as refused:
            look(bad, Unwatched())
        assert refused.value.code == code
    assert held(authority) == before
    assert authority.receiving.waiting() == []
    sound_and_open_to_the_good(authority, tmp_path)


@pytest.mark.parametrize("revisions", WAITING.values(), ids=WAITING)
def test_what_may_become_right_waits_and_nothing_of_it_is_applied(
    revisions: list[Revision], authority: Workplace, tmp_path: Path
) -> None:
    before = held(authority)
    outcome = authority.receiving.take_in(package(tmp_path, revisions), Unwatched())
    assert outcome.import_id is None
    assert outcome.waiting_for
    assert held(authority) == before
    sound_and_open_to_the_good(authority, tmp_path)
    assert len(authority.receiving.waiting()) == 1


Forgery = Callable[[Head], Head]
END = Point(UNIT, ORIGIN, FIRST.seq, FIRST.id)
FORGED: dict[str, tuple[tuple[Head, ...], str]] = {
    "no head": ((), "revision_unvouched"),
    "a head of another scope": (
        (sign_head(KEYS, Point(NEIGHBOUR, ORIGIN, 1, FIRST.id)),),
        "revision_unvouched",
    ),
    "a head by another key": ((sign_head(OTHERS, END),), "package_bad_signature"),
    "a signature of something else": (
        (replace(sign_head(KEYS, END), signature=bytes(64)),),
        "package_bad_signature",
    ),
}


@pytest.mark.parametrize(("heads", "code"), FORGED.values(), ids=FORGED)
def test_what_nobody_vouches_for_is_refused(
    heads: tuple[Head, ...], code: str, authority: Workplace, tmp_path: Path
) -> None:
    by_scope = {head.point.scope: (head,) for head in heads}
    said = tuple(
        ScopePart(scope, (), (END,) if scope == UNIT else (), by_scope.get(scope, ()))
        for scope in {UNIT: None, **by_scope}
    )
    before = held(authority)
    with pytest.raises(InputError) as refused:
        authority.receiving.take_in(package_with(tmp_path, said), Unwatched())
    assert refused.value.code == code
    assert held(authority) == before
    sound_and_open_to_the_good(authority, tmp_path)


def package_with(folder: Path, said: tuple[ScopePart, ...]) -> Path:
    """Put other scopes into a package's description, which our own writer would not let pass."""
    honest = package(folder, [FIRST])
    files = packages.contents(honest)
    plan = packages.plan(folder / "store", revisions=[FIRST])
    described = packages.changed(plan.envelope, scopes=said)
    files["ntm/package.json"] = envelope_json.to_json(described)
    forged = folder / "forged.ntm"
    forged.write_bytes(packages.packed(packages.signed(files, described)))
    return forged
