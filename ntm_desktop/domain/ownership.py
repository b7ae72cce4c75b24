"""Who works with the program, and which records each kind of office may write."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Role(StrEnum):
    """What an office is in the programme."""

    COMMUNE = "commune"
    AUTHORITY = "authority"
    AGENCY = "agency"


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """Whose work it is: the office's, on one installation (origin), by one person."""

    unit: str
    role: Role
    origin: str
    author: str = ""


_OWN: Final = frozenset({"unit", "person", "decision"})
_OF_UNITS: Final = frozenset({"unit", "unit_state"})
"""What is said of units; a successor says nothing more of a unit that is gone."""
_OF_COMMUNE: Final = _OWN | {
    "unit_state",
    "assessment",
    "evidence",
    "evidence_file",
    "evidence_link",
    "threshold",
    "subject",
    "works",
    "contribution",
    "campaign",
    "difficulty",
    "task",
    "dossier",
}
_OF_AUTHORITY: Final = _OWN | {
    "unit_state",
    "threshold",
    "enrolment",
    "revocation",
    "succession",
    "plan",
    "target",
    "assignment",
    "task",
    "overlay",
    "subject",
}
_IN_OWN_SCOPE: Final[Mapping[Role, frozenset[str]]] = {
    Role.COMMUNE: _OF_COMMUNE,
    Role.AUTHORITY: _OF_AUTHORITY,
    Role.AGENCY: _OWN,
}
_ELSEWHERE: Final[Mapping[Role, frozenset[str]]] = {
    Role.COMMUNE: frozenset(),
    Role.AUTHORITY: frozenset({"appraisal", "decision"}),
    Role.AGENCY: frozenset({"appraisal", "decision"}),
}
KNOWN_KINDS: Final = _OF_COMMUNE | _OF_AUTHORITY | {"appraisal"}


def may_write(role: Role, unit: str, *, kind: str, scope: str) -> bool:
    """Tell whether an office may ever write a kind of record in a scope (merge.md 13, 20).

    Kinds of a newer program are let through in the office's own scope, and nowhere else for a
    commune.
    """
    if kind not in KNOWN_KINDS:
        return scope == unit or role is not Role.COMMUNE
    if scope == unit:
        return kind in _IN_OWN_SCOPE[role] | _ELSEWHERE[role]
    return kind in _ELSEWHERE[role]


def may_succeed(role: Role, *, kind: str) -> bool:
    """Tell whether an office may write such a record for a unit it is the successor of."""
    return role is Role.COMMUNE and kind in _OF_COMMUNE - _OF_UNITS
