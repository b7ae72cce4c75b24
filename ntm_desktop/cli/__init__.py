"""The program without its window, for IT staff, scripts and tests: `ntm`."""

import sys
from argparse import Namespace
from collections.abc import Callable, Sequence
from importlib import import_module

from ntm_desktop.cli import output
from ntm_desktop.cli.arguments import parse
from ntm_desktop.cli.output import Answer
from ntm_desktop.errors import UserError

INTERRUPTED = 130


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command, and give the status to leave with (0, 1, 2, 3, 4 or 130)."""
    output.speak_unicode()
    words = sys.argv[1:] if argv is None else list(argv)
    as_json = "--json" in words  # also where the rest of the line cannot be read
    try:
        options = parse(words)
        return output.give(find(options.run)(options), as_json=options.json)
    except SystemExit as leaving:  # help was shown
        return int(leaving.code or 0)
    except UserError as error:
        return output.refuse(error, as_json=as_json)
    except KeyboardInterrupt:
        return output.fail("interrupted", "Đã dừng.", INTERRUPTED, as_json=as_json)
    except OSError as error:
        from ntm_desktop.cli.failures import disk_failed

        return disk_failed(error, as_json=as_json)
    except Exception as error:
        from ntm_desktop.cli.failures import defect

        return defect(error, as_json=as_json)


def find(run: str) -> Callable[[Namespace], Answer]:
    """Load the function that does a command; the others stay unloaded."""
    module, _, name = run.partition(":")
    found: Callable[[Namespace], Answer] = getattr(import_module(f"{__name__}.{module}"), name)
    return found
