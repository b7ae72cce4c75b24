"""What a package would do here, and what it still needs: judged before anything is changed."""

from collections.abc import Iterable
from dataclasses import dataclass
from sqlite3 import Connection

from db import imports, journal, masking, successions
from db.imports import HeldRevisions
from ntm_desktop.domain.acceptance import Accepted, Offices, Signer, Succession, accept
from ntm_desktop.domain.head import origin_prefix
from ntm_desktop.domain.merge import merge
from ntm_desktop.domain.revision import Record, Revision
from ntm_desktop.exchange.package.envelope import Envelope, Sender
from ntm_desktop.exchange.package.reader import OpenedPackage


@dataclass(frozen=True, slots=True, kw_only=True)
class Would:
    """What an import would do here: counts of records new, changed and in conflict, and gaps."""

    new: int
    changed: int
    conflicts: int
    gaps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Judged:
    """What a package carries, what was thought of it, and on what that rested."""

    revisions: tuple[Revision, ...]
    accepted: Accepted
    basis: "Basis"

    def once_more(self, store: Connection, envelope: Envelope) -> Accepted:
        """Judge again, unless nothing that it rests on has changed."""
        if _basis(store) == self.basis:
            return self.accepted
        return _accepted(store, self.revisions, envelope)


@dataclass(frozen=True, slots=True)
class Basis:
    """What a judgement depends on besides the package; the same means judged alike."""

    mark: str
    offices: Offices
    successions: frozenset[Succession]


def judged(store: Connection, package: OpenedPackage) -> Judged:
    """Judge a package by what is here now; raises RefusedRevisionError."""
    revisions = tuple(package.revisions())
    return Judged(revisions, _accepted(store, revisions, package.envelope), _basis(store))


def _accepted(store: Connection, revisions: Iterable[Revision], envelope: Envelope) -> Accepted:
    sender = envelope.sender
    return accept(
        revisions,
        envelope.heads,
        held=HeldRevisions(store),
        offices=imports.offices(store),
        successions=successions.read(store),
        signer=Signer(sender.signing_key, sender.unit, sender.origin),
    )


def _basis(store: Connection) -> Basis:
    return Basis(journal.mark(store), imports.offices(store), successions.read(store))


def would(store: Connection, package: OpenedPackage) -> Would:
    """Count what would become new, changed and in conflict, and name what has to come first."""
    accepted = judged(store, package).accepted
    by_record: dict[Record, list[Revision]] = {}
    for revision in accepted.fresh:
        by_record.setdefault(revision.record, []).append(revision)
    new = changed = conflicts = 0
    for record, revisions in by_record.items():
        before = journal.history(store, record)
        new += not before
        changed += bool(before)
        conflicts += bool(merge([*before, *revisions]).conflicts)
    needs = gaps(store, package.envelope, accepted)
    return Would(new=new, changed=changed, conflicts=conflicts, gaps=needs)


def gaps(store: Connection, envelope: Envelope, accepted: Accepted) -> tuple[str, ...]:
    """Name what has to come first, in words."""
    found: list[str] = []
    sender = envelope.sender
    if accepted.strangers:
        found.append(_strangers(sender, accepted.strangers))
    found += [
        f"chưa có quyết định nhập đơn vị {old} vào {new}" for old, new in sorted(accepted.heirless)
    ]
    if accepted.missing:
        held = set(imports.numbers(store, sender.origin))
        numbers = [each.number for each in envelope.predecessors if each.number not in held]
        names = ", ".join(map(str, numbers)) or "trước đó"
        found.append(f"thiếu gói hồ sơ số {names}")
    return tuple(found)


def _strangers(sender: Sender, prefixes: frozenset[str]) -> str:
    if prefixes == {origin_prefix(sender.signing_key)}:
        return f"chưa tin cậy khóa của {sender.name} ({sender.unit})"
    return f"chưa tin cậy khóa của đơn vị đã ghi số liệu trong gói của {sender.name}"


def signature(store: Connection, sender: Sender) -> str:
    """Say whether a sender's key is "trusted", "revoked" or "unknown" here."""
    if origin_prefix(sender.signing_key) in masking.revoked(store):
        return "revoked"
    known = imports.offices(store).get(sender.signing_key)
    return "trusted" if known and known.unit == sender.unit else "unknown"
