"""Dividing a package by bag: every part is a complete package file no larger than a limit.

How large a part's file becomes is reckoned from above: names, manifest lines and zip headers of
what it holds, the description and the journal as they will be deflated, and what age adds.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from ntm_desktop.exchange.package import bag, envelope_json
from ntm_desktop.exchange.package.container import CENTRAL, END, END64, LOCAL, LOCATOR
from ntm_desktop.exchange.package.container_writer import deflated_size
from ntm_desktop.exchange.package.envelope import CarriedObject, Envelope
from ntm_desktop.exchange.package.errors import PartTooSmallError
from ntm_desktop.exchange.package.plan import PackagePlan

MB: Final = 10**6
EMAIL: Final = 14 * MB
"""Base64 makes it about 19 MB, which most mail servers let pass."""
SMALL_EMAIL: Final = 7 * MB
LARGE_EMAIL: Final = 18 * MB
USB: Final = 2**32 - 1
"""The largest file on a FAT32 stick."""
PRESETS: Final = (EMAIL, SMALL_EMAIL, LARGE_EMAIL, USB)

_LARGE_NUMBERS: Final = 4 + 16 + 4 + 24  # ZIP64 fields of an entry: local, central
_FEWEST: Final = 1024
"""Bytes worth a piece: a smaller rest of a part is left empty."""
_AGE_CHUNK, _AGE_TAG = 64 * 1024, 16
_AGE_HEADER, _AGE_STANZA = 1024, 128


def in_parts(plan: PackagePlan, limit: int, recipients: Sequence[str] = ()) -> PackagePlan:
    """Divide a planned package into files of at most `limit` bytes; raises PartTooSmallError.

    `recipients` are those that `write_package` will be given.
    """
    lines = list(plan.lines)
    envelope = divided(
        plan.envelope,
        limit,
        journal=deflated_size(line + b"\n" for line in lines),
        read_me=tuple((each.name, each.path.stat().st_size) for each in plan.read_me),
        recipients=len(recipients) + 1 if recipients else 0,
    )
    return replace(plan, envelope=envelope, lines=lines)


def divided(
    envelope: Envelope,
    limit: int,
    *,
    journal: int,
    read_me: Iterable[tuple[str, int]] = (),
    recipients: int = 0,
) -> Envelope:
    """Say which part holds what, so that no file is larger than `limit` bytes.

    `journal` is the size of the deflated journal; `read_me` are name and size of the files for
    people; sealed to so many `recipients` (0: plain). Raises PartTooSmallError.
    """
    names = _Names(envelope)
    room = plain_room(limit, recipients) - names.frame
    first = journal + sum(names.entry(bag.READ_ME + name, size) for name, size in read_me)
    found = replace(
        envelope,
        part=1,
        parts=1,
        objects=tuple(CarriedObject(each.sha256, each.size) for each in envelope.objects),
    )
    reserved = _Described(0, 0)
    while not (described := _described(found)).fits(reserved):
        reserved = reserved.widened(described)
        least = names.piece(_FEWEST)
        if room < max(first + reserved.first, least + reserved.later):
            needed = names.frame + least + max(first + reserved.first, reserved.later)
            raise PartTooSmallError(limit, sealed_size(needed, recipients))
        later_room = room - reserved.later
        first_room = min(room - reserved.first - first, later_room)
        found = _placed(found, _Rooms(names, first_room, later_room))
    return found


def of_part(envelope: Envelope, part: int) -> Envelope:
    """Give the envelope of one part: only part 1 speaks of the journal."""
    one = replace(envelope, part=part)
    return one if part == 1 else envelope_json.without_history(one)


def plain_room(limit: int, recipients: int) -> int:
    """Give the bytes that fit into a file of `limit` bytes sealed to so many (0: not sealed)."""
    if not recipients:
        return limit
    body = max(0, limit - _age_header(recipients))
    whole, rest = divmod(body, _AGE_CHUNK + _AGE_TAG)
    return whole * _AGE_CHUNK + max(0, rest - _AGE_TAG)


def sealed_size(plain: int, recipients: int) -> int:
    """Give at most how large so many bytes become when sealed (0 recipients: as they are)."""
    if not recipients:
        return plain
    chunks = max(1, -(-plain // _AGE_CHUNK))
    return _age_header(recipients) + plain + chunks * _AGE_TAG


def _age_header(recipients: int) -> int:
    """Give at most what comes before age's chunks: some libraries add a stanza of nonsense."""
    return _AGE_HEADER + recipients * _AGE_STANZA


