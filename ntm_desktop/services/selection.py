"""What travels to one receiver: read from one state of the data (merge.md 24-30)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from sqlite3 import Connection

from db import exports, installation, masking, receivers, sent, successions
from db.exports import NamedObject
from ntm_desktop.domain.delta import Acknowledgement, Delta, delta, living
from ntm_desktop.domain.head import Head, origin_prefix
from ntm_desktop.domain.ownership import Role
from ntm_desktop.exchange.package.envelope import ScopePart
from ntm_desktop.services.office import Office
from ntm_desktop.services.other_pcs import GIVEN_UP, acknowledgement

_UNSIGNED = bytes(64)


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """What travels to a receiver; `deltas` by scope, the authority's first.

    `missing` are digests (hex) of evidence that is named there and not here; `confirmed_at` is
    when the last receipt that counts came in.
    """

    deltas: tuple[tuple[str, Delta], ...]
    objects: tuple[NamedObject, ...]
    missing: tuple[str, ...]
    confirmed_at: datetime | None

    @property
    def scope_parts(self) -> tuple[ScopePart, ...]:
        """Say of each scope what is carried."""
        return tuple(
            ScopePart(scope, part.since, part.upto, part.heads) for scope, part in self.deltas
        )

    @property
    def revisions(self) -> int:
        """Count the revisions that travel."""
        return sum(len(part.ids) for _, part in self.deltas)

    def lines(self, store: Connection) -> list[bytes]:
        """Read the lines that travel, needs first; in the transaction that chose them."""
        return [
            line
            for scope, part in self.deltas
            if part.ids
            for line in exports.lines(store, scope, part.ids)
        ]


class Selector:
    """Chooses for one receiver, within one transaction."""

    def __init__(self, store: Connection, office: Office, receiver: str) -> None:
        here = installation.read(store)
        if here is None:
            raise ValueError("no installation")
        self._store = store
        self._office = office
        self._receiver = receiver
        self.here = here
        known = receivers.find(store, receiver)
        self.recipients = known.recipients if known else ()
        self.name = known.name if known else receiver
        self.role = known.role if known else None
        if receiver == office.authority.code and known is None:
            self.name, self.role = office.authority.name, Role.AUTHORITY
        self.is_own = receiver == office.unit.code
        if self.is_own:
            self.name, self.role = office.unit.name, office.role
            self.recipients = (here.age_recipient,)

    def select(self, *, full: bool, heads_to_come: bool = False) -> Selection:
        """Choose revisions and evidence; `heads_to_come`: as if our chains were signed by now."""
        receipts = self._living()
        scopes = self._scopes()
        named = _named(self._store, scopes)
        wanted = set(named) if full else self._wanted(receipts, named)
        return Selection(
            deltas=tuple(
                (scope, self._delta(scope, [] if full else receipts, to_come=heads_to_come))
                for scope in scopes
            ),
            objects=tuple(
                each
                for digest, each in sorted(named.items())
                if each.size is not None and digest in wanted
            ),
            missing=tuple(digest for digest, each in sorted(named.items()) if each.size is None),
            confirmed_at=max((each.arrived for each in receipts), default=None),
        )

    def _living(self) -> list[Acknowledgement]:
        """Read the receipts that count.

        Our own do not, nor those of PCs a person gave up, nor any under a revoked key.
        """
        former = installation.former_since(self._store)
        given_up: dict[str, int] = installation.setting(self._store, GIVEN_UP) or {}
        revoked = masking.revoked(self._store)
        seen = (
            acknowledgement(each)
            for each in sent.all_receipts(self._store, self._receiver)
            if each.installation != self.here.identity.origin
            and each.number > given_up.get(each.installation, 0)
            and each.installation.partition(".")[0] not in revoked
        )
        since = {origin: datetime.fromisoformat(at) for origin, at in former.items()}
        return living(seen, since)

    def _scopes(self) -> list[str]:
        """Choose whose dossiers travel, the authority's scope first (merge.md 21)."""
        held = set(exports.scopes(self._store))
        authority, own = self._office.authority.code, self._office.unit.code
        pairs = successions.read(self._store)
        wanted = {authority, own, *receivers.followed(pairs, own)}
        if self._office.role is not Role.COMMUNE:
            wanted |= {self._receiver, *receivers.followed(pairs, self._receiver)}
        if self._receives_all:
            wanted |= held
        return sorted(wanted & held, key=lambda scope: (scope != authority, scope))

    @property
    def _receives_all(self) -> bool:
        """Tell whether the receiver follows all that is held here: PCs of ours, and agencies.

        What an agency holds comes from the authority, and may all go back to it.
        """
        return (
            self.is_own
            or self.role is Role.AGENCY
            or (self._office.role is Role.AGENCY and self.role is Role.AUTHORITY)
        )

    def _delta(self, scope: str, receipts: Sequence[Acknowledgement], *, to_come: bool) -> Delta:
        store = self._store
        heads = exports.heads(store, scope)
        if to_come:
            heads += self.unsigned(scope)
        return delta(
            exports.chains(store, scope),
            receipts,
            heads,
            lambda id_: exports.needs(store, id_),
            ours={self.here.identity.origin, *installation.former_origins(store)},
        )

    def unsigned(self, scope: str | None = None) -> list[Head]:
        """Give the ends of our office's own chains that no head covers, as heads to be signed."""
        key = self.here.signing_key
        return [
            Head(point, key, _UNSIGNED)
            for point in exports.chain_ends(self._store, scope)
            if point.origin.partition(".")[0] == origin_prefix(key)
            and not exports.is_head_signed(self._store, point)
        ]

    def _wanted(self, receipts: Iterable[Acknowledgement], named: Iterable[str]) -> set[str]:
        """Choose evidence: what was never sent there, and what a receipt has missed since.

        What was sent after that receipt came is not sent once more before the next one. An
        authority or agency holds others' evidence, which its owner has: it sends what is asked.
        """
        before = sent.objects_sent(self._store, self._receiver)
        wanted = {
            digest
            for receipt in receipts
            for digest in receipt.missing
            if digest not in before or before[digest] <= receipt.arrived
        }
        if self._office.role is Role.COMMUNE or self.is_own:
            wanted |= set(named) - before.keys()
        return wanted


def _named(store: Connection, scopes: Iterable[str]) -> dict[str, NamedObject]:
    return {each.sha256.hex(): each for scope in scopes for each in exports.objects(store, scope)}
