"""Dividing packages: every byte in one place, no file above the limit."""

from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ntm_desktop.domain.progress import Unwatched
from ntm_desktop.exchange.package import parts
from ntm_desktop.exchange.package.envelope import CarriedObject, CarriedPiece, Envelope
from ntm_desktop.exchange.package.errors import PartTooSmallError
from ntm_desktop.exchange.package.plan import PackagePlan, ReadMe
from ntm_desktop.exchange.package.reader import open_package
from ntm_desktop.exchange.package.writer import write_package
from tests.exchange import packages

STRANGER = "age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj"
LIMIT = 100_000


def described(*sizes: int) -> Envelope:
    """Describe a package with objects of these sizes."""
    digests = sorted(sha256(b"%d" % at).hexdigest() for at in range(len(sizes)))
    return packages.changed(
        packages.envelope(packages.history()),
        objects=tuple(map(CarriedObject, digests, sizes)),
    )


def places(envelope: Envelope) -> list[tuple[int, int, tuple[int, ...]]]:
    return [(each.size, each.part, each.pieces) for each in envelope.objects]


def test_what_fits_into_one_file_stays_in_one() -> None:
    found = parts.divided(described(10_000, 20_000, 30_000), LIMIT, journal=5_000)
    assert found.parts == 1
    assert places(found) == [(10_000, 1, ()), (20_000, 1, ()), (30_000, 1, ())]


def test_the_first_part_with_room_takes_an_object_the_largest_first() -> None:
    found = parts.divided(described(30_000, 70_000, 60_000, 20_000), LIMIT, journal=0)
    assert found.parts == 2
    assert places(found) == [(30_000, 2, ()), (70_000, 1, ()), (60_000, 2, ()), (20_000, 1, ())]


def test_the_journal_takes_room_in_part_1_only() -> None:
    found = parts.divided(described(60_000, 60_000), LIMIT, journal=60_000)
    assert (found.parts, {each.part for each in found.objects}) == (3, {2, 3})


def test_files_for_people_take_room_in_part_1_only() -> None:
    read_me = (("dossier.pdf", 60_000),)
    found = parts.divided(described(60_000), LIMIT, journal=0, read_me=read_me)
    assert places(found) == [(60_000, 2, ())]


def test_an_object_larger_than_a_part_lies_in_consecutive_parts() -> None:
    found = parts.divided(described(250_000, 20_000), LIMIT, journal=0)
    large, small = found.objects
    assert (large.part, large.last_part, len(large.pieces)) == (1, 3, 3)
    assert sum(large.pieces) == 250_000
    assert small.part == 3


def test_the_next_large_object_begins_where_the_last_ended() -> None:
    one, two = parts.divided(described(150_000, 150_000), LIMIT, journal=0).objects
    assert one.last_part == two.part == 2


def test_each_part_says_what_it_holds() -> None:
    found = parts.divided(described(250_000, 20_000), LIMIT, journal=0)
    large, small = found.objects
    third = parts.of_part(found, 3)
    assert third.here == (small,)
    assert third.pieces == (CarriedPiece(large.sha256, 2, large.pieces[2]),)
    assert parts.of_part(found, 1).here == ()


def test_only_part_1_speaks_of_the_journal() -> None:
    found = parts.divided(described(250_000), LIMIT, journal=0)
    later = parts.of_part(found, 2)
    assert parts.of_part(found, 1) == found
    assert (later.scopes, later.receipt, later.heads) == ((), None, ())
    assert (later.revisions, later.objects, later.id) == (found.revisions, found.objects, found.id)


def test_an_earlier_division_does_not_matter() -> None:
    whole = described(250_000, 20_000)
    divided = parts.divided(whole, LIMIT, journal=0)
    assert parts.divided(divided, 10 * LIMIT, journal=0) == whole


def test_sealing_takes_room() -> None:
    plain = parts.divided(described(93_500), LIMIT, journal=0)
    sealed = parts.divided(described(93_500), LIMIT, journal=0, recipients=2)
    assert (plain.parts, sealed.parts) == (1, 2)


@pytest.mark.parametrize("journal", [LIMIT, LIMIT - 100, 10 * LIMIT])
def test_a_journal_larger_than_a_part_is_refused_with_the_size_it_needs(journal: int) -> None:
    with pytest.raises(PartTooSmallError, match="Cỡ mỗi phần 0,1 MB quá nhỏ") as refused:
        parts.divided(described(5), LIMIT, journal=journal)
    assert refused.value.code == "part_too_small"
    assert parts.divided(described(5), refused.value.needed, journal=journal).parts == 1


@pytest.mark.parametrize("limit", [0, 1, 1000, 4000])
def test_a_part_without_room_for_anything_is_refused(limit: int) -> None:
    with pytest.raises(PartTooSmallError):
        parts.divided(described(5, 5), limit, journal=0)


