"""What of the journal a package carries: what the receiver has not acknowledged (merge.md 24-27).

Nothing here knows a clock's meaning: a moment only says which of two things came in here first.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple, TypeAlias

from ntm_desktop.domain.head import Head, Point

Ids: TypeAlias = Set[bytes]
Needs: TypeAlias = Callable[[bytes], Iterable[bytes]]
"""Names what else a revision needs: its parents and what it cites."""


class Link(NamedTuple):
    """A revision as a link of its chain; `prev` is None for the first."""

    seq: int
    id: bytes
    prev: bytes | None


@dataclass(frozen=True, slots=True)
class Chain:
    """What is held of one origin in one scope, by id; forked if two links have one place."""

    scope: str
    origin: str
    links: Mapping[bytes, Link]

    @property
    def last(self) -> int:
        """Give the highest seq held; 0 without any."""
        return max((link.seq for link in self.links.values()), default=0)

    @property
    def is_forked(self) -> bool:
        """Tell whether two revisions are held for one place."""
        return len({link.seq for link in self.links.values()}) < len(self.links)

    def down_from(self, id_: bytes) -> Iterator[bytes]:
        """Walk from a link down to the first."""
        link = self.links.get(id_)
        while link is not None:
            yield link.id
            link = self.links.get(link.prev) if link.prev else None

    def tips(self, ids: Ids) -> tuple[Point, ...]:
        """Give the ends of some of its links: one, or one of each branch."""
        inner = {link.prev for id_, link in self.links.items() if id_ in ids}
        ends = [link for id_, link in self.links.items() if id_ in ids and id_ not in inner]
        return tuple(Point(self.scope, self.origin, link.seq, link.id) for link in sorted(ends))


def chain(scope: str, origin: str, links: Iterable[Link]) -> Chain:
    """Gather the links of one chain."""
    return Chain(scope, origin, {link.id: link for link in links})


@dataclass(frozen=True, slots=True, kw_only=True)
class Acknowledgement:
    """A receipt of the receiver's office; `arrived` is when it came in here."""

    installation: str
    number: int
    ends: tuple[Point, ...]
    replaces: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    arrived: datetime


def living(
    seen: Iterable[Acknowledgement], given_up: Mapping[str, datetime] | None = None
) -> list[Acknowledgement]:
    """Choose the receipts that count: the highest number of every installation at work.

    One that another names in `replaces` is not at work, unless it sent a receipt after it was so
    named: the PC that a copy was made of, for instance. Two receipts of one number (of a copy that
    nobody noticed) both count. `given_up` are one's own former origins, and since when.
    """
    receipts = list(seen)
    named = dict(given_up or {})
    for receipt in receipts:
        for origin in set(receipt.replaces) - {receipt.installation}:
            named[origin] = min(receipt.arrived, named.get(origin, receipt.arrived))
    highest: dict[str, int] = {}
    heard: dict[str, datetime] = {}
    for receipt in receipts:
        origin = receipt.installation
        highest[origin] = max(receipt.number, highest.get(origin, 0))
        heard[origin] = max(receipt.arrived, heard.get(origin, receipt.arrived))
    return [
        receipt
        for receipt in receipts
        if receipt.number == highest[receipt.installation]
        and not (
            receipt.installation in named
            and heard[receipt.installation] <= named[receipt.installation]
        )
    ]


def acknowledged(of: Chain, ends: Iterable[Point], ours: Collection[str] = ()) -> set[bytes]:
    """Tell which links a receiver with these ends has: all below an end that is known here.

    An unknown end is of the same line only if it lies above all of an unforked chain; else it is
    a branch and counts as not held (merge.md 27). On a chain of our own (`ours`) an end that we do
    not know was written by a copy of us, so it tells nothing of what we wrote.
    """
    found: set[bytes] = set()
    for end in ends:
        if (end.scope, end.origin) != (of.scope, of.origin):
            continue
        if end.id in of.links:
            found.update(of.down_from(end.id))
        elif end.seq > of.last and not of.is_forked and of.origin not in ours:
            return set(of.links)
    return found


@dataclass(frozen=True, slots=True)
class Delta:
    """What of one scope is carried: after `since`, up to `upto`, vouched for by `heads`."""

    since: tuple[Point, ...]
    upto: tuple[Point, ...]
    heads: tuple[Head, ...]
    ids: frozenset[bytes]


def delta(
    chains: Sequence[Chain],
    receipts: Sequence[Acknowledgement],
    heads: Iterable[Head],
    needs: Needs,
    *,
    ours: Collection[str] = (),
) -> Delta:
    """Choose what of one scope's chains to send to an office whose living receipts these are.

    Without a receipt it is everything. `heads` are those held; what none of them vouches for stays
    here with all that needs it (merge.md 11, 25): `needs` is asked only then.
    """
    known = {id_ for each in chains for id_ in _known_by_all(each, receipts, ours)}
    wanted = {id_ for each in chains for id_ in each.links} - known
    vouching = {head.point.id: head for head in heads}
    travelling = _vouched(chains, wanted, vouching.keys(), needs)
    reached = known | travelling
    tops = [point for each in chains for point in each.tips(travelling)]
    return Delta(
        since=tuple(point for each in chains for point in each.tips(known)),
        upto=tuple(point for each in chains for point in each.tips(reached)),
        heads=tuple(vouching[point.id] for point in tops),
        ids=frozenset(travelling),
    )


def between(chains: Iterable[Chain], since: Iterable[Point], upto: Iterable[Point]) -> set[bytes]:
    """Find again what a package carried; KeyError if some of it is held no more."""
    known, reached = list(since), list(upto)
    of = {(each.scope, each.origin): each for each in chains}
    for point in (*known, *reached):
        of[point.scope, point.origin].links[point.id]
    return {
        id_
        for each in of.values()
        for id_ in acknowledged(each, reached) - acknowledged(each, known)
    }


def _known_by_all(
    of: Chain, receipts: Sequence[Acknowledgement], ours: Collection[str]
) -> set[bytes]:
    if not receipts:
        return set()
    return set.intersection(*(acknowledged(of, each.ends, ours) for each in receipts))


def _vouched(
    chains: Sequence[Chain], wanted: set[bytes], vouching: Ids, needs: Needs
) -> set[bytes]:
    """Leave out what no carried head covers, and what needs it, until nothing more falls out."""
    travelling = wanted
    users: dict[bytes, list[bytes]] = {}
    while True:
        covered: set[bytes] = set()
        for each in chains:
            for top in each.links.keys() & vouching:
                for id_ in each.down_from(top):
                    if id_ in covered or id_ not in travelling:
                        break
                    covered.add(id_)
        if covered == travelling:
            return travelling
        users = users or _users(chains, wanted, needs)
        travelling = covered - _resting_on(wanted - covered, users)


def _users(
    chains: Iterable[Chain], ids: Collection[bytes], needs: Needs
) -> dict[bytes, list[bytes]]:
    """Say of everything needed who needs it."""
    users: dict[bytes, list[bytes]] = {}
    for each in chains:
        for id_, link in each.links.items():
            if id_ in ids:
                for needed in (*needs(id_), *filter(None, [link.prev])):
                    users.setdefault(needed, []).append(id_)
    return users


def _resting_on(missing: Iterable[bytes], users: Mapping[bytes, Sequence[bytes]]) -> set[bytes]:
    found: set[bytes] = set()
    left = list(missing)
    while left:
        fresh = set(users.get(left.pop(), ())) - found
        found |= fresh
        left.extend(fresh)
    return found
