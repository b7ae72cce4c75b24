"""What a decision states of one indicator, as typed, and what that makes of a figure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from ntm_desktop.domain.answer import Level, NotANumberError, read_amount
from ntm_desktop.domain.criteria import Indicator, Named
from ntm_desktop.domain.text import clean, number_spelling
from ntm_desktop.domain.threshold import Figure
from ntm_desktop.errors import InputError
from ntm_desktop.services.places import UnknownGroupError
from ntm_desktop.services.self_assessment import UnknownIndicatorError


class NoFigureError(InputError):
    """The indicator is judged by the officer, not by a figure."""

    code = "no_figure"


class DecisionMissingError(InputError):
    """A figure without the decision it comes from."""

    code = "decision_missing"


class BadDateError(InputError):
    """A date that is none."""

    code = "bad_date"


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """A figure as typed: for the whole indicator, a year or group of it, or one of its parts.

    `value` is a number, or a level where the set has a scale. `year` matters only where the set
    states the indicator by year, `group` where it knows groups of communes. `confirmed` says that
    the decision states a demand without a number, or confirms what the set has (False takes that
    back); with it, an empty value leaves figures as they are. `date` is ISO.
    """

    value: str
    decision: str
    date: str
    year: int
    part: str | None = None
    group: str = ""
    confirmed: bool | None = None


def stated_in(
    before: Figure, stated: Statement, indicator: Indicator, groups: Sequence[Named] = ()
) -> Figure:
    """Give the figure with one thing stated; an empty value takes back. Raises InputError.

    What the office states anew is its own, no longer from the file it had it from.
    """
    figure = _stated(before, stated, indicator, groups)
    return before if figure == before else replace(figure, file_of=None)


def statements_of(figure: Figure) -> Iterator[Statement]:
    """Say one by one what a figure states."""

    def say(value: Decimal | str, **where: Any) -> Statement:
        text = value if isinstance(value, str) else number_spelling(value).replace(".", ",")
        return replace(bare, value=text, **where)

    bare = Statement(value="", decision=figure.decision, date=figure.date, year=0)
    if figure.confirmed:
        yield replace(bare, confirmed=True)
    if figure.level:
        yield say(figure.level)
    if figure.value is not None:
        yield say(figure.value)
    for year, limit in figure.by_year.items():
        yield say(limit, year=int(year))
    for group, limit in figure.by_group.items():
        yield say(limit, group=group)
    for part, limit in figure.parts.items():
        yield say(limit, part=part)


def _stated(
    before: Figure, stated: Statement, indicator: Indicator, groups: Sequence[Named]
) -> Figure:
    typed = stated.value.strip()
    amount = _amount(indicator, stated, groups) if typed or stated.confirmed is None else None
    figure = before
    if amount is not None or stated.confirmed:  # taking back rests on no decision
        figure = replace(before, decision=_decision(stated.decision), date=_date(stated.date))
    if stated.confirmed is not None:
        figure = replace(figure, confirmed=stated.confirmed)
    if not typed and stated.confirmed is not None:
        return figure
    return _with_amount(figure, indicator, stated, amount)


def _with_amount(
    figure: Figure, indicator: Indicator, stated: Statement, amount: Decimal | str | None
) -> Figure:
    if isinstance(amount, str) or (stated.part is None and indicator.scale is not None):
        return replace(figure, level=amount if isinstance(amount, str) else "")
    if stated.part is not None:
        return replace(figure, parts=_with(figure.parts, stated.part, amount))
    if stated.group:
        return replace(figure, by_group=_with(figure.by_group, stated.group, amount))
    if indicator.rule and indicator.rule.by_year is not None:
        return replace(figure, by_year=_with(figure.by_year, str(stated.year), amount))
    return replace(figure, value=amount)


def _amount(
    indicator: Indicator, stated: Statement, groups: Sequence[Named]
) -> Decimal | str | None:
    """Read the number or the level of a statement; None where it is left empty."""
    asked = indicator if stated.part is None else indicator.part(stated.part)
    if asked is None:
        raise UnknownIndicatorError(
            f"Chỉ tiêu {indicator.code} không có phần “{stated.part}”. Hãy kiểm tra lại mã."
        )
    if isinstance(asked, Indicator) and asked.rule is None and asked.scale is None:
        raise NoFigureError(
            f"Chỉ tiêu {indicator.code} do cán bộ đánh giá đạt hay chưa đạt, không có mức số. "
            "Nếu quyết định của tỉnh nêu rõ nội dung, hãy chọn “Đã đối chiếu với quyết định”."
        )
    if stated.group:
        _check_group(indicator, stated, groups)
    if not stated.value.strip():
        return None
    # A count of options is stated as a number, though it is answered with names.
    asked = replace(asked, options=()) if isinstance(asked, Indicator) else asked
    amount = read_amount(asked, stated.value)
    if isinstance(amount, Level):
        return amount.name
    if not isinstance(amount, Decimal):
        raise NotANumberError("Mức quy định phải là số, ví dụ 65 hoặc 86,5.")
    return amount


def _check_group(indicator: Indicator, stated: Statement, groups: Sequence[Named]) -> None:
    by_group = stated.part is None and indicator.scale is None
    if not by_group or stated.group not in {group.id for group in groups}:
        known = ", ".join(group.id for group in groups) if by_group else ""
        raise UnknownGroupError(
            f"Không ghi được mức của chỉ tiêu {indicator.code} cho nhóm xã “{stated.group}”. "
            + (f"Hãy chọn một trong: {known}." if known else "Hãy để trống nhóm xã.")
        )


def _with(
    limits: Mapping[str, Decimal], key: str, limit: Decimal | str | None
) -> dict[str, Decimal]:
    kept = {name: value for name, value in limits.items() if name != key}
    return {**kept, key: limit} if isinstance(limit, Decimal) else kept


def _decision(number: str) -> str:
    cleaned = clean(number)
    if cleaned is None:
        raise DecisionMissingError(
            "Hãy ghi số, ký hiệu của quyết định nêu mức này, ví dụ 1062/QĐ-UBND."
        )
    return cleaned


def _date(day: str) -> str:
    try:
        return date.fromisoformat(day.strip()).isoformat()
    except ValueError:
        raise BadDateError(
            f"“{day.strip()[:20]}” không phải ngày hợp lệ. Hãy ghi ngày của quyết định."
        ) from None
