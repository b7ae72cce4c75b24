"""Which files of the wheels the program needs; the rest stays out of the installer."""

from fnmatch import fnmatchcase
from typing import Final

QT_MODULES: Final = ("QtCore", "QtGui", "QtNetwork", "QtPrintSupport", "QtSvg", "QtWidgets")
"""Modules of Qt that the program may import; a test holds them against the sources."""

_QT_KEPT: Final = (
    *(f"PySide6/{module}.pyd" for module in QT_MODULES),
    *(f"PySide6/Qt6{module.removeprefix('Qt')}.dll" for module in QT_MODULES),
    "PySide6/*.py",
    "PySide6/support/*.py",
    "PySide6/pyside6.abi3.dll",
    "PySide6/plugins/iconengines/qsvgicon.dll",
    *(f"PySide6/plugins/imageformats/q{kind}.dll" for kind in ("gif", "ico", "jpeg", "svg")),
    "PySide6/plugins/platforms/qwindows.dll",
    "PySide6/plugins/styles/*.dll",
    "shiboken6/*.py",
    "shiboken6/Shiboken.pyd",
    "shiboken6/shiboken6.abi3.dll",
    "shiboken6/msvcp140*.dll",
    "shiboken6/vcruntime140*.dll",
)
"""All that stays of Qt: 210 MB come, a third stays."""

_DROPPED: Final = (
    "*.pyi",
    "*.pyx",
    "*.pxd",
    "*.pxi",
    "*.c",
    "*.h",
    "*.lib",
    "*/tests/*",
    "*.dist-info/RECORD",
    "*.dist-info/WHEEL",
    "*.dist-info/INSTALLER",
    "*.dist-info/direct_url.json",
    "*.dist-info/sboms/*",
    "PIL/_avif*",  # a codec of 7.5 MB for a kind of picture that is not taken in
    "PIL/_imagingtk*",
    "PIL/ImageTk.py",
    "lxml/html/*",
    "lxml/includes/*",
    "lxml/isoschematron/*",
    "lxml/objectify*",
    "reportlab/fonts/*",  # documents are set in the program's own
    "reportlab/graphics/samples/*",
)


def is_kept(name: str) -> bool:
    """Tell whether a file of a wheel, by its name with slashes, belongs into the program."""
    if name.endswith("/") or ".data/scripts/" in name:
        return False
    if name.startswith(("PySide6/", "shiboken6/")):
        return any(_matches(name, pattern) for pattern in _QT_KEPT)
    return not any(fnmatchcase(name, pattern) for pattern in _DROPPED)


def _matches(name: str, pattern: str) -> bool:
    """Match within one folder: a star stands for no slash."""
    return name.count("/") == pattern.count("/") and fnmatchcase(name, pattern)
