import subprocess
import sys

LOADS_OURS = """
import linecache
from ui.lean_qt import spare_sources
if {lean}:
    spare_sources()
import PySide6.QtWidgets
from ui.words import ABSENT
print(sum(name.endswith("words.py") for name in linecache.cache))
"""


def reads_our_source(*, lean: bool) -> bool:
    script = LOADS_OURS.format(lean=lean)
    done = subprocess.run(
        [sys.executable, "-c", script], stdout=subprocess.PIPE, check=True, text=True
    )
    return done.stdout.strip() == "1"


def test_no_source_is_read_when_modules_are_loaded_after_qt() -> None:
    assert not reads_our_source(lean=True)


def test_pyside_reads_sources_when_left_alone_or_this_is_needed_no_more() -> None:
    assert reads_our_source(lean=False)
