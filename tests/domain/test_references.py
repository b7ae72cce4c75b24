from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from ntm_desktop.domain.criteria import (
    Comparison,
    CriteriaSet,
    Criterion,
    Indicator,
    IndicatorCode,
    Kind,
    Relative,
    Rule,
    SetId,
)
from ntm_desktop.domain.references import references
from ntm_desktop.domain.threshold import Entered, Figure, Where
from tests.builders import an_indicator

WHERE = Where(year=2024, region="TDMNPB")
A, B, C = (SetId(name) for name in "abc")
CODE = IndicatorCode("10.1")


def of(id_: SetId, indicator: Indicator) -> CriteriaSet:
    return CriteriaSet(
        id=id_,
        name=id_,
        subject="commune",
        tier="standard",
        first_year=2021,
        last_year=2025,
        region="",
        criteria=(Criterion(order=10, name="Thu nhập", indicators=(indicator,)),),
    )


def times(factor: str, set_id: SetId) -> Indicator:
    relative = Relative(set_id=set_id, code=CODE, factor=Decimal(factor))
    rule = Rule(comparison=Comparison.AT_LEAST, relative=relative)
    return replace(an_indicator(CODE, kind=Kind.MONEY), rule=rule)


def found(
    *sets: CriteriaSet, entered: Mapping[SetId, Mapping[IndicatorCode, Entered]] | None = None
) -> dict[tuple[SetId, IndicatorCode], Decimal | None]:
    by_id = {one.id: one for one in sets}
    given = entered or {}
    limits = references(sets[0], WHERE, by_id.get, lambda id_: given.get(id_, {}))
    return {place: limit.limit for place, limit in limits.items()}


FIFTY = of(C, an_indicator(CODE, kind=Kind.MONEY, limit="50"))


def test_a_set_without_relative_limits_refers_to_nothing() -> None:
    assert found(FIFTY) == {}


def test_the_limit_of_another_set_is_found() -> None:
    assert found(of(A, times("1.1", C)), FIFTY) == {(C, CODE): Decimal(50)}


def test_a_chain_of_limits_is_followed_to_its_end() -> None:
    chain = found(of(A, times("1.1", B)), of(B, times("2", C)), FIFTY)
    assert chain == {(C, CODE): Decimal(50), (B, CODE): Decimal(100)}


def test_what_an_office_entered_for_the_other_set_counts() -> None:
    entered = {C: {CODE: ("185", Figure(value=Decimal(60)))}}
    assert found(of(A, times("1.1", C)), FIFTY, entered=entered) == {(C, CODE): Decimal(60)}


def test_what_is_not_here_is_absent() -> None:
    assert found(of(A, times("1.1", B)), FIFTY) == {}
    other = of(C, an_indicator("9.9"))
    assert found(of(A, times("1.1", C)), other) == {}


def test_an_endless_reference_stays_unknown() -> None:
    assert set(found(of(A, times("1.1", B)), of(B, times("2", A))).values()) == {None}
    assert set(found(of(A, times("1.1", A))).values()) == {None}
