"""What a start may load before Tổng quan shows its figures: every module makes officers wait."""

import json
import subprocess
import sys

import pytest

from ntm_desktop.services.workplace import Workplace

MOST_OF_OURS = 81
OURS = ("ntm_desktop", "ui", "db", "resources")
NOT_YET = {
    "_hashlib",  # OpenSSL: 4 MB
    "cryptography",
    "ntm_desktop.cli",
    "ntm_desktop.domain.merge",
    "ntm_desktop.exchange.keys",
    "ntm_desktop.exchange.package",
    "ntm_desktop.services.backups",
    "ntm_desktop.services.conflicts",
    "ntm_desktop.services.correspondence",
    "ntm_desktop.services.self_assessment",
    "ntm_desktop.services.updates",
    "db.journal",
    "openpyxl",
    "PIL",
    "pikepdf",
    "pypdfium2",
    "PySide6.QtNetwork",
    "reportlab",
    "sqlite_utils",
    "ui.screens.criteria",
    "ui.screens.receive",
    "ui.screens.send",
    "ui.widgets.drop_overlay",
    "yaml",
}
STARTS = """
import json, os, sys
from pathlib import Path
from tests.bench import windows

def leave():
    print(json.dumps(sorted(sys.modules)), flush=True)
    os._exit(0)

windows.leave = leave
windows.ours(Path(sys.argv[1]))
"""


@pytest.fixture
def loaded(commune: Workplace) -> set[str]:
    """The modules of a program that shows its figures, not for the first time."""
    commune.board(commune.sheet())  # keeps the compact form of the criteria
    words = [sys.executable, "-c", STARTS, str(commune.folder.root)]
    done = subprocess.run(words, stdout=subprocess.PIPE, check=True, timeout=60)
    return set(json.loads(done.stdout))


def test_what_the_figures_do_without_is_not_loaded_for_them(loaded: set[str]) -> None:
    assert "ui.screens.overview.screen" in loaded
    assert loaded & NOT_YET == set()


def test_few_of_our_modules_are_loaded_for_the_figures(loaded: set[str]) -> None:
    ours = {name for name in loaded if name.split(".")[0] in OURS}
    assert len(ours) <= MOST_OF_OURS, sorted(ours)
