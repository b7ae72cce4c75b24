from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from hashlib import sha256

import pytest

from ntm_desktop.domain.delta import (
    Acknowledgement,
    Chain,
    Delta,
    Link,
    acknowledged,
    between,
    chain,
    delta,
    living,
)
from ntm_desktop.domain.head import Head, Point

SCOPE = "06379"
START = datetime(2026, 11, 23, 8, tzinfo=UTC)


def link(word: str, seq: int, before: Link | None = None) -> Link:
    return Link(seq, sha256(word.encode()).digest(), before.id if before else None)


def links(name: str, count: int, after: Link | None = None) -> list[Link]:
    """A line of revisions on top of another one."""
    found: list[Link] = []
    for _ in range(count):
        seq = after.seq + 1 if after else 1
        after = link(f"{name}{seq}", seq, after)
        found.append(after)
    return found


def point(of: Link, origin: str = "a") -> Point:
    return Point(SCOPE, origin, of.seq, of.id)


def head(of: Link, origin: str = "a") -> Head:
    return Head(point(of, origin), bytes(32), bytes(64))


def receipt(*ends: Point, pc: str = "pc1", number: int = 1, **also: object) -> Acknowledgement:
    arrived = START + timedelta(minutes=number)
    return Acknowledgement(
        **{"installation": pc, "number": number, "ends": ends, "arrived": arrived, **also}  # type: ignore[arg-type]
    )


def of(*chains: Chain, receipts: Sequence[Acknowledgement] = (), heads: Iterable[Head]) -> Delta:
    return delta(chains, receipts, heads, lambda _: ())


def ids(found: Iterable[Link]) -> frozenset[bytes]:
    return frozenset(each.id for each in found)


LINE = links("a", 5)
WHOLE = chain(SCOPE, "a", LINE)
OTHER = links("b", 3, after=LINE[1])  # from the third on another branch
FORKED = chain(SCOPE, "a", [*LINE, *OTHER])


def test_without_a_receipt_everything_travels_from_the_beginning() -> None:
    found = of(WHOLE, heads=[head(LINE[-1])])
    assert (found.ids, found.since, found.upto) == (ids(LINE), (), (point(LINE[-1]),))


def test_only_what_comes_after_the_acknowledged_end_travels() -> None:
    found = of(WHOLE, receipts=[receipt(point(LINE[2]))], heads=[head(LINE[-1])])
    assert found.ids == ids(LINE[3:])
    assert (found.since, found.upto) == ((point(LINE[2]),), (point(LINE[-1]),))


def test_what_one_pc_lacks_travels_though_the_other_confirmed_it() -> None:
    receipts = [receipt(point(LINE[-1])), receipt(point(LINE[0]), pc="pc2")]
    assert of(WHOLE, receipts=receipts, heads=[head(LINE[-1])]).ids == ids(LINE[1:])


def test_a_pc_that_never_had_a_chain_gets_all_of_it() -> None:
    receipts = [receipt(point(LINE[-1])), receipt(pc="pc2")]
    assert of(WHOLE, receipts=receipts, heads=[head(LINE[-1])]).ids == ids(LINE)


def test_nothing_travels_to_who_has_all() -> None:
    found = of(WHOLE, receipts=[receipt(point(LINE[-1]))], heads=[head(LINE[-1])])
    assert (found.ids, found.heads) == (frozenset(), ())
    assert found.since == found.upto == (point(LINE[-1]),)


@pytest.mark.parametrize(
    ("seq", "held"),
    [(6, ids(LINE)), (5, ids([])), (4, ids([]))],
    ids=["above ours: the same line", "equal: a branch", "below: a branch"],
)
def test_an_unknown_end_counts_by_its_place(seq: int, held: frozenset[bytes]) -> None:
    assert acknowledged(WHOLE, [point(link("?", seq))]) == held


def test_an_unknown_end_says_nothing_of_a_forked_chain() -> None:
    assert acknowledged(FORKED, [point(link("?", 9))]) == set()


def test_an_unknown_end_on_our_own_chain_is_a_copys_branch() -> None:
    assert acknowledged(WHOLE, [point(link("?", 9))], ours=["a"]) == set()


def test_an_end_of_another_chain_says_nothing() -> None:
    assert acknowledged(WHOLE, [point(LINE[-1], "z")]) == set()


def test_an_end_on_one_branch_acknowledges_only_that_branch() -> None:
    assert acknowledged(FORKED, [point(OTHER[-1])]) == ids([*LINE[:2], *OTHER])


def test_both_branches_of_a_fork_travel_each_under_its_head() -> None:
    heads = [head(LINE[-1]), head(OTHER[-1])]
    found = of(FORKED, heads=heads)
    assert found.ids == ids([*LINE, *OTHER])
    assert set(found.heads) == set(heads)
    assert set(found.upto) == {point(LINE[-1]), point(OTHER[-1])}
    known = receipt(point(OTHER[-1]))
    assert of(FORKED, receipts=[known], heads=heads).ids == ids(LINE[2:])


