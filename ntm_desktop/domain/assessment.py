"""Self-assessment (tự đánh giá) of a subject: whose it is, what is claimed, what came of it."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any, NamedTuple

from ntm_desktop.domain.answer import Answer, read_answer
from ntm_desktop.domain.criteria import IndicatorCode, SetId
from ntm_desktop.domain.threshold import Threshold


class Verdict(StrEnum):
    """The outcome of holding answers against a requirement; the first of several decides."""

    NOT_MET = "not_met"
    INCOMPLETE = "incomplete"
    NO_THRESHOLD = "no_threshold"
    MET = "met"
    NOT_APPLICABLE = "not_applicable"

    @property
    def counts_as_met(self) -> bool:
        """Tell whether the criterion counts in "15 of 19"."""
        return self in {Verdict.MET, Verdict.NOT_APPLICABLE}


def subject_id(unit: str, key: str) -> str:
    """Name a subject below a unit: the unit's code, and the key (UUIDv7) of its record."""
    return f"{unit}/{key}"


def unit_of(subject: str) -> str:
    """Give the unit whose dossier a subject belongs to; a unit is its own.

    It never changes, whatever is renamed or merged: revisions are accepted by it (merge.md 5, 20).
    """
    found = _TAIL.search(subject)
    return subject[: found.start()] if found else subject


def key_of(subject: str) -> str:
    """Give the key of a subject's record; nothing for a unit."""
    found = _TAIL.search(subject)
    return found.group()[1:] if found else ""


class Sheet(NamedTuple):
    """One subject (đối tượng được đánh giá) measured against one set in one year."""

    subject: str
    criteria_set: SetId
    year: int

    @property
    def unit(self) -> str:
        """The unit whose dossier it belongs to: the scope of its records."""
        return unit_of(self.subject)

    def key(self, indicator: IndicatorCode) -> str:
        """Name the record of one indicator alike on every PC (a canonical JSON array)."""
        return natural_key(self.subject, self.criteria_set, str(self.year), indicator)


def natural_key(*parts: str) -> str:
    """Make a record's key of what identifies it: the canonical JSON array of its parts."""
    return _SPELLED(parts)


def read_key(key: str, length: int) -> tuple[str, ...] | None:
    """Take a natural key apart again; None unless it is what `natural_key` makes of its parts.

    A second spelling of a key would be a second record of the same thing.
    """
    try:
        parts = json.loads(key)
    except (ValueError, RecursionError):
        return None
    if not isinstance(parts, list) or not all(isinstance(part, str) for part in parts):
        return None
    return tuple(parts) if len(parts) == length and natural_key(*parts) == key else None


def read_year(text: str) -> int | None:
    """Read a year as keys spell it: four digits."""
    return int(text) if _YEAR.fullmatch(text) else None


@dataclass(frozen=True, slots=True)
class Claim:
    """What the officer claims (tự đánh giá) where it may differ from the verdict, and why."""

    met: bool
    reason: str = ""


def claim_field(claim: Claim | None) -> dict[str, Any] | None:
    """Write a claim as the one field of its record; no claim is null."""
    if claim is None:
        return None
    content = {"claim": "met" if claim.met else "not_met"}
    return {**content, "reason": claim.reason} if claim.reason else content


def read_claim(content: Any) -> Claim | None:
    """Read a claim as `claim_field` wrote it; one of another form is none."""
    if not isinstance(content, dict) or content.get("claim") not in CLAIMS:
        return None
    reason = content.get("reason")
    return Claim(content["claim"] == "met", reason if isinstance(reason, str) else "")


@dataclass(frozen=True, slots=True, kw_only=True)
class PartJudgement:
    """What came of one part (trong đó …) of an indicator."""

    id: str
    name: str
    value: Decimal | None
    threshold: Threshold
    verdict: Verdict
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """A verdict with its reason in words and the threshold it used."""

    verdict: Verdict
    reason: str
    threshold: Threshold
    parts: tuple[PartJudgement, ...] = ()


CLAIMS = ("met", "not_met")
CONFLICT_WORDS = "Số liệu chưa thống nhất"
_YEAR = re.compile(r"[0-9]{4}")
UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_TAIL = re.compile(rf"/{UUID.pattern}$")
_SPELLED = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def read_answers(contents: Iterable[Any]) -> tuple[Answer, ...]:
    """Read the answers of a record: none, one, or several that contradict."""
    return tuple(answer for content in contents if (answer := read_answer(content)) is not None)


Answers = Mapping[IndicatorCode, Sequence[Answer]]
