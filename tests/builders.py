"""Small, valid domain values, with only what the test cares about spelled out."""

from decimal import Decimal

from ntm_desktop.domain.assessment import Sheet
from ntm_desktop.domain.criteria import (
    Comparison,
    Criterion,
    Indicator,
    IndicatorCode,
    Kind,
    Rule,
    SetId,
)
from ntm_desktop.domain.ownership import Identity, Role
from ntm_desktop.domain.revision import (
    Authorship,
    ChainEnd,
    Fields,
    Record,
    Revision,
    new_revision,
)

UNIT, AUTHORITY = "06379", "185"
SET = SetId("xa-ntm-2021-2025")
SHEET = Sheet(UNIT, SET, 2024)
CODE = IndicatorCode("3.1")
PASSPHRASE = "lúa chín vàng đồng"


def an_identity(name: str = "here", *, unit: str = UNIT, role: Role = Role.COMMUNE) -> Identity:
    """An installation of an office; each name is another PC."""
    tail = name.encode().hex().ljust(16, "0")[:16]
    return Identity(unit=unit, role=role, origin=f"{'a' * 32}.{tail}", author=name)


HERE, THERE = an_identity("here"), an_identity("there")


def a_record(code: str = CODE, kind: str = "assessment") -> Record:
    return Record(UNIT, kind, SHEET.key(IndicatorCode(code)))


def a_revision(
    fields: Fields | None,
    *parents: Revision,
    origin: str = HERE.origin,
    after: Revision | None = None,
) -> Revision:
    """The first revision of an origin, or the one after another of it."""
    chain = ChainEnd(origin, after.seq, after.id) if after else ChainEnd(origin, 0, None)
    return new_revision(
        a_record(),
        fields,
        chain=chain,
        parents=[parent.id for parent in parents],
        by=Authorship("Nông Văn A", "2024-10-02T07:05:00+00:00"),
    )


def an_indicator(
    code: str = CODE,
    *,
    kind: Kind = Kind.PERCENT,
    limit: str | None = "80",
    comparison: Comparison = Comparison.AT_LEAST,
    if_any: bool = False,
) -> Indicator:
    rule = Rule(comparison=comparison, value=None if limit is None else Decimal(limit))
    return Indicator(
        code=IndicatorCode(code),
        name="Tỷ lệ đường",
        kind=kind,
        unit="đạt" if kind is Kind.YES_NO else "%",
        rule=None if kind is Kind.YES_NO else rule,
        if_any=if_any,
        checked=True,
    )


def a_criterion(*indicators: Indicator) -> Criterion:
    return Criterion(order=2, name="Giao thông", indicators=indicators)
