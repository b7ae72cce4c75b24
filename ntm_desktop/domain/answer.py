"""Answers to an indicator: what officers type, and the one spelling that is kept."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from types import MappingProxyType
from typing import Any, TypeAlias

from ntm_desktop.domain.criteria import Indicator, Kind, Named, Part, Scale
from ntm_desktop.domain.text import (
    clean,
    fold,
    number_for_people,
    number_spelling,
    spelled_number,
)
from ntm_desktop.errors import InputError


@dataclass(frozen=True, slots=True)
class Level:
    """The level that was reached on an indicator's scale (mức đạt được)."""

    name: str


@dataclass(frozen=True, slots=True)
class Chosen:
    """What was chosen of an indicator's options, by their ids in one order; perhaps nothing."""

    ids: tuple[str, ...]


Amount: TypeAlias = Decimal | bool | Level | Chosen
_NOTHING: Mapping[str, Decimal] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Carried:
    """Where an answer was carried over from (mang sang): it counts once an officer confirms it."""

    criteria_set: str
    year: int

    def words(self, year: int) -> str:
        """Say in a year's sheet what is to be done; of the same year it is from another set."""
        source = "bộ tiêu chí khác" if self.year == year else f"năm {self.year}"
        return f"Số liệu mang từ {source} sang, cần xác nhận lại"


@dataclass(frozen=True, slots=True)
class Given:
    """An answer: a number, yes/no, a level or a choice, and what was entered for the parts."""

    value: Amount | None
    parts: Mapping[str, Decimal] = field(default_factory=lambda: _NOTHING)
    carried: Carried | None = None


@dataclass(frozen=True, slots=True)
class NotApplicable:
    """The answer that an indicator does not apply here (không áp dụng), and why."""

    reason: str
    carried: Carried | None = None


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


class NotOnScaleError(InputError):
    """The level is not on the indicator's scale."""

    code = "not_on_scale"


class NoSuchOptionError(InputError):
    """What was chosen is none of the indicator's options."""

    code = "no_such_option"


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
_NONE_CHOSEN = {"0", "khong", "khong co", "chua co"}
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
    if isinstance(indicator, Indicator) and indicator.scale:
        return _read_level(indicator.scale, typed)
    if isinstance(indicator, Indicator) and indicator.options:
        return _read_choice(indicator.options, typed)
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


def _read_level(scale: Scale, typed: str) -> Level:
    wanted = _plainly(typed)
    found = [level for level in scale.levels if _plainly(level) == wanted]
    if len(found) == 1:
        return Level(found[0])
    raise NotOnScaleError(
        f"“{typed.strip()[:40]}” không có trong thang bậc. "
        f"Hãy ghi một trong các mức: {', '.join(scale.levels)}."
    )


def _read_choice(options: Sequence[Named], typed: str) -> Chosen:
    """Read names or ids with semicolons between them; "không" says that nothing was chosen."""
    if _plainly(typed) in _NONE_CHOSEN:
        return Chosen(())
    named = {_plainly(name): one.id for one in options for name in (one.id, one.name)}
    asked = [part for part in typed.split(";") if part.strip()]
    unknown = next((part for part in asked if _plainly(part) not in named), None)
    if unknown is not None:
        names = "; ".join(one.name for one in options)
        raise NoSuchOptionError(
            f"“{unknown.strip()[:40]}” không có trong các lựa chọn. Hãy ghi tên, cách nhau bằng "
            f"dấu chấm phẩy, trong số: {names}; hoặc ghi “không” nếu chưa có."
        )
    return choice(named[_plainly(part)] for part in asked)


def choice(ids: Iterable[str]) -> Chosen:
    """Make a choice of ids, each once and in one order, so that two PCs never differ in it."""
    return Chosen(tuple(sorted(set(ids))))


def _plainly(text: str) -> str:
    return " ".join(fold(text).split())


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
    content = _content(answer)
    if content and answer.carried is not None:
        content["carried"] = {"set": answer.carried.criteria_set, "year": answer.carried.year}
    return content or None


def _content(answer: Answer) -> dict[str, Any]:
    if isinstance(answer, NotApplicable):
        return {"not_applicable": answer.reason}
    content: dict[str, Any] = {}
    if isinstance(answer.value, Level):
        content["level"] = answer.value.name
    elif isinstance(answer.value, Chosen):
        content["options"] = list(answer.value.ids)
    elif answer.value is not None:
        content["value"] = amount_spelling(answer.value)
    if answer.parts:
        content["parts"] = {id_: number_spelling(part) for id_, part in answer.parts.items()}
    return content


def read_answer(content: Any) -> Answer | None:
    """Read an answer as `answer_field` wrote it; what is of another form is passed over."""
    if not isinstance(content, dict):
        return None
    reason, carried = content.get("not_applicable"), read_carried(content.get("carried"))
    if isinstance(reason, str):
        return NotApplicable(reason, carried)
    return Given(_read_value(content), spelled_numbers(content.get("parts")), carried)


def read_carried(content: Any) -> Carried | None:
    """Read where an answer was carried over from; what is of another form is passed over."""
    match content:
        case {"set": str(set_id), "year": int(year)} if not isinstance(year, bool):
            return Carried(set_id, year)
    return None


def _read_value(content: Mapping[str, Any]) -> Amount | None:
    value, level, options = (content.get(name) for name in ("value", "level", "options"))
    if isinstance(level, str):
        return Level(level)
    if isinstance(options, list):
        return choice(id_ for id_ in options if isinstance(id_, str))
    return value if isinstance(value, bool) else spelled_number(value)


def spelled_numbers(content: Any) -> dict[str, Decimal]:
    """Read the numbers of an object, by name; what is of another form is passed over."""
    members = content.items() if isinstance(content, dict) else ()
    numbers = {name: spelled_number(value) for name, value in members}
    return {name: number for name, number in numbers.items() if number is not None}


def amount_spelling(value: Amount) -> str | bool | list[str]:
    """Write a value in its one spelling; a level is its name, a choice the list of its ids."""
    if isinstance(value, Level):
        return value.name
    if isinstance(value, Chosen):
        return list(value.ids)
    return value if isinstance(value, bool) else number_spelling(value)


def answer_for_people(answer: Answer | None, unit: str = "", options: Sequence[Named] = ()) -> str:
    """Write an answer as officers do: 86,5 %, Đạt, Khá, Không áp dụng; nothing for none."""
    if answer is None:
        return ""
    if isinstance(answer, NotApplicable):
        return "Không áp dụng"
    if answer.value is None:
        return ""
    if isinstance(answer.value, bool):
        return "Đạt" if answer.value else "Chưa đạt"
    if isinstance(answer.value, Level):
        return answer.value.name
    if isinstance(answer.value, Chosen):
        return chosen_for_people(answer.value, options)
    return f"{number_for_people(answer.value)} {unit}".rstrip()


def chosen_for_people(chosen: Chosen, options: Sequence[Named]) -> str:
    """Name what was chosen, in the order of the options; ids that are none of them come last."""
    names = [one.name for one in options if one.id in chosen.ids]
    others = [id_ for id_ in chosen.ids if id_ not in {one.id for one in options}]
    return "; ".join([*names, *others]) or "Không có"
