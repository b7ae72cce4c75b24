"""What the communes of the practice world stand for: invented, and the same every time."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from random import Random

from ntm_desktop.domain.assessment import Claim, PartJudgement, Verdict
from ntm_desktop.domain.criteria import Comparison, Kind
from ntm_desktop.domain.standing import Board, CriterionStanding, IndicatorStanding
from ntm_desktop.domain.subject import SubjectKind
from ntm_desktop.domain.text import number_for_people
from ntm_desktop.domain.threshold import Threshold
from ntm_desktop.services.self_assessment import KEEP, Input

MET: Mapping[str, int] = {
    "06328": 15,
    "06331": 13,
    "06337": 19,
    "06340": 12,
    "06343": 19,  # aims at "kiểu mẫu"
    "06349": 19,  # aims at "nâng cao"
    "06352": 16,
    "06355": 18,
    "06358": 19,
    "06361": 15,
    "06364": 14,
    "06367": 19,
    "06370": 11,
    "06373": 17,
    "06376": 15,
    "06379": 17,  # aims at the standard
    "06382": 16,
}
"""How many of the 19 criteria each commune meets: a mean above 15.8, none below 9."""
DECISION, DECIDED_ON = "01/QĐ-UBND (luyện tập)", "2024-01-02"
FIGURES: Sequence[tuple[str, str | None, int | None, str]] = (
    ("2.1", None, None, "80"),
    ("2.2", None, None, "65"),
    ("2.3", None, None, "70"),
    ("2.4", None, None, "60"),
    ("10.1", None, 2024, "42"),
    ("10.1", None, 2025, "45"),
    ("16.1", None, None, "70"),
    ("17.1", None, None, "90"),
    ("17.1", "a", None, "20"),
    ("17.2", None, None, "90"),
    ("17.6", None, None, "75"),
    ("17.9", None, None, "70"),
)
"""Invented thresholds where the set has none: indicator, part, year, figure."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """A village, residential area or garden of the practice world, and the criteria it meets."""

    name: str
    kind: SubjectKind
    village: str = ""
    met: int


MODELS: Sequence[Model] = (
    Model(name="Thôn Nà Lình", kind=SubjectKind.VILLAGE, met=12),
    Model(
        name="Nà Riềng",
        kind=SubjectKind.RESIDENTIAL_AREA,
        village="Thôn Nà Riềng",
        met=7,
    ),
    Model(
        name="Hộ ông Hoàng Văn Bằng",
        kind=SubjectKind.GARDEN,
        village="Thôn Nà Lình",
        met=5,
    ),
)
"""What every commune builds up: invented names, some way along."""
_HARD = (2, 17, 10, 5, 11, 6, 9, 13, 12, 15, 14, 3, 16)
"""Criteria that communes miss, the most usual first."""
_REASON = "Công trình hoàn thành, nghiệm thu trước 31/12"
_NOTES = (
    "Số liệu theo báo cáo 9 tháng của công chức phụ trách.",
    "Chờ thôn Nà Lình gửi lại biểu tổng hợp.",
    "Đã thống nhất với phòng phụ trách tiêu chí khi kiểm tra thực tế.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What is typed for one indicator."""

    indicator: IndicatorStanding
    typed: Input


def entries(board: Board, unit: str, *, earlier: bool = False) -> Iterator[Entry]:
    """Plan what a commune's officers type on an empty sheet whose thresholds are known.

    In an `earlier` year they had come one criterion less far.
    """
    random = Random(f"{unit}/{board.sheet.year}")  # noqa: S311 - not for keys
    missed = _missed(board, MET.get(unit, 15) - earlier, random)
    claimed, silent = (*random.sample(sorted(missed), min(2, len(missed))), 0, 0)[:2]
    for criterion in board.criteria:
        order = criterion.criterion.order
        for standing in criterion.indicators:
            if standing.indicator.code not in missed.get(order, ()):
                yield from _meeting(standing, random)
            elif order != silent:  # there, the officers have not answered yet
                yield from _missing(standing, random, claimed=order == claimed)
    for condition in board.conditions:
        yield from _meeting(condition, random)


