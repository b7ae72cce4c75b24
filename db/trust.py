"""Whose keys are known here: trusted by a person, or enrolled by the authority."""

from dataclasses import dataclass
from sqlite3 import Connection

from db.imports import now
from ntm_desktop.domain.ownership import Role


@dataclass(frozen=True, slots=True, kw_only=True)
class TrustedKey:
    """An office's key: signing key (32 bytes) and age recipient ("age1…")."""

    signing_key: bytes
    unit: str
    name: str
    role: Role
    age_recipient: str


def keep(store: Connection, key: TrustedKey) -> None:
    """Trust a key on this PC."""
    store.execute(
        "INSERT OR REPLACE INTO trusted_key VALUES (?, ?, ?, ?, ?, ?)",
        (key.signing_key, key.unit, key.name, key.role, key.age_recipient, now()),
    )


def known(store: Connection) -> list[tuple[TrustedKey, bool]]:
    """Read every known key, and whether the authority enrolled it."""
    rows = store.execute(
        """
        SELECT signing_key, unit, name, role, age_recipient, 1 AS enrolled FROM enrolment
        UNION ALL SELECT signing_key, unit, name, role, age_recipient, 0 FROM trusted_key
        ORDER BY unit, enrolled DESC
        """
    )
    return [
        (
            TrustedKey(
                signing_key=row[0],
                unit=row[1],
                name=row[2],
                role=Role(row[3]),
                age_recipient=row[4],
            ),
            bool(row[5]),
        )
        for row in rows
        if row[3] in {role.value for role in Role}
    ]
