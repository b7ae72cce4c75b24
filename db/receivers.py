"""Whom packages can be sent to: offices whose keys are known here and were not taken back."""

from collections.abc import Iterable
from dataclasses import dataclass
from sqlite3 import Connection

from db import trust
from ntm_desktop.domain.ownership import Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Receiver:
    """An office to send to; `recipients` are the age keys of its good keys ("age1…")."""

    unit: str
    name: str
    role: Role
    recipients: tuple[str, ...]


def known(store: Connection) -> list[Receiver]:
    """Read every office with a good key, by unit; what the authority enrolled names it."""
    revoked = {row[0] for row in store.execute("SELECT signing_key FROM revocation")}
    found: dict[str, Receiver] = {}
    for key, _ in trust.known(store):
        if key.signing_key in revoked:
            continue
        before = found.get(key.unit)
        found[key.unit] = Receiver(
            unit=key.unit,
            name=before.name if before else key.name,
            role=before.role if before else key.role,
            recipients=_with(before.recipients if before else (), key.age_recipient),
        )
    return list(found.values())


def find(store: Connection, unit: str) -> Receiver | None:
    """Read one office; None without a good key of it."""
    return next((each for each in known(store) if each.unit == unit), None)


def _with(recipients: tuple[str, ...], recipient: str) -> tuple[str, ...]:
    return recipients if recipient in recipients else (*recipients, recipient)


def followed(pairs: Iterable[tuple[str, str]], unit: str) -> set[str]:
    """Name the old units that a unit goes on for, through any number of mergers (old, new)."""
    pairs = list(pairs)
    found: set[str] = set()
    left = [unit]
    while left:
        new = left.pop()
        fresh = {old for old, heir in pairs if heir == new} - found - {unit}
        found |= fresh
        left.extend(fresh)
    return found