def begun(board: Board, met: int) -> Iterator[Entry]:
    """Plan what is typed for a village or garden that meets its first criteria."""
    random = Random(f"{board.sheet.criteria_set}/{board.sheet.year}")  # noqa: S311 - not for keys
    for criterion in board.criteria[:met]:
        for standing in criterion.indicators:
            if standing.indicator.scale is None and not standing.indicator.options:
                yield from _meeting(standing, random)


def _missed(board: Board, met: int, random: Random) -> dict[int, frozenset[str]]:
    """Choose which criteria are missed, and which of their indicators."""
    lacking = board.total - met
    likely = _HARD[: max(lacking + 2, 6)]
    chosen = random.sample(likely, min(lacking, len(likely)))
    by_order = {line.criterion.order: line for line in board.criteria}
    return {order: _some(by_order[order], random) for order in chosen if order in by_order}


def _some(criterion: CriterionStanding, random: Random) -> frozenset[str]:
    codes = [line.indicator.code for line in criterion.indicators if not line.indicator.if_any]
    return frozenset(random.sample(codes, min(len(codes), random.choice((1, 1, 2)))))


def _missing(standing: IndicatorStanding, random: Random, *, claimed: bool) -> Iterator[Entry]:
    """Stay below the threshold; where claimed, the officer says otherwise, and why."""
    typed = Input(
        answer=_value(standing, random, misses=True),
        claim=Claim(met=True, reason=_REASON) if claimed else KEEP,
        note=random.choice(_NOTES),
    )
    yield Entry(indicator=standing, typed=typed)
    yield from _parts(standing, random)


def _meeting(standing: IndicatorStanding, random: Random) -> Iterator[Entry]:
    if standing.indicator.if_any and random.random() < 0.7:
        none = Input(answer="không áp dụng", reason="Xã không có làng nghề")
        yield Entry(indicator=standing, typed=none)
        return
    typed = Input(
        answer=_value(standing, random, misses=False),
        note=random.choice(_NOTES) if random.random() < 0.12 else KEEP,
    )
    yield Entry(indicator=standing, typed=typed)
    yield from _parts(standing, random)


def _parts(standing: IndicatorStanding, random: Random) -> Iterator[Entry]:
    for part in standing.judgement.parts:
        yield Entry(indicator=standing, typed=_part(part, random))


def _part(part: PartJudgement, random: Random) -> Input:
    return Input(answer=_number(part.threshold, Kind.PERCENT, random, misses=False), part=part.id)


def _value(standing: IndicatorStanding, random: Random, *, misses: bool) -> str:
    if standing.indicator.kind is Kind.YES_NO:
        return "chưa đạt" if misses else "đạt"
    kind, limit = standing.indicator.kind, standing.judgement.threshold
    return _number(limit, kind, random, misses=misses)


def _number(threshold: Threshold, kind: Kind, random: Random, *, misses: bool) -> str:
    """Invent a number on the right side of a threshold, as officers would write it."""
    limit = threshold.limit if threshold.limit is not None else Decimal(50)
    share = Decimal(random.randrange(5, 95)) / 100
    if threshold.comparison is Comparison.EQUAL:
        value = _off(limit, share) if misses else limit
    elif (threshold.comparison is Comparison.AT_MOST) is misses:
        highest = Decimal(100) if kind is Kind.PERCENT and not misses else limit * Decimal("1.4")
        value = limit + (highest - limit) * share
    else:
        value = limit * (Decimal("0.98") - share / 4)
    return number_for_people(_rounded(value, limit, kind, misses=misses))


def _off(limit: Decimal, share: Decimal) -> Decimal:
    return limit - 1 - share * 8 if limit else 1 + (share * 9).to_integral_value()


def _rounded(value: Decimal, limit: Decimal, kind: Kind, *, misses: bool) -> Decimal:
    """Round to a decimal, or to whole things where the threshold is a small count of them."""
    if kind is Kind.NUMBER and limit in (0, 1):
        return Decimal(0) if misses and limit else value.to_integral_value(ROUND_HALF_UP)
    return value.quantize(Decimal("0.1"), ROUND_HALF_UP)


def met(board: Board) -> Sequence[IndicatorStanding]:
    """List the indicators that are met: what a commune has papers for."""
    return [
        standing
        for criterion in board.criteria
        for standing in criterion.indicators
        if standing.verdict is Verdict.MET
    ]
