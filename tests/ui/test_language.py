"""Qt's own words."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QLocale, QTranslator
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from ui.language import speak_vietnamese

pytestmark = pytest.mark.os


@pytest.fixture
def vietnamese(qapp: QApplication) -> Iterator[None]:
    before, known = QLocale(), set(qapp.findChildren(QTranslator))
    speak_vietnamese(qapp)
    yield
    for words in set(qapp.findChildren(QTranslator)) - known:
        qapp.removeTranslator(words)
        words.deleteLater()
    QLocale.setDefault(before)


@pytest.mark.parametrize("word", ["&Yes", "&No", "Cancel", "OK", "Close", "Open", "Save"])
def test_standard_buttons_are_vietnamese(vietnamese: None, word: str) -> None:
    said = QCoreApplication.translate("QPlatformTheme", word)

    assert said != word


def test_menu_of_a_text_field_is_vietnamese(qtbot: QtBot, vietnamese: None) -> None:
    field = QLineEdit("chữ")
    qtbot.addWidget(field)
    menu = field.createStandardContextMenu()

    words = [action.text().partition("\t")[0] for action in menu.actions() if action.text()]

    assert words
    assert not set(words) & {"&Undo", "&Redo", "Cu&t", "&Copy", "&Paste", "Delete", "Select All"}
    menu.deleteLater()


def test_numbers_have_a_decimal_comma(vietnamese: None) -> None:
    assert QLocale().decimalPoint() == ","
