"""What holds for every screen of every role: names, words, room, keyboard."""

import re
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QApplication,
    QCheckBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from ntm_desktop.app import build
from ntm_desktop.services.workplace import Workplace
from ui.main_window import MainWindow
from ui.theme import Theme
from ui.widgets.criterion_tile import CriterionTile

SIZES = (QSize(1366, 768), QSize(1024, 600))
ENGLISH = re.compile(
    r"\b(the|and|of|to|file|files|open|close|cancel|ok|yes|no|save|error|warning|search|select|"
    r"delete|add|edit|next|back|settings|help|loading|none|null|true|false|met|not|package|"
    r"import|export|folder|name|date|number|check|send|receive|key)\b",
    re.IGNORECASE,
)


@pytest.fixture(params=["commune", "authority"])
def workplace(request: pytest.FixtureRequest) -> Workplace:
    found: Workplace = request.getfixturevalue(request.param)
    return found


@pytest.fixture
def window(
    qtbot: QtBot, qapp: QApplication, themed: Theme, workplace: Workplace
) -> Iterator[MainWindow]:
    window = build(qapp, workplace)
    window.show()
    yield window
    qtbot.waitUntil(lambda: window.tasks.is_idle)
    window.tasks.close()
    window.hide()
    window.deleteLater()


def screens(qtbot: QtBot, window: MainWindow) -> Iterator[str]:
    """Visit every screen of the navigation, each once it has settled."""
    for button in window.side.navigation.findChildren(QAbstractButton):
        button.click()
        qtbot.waitUntil(lambda: window.tasks.is_idle)
        QApplication.processEvents()
        yield button.text()


def shown(window: QWidget, kind: type[QWidget] = QWidget) -> Iterator[QWidget]:
    for widget in window.findChildren(kind):
        if widget.isVisible() and not widget.objectName().startswith("qt_"):
            yield widget


def texts(window: MainWindow) -> Iterator[str]:
    for widget in shown(window):
        yield widget.accessibleName()
        yield widget.toolTip()
        if isinstance(widget, QLabel | QAbstractButton | QLineEdit):
            yield widget.text()
        if isinstance(widget, QLineEdit):
            yield widget.placeholderText()
        if isinstance(widget, QComboBox):
            yield from (widget.itemText(place) for place in range(widget.count()))
        if isinstance(widget, CriterionTile):
            yield widget.shown.missing


def test_everything_that_takes_the_keyboard_has_a_name(qtbot: QtBot, window: MainWindow) -> None:
    nameless = [
        (screen, widget)
        for screen in screens(qtbot, window)
        for widget in shown(window)
        if widget.focusPolicy() is not Qt.FocusPolicy.NoFocus and not widget.accessibleName()
    ]
    assert nameless == []


def test_every_word_is_vietnamese(qtbot: QtBot, window: MainWindow) -> None:
    foreign = {
        (screen, found[0], text)
        for screen in screens(qtbot, window)
        for text in texts(window)
        if (found := ENGLISH.search(text)) is not None
    }
    assert foreign == set()


@pytest.mark.parametrize("size", SIZES, ids=["normal", "smallest"])
def test_no_text_is_cut_off(qtbot: QtBot, window: MainWindow, size: QSize) -> None:
    window.resize(size)
    for screen in screens(qtbot, window):
        found: list[tuple[str, QSize, QSize]] = []

        def all_fits(found: list[tuple[str, QSize, QSize]] = found) -> bool:
            found[:] = [
                (text_of(widget), widget.size(), widget.sizeHint())
                for widget in shown(window)
                if text_of(widget) and is_cut(widget)
            ]
            return not found

        try:
            qtbot.waitUntil(all_fits, timeout=2000)  # layouts take a few turns of the event loop
        except TimeoutError:
            pytest.fail(f"{screen}: {found}")


def text_of(widget: QWidget) -> str:
    return widget.text() if isinstance(widget, QLabel | QAbstractButton) else ""


def is_cut(widget: QWidget) -> bool:
    if isinstance(widget, CriterionTile):
        return False
    if isinstance(widget, QLabel) and widget.wordWrap():
        return widget.heightForWidth(widget.width()) > widget.height() + 1
    return widget.sizeHint().width() > widget.width() + 1


@pytest.mark.parametrize("size", SIZES, ids=["normal", "smallest"])
def test_every_screen_fits_its_window(qtbot: QtBot, window: MainWindow, size: QSize) -> None:
    window.resize(size)
    for screen in screens(qtbot, window):
        assert window.size() == size, screen
        outside = [
            widget
            for widget in shown(window)
            if widget.window() is window
            and not any(isinstance(above, QAbstractScrollArea) for above in ancestors(widget))
            and not window.rect().contains(
                widget.rect().translated(widget.mapTo(window, widget.rect().topLeft()))
            )
        ]
        assert outside == [], screen


def ancestors(widget: QWidget) -> Iterator[QWidget]:
    above = widget.parentWidget()
    while above is not None:
        yield above
        above = above.parentWidget()


def test_tab_reaches_every_control(qtbot: QtBot, window: MainWindow) -> None:
    for screen in screens(qtbot, window):
        wanted = {
            widget
            for kind in (QAbstractButton, QLineEdit, QComboBox, QCheckBox)
            for widget in shown(window, kind)
            if widget.isEnabled() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        }
        reached: set[QWidget] = set()
        widget: QWidget | None = window
        while widget is not None and widget not in reached:
            reached.add(widget)
            widget = widget.nextInFocusChain()
        assert wanted - reached == set(), screen
