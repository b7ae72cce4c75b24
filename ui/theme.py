"""The look of the window: font, palette and stylesheet, following the system."""

from functools import cache
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtGui import QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication

import resources
from ui import colours, icons

FAMILY = "Be Vietnam Pro"
_AT_ONCE = ("Regular", "SemiBold", "Bold")
_FONT = f'QAbstractItemView, QMenu, QMessageBox, QToolTip {{ font: 10pt "{FAMILY}"; }}\n'
"""For what has a smaller font of its own on Windows.

A stylesheet, because Qt gives them the system's again at every change of the system's look and
when a first stylesheet is put on.
"""
_LATER = ("Medium", "Italic")


class Theme(QObject):
    """Dresses the application, and again whenever the system turns light or dark.

    A system in high contrast keeps its own colours: only the font is ours then.
    """

    def __init__(self, application: QApplication) -> None:
        super().__init__(application)
        self._application = application
        application.setStyle("Fusion")
        load_fonts(_AT_ONCE)
        font = QFont(FAMILY, 10)
        font.setHintingPreference(QFont.HintingPreference.PreferVerticalHinting)
        application.setFont(font)
        self.dress()
        hints = application.styleHints()
        hints.colorSchemeChanged.connect(self.dress)
        hints.accessibility().contrastPreferenceChanged.connect(self.dress)

    @Slot()
    def dress(self) -> None:
        """Put on what the system asks for now."""
        hints = self._application.styleHints()
        if hints.accessibility().contrastPreference() is Qt.ContrastPreference.HighContrast:
            self.wear(None)
        elif hints.colorScheme() is Qt.ColorScheme.Dark:
            self.wear(colours.DARK)
        else:
            self.wear(colours.LIGHT)

    def wear(self, chosen: colours.Colours | None) -> None:
        """Put on one set of colours, or none of ours."""
        if chosen is None:
            self._application.setStyleSheet(_FONT)
            self._application.setPalette(QPalette())  # the system's own again
        else:
            self._application.setPalette(colours.palette_of(chosen))
            self._application.setStyleSheet(_FONT + stylesheet(chosen))
        icons.tint_again()


def stylesheet(chosen: colours.Colours) -> str:
    """Fill the one stylesheet with colours."""
    text = _template()
    names = chosen.plain() | {
        "icons": _icon_folder().as_posix(),
        "shade": "dark" if chosen is colours.DARK else "light",
    }
    for name in sorted(names, key=len, reverse=True):
        text = text.replace(f"@{name}", names[name])
    return text


def load_fonts(weights: tuple[str, ...] = _LATER) -> None:
    """Load weights of the shipped font; those the first screen does without may come later."""
    for weight in weights:
        QFontDatabase.addApplicationFont(str(_path(f"fonts/ui/BeVietnamPro-{weight}.ttf")))


@cache
def _template() -> str:
    return resources.read_text("styles/app.qss")


def _icon_folder() -> Path:
    return _path("icons")


def _path(name: str) -> Path:
    return Path(resources.__file__).parent / name
