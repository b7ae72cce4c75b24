"""What all commands are made of on the command line."""

import argparse
from pathlib import Path
from typing import TypeAlias

from ntm_desktop.cli.vietnamese import Parser

# argparse gives the type no other name, and it has parameters for checkers only
Commands: TypeAlias = "argparse._SubParsersAction[Parser]"  # noqa: SLF001
Exclusive: TypeAlias = "argparse._MutuallyExclusiveGroup"  # noqa: SLF001


def add_global(parser: Parser) -> None:
    """Add what may stand before the command as well as after it."""
    without = argparse.SUPPRESS  # so that a command does not undo what stood before it
    parser.add_argument(
        "--data", type=Path, metavar="DIR", default=without, help="thư mục dữ liệu của đơn vị"
    )
    parser.add_argument(
        "--json", action="store_true", default=without, help="in ra đúng một tài liệu JSON"
    )
    parser.add_argument(
        "--passphrase-file",
        type=Path,
        metavar="F",
        default=without,
        help="tệp có mật khẩu khóa của đơn vị ở dòng đầu",
    )


def group(parser: Parser) -> Commands:
    """Make room for commands."""
    return parser.add_subparsers(
        dest="command", required=True, metavar="LỆNH", title="Các lệnh", parser_class=Parser
    )


def command(commands: Commands, name: str, run: str | None, what: str) -> Parser:
    """Add a command; without `run` it only holds further ones."""
    parser = commands.add_parser(name, help=what, description=what)
    add_global(parser)
    if run:
        parser.set_defaults(run=run)
    return parser


def holder(commands: Commands, name: str, what: str) -> Commands:
    """Add a command that only holds further ones."""
    return group(command(commands, name, None, what))


def add_sheet(parser: Parser, *, subject: bool = True, year: bool = True) -> None:
    """Let the sheet be chosen."""
    parser.add_argument("--set", metavar="ID", help="bộ tiêu chí; mặc định: bộ đầu của đơn vị")
    if subject:
        parser.add_argument("--subject", metavar="MÃ", help="đối tượng; ở xã mặc định là xã mình")
    if year:
        parser.add_argument("--year", type=int, metavar="NĂM", help="năm; mặc định: năm nay")


def add_sheet_sources(group: Exclusive, digits: str, image: str) -> None:
    """Add the two ways to read a recovery sheet."""
    group.add_argument(digits, type=Path, metavar="F", help="tệp văn bản có 17 hàng số")
    group.add_argument(image, type=Path, metavar="F", help="ảnh chụp, bản quét giấy khôi phục")