def test_the_presets_are_what_mail_servers_and_sticks_take() -> None:
    assert parts.PRESETS == (14_000_000, 7_000_000, 18_000_000, 2**32 - 1)


def test_a_stick_takes_more_than_4_gb_in_several_files() -> None:
    found = parts.divided(described(3 * 2**30, 3 * 2**30, 5 * 2**30), parts.USB, journal=0)
    assert found.parts == 4
    assert [len(each.pieces) for each in found.objects] == [0, 0, 2]


def test_ten_thousand_objects_are_divided_closely() -> None:
    whole = described(*(1_000 + 37 * at % 400_000 for at in range(10_000)))
    found = parts.divided(whole, parts.EMAIL, journal=1_000_000)
    assert found.parts < 1.06 * whole.object_bytes / parts.EMAIL + 1


@given(
    sizes=st.lists(st.integers(0, 400_000), max_size=30),
    limit=st.integers(20_000, 300_000),
    journal=st.integers(0, 10_000),
    recipients=st.integers(0, 3),
)
def test_every_byte_is_in_just_one_place(
    sizes: list[int], limit: int, journal: int, recipients: int
) -> None:
    whole = described(*sizes)
    found = parts.divided(whole, limit, journal=journal, recipients=recipients)
    assert parts.divided(whole, limit, journal=journal, recipients=recipients) == found
    assert replace(found, parts=1, objects=whole.objects) == whole
    assert [each.sha256 for each in found.objects] == [each.sha256 for each in whole.objects]
    told = [parts.of_part(found, part) for part in range(1, found.parts + 1)]
    for at, each in enumerate(found.objects):
        lengths = [piece.size for one in told for piece in one.pieces if _same(piece, each)]
        lengths += [here.size for one in told for here in one.here if here == each]
        assert sum(lengths) == sizes[at]
        assert tuple(lengths) == (each.pieces or (each.size,))
    for one in told:
        assert sum(each.size for each in one.here) + sum(each.size for each in one.pieces) < limit
        assert one.part == 1 or one.here or one.pieces


def _same(piece: CarriedPiece, each: CarriedObject) -> bool:
    return piece.sha256 == each.sha256


@settings(max_examples=12, deadline=None)
@given(
    sizes=st.lists(st.integers(0, 60_000), max_size=12),
    limit=st.integers(16_000, 70_000),
    length=st.integers(0, 60),
    recipients=st.sampled_from([(), (STRANGER,), (packages.KEYS.age_recipient,)]),
)
def test_no_file_is_larger_than_the_limit(
    sizes: list[int],
    limit: int,
    length: int,
    recipients: tuple[str, ...],
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    folder = tmp_path_factory.mktemp("parts")
    plan = _plan(folder, sizes, length)
    divided = parts.in_parts(plan, limit, recipients)
    written = write_package(
        folder, divided, packages.KEYS, Unwatched(), recipients=recipients
    ).parts
    assert [each.part for each in written] == list(range(1, divided.envelope.parts + 1))
    assert max(each.path.stat().st_size for each in written) <= limit


def _plan(folder: Path, sizes: list[int], length: int) -> PackagePlan:
    store = folder / "store"
    store.mkdir()
    contents = {at.to_bytes(2, "big") * (size // 2) for at, size in enumerate(sizes)}
    plan = packages.plan(store, contents=tuple(sorted(contents)), length=length)
    (store / "read.pdf").write_bytes(b"%PDF-")
    return replace(plan, read_me=(ReadMe("read.pdf", store / "read.pdf"),))


@pytest.mark.parametrize("recipients", [0, 1, 2, 3])
@given(limit=st.integers(5_000, 10**7))
def test_what_fits_when_plain_fits_when_sealed(recipients: int, limit: int) -> None:
    room = parts.plain_room(limit, recipients)
    assert parts.sealed_size(room, recipients) <= limit
    assert parts.sealed_size(room + 17, recipients) > limit


def test_parts_together_hold_what_was_packed(tmp_path: Path) -> None:
    plan = _plan(tmp_path, [50_000, 8_000, 3_000, 40_000], 40)
    divided = parts.in_parts(plan, 20_000)
    written = write_package(tmp_path, divided, packages.KEYS, Unwatched())
    found: dict[str, bytes] = {}
    lines: list[bytes] = []
    for part in written.parts:
        with open_package(part.path) as package:
            assert package.envelope == parts.of_part(divided.envelope, part.part)
            lines += package.lines()
            for each in package.here:
                found[each.sha256] = b"".join(package.object_chunks(each.sha256))
            for piece in package.pieces:
                content = b"".join(package.piece_chunks(piece.sha256, piece.index))
                found[piece.sha256] = found.get(piece.sha256, b"") + content
    assert lines == list(plan.lines)
    assert {sha256(content).hexdigest() for content in found.values()} == set(found)
    assert set(found) == {each.sha256 for each in plan.objects}
