"""What PCs of one office owe each other, as a function of the folder and the receipts only."""

import random
from dataclasses import dataclass, field, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ntm_desktop.domain.head import Point
from ntm_desktop.domain.neighbours import (
    Lying,
    Own,
    Peer,
    has_news,
    holds_all,
    in_order,
    is_package_name,
    may_go,
    reach,
)

ONE, TWO, THREE = "k.one", "k.two", "k.three"


def at(origin: str, seq: int) -> Point:
    return Point("06379", origin, seq, f"{origin}{seq}".encode())


def a_package(origin: str = ONE, number: int = 1, *upto: Point, **more: object) -> Lying:
    made = Lying(
        package=f"{origin}-{number}",
        origin=origin,
        number=number,
        receipt=number,
        since=(),
        upto=upto,
    )
    return replace(made, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "name",
    [
        "GOI_06379_2024_1a2b-7_p1of1.ntm",
        "Gói của máy hai.NTM",
    ],
)
def test_packages_are_taken_by_their_name(name: str) -> None:
    assert is_package_name(name)


@pytest.mark.parametrize(
    "name",
    [
        "GOI_06379_2024_1a2b-7_p1of1.ntm.tmp",
        ".syncthing.GOI_06379_2024_1a2b-7_p1of1.ntm.tmp",
        ".GOI_06379_2024_1a2b-7_p1of1.ntm",
        "~$GOI_06379_2024_1a2b-7_p1of1.ntm",
        "GOI_06379_2024_1a2b-7_p1of1.sync-conflict-20241002-070500-ABCDEFG.ntm",
        "GOI_06379_2024_1a2b-7_p1of1 (conflicted copy 2024-10-02).ntm",
        "GOI_06379_2024_1a2b-7_p1of1 (Bản sao xung đột).ntm",
        "Báo cáo.pdf",
        "ntm",
    ],
)
def test_what_engines_are_still_at_and_foreign_files_are_left_alone(name: str) -> None:
    assert not is_package_name(name)


def test_package_nine_comes_before_package_ten() -> None:
    names = ["GOI_06379_2024_1a2b-10_p1of1.ntm", "GOI_06379_2024_1a2b-9_p1of1.ntm"]
    assert in_order(names) == names[::-1]


def test_a_delta_is_of_use_only_to_who_holds_what_it_builds_on() -> None:
    delta = a_package(ONE, 2, at(ONE, 5), since=(at(ONE, 3),))
    assert reach((at(ONE, 3),), [delta]) == {at(ONE, 3), at(ONE, 5)}
    assert reach((), [delta]) == frozenset()
    whole = a_package(TWO, 1, at(ONE, 4))
    assert holds_all(reach((), [delta, whole]), [at(ONE, 5)])


def test_a_higher_number_tells_nothing_of_another_branch() -> None:
    branch = Point("06379", ONE, 2, b"another")
    assert holds_all([at(ONE, 3)], [at(ONE, 2)])
    assert not holds_all([at(ONE, 2)], [branch])
    assert not holds_all([at(ONE, 3)], [at(ONE, 2), branch])
    assert holds_all([at(ONE, 2), branch], [at(ONE, 2), branch])


def test_the_first_pc_leaves_one_package_to_be_met_and_no_second() -> None:
    own = Own(origins=frozenset({ONE}), ends=(at(ONE, 1),))
    assert has_news(own, [], [])
    assert not has_news(own, [], [a_package(ONE, 1, at(ONE, 1))])
    later = replace(own, ends=(at(ONE, 2),))
    assert not has_news(later, [], [a_package(ONE, 1, at(ONE, 1))])


def test_nothing_is_written_twice_while_the_others_are_off() -> None:
    own = Own(origins=frozenset({ONE}), ends=(at(ONE, 2),), is_told=True)
    peer = Peer(origin=TWO, ends=(at(ONE, 1),))
    assert has_news(own, [peer], [])
    lying = a_package(ONE, 4, at(ONE, 2), since=(at(ONE, 1),))
    assert not has_news(own, [peer], [lying])
    assert has_news(own, [peer, Peer(origin=THREE, ends=())], [lying])


def test_what_another_pc_put_there_for_all_need_not_be_put_again() -> None:
    own = Own(origins=frozenset({ONE}), ends=(at(ONE, 2),), is_told=True)
    peer = Peer(origin=THREE, ends=())
    assert not has_news(own, [peer], [a_package(TWO, 1, at(ONE, 2))])


def test_a_changed_receipt_is_news() -> None:
    own = Own(origins=frozenset({TWO}), ends=(at(ONE, 2),), is_told=False)
    assert has_news(own, [Peer(origin=ONE, ends=(at(ONE, 2),))], [])


def test_an_object_that_a_pc_misses_is_sent_by_who_has_it() -> None:
    own = Own(origins=frozenset({ONE}), ends=(), objects={"aa"}, is_told=True)
    peer = Peer(origin=TWO, ends=(), missing=frozenset({"aa"}))
    assert has_news(own, [peer], [])
    assert not has_news(own, [peer], [a_package(TWO, 1, objects=frozenset({"aa"}))])
    assert not has_news(replace(own, objects=frozenset()), [peer], [])


