"""Answers to an indicator: what officers type, and the one spelling that is kept."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from types import MappingProxyType
from typing import Any, TypeAlias

from ntm_desktop.domain.criteria import Indicator, Kind, Part
from ntm_desktop.domain.text import (
    clean,
    fold,
    number_for_people,
    number_spelling,
    spelled_number,
)
from ntm_desktop.errors import InputError

Amount: TypeAlias = Decimal | bool
_NOTHING: Mapping[str, Decimal] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Given:
    """An answer: a number or yes/no, and what was entered for the parts."""

    value: Amount | None
    parts: Mapping[str, Decimal] = field(default_factory=lambda: _NOTHING)


@dataclass(frozen=True, slots=True)
class NotApplicable:
    """The answer that an indicator does not apply here (không áp dụng), and why."""

    reason: str


Answer: TypeAlias = Given | NotApplicable


class NotANumberError(InputError):
    """What was typed is no number."""

    code = "not_a_number"


class AmbiguousNumberError(InputError):
    """What was typed can be read as two numbers."""

    code = "ambiguous_number"


class OutOfRangeError(InputError):
    """The number cannot be right."""

    code = "out_of_range"


class NotYesOrNoError(InputError):
    """A yes/no indicator was answered with something else."""

    code = "not_yes_or_no"


class NotOptionalError(InputError):
    """An indicator that always applies was marked as not applicable."""

    code = "not_optional"


class ReasonMissingError(InputError):
    """Something was set aside without saying why."""

    code = "reason_missing"


_PLAIN = re.compile(r"[0-9]+([.,][0-9]+)?")
_POINTS = re.compile(r"[0-9]{1,3}((\.[0-9]{3})+,[0-9]+|(\.[0-9]{3}){2,})")
_SPACES = re.compile(r"[0-9]{1,3}( [0-9]{3})+(,[0-9]+)?")
_AMBIGUOUS = re.compile(r"[1-9][0-9]{0,2}\.[0-9]{3}")
_LONGEST = 24
_YES = {"dat", "co"}
_NO = {"chua dat", "khong dat", "khong", "chua"}
NOT_APPLICABLE_WORDS = "khong ap dung"


def read_number(typed: str) -> Decimal:
    """Read a number as officers write it; 1.500 alone could be one and a half: refused."""
    text = " ".join(typed.replace("\u00a0", " ").replace("\u202f", " ").split())
    sign = "-" if text.startswith(("-", "\u2212")) else ""
    text = text[1:].lstrip() if sign else text
    if _AMBIGUOUS.fullmatch(text):
        raise AmbiguousNumberError(
            f"“{typed.strip()}” có thể hiểu theo hai cách. Hãy ghi {sign}{text.replace('.', ',')} "
            f"nếu là số lẻ thập phân, hoặc {sign}{text.replace('.', ' ')} nếu là hàng nghìn."
        )
    if len(text) > _LONGEST or not any(
        form.fullmatch(text) for form in (_PLAIN, _POINTS, _SPACES)
    ):
        raise NotANumberError(
            f"“{typed.strip()[:40]}” không phải là số. Hãy nhập số, ví dụ 86,5 hoặc 1 500,5."
        )
    if "," in text or " " in text or text.count(".") > 1:
        text = text.replace(" ", "").replace(".", "").replace(",", ".")
    return Decimal(sign + text)


def read_amount(indicator: Indicator | Part, typed: str) -> Amount:
    """Read the answer that an indicator or a part asks for; raises an InputError."""
    if indicator.kind is Kind.YES_NO:
        return _read_yes_no(typed)
    bare = typed.strip().removesuffix("%") if indicator.kind is Kind.PERCENT else typed
    number = read_number(bare)
    if number < 0 or (indicator.kind is Kind.PERCENT and number > 100):
        wanted = "từ 0 đến 100" if indicator.kind is Kind.PERCENT else "từ 0 trở lên"
        raise OutOfRangeError(
            f"{number_for_people(number)} {indicator.unit} không hợp lệ: phải {wanted}. "
            "Hãy kiểm tra lại số liệu."
        )
    return number


def _read_yes_no(typed: str) -> bool:
    word = " ".join(fold(typed).split())
    if word in _YES:
        return True
    if word in _NO:
        return False
    raise NotYesOrNoError(
        f"“{typed.strip()[:40]}” không hợp lệ. Chỉ tiêu này chọn “đạt” hoặc “chưa đạt”."
    )


def means_not_applicable(typed: str) -> bool:
    """Tell whether somebody typed that the indicator does not apply."""
    return " ".join(fold(typed).split()) == NOT_APPLICABLE_WORDS


def not_applicable(indicator: Indicator, reason: str) -> NotApplicable:
    """Set an indicator aside; only those with "nếu có", and only with a reason."""
    if not indicator.if_any:
        raise NotOptionalError(
            f"Chỉ tiêu {indicator.code} luôn phải đánh giá, không chọn được “không áp dụng”. "
            "Hãy nhập kết quả."
        )
    cleaned = clean(reason)
    if cleaned is None:
        raise ReasonMissingError("Hãy ghi lý do không áp dụng chỉ tiêu này.")
    return NotApplicable(cleaned)


def answer_field(answer: Answer | None) -> dict[str, Any] | None:
    """Write an answer as the one field of its record; no answer is null."""
    if answer is None:
        return None
    if isinstance(answer, NotApplicable):
        return {"not_applicable": answer.reason}
    content: dict[str, Any] = {}
    if answer.value is not None:
        content["value"] = amount_spelling(answer.value)
    if answer.parts:
        content["parts"] = {id_: number_spelling(part) for id_, part in answer.parts.items()}
    return content or None


def read_answer(content: Any) -> Answer | None:
    """Read an answer as `answer_field` wrote it; what is of another form is passed over."""
    if not isinstance(content, dict):
        return None
    reason, value = content.get("not_applicable"), content.get("value")
    if isinstance(reason, str):
        return NotApplicable(reason)
    return Given(
        value if isinstance(value, bool) else spelled_number(value),
        spelled_numbers(content.get("parts")),
    )


def spelled_numbers(content: Any) -> dict[str, Decimal]:
    """Read the numbers of an object, by name; what is of another form is passed over."""
    members = content.items() if isinstance(content, dict) else ()
    numbers = {name: spelled_number(value) for name, value in members}
    return {name: number for name, number in numbers.items() if number is not None}


def amount_spelling(value: Amount) -> str | bool:
    """Write a value in its one spelling."""
    return value if isinstance(value, bool) else number_spelling(value)


def answer_for_people(answer: Answer | None, unit: str = "") -> str:
    """Write an answer as officers do: 86,5 %, Đạt, Không áp dụng; nothing for none."""
    if answer is None:
        return ""
    if isinstance(answer, NotApplicable):
        return "Không áp dụng"
    if answer.value is None:
        return ""
    if isinstance(answer.value, bool):
        return "Đạt" if answer.value else "Chưa đạt"
    return f"{number_for_people(answer.value)} {unit}".rstrip()
