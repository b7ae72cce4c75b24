"""What was sent from here and what came in, as lists for people."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, cast

from db import correspondence, exports, imports
from db.correspondence import Arrived
from db.sent import SeenReceipt, SentPackage
from ntm_desktop.domain.assessment import Sheet
from ntm_desktop.domain.criteria import SetId
from ntm_desktop.domain.head import Point
from ntm_desktop.domain.ownership import Role
from ntm_desktop.domain.progress import Progress
from ntm_desktop.domain.register import Register
from ntm_desktop.domain.set_findings import About
from ntm_desktop.domain.standing import Board
from ntm_desktop.exchange import keys
from ntm_desktop.exchange.package import envelope_json
from ntm_desktop.services import catalogue, register
from ntm_desktop.services.workplace import Workplace

if TYPE_CHECKING:
    from ntm_desktop.domain.canonical import JsonValue

Ends = Mapping[tuple[str, str], int]
"""How far each chain (scope, origin) is held: its last seq."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SentLine:
    """A package that was sent: its receiver's code, bytes, local time, and when the receipt came.

    `received_at` is when the receiver's receipt for all of it came in here; None as yet.
    """

    package: str
    number: int
    receiver: str
    file_name: str
    revisions: int
    objects: int
    size: int
    at: datetime
    received_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingLine:
    """A part of a package that was confirmed and waits; `needs` is what for, in words."""

    package: str
    part: int
    number: int
    sender: str
    needs: tuple[str, ...]
    for_trust: bool
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ArrivalLine:
    """What came from one office, and where its sheet stands; `last_at` None: nothing came yet.

    `missing` are the numbers of packages whose content is not here.
    """

    unit: str
    name: str
    packages: int
    last_at: datetime | None
    missing: tuple[int, ...]
    met: int | None
    total: int


class Correspondence:
    """Reads what one office has exchanged with others."""

    def __init__(self, workplace: Workplace) -> None:
        self._workplace = workplace
        self._office = workplace.office

    def sent(self) -> list[SentLine]:
        """List what was sent, newest first."""
        history = self._workplace.sending.history()
        units = {package.receiver for package in history}
        with self._workplace.data.session() as store:
            seen = {unit: correspondence.receipts(store, unit) for unit in units}
        return [_sent_line(package, seen[package.receiver]) for package in history]

    def waiting(self) -> list[WaitingLine]:
        """List what waits, oldest first."""
        return [
            WaitingLine(
                package=each.package,
                part=each.part,
                number=each.number,
                sender=each.sender,
                needs=each.needs,
                for_trust=each.reason == "signer",
                at=_local(each.at),
            )
            for each in self._workplace.receiving.waiting()
        ]

    def register(self) -> Register:
        """Read all that went out and came in, and what became of it, newest first."""
        confirmed = {line.package: line.received_at for line in self.sent()}
        return register.register(self._workplace, confirmed)

    def print_register(self, found: Register, dest: Path, progress: Progress) -> int:
        """Write the register as a PDF and read it back; give the number of pages.

        Raises MissingGlyphError, DiskFullError, DestinationError and UnverifiedError.
        """
        from ntm_desktop.exchange.documents.register import write_register  # loads the printer

        return write_register(found, dest, progress)

    def arrivals(self, set_id: SetId, year: int) -> list[ArrivalLine]:
        """List whose packages came, by name; the authority's own communes even without any."""
        with self._workplace.data.session() as store:
            packages = correspondence.arrived(store)
            held = _ends(exports.chain_ends(store))
        of = _by_unit(packages)
        lines = [self._arrival(unit, of[unit], held, set_id, year) for unit in of]
        silent = [unit for unit in self._expected() if unit.code not in of]
        total = len(self._workplace.catalogue.criteria_set(set_id).criteria)
        return [
            *sorted(lines, key=lambda line: line.name),
            *(_silent_line(unit, total) for unit in silent),
        ]

    def known_keys(self) -> Mapping[bytes, str]:
        """Give the signing keys that are trusted here, with the units they belong to."""
        with self._workplace.data.session() as store:
            return {key: office.unit for key, office in imports.offices(store).items()}

    def board(self, sheet: Sheet) -> Board:
        """Judge the sheet of a unit whose dossier came."""
        return self._workplace.self_assessment.board(sheet)

    def standing(self, sheet: Sheet) -> tuple[Board, Sequence[str]]:
        """Judge a sheet, and say where its unit judges by another text of the set."""
        found = self._workplace.findings(sheet)
        notes = [each.words for each in found if each.about is About.VERSION]
        return self.board(sheet), notes

    def _arrival(
        self, unit: str, packages: Sequence[Arrived], held: Ends, set_id: SetId, year: int
    ) -> ArrivalLine:
        role = envelope_json.from_json(packages[-1].envelope.encode()).sender.role
        board = self.board(Sheet(unit, set_id, year)) if role == Role.COMMUNE else None
        return ArrivalLine(
            unit=unit,
            name=packages[-1].name,
            packages=len({(package.origin, package.number) for package in packages}),
            last_at=_local(packages[-1].at),
            missing=_missing(packages, held, self._office.unit.code),
            met=board.met if board else None,
            total=board.total if board else 0,
        )

    def _expected(self) -> Sequence[catalogue.ListedUnit]:
        if self._office.role is not Role.AUTHORITY:
            return ()
        lists = [each for each in catalogue.unit_lists() if each.code == self._office.unit.code]
        return lists[0].units if lists else ()


