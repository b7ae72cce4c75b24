"""What of the wheels goes into the Windows program."""

import re

import pytest

from installer.tree import PACKAGES, ROOT
from installer.trim import QT_MODULES, is_kept

_IMPORT = re.compile(r"^\s*(?:from|import) PySide6\.(\w+)", re.MULTILINE)


def test_every_qt_module_that_the_program_imports_is_shipped() -> None:
    imported = {
        name
        for package in PACKAGES
        for path in (ROOT / package).rglob("*.py")
        for name in _IMPORT.findall(path.read_text(encoding="utf-8"))
    }

    assert imported
    assert imported <= set(QT_MODULES)


@pytest.mark.parametrize(
    "name",
    [
        "PySide6/QtWidgets.pyd",
        "PySide6/Qt6Svg.dll",
        "PySide6/__init__.py",
        "PySide6/plugins/platforms/qwindows.dll",
        "PySide6/plugins/imageformats/qjpeg.dll",
        "shiboken6/msvcp140_1.dll",
        "PIL/_imaging.cp311-win_amd64.pyd",
        "pikepdf.libs/qpdf30.dll",
        "lxml/etree.cp311-win_amd64.pyd",
        "openpyxl-3.1.5.dist-info/METADATA",
    ],
)
def test_what_the_program_needs_is_kept(name: str) -> None:
    assert is_kept(name)


@pytest.mark.parametrize(
    "name",
    [
        "PySide6/Qt6Quick.dll",
        "PySide6/QtQml.pyd",
        "PySide6/QtWidgets.pyi",
        "PySide6/designer.exe",
        "PySide6/qml/QtQuick/qtquick2plugin.dll",
        "PySide6/opengl32sw.dll",
        "PySide6/translations/qtbase_de.qm",
        "PySide6/plugins/platforms/qoffscreen.dll",
        "shiboken6/include/sbkpython.h",
        "PIL/_avif.cp311-win_amd64.pyd",
        "reportlab/tests/",
        "click-8.5.1.dist-info/RECORD",
        "sqlite_utils-4.2.1.data/scripts/tool",
    ],
)
def test_what_it_does_not_need_stays_out(name: str) -> None:
    assert not is_kept(name)
