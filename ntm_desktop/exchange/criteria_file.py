"""Criteria sets and unit lists as YAML files (schema: docs/criteria.md)."""

import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

from ntm_desktop.domain.criteria import (
    Comparison,
    Counts,
    CriteriaSet,
    Criterion,
    Indicator,
    IndicatorCode,
    Kind,
    LegalBasis,
    Limits,
    Made,
    Named,
    Paper,
    Part,
    Relative,
    Rule,
    Scale,
    SetId,
    Status,
    condition_code,
    natural,
)
from ntm_desktop.errors import InputError

OPERATORS: Final = {"=": "=="}
"""Spellings of a comparison besides the usual one."""

_MADE: Final = re.compile(r"^made:.*\n(?:[ ].*\n)*", re.MULTILINE)
_LEGAL_BASIS = ("number", "date", "issuer", "title")


class CriteriaFileError(InputError):
    """A criteria file does not say what a criteria file must say.

    `problems` are all of them, each with its line.
    """

    code = "bad_criteria_file"

    def __init__(self, words: str, problems: Sequence[tuple[int, str]] = ()) -> None:
        super().__init__(words)
        self.problems = tuple(problems)


def read(
    data: bytes, name: str, *, known: Mapping[SetId, CriteriaSet] | None = None
) -> CriteriaSet:
    """Read a file from outside; raises CriteriaFileError, which names each problem by its line.

    `known` are the sets it may refer to; without them such references are not looked up.
    """
    document, text = checked(data, name, known)
    return criteria_set(document, digest(text))


def checked(
    data: bytes, name: str, known: Mapping[SetId, CriteriaSet] | None
) -> tuple[Mapping[str, Any], str]:
    """Give the content of a file from outside, and its text; raises CriteriaFileError as above."""
    # Only imports need the schema; the start reads what has been checked.
    from ntm_desktop.exchange.criteria_schema import problems
    from ntm_desktop.exchange.yaml_places import BadYamlError, read_located

    try:
        found = read_located(data)
    except BadYamlError as error:
        raise _refused(name, [(error.line, str(error))]) from error
    wrong = [(found.line(place), words) for place, words in problems(found.document, known)]
    if wrong:
        raise _refused(name, sorted(wrong))
    return found.document, data.decode("utf-8-sig")


def _refused(name: str, wrong: Sequence[tuple[int, str]]) -> CriteriaFileError:
    from ntm_desktop.exchange.yaml_places import told

    words = f"Không nhập được bộ tiêu chí {name}: {told(wrong)}. Hãy sửa tệp rồi nhập lại."
    return CriteriaFileError(words, wrong)


def parse(text: str) -> Any:
    """Read YAML into plain values; raises CriteriaFileError with line and reason."""
    import yaml

    try:
        return yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506 - safe ones
    except yaml.YAMLError as error:
        raise CriteriaFileError(
            f"Tệp bộ tiêu chí không đọc được: {error}. Hãy lấy lại tệp gốc."
        ) from error


def digest(text: str) -> str:
    """Name what a file says, whoever made it: SHA-256 in hex of its text but for `made`."""
    from hashlib import sha256  # with its library it is large, and a start does without

    return sha256(_MADE.sub("", text).encode()).hexdigest()


def criteria_set(document: Any, digest_: str) -> CriteriaSet:
    """Make a set of a parsed file, its indicators in natural order; raises CriteriaFileError.

    `research` is for those who maintain the file and is never looked at.
    """
    try:
        return _criteria_set(document, digest_)
    except (KeyError, TypeError, ValueError, ArithmeticError, AttributeError) as error:
        name = document.get("id", "") if isinstance(document, dict) else ""
        raise CriteriaFileError(
            f"Tệp bộ tiêu chí {name} thiếu hoặc sai nội dung: {error!r}. Hãy lấy lại tệp gốc."
        ) from error