@dataclass(frozen=True, slots=True)
class _Described:
    """Bytes of the deflated description, in part 1 and in a later one."""

    first: int
    later: int

    def fits(self, reserved: "_Described") -> bool:
        return self.first <= reserved.first and self.later <= reserved.later

    def widened(self, other: "_Described") -> "_Described":
        """Give room for `other` and a little more: another division has other numbers in it."""
        return _Described(
            max(self.first, other.first + other.first // 32 + 256),
            max(self.later, other.later + other.later // 32 + 256),
        )


def _described(envelope: Envelope) -> _Described:
    later = replace(envelope, parts=max(2, envelope.parts))
    number = 16  # what another part's number may change
    return _Described(
        deflated_size([envelope_json.to_json(envelope)]),
        deflated_size([envelope_json.to_json(of_part(later, 2))]) + number,
    )


class _Names:
    """What names cost in a zip that is a bag, at most; bytes."""

    def __init__(self, envelope: Envelope) -> None:
        widest = replace(envelope, part=99_999, parts=99_999)
        self._top = len(bag.file_name(widest, 9999))
        tags = (bag.JOURNAL, *bag.TAG_FILES, bag.TAG_MANIFEST, bag.SIGNATURE)
        small = 2048  # contents of all tag files but description and manifest
        ends = END.size + END64.size + LOCATOR.size
        self.frame = small + ends + sum(self.entry(name, 0) for name in tags)

    def entry(self, name: str, size: int) -> int:
        """Reckon an entry with its two headers and its line in the manifest."""
        headers = LOCAL.size + CENTRAL.size + 2 * (self._top + len(name)) + _LARGE_NUMBERS
        return headers + len(name) + 64 + 4 + size

    def whole(self, size: int) -> int:
        """Reckon an object in one file."""
        return self.entry(bag.object_name("0" * 64), size)

    def piece(self, size: int) -> int:
        """Reckon a piece of an object."""
        return self.entry(bag.piece_name("0" * 64, 99_999), size)


@dataclass(frozen=True, slots=True)
class _Rooms:
    names: _Names
    first: int
    later: int


def _placed(envelope: Envelope, rooms: _Rooms) -> Envelope:
    """Place the objects: large ones in pieces one after the other, the rest where they fit."""
    free = [rooms.first]
    placed: dict[str, CarriedObject] = {}
    small: list[CarriedObject] = []
    for each in envelope.objects:
        if rooms.names.whole(each.size) > rooms.later:
            placed[each.sha256] = _cut(each, free, rooms)
        else:
            small.append(each)
    _fit(small, free, rooms, placed)
    objects = tuple(placed[each.sha256] for each in envelope.objects)
    return replace(envelope, parts=len(free), objects=objects)


def _cut(each: CarriedObject, free: list[int], rooms: _Rooms) -> CarriedObject:
    """Cut an object into one piece for each part from the last one on."""
    overhead = rooms.names.piece(0)
    if free[-1] < overhead + _FEWEST:
        free.append(rooms.later)
    part, pieces, left = len(free), list[int](), each.size
    while True:
        pieces.append(min(left, free[-1] - overhead))
        free[-1] -= pieces[-1] + overhead
        left -= pieces[-1]
        if not left:
            return CarriedObject(each.sha256, each.size, part, tuple(pieces))
        free.append(rooms.later)


def _fit(
    small: Sequence[CarriedObject],
    free: list[int],
    rooms: _Rooms,
    placed: dict[str, CarriedObject],
) -> None:
    """Place whole objects, the largest first, each into the first part that has room for it."""
    cost = rooms.names.whole
    least = min((cost(each.size) for each in small), default=0)
    open_parts = [at for at, room in enumerate(free) if room >= least]
    for each in sorted(small, key=lambda each: (-each.size, each.sha256)):
        needed = cost(each.size)
        at = next((at for at in open_parts if free[at] >= needed), len(free))
        if at == len(free):
            free.append(rooms.later)
            open_parts.append(at)
        free[at] -= needed
        if free[at] < least:
            open_parts.remove(at)
        placed[each.sha256] = CarriedObject(each.sha256, each.size, at + 1)
