"""Vietnamese text: one spelling inside, the usual spelling for people, search without accents."""

import re
from datetime import date
from decimal import Decimal
from unicodedata import category, normalize

_SPELLED = re.compile(r"-?(?=[0-9.]{1,28}$)(0|[1-9][0-9]*)(\.[0-9]*[1-9])?")


def clean(text: str) -> str | None:
    """Bring typed text to its one spelling (NFC, trimmed); blank text is no text (None)."""
    return normalize("NFC", text).strip() or None


def fold(text: str) -> str:
    """Give the form to search in: lower case, no accents, đ as d."""
    bare = "".join(c for c in normalize("NFD", text.casefold()) if category(c) != "Mn")
    return bare.replace("đ", "d")


def number_spelling(number: Decimal) -> str:
    """Write a number in its one spelling, so that 80 and 80.0 never contradict: "80.5"."""
    text = f"{number.normalize():f}"
    return "0" if text == "-0" else text


def spelled_number(value: object) -> Decimal | None:
    """Read a number in its one spelling; None for anything else, and beyond 28 characters."""
    if not isinstance(value, str) or value == "-0" or not _SPELLED.fullmatch(value):
        return None
    return Decimal(value)


def number_for_people(number: Decimal) -> str:
    """Write a number as officers do: 1.500,5."""
    whole, _, decimals = number_spelling(number).partition(".")
    sign = "-" if whole.startswith("-") else ""
    digits = whole.lstrip("-")
    groups = [digits[max(0, end - 3) : end] for end in range(len(digits), 0, -3)]
    grouped = ".".join(reversed(groups)) if len(digits) > 3 else digits
    return f"{sign}{grouped},{decimals}" if decimals else f"{sign}{grouped}"


def read_day(typed: str) -> str | None:
    """Read dd/mm/yyyy, d-m-yyyy or an ISO date as an ISO date; None for anything else."""
    parts = typed.strip().replace("-", "/").replace(".", "/").split("/")
    try:
        year, month, day = (int(part) for part in (parts if len(parts[0]) == 4 else parts[::-1]))
        return date(year, month, day).isoformat() if 1900 <= year <= 2200 else None
    except ValueError:
        return None


def date_for_people(day: date | str | None) -> str:
    """Write a date as dd/mm/yyyy; nothing for none. Text is an ISO date, or shown as it is."""
    if not day:
        return ""
    try:
        return f"{date.fromisoformat(day) if isinstance(day, str) else day:%d/%m/%Y}"
    except ValueError:
        return str(day)