def test_an_own_package_stays_until_every_living_pc_has_all_of_it() -> None:
    package = a_package(ONE, 3, at(ONE, 2), objects=frozenset({"aa"}))
    here = [package]
    done = Peer(origin=TWO, ends=(at(ONE, 2),), heard=3)
    assert not may_go(package, ONE, [], here)
    assert may_go(package, ONE, [done], here)
    assert not may_go(package, ONE, [done, Peer(origin=THREE, ends=(at(ONE, 1),), heard=3)], here)
    assert not may_go(package, ONE, [replace(done, missing=frozenset({"aa"}))], here)
    assert not may_go(package, ONE, [replace(done, heard=2)], here)
    later = [package, a_package(ONE, 4, at(ONE, 2))]
    assert may_go(package, ONE, [replace(done, heard=2)], later)


def test_a_receipt_under_a_given_up_origin_is_stale_once_the_new_one_has_spoken() -> None:
    old, peer = a_package(ONE, 3, at(ONE, 2)), Peer(origin=TWO, ends=(at(ONE, 2),), heard=9)
    assert not may_go(old, THREE, [peer], [old])
    assert may_go(old, THREE, [peer], [old, a_package(THREE, 1)])


@dataclass
class Pc:
    """A PC in the model: what it holds, what it knows of the others' receipts."""

    origin: str
    held: set[Point] = field(default_factory=set)
    receipts: dict[str, tuple[int, frozenset[Point], int]] = field(default_factory=dict)
    number: int = 0
    told: frozenset[Point] | None = None

    def write(self) -> None:
        self.held.add(at(self.origin, 1 + sum(end.origin == self.origin for end in self.held)))

    @property
    def ends(self) -> tuple[Point, ...]:
        best: dict[str, Point] = {}
        for point in self.held:
            best[point.origin] = max(point, best.get(point.origin, point))
        return tuple(sorted(best.values()))

    @property
    def own(self) -> Own:
        told = self.told == frozenset(self.ends)
        return Own(origins=frozenset({self.origin}), ends=self.ends, is_told=told)

    @property
    def peers(self) -> list[Peer]:
        return [
            Peer(origin=origin, ends=tuple(ends), heard=heard)
            for origin, (_, ends, heard) in self.receipts.items()
        ]


Folder = dict[str, tuple[Lying, frozenset[Point], frozenset[Point], dict[str, int]]]


def exchange(pc: Pc, folder: Folder) -> tuple[bool, list[frozenset[Point]]]:
    """Read, write, remove; give whether something was written, and what was in what went."""
    for lying, _, ends, echoes in list(folder.values()):
        known = pc.receipts.get(lying.origin, (0, frozenset[Point](), 0))
        if lying.origin != pc.origin and lying.receipt > known[0]:
            heard = max(known[2], echoes.get(pc.origin, 0))
            pc.receipts[lying.origin] = (lying.receipt, ends, heard)
    while new := [
        content
        for lying, content, _, _ in folder.values()
        if holds_all(pc.ends, lying.since) and not content <= pc.held
    ]:
        pc.held |= set().union(*new)
    there = [lying for lying, _, _, _ in folder.values()]
    wrote = has_news(pc.own, pc.peers, there)
    if wrote:
        put(pc, folder)
    gone = [
        lying.package
        for lying, _, _, _ in folder.values()
        if lying.origin == pc.origin
        and may_go(lying, pc.origin, pc.peers, [each[0] for each in folder.values()])
    ]
    return wrote, [folder.pop(package)[1] for package in gone]


def put(pc: Pc, folder: Folder) -> None:
    """Write what not every other PC has acknowledged."""
    pc.number += 1
    common = set(pc.held) if pc.receipts else set()
    for _, ends, _ in pc.receipts.values():
        common = {point for point in common if holds_all(tuple(ends), [point])}
    content = frozenset(pc.held - common)
    since = Pc(pc.origin, common).ends
    lying = a_package(pc.origin, pc.number, *pc.ends, since=since)
    echoes = {origin: number for origin, (number, _, _) in pc.receipts.items()}
    folder[lying.package] = (lying, content, frozenset(pc.ends), echoes)
    pc.told = frozenset(pc.ends)


@given(
    count=st.integers(2, 3),
    steps=st.lists(st.tuples(st.sampled_from("wxx"), st.integers(0, 2)), max_size=30),
    seed=st.integers(0, 1000),
)
def test_pcs_that_exchange_in_any_order_agree_and_then_fall_silent(
    count: int, steps: list[tuple[str, int]], seed: int
) -> None:
    pcs = [Pc(f"k.{number}") for number in range(count)]
    folder: Folder = {}
    everything: set[Point] = set()
    for kind, which in steps:
        pc = pcs[which % count]
        if kind == "w":
            pc.write()
        else:
            known = [other for other in pcs if other.origin in pc.receipts]
            for content in exchange(pc, folder)[1]:
                assert all(content <= other.held for other in known)
        everything |= pc.held
    order = random.Random(seed)  # noqa: S311 - an order, no secret
    for _ in range(4 * count):
        order.shuffle(pcs)
        for pc in pcs:
            exchange(pc, folder)
    assert all(pc.held == everything for pc in pcs)
    assert not any(exchange(pc, folder)[0] for pc in pcs)
    assert len(folder) <= count
