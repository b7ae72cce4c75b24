"""A command line that is explained, and refused, in Vietnamese."""

import argparse
import re
from collections.abc import Iterable
from typing import Any, NoReturn

from ntm_desktop.errors import UsageError

_HEADINGS = {
    "positional arguments": "Nội dung",
    "options": "Tùy chọn",
    "optional arguments": "Tùy chọn",
}
_NO_OPTION = re.compile(r"argument (?P<name>.+?): (?P<rest>.+)", re.DOTALL)
_WORDING = (
    (r"the following arguments are required: (.+)", "thiếu {0}"),
    (r"one of the arguments (.+) is required", "thiếu một trong {0}"),
    (r"unrecognized arguments: (.+)", "không hiểu “{0}”"),
    (r"expected one argument", "thiếu nội dung đi kèm"),
    (r"expected at least one argument", "cần ít nhất một nội dung đi kèm"),
    (r"expected (\d+) arguments?", "cần đúng {0} nội dung đi kèm"),
    (r"ignored explicit argument (.+)", "không nhận nội dung {0}"),
    (r"not allowed with argument (.+)", "không dùng cùng {0}"),
    (r"invalid choice: (.+?) \(choose from (.+)\)", "{0} không hợp lệ, chỉ nhận {1}"),
    (r"invalid (?:\w+) value: (.+)", "{0} không hợp lệ"),
)


class CommandLineError(UsageError):
    """The command line is not one that the program understands."""

    code = "wrong_use"


class Formatter(argparse.HelpFormatter):
    """Help with Vietnamese headings."""

    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[Any],
        prefix: str | None = None,
    ) -> None:
        """Start with how the command is used."""
        super().add_usage(usage, actions, groups, "Cách dùng: " if prefix is None else prefix)

    def start_section(self, heading: str | None) -> None:
        """Head a list of arguments."""
        super().start_section(_HEADINGS.get(heading or "", heading))


class Parser(argparse.ArgumentParser):
    """A parser that raises CommandLineError, and whose options cannot be shortened."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            **{"formatter_class": Formatter, "add_help": False, "allow_abbrev": False, **options}
        )
        self.add_argument("-h", "--help", action="help", help="hiện hướng dẫn này rồi thoát")

    def error(self, message: str) -> NoReturn:
        """Refuse the command line: what is wrong, and where to read how it is used."""
        raise CommandLineError(
            f"Lệnh chưa đúng: {_in_vietnamese(message)}. Xem cách dùng: {self.prog} --help"
        )


def _in_vietnamese(message: str) -> str:
    named = _NO_OPTION.fullmatch(message)
    if named:
        return f"{named['name']} {_in_vietnamese(named['rest'])}"
    for pattern, words in _WORDING:
        found = re.fullmatch(pattern, message, re.DOTALL)
        if found:
            return words.format(*found.groups())
    return message
