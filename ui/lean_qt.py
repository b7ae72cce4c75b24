"""PySide6 without its reading of the source of every module."""

from importlib import import_module
from types import ModuleType
from typing import Any


def spare_sources() -> None:
    """Keep PySide6 from reading, and keeping, the source of each module that is ever loaded.

    It looks there for users of `from __feature__ import`, of which this program has none; that
    is a tenth of the start, and most of the loading of large libraries later. To be called before
    anything of Qt is loaded.
    """
    import_module("PySide6")  # brings the module below along
    feature: Any = import_module("shibokensupport.feature")
    if hasattr(feature, "_mod_uses_pyside"):
        feature._mod_uses_pyside = _asks_for_no_feature  # noqa: SLF001 - there is no setting


def _asks_for_no_feature(_: ModuleType) -> bool:
    return False
