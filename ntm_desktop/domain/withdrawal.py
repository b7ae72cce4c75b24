"""When a title is withdrawn (thu hồi): how many criteria are no longer met (QĐ 18/2022/QĐ-TTg)."""

from dataclasses import dataclass
from decimal import Decimal

from ntm_desktop.domain.criteria import Criterion
from ntm_desktop.domain.text import number_for_people

WITH_KEY, ALWAYS = 30, 50
"""Percent of the criteria: with a key one among them, and in any case."""
_BASIS = "Quyết định số 18/2022/QĐ-TTg"


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawal:
    """How near a commune is to losing a title: the criteria no longer met, of how many."""

    lost: tuple[Criterion, ...]
    total: int

    @property
    def percent(self) -> Decimal:
        """Give the share of criteria no longer met, in percent, with one decimal."""
        if not self.total:
            return Decimal(0)
        return (Decimal(100) * len(self.lost) / self.total).quantize(Decimal("0.1"))

    @property
    def keys(self) -> tuple[Criterion, ...]:
        """Give the key criteria among those no longer met."""
        return tuple(one for one in self.lost if one.key)

    @property
    def is_due(self) -> bool:
        """Tell whether the rule is fulfilled: half of them, or 30 % with a key one."""
        share = 100 * len(self.lost)
        if not self.lost:
            return False
        enough_with_key = bool(self.keys) and share >= WITH_KEY * self.total
        return enough_with_key or share >= ALWAYS * self.total

    @property
    def words(self) -> str:
        """Say it in one sentence, with the rule."""
        counted = f"{len(self.lost)}/{self.total} tiêu chí không còn đạt"
        counted += f" ({number_for_people(self.percent)} %)"
        named = ", ".join(f"{one.order}. {one.name}" for one in self.keys)
        counted += f", có tiêu chí chủ chốt: {named}" if named else ""
        rule = f"từ {WITH_KEY} % nếu có tiêu chí chủ chốt, hoặc từ {ALWAYS} % ({_BASIS})"
        if self.is_due:
            return f"Đã đến mức xét thu hồi công nhận: {counted}. Mức xét: {rule}."
        return f"{counted}. Xã đã được công nhận bị xét thu hồi {rule}."
