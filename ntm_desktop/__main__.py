"""`ntm-desktop` opens the window; with a command it is `ntm`, the same program without one."""

import gc
import sys
from collections.abc import Sequence
from pathlib import Path

from ntm_desktop.errors import UserError


def main(argv: Sequence[str] | None = None) -> int:
    """Run the program; Qt is loaded only if its window is wanted, and what reads words if any."""
    words = sys.argv[1:] if argv is None else list(argv)
    if not words:
        return _open_window(None, [])
    from ntm_desktop import cli
    from ntm_desktop.cli.arguments import names_command

    return cli.main(words) if names_command(words) else _read_and_open(words)


def _read_and_open(words: Sequence[str]) -> int:
    from ntm_desktop.cli import output
    from ntm_desktop.cli.vietnamese import Parser

    parser = Parser(
        prog="ntm-desktop",
        description="Hồ sơ nông thôn mới. Các lệnh không mở cửa sổ: xem ntm --help.",
    )
    parser.add_argument("--data", type=Path, metavar="DIR", help="thư mục dữ liệu của đơn vị")
    parser.add_argument("files", nargs="*", type=Path, metavar="TỆP", help="gói hồ sơ cần mở")
    output.speak_unicode()
    try:
        options = parser.parse_args(words)
    except UserError as error:
        if sys.stderr is None:
            _tell(str(error))
        return output.refuse(error, as_json=False)
    return _open_window(options.data, options.files)


def _open_window(folder: Path | None, files: Sequence[Path]) -> int:
    prepare()
    from ntm_desktop import app
    from ntm_desktop.paths import default_folder

    return app.run(folder or default_folder(), files)


def prepare() -> None:
    """Have the window's modules load quickly."""
    if sys.stderr is None:
        sys.excepthook = _tell_of_defect
    gc.disable()  # what a start makes stays: looking for garbage in it costs a tenth of the time
    from ui.lean_qt import spare_sources

    spare_sources()


def _tell_of_defect(kind: type[BaseException], error: BaseException, _: object) -> None:
    """Say that the program cannot start, until the window's own crash handler takes over."""
    _tell(
        f"Chương trình không khởi động được. Hãy cài lại chương trình; số liệu vẫn còn nguyên."
        f"\n\n{kind.__name__}: {error}"
    )


def _tell(text: str) -> None:
    """Say something where there is no console: Windows starts the window without one."""
    from ui.windows_shell import tell

    tell("Hồ sơ nông thôn mới", text)


if __name__ == "__main__":
    sys.exit(main())