def _criteria_set(document: Mapping[str, Any], digest_: str) -> CriteriaSet:
    first_year, last_year = document["period"]
    expected = document.get("expected")
    return CriteriaSet(
        id=SetId(document["id"]),
        version=document["version"],
        name=document["name"],
        subject=document["subject"],
        tier=document["tier"],
        first_year=first_year,
        last_year=last_year,
        region=document["region"] or "",
        legal_basis=tuple(
            LegalBasis(**{name: basis[name] or "" for name in _LEGAL_BASIS})
            for basis in document["legal_basis"]
        ),
        conditions=tuple(
            _indicator({**condition, "code": condition_code(place)})
            for place, condition in enumerate(document["conditions"], 1)
        ),
        requires=tuple(SetId(id_) for id_ in document.get("requires", ())),
        groups=_named(document.get("groups", ())),
        status=Status(document.get("status", Status.OFFICIAL_STRUCTURE)),
        expected=expected and Counts(**expected),
        criteria=tuple(_criterion(entry) for entry in document["criteria"]),
        made=Made(**document["made"]) if document.get("made") else None,
        digest=digest_,
    )


def _criterion(entry: Mapping[str, Any]) -> Criterion:
    indicators = sorted(entry["indicators"], key=lambda indicator: natural(indicator["code"]))
    return Criterion(
        order=entry["order"],
        name=entry["name"],
        group=entry["group"],
        key=entry["key"],
        indicators=tuple(_indicator(indicator) for indicator in indicators),
    )


def _indicator(entry: Mapping[str, Any]) -> Indicator:
    kind = Kind(entry["kind"])
    rule = entry["rule"]
    return Indicator(
        code=IndicatorCode(entry["code"]),
        name=entry["name"],
        kind=kind,
        unit=entry["unit"],
        rule=_rule(rule) if kind.is_numeric else None,
        if_any=entry.get("if_any", False),
        content_by_province=rule.get("content_by") == "province",
        scale=_scale(rule) if kind is Kind.LEVEL else None,
        options=_named(rule.get("options", ())),
        parts=tuple(_part(part) for part in rule.get("parts", ())),
        papers=tuple(
            Paper(id=paper["id"], name=paper["name"]) for paper in entry.get("papers", ())
        ),
        agency=entry.get("agency", ""),
        checked=entry["confidence"] == "high",
        source=entry["source"],
        id=entry.get("id", ""),
    )


def _part(entry: Mapping[str, Any]) -> Part:
    return Part(
        id=entry["id"],
        name=entry["name"],
        kind=Kind(entry["kind"]),
        unit=entry["unit"],
        rule=_rule(entry),
    )


def _named(entries: Iterable[Mapping[str, Any]]) -> tuple[Named, ...]:
    return tuple(Named(id=entry["id"], name=entry["name"]) for entry in entries)


def _scale(rule: Mapping[str, Any]) -> Scale:
    return Scale(levels=tuple(rule["scale"]), level=rule["level"])


def _rule(entry: Mapping[str, Any]) -> Rule:
    relative = entry.get("relative_to")
    return Rule(
        comparison=Comparison(OPERATORS.get(entry["op"], entry["op"])),
        value=_limit(entry["value"]),
        by_year=_limits(entry.get("by_year")),
        by_region=_limits(entry.get("by_region")),
        by_group=_limits(entry.get("by_group")),
        relative=relative and _relative(relative),
    )


def _relative(entry: Mapping[str, Any]) -> Relative:
    return Relative(
        set_id=SetId(entry["set"]),
        code=IndicatorCode(entry["code"]),
        factor=Decimal(str(entry["factor"])),
    )


def _limits(entries: Mapping[str, Any] | None) -> Limits | None:
    return None if entries is None else {str(key): _limit(value) for key, value in entries.items()}


def _limit(value: object) -> Decimal | None:
    if value is None:
        return None
    if isinstance(value, str):
        raise TypeError(value)
    limit = Decimal(str(value))
    if not limit.is_finite():
        raise ValueError(value)
    return limit
