"""The tests about the operating system, under the Windows Python that is shipped."""

import re
import shutil
import zipfile
from typing import Final

from installer import sources
from installer.smoke_wine import CACHE, FOLDER, ROOT, StepFailedError, Wine

PYTEST: Final = sources.HERE / "wine" / "requirements-tests.txt"
_PTH: Final = "python311.zip\n.\napp\nLib\\site-packages\nLib\\tests\nZ:{root}\n"
_TRIMMED: Final = frozenset({"PySide6/QtTest.pyd", "PySide6/Qt6Test.dll"})
"""What pytest-qt needs and the program does not."""
_IGNORED: Final = "qt_log_ignore=" + "\n".join(
    ("This plugin does not support ", "QtWindows::DpiAwareness", "EnableNonClientDpiScaling")
)
"""The warnings that pyproject.toml lets pass, and what this Wine lacks."""
_SECONDS: Final = 420


def run(wine: Wine) -> str:
    """Run them in a copy of the installed program; give pytest's last line."""
    program = wine.prefix / "drive_c" / "tried"
    shutil.copytree(wine.installed / "program", program)
    for name, data in sources.python_files(CACHE, None, None).items():
        path = program / name
        if not path.exists():  # what pytest needs and the program does not
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
    for wheel in sources.wheels(CACHE):
        with zipfile.ZipFile(wheel) as archive:
            for name in _TRIMMED & set(archive.namelist()):
                archive.extract(name, program / "Lib" / "site-packages")
    for wheel in sources.wheels(CACHE, PYTEST):
        shutil.unpack_archive(wheel, program / "Lib" / "tests", "zip")
    root = str(ROOT).replace("/", "\\")
    (program / "python311._pth").write_text(_PTH.format(root=root), encoding="utf-8")
    said = wine.run(
        wine.on_c(program / "python.exe"),
        *("-m", "pytest", "-q", "-p", "no:cacheprovider", "-m", "os", "-o", _IGNORED),
        *("--rootdir", f"Z:{root}", "-c", f"Z:{root}\\pyproject.toml", f"Z:{root}\\tests"),
        seconds=_SECONDS,
    )
    (FOLDER / "windows tests.txt").write_text(said.text, encoding="utf-8")
    last = said.text.strip().splitlines()[-1] if said.text.strip() else ""
    if said.status or not re.search(r"\d+ passed", last):
        raise StepFailedError(f"pytest left with {said.status}:\n{said.text[-4000:]}")
    return last.strip("= ")
