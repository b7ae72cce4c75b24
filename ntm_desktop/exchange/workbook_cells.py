"""Cells of a workbook, read as what a column asks for."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final, TypeAlias

from ntm_desktop.domain.answer import read_number
from ntm_desktop.domain.text import clean, fold, number_for_people
from ntm_desktop.errors import InputError

LONGEST_TEXT: Final = 2_000


class CellError(ValueError):
    """What a cell holds is not what its column asks for; says so in words."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell that is not empty: text (NFC, trimmed), number, yes/no or date, and how it shows."""

    value: str | Decimal | bool | date
    number_format: str = "General"


Read: TypeAlias = Callable[[Cell], Any]
"""Reads one cell; raises CellError, or any InputError, whose words are told with the place."""


def cell(value: Any, number_format: str = "General") -> Cell | None:
    """Take a cell's value as openpyxl gives it; None for an empty one."""
    match value:
        case str():
            text = clean(value)
            return Cell(text, number_format) if text else None
        case bool():
            return Cell(value, number_format)
        case int() | float():
            # What the sheet shows as 0,3 may be stored as 0.30000000000000004.
            return Cell(Decimal(f"{value:.15g}"), number_format)
        case datetime():
            return Cell(value.date(), number_format)
        case date():
            return Cell(value, number_format)
    return None if value is None else Cell(str(value), number_format)


def text(given: Cell) -> str:
    """Read words; a number is taken as it would be written."""
    value = given.value
    if isinstance(value, bool | date):
        raise CellError("phải là chữ")
    words = number_for_people(value) if isinstance(value, Decimal) else value
    if len(words) > LONGEST_TEXT:
        raise CellError(f"dài quá {LONGEST_TEXT} ký tự")
    return words


def code(given: Cell) -> str:
    """Read a code; as a number it lost the zeros it began with, unless the format shows them."""
    if isinstance(given.value, str):
        return given.value
    if isinstance(given.value, Decimal) and given.value == int(given.value) >= 0:
        digits = given.number_format
        if digits and set(digits) == {"0"}:
            return f"{int(given.value):0{len(digits)}d}"
        raise CellError(
            "là số nên có thể đã mất số 0 ở đầu mã; hãy định dạng ô là Văn bản (Text) "
            "rồi gõ lại mã"
        )
    raise CellError("phải là mã")


def number(given: Cell) -> Decimal:
    """Read a number; typed as text it follows the rules of typed numbers (15,8)."""
    if isinstance(given.value, bool | date):
        raise CellError("phải là số")
    return given.value if isinstance(given.value, Decimal) else read_number(given.value)


def count(given: Cell) -> int:
    """Read a whole number from 0 up."""
    value = number(given)
    if value != int(value) or value < 0:
        raise CellError("phải là số nguyên từ 0 trở lên")
    return int(value)


def day(given: Cell) -> date:
    """Read a date: a date cell, or dd/mm/yyyy as text."""
    if isinstance(given.value, date):
        return given.value
    if isinstance(given.value, str):
        parts = given.value.replace("-", "/").replace(".", "/").split("/")
        try:
            numbers = [int(part) for part in parts]
            if len(numbers) == 3:
                year_first = numbers[0] > 31
                return date(*(numbers if year_first else reversed(numbers)))
        except ValueError:
            pass
    raise CellError("phải là ngày dạng dd/mm/yyyy")


def choice(known: Mapping[str, Any], also: Mapping[str, Any] | None = None) -> Read:
    """Make what reads one of some words, whatever their case and accents.

    `also` is understood too, but not what people are told to write.
    """
    by_words = {fold(words): value for words, value in {**(also or {}), **known}.items()}

    def read(given: Cell) -> Any:
        try:
            return by_words[fold(text(given))]
        except KeyError:
            raise CellError(f"phải là một trong: {', '.join(known)}") from None

    return read


def yes_no(given: Cell) -> bool:
    """Read a yes or no: a logical cell, or the words for it."""
    if isinstance(given.value, bool):
        return given.value
    read = choice({"có": True, "x": True, "đạt": True, "không": False, "chưa đạt": False})
    return bool(read(given))


def words_of(error: CellError | InputError) -> str:
    """Say what a cell's reader objects to."""
    return str(error)
