"""Revisions of known kinds as nobody in his right mind writes them, and as everybody does."""

from typing import Any
from unicodedata import normalize

from hypothesis import strategies as st

from ntm_desktop.domain.assessment import natural_key, subject_id
from ntm_desktop.domain.canonical import JsonValue
from ntm_desktop.domain.forms import FIELDS
from ntm_desktop.domain.revision import (
    Authorship,
    ChainEnd,
    Fields,
    Record,
    Revision,
    new_revision,
)
from tests.builders import AUTHORITY, HERE, SET, THERE, UNIT

SHA = "ab" * 32
TEXTS = st.sampled_from(
    ["", "a", "80", "80.5", "NaN", "1e999999", "9" * 40, "met", "commune", "2024", SHA, "đ\0,P1"]
) | st.text(st.characters(exclude_categories=["Cs"]), max_size=5).map(
    lambda text: normalize("NFC", text)
)
MEMBERS = (
    *("value", "parts", "not_applicable", "claim", "reason", "by_year", "decision", "date", "a"),
    *("on", "unit", "name", "role", "signing_key", "age_recipient", "from", "until"),
)
ANYTHING: st.SearchStrategy[JsonValue] = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | TEXTS,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(MEMBERS),
            inner,
            max_size=7,
        )
    ),
    max_leaves=8,
)
AMOUNTS = st.sampled_from(["0", "79.9", "80", "100.5", "-5", "9" * 28])
NUMBERS = st.dictionaries(st.sampled_from(["a", "b", "2024", "2023"]), AMOUNTS)
FITTING: dict[str, st.SearchStrategy[Any]] = {
    "answer": st.fixed_dictionaries({"value": AMOUNTS | st.booleans(), "parts": NUMBERS})
    | st.fixed_dictionaries({"not_applicable": TEXTS}),
    "claim": st.fixed_dictionaries({"claim": st.sampled_from(["met", "not_met"])}),
    "figure": st.fixed_dictionaries({"value": AMOUNTS, "parts": NUMBERS, "by_year": NUMBERS}),
    "office": st.fixed_dictionaries(
        {name: st.just("x") for name in ("name", "role", "age_recipient")}
        | {"unit": st.just(UNIT), "signing_key": st.just(SHA)}
    ),
    "closed": st.fixed_dictionaries({"on": TEXTS}),
    "sets": st.lists(TEXTS),
    **dict.fromkeys(("pages", "order", "size", "households"), st.integers(0, 2**53 - 1)),
    **dict.fromkeys(("original", "sensitive"), st.booleans()),
}
CODES = st.sampled_from(["1.1", "3.1", "17.1", "99.9"])
SUBJECT = "0193a7c2-5b1e-7c3f-9a40-1f2e3d4c5b6a"
UNITS = st.sampled_from([UNIT, AUTHORITY, "06382"])
SUBJECTS = UNITS | UNITS.map(lambda unit: subject_id(unit, SUBJECT))
YEARS = st.sampled_from(["2024", "2025", "9" * 20, "٢٠٢٤", "x"])


def keys(scope: str, kind: str) -> st.SearchStrategy[str]:
    """Keys of a kind, most of them as they should be."""
    fitting: dict[str, st.SearchStrategy[str]] = {
        "unit": st.just(scope),
        "unit_state": st.just(natural_key(UNIT, "2025-07-01")),
        "subject": st.just(SUBJECT),
        "assessment": st.builds(natural_key, SUBJECTS, st.just(SET), YEARS, CODES),
        "threshold": st.builds(natural_key, st.just(SET), CODES),
        "evidence": st.sampled_from(["e1", "e2"]),
        "evidence_file": st.just(natural_key("e1", SHA)),
        "evidence_link": st.builds(
            natural_key, st.sampled_from(["e1", "e2"]), SUBJECTS, st.just(SET), YEARS, CODES
        ),
        "enrolment": st.just(natural_key(UNIT, SHA)),
        "revocation": st.just(natural_key(UNIT, SHA)),
        "succession": st.just(natural_key(UNIT, "06382")),
        "decision": st.just("0193-uuid"),
    }
    odd = st.sampled_from(
        ["x", "[]", "{}", "[1]", "null", '["a"]', "[" * 5000, '["\\ud800","b"]', "1" * 5000]
    )
    return fitting[kind] | fitting[kind] | fitting[kind] | odd


@st.composite
def hostile(draw: st.DrawFn) -> list[Revision]:
    """Chained revisions of a few records in two scopes, each with any earlier ones as parents."""
    made: list[Revision] = []
    for _ in range(draw(st.integers(1, 8))):
        scope, kind = draw(st.sampled_from([UNIT, AUTHORITY])), draw(st.sampled_from([*FIELDS]))
        record = Record(scope, kind, draw(keys(scope, kind)))
        again = draw(st.sampled_from([None, *made]))
        record = again.record if again else record
        made.append(draw(_next(made, record)))
    return made


@st.composite
def _next(draw: st.DrawFn, made: list[Revision], record: Record) -> Revision:
    origin = draw(st.sampled_from([HERE.origin, THERE.origin]))
    chain = [one for one in made if (one.scope, one.origin) == (record.scope, origin)]
    before = [one.id for one in made if one.record == record]
    return new_revision(
        record,
        draw(st.none() | fields(record.kind)),
        chain=ChainEnd(origin, chain[-1].seq, chain[-1].id)
        if chain
        else ChainEnd(origin, 0, None),
        parents=draw(st.sets(st.sampled_from(before))) if before else (),
        by=Authorship("", ""),
    )


def fields(kind: str) -> st.SearchStrategy[Fields]:
    """Fields of a kind, fitting or not, and one that we do not know."""
    return st.fixed_dictionaries(
        {},
        optional={
            name: FITTING.get(name, TEXTS) | FITTING.get(name, TEXTS) | ANYTHING
            for name in [*FIELDS[kind], "later"]
        },
    )
