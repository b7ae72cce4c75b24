"""The words and options of the command line."""

import argparse
from collections.abc import Sequence

from ntm_desktop.cli.argument_parts import add_global, group
from ntm_desktop.cli.assessment_arguments import (
    add_assessment,
    add_evidence,
    add_papers,
    add_sets,
    add_units,
)
from ntm_desktop.cli.office_arguments import (
    add_care,
    add_conflicts,
    add_folder,
    add_keys,
    add_packages,
    add_setting_up,
)
from ntm_desktop.cli.vietnamese import Parser

EPILOGUE = (
    "Kết thúc với mã 0: đã làm xong; 1: lỗi của chương trình; 2: dùng sai lệnh, chưa thiết lập, "
    "thiếu mật khẩu; 3: nội dung không được nhận; 4: thư mục dữ liệu hoặc ổ đĩa; 130: bị dừng."
)
COMMANDS = (
    "init",
    "demo",
    "status",
    "subject",
    "indicator",
    "year",
    "threshold",
    "set",
    "evidence",
    "package",
    "folder",
    "conflict",
    "key",
    "unit",
    "dossier",
    "checklist",
    "backup",
    "restore",
    "update",
    "check",
)


def parse(argv: Sequence[str] | None) -> argparse.Namespace:
    """Read a command line; raises CommandLineError, or SystemExit once help was shown.

    `run` of the result names the function that does the command, as "module:function".
    """
    return _parser().parse_args(argv)


def names_command(argv: Sequence[str]) -> bool:
    """Tell whether a command line is one of `ntm`, not a list of files for the window."""
    words = iter(argv)
    for word in words:
        if word in ("--data", "--passphrase-file"):
            next(words, None)
        elif not word.startswith("-"):
            return word in COMMANDS
    return False


def _parser() -> Parser:
    parser = Parser(
        prog="ntm", description="Hồ sơ nông thôn mới, không mở cửa sổ", epilog=EPILOGUE
    )
    parser.set_defaults(data=None, json=False, passphrase_file=None)
    add_global(parser)
    commands = group(parser)
    add_setting_up(commands)
    add_assessment(commands)
    add_sets(commands)
    add_evidence(commands)
    add_packages(commands)
    add_folder(commands)
    add_conflicts(commands)
    add_keys(commands)
    add_units(commands)
    add_papers(commands)
    add_care(commands)
    return parser
