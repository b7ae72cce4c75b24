"""Collects what is wrong with parsed data, by its place: objects, lists and single values."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from math import isfinite
from typing import Any, Final, NamedTuple, TypeAlias
from unicodedata import category

from ntm_desktop.exchange.yaml_places import Place

LONGEST_TEXT: Final = 2_000
LARGEST_NUMBER: Final = 10**15

Check: TypeAlias = Callable[[Any], str | None]
"""Says what is wrong with a value (Vietnamese), or nothing."""


class Problem(NamedTuple):
    """One thing that is wrong: where, and what in words."""

    place: Place
    words: str


class Checker:
    """Collects problems."""

    def __init__(self) -> None:
        self.found: list[Problem] = []

    def say(self, place: Place, words: str) -> None:
        """Note a problem."""
        self.found.append(Problem(place, words))

    def mapping(
        self, place: Place, value: Any, fields: Mapping[str, Check], optional: Sequence[str] = ()
    ) -> bool:
        """Check an object: no field missing or unknown, each of its form; tell whether it is."""
        if not isinstance(value, Mapping):
            self.say(place, "phải gồm các mục có tên")
            return False
        before = len(self.found)
        for name in value:
            if name not in fields:
                self.say((*place, name), f"không có mục nào tên “{name}”")
        for name, check in fields.items():
            if name in value:
                self.value((*place, name), value[name], check)
            elif name not in optional:
                self.say(place, f"thiếu mục “{name}”")
        return len(self.found) == before

    def value(self, place: Place, value: Any, check: Check) -> bool:
        """Check one value."""
        words = check(value)
        if words is not None:
            self.say(place, f"“{place[-1]}” {words}" if isinstance(place[-1], str) else words)
        return words is None

    def mappings(self, items: Iterable[tuple[Place, Any]], fields: Mapping[str, Check]) -> bool:
        """Check objects of one form; tell whether all of them are."""
        found = [self.mapping(place, item, fields) for place, item in items]
        return all(found)

    def values(self, items: Iterable[tuple[Place, Any]], check: Check) -> bool:
        """Check values of one form; tell whether all of them are."""
        found = [self.value(place, item, check) for place, item in items]
        return all(found)

    def items(self, place: Place, value: Any) -> Iterator[tuple[Place, Any]]:
        """Go through a list; what is none has been noted, and has no items."""
        if isinstance(value, list):
            for at, item in enumerate(value):
                yield (*place, at), item

    def unique(self, values: Iterable[tuple[Place, object]], what: str) -> None:
        """Note values that come again."""
        seen: set[object] = set()
        for place, value in values:
            if value in seen:
                self.say(place, f"{what} “{value}” bị trùng")
            seen.add(value)


def anything(_: Any) -> str | None:
    """Take whatever it is; it is checked elsewhere, or never looked at."""
    return None


def text(value: Any) -> str | None:
    """Ask for text on one line that says something."""
    if not isinstance(value, str):
        return "phải là chữ; nếu là số hay ngày thì ghi trong dấu nháy"
    if not value.strip():
        return "để trống"
    if len(value) > LONGEST_TEXT:
        return f"dài quá {LONGEST_TEXT} ký tự"
    if any(category(letter) in {"Cc", "Cf", "Co", "Cn", "Cs"} for letter in value):
        return "có ký tự không in được"
    return None


def text_or_none(value: Any) -> str | None:
    """Ask for text, or nothing."""
    return None if value is None else text(value)


def flag(value: Any) -> str | None:
    """Ask for true or false."""
    return None if isinstance(value, bool) else "phải là true hoặc false"


def yes(value: Any) -> str | None:
    """Ask for true."""
    return None if value is True else "phải là true"


def count(value: Any) -> str | None:
    """Ask for a whole number from 1."""
    is_count = isinstance(value, int) and not isinstance(value, bool) and value >= 1
    return None if is_count else "phải là số nguyên từ 1 trở lên"


def number(value: Any) -> str | None:
    """Ask for a number that is one in the file too: text that looks like one is not."""
    if isinstance(value, str):
        return f"“{value}” phải là số, không phải chữ (bỏ dấu nháy, số lẻ dùng dấu chấm)"
    if isinstance(value, bool) or not isinstance(value, int | float):
        return "phải là số"
    if not isfinite(value) or not 0 <= value <= LARGEST_NUMBER:
        return "phải là số từ 0 trở lên"
    return None


def number_or_none(value: Any) -> str | None:
    """Ask for a number; null is unknown."""
    return None if value is None else number(value)


def some(value: Any) -> str | None:
    """Ask for a list."""
    return None if isinstance(value, list) else "phải là danh sách"


def day_or_none(value: Any) -> str | None:
    """Ask for a date, or nothing."""
    return None if value is None else day(value)


def day(value: Any) -> str | None:
    """Ask for a date as ISO text."""
    try:
        if isinstance(value, str) and date.fromisoformat(value).isoformat() == value:
            return None
    except ValueError:
        pass
    return "phải là ngày dạng 'năm-tháng-ngày' trong dấu nháy, ví dụ '2024-06-17'"


def one_of(*allowed: object) -> Check:
    """Ask for one of a few values."""

    def check(value: Any) -> str | None:
        if any(value == one and type(value) is type(one) for one in allowed):
            return None
        return f"“{value}” không hợp lệ; dùng: {', '.join(map(str, allowed))}"

    return check


def spelled(pattern: str, words: str) -> Check:
    """Ask for text of a form; `words` say of which."""
    form = re.compile(pattern)

    def check(value: Any) -> str | None:
        is_one = isinstance(value, str) and form.fullmatch(value)
        return None if is_one else f"“{value}” phải là {words}"

    return check
