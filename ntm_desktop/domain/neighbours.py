"""What the PCs of one office still have to tell each other through a folder they share.

Clock-free: everything follows from what lies in the folder and from receipts (merge.md 26-28).
"""

import re
import unicodedata
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from ntm_desktop.domain.head import Point

PACKAGE_ENDING = ".ntm"
_UNFINISHED = ("~", ".")
"""How names of temporary and hidden files begin: Office, Syncthing, Dropbox, OneDrive."""
_CONFLICT = re.compile(r"conflict|xung đột", re.IGNORECASE)
"""Copies that a syncing engine made of a file it met twice; the package itself lies beside it."""
_NUMBER = re.compile(r"(\d+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Lying:
    """A package in the folder: whose it is, and what it carries (after `since`, up to `upto`).

    `origin` is the PC that made it, `receipt` the number of the receipt in it (0: none); `objects`
    are digests in hex.
    """

    package: str
    origin: str
    number: int
    receipt: int
    since: tuple[Point, ...]
    upto: tuple[Point, ...]
    objects: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Peer:
    """Another living PC of the office, as its last receipt has it.

    `missing` are objects it names as missing; `heard` is the highest receipt under our present
    origin that it is known to have (0: none).
    """

    origin: str
    ends: tuple[Point, ...]
    missing: frozenset[str] = frozenset()
    heard: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Own:
    """The PC we are: its chain ends, the objects it has, and what it told the others last.

    `is_told` says whether the last package told just these ends and missing objects.
    """

    origins: frozenset[str]
    ends: tuple[Point, ...]
    objects: Collection[str] = frozenset()
    is_told: bool = False


def is_package_name(name: str) -> bool:
    """Tell whether a name may be a finished package, and not what an engine is still writing."""
    plain = unicodedata.normalize("NFC", name)
    return (
        plain.casefold().endswith(PACKAGE_ENDING)
        and not plain.startswith(_UNFINISHED)
        and not _CONFLICT.search(plain)
    )


def in_order(names: Iterable[str]) -> list[str]:
    """Sort names so that a PC's package 9 comes before its package 10."""
    return sorted(names, key=lambda name: [_part(part) for part in _NUMBER.split(name)])


def _part(part: str) -> tuple[int, str]:
    return (int(part), "") if part.isdecimal() else (0, part)


def holds_all(held: Collection[Point], points: Collection[Point]) -> bool:
    """Tell whether who holds these ends holds some points: themselves, or later ones of a chain.

    Where the points are of several branches of one chain, a later one tells nothing of them.
    """
    chains = [(point.scope, point.origin) for point in points]
    highest: dict[tuple[str, str], int] = {}
    for end in held:
        chain = (end.scope, end.origin)
        highest[chain] = max(end.seq, highest.get(chain, 0))
    return all(
        point in held or (chains.count(chain) == 1 and highest.get(chain, 0) > point.seq)
        for point, chain in zip(points, chains, strict=True)
    )


def reach(ends: Iterable[Point], lying: Iterable[Lying]) -> frozenset[Point]:
    """Give what a PC with these ends holds once it has read all that lies in the folder."""
    held, left = frozenset(ends), list(lying)
    while usable := [each for each in left if holds_all(held, each.since)]:
        held = held.union(*(each.upto for each in usable))
        left = [each for each in left if each not in usable]
    return held


def has_news(own: Own, peers: Sequence[Peer], lying: Sequence[Lying]) -> bool:
    """Tell whether this PC has to put a package into the folder.

    It has if its receipt is news, or if some PC would still lack revisions or objects after
    reading all that lies there. As long as nobody else is known one package lies there to be met.
    """
    if not peers:
        return not any(each.origin in own.origins for each in lying)
    if not own.is_told:
        return True
    there = frozenset().union(*(each.objects for each in lying))
    return any(
        not holds_all(reach(peer.ends, lying), own.ends)
        or any(digest in own.objects for digest in peer.missing - there)
        for peer in peers
    )


def may_go(package: Lying, current: str, peers: Sequence[Peer], lying: Sequence[Lying]) -> bool:
    """Tell whether an own package may be removed: every living PC has all that is in it.

    That is its revisions, its objects, and its receipt, which a later own package makes stale.
    `current` is the origin this PC writes under now.
    """
    is_stale = any(_is_later(each, package, current) for each in lying)
    return bool(peers) and all(
        holds_all(peer.ends, package.upto)
        and not package.objects & peer.missing
        and (is_stale or (package.origin == current and peer.heard >= package.receipt))
        for peer in peers
    )


def _is_later(other: Lying, package: Lying, current: str) -> bool:
    if other.origin == package.origin:
        return other.number > package.number
    return other.origin == current
