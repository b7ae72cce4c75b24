"""What a revision of a known kind looks like, whoever wrote it."""

import re
from collections.abc import Callable, Mapping
from typing import Final

from ntm_desktop.domain.assessment import CLAIMS, UUID, read_key, read_year
from ntm_desktop.domain.canonical import JsonValue
from ntm_desktop.domain.revision import Revision
from ntm_desktop.domain.text import spelled_number

MOST_FIELDS: Final = 100
"""In one revision of a known kind; no form has a tenth of that, and each costs its merging."""

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_DIGEST = re.compile(r"[0-9a-f]{64}")

Check = Callable[[JsonValue], bool]
"""Tells whether a value, never null, is what a field may hold."""


def well_formed(revision: Revision) -> str | None:
    """Say what is wrong with the form (English, for the log), or None.

    Judged by what never changes (merge.md 20). Kinds, fields and members that we do not know are
    fine: a newer program writes them.
    """
    check_key = KEYS.get(revision.kind)
    if check_key is None:
        return None
    if not check_key(revision.scope, revision.key):
        return "key"
    if len(revision.fields or {}) > MOST_FIELDS:
        return "too many fields"
    checks = FIELDS[revision.kind]
    for name, value in (revision.fields or {}).items():
        if value is not None and name in checks and not checks[name](value):
            return f"field {name}"
    return _misplaced(revision)


_NAMED: Final[Mapping[str, tuple[str, str, str]]] = {
    "enrolment": ("office", "unit", "signing_key"),
    "revocation": ("revoked", "unit", "signing_key"),
    "succession": ("succeeded", "old", "new"),
}
"""Which members of which field the key of a record repeats."""


def _misplaced(revision: Revision) -> str | None:
    """Refuse an enrolment filed under another unit or key than it names, and one taken back."""
    if revision.kind not in _NAMED:
        return None
    name, *members = _NAMED[revision.kind]
    fields = {name: None} if revision.fields is None else revision.fields
    if revision.kind == "enrolment" and name in fields and fields[name] is None:
        return "enrolment taken back"
    stated = fields.get(name)
    if not isinstance(stated, dict):
        return None
    named = read_key(revision.key, 2)
    return None if named == tuple(stated[each] for each in members) else "key of another office"


def _text(value: JsonValue) -> bool:
    return isinstance(value, str)


def _flag(value: JsonValue) -> bool:
    return isinstance(value, bool)


def _count(value: JsonValue) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _number(value: JsonValue) -> bool:
    return spelled_number(value) is not None


def _numbers(value: JsonValue) -> bool:
    return isinstance(value, dict) and all(map(_number, value.values()))


def _amount(value: JsonValue) -> bool:
    return isinstance(value, bool) or _number(value)


def _texts(value: JsonValue) -> bool:
    return isinstance(value, list) and all(map(_text, value))


def _digest(value: JsonValue) -> bool:
    return isinstance(value, str) and _DIGEST.fullmatch(value) is not None


def _points(value: JsonValue) -> bool:
    return isinstance(value, list) and all(map(_point, value))


def _point(value: JsonValue) -> bool:
    match value:
        case [str(), str(), int(), str(id_)]:
            return _digest(id_)
    return False


def _claim_word(value: JsonValue) -> bool:
    return value in CLAIMS


def _members(checks: Mapping[str, Check], *needed: str) -> Check:
    """Check an object: its known members, of which those `needed` may not be absent."""

    def check(value: JsonValue) -> bool:
        return isinstance(value, dict) and all(
            checks[name](value[name]) if value.get(name) is not None else name not in needed
            for name in checks
        )

    return check


KeyCheck = Callable[[str, str], bool]
"""Tells whether a key is of the right form; given the scope and the key."""


def _parts(
    length: int, *, year: int | None = None, digest: int | None = None, day: int | None = None
) -> KeyCheck:
    """Check a natural key of so many parts; which of them is a year, a digest, a day."""

    def check(_scope: str, key: str) -> bool:
        parts = read_key(key, length)
        return (
            parts is not None
            and all(parts)
            and (year is None or read_year(parts[year]) is not None)
            and (digest is None or _digest(parts[digest]))
            and (day is None or _DAY.fullmatch(parts[day]) is not None)
        )

    return check


KEYS: Final[Mapping[str, KeyCheck]] = {
    "unit": lambda scope, key: key == scope,
    "unit_state": _parts(2, day=1),
    "subject": lambda _scope, key: UUID.fullmatch(key) is not None,
    "assessment": _parts(4, year=2),
    "threshold": _parts(2),
    "evidence": lambda _scope, _key: True,
    "evidence_file": _parts(2, digest=1),
    "evidence_link": _parts(5, year=3),
    "enrolment": _parts(2, digest=1),
    "revocation": _parts(2, digest=1),
    "succession": _parts(2),
    "decision": lambda _scope, _key: True,
}
FIELDS: Final[Mapping[str, Mapping[str, Check]]] = {
    "unit": dict.fromkeys(("name", "kind", "region", "authority", "group"), _text),
    "unit_state": dict.fromkeys(("name", "kind", "region", "group", "decision"), _text),
    "subject": {
        **dict.fromkeys(("name", "kind", "village", "region", "group"), _text),
        "households": _count,
        "sets": _texts,
        "closed": _members({"on": _text, "reason": _text}, "on"),
    },
    "assessment": {
        "answer": _members(
            {
                "value": _amount,
                "level": _text,
                "options": _texts,
                "parts": _numbers,
                "not_applicable": _text,
                "carried": _members({"set": _text, "year": _count}, "set", "year"),
            }
        ),
        "claim": _members({"claim": _claim_word, "reason": _text}, "claim"),
        "note": _text,
    },
    "threshold": {
        "figure": _members(
            {
                "value": _number,
                "level": _text,
                "confirmed": _flag,
                "by_year": _numbers,
                "by_group": _numbers,
                "parts": _numbers,
                "decision": _text,
                "date": _text,
                "file_of": _members({"unit": _text, "name": _text}, "unit", "name"),
            }
        ),
    },
    "evidence": {
        **dict.fromkeys(
            ("number", "issued_on", "issuer", "summary", "doc_type", "valid_from", "valid_to"),
            _text,
        ),
        "original": _flag,
        "sensitive": _flag,
    },
    "evidence_file": {"name": _text, "pages": _count, "order": _count, "size": _count},
    "evidence_link": {"proves": _flag, "paper": _text},
    "enrolment": {
        "office": _members(
            {
                "unit": _text,
                "name": _text,
                "role": _text,
                "signing_key": _digest,
                "age_recipient": _text,
                "from": _text,
                "until": _text,
            },
            "unit",
            "name",
            "role",
            "signing_key",
            "age_recipient",
        ),
    },
    "revocation": {
        "revoked": _members(
            {
                "unit": _text,
                "signing_key": _digest,
                "good": _points,
                "reason": _text,
                "date": _text,
            },
            "unit",
            "signing_key",
            "good",
        ),
    },
    "succession": {
        "succeeded": _members(
            {"old": _text, "new": _text, "decision": _text, "date": _text}, "old", "new"
        ),
    },
    "decision": {
        "decided": _members(
            {
                "conflict": _digest,
                "kind": _text,
                "key": _text,
                "field": _text,
                "taken": _text,
                "reason": _text,
            },
            "conflict",
            "kind",
            "key",
            "field",
        ),
    },
}
