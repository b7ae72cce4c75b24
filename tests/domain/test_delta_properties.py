"""A receiver that applies what it gets holds all that the sender has, whatever went wrong before.

Receipts are lost and come in any order, packages too; PCs of the receiver undo what they took in.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from ntm_desktop.domain.delta import Acknowledgement, Chain, Delta, Link, chain, delta, living
from ntm_desktop.domain.head import Head, Point

SCOPE = "06379"
ORIGINS = ("a", "b")
START = datetime(2026, 11, 23, tzinfo=UTC)


@dataclass(frozen=True)
class Written:
    """A revision: its place, and what of other chains it builds on."""

    origin: str
    link: Link
    parents: frozenset[bytes]

    @property
    def needs(self) -> frozenset[bytes]:
        return self.parents | ({self.link.prev} if self.link.prev else set())


@dataclass
class Office:
    """What a PC holds."""

    held: dict[bytes, Written] = field(default_factory=dict)

    def chains(self) -> list[Chain]:
        return [
            chain(
                SCOPE, origin, [each.link for each in self.held.values() if each.origin == origin]
            )
            for origin in ORIGINS
        ]

    def ends(self) -> tuple[Point, ...]:
        return tuple(end for each in self.chains() for end in each.tips(each.links.keys()))

    def heads(self) -> list[Head]:
        return [Head(end, bytes(32), bytes(64)) for end in self.ends()]

    def write(self, origin: str, before: int, *, fork: bool) -> None:
        """Add to a chain: at its end, or as a copy of that PC would, after an earlier one."""
        of = [each.link for each in self.held.values() if each.origin == origin]
        prev = (of[before % len(of)] if fork else max(of)) if of else None
        heads = list(self.held)[-1:]
        new = Link(prev.seq + 1 if prev else 1, bytes([len(self.held)]), prev and prev.id)
        self.held[new.id] = Written(origin, new, frozenset(heads))

    def take_in(self, package: dict[bytes, Written]) -> bool:
        """Apply a package whole, or not at all if something it needs is missing."""
        there = self.held.keys() | package.keys()
        if any(not each.needs <= there for each in package.values()):
            return False
        self.held.update(package)
        return True

    def undo(self, at: int) -> None:
        """Lose a revision and all that was built on it."""
        if not self.held:
            return
        lost = {list(self.held)[at % len(self.held)]}
        while more := {id_ for id_, each in self.held.items() if each.needs & lost} - lost:
            lost |= more
        self.held = {id_: each for id_, each in self.held.items() if id_ not in lost}


@dataclass
class World:
    """One sender, two PCs of the receiver, and what is under way between them."""

    sender: Office = field(default_factory=Office)
    pcs: tuple[Office, Office] = field(default_factory=lambda: (Office(), Office()))
    packages: list[dict[bytes, Written]] = field(default_factory=list)
    receipts: list[Acknowledgement] = field(default_factory=list)
    seen: list[Acknowledgement] = field(default_factory=list)
    number: int = 0

    def step(self, what: str, n: int) -> None:
        match what:
            case "write" | "fork":
                self.sender.write(ORIGINS[n % 2], n, fork=what == "fork")
            case "send":
                self.packages.append(self.package())
            case "take" if self.packages:
                self.pcs[n % 2].take_in(self.packages[n % len(self.packages)])
            case "confirm":
                self.receipts.append(self.receipt(n % 2))
            case "hear" if self.receipts:
                self.hear(self.receipts[n % len(self.receipts)])
            case "undo":
                self.pcs[n % 2].undo(n)

    def receipt(self, pc: int) -> Acknowledgement:
        self.number += 1
        return Acknowledgement(
            installation=f"pc{pc}",
            number=self.number,
            ends=self.pcs[pc].ends(),
            arrived=START + timedelta(seconds=self.number),
        )

    def hear(self, receipt: Acknowledgement) -> None:
        if receipt not in self.seen:
            self.seen.append(receipt)

    def package(self) -> dict[bytes, Written]:
        found = self.delta()
        check_vouched(found, self.sender)
        return {id_: each for id_, each in self.sender.held.items() if id_ in found.ids}

    def delta(self) -> Delta:
        return delta(
            self.sender.chains(),
            living(self.seen),
            self.sender.heads(),
            lambda id_: self.sender.held[id_].parents,
        )


def check_vouched(found: Delta, sender: Office) -> None:
    """Every revision lies on a carried path down from a carried head, and no head lies outside."""
    covered: set[bytes] = set()
    for head in found.heads:
        assert head.point.id in found.ids
        id_: bytes | None = head.point.id
        while id_ in found.ids and id_ is not None:
            covered.add(id_)
            id_ = sender.held[id_].link.prev
    assert covered == found.ids


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["write", "write", "fork", "send", "take", "confirm", "hear", "undo"]),
        st.integers(0, 40),
    ),
    max_size=30,
)


@given(STEPS)
def test_the_newest_receipts_and_one_package_make_both_pcs_whole(
    steps: Iterable[tuple[str, int]],
) -> None:
    world = World()
    for what, n in steps:
        world.step(what, n)
    for pc in (0, 1):
        world.hear(world.receipt(pc))
    package = world.package()
    for office in world.pcs:
        assert office.take_in(package)
        assert office.held.keys() >= world.sender.held.keys()


@given(STEPS)
def test_without_an_undo_any_receipts_will_do(steps: Iterable[tuple[str, int]]) -> None:
    world = World()
    for what, n in steps:
        if what != "undo":
            world.step(what, n)
    package = world.package()
    heard = {receipt.installation for receipt in world.seen}
    for name, office in zip(("pc0", "pc1"), world.pcs, strict=True):
        if name in heard or not heard:
            assert office.take_in(package)
            assert office.held.keys() >= world.sender.held.keys()
