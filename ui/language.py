"""Qt's own words in Vietnamese: menus of text fields, standard buttons, file dialogs.

Qt ships no Vietnamese translation, so the words it may say here are ours.
"""

import json
from functools import cache

from PySide6.QtCore import QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from resources import read_text


class QtWords(QTranslator):
    """Answers Qt with the shipped words; what is not among them stays as it is."""

    def translate(
        self,
        context: str,
        sourceText: str,  # noqa: N803 - as Qt names it
        disambiguation: str | None = None,
        n: int = -1,
    ) -> str:
        """Give the Vietnamese for one of Qt's texts, or nothing, as Qt asks."""
        return _words().get(sourceText, "")

    def isEmpty(self) -> bool:
        """Say that there are words, or Qt would not ask for them."""
        return False


def speak_vietnamese(application: QApplication) -> None:
    """Translate what Qt says by itself, and write numbers and dates as people here do."""
    QLocale.setDefault(QLocale(QLocale.Language.Vietnamese, QLocale.Country.Vietnam))
    words = QtWords(application)
    application.installTranslator(words)


@cache
def _words() -> dict[str, str]:
    """Read the words when Qt first says something: no start needs them."""
    words: dict[str, str] = json.loads(read_text("qt_vi.json"))
    return words