def test_branches_of_equal_length_are_told_apart_by_id() -> None:
    equal = links("c", 3, after=LINE[1])
    forked = chain(SCOPE, "a", [*LINE, *equal])
    found = of(
        forked, receipts=[receipt(point(LINE[-1]))], heads=[head(LINE[-1]), head(equal[-1])]
    )
    assert (found.ids, found.heads) == (ids(equal), (head(equal[-1]),))


def test_a_head_on_what_does_not_travel_stays_here() -> None:
    found = of(
        WHOLE,
        receipts=[receipt(point(LINE[2]))],
        heads=[head(LINE[1]), head(LINE[3]), head(LINE[-1])],
    )
    assert found.heads == (head(LINE[-1]),)


def test_what_no_head_covers_stays_here() -> None:
    found = of(WHOLE, heads=[head(LINE[2])])
    assert (found.ids, found.heads) == (ids(LINE[:3]), (head(LINE[2]),))
    assert found.upto == (point(LINE[2]),)


def test_only_an_acknowledged_prefix_is_covered_so_nothing_travels() -> None:
    found = of(WHOLE, receipts=[receipt(point(LINE[2]))], heads=[head(LINE[2])])
    assert (found.ids, found.heads, found.upto) == (frozenset(), (), (point(LINE[2]),))


def test_what_needs_something_uncovered_stays_too_with_all_above_it() -> None:
    """The chain of a lost key ends unsigned; the new chain's second revision builds on that."""
    new = links("n", 4)
    needs = {new[1].id: [LINE[4].id]}
    found = delta(
        [WHOLE, chain(SCOPE, "n", new)],
        [],
        [head(LINE[3]), head(new[0], "n"), head(new[-1], "n")],
        lambda id_: needs.get(id_, ()),
    )
    assert found.ids == ids([*LINE[:4], new[0]])
    assert set(found.heads) == {head(LINE[3]), head(new[0], "n")}


def test_without_a_lower_head_the_rest_of_the_chain_stays_as_well() -> None:
    new = links("n", 4)
    needs = {new[1].id: [LINE[4].id]}
    found = delta(
        [WHOLE, chain(SCOPE, "n", new)],
        [],
        [head(LINE[3]), head(new[-1], "n")],
        lambda id_: needs.get(id_, ()),
    )
    assert found.ids == ids(LINE[:4])


def test_of_several_receipts_the_highest_number_counts_whatever_came_last() -> None:
    old, new = receipt(point(LINE[-1]), number=1), receipt(point(LINE[0]), number=2)
    assert living([new, old]) == [new]  # the vector went down after an undo


def test_two_receipts_of_one_number_both_count() -> None:
    one, two = receipt(point(LINE[0])), receipt(point(LINE[1]))
    assert living([one, two]) == [one, two]


def test_a_replaced_installation_counts_no_longer_through_any_number_of_others() -> None:
    first = receipt(pc="old", number=1)
    second = receipt(pc="newer", number=2, replaces=("old",))
    third = receipt(pc="newest", number=3, replaces=("newer", "old"))
    assert living([first, second, third]) == [third]
    assert living([first, third]) == [third]


def test_one_that_speaks_after_it_was_replaced_is_at_work() -> None:
    """The folder was copied: the copy has a new origin, the PC it was copied from goes on."""
    copy = receipt(pc="copy", number=2, replaces=("original",))
    later = receipt(pc="original", number=3)
    assert living([receipt(pc="original", number=1), copy, later]) == [copy, later]


def test_an_installation_that_names_itself_is_at_work() -> None:
    own = receipt(pc="pc1", replaces=("pc1",))
    assert living([own]) == [own]


def test_our_own_former_origin_counts_only_if_it_speaks_later() -> None:
    early, late = receipt(pc="us", number=1), receipt(pc="us", number=9)
    given_up = {"us": START + timedelta(minutes=5)}
    assert living([early], given_up) == []
    assert living([early, late], given_up) == [late]


def test_a_package_is_found_again_between_since_and_upto() -> None:
    since, upto = [point(LINE[1])], [point(LINE[3])]
    assert between([WHOLE], since, upto) == ids(LINE[2:4])
    assert between([FORKED], since, [*upto, point(OTHER[-1])]) == ids([*LINE[2:4], *OTHER])


@pytest.mark.parametrize("gone", [point(link("?", 3)), point(LINE[0], "z")])
def test_what_is_held_no_more_is_not_found_again(gone: Point) -> None:
    with pytest.raises(KeyError):
        between([WHOLE], [], [gone])