def fingerprint(signing_key: bytes) -> str:
    """Spell a key as people compare it: 8 groups of 5 digits."""
    return keys.fingerprint(signing_key)


def _sent_line(package: SentPackage, seen: Iterable[SeenReceipt]) -> SentLine:
    return SentLine(
        package=package.package,
        number=package.number,
        receiver=package.receiver,
        file_name=package.file_name,
        revisions=package.revisions,
        objects=len(package.objects),
        size=package.size,
        at=_local(package.at),
        received_at=_received(package, seen),
    )


def _received(package: SentPackage, seen: Iterable[SeenReceipt]) -> datetime | None:
    """Find when an installation's receipt first covered a package that its last one still covers.

    The receipt with the highest number counts; what it holds may go down (merge.md 27).
    """
    found: list[str] = []
    for _, of_one in groupby(seen, key=lambda receipt: receipt.installation):
        covering = [(_covers(receipt, package), receipt.at) for receipt in of_one]
        if covering[-1][0]:
            found.append(next(at for covers, at in covering if covers))
    return _local(min(found)) if found else None


def _covers(receipt: SeenReceipt, package: SentPackage) -> bool:
    content = cast("JsonValue", receipt.content)
    held = _ends(envelope_json.read_receipt(content).ends)
    return bool(package.upto) and all(_holds(held, point) for point in package.upto)


def _ends(points: Iterable[Point]) -> Ends:
    ends: dict[tuple[str, str], int] = {}
    for point in points:
        place = (point.scope, point.origin)
        ends[place] = max(point.seq, ends.get(place, 0))
    return ends


def _holds(ends: Ends, point: Point) -> bool:
    return ends.get((point.scope, point.origin), 0) >= point.seq


def _by_unit(packages: Iterable[Arrived]) -> dict[str, list[Arrived]]:
    found: dict[str, list[Arrived]] = {}
    for package in packages:
        found.setdefault(package.unit, []).append(package)
    return found


def _missing(packages: Sequence[Arrived], held: Ends, receiver: str) -> tuple[int, ...]:
    """Name the packages that later ones speak of and whose content is not here (merge.md 29)."""
    here = {(package.origin, package.number) for package in packages}
    missing: set[int] = set()
    for origin in {package.origin for package in packages}:
        last = [package for package in packages if package.origin == origin][-1]
        envelope = envelope_json.from_json(last.envelope.encode())
        if receiver in envelope.to:
            missing |= {
                before.number
                for before in envelope.predecessors
                if (origin, before.number) not in here
                and not all(_holds(held, point) for point in before.upto)
            }
    return tuple(sorted(missing))


def _silent_line(unit: catalogue.ListedUnit, total: int) -> ArrivalLine:
    return ArrivalLine(
        unit=unit.code, name=unit.name, packages=0, last_at=None, missing=(), met=None, total=total
    )


def _local(at: str) -> datetime:
    return datetime.fromisoformat(at).astimezone()
